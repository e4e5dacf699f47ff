"""A diary over HTTP: shared entries for the team, private ones for nobody else, and whatever is sent twice is there once."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus
from careteam.audit.verify import verify
from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1.own import Place, open_own, seal_own
from careteam.crypto.mh1.puk import Generation
from careteam.plans import commands as plans
from tests.notes.test_untold import what_others_see
from tests.oversight.test_trail import all_of, detail, entry, give_reason
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
TODAY = datetime.now(UTC).date()


def sealed(who: Actor, entry_id: str, text: str = "I cried", version: int = 1) -> str:
    keys = Generation(who.person_id.bytes, 1, bytes(32))
    return encoded(seal_own(keys, Place("diary", UUID(entry_id).bytes, version), text.encode()))


def opened(who: Actor, row: dict[str, Any]) -> str:
    keys = Generation(who.person_id.bytes, 1, bytes(32))
    return open_own({1: keys}, Place("diary", UUID(row["id"]).bytes, row["version"]), decoded(row["sealed"])).decode()


def shared(day: date = TODAY, mood: str = "okay", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "day": day.isoformat(), "mood": mood, **more}


def private(who: Actor, **more: Any) -> dict[str, Any]:
    entry_id = str(uuid4())
    return {"id": entry_id, "sealed": sealed(who, entry_id), **more}


class Device:
    """A device of the patient: what it has written and not seen arrive, with the key of each."""

    def __init__(self, cast: Cast, browser: Browser) -> None:
        self.plan, self.browser = f"/api/plans/{cast.plan}", browser
        self.waiting: list[tuple[str, dict[str, Any], UUID]] = []

    def write(self, kind: str, body: dict[str, Any]) -> None:
        self.waiting.append((kind, body, uuid4()))

    async def send(self, *, keys: bool = True) -> None:
        """Send all that waits, also again; without `keys`, as a device does that has lost them."""
        for kind, body, key in self.waiting:
            answer = await self.browser.send_change("POST", f"{self.plan}/{kind}", body, key=key if keys else uuid4())
            assert (answer.status_code, answer.json()["id"]) == (201, body["id"]), answer.text


async def act(by: Browser, cast: Cast, path: str, body: Any = None) -> tuple[int, str]:
    answer = await by.send_change("POST", f"/api/plans/{cast.plan}/{path}", {} if body is None else body)
    kind = answer.json().get("type", "").removeprefix("/problems/")
    return answer.status_code, kind


async def listed(by: Browser, cast: Cast, kind: str = "diary", **query: Any) -> list[dict[str, Any]]:
    return await all_of(by, f"/api/plans/{cast.plan}/{kind}", **query)


async def test_a_hundred_entries_made_offline_on_two_devices_appear_once_each(cast: Cast, browser: Open) -> None:
    phone, laptop = Device(cast, await browser(cast.ada)), Device(cast, await browser(cast.ada))
    for n in range(25):
        for device in (phone, laptop):
            device.write("diary", shared(TODAY - timedelta(days=n)))
            device.write("private-diary", private(cast.ada))
    await phone.send()
    await laptop.send()
    await phone.send()  # no answer had come
    laptop.waiting += phone.waiting[:10]
    await laptop.send(keys=False)  # taken over from the phone, and sent anew
    sent = phone.waiting + laptop.waiting
    for kind in ("diary", "private-diary"):
        found = [one["id"] for one in await listed(phone.browser, cast, kind)]
        assert len(found) == 50
        assert set(found) == {body["id"] for of, body, _ in sent if of == kind}


async def test_the_team_reads_what_is_shared_the_latest_day_first(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    body = shared(activities=["people", "moved"], sleep_minutes=450, note="  Tea with Anna  ")
    for one in (shared(TODAY - timedelta(days=9), "bad"), body, shared(TODAY - timedelta(days=2), "great")):
        assert await act(ada, cast, "diary", one) == (201, "")
    first, *others = await listed(bea, cast)
    assert (first["id"], first["mood"], first["sleep_minutes"], first["note"]) == (
        body["id"],
        "okay",
        450,
        "Tea with Anna",
    )
    assert first["activities"] == ["moved", "people"]
    assert [one["mood"] for one in others] == ["great", "bad"]
    week = await listed(bea, cast, since=(TODAY - timedelta(days=6)).isoformat(), until=TODAY.isoformat())
    assert [one["mood"] for one in week] == ["okay", "great"]


async def test_what_was_shared_keeps_its_earlier_form_in_the_details_of_the_trail(cast: Cast, browser: Open) -> None:
    ada, eli = await browser(cast.ada), await browser(cast.eli)
    body = shared(note="He was here")
    await act(ada, cast, "diary", body)
    path = f"diary/{body['id']}"
    changed = {"version": 2, "day": TODAY.isoformat(), "mood": "low"}
    assert await act(ada, cast, f"{path}/versions", changed) == (200, "")
    assert await act(ada, cast, f"{path}/versions", changed | {"mood": "bad"}) == (409, "entry-changed")
    assert [(one["mood"], one["note"]) for one in await listed(ada, cast)] == [("low", None)]
    assert await act(ada, cast, f"{path}/withdrawal") == (200, "")
    assert await listed(ada, cast) == []
    for again in (f"{path}/withdrawal", f"{path}/versions"):
        assert (await act(ada, cast, again, {**changed, "version": 3} if "versions" in again else {}))[0] == 404
    assert await act(ada, cast, "diary", body) == (201, ""), "it has arrived long ago"
    assert await listed(ada, cast) == [], "and does not come back"
    await give_reason(eli, cast)
    for event, before in (
        ("DiaryEntryChanged", {"mood": "okay", "note": "He was here"}),
        ("DiaryEntryWithdrawn", {"mood": "low"}),
    ):
        told = (await detail(eli, cast, await entry(eli, cast, event))).json()["rows"][0]
        assert before.items() <= told["before"].items()


async def test_an_entry_becomes_private_or_shared_in_one_act(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    open_one, own = shared(), private(cast.ada)
    await act(ada, cast, "diary", open_one)
    made = private(cast.ada, instead_of=open_one["id"])
    assert await act(ada, cast, "private-diary", made) == (201, "")
    assert (await listed(ada, cast), [one["id"] for one in await listed(ada, cast, "private-diary")]) == (
        [],
        [made["id"]],
    )
    assert (await act(ada, cast, "private-diary", {**own, "instead_of": open_one["id"]}))[0] == 404, "it was withdrawn"
    back = shared(instead_of=made["id"])
    assert await act(ada, cast, "diary", back) == (201, "")
    assert await act(ada, cast, "diary", back) == (201, "")
    assert [one["id"] for one in await listed(ada, cast)] == [back["id"]]
    assert await listed(ada, cast, "private-diary") == []


async def test_a_private_entry_is_changed_and_removed_by_its_author_and_its_bytes_are_gone(
    cast: Cast, browser: Open
) -> None:
    ada, body = await browser(cast.ada), private(cast.ada)
    await act(ada, cast, "private-diary", body)
    path = f"private-diary/{body['id']}"
    second = {"version": 2, "sealed": sealed(cast.ada, body["id"], "I laughed", 2)}
    assert await act(ada, cast, f"{path}/versions", second) == (200, "")
    assert await act(ada, cast, f"{path}/versions", second) == (409, "entry-changed")
    (row,) = await listed(ada, cast, "private-diary")
    assert opened(cast.ada, row) == "I laughed"
    assert await act(ada, cast, f"{path}/removal") == (200, "")
    assert await act(ada, cast, "private-diary", body) == (201, "")
    assert await listed(ada, cast, "private-diary") == []
    async with cast.trail.database.writing() as connection:
        kept = await connection.fetchval("SELECT sealed FROM care.private_diary_entry WHERE id = $1", body["id"])
    assert kept is None
    for wrong in (b"I cried", b"", decoded(body["sealed"])[:-1]):
        answer = await act(ada, cast, "private-diary", {"id": str(uuid4()), "sealed": encoded(wrong)})
        assert answer[0] == 422


async def test_that_there_is_a_private_entry_is_told_to_nobody(cast: Cast, browser: Open) -> None:
    await what_others_see(cast, browser)
    ada, body = await browser(cast.ada), private(cast.ada)
    written = await ada.send_change("POST", f"/api/plans/{cast.plan}/private-diary", body)
    hints = (body["id"], written.json()["change_id"], "PrivateDiary", "private-diary")
    for place, seen in (await what_others_see(cast, browser)).items():
        assert [hint for hint in hints if hint in json.dumps(seen)] == [], place
    for who in (cast.bea, cast.cem, cast.fay, cast.eli, cast.pia, cast.adam):
        other = await browser(who)
        answer = await other.get(f"/api/plans/{cast.plan}/private-diary")
        assert answer.status_code in (403, 404), who
        assert (await act(other, cast, f"private-diary/{body['id']}/removal"))[0] in (403, 404)
    assert await listed(await browser(cast.bea), cast) == []
    async with cast.trail.database.writing() as connection:
        assert (await verify(connection)).breaks == []


async def test_a_day_can_be_filled_in_for_a_year_and_none_ahead(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    for days, status in ((-365, 201), (-368, 422), (3, 422)):
        assert (await act(ada, cast, "diary", shared(TODAY + timedelta(days=days))))[0] == status
    for wrong in ({"mood": "fine"}, {"sleep_minutes": 25}, {"sleep_minutes": 1470}, {"activities": ["drinking"]}):
        assert (await act(ada, cast, "diary", {**shared(), **wrong}))[0] == 422
    late = shared(at=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    await act(ada, cast, "diary", late)
    assert datetime.fromisoformat((await listed(ada, cast))[0]["at"]) <= datetime.now(UTC) + timedelta(minutes=1)


async def test_a_plan_that_rests_keeps_the_diary_and_takes_no_more(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    await act(ada, cast, "diary", shared())
    await act(ada, cast, "private-diary", private(cast.ada))
    async with cast.change(cast.bea, Action.SET_PLAN_STATUS) as change:
        await plans.set_plan_status(change, status=PlanStatus.ON_HOLD, reason="A journey")
    for kind, body in (("diary", shared()), ("private-diary", private(cast.ada))):
        assert (await act(ada, cast, kind, body))[0] == 403
        assert len(await listed(ada, cast, kind)) == 1
