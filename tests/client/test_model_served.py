"""The same question to the real server: who may read what, while honest clients act at random, at once and after losses."""

import asyncio
import copy
import os
import sys
from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from typing_extensions import override

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talkline import Urgency
from careteam.client.talkstates import Ready
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.enrolment import Device
from careteam.crypto.mh1.primitives import digest
from tests.client.oracle import Thief
from tests.client.server import texts
from tests.messaging.test_conversations import conversations
from tests.talkers import Open, Talkers, says
from tests.world import make_cast

PROVE = "CARETEAM_PROVE" in os.environ
T = TypeVar("T")
_ENVELOPES = """
SELECT envelope FROM care.message JOIN care.conversation USING (stream_id) WHERE conversation.id = $1 ORDER BY number"""
_BOXES = "SELECT box FROM care.log_box WHERE conversation_id = $1"


class Lost(Exception):
    """The answer did not arrive."""


class Losing(HttpTransport):
    """A line that breaks after what was sent has arrived."""

    @override
    async def post_message(
        self, cid: bytes, envelope: bytes, urgency: Urgency | None = None, mentions: Sequence[bytes] = ()
    ) -> int | None:
        await super().post_message(cid, envelope, urgency, mentions)
        raise Lost


class Served(RuleBasedStateMachine):
    """A plan's team at their clients; the oracle knows who belongs, what was said, and which seeds are a thief's."""

    loop: ClassVar[asyncio.AbstractEventLoop]
    trail: ClassVar[Trail]
    open: ClassVar[Open]

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []
        self.thieves: list[Thief] = []
        self.sessions: dict[Actor, list[Talk]] = {}
        self.run(self.begin())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(120)

    async def begin(self) -> None:
        cast = await make_cast(self.trail)
        self.talkers = await Talkers.of(type(self).open, cast, [cast.bea, cast.ada])
        self.room = UUID((await conversations(await type(self).open(cast.bea), cast))["team"]["id"])
        self.members, self.outside = [cast.bea, cast.ada], [cast.cem, cast.dov]
        for actor in self.members:
            await self.window(actor)

    async def window(self, actor: Actor) -> Talk:
        """Another window of somebody's, who remembers nothing."""
        talker = await self.talkers.again(self.talkers[actor].keyed)
        talk = await talker.talk(self.room)
        self.sessions.setdefault(actor, []).append(talk)
        return talk

    def any_of(self, data: st.DataObject, actors: list[Actor]) -> Actor:
        return actors[data.draw(st.integers(0, len(actors) - 1))]

    def talk(self, data: st.DataObject, actor: Actor) -> Talk:
        """One of somebody's windows, however far behind it is."""
        talks = self.sessions[actor]
        return talks[data.draw(st.integers(0, len(talks) - 1))]

    def say(self) -> str:
        self.sent.append(f"message {len(self.sent)}")
        return self.sent[-1]

    def lose(self, actor: Actor) -> None:
        """From now on this seed is a thief's."""
        keyed = self.talkers[actor].keyed
        seed = keyed.puk.number, keyed.puk.seed
        self.thieves.append(Thief(keyed.uid, keyed.chain.genesis, *seed, len(self.sent)))

    @rule(data=st.data())
    def somebody_sends(self, data: st.DataObject) -> None:
        talk = self.talk(data, self.any_of(data, self.members))
        self.run(talk.send(says(self.say())))

    @rule(data=st.data())
    def two_send_at_once(self, data: st.DataObject) -> None:
        one, other = (self.talk(data, self.any_of(data, self.members)) for _ in range(2))
        first, second = self.say(), self.say()

        async def both() -> list[str | None]:
            await asyncio.gather(one.send(says(first)), other.send(says(second)))
            await one.sync()
            return texts(one)

        self.sent[-2:] = [text for text in self.run(both())[-2:] if text]
        assert {first, second} == set(self.sent[-2:])

    @rule(data=st.data())
    def an_answer_is_lost(self, data: st.DataObject) -> None:
        actor = self.any_of(data, self.members)
        talker, words, mid = self.talkers[actor], says(self.say()), os.urandom(16)
        talk = Talk(self.room.bytes, self.talk(data, actor).trust, Losing(talker.line, talker.plan))

        async def lose_and_try_again() -> None:
            with pytest.raises(Lost):
                await talk.send(words, mid=mid)
            assert await (await self.window(actor)).send(words, mid=mid) == mid

        self.run(lose_and_try_again())

    @precondition(lambda self: self.outside)
    @rule(data=st.data())
    def somebody_joins(self, data: st.DataObject) -> None:
        actor, by = self.any_of(data, self.outside), self.talk(data, self.any_of(data, self.members))

        async def join() -> None:
            if actor.person_id not in self.talkers.by_person:
                await self.talkers.join(actor)
            await self.talkers.assign(self.room, actor)
            await by.reconcile()
            await self.window(actor)

        self.run(join())
        self.outside.remove(actor)
        self.members.append(actor)
        keyed = self.talkers[actor].keyed
        here = keyed.chain.genesis, keyed.puk.number
        self.thieves = [thief for thief in self.thieves if (thief.genesis, thief.generation) != here]

    @precondition(lambda self: len(self.members) > 2)
    @rule(data=st.data())
    def somebody_is_removed(self, data: st.DataObject) -> None:
        actor = self.any_of(data, self.members)

        async def leave() -> None:
            office = await self.talkers[self.talkers.cast.cora].talk(self.room)
            await office.remove(actor.person_id.bytes)

        self.run(leave())
        self.lose(actor)
        self.members.remove(actor)
        self.outside.append(actor)

    @rule(data=st.data())
    def somebody_rotates(self, data: st.DataObject) -> None:
        self.run(self.talk(data, self.any_of(data, self.members)).rotate())

    @rule(data=st.data())
    def somebody_reads(self, data: st.DataObject) -> None:
        talk = self.talk(data, self.any_of(data, self.members))
        assert self.run(talk.reconcile()) == Ready()
        assert texts(talk) == self.sent

    @rule(data=st.data())
    def somebody_loses_a_phone(self, data: st.DataObject) -> None:
        actor = self.any_of(data, self.members)
        keyed, tablet = self.talkers[actor].keyed, Device.fresh()
        self.lose(actor)

        async def replace() -> None:
            keyed.chain = copy.deepcopy(keyed.chain)
            added = enrolment.add_holder(keyed.chain, keyed.puk.signer, keyed.puk, tablet.holder, keyed.now)
            await keyed.go_on(added)
            gone = [keyed.device.id]
            await keyed.go_on(enrolment.revoke_holders(keyed.chain, tablet.signer, keyed.puk, gone, 1, keyed.now))
            keyed.device, self.sessions[actor] = tablet, []
            await self.window(actor)

        self.run(replace())

    @precondition(lambda self: len(self.members) > 1)
    @rule(data=st.data())
    def somebody_loses_everything(self, data: st.DataObject) -> None:
        actor = self.any_of(data, self.members)
        by = self.talk(data, self.any_of(data, [one for one in self.members if one != actor]))
        keyed = self.talkers[actor].keyed
        self.lose(actor)

        async def begin_anew() -> None:
            keyed.device = Device.fresh()
            await self.talkers.replace(keyed, keyed.genesis())
            await by.reconcile()
            self.sessions[actor] = []
            await self.window(actor)

        self.run(begin_anew())

    @invariant()
    def nobody_is_alarmed(self) -> None:
        assert not [alert for talks in self.sessions.values() for talk in talks for alert in talk.alerts]

    @override
    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            self.run(self.judged())

    async def judged(self) -> None:
        """Everybody who belongs reads everything; a thief who has the whole database does not read on."""
        for actor in self.members:
            talk = await self.window(actor)
            assert (talk.state, texts(talk)) == (Ready(), self.sent)
            assert not any(item.late for item in talk.record.items)
        log = self.sessions[self.members[0]][-1].log
        async with self.trail.database.writing() as connection:
            envelopes = [row["envelope"] for row in await connection.fetch(_ENVELOPES, self.room)]
            boxes = {digest(row["box"]): row["box"] for row in await connection.fetch(_BOXES, self.room)}
        assert len(envelopes) == len(self.sent)
        for thief in self.thieves:
            assert thief.opens(log, boxes, envelopes) <= thief.sent


async def test_who_may_read_what_on_the_real_server(trail: Trail, browser: Open) -> None:
    Served.trail, Served.open, Served.loop = trail, staticmethod(browser), asyncio.get_running_loop()
    budget = settings(
        max_examples=8 if PROVE else 1,
        stateful_step_count=25 if PROVE else 12,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    await asyncio.to_thread(run_state_machine_as_test, Served, settings=budget)
