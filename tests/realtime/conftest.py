"""Two API processes over one installation."""

from collections.abc import AsyncIterator

import pytest_asyncio

from careteam.audit.trail import Trail
from tests.realtime.live import Process, process
from tests.servers import Servers


@pytest_asyncio.fixture
async def one(servers: Servers, trail: Trail) -> AsyncIterator[Process]:
    """An API process."""
    async with process(servers, trail) as made:
        yield made


@pytest_asyncio.fixture
async def other(servers: Servers, trail: Trail) -> AsyncIterator[Process]:
    """Another one."""
    async with process(servers, trail) as made:
        yield made
