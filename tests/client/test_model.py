"""Who may read what: honest clients act at random, behind, at once, after resets and restarts, beside an oracle of sets.

The oracle: while somebody is a member they read everything since the beginning; with all the keys they ever had, and all
that the server has, nobody reads what was sent after they were removed, or after their keys went on without them. In the
end the records officers of that time recover the newest key, whoever they were before.
"""

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from careteam.client.talk import Talk
from careteam.client.talkstates import Ready
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.conversation import recover_epoch
from careteam.crypto.mh1.statements import DAY_MS
from tests.client.oracle import Thief
from tests.client.server import Player, texts
from tests.client.test_talk import Scene, says
from tests.crypto.mh1.world import Person, new_person


@pytest.fixture(scope="module", autouse=True)
def _loop() -> Iterator[None]:
    """One loop for all examples."""
    Conversations.loop = asyncio.new_event_loop()
    yield
    Conversations.loop.close()


class Conversations(RuleBasedStateMachine):
    loop: asyncio.AbstractEventLoop

    @initialize(seed=st.integers(0, 2**32))
    def start(self, seed: int) -> None:
        self.scene = Scene(f"model {seed}")
        self.sessions: dict[bytes, list[Talk]] = {}
        self.players = [self.scene.clinician, self.scene.patient]
        self.sent: list[str] = []
        #: How many messages a seed may open at most, once it is not that of a member's keys of now any longer.
        self.thieves: list[Thief] = []
        self.run(self.restart(self.scene.clinician))
        self.run(self.restart(self.scene.patient))

    def run(self, what: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(what)

    @property
    def members(self) -> list[Player]:
        return [player for player in self.players if player.person.uid in self.scene.conversation.members]

    def any_of(self, data: st.DataObject, players: list[Player]) -> Player:
        return players[data.draw(st.integers(0, len(players) - 1))]

    def talk(self, data: st.DataObject, player: Player) -> Talk:
        """One of somebody's open clients, however far behind it is."""
        talks = self.sessions[player.person.uid]
        return talks[data.draw(st.integers(0, len(talks) - 1))]

    async def restart(self, player: Player) -> Talk:
        talk = await self.scene.talk(player)
        self.sessions.setdefault(player.person.uid, []).append(talk)
        return talk

    def lose(self, person: Person) -> None:
        """From now on this seed is a thief's."""
        self.thieves.append(Thief(person.uid, person.genesis, person.puk.number, person.puk.seed, len(self.sent)))

    def say(self) -> str:
        self.sent.append(f"message {len(self.sent)}")
        return self.sent[-1]

    @rule(data=st.data())
    def somebody_sends(self, data: st.DataObject) -> None:
        talk = self.talk(data, self.any_of(data, self.members))
        self.run(talk.send(says(self.say())))

    @rule(data=st.data())
    def two_send_at_once(self, data: st.DataObject) -> None:
        one, other = (self.talk(data, self.any_of(data, self.members)) for _ in range(2))
        first, second = self.say(), self.say()

        async def both() -> None:
            await asyncio.gather(one.send(says(first)), other.send(says(second)))
            await one.sync()

        self.run(both())
        self.sent[-2:] = [text for text in texts(one)[-2:] if text]
        assert {first, second} == set(self.sent[-2:])

    @precondition(lambda self: len(self.members) < 5)
    @rule(data=st.data())
    def somebody_joins(self, data: st.DataObject) -> None:
        by = self.talk(data, self.any_of(data, self.members))
        player = self.scene.new("coach")
        self.players.append(player)
        self.run(self.scene.join(player, by))
        self.run(self.restart(player))

    @precondition(lambda self: len(self.members) > 2)
    @rule(data=st.data())
    def somebody_is_removed(self, data: st.DataObject) -> None:
        player = self.any_of(data, self.members)
        self.run(self.scene.leave(player))
        self.lose(player.person)

    @precondition(lambda self: len(self.members) < len(self.players))
    @rule(data=st.data())
    def somebody_comes_back(self, data: st.DataObject) -> None:
        player = self.any_of(data, [one for one in self.players if one not in self.members])
        by = self.talk(data, self.any_of(data, self.members))
        self.run(self.scene.join(player, by))
        now = player.person.genesis, player.person.puk.number
        self.thieves = [thief for thief in self.thieves if (thief.genesis, thief.generation) != now]
        self.run(self.restart(player))

    @rule(data=st.data())
    def somebody_rotates(self, data: st.DataObject) -> None:
        self.run(self.talk(data, self.any_of(data, self.members)).rotate())

    @rule(data=st.data())
    def somebody_reads(self, data: st.DataObject) -> None:
        player = self.any_of(data, self.members)
        talk = self.talk(data, player)
        assert self.run(talk.reconcile()) == Ready()
        assert texts(talk) == self.sent

    @rule(data=st.data())
    def somebody_opens_another_window(self, data: st.DataObject) -> None:
        player = self.any_of(data, self.members)
        talk = self.run(self.restart(player))
        assert (talk.state, texts(talk)) == (Ready(), self.sent)

    @rule(data=st.data())
    def somebody_loses_a_phone(self, data: st.DataObject) -> None:
        player, random = self.any_of(data, self.members), self.scene.random
        person, now, tablet = player.person, self.scene.server.now, enrolment.Device.fresh(self.scene.random)
        self.lose(person)
        person.take(enrolment.add_holder(person.chain, person.puk.signer, person.puk, tablet.holder, now))
        gone = [person.device.id]
        person.take(enrolment.revoke_holders(person.chain, tablet.signer, person.puk, gone, 1, now, random))
        person.device, self.sessions[person.uid] = tablet, []
        self.run(self.restart(player))

    @precondition(lambda self: len(self.members) > 1)
    @rule(data=st.data())
    def somebody_loses_everything(self, data: st.DataObject) -> None:
        player, random = self.any_of(data, self.members), self.scene.random
        by = self.any_of(data, [one for one in self.members if one is not player])
        person = player.person
        self.lose(person)
        successor = new_person(person.role, random, uid=person.uid)
        self.scene.server.close(person, successor.genesis)
        self.scene.server.enrol(successor)
        player.person, self.sessions[person.uid] = successor, []
        self.run(self.talk(data, by).reconcile())
        self.run(self.restart(player))

    @rule(days=st.sampled_from([1, 31]))
    def time_passes(self, days: int) -> None:
        self.scene.server.now += days * DAY_MS

    @rule()
    def the_records_officers_change(self) -> None:
        clinic = self.scene.clinic
        self.scene.server.now += 1
        clinic.enter(self.scene.server.now, roster=clinic.roster(2, 2))

    @invariant()
    def nobody_is_alarmed(self) -> None:
        assert not self.scene.conversation.alerts

    def teardown(self) -> None:
        if sys.exc_info()[0] is not None or not hasattr(self, "scene"):
            return
        for player in self.members:
            talk = self.run(self.restart(player))
            assert (talk.state, texts(talk)) == (Ready(), self.sent)
            assert not any(item.late for item in talk.record.items)
        one, log = self.scene.conversation, self.scene.server.log(self.scene.conversation.cid)
        officers = [(x, seed) for x, (_, seed, _) in enumerate(self.scene.clinic.rosters[-1], 1)]
        assert recover_epoch(log, log.epoch, officers, one.boxes).number == log.epoch
        for thief in self.thieves:
            assert thief.opens(log, one.boxes, one.envelopes) <= thief.sent


TestConversations = Conversations.TestCase
TestConversations.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
