"""A real Chromium on the real app: `page_as(cast.bea)` opens it as somebody, and fails the test on whatever goes wrong there."""

import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from tests.realtime.live import Process, process
from tests.servers import Servers
from tests.stories.pages import ARGUMENTS, browsing, built_client, chromium_path

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """This worker's Chromium; everybody gets a profile of their own in it."""
    path = chromium_path()
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(
            executable_path=path, args=list(ARGUMENTS), chromium_sandbox=os.geteuid() != 0
        )
        yield started
        await started.close()


class Served:
    """The app where a browser reaches it, at one address for all its starts."""

    def __init__(self, servers: Servers, trail: Trail, port: int) -> None:
        self._servers, self._trail, self._port = servers, trail, port
        self._running = AsyncExitStack()
        self.process: Process

    async def start(self) -> "Served":
        """Listen."""
        self.process = await self._running.enter_async_context(process(self._servers, self._trail, port=self._port))
        return self

    async def stop(self) -> None:
        """Drop every connection and be gone."""
        await self._running.aclose()


@pytest_asyncio.fixture(scope="module")
async def served(servers: Servers, trail: Trail) -> AsyncIterator[Served]:
    """This worker's installation, on a port of its own, with the built client."""
    built_client()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CARETEAM_PUBLIC_URL", f"http://localhost:{port}")
        settings.cache_clear()
        serving = await Served(servers, trail, port).start()
        yield serving
        await serving.stop()
    settings.cache_clear()


@pytest_asyncio.fixture
async def page_as(chromium: Chromium, served: Served, trail: Trail) -> AsyncIterator[OpenPage]:
    """Open a page as somebody (`None`: not signed in); see `browsing` for what else may be said."""
    del served
    troubles: list[str] = []
    async with AsyncExitStack() as opened:

        async def open_page(actor: Actor | None, **options: Any) -> Page:
            page, watched = await opened.enter_async_context(browsing(chromium, trail, actor, **options))
            opened.callback(lambda: troubles.extend(watched.troubles))
            return page

        yield open_page
    assert not troubles, "\n".join(troubles)
