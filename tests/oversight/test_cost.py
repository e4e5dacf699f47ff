"""What it costs to review: no filter reads the whole trail, and a page takes as many statements however long it is."""

from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
import pytest_asyncio
from sqlalchemy import event, select

from careteam.access.actions import Action
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_view
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.oversight import overview, queries
from careteam.oversight.queries import Filter
from careteam.plans import commands
from careteam.reactions import install
from careteam.tasks import commands as tasks
from careteam.tasks.models import Task
from careteam.tasks.queries import one_task
from tests.servers import Servers
from tests.world import Cast, found_organisation, make_cast

#: Entries beside those of the cast, over OTHERS plans, a minute apart: a plan has a few hundred, a person thousands. With so
#: many plans each partition has conversations, as in a clinic; one without any message of a person is read to its end.
MANY, OTHERS = 30_000, 120
_STREAMS = """
INSERT INTO care.stream (id, kind, plan_id, change_id)
SELECT gen_random_uuid(), k.kind, p.id, gen_random_uuid()
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1)) p,
     (VALUES ('plan/record'), ('plan/team'), ('plan/access'), ('conversation')) AS k(kind)"""
_ENTRIES = """
INSERT INTO care.audit_entry (stream_id, seq, plan_id, change_id, xact, tx_at, at, actor, role, action, event, subjects,
  cause, columns, plan_version, detail, record, prev, hash)
SELECT s.id, 100 + n, s.plan_id, gen_random_uuid(), 1, now(), now() - n * interval '1 minute',
  $2::uuid, CASE WHEN n % 200 = 0 THEN 'supervisor' ELSE 'psychiatrist' END, 'message.send',
  CASE s.kind WHEN 'conversation' THEN 'MessageSent' WHEN 'plan/access' THEN 'PlanViewed' ELSE 'TaskCompleted' END,
  ARRAY[gen_random_uuid()], NULL, '', 1, ''::bytea, ''::bytea, ''::bytea, ''::bytea
FROM generate_series(1, $1) n
JOIN (SELECT id, kind, plan_id, row_number() OVER (ORDER BY id) - 1 AS nth, count(*) OVER () AS all_
      FROM care.stream WHERE kind <> 'organisation' AND kind <> 'private') s ON s.nth = n % s.all_"""

#: Of a plan's other tasks, after everything else.
_OTHER_TASKS = """
INSERT INTO care.audit_entry (stream_id, seq, plan_id, change_id, xact, tx_at, at, actor, role, action, event, subjects,
  cause, columns, plan_version, detail, record, prev, hash)
SELECT $2::uuid, 1000 + n, $3::uuid, gen_random_uuid(), 1, now(), now() + n * interval '1 minute', $4::uuid, 'psychiatrist',
  'task.complete', 'TaskCompleted', ARRAY[gen_random_uuid()], NULL, '', 1, ''::bytea, ''::bytea, ''::bytea, ''::bytea
FROM generate_series(1, $1) n"""


@pytest_asyncio.fixture(scope="module")
async def clinic(shared_servers: Any, redis_number: int) -> AsyncIterator[tuple[Trail, Cast, Servers]]:
    """A clinic of its own with a long trail."""
    from tests.servers import database as made_database

    with made_database(shared_servers, redis_number=redis_number, migrated=True) as made:
        database = await Database(made.app_url).open()
        trail = Trail(database, DeploymentKey.generate(), install())
        await found_organisation(trail)
        cast = await make_cast(trail)
        async with cast.change(cast.bea, Action.SET_GOAL) as change:
            await commands.set_goal(change, words="Sleep")
        owner = await asyncpg.connect(made.owner_url)
        await owner.execute("SET session_replication_role = replica")
        await owner.execute(_STREAMS, OTHERS)
        await owner.execute(_ENTRIES, MANY, cast.bea.person_id)
        await owner.execute("VACUUM (ANALYZE) care.audit_entry")
        await owner.execute("ANALYZE care.stream")
        await owner.close()
        yield trail, cast, made
        await database.close()


@contextmanager
def noted(trail: Trail) -> Any:
    """The statements that are read with, and their values."""
    statements: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, values))

    engine = trail.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def reads(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Every node of a query plan that reads a table."""
    found = [plan] if "Relation Name" in plan else []
    for below in plan.get("Plans", ()):
        found += reads(below)
    return found


BY_PLAN: dict[str, Callable[[Cast], Filter]] = {
    "everything": lambda cast: Filter(),
    "by somebody": lambda cast: Filter(actor=cast.dov.person_id),
    "of a kind": lambda cast: Filter(events=["GoalSet"]),
    "of no kind": lambda cast: Filter(events=["PlanImported"]),
    "for a goal": lambda cast: Filter(goal=UUID(int=1)),
    "all of it": lambda cast: Filter(actor=cast.bea.person_id, events=["GoalSet"], goal=UUID(int=1)),
}
BY_PERSON: dict[str, Callable[[Cast], Filter]] = {
    "everything": lambda cast: Filter(),
    "a common kind": lambda cast: Filter(events=["MessageSent"]),
    "a rare kind": lambda cast: Filter(events=["GoalSet", "PlanRevised"]),
    "no kind": lambda cast: Filter(events=["PlanImported"]),
}
OUTSIDE: dict[str, Callable[[Cast], Filter]] = {
    "everything": lambda cast: Filter(outside=True),
    "of a kind": lambda cast: Filter(outside=True, events=["AccessRequested", "TrailExported"]),
}


async def examined(clinic: tuple[Trail, Cast, Servers], statements: list[tuple[str, Any]]) -> int:
    """How many entries these statements read. None of them may scan the trail from end to end."""
    owner, rows = await asyncpg.connect(clinic[2].owner_url), 0
    for statement, values in statements:
        if "audit_entry" not in statement:
            continue
        said = await owner.fetchval(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", *values)
        (told,) = orjson.loads(said)
        for node in reads(told["Plan"]):
            if node["Relation Name"].startswith("audit_entry"):
                assert node["Node Type"] != "Seq Scan" or node["Actual Rows"] < 100, statement
                rows += int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
    await owner.close()
    return rows


async def read_through(view: View, wanted: Filter, person_id: UUID | None = None) -> None:
    await queries.trail(view, wanted, person_id=person_id, limit=50)


@pytest.mark.parametrize("name", BY_PLAN)
async def test_a_plans_trail_reads_no_other_plans(clinic: tuple[Trail, Cast, Servers], name: str) -> None:
    trail, cast, _ = clinic
    async with cast.view(cast.eli, Action.REVIEW_TRAIL) as view:
        with noted(trail) as statements:
            await read_through(view, BY_PLAN[name](cast))
    assert await examined(clinic, statements) < MANY / 10


@pytest.mark.parametrize("name", BY_PERSON)
async def test_a_persons_trail_reads_what_is_shown_and_little_else(
    clinic: tuple[Trail, Cast, Servers], name: str
) -> None:
    trail, cast, _ = clinic
    async with open_view(trail, cast.eli, Action.REVIEW_TRAIL, screen="trail.review") as view:
        with noted(trail) as statements:
            await read_through(view, BY_PERSON[name](cast), cast.bea.person_id)
    assert await examined(clinic, statements) < 1_000


@pytest.mark.parametrize("name", OUTSIDE)
async def test_what_was_done_from_outside_is_found_without_what_was_done_inside(
    clinic: tuple[Trail, Cast, Servers], name: str
) -> None:
    trail, cast, _ = clinic
    async with open_view(trail, cast.pia, Action.REVIEW_TRAIL, screen="trail.review") as view:
        with noted(trail) as statements:
            await read_through(view, OUTSIDE[name](cast))
    assert await examined(clinic, statements) < 1_000


async def test_what_happened_to_a_task_is_found_without_what_happened_to_others(
    clinic: tuple[Trail, Cast, Servers],
) -> None:
    trail, _, made = clinic
    cast = await make_cast(trail)
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        task = await tasks.assign_task(change, tasks.NewTask(title="Ring the pharmacy", owner_id=cast.bea.person_id))
    async with cast.view(cast.bea, Action.READ_PLAN) as view:
        stream = (await view.one(select(Task).where(Task.id == task))).stream_id
    owner = await asyncpg.connect(made.owner_url)
    await owner.execute("SET session_replication_role = replica")
    await owner.execute(_OTHER_TASKS, 3_000, stream, cast.plan, cast.bea.person_id)
    await owner.execute("ANALYZE care.audit_entry")
    await owner.close()
    async with cast.view(cast.bea, Action.READ_PLAN) as view:
        with noted(trail) as statements:
            told = await one_task(view, task)
    assert [step.event for step in told.history] == ["TaskAssigned"]
    assert await examined(clinic, statements) < 20


async def test_a_page_takes_as_many_statements_however_long_the_trail(clinic: tuple[Trail, Cast, Servers]) -> None:
    trail, cast, _ = clinic
    counts: list[int] = []
    for limit in (2, 50):
        async with open_view(trail, cast.eli, Action.REVIEW_TRAIL, screen="trail.review") as view:
            with noted(trail) as statements:
                await queries.trail(view, Filter(), person_id=cast.bea.person_id, limit=limit)
            counts.append(len(statements))
    assert counts[0] == counts[1] <= 10


async def test_the_overview_takes_as_many_statements_however_many_plans(clinic: tuple[Trail, Cast, Servers]) -> None:
    trail, cast, _ = clinic
    async with open_view(trail, cast.eli, Action.REVIEW_TRAIL, screen="trail.review") as view:
        with noted(trail) as statements:
            told = await overview.summary(view)
            await overview.plans(view, text=None, after=None, limit=50)
    assert len(statements) <= 12
    assert sum(day.acts + day.looks for day in told.days) > MANY / 2
