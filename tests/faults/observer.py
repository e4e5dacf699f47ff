"""An open page that loses its line again and again, and a note of all it took: the client's own following, watched."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from typing_extensions import override

from careteam.client.client import Client
from careteam.client.live import Follower
from careteam.client.shapes import Entry
from careteam.client.trail import Trail


class _Suspicious(Follower):
    """Follows, and notes what no server should do to it."""

    def __init__(self, client: Client, trail: Trail, observer: "Observer") -> None:
        super().__init__(client, trail)
        self._observer = observer
        self._line_of: Any = None
        self._told: dict[str, int] = {}

    @override
    async def hear(self, frame: Mapping[str, Any]) -> None:
        if self.connection is not self._line_of:
            self._line_of, self._told = self.connection, {}
        await self._observer.awake.wait()
        if frame["type"] == "entry":
            stream, seq = frame["stream"], frame["seq"]
            if seq <= self._told.get(stream, 0):
                self._observer.complaints.append(f"{self._observer.name}: {seq} of {stream} came twice in one line")
            self._told[stream] = seq
        await super().hear(frame)
        for stream, head in frame["streams"].items() if frame["type"] in ("hello", "head") else ():
            if (cursor := self.trail.cursors.get(UUID(stream), 0)) < head:
                told = f"told of {head} in {stream}, and {cursor} is the last there is"
                self._observer.complaints.append(f"{self._observer.name}: {told}")


@dataclass
class Observer:
    """Somebody's page: for each stream how far it has read, and every entry it took, in order."""

    name: str
    client: Client
    trail: Trail = field(default_factory=Trail)
    taken: dict[UUID, list[Entry]] = field(default_factory=dict[UUID, list[Entry]])
    #: What the server did that no client should have to bear.
    complaints: list[str] = field(default_factory=list[str])
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    _follower: Follower | None = None

    async def watch(self) -> None:
        """Look until cancelled."""
        self.awake.set()
        async with _Suspicious(self.client, self.trail, self) as told:
            self._follower = told
            async for news in told:
                if isinstance(news, Entry):
                    self.taken.setdefault(news.stream, []).append(news)

    @property
    def started(self) -> bool:
        """Was it told once where the streams stand?"""
        return bool(self.trail.cursors)

    async def sleep(self, seconds: float, *, cut: bool) -> None:
        """Close the lid: nothing is read for a while, and the line is dead afterwards (`cut`) or full."""
        self.awake.clear()
        await asyncio.sleep(seconds)
        if cut and self._follower is not None and self._follower.connection is not None:
            self._follower.connection.transport.abort()
        self.awake.set()


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until this is so; say whether it became so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - what it waits for happens in other processes
                await asyncio.sleep(0.1)
    return true()
