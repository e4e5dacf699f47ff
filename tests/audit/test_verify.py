"""`careteam verify` names the first entry that somebody with all the rights of the database has touched."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeAlias

import asyncpg
import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.audit.trail import Trail
from careteam.audit.verify import verify
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey, create_deployment_key
from careteam.plans import commands
from careteam.reactions import install
from careteam.tasks import commands as tasks
from tests.servers import Servers
from tests.world import Cast, found_organisation, make_cast

EAST = timezone(timedelta(hours=9))
Superuser: TypeAlias = Callable[[str], Awaitable[object]]


@pytest_asyncio.fixture
async def clinic(fresh_database: Callable[..., Servers]) -> AsyncIterator[tuple[Cast, asyncpg.Connection]]:
    """A clinic of its own with some history, and its database as the superuser sees it, triggers off."""
    made = fresh_database()
    database = await Database(made.app_url).open()
    trail = Trail(database, DeploymentKey.generate(), install())
    await found_organisation(trail)
    cast = await make_cast(trail)
    for n in range(5):
        async with cast.change(cast.bea, Action.SET_GOAL) as change:
            await commands.set_goal(change, words=f"Goal {n}")
    owner = await asyncpg.connect(made.owner_url)
    await owner.execute("SET session_replication_role = replica")
    yield cast, owner
    await owner.close()
    await database.close()


async def test_an_untouched_trail_holds(clinic: tuple[Cast, asyncpg.Connection]) -> None:
    report = await verify(clinic[1])
    assert report.breaks == []
    assert report.entries > 20
    assert report.rows > 20


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            "UPDATE care.audit_entry SET role = 'therapist' WHERE event = 'GoalSet' AND seq = {seq}",
            "its fields are not",
        ),
        (
            "UPDATE care.audit_entry SET at = at - interval '1 day' WHERE stream_id = '{stream}' AND seq = {seq}",
            "its fields",
        ),
        ("DELETE FROM care.audit_entry WHERE stream_id = '{stream}' AND seq = {seq}", "is missing before it"),
        ("DELETE FROM care.audit_entry WHERE stream_id = '{stream}' AND seq >= {seq}", "the entry is missing"),
        ("DELETE FROM care.audit_entry WHERE stream_id = '{stream}' AND seq = {seq} + 2", "the entry is missing"),
        (
            "UPDATE care.audit_entry SET seq = {seq} * 2 + 101 - seq "
            "WHERE stream_id = '{stream}' AND seq IN ({seq}, {seq} + 1);"
            "UPDATE care.audit_entry SET seq = seq - 100 WHERE stream_id = '{stream}' AND seq > 100",
            "it does not follow the entry before it",
        ),
        ("UPDATE care.stream SET head_hash = sha256('x') WHERE id = '{stream}'", "the head is another hash"),
    ],
)
async def test_an_edited_entry_is_named(clinic: tuple[Cast, asyncpg.Connection], edit: str, told: str) -> None:
    _, owner = clinic
    stream, head = await owner.fetchrow(
        "SELECT s.id, s.head_seq FROM care.stream s WHERE kind = 'plan/record' AND head_seq > 4 LIMIT 1"
    )
    await owner.execute(edit.format(stream=stream, seq=head - 2))
    (broken,) = (b for b in (await verify(owner)).breaks if b.seq)
    assert broken.stream_id == stream
    assert told in broken.what
    assert head - 2 <= broken.seq <= head


CHANGED = {
    "a word": "UPDATE care.goal SET status = 'cancelled'",
    "a text": "UPDATE care.goal SET words = '\\x01'",
    "somebody else's text": "UPDATE care.goal g SET words = h.words FROM care.goal h WHERE h.id <> g.id",
    "a time": "UPDATE care.relation SET valid_from = valid_from - interval '1 day'",
    "an owner": "UPDATE care.task SET owner_id = gen_random_uuid()",
    "nothing left": "DELETE FROM care.goal",
    "a role": "UPDATE care.role_grant SET role = 'administrator' WHERE role = 'therapist'",
    "the past": "UPDATE care.audit_detail SET salt = sha256(salt)",
    "the past of another": "UPDATE care.audit_detail d SET sealed = o.sealed FROM care.audit_detail o "
    "WHERE o.stream_id = d.stream_id AND o.seq <> d.seq",
}


@pytest.mark.parametrize("edit", CHANGED)
async def test_a_row_edited_past_the_trail_belies_the_entry_that_is_named(
    clinic: tuple[Cast, asyncpg.Connection], edit: str
) -> None:
    cast, owner = clinic
    new = tasks.NewTask(title="Call", owner_id=cast.dov.person_id, due_at=datetime(2026, 12, 1, 9, tzinfo=EAST))
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        await tasks.assign_task(change, new)
    key = cast.trail.deployment_key
    untouched = await verify(owner, key)
    assert untouched.breaks == []
    assert untouched.compared > 20
    await owner.execute(CHANGED[edit])
    breaks = (await verify(owner, key)).breaks
    assert breaks
    told = await owner.fetchrow(
        "SELECT event FROM care.audit_entry WHERE stream_id = $1 AND seq = $2", breaks[0].stream_id, breaks[0].seq
    )
    assert told is not None, "an entry of the trail is named"
    if "goal" in CHANGED[edit]:
        assert told["event"] == "GoalSet"


async def test_nobody_can_say_anything_of_rows_whose_details_were_erased(
    clinic: tuple[Cast, asyncpg.Connection],
) -> None:
    cast, owner = clinic
    await owner.execute("DELETE FROM care.audit_detail")
    assert (await verify(owner, cast.trail.deployment_key)).breaks == []


async def test_a_row_written_past_the_trail_is_named(clinic: tuple[Cast, asyncpg.Connection]) -> None:
    cast, owner = clinic
    await owner.execute("UPDATE care.goal SET change_id = gen_random_uuid() WHERE plan_id = $1", cast.plan)
    (broken,) = (await verify(owner)).breaks
    assert "no entry accounts for row" in broken.what


async def test_the_command_knows_every_table(fresh_database: Callable[..., Servers], tmp_path: Path) -> None:
    made = fresh_database()
    database = await Database(made.app_url).open()
    trail = Trail(database, create_deployment_key(tmp_path / "key.json"), install())
    await found_organisation(trail)
    await make_cast(trail)
    await database.close()
    owner = await asyncpg.connect(made.owner_url)
    known = await verify(owner, trail.deployment_key)
    stranger = await verify(owner, DeploymentKey.generate())
    assert {one.what.partition(" does not ")[2] for one in stranger.breaks} == {"open with this deployment key"}
    await owner.close()
    command = [sys.executable, "-m", "careteam.cli", "verify", "--database-url", made.owner_url]
    for more, compared in (([], 0), (["--key", str(tmp_path / "key.json")], known.compared)):
        done = await asyncio.to_thread(subprocess.run, [*command, *more], capture_output=True, text=True, check=True)
        assert f"{known.rows} rows verified, {compared} compared" in done.stdout
        assert "0 broken" in done.stdout
