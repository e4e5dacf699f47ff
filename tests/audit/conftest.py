"""The clinic that the bypass suite attacks."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.audit.attacking import Target, a_target
from tests.servers import Shared


@pytest_asyncio.fixture(scope="session")
async def target(shared_servers: Shared, redis_number: int) -> AsyncIterator[Target]:
    """One for all attacks of a worker: none of them leaves anything behind."""
    async with a_target(shared_servers, redis_number) as made:
        yield made
