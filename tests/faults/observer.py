"""An open page that loses its line again and again, and reads on from its cursors as the web client does."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

#: A server that says nothing for so long is not there: twice its heartbeat.
SILENCE = 45


@dataclass
class Observer:
    """Somebody's page: for each stream how far it has read, and every entry it took, in order."""

    name: str
    address: str
    cookie: str
    cursors: dict[str, int] = field(default_factory=dict[str, int])
    taken: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    #: What the server did that no client should have to bear.
    complaints: list[str] = field(default_factory=list[str])
    lines: int = 0
    _connection: ClientConnection | None = None
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _started: bool = False

    async def watch(self) -> None:
        """Look until cancelled."""
        self._awake.set()
        headers = {"Cookie": self.cookie, "Origin": self.address}
        async with httpx.AsyncClient(base_url=self.address, headers=headers, timeout=10) as http:
            while True:
                with suppress(OSError, WebSocketException, httpx.HTTPError, TimeoutError):
                    await self._look(http)
                await asyncio.sleep(random.uniform(0.1, 0.4))

    async def _look(self, http: httpx.AsyncClient) -> None:
        address = self.address.replace("http://", "ws://") + "/api/live"
        options: dict[str, Any] = {"origin": self.address, "additional_headers": {"Cookie": self.cookie}}
        async with connect(address, compression=None, proxy=None, open_timeout=10, **options) as connection:
            self._connection, self.lines = connection, self.lines + 1
            told: dict[str, int] = {}
            while True:
                await self._awake.wait()
                frame = orjson.loads(await asyncio.wait_for(connection.recv(), SILENCE))
                if frame["type"] == "resync":
                    return
                await self._hear(http, frame, told)

    async def _hear(self, http: httpx.AsyncClient, frame: dict[str, Any], told: dict[str, int]) -> None:
        match frame["type"]:
            case "hello" | "head":
                if not self._started:
                    self._started, self.cursors = True, dict(frame["streams"])
                for stream, head in frame["streams"].items():
                    await self._read_on(http, stream, head)
            case "entry":
                stream, seq = frame["stream"], frame["seq"]
                if seq <= told.get(stream, 0):
                    self.complaints.append(f"{self.name}: {seq} of {stream} came twice through one line")
                told[stream] = seq
                await self._read_on(http, stream, seq - 1)
                if seq == self.cursors[stream] + 1:
                    self._take(frame)
            case _:
                pass

    async def _read_on(self, http: httpx.AsyncClient, stream: str, head: int) -> None:
        """Have everything up to here; what did not come live is asked for."""
        while (cursor := self.cursors.setdefault(stream, 0)) < head:
            answer = await http.get(f"/api/streams/{stream}/entries", params={"after": cursor})
            answer.raise_for_status()
            items = answer.json()["items"]
            if not items:
                self.complaints.append(f"{self.name}: told of {head} in {stream}, and {cursor} is the last there is")
                return
            for entry in items:
                if entry["seq"] == self.cursors[stream] + 1:
                    self._take(entry)

    def _take(self, entry: dict[str, Any]) -> None:
        self.taken.setdefault(entry["stream"], []).append(entry)
        self.cursors[entry["stream"]] = entry["seq"]

    @property
    def started(self) -> bool:
        """Was it told once where the streams stand?"""
        return self._started

    async def sleep(self, seconds: float, *, cut: bool) -> None:
        """Close the lid: nothing is read for a while, and the line is dead afterwards (`cut`) or full."""
        self._awake.clear()
        await asyncio.sleep(seconds)
        if cut and self._connection is not None:
            self._connection.transport.abort()
        self._awake.set()


async def until(true: Callable[[], bool], seconds: float) -> bool:
    """Wait until this is so; say whether it became so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - what it waits for happens in other processes
                await asyncio.sleep(0.1)
    return true()
