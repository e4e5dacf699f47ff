"""API processes to look at: apps with a trail and a feed of their own, served on loopback ports, and people's sockets."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Callable
from typing import Any
from uuid import UUID

import orjson
import uvicorn
from fastapi import FastAPI
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.core.settings import settings
from careteam.identity.gate import cookie_name
from careteam.main import create_app
from careteam.reactions import install
from careteam.realtime.feed import Feed
from tests.saying import SAID
from tests.servers import Servers


class _Server(uvicorn.Server):
    @override
    def capture_signals(self) -> Any:
        return contextlib.nullcontext()


class Process:
    """One API process, as far as a test can tell."""

    def __init__(self, app: FastAPI, trail: Trail, feed: Feed, port: int) -> None:
        self.app = app
        self.trail = trail
        self.feed = feed
        self.port = port


@contextlib.asynccontextmanager
async def process(servers: Servers, trail: Trail, *, port: int = 0) -> AsyncGenerator[Process]:
    """Serve the installation of `trail` once more, with connections of its own, on this port (0: a free one)."""
    database = await Database(servers.app_url).open()
    broker = Broker(servers.redis_url).open()
    app, own = create_app(), Trail(database, trail.deployment_key, install(), broker)
    feed = Feed(own).open()
    app.state.trail, app.state.feed = own, feed
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(
        app, ws="websockets-sansio", ws_per_message_deflate=False, ws_max_size=65_536,
        lifespan="off", log_config=None, access_log=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield Process(app, own, feed, listening.getsockname()[1])
    finally:
        server.should_exit = True
        await serving
        await feed.close()
        await broker.close()
        await database.close()


class Watcher:
    """Somebody's open page: what it was told, in order."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.frames: list[dict[str, Any]] = []
        self.closed: int | None = None
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for words in self.connection:
                self.frames.append(orjson.loads(words))
                self._news.set()
        self.closed = self.connection.close_code
        self._news.set()

    async def until(self, true: Callable[["Watcher"], Any], seconds: float = 10) -> Any:
        """Wait until this is so."""
        async with asyncio.timeout(seconds):
            while not (found := true(self)):
                self._news.clear()
                await self._news.wait()
        return found

    def of(self, type_: str) -> list[dict[str, Any]]:
        """The frames of this type."""
        return [frame for frame in self.frames if frame["type"] == type_]

    def bodies(self) -> list[str]:
        """What was said, as far as this page was told."""
        return [SAID[entry["message"]["envelope"]] for entry in self.of("entry") if entry.get("message")]

    def entries(self, stream: UUID | str) -> list[int]:
        """The numbers of one stream's entries, as they came."""
        return [entry["seq"] for entry in self.of("entry") if entry["stream"] == str(stream)]

    async def close(self) -> None:
        await self.connection.close()
        self._reading.cancel()


@contextlib.asynccontextmanager
async def watch(process: Process, token: str | None, *, origin: str | None = None) -> AsyncGenerator[Watcher]:
    """Open a page as whoever this session is for."""
    connection = await connect(
        f"ws://127.0.0.1:{process.port}/api/live",
        origin=origin or settings().public_url,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"{cookie_name()}={token}"} if token else {},
        compression=None,
        proxy=None,
    )
    watcher = Watcher(connection)
    try:
        yield watcher
    finally:
        await watcher.close()
