"""What can be put under load: Careteam as it runs, and the plain chat with the same people in the same rooms."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks import plain_chat
from benchmarks.clinic import Clinic
from benchmarks.installation import Installation
from benchmarks.load import Place, Target
from careteam.identity.gate import cookie_name


def careteam(installed: Installation, clinic: Clinic, name: str = "careteam") -> Target:
    """Careteam, everything on: policy, chain, guard, sealed messages, idempotency, worker and beat."""
    return Target(
        name=name,
        port=installed.port,
        cookies=[f"{cookie_name()}={token}" for token in clinic.tokens],
        places=[
            Place(room.path, str(room.stream_id), room.members, letters=letters)
            for room, letters in zip(clinic.rooms, clinic.letters, strict=True)
        ],
        read=of_careteam,
        costs=("api", "postgres", "valkey", "worker"),
    )


def of_careteam(frame: dict[str, Any]) -> tuple[str, str] | None:
    """The stream and the id of a message that a frame carries."""
    if frame["type"] != "entry" or frame["message"] is None:
        return None
    return frame["stream"], frame["message"]["id"]


@contextmanager
def plain(installed: Installation, clinic: Clinic, *, processes: int) -> Generator[Target]:
    """The plain chat on the same servers, in a database of its own."""
    servers = installed.ready.servers
    if servers is None:
        raise RuntimeError("the installation has no servers of its own")
    with psycopg.connect(servers.url_of("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE plain"))
    database = servers.url_of("plain").replace("postgresql://", "postgresql+asyncpg://")
    asyncio.run(_fill(database, clinic))
    told = {"PLAIN_DATABASE_URL": database, "PLAIN_REDIS_URL": servers.redis_url.removesuffix("/0") + "/1"}
    serving = installed.serving("plain", "benchmarks.plain_chat", processes=processes, path="/", told=told)
    with serving as port:
        yield Target(
            name="plain chat",
            port=port,
            cookies=[f"plain={token}" for token in clinic.tokens],
            places=[Place(f"/rooms/{n}/messages", str(n), room.members) for n, room in enumerate(clinic.rooms)],
            read=lambda frame: (str(frame["room"]), frame["id"]),
            costs=("plain", "postgres", "valkey"),
            socket_path="/live",
        )


async def _fill(url: str, clinic: Clinic) -> None:
    engine = create_async_engine(url)
    ends = datetime.now(UTC) + timedelta(hours=12)
    sessions = [
        {"token_hash": sha256(token.encode()).digest(), "person_id": n, "expires_at": ends}
        for n, token in enumerate(clinic.tokens)
    ]
    members = [{"room_id": n, "person_id": one} for n, room in enumerate(clinic.rooms) for one in room.members]
    async with engine.begin() as connection:
        await connection.run_sync(plain_chat.Base.metadata.create_all)
        people = [{"id": n, "name": f"Person {n}"} for n in range(len(clinic.people))]
        await connection.execute(insert(plain_chat.Person), people)
        await connection.execute(insert(plain_chat.Session), sessions)
        await connection.execute(insert(plain_chat.Member), members)
    await engine.dispose()
