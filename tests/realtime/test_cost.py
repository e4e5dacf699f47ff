"""What telling costs the database: rows read are counted, since time cannot be tested."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import asyncpg
import orjson
import pytest_asyncio

from benchmarks.clinic import Room
from benchmarks.past import lay_down
from careteam.audit.trail import Trail
from careteam.core.sessions import PREPARED, Database
from careteam.crypto.atrest import DeploymentKey
from careteam.reactions import install
from careteam.realtime import entries
from tests.servers import Servers
from tests.world import found_organisation, make_cast

LONG = 3_000
#: Plan nodes that read tables of the trail, its messages and members.
_READS = ("audit_entry", "message", "conversation_member", "stream")


@pytest_asyncio.fixture
async def long_talk(fresh_database: Callable[..., Servers]) -> AsyncIterator[tuple[asyncpg.Connection, Room]]:
    """A conversation in which much has been said, and a connection as the feed's."""
    made = fresh_database()
    database = await Database(made.app_url).open()
    trail = Trail(database, DeploymentKey.generate(), install())
    await found_organisation(trail)
    cast = await make_cast(trail)
    await database.close()
    connection = await asyncpg.connect(made.app_url, server_settings=PREPARED)
    place = "SELECT id, stream_id FROM care.conversation WHERE kind = 'team'"
    room = Room(cast.plan, *(await connection.fetchrow(place)), members=())
    lay_down(made.owner_url, trail.deployment_key, messages=LONG)
    yield connection, room
    await connection.close()


async def test_a_new_message_is_found_without_reading_what_was_said_before(
    long_talk: tuple[asyncpg.Connection, Room],
) -> None:
    connection, room = long_talk
    head = await connection.fetchval("SELECT head_seq FROM care.stream WHERE id = $1", room.stream_id)
    assert head > LONG
    after = [room.stream_id], [head - 2]
    found = await connection.fetch(entries._NEW, *after)
    assert [row["seq"] for row in found] == [head - 1, head]
    assert all(row["m_id"] is not None for row in found)
    await connection.execute(f"PREPARE new (uuid[], bigint[]) AS {entries._NEW}")
    asked = f"EXECUTE new ('{{{room.stream_id}}}', '{{{head - 2}}}')"
    told = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked}")
    read = {node["Relation Name"]: _rows(node) for node in _nodes(orjson.loads(told)[0]["Plan"]) if _reads(node)}
    assert sum(read.values()) <= 5, read


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _reads(node: dict[str, Any]) -> bool:
    return node.get("Relation Name", "").startswith(_READS)


def _rows(node: dict[str, Any]) -> int:
    """The rows that a node has read, those it threw away too."""
    thrown = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    return round((node["Actual Rows"] + thrown) * node["Actual Loops"])
