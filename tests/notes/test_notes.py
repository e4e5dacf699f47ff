"""Process notes: kept for their author, opened by their author, and of no concern to anybody else."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus, Role
from careteam.audit.opening import open_change
from careteam.audit.view import open_view
from careteam.core import problems
from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1.own import Place, open_own, seal_own
from careteam.crypto.mh1.puk import Generation
from careteam.notes import commands
from careteam.notes.models import ProcessNote
from careteam.plans import commands as plans
from careteam.plans import team
from tests.world import Browser, Cast, open_plan_for

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
WORDS = "She came late, and the silence was mine to bear."


def keys_of(who: Actor) -> Generation:
    """The keys that only this person's devices have."""
    return Generation(who.person_id.bytes, 1, bytes(32))


def sealed(who: Actor, note_id: UUID, text: str = WORDS, version: int = 1) -> bytes:
    return seal_own(keys_of(who), Place("note", note_id.bytes, version), text.encode())


def opened(who: Actor, note: dict[str, Any]) -> str:
    place = Place("note", UUID(note["id"]).bytes, note["version"])
    return open_own({1: keys_of(who)}, place, decoded(note["sealed"])).decode()


def notes_of(cast: Cast) -> str:
    return f"/api/plans/{cast.plan}/process-notes"


async def write(
    browser: Browser, cast: Cast, who: Actor, text: str = WORDS, **more: Any
) -> tuple[UUID, httpx.Response]:
    note_id = uuid4()
    body = {"id": str(note_id), "sealed": encoded(sealed(who, note_id, text))}
    return note_id, await browser.send_change("POST", notes_of(cast), body, **more)


async def correct(browser: Browser, cast: Cast, note_id: UUID, text: str, version: int) -> httpx.Response:
    body = {"version": version, "sealed": encoded(sealed(cast.cem, note_id, text, version))}
    return await browser.send_change("POST", f"{notes_of(cast)}/{note_id}/versions", body)


async def take_out(cast: Cast, who: Actor) -> None:
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        row = next(row for row in await team.present(change) if row.person_id == who.person_id)
        await team.leave(change, relation_id=row.id, reason="They moved on")


async def put_on(cast: Cast, who: Actor, role: Role = Role.THERAPIST) -> None:
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=who.person_id, role=role)


async def test_a_therapist_reads_what_they_wrote_for_themself_the_newest_first(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    written = [(await write(cem, cast, cast.cem, f"{WORDS} {n}"))[0] for n in range(3)]
    found: list[dict[str, Any]] = []
    after: str | None = None
    for _ in written:
        page = (await cem.get(notes_of(cast), params={"limit": 1, **({"after": after} if after else {})})).json()
        found, after = found + page["items"], page["next"]
    assert after is None
    assert [note["id"] for note in found] == [str(id_) for id_ in reversed(written)]
    assert [opened(cast.cem, note) for note in found] == [f"{WORDS} {n}" for n in (2, 1, 0)]
    assert (await cem.get(f"{notes_of(cast)}/{written[0]}")).json() == found[2]


async def test_every_version_of_a_note_is_kept(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    note_id, _ = await write(cem, cast, cast.cem)
    for version in (2, 3):
        assert (await correct(cem, cast, note_id, f"Better {version}", version)).status_code == 200
    now = (await cem.get(f"{notes_of(cast)}/{note_id}")).json()
    assert (now["version"], opened(cast.cem, now)) == (3, "Better 3")
    assert now["written_at"] < now["changed_at"]
    path = f"{notes_of(cast)}/{note_id}/versions"
    first = (await cem.get(path, params={"limit": 2})).json()
    last = (await cem.get(path, params={"limit": 2, "after": first["next"]})).json()
    kept = [*first["items"], *last["items"]]
    assert [one["version"] for one in kept] == [3, 2, 1]
    assert [opened(cast.cem, {**one, "id": str(note_id)}) for one in kept] == ["Better 3", "Better 2", WORDS]
    assert last["next"] is None


async def test_a_note_that_was_changed_elsewhere_is_not_written_over(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    note_id, _ = await write(cem, cast, cast.cem)
    assert (await correct(cem, cast, note_id, "On the laptop", 2)).status_code == 200
    answer = await correct(cem, cast, note_id, "On the phone", 2)
    assert (answer.status_code, answer.json()["type"], answer.json()["version"]) == (409, "/problems/note-changed", 2)
    assert opened(cast.cem, (await cem.get(f"{notes_of(cast)}/{note_id}")).json()) == "On the laptop"


async def test_a_note_that_is_sent_twice_is_written_once(cast: Cast, browser: Open) -> None:
    cem, key, note_id = await browser(cast.cem), uuid4(), uuid4()
    body = {"id": str(note_id), "sealed": encoded(sealed(cast.cem, note_id))}
    for _ in range(2):
        answer = await cem.send_change("POST", notes_of(cast), body, key=key)
        assert (answer.status_code, answer.json()["id"]) == (201, str(note_id))
    assert len((await cem.get(notes_of(cast))).json()["items"]) == 1
    assert (await cem.send_change("POST", notes_of(cast), body)).status_code == 409


async def test_only_what_was_sealed_is_taken_and_only_so_much(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    good = sealed(cast.cem, uuid4())
    for wrong in (WORDS.encode(), good[:-1], good + b"\0", b""):
        body = {"id": str(uuid4()), "sealed": encoded(wrong)}
        answer = await cem.send_change("POST", notes_of(cast), body)
        assert answer.status_code == 422, answer.text
        assert encoded(good)[:80] not in answer.text
    note_id, answer = await write(cem, cast, cast.cem, "x" * 60_000)
    assert answer.status_code == 201
    assert (await write(cem, cast, cast.cem, "x" * 66_000))[1].status_code == 422
    assert [one["id"] for one in (await cem.get(notes_of(cast))).json()["items"]] == [str(note_id)]


async def test_two_therapists_of_one_plan_have_no_note_in_common(cast: Cast, browser: Open) -> None:
    await put_on(cast, cast.fay)
    cem, fay = await browser(cast.cem), await browser(cast.fay)
    note_id, _ = await write(cem, cast, cast.cem)
    assert (await fay.get(notes_of(cast))).json() == {"items": [], "next": None}
    for path in (f"{notes_of(cast)}/{note_id}", f"{notes_of(cast)}/{note_id}/versions"):
        assert (await fay.get(path)).status_code == 404
    assert (await correct(fay, cast, note_id, "Mine now", 2)).status_code == 404
    assert (await cem.get(f"{notes_of(cast)}/{note_id}")).json()["version"] == 1


async def test_nobody_but_the_plans_therapist_writes_or_reads_any(cast: Cast, browser: Open) -> None:
    async with cast.change(cast.eli, Action.REQUEST_ACCESS) as change:
        await team.request_access(change, reason="The answer came late twice")
    note_id, _ = await write(await browser(cast.cem), cast, cast.cem)
    for who in (cast.ada, cast.bea, cast.dov, cast.eli, cast.cora, cast.adam, cast.pia, cast.fay):
        other = await browser(who)
        unknown = 404 if who in (cast.fay, cast.adam) else 403
        assert (await write(other, cast, who))[1].status_code == unknown
        assert (await correct(other, cast, note_id, "Mine now", 2)).status_code == unknown
        for path in (notes_of(cast), f"{notes_of(cast)}/{note_id}", f"{notes_of(cast)}/{note_id}/versions"):
            assert (await other.get(path)).status_code == (404 if who == cast.fay else 403)


async def test_a_note_is_found_at_its_own_plan_alone(cast: Cast, browser: Open) -> None:
    elsewhere, _ = await open_plan_for(cast.trail, cast.cora, "Ben Ashby", [(cast.cem, Role.THERAPIST)])
    cem = await browser(cast.cem)
    note_id, _ = await write(cem, cast, cast.cem)
    there = f"/api/plans/{elsewhere}/process-notes"
    assert (await cem.get(there)).json()["items"] == []
    assert (await cem.get(f"{there}/{note_id}")).status_code == 404
    body = {"version": 2, "sealed": encoded(sealed(cast.cem, note_id, version=2))}
    assert (await cem.send_change("POST", f"{there}/{note_id}/versions", body)).status_code == 404


async def test_who_has_left_reads_their_own_notes_and_writes_none_until_they_come_back(
    cast: Cast, browser: Open
) -> None:
    cem = await browser(cast.cem)
    note_id, _ = await write(cem, cast, cast.cem)
    await take_out(cast, cast.cem)
    assert opened(cast.cem, (await cem.get(notes_of(cast))).json()["items"][0]) == WORDS
    assert (await write(cem, cast, cast.cem))[1].status_code == 404
    assert (await correct(cem, cast, note_id, "Later", 2)).status_code == 404
    await put_on(cast, cast.cem)
    assert (await correct(cem, cast, note_id, "Later", 2)).status_code == 200


@pytest.mark.parametrize("status", [PlanStatus.ON_HOLD, PlanStatus.COMPLETED])
async def test_a_plan_that_rests_takes_no_notes_and_keeps_those_it_has(
    cast: Cast, browser: Open, status: PlanStatus
) -> None:
    cem = await browser(cast.cem)
    await write(cem, cast, cast.cem)
    async with cast.change(cast.bea, Action.SET_PLAN_STATUS) as change:
        await plans.set_plan_status(change, status=status, reason="A journey")
    assert (await write(cem, cast, cast.cem))[1].status_code == 403
    assert len((await cem.get(notes_of(cast))).json()["items"]) == 1


async def test_the_row_of_another_does_not_exist_for_a_change_or_a_view(cast: Cast) -> None:
    note_id = uuid4()
    async with cast.change(cast.cem, Action.WRITE_PROCESS_NOTE) as change:
        await commands.write_note(change, note_id=note_id, sealed=sealed(cast.cem, note_id))
    await put_on(cast, cast.fay)
    for who in (cast.fay, Actor.system()):
        action = Action.WRITE_PROCESS_NOTE if who == cast.fay else Action.IMPORT_PLAN
        async with cast.change(who, action) as change:
            assert await change.find(ProcessNote, id=note_id) == []
            with pytest.raises(problems.NotFound):
                await change.get(ProcessNote, note_id)
    async with open_view(cast.trail, cast.cem, Action.READ_PLAN, plan_id=cast.plan, screen="test") as view:
        assert await view.all(select(ProcessNote)) == []
        assert [row[0].id for row in await view.own(select(ProcessNote))] == [note_id]


async def test_an_event_of_a_note_stays_out_of_the_plan(cast: Cast) -> None:
    note_id = uuid4()
    async with open_change(cast.trail, cast.cem, Action.WRITE_PROCESS_NOTE, plan_id=cast.plan) as change:
        await commands.write_note(change, note_id=note_id, sealed=sealed(cast.cem, note_id))
    async with cast.trail.database.writing() as connection:
        rows = await connection.fetch(
            "SELECT e.plan_id, e.plan_version, s.kind, s.plan_id AS of FROM care.audit_entry e JOIN care.stream s "
            "ON s.id = e.stream_id WHERE e.change_id = $1",
            change.id,
        )
    assert [tuple(row) for row in rows] == [(None, 0, "private", None)]
