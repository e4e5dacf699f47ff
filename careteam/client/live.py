"""Following along: what a socket tells, in each stream's order, nothing twice and nothing missing, however often it breaks."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from careteam.client.line import Line, backoff
from careteam.client.refusals import Problem, Refused, Unreachable
from careteam.client.shapes import Entries, Entry
from careteam.client.trail import Trail

#: The server sends its heads every 20 s: twice that without a word means that the line is dead.
SILENCE: Final = 45.0
#: How the server closes the socket of a session that has ended.
SIGNED_OUT: Final = 4401


@dataclass(frozen=True)
class Opened:
    """A stream that is followed from here on; its past is read with what shows it."""

    stream: UUID


@dataclass(frozen=True)
class Gone:
    """A stream that may be followed no longer."""

    stream: UUID


News = Entry | Opened | Gone


class Follower:
    """Somebody who looks: `async with client.follow() as told: async for news in told: ...`, without end.

    Refused when the session is over; Unreachable when there is no line for as long as the client is patient.
    """

    def __init__(self, line: Line, trail: Trail) -> None:
        self._line, self.trail = line, trail
        self.connection: ClientConnection | None = None
        self._ready: deque[News] = deque()
        self._attempt, self._heard = 0, time.monotonic()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._hang_up()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> News:
        while not self._ready:
            try:
                await self.listen()
            except (OSError, WebSocketException, Unreachable) as error:
                await self._lost(error)
        return self._ready.popleft()

    async def listen(self) -> None:
        """Hear one word, through a new line where there is none."""
        if self.connection is None:
            self.connection = await self._connect()
        frame = orjson.loads(await asyncio.wait_for(self.connection.recv(), SILENCE))
        self._attempt, self._heard = 0, time.monotonic()
        if frame["type"] == "resync":
            await self._hang_up()
        else:
            await self.hear(frame)

    async def _connect(self) -> ClientConnection:
        here = urlsplit(self._line.address)
        address = here._replace(scheme="wss" if here.scheme == "https" else "ws", path="/api/live").geturl()
        headers = {"Cookie": self._line.cookies}
        origin = Origin(self._line.origin)
        return await connect(address, origin=origin, additional_headers=headers, compression=None)

    async def _lost(self, error: Exception) -> None:
        """Another line after a moment, if there is any use in it."""
        over = self.connection is not None and self.connection.close_code == SIGNED_OUT
        await self._hang_up()
        if over:
            raise Refused(Problem("not-signed-in", 401, "The session is over.")) from error
        if time.monotonic() - self._heard > self._line.patience:
            raise Unreachable("no line to follow along") from error
        await asyncio.sleep(backoff(self._attempt))
        self._attempt += 1

    async def _hang_up(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            await connection.close()

    async def hear(self, frame: Mapping[str, Any]) -> None:
        """Take what a frame brings. What is of no concern to who follows streams (receipts, reviews) is passed over."""
        match frame["type"]:
            case "hello":
                await self._greet(_heads(frame))
            case "head":
                await self._catch_up(_heads(frame))
            case "opened":
                if self.trail.enter(stream := UUID(frame["stream"]), frame["head"]):
                    self._ready.append(Opened(stream))
            case "gone":
                self._leave(UUID(frame["stream"]))
            case "entry":
                entry = Entry.model_validate(frame)
                if self.trail.misses(entry):
                    await self._read_on(entry.stream)
                self._take(entry)
            case _:
                pass

    async def _greet(self, heads: Mapping[UUID, int]) -> None:
        """The first word of a line. What one may follow since the last line, or no longer, is news."""
        first = not self.trail.cursors
        for stream in [stream for stream in self.trail.cursors if stream not in heads]:
            self._leave(stream)
        for stream, head in heads.items():
            if self.trail.enter(stream, head) and not first:
                self._ready.append(Opened(stream))
        await self._catch_up(heads)

    async def _catch_up(self, heads: Mapping[UUID, int]) -> None:
        for stream in self.trail.behind(heads):
            await self._read_on(stream)

    async def _read_on(self, stream: UUID) -> None:
        """Everything of a stream after its cursor."""
        while (after := self.trail.cursors.get(stream)) is not None:
            try:
                told = await self._line.get(f"/api/streams/{stream}/entries", after=after)
            except Refused as refused:
                if refused.problem.status != 404:
                    raise
                self._leave(stream)
                return
            read = Entries.model_validate(told)
            for entry in read.items:
                self._take(entry)
            if not read.items or self.trail.cursors[stream] >= read.head:
                return

    def _take(self, entry: Entry) -> None:
        if self.trail.take(entry):
            self._ready.append(entry)

    def _leave(self, stream: UUID) -> None:
        if self.trail.leave(stream):
            self._ready.append(Gone(stream))


def _heads(frame: Mapping[str, Any]) -> dict[UUID, int]:
    return {UUID(stream): head for stream, head in frame["streams"].items()}
