"""Somebody and their devices over weeks, by a seed: holders come, go and race, memory is lost, and the server lies."""

import asyncio
import os
import random
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from typing_extensions import override

from careteam.access.roles import Actor, Role
from careteam.audit.trail import Trail
from careteam.client import vouching
from careteam.client.alert import IntegrityAlert, OpensNothing
from careteam.client.client import Client
from careteam.client.keys import Keys
from careteam.client.memory import Memory
from careteam.client.secret import Kit, Passkey, Secret
from careteam.keys.founding import accept
from tests.client import malicious as m
from tests.client.conftest import client_of
from tests.client.test_keys_lies import REMEMBERING, WITH_A_KIT, is_possible
from tests.keys.world import SIGNERS
from tests.realtime.live import Process
from tests.world import person, sign_in

PROVE = "CARETEAM_PROVE" in os.environ
T = TypeVar("T")


@dataclass
class Site:
    """Where the person has their keys open."""

    keys: Keys
    server: m.Malicious
    holder: bytes


class Life(RuleBasedStateMachine):
    """One person's keys; the model knows which secrets must open them, and everything that was ever sealed."""

    process: ClassVar[Process]
    loop: ClassVar[asyncio.AbstractEventLoop]

    def __init__(self) -> None:
        super().__init__()
        self.told: list[m.Told] = []
        self.secrets: dict[bytes, Secret] = {}
        self.sealed: list[tuple[UUID, bytes, bytes]] = []
        self.clients: list[Client] = []
        self.who = self.run(person(self.trail, "Cem Aydin", Role.THERAPIST))
        self.site = self.run(self._first())
        self.other = self.run(self._by(self._any_secret()))
        self.officer = self.run(self._officer())
        self.run(vouching.person(self.officer.keys, self.who.person_id))

    @property
    def trail(self) -> Trail:
        return self.process.trail

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this where the server runs."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    @override
    def teardown(self) -> None:
        """Every remaining secret opens everything."""
        for secret in self.secrets.values():
            self._opens_all(self.run(self._by(secret)).keys)
        for client in self.clients:
            self.run(client.close())

    async def _line(self, who: Actor) -> tuple[Client, m.Malicious]:
        server = m.Malicious(self.told if who == self.who else [])
        self.clients.append(client_of(self.process, await sign_in(self.trail, who), transport=server))
        return self.clients[-1], server

    async def _first(self) -> Site:
        client, server = await self._line(self.who)
        kit = Kit.fresh()
        keys = await Keys.make(client, [kit])
        device = keys.memory.device
        assert device is not None
        (held,) = set(keys.chain.holders) - {device.id}
        self.secrets[held] = kit
        await keys.refresh()
        return Site(keys, server, device.id)

    async def _by(self, secret: Secret) -> Site:
        client, server = await self._line(self.who)
        keys = await Keys.unlock(client, Memory(), secret)
        return Site(keys, server, next(id_ for id_, one in self.secrets.items() if one == secret))

    async def _officer(self) -> Site:
        ivo = await person(self.trail, "Ivo Lang", Role.IDENTITY_OFFICER)
        client, server = await self._line(ivo)
        keys = await Keys.make(client, [])
        await accept(self.trail, [await vouching.ask_office(keys, "identity")], SIGNERS[:2])
        await keys.refresh()
        return Site(keys, server, keys.chain.genesis)

    def _any_secret(self, number: int = 0) -> Secret:
        return list(self.secrets.values())[number % len(self.secrets)]

    def _opens_all(self, keys: Keys) -> None:
        for note, sealed, words in self.sealed:
            assert keys.open("note", note, 1, sealed) == words

    async def _step(self, site: Site, work: Coroutine[Any, Any, T]) -> T | None:
        """Do something with the keys; only a holder that was taken out may find that it opens nothing."""
        try:
            return await work
        except OpensNothing:
            assert site.holder not in self.secrets.keys() | {self.site.holder}
            return None

    async def _add(self, site: Site) -> None:
        kit = Kit.fresh() if len(self.secrets) % 2 else Passkey(os.urandom(20), os.urandom(32))
        held = await self._step(site, site.keys.add(kit))
        if held is not None:
            self.secrets[held] = kit

    def _again(self, number: int) -> None:
        """Who found that their holder is out comes back by another."""
        self.other = self.run(self._by(self._any_secret(number)))

    @rule(words=st.binary(max_size=300), other=st.booleans())
    def seal(self, words: bytes, other: bool) -> None:
        note, keys = uuid4(), (self.other if other else self.site).keys
        self.sealed.append((note, keys.seal("note", note, 1, words), words))
        self.run(self.site.keys.refresh())
        self._opens_all(self.site.keys)

    @precondition(lambda self: len(self.secrets) < 6)
    @rule(other=st.booleans())
    def add(self, other: bool) -> None:
        self.run(self._add(self.other if other else self.site))

    @rule(other=st.booleans())
    def rotate(self, other: bool) -> None:
        site = self.other if other else self.site
        self.run(self._step(site, site.keys.rotate()))

    @precondition(lambda self: len(self.secrets) > 1)
    @rule(number=st.integers(0, 5))
    def revoke(self, number: int) -> None:
        gone = list(self.secrets)[number % len(self.secrets)]
        self.run(self.site.keys.revoke(gone, reason=1))
        lost = self.secrets.pop(gone)
        with pytest.raises(OpensNothing):
            self.run(Keys.unlock(self.site.keys.line, Memory(), lost))
        if gone == self.other.holder:
            with pytest.raises(OpensNothing):
                self.run(self.other.keys.refresh())
            self._again(number)

    @precondition(lambda self: len(self.secrets) < 6)
    @rule(number=st.integers(0, 5))
    def race(self, number: int) -> None:
        """Both at once, and a third time by whoever was first: nobody's work is lost."""

        async def both() -> None:
            turns = [self._add(self.site), self._add(self.other), self._step(self.other, self.other.keys.rotate())]
            random.Random(number).shuffle(turns)
            await asyncio.gather(*turns[:2])
            await turns[2]

        before = len(self.secrets)
        self.run(both())
        self.run(self.site.keys.refresh())
        assert len(self.secrets) == before + 2
        assert set(self.site.keys.chain.holders) == self.secrets.keys() | {self.site.holder}

    @rule(number=st.integers(0, 5))
    def forget_and_come_back(self, number: int) -> None:
        self._again(number)
        self._opens_all(self.other.keys)

    @rule(number=st.integers(0, 99))
    def lie_to_who_remembers(self, number: int) -> None:
        path, attack, _ = REMEMBERING[number % len(REMEMBERING)]
        keys, server = self.site.keys, self.site.server
        self.run(keys.refresh())
        if not is_possible(attack, self.told):
            return
        head, server.lie = keys.chain.head, {path: attack}
        with pytest.raises(IntegrityAlert):
            self.run(keys.refresh())
        server.lie = {}
        assert keys.chain.head == head
        self._opens_all(keys)
        self.run(keys.refresh())

    @rule(number=st.integers(0, 99))
    def lie_to_who_has_a_kit(self, number: int) -> None:
        path, attack, _ = WITH_A_KIT[number % len(WITH_A_KIT)]
        self.run(self.site.keys.refresh())
        if not is_possible(attack, self.told):
            return
        client, server = self.run(self._line(self.who))
        server.lie = {path: attack}
        with pytest.raises((IntegrityAlert, OpensNothing)):
            self.run(Keys.unlock(client, Memory(), self._any_secret(number)))

    @rule(attack=st.sampled_from([m.person_cut, m.new_chain]))
    def lie_about_somebody(self, attack: m.Attack) -> None:
        self.run(self.site.keys.rotate())
        keys, who = self.officer.keys, self.who.person_id
        known = self.run(vouching.person(keys, who))
        assert known is not None
        assert known.chain.head == self.site.keys.chain.head
        self.officer.server.lie = {"/api/keys/people/": attack}
        with pytest.raises(IntegrityAlert):
            self.run(vouching.person(keys, who))
        self.officer.server.lie = {}
        assert self.run(vouching.person(keys, who)) is not None

    @rule(number=st.integers(0, 5))
    def do_not_do_what_was_said(self, number: int) -> None:
        """What the server says it kept, and did not, is found out by whoever was told so."""
        self.run(self.other.keys.refresh())
        self.other.server.swallow = True
        self.run(self.other.keys.rotate())
        with pytest.raises(IntegrityAlert):
            self.run(self.other.keys.refresh())
        self._again(number)


async def test_an_honest_person_keeps_their_keys_and_no_lie_is_believed(one: Process) -> None:
    Life.process, Life.loop = one, asyncio.get_running_loop()
    budget = settings(
        max_examples=12 if PROVE else 2,
        stateful_step_count=25 if PROVE else 10,
        deadline=None,
        phases=[Phase.generate],  # a smaller example is not worth its minutes
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, Life, settings=budget)
