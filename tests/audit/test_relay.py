"""The relay: an effect for every delivery and never two, whatever fails, dies or comes late."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit import relay
from careteam.audit.opening import open_change
from careteam.audit.relay import Owed
from careteam.audit.trail import Reactions, Trail
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.identity.events import InvitationLinkShown, PersonInvited
from careteam.identity.people import take_in
from tests.servers import Servers
from tests.world import found_organisation


class Died(BaseException):
    """The worker's process ended here."""


@dataclass
class Handler:
    """Writes one entry per delivery; fails, dies and tarries as it is told."""

    poison: UUID | None = None
    failing: float = 0
    dying: float = 0
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    calls: Counter[UUID] = field(default_factory=Counter[UUID])

    async def __call__(self, trail: Trail, owed: Owed) -> None:
        self.calls[owed.id] += 1
        if owed.id == self.poison or self.chance.random() < self.failing:
            raise OSError("the mail server is away")
        async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
            if self.chance.random() < self.dying / 2:
                raise Died
            await change.record(InvitationLinkShown(invitation_id=owed.id))
        if self.chance.random() < self.dying / 2:
            raise Died


@pytest_asyncio.fixture
async def own(fresh_database: Callable[..., Servers]) -> AsyncIterator[Trail]:
    """An installation of its own, where every invitation owes one effect."""
    database = await Database(fresh_database().app_url, writers=12).open()
    trail = Trail(database, DeploymentKey.generate(), Reactions(after={PersonInvited: ("told",)}))
    await found_organisation(trail)
    yield trail
    await database.close()


async def owe(trail: Trail, number: int) -> None:
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        for n in range(number):
            await take_in(change, name=f"Person {n}", role=Role.PATIENT)


async def all_due(trail: Trail) -> None:
    """Let the time pass that failed deliveries wait, and the leases of the dead run out."""
    async with trail.database.writing() as connection:
        await connection.execute("UPDATE care.delivery SET due_at = clock_timestamp() - interval '1 second'")


async def ids(trail: Trail) -> set[UUID]:
    async with trail.database.writing() as connection:
        return {row["id"] for row in await connection.fetch("SELECT id FROM care.delivery")}


async def effects(trail: Trail) -> Counter[UUID]:
    async with trail.database.writing() as connection:
        rows = await connection.fetch("SELECT subjects FROM care.audit_entry WHERE event = 'InvitationLinkShown'")
    return Counter(row["subjects"][0] for row in rows)


async def work(trail: Trail, handler: Any) -> None:
    """A worker that is started again each time it dies."""
    while True:
        try:
            if await relay.drain(trail, {"told": handler}, limit=10) == 0:
                return
        except Died:
            continue


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_eight_workers_that_fail_and_die_have_each_effect_once(own: Trail, seed: int) -> None:
    await owe(own, 120)
    owed = await ids(own)
    handler = Handler(poison=min(owed), failing=0.1, dying=0.05, chance=random.Random(seed))
    for _ in range(8):
        await asyncio.gather(*(work(own, handler) for _ in range(8)))
        await all_due(own)
    assert await ids(own) == {handler.poison}
    assert await effects(own) == Counter(owed - {handler.poison})
    assert sum(handler.calls.values()) > len(owed), "nothing failed, so nothing was shown"


async def test_who_died_between_work_and_commit_has_had_no_effect(own: Trail) -> None:
    await owe(own, 1)
    with pytest.raises(Died):
        await relay.drain(own, {"told": Handler(dying=2)})
    assert not await effects(own)
    assert await relay.drain(own, {"told": Handler()}) == 0, "until its lease runs out it is the dead worker's"
    await all_due(own)
    assert await relay.drain(own, {"told": Handler()}) == 1
    assert sum((await effects(own)).values()) == 1


async def test_who_comes_late_has_no_effect(own: Trail) -> None:
    """A worker that outlives its lease meets one that has settled the delivery meanwhile."""
    await owe(own, 1)
    working, go_on, quick = asyncio.Event(), asyncio.Event(), Handler()

    async def slow(trail: Trail, owed: Owed) -> None:
        async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
            await change.record(InvitationLinkShown(invitation_id=owed.id))
            working.set()
            await go_on.wait()

    late = asyncio.create_task(relay.drain(own, {"told": slow}))
    await working.wait()
    await all_due(own)
    assert await relay.drain(own, {"told": quick}) == 1
    go_on.set()
    assert await late == 0
    assert sum((await effects(own)).values()) == 1


async def test_a_poison_delivery_is_seen_and_holds_up_nobody(own: Trail) -> None:
    await owe(own, 3)
    handler = Handler(poison=min(await ids(own)))
    await relay.drain(own, {"told": handler})
    await relay.drain(own, {"told": handler})
    assert set(handler.calls.values()) == {1}, "what failed waits before it is tried again"
    await all_due(own)
    for _ in range(relay.MANY - 1):
        await relay.drain(own, {"told": handler})
        await all_due(own)
    assert await relay.backlog(own) == relay.Backlog(waiting=1, tried=1, stuck=1)
    assert sum((await effects(own)).values()) == 2


async def test_a_delivery_nobody_handles_waits(own: Trail, caplog: pytest.LogCaptureFixture) -> None:
    await owe(own, 1)
    assert await relay.drain(own, {}) == 0
    assert await relay.backlog(own) == relay.Backlog(waiting=1, tried=1, stuck=0)
    assert "Person 0" not in caplog.text


async def test_waiting_doubles_up_to_an_hour() -> None:
    waits = [max(relay.wait(n) for _ in range(200)) for n in range(1, 30)]
    assert 1 < waits[0] <= 2
    assert 3 < waits[2] <= 8
    assert all(wait <= relay.LONGEST_WAIT for wait in waits)
    assert waits[-1] > relay.LONGEST_WAIT / 2


async def test_what_goes_first_does_not_wait_for_what_is_owed_already(own: Trail) -> None:
    both = replace(own, reactions=Reactions(after={PersonInvited: ("told", "alarm")}, first=("alarm",)))
    done: list[str] = []

    async def handle(trail: Trail, owed: Owed) -> None:
        done.append(owed.reaction)
        await Handler()(trail, owed)

    await owe(own, 3)
    await owe(both, 2)
    assert await relay.drain(own, {"told": handle, "alarm": handle}) == len(done)
    assert done[:2] == ["alarm", "alarm"]
    assert set(done[2:]) == {"told"}


async def test_what_is_done_together_has_each_effect_once_and_one_that_fails_holds_up_nobody(own: Trail) -> None:
    await owe(own, 5)
    poison = next(iter(await ids(own)))
    sizes: list[int] = []

    async def handle(trail: Trail, owed: Sequence[Owed]) -> None:
        sizes.append(len(owed))
        async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[one.id for one in owed]) as change:
            for one in owed:
                if one.id == poison:
                    raise OSError("the mail server is away")
                await change.record(InvitationLinkShown(invitation_id=one.id))

    together = {"told": relay.Together(handle)}
    assert await relay.drain(own, together) == 0
    await all_due(own)
    assert await relay.drain(own, together) == 4
    assert sizes == [5, 1, 1, 1, 1, 1]
    assert await ids(own) == {poison}
    await owe(own, 3)
    assert await relay.drain(own, together) == 3
    assert sizes[6:] == [3]
