"""A clinic for each file, for duty is the clinic's; a coordinator's page, before anything is planned."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
import pytest_asyncio
from fastapi import FastAPI

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.main import create_app
from tests.conftest import installed
from tests.coverage.world import clear
from tests.servers import Servers, Shared, database
from tests.world import Browser, Cast


@pytest.fixture(scope="module")
def servers(shared_servers: Shared, redis_number: int) -> Iterator[Servers]:
    """A database of this file's."""
    with database(shared_servers, redis_number=redis_number) as made:
        yield made


@pytest_asyncio.fixture(scope="module")
async def trail(servers: Servers) -> AsyncIterator[Trail]:
    """An installation of this file's."""
    async with installed(servers) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(trail: Trail) -> FastAPI:
    """The web app over it."""
    made = create_app()
    made.state.trail = trail
    return made


@pytest_asyncio.fixture
async def cora(cast: Cast, browser: Callable[[Actor | None], Awaitable[Browser]]) -> Browser:
    """The coordinator, who plans duty; none is planned yet."""
    page = await browser(cast.cora)
    await clear(page)
    return page
