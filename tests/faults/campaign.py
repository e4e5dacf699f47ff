"""The fault campaign: people talk and watch while processes of a real installation are killed, by a seed."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psutil
import psycopg
from redis.asyncio import Redis

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.client.client import Client
from careteam.client.memory import Memory
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talktrust import Trust
from careteam.core.broker import Broker
from careteam.core.octets import encoded
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.crypto.mh1.content import Content, Type
from careteam.identity.gate import cookie_name
from careteam.operations.offices import SIGNERS, signers_of
from careteam.operations.roots import Keys
from careteam.reactions import install
from tests.faults.observer import Observer, until
from tests.faults.verdict import Stored, verdict
from tests.operations.running import Running, command_line
from tests.saying import Sayers
from tests.world import Cast, make_cast, sign_in

#: What is killed, by words of its command line.
VICTIMS = {"api": "operations.serving", "worker": "careteam.worker worker", "valkey": "valkey-server"}
#: Seconds: longer than anything stays down.
PATIENCE = 240.0
_STORED = """
SELECT m.id::text, m.stream_id::text, e.seq, m.number FROM care.message m
JOIN care.audit_entry e ON e.stream_id = m.stream_id AND e.event = 'MessageSent' AND e.subjects[1] = m.id"""


@dataclass(frozen=True)
class Budget:
    """How long it goes on: kills by kind, messages, and seconds between two kills."""

    kills: tuple[str, ...]
    messages: int
    pause: tuple[float, float]


@dataclass
class Campaign:
    """What was sent, what was promised, and who watched."""

    running: Running
    seed: int
    budget: Budget
    acknowledged: dict[str, str] = field(default_factory=dict[str, str])
    invited: list[str] = field(default_factory=list[str])
    observers: list[Observer] = field(default_factory=list[Observer])
    killed: list[str] = field(default_factory=list[str])
    over: bool = False

    @property
    def address(self) -> str:
        """Where the installation is."""
        return f"http://localhost:{self.running.installation.port}"

    @property
    def places(self) -> dict[str, str]:
        """What the installation has noted for its other processes."""
        return json.loads((self.running.installation.home / "run" / "addresses.json").read_text())

    async def run(self) -> list[str]:
        """Everything that is wrong afterwards."""
        async with self._trail() as trail, AsyncExitStack() as clients:
            casts = [await make_cast(trail) for _ in range(2)]
            people = [actor for cast in casts for actor in (cast.ada, cast.bea, cast.cem)]
            sayers = await Sayers.of(trail, signers_of(Keys(self.running.installation.home / "offices"), [])[:SIGNERS])
            talkers = [
                await self._talker(clients, sayers, cast, actor)
                for cast in casts
                for actor in (cast.ada, cast.bea, cast.cem)
            ]
            administrator = await self._client(clients, trail, casts[0].adam)
            self.observers = [
                Observer(f"person {number}", await self._client(clients, trail, actor))
                for number, actor in enumerate(people)
            ]
            return await self._live_through(talkers, administrator)

    async def _live_through(self, talkers: list[Talk], administrator: Client) -> list[str]:
        watching = [asyncio.create_task(one.watch()) for one in self.observers]
        assert await until(lambda: all(one.started for one in self.observers), 30)
        sending = [asyncio.create_task(self._talk(n, talk)) for n, talk in enumerate(talkers)]
        await self._kill(administrator)
        await until(lambda: len(self.acknowledged) >= self.budget.messages, 600)
        self.over = True
        await asyncio.gather(*sending)
        wrong = await self._judge()
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        return wrong

    @asynccontextmanager
    async def _trail(self) -> AsyncIterator[Trail]:
        places = self.places
        database, broker = await Database(places["app_url"]).open(), Broker(places["redis_url"]).open()
        yield Trail(database, DeploymentKey.load(self.running.installation.key_file), install(), broker)
        await broker.close()
        await database.close()

    async def _client(self, clients: AsyncExitStack, trail: Trail, actor: Actor) -> Client:
        session = (cookie_name(), await sign_in(trail, actor))
        return await clients.enter_async_context(Client(self.address, session=session, patience=PATIENCE))

    async def _talker(self, clients: AsyncExitStack, sayers: Sayers, cast: Cast, actor: Actor) -> Talk:
        """The team's conversation in somebody's client, over the interface."""
        client = await self._client(clients, sayers.trail, actor)
        room = next(one for one in await client.inbox() if one.kind == "team")
        await sayers.talk_of(actor, cast.plan, room.id)
        player, transport = sayers[actor], HttpTransport(client, cast.plan)
        memory = Memory(seen=player.trust.memory.seen)
        trust = Trust(player.own, transport, memory, sayers.now)
        await trust.read_directory()
        return Talk(room.id.bytes, trust, transport)

    async def _talk(self, number: int, talk: Talk) -> None:
        """Say one thing after another; the next only when the last was acknowledged."""
        chance, said = random.Random(f"{self.seed} {number}"), 0
        while not self.over:
            said += 1
            mid = await talk.send(Content(Type.TEXT, f"{number}: the {said}th thing I say"))
            envelope = next(item.envelope_bytes for item in talk.record.items if item.envelope.header.mid == mid)
            self.acknowledged[encoded(envelope)] = str(UUID(bytes=mid))
            await asyncio.sleep(chance.uniform(0.0, 0.25))

    async def _kill(self, administrator: Client) -> None:
        """Kill one after another; meanwhile lids are closed, the broker is emptied, and people are invited."""
        chance, lids = random.Random(self.seed), list[asyncio.Task[None]]()
        order = list(self.budget.kills)
        chance.shuffle(order)
        for number, kind in enumerate(order):
            await asyncio.sleep(chance.uniform(*self.budget.pause))
            victim = await self._victim(kind, chance)
            victim.kill()
            self.killed.append(kind)
            sleeper = chance.choice(self.observers)
            lids.append(asyncio.create_task(sleeper.sleep(chance.uniform(1, 3), cut=chance.random() < 0.5)))
            if chance.random() < 0.3:
                await self._empty_the_broker()
            mail = f"invited-{number}@example.org"
            await administrator.change("/api/people", {"name": f"Invited {number}", "email": mail, "role": "therapist"})
            self.invited.append(mail)
        await asyncio.gather(*lids)

    async def _victim(self, kind: str, chance: random.Random) -> psutil.Process:
        """A running process of this kind; one that fell just now is waited for."""

        def alive() -> list[psutil.Process]:
            return [child for child in self.running.children() if VICTIMS[kind] in command_line(child)]

        assert await until(lambda: bool(alive()), 60), f"{kind} was not started again"
        return chance.choice(sorted(alive(), key=lambda child: child.pid))

    async def _empty_the_broker(self) -> None:
        async with Redis.from_url(self.places["redis_url"]) as redis:
            await _patiently(redis.flushall)

    async def _judge(self) -> list[str]:
        with psycopg.connect(self.places["owner_url"]) as connection:
            stored = [Stored(*row) for row in connection.execute(_STORED)]
            heads = dict(connection.execute("SELECT id::text, head_seq FROM care.stream").fetchall())

        def all_have_all() -> bool:
            return all(
                cursor >= heads[str(stream)] for one in self.observers for stream, cursor in one.trail.cursors.items()
            )

        wrong = [] if await until(all_have_all, 60) else ["an observer did not get to the end"]
        seen = {
            (one.name, str(stream)): [
                (entry.seq, str(entry.message.id), encoded(entry.message.envelope))
                for entry in one.taken.get(stream, [])
                if entry.message is not None
            ]
            for one in self.observers
            for stream in one.trail.cursors
            if any(str(stream) == message.stream for message in stored)
        }
        complaints = [complaint for one in self.observers for complaint in one.complaints]
        return [*wrong, *complaints, *verdict(self.acknowledged, stored, seen)]


async def _patiently(ask: Callable[[], Any]) -> None:
    """Ask a server that may be falling or starting."""
    for _ in range(50):
        try:
            await ask()
            return
        except Exception:
            await asyncio.sleep(0.1)
