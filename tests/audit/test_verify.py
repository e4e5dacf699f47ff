"""`careteam verify` names the first entry that somebody with all the rights of the database has touched."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import asyncpg
import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.audit.trail import Trail
from careteam.audit.verify import verify
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.plans import commands
from careteam.reactions import install
from tests.servers import Servers
from tests.world import Cast, found_organisation, make_cast

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


async def test_a_row_written_past_the_trail_is_named(clinic: tuple[Cast, asyncpg.Connection]) -> None:
    cast, owner = clinic
    await owner.execute("UPDATE care.goal SET change_id = gen_random_uuid() WHERE plan_id = $1", cast.plan)
    (broken,) = (await verify(owner)).breaks
    assert "no entry accounts for row" in broken.what


async def test_the_command_knows_every_table(fresh_database: Callable[..., Servers]) -> None:
    made = fresh_database()
    database = await Database(made.app_url).open()
    trail = Trail(database, DeploymentKey.generate(), install())
    await found_organisation(trail)
    await make_cast(trail)
    await database.close()
    owner = await asyncpg.connect(made.owner_url)
    known = await verify(owner)
    await owner.close()
    command = [sys.executable, "-m", "careteam.cli", "verify", "--database-url", made.owner_url]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
    assert f"{known.rows} rows verified, 0 broken" in done.stdout
