"""What a browser does, as cheaply as Python can: HTTP on a kept connection, and a socket that notes what comes."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Read = Callable[[dict[str, Any]], tuple[str, str] | None]


class Line:
    """One kept HTTP/1.1 connection: one request at a time."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        told = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}", **headers}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> tuple[int, bytes]:
        """Ask for something."""
        return await self._request(f"GET {path} HTTP/1.1\r\n{self._headers}\r\n".encode())

    async def post(self, path: str, body: bytes, key: str) -> tuple[int, bytes]:
        """Ask for an effect."""
        more = f"Content-Type: application/json\r\nIdempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n"
        return await self._request(f"POST {path} HTTP/1.1\r\n{self._headers}{more}\r\n".encode() + body)

    async def _request(self, words: bytes) -> tuple[int, bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(words)
        head = await reader.readuntil(b"\r\n\r\n")
        lowered = head.lower()
        start = lowered.find(b"content-length:")
        length = int(lowered[start + 15 : lowered.index(b"\r\n", start)]) if start > 0 else 0
        return int(head[9:12]), await reader.readexactly(length)

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            with suppress(OSError):
                await self._streams[1].wait_closed()


@dataclass
class Listener:
    """Somebody's open socket, and what came through it: room, message, when."""

    read: Read
    heard: list[tuple[str, str, float]] = field(default_factory=list[tuple[str, str, float]])
    last: float = 0.0
    _connection: ClientConnection | None = None
    _reading: "asyncio.Task[None] | None" = None

    async def open(self, port: int, path: str, cookie: str) -> "Listener":
        """Connect, and begin to listen once the server has said where things stand."""
        self._connection = await connect(
            f"ws://127.0.0.1:{port}{path}",
            origin=f"http://localhost:{port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie},
            compression=None,
            proxy=None,
            open_timeout=60,
            ping_interval=None,
        )
        await self._connection.recv()
        self._reading = asyncio.create_task(self._listen(self._connection))
        return self

    async def _listen(self, connection: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for words in connection:
                now = time.perf_counter()
                if (told := self.read(orjson.loads(words))) is not None:
                    self.heard.append((*told, now))
                    self.last = now

    async def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            await self._connection.close()
        if self._reading is not None:
            await self._reading
