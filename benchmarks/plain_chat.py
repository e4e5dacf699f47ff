"""The plain chat beside which Careteam is measured: what one writes in an afternoon with FastAPI, an ORM and Redis.

A message and an audit row in one transaction, sign-in and membership looked up for each request, pub/sub to sockets.
No plan, policy, chain, guard, encryption, idempotency or order; the same durability, pools and processes.
"""

import argparse
import asyncio
import hashlib
import os
import socket
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Annotated, Any, cast
from uuid import UUID, uuid4

import orjson
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field
from redis.asyncio import Redis
from sqlalchemy import DateTime, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

CHANNEL = "plain:messages"


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}  # noqa: RUF012


class Person(Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Session(Base):
    __tablename__ = "session"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]


class Member(Base):
    __tablename__ = "member"
    room_id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Message(Base):
    __tablename__ = "message"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    room_id: Mapped[int] = mapped_column(index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str]
    sent_at: Mapped[datetime]


class Audit(Base):
    __tablename__ = "audit"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    at: Mapped[datetime]
    person_id: Mapped[int]
    action: Mapped[str]
    subject: Mapped[UUID]


class Send(BaseModel):
    body: str = Field(min_length=1, max_length=8000)


class Sent(BaseModel):
    id: UUID


engine = create_async_engine(
    os.environ.get("PLAIN_DATABASE_URL", "postgresql+asyncpg://"), pool_size=10, max_overflow=0,
    connect_args={"server_settings": {"synchronous_commit": "on", "jit": "off"}},
)  # fmt: skip
sessions = async_sessionmaker(engine, expire_on_commit=False)
redis: Any = cast("Any", Redis).from_url(os.environ.get("PLAIN_REDIS_URL", "redis://"))
looking: defaultdict[int, set[WebSocket]] = defaultdict(set)


async def database() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


Db = Annotated[AsyncSession, Depends(database)]


async def who(cookies: dict[str, str], db: AsyncSession) -> Person:
    digest = hashlib.sha256(cookies.get("plain", "").encode()).digest()
    query = select(Person).join(Session, Session.person_id == Person.id).where(Session.token_hash == digest)
    person = (await db.execute(query.where(Session.expires_at > datetime.now(UTC)))).scalar_one_or_none()
    if person is None:
        raise HTTPException(401)
    return person


async def tell() -> None:
    async with redis.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.subscribe(CHANNEL)
        async for message in channel.listen():
            text = message["data"].decode()
            for page in list(looking[orjson.loads(text)["room"]]):
                with suppress(WebSocketDisconnect, RuntimeError):
                    await page.send_text(text)


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
    task = asyncio.create_task(tell())
    yield
    task.cancel()
    await engine.dispose()


app = FastAPI(lifespan=lifespan)


@app.post("/rooms/{room_id}/messages", status_code=201)
async def send_message(room_id: int, asked: Send, request: Request, db: Db) -> Sent:
    person = await who(request.cookies, db)
    if await db.get(Member, (room_id, person.id)) is None:
        raise HTTPException(404)
    now, id_ = datetime.now(UTC), uuid4()
    db.add(Message(id=id_, room_id=room_id, author_id=person.id, body=asked.body, sent_at=now))
    db.add(Audit(at=now, person_id=person.id, action="message.send", subject=id_))
    await db.commit()
    told = {"room": room_id, "id": id_, "author": person.name, "body": asked.body, "sent_at": now}
    await redis.publish(CHANNEL, orjson.dumps(told))
    return Sent(id=id_)


@app.websocket("/live")
async def live(page: WebSocket) -> None:
    await page.accept()
    async with sessions() as db:
        person = await who(page.cookies, db)
        rooms = (await db.execute(select(Member.room_id).where(Member.person_id == person.id))).scalars().all()
    for room in rooms:
        looking[room].add(page)
    await page.send_text("{}")
    with suppress(WebSocketDisconnect):
        while True:
            await page.receive_text()
    for room in rooms:
        looking[room].discard(page)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    config = uvicorn.Config(
        app, ws="websockets-sansio", ws_per_message_deflate=False, timeout_keep_alive=75, access_log=False,
        server_header=False, log_config=None, timeout_graceful_shutdown=2,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=parser.parse_args().fd)])
