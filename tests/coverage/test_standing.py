"""What a coordinator signs ahead lets in whoever is called in or covers, while every coordinator is offline."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.client.talksteps import standing
from careteam.core.octets import encoded
from careteam.coverage import commands
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.primitives import SYSTEM
from careteam.crypto.mh1.statements import FULL, NO_HISTORY, Assignment, make_assignment
from careteam.keys.offices import milliseconds
from careteam.messaging.verify import verify_logs
from tests.coverage.test_stand_ins import away, on_duty
from tests.coverage.world import planned, wall
from tests.messaging.test_confirming import waiting
from tests.messaging.test_conversations import conversations
from tests.talkers import Talkers, says
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
AHEAD = "/api/duty/standing-assignments"


@pytest_asyncio.fixture
async def hal(cast: Cast) -> Actor:
    """A psychiatrist of the clinic who has nothing to do with the plan."""
    return await person(cast.trail, "Hal Moss", Role.PSYCHIATRIST)


@pytest_asyncio.fixture
async def talkers(cast: Cast, browser: Open, hal: Actor) -> Talkers:
    """The people of the plan and the psychiatrist, with keys."""
    return await Talkers.of(browser, cast, [cast.ada, cast.bea, hal])


async def listed(cora: Browser, who: Actor) -> dict[str, Any] | None:
    """How the coordinator's list has somebody."""
    items = (await cora.get(AHEAD)).json()["items"]
    return next((one for one in items if one["person"]["id"] == str(who.person_id)), None)


async def sign(cora: Browser, talkers: Talkers, who: Actor, cose: bytes | None = None) -> Any:
    """Sign ahead for as long as the list says, or bring another word."""
    if cose is None:
        found = await listed(cora, who)
        assert found is not None
        cose = talkers.word_ahead(who, datetime.fromisoformat(found["until"]))
    return await cora.send_change("POST", AHEAD, {"person_id": str(who.person_id), "cose": encoded(cose)})


async def rooms(cast: Cast, browser: Open) -> list[str]:
    """The ids of the conversations that were opened with the plan."""
    return [one["id"] for one in (await conversations(await browser(cast.bea), cast)).values()]


async def test_with_every_coordinator_offline_a_members_client_lets_in_who_is_called_in_and_they_read_from_the_beginning(
    cast: Cast, browser: Open, cora: Browser, talkers: Talkers, hal: Actor
) -> None:
    bea, ids = talkers[cast.bea], await rooms(cast, browser)
    for id_ in ids:
        await (await bea.talk(id_)).send(says("Before anybody was called in"))
    await on_duty(cast, hal, Role.PSYCHIATRIST)
    found = await listed(cora, hal)
    assert found is not None
    assert (found["state"], found["signed_until"]) == ("sign", None)
    assert (await sign(cora, talkers, hal)).status_code == 201
    found = await listed(cora, hal)
    assert found is not None
    assert (found["state"], found["signed_until"]) == ("signed", found["until"])

    page = await browser(cast.bea)
    called = await page.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "psychiatrist"})
    assert called.status_code == 201
    assert "Hal" not in await waiting(browser, cast)
    places = (await page.get("/api/inbox/to-admit")).json()
    assert sorted(place["conversation_id"] for place in places) == sorted(ids)
    for id_ in ids:
        await bea.talk(id_)
        read = await talkers[hal].talk(id_)
        assert [item.content.text for item in read.record.items if item.content] == ["Before anybody was called in"]
        await read.send(says("I am here"))
    assert (await page.get("/api/inbox/to-admit")).json() == []
    async with cast.trail.database.writing() as connection:
        assert (await verify_logs(connection)).breaks == []


async def test_a_word_counts_once_in_a_log_so_who_was_there_since_it_was_signed_waits_for_a_coordinator(
    cast: Cast, browser: Open, cora: Browser, talkers: Talkers, hal: Actor
) -> None:
    ids, page = await rooms(cast, browser), await browser(cast.bea)
    for id_ in ids:
        await talkers[cast.bea].talk(id_)
    shift = await on_duty(cast, hal, Role.PSYCHIATRIST)
    tomorrow = await planned(cora, hal, wall(24), wall(36))
    await sign(cora, talkers, hal)
    await page.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "psychiatrist"})
    for id_ in ids:
        await talkers[cast.bea].talk(id_)
    async with open_change(cast.trail, cast.cora, Action.PLAN_DUTY) as change:
        await commands.cancel_shift(change, shift_id=shift, reason="Another takes it.")
    assert (await waiting(browser, cast))["Hal"][0] == "take-off"
    for id_ in ids:
        await (await talkers[cast.cora].talk(id_)).remove(hal.person_id.bytes)
    await away(cast, cast.cem, hal)
    assert (await waiting(browser, cast))["Hal"][0] == "admit"
    await sign(cora, talkers, hal)
    assert "Hal" not in await waiting(browser, cast)
    called_off = {"reason": "Another takes it."}
    await cora.send_change("POST", f"/api/duty/shifts/{tomorrow}/cancellation", called_off)
    # What was signed for longer than they still cover counts no more.
    assert (await waiting(browser, cast))["Hal"][0] == "admit"


async def test_who_covers_is_signed_for_until_they_cover_no_longer(
    cast: Cast, browser: Open, cora: Browser, talkers: Talkers, hal: Actor
) -> None:
    await away(cast, cast.cem, hal)
    assert (await sign(cora, talkers, hal)).status_code == 201
    [id_, *_] = await rooms(cast, browser)
    await talkers[cast.bea].talk(id_)
    assert (await (await browser(cast.cem)).send_change("POST", "/api/availability/end")).status_code == 200
    assert await listed(cora, hal) is None
    log = (await cora.get(f"/api/plans/{cast.plan}/conversations/{id_}/log")).json()
    assert log["assignments"] == []


@pytest.mark.parametrize(
    "junk",
    [
        "another-signer",
        "too-long",
        "another-person",
        "one-conversation",
        "other-keys",
        "late",
        "not-from-the-beginning",
    ],
)
async def test_what_is_not_a_standing_assignment_of_ones_own_for_this_duty_is_refused(
    cast: Cast, cora: Browser, talkers: Talkers, hal: Actor, junk: str
) -> None:
    await on_duty(cast, hal, Role.PSYCHIATRIST)
    found = await listed(cora, hal)
    assert found is not None
    until = datetime.fromisoformat(found["until"])
    ends, office = milliseconds(until), talkers.office
    card, other = (MemberCard(who.person_id.bytes, talkers[who].keyed.chain.genesis, FULL) for who in (hal, cast.bea))
    one = Assignment(bytes(16), card.uid, card.genesis, "clinician", FULL, SYSTEM(16), ends)
    cose = {
        "another-signer": standing(Signer.of_office(SYSTEM(32)), card, "clinician", ends, SYSTEM(16)),
        "too-long": talkers.word_ahead(hal, datetime.now(UTC) + timedelta(days=32)),
        "late": talkers.word_ahead(hal, until + timedelta(minutes=1)),
        "another-person": standing(office, other, "clinician", ends, SYSTEM(16)),
        "one-conversation": make_assignment(office, one),
        "other-keys": standing(office, MemberCard(card.uid, SYSTEM(32), FULL), "clinician", ends, SYSTEM(16)),
        "not-from-the-beginning": standing(
            office, MemberCard(card.uid, card.genesis, NO_HISTORY), "clinician", ends, SYSTEM(16)
        ),
    }[junk]
    refused = await sign(cora, talkers, hal, cose)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/not-signed-ahead")
    found = await listed(cora, hal)
    assert found is not None
    assert found["state"] == "sign"


async def test_nobody_is_signed_for_who_neither_has_duty_nor_covers(
    cast: Cast, cora: Browser, talkers: Talkers, hal: Actor
) -> None:
    refused = await sign(cora, talkers, hal, talkers.word_ahead(hal, datetime.now(UTC) + timedelta(hours=1)))
    assert refused.json()["type"] == "/problems/not-signed-ahead"
    assert await listed(cora, hal) is None


class Otherwise:
    """The database as somebody with its password would have left it: standing assignments say something else."""

    def __init__(self, connection: Any, **columns: Any) -> None:
        self.connection, self.columns = connection, columns

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    async def fetch(self, query: str, *values: Any) -> Any:
        rows = await self.connection.fetch(query, *values)
        return [{**dict(row), **self.columns} for row in rows] if "care.standing_assignment" in query else rows


async def test_verify_judges_what_was_signed_ahead_by_the_offices_of_then(
    cast: Cast, cora: Browser, talkers: Talkers, hal: Actor
) -> None:
    await on_duty(cast, hal, Role.PSYCHIATRIST)
    await sign(cora, talkers, hal)
    later = datetime.now(UTC) + timedelta(days=9)
    card = MemberCard(hal.person_id.bytes, talkers[hal].keyed.chain.genesis, FULL)
    forged = standing(Signer.of_office(SYSTEM(32)), card, "clinician", milliseconds(later), SYSTEM(16))
    async with cast.trail.database.writing() as connection:
        assert (await verify_logs(connection)).breaks == []
        for columns, told in (
            ({"not_after": later}, "says something else"),
            ({"cose": forged}, "assigned by nobody who may"),
        ):
            breaks = (await verify_logs(Otherwise(connection, **columns))).breaks
            assert any(told in str(one) for one in breaks)
