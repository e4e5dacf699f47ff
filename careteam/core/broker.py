"""The one connection to Redis: says "look now", carries ids and never content, and may be lost at any moment."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any, cast
from uuid import UUID

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

CHANNEL = "careteam:entries"
LOOKING, LOOKING_SECONDS = "careteam:looking", 60
#: In place of a number: no new entry, but somebody's devices have received more of this conversation.
MARKS = 0


class Broker:
    """Announces committed entries to every API process, in batches, without holding up who wrote them."""

    def __init__(self, url: str) -> None:
        self.redis: Any = cast("Any", Redis).from_url(url, socket_timeout=5, socket_connect_timeout=2)
        self._waiting: list[tuple[str, int, bool]] = []
        self._wake = asyncio.Event()
        self._closing = False
        #: Are the announcements of others being heard?
        self.listening = False
        self._task: asyncio.Task[None] | None = None

    def open(self) -> "Broker":
        """Start announcing."""
        self._task = asyncio.create_task(self._publish(), name="announce")
        return self

    async def close(self) -> None:
        """Announce what still waits, then disconnect."""
        # Not cancelled: a publish that is under way may swallow the cancellation and wait for ever.
        self._closing = True
        self._wake.set()
        if self._task is not None:
            await self._task
        await self.redis.aclose()

    def announce(self, stream_id: UUID, seq: int, *, standing: bool) -> None:
        """Say that `stream_id` is now at `seq`; `standing` when somebody's rights changed with it."""
        self._waiting.append((str(stream_id), seq, standing))
        self._wake.set()

    async def _publish(self) -> None:
        while not self._closing:
            await self._wake.wait()
            self._wake.clear()
            await self._flush()

    async def _flush(self) -> None:
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            await self.redis.publish(CHANNEL, orjson.dumps(batch))
        except (RedisError, OSError) as error:
            # Lossy on purpose: readers find the entries by the heartbeat's heads.
            log.warning("announcement lost", extra={"count": len(batch), "error": type(error).__name__})

    async def note_looking(self, person_id: UUID) -> None:
        """Remember for a minute that somebody is looking."""
        try:
            await self.redis.set(f"{LOOKING}:{person_id}", 1, ex=LOOKING_SECONDS)
        except (RedisError, OSError) as error:
            # Lossy on purpose: they are told of what they may see anyhow.
            log.warning("a look was not noted", extra={"error": type(error).__name__})

    async def is_looking(self, person_id: UUID) -> bool:
        """Was somebody looking within the last minute, as far as is known?"""
        try:
            return bool(await self.redis.exists(f"{LOOKING}:{person_id}"))
        except (RedisError, OSError) as error:
            log.warning("looks are not known", extra={"error": type(error).__name__})
            return False

    async def announcements(self) -> AsyncIterator[list[tuple[str, int, bool]] | None]:
        """Yield what others announce; `None` each time the connection was (re)made, so that the reader looks anew."""
        while True:
            try:
                async with self.redis.pubsub(ignore_subscribe_messages=True) as channel:
                    await channel.subscribe(CHANNEL)
                    self.listening = True
                    yield None
                    while True:
                        message = await channel.get_message(timeout=5)
                        if message is not None:
                            yield orjson.loads(message["data"])
            except (RedisError, OSError) as error:
                self.listening = False
                log.warning("broker unreachable", extra={"error": type(error).__name__})
                await asyncio.sleep(0.5)
