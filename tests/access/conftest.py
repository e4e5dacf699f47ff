"""A database of the real schema in which rows may be laid down without their entries: only reading is tried here."""

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest
import pytest_asyncio

from tests.servers import Servers, Shared, database


@pytest.fixture(scope="module")
def unguarded(shared_servers: Shared, redis_number: int) -> Iterator[Servers]:
    """A migrated database of this module alone."""
    with database(shared_servers, redis_number=redis_number) as made:
        yield made


@pytest_asyncio.fixture(scope="module")
async def superuser(unguarded: Servers) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """Its superuser, for whom no trigger fires; constraints hold."""
    connection = await asyncpg.connect(unguarded.owner_url)
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()
