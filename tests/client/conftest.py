"""Clients of a served installation."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest_asyncio

from careteam.access.roles import Actor
from careteam.client.client import Client
from careteam.core.settings import settings
from careteam.identity.gate import cookie_name
from tests.realtime.conftest import one, other
from tests.realtime.live import Process
from tests.world import sign_in

__all__ = ["one", "other"]

OpenClient = Callable[..., Awaitable[Client]]


def client_of(process: Process, token: str | None, **options: Any) -> Client:
    """A client of this process, as whoever the session is for."""
    session = (cookie_name(), token) if token else None
    return Client(f"http://127.0.0.1:{process.port}", origin=settings().public_url, session=session, **options)


@pytest_asyncio.fixture
async def open_client(one: Process) -> AsyncIterator[OpenClient]:
    """A client as somebody: `await open_client(cast.bea)`."""
    async with AsyncExitStack() as opened:

        async def open_as(actor: Actor | None, process: Process = one, **options: Any) -> Client:
            token = await sign_in(process.trail, actor) if actor else None
            return await opened.enter_async_context(client_of(process, token, **options))

        yield open_as
