"""Opens database sessions: a pool for changes, an engine for views. Only the doors may import this."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from typing_extensions import override

#: Answers must mean "on disk" (guarantee G1), so this is not left to the server's configuration. Nobody waits for ever:
#: not for another's lock, and not for a process that stopped in the middle of its transaction.
SESSION = {
    "synchronous_commit": "on",
    "timezone": "UTC",
    "application_name": "careteam",
    "jit": "off",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
#: Prepared statements all go by keys, so one plan serves every value, whatever the statistics say; planning anew cost more
#: than the work itself.
PREPARED = SESSION | {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off", "enable_bitmapscan": "off"}
#: Whoever shares a statement with others waits for no lock longer than a blink: then each goes alone.
SHARED = PREPARED | {"lock_timeout": "100ms"}


class _Connection(asyncpg.Connection):  # type: ignore[type-arg]
    """A pooled connection that is not reset on release: no door leaves session state behind."""

    @override
    def get_reset_query(self) -> str:
        return ""


class Database:
    """The application's connections: to write through (raw, prepared) and to read through (ORM, read-only)."""

    def __init__(self, url: str, *, writers: int = 10, readers: int = 10) -> None:
        self._url = make_url(url)
        self._writers = writers
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._shared: asyncpg.Pool[asyncpg.Record] | None = None
        self.engine: AsyncEngine = create_async_engine(
            self._url.set(drivername="postgresql+asyncpg"),
            pool_size=readers,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={"server_settings": SESSION},
            # Said with BEGIN itself, so that a look needs no statement of its own for it.
            execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
        )

    async def open(self) -> "Database":
        """Connect; raise if the database cannot be reached."""
        self._pool = await self._connect(PREPARED, self._writers)
        self._shared = await self._connect(SHARED, 1, at_first=0)
        return self

    async def _connect(
        self, settings: dict[str, str], most: int, *, at_first: int = 1
    ) -> "asyncpg.Pool[asyncpg.Record]":
        return await asyncpg.create_pool(
            self._url.set(drivername="postgresql").render_as_string(hide_password=False),
            min_size=at_first,
            max_size=most,
            connection_class=_Connection,
            server_settings=settings,
            command_timeout=30,
        )

    async def close(self) -> None:
        """Close every connection."""
        for pool in (self._pool, self._shared):
            if pool is not None:
                await pool.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[Any]:
        """Lend a raw connection for one transaction."""
        if self._pool is None:
            raise RuntimeError("the database is not open")
        async with self._pool.acquire() as connection:
            yield connection

    @asynccontextmanager
    async def sharing(self) -> AsyncGenerator[Any]:
        """Lend the raw connection on which single statements write for several people at once."""
        if self._shared is None:
            raise RuntimeError("the database is not open")
        async with self._shared.acquire() as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """Lend a session for one READ ONLY transaction; all it reads is as it was at one moment, however much is asked."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session
