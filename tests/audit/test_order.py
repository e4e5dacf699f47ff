"""However many write at once to however many streams: each has entries 1 to n, its chain holds, and nobody waits crosswise."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import asyncpg
import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.audit.verify import verify
from careteam.core import problems
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.messaging import commands as messaging
from careteam.messaging.models import Conversation
from careteam.plans import commands as plans
from careteam.plans import team
from careteam.reactions import install
from careteam.tasks import commands as tasks
from tests.saying import say
from tests.servers import Servers
from tests.world import Cast, found_organisation, make_cast

#: Two casts with a plan each, and their database as its owner sees it.
Clinics: TypeAlias = tuple[list[Cast], Any]
PROVE = "CARETEAM_PROVE" in os.environ
SEEDS = range(1, 25 if PROVE else 4)


@pytest_asyncio.fixture
async def clinics(fresh_database: Callable[..., Servers]) -> AsyncIterator[Clinics]:
    """A clinic in a database of its own."""
    made = fresh_database()
    database = await Database(made.app_url, writers=12).open()
    trail = Trail(database, DeploymentKey.generate(), install())
    await found_organisation(trail)
    owner = await asyncpg.connect(made.owner_url)
    yield [await make_cast(trail), await make_cast(trail)], owner
    await owner.close()
    await database.close()


async def talk_of(cast: Cast) -> UUID:
    async with cast.change(cast.bea, Action.SEE_MESSAGE) as change:
        return (await change.find(Conversation))[0].id


async def act(cast: Cast, talk: UUID, chance: random.Random) -> str:
    """One thing that somebody of the plan does: it writes to one stream, to several, or to those of a new one."""
    deed = chance.choice(("goal", "task", "shared task", "say", "see", "talk", "join", "look"))
    who = chance.choice((cast.bea, cast.cem, cast.dov))
    match deed:
        case "goal":
            async with cast.change(cast.bea, Action.SET_GOAL) as change:
                await plans.set_goal(change, words="Sleep")
        case "task" | "shared task":
            async with cast.change(who, Action.ASSIGN_TASK) as change:
                new = tasks.NewTask(title="Call", owner_id=cast.cem.person_id, shared=deed == "shared task")
                await tasks.assign_task(change, new)
        case "say":
            await say(cast, who, talk, "Hello")
        case "see":
            async with cast.change(who, Action.SEE_MESSAGE) as change:
                await messaging.see_message(change, conversation_id=talk, number=chance.randint(1, 40))
        case "talk":
            async with cast.change(who, Action.OPEN_CONVERSATION) as change:
                await messaging.open_conversation(change, kind=messaging.ConversationKind.STAFF, title=str(uuid4()))
        case "join":
            async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
                row = await team.join(change, person_id=cast.fay.person_id, role=Role.THERAPIST)
                await team.leave(change, relation_id=row, reason="Only looked in")
        case _:
            async with cast.view(who, Action.READ_PLAN):
                pass
    return deed


@pytest.mark.parametrize("seed", SEEDS)
async def test_concurrent_changes_give_each_stream_its_entries_one_to_n(clinics: Clinics, seed: int) -> None:
    casts, owner = clinics
    chance = random.Random(seed)
    talks = [await talk_of(cast) for cast in casts]
    told: Counter[str] = Counter()

    async def one() -> None:
        at = chance.randrange(2)
        try:
            told[await act(casts[at], talks[at], chance)] += 1
        except problems.StandingChanged:
            told["standing changed"] += 1  # somebody joined at that moment; nothing was written

    await asyncio.gather(*(one() for _ in range(80)))
    assert sum(told.values()) == 80
    assert len(told) > 5, told
    await all_in_order(owner)


async def all_in_order(owner: Any) -> None:
    broken = await owner.fetch(
        "SELECT s.id FROM care.stream s LEFT JOIN care.audit_entry e ON e.stream_id = s.id GROUP BY s.id "
        "HAVING coalesce(array_agg(e.seq ORDER BY e.seq) FILTER (WHERE e.seq IS NOT NULL), '{}') "
        "  <> ARRAY(SELECT generate_series(1, s.head_seq)) "
        "OR (array_agg(e.at ORDER BY e.seq)) <> (array_agg(e.at ORDER BY e.at, e.seq))"
    )
    assert broken == []
    report = await verify(owner)
    assert report.breaks == []
    assert report.entries > 80


@pytest.mark.parametrize("seed", SEEDS)
async def test_writers_of_many_streams_in_any_order_never_wait_crosswise(clinics: Clinics, seed: int) -> None:
    casts, owner = clinics
    rows = await owner.fetch("SELECT id FROM care.stream WHERE plan_id IS NOT NULL ORDER BY id")
    streams, chance = [row["id"] for row in rows], random.Random(seed)
    append = (
        "SELECT o_seq FROM care.append_entries($1, $2, $3, array_fill('therapist'::text, $4), "
        "array_fill('goal.set'::text, $4), array_fill('GoalSet'::text, $4), $2, ARRAY(SELECT generate_series(1, $5)), "
        "array_fill(NULL::uuid, $4), array_fill(''::text, $4), array_fill(1, $4), array_fill(sha256('x'), $4), "
        "array_fill(sha256('y'), $4), array_fill(NULL::bytea, $4), array_fill(''::bytea, $4))"
    )

    async def writer(trail: Trail) -> None:
        async with trail.database.writing() as connection:
            for _ in range(12):
                chosen = [chance.choice(streams) for _ in range(chance.randint(2, 6))]
                ids = [uuid4() for _ in chosen]
                async with connection.transaction():
                    await connection.fetch(append, chosen, ids, ids, [len(ids)], len(ids))
                    if chance.random() < 0.2:
                        await asyncio.sleep(0)

    await asyncio.gather(*(writer(casts[0].trail) for _ in range(10)))
    await all_in_order(owner)
