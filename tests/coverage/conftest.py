"""A coordinator's page, before anything is planned."""

from collections.abc import Awaitable, Callable

import pytest_asyncio

from careteam.access.roles import Actor
from tests.coverage.world import clear
from tests.world import Browser, Cast


@pytest_asyncio.fixture
async def cora(cast: Cast, browser: Callable[[Actor | None], Awaitable[Browser]]) -> Browser:
    """The coordinator, who plans duty; none is planned yet."""
    page = await browser(cast.cora)
    await clear(page)
    return page
