"""Who may read what: honest clients act at random, races and resets among them, beside a plain model of sets."""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.box import unseal
from careteam.crypto.mh1.conversation import Reader
from careteam.crypto.mh1.refusals import NotEntitled, OutOfOrder, Refused, Unopenable
from careteam.crypto.mh1.sending import must_rotate
from careteam.crypto.mh1.statements import FULL, NO_HISTORY
from tests.crypto.mh1.making.creating import created
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import Person, new_person


@dataclass
class Model:
    """The rules in sets: an epoch is granted to members; a full grant opens it and all before it."""

    epoch: int = 0
    members: dict[bytes, int] = field(default_factory=dict)  # genesis to access
    full: dict[bytes, int] = field(default_factory=dict)  # genesis to the newest epoch granted in full
    single: dict[bytes, set[int]] = field(default_factory=dict)  # genesis to epochs granted alone
    messages: list[int] = field(default_factory=list)  # the epoch of each
    removed: bool = False

    def begin(self) -> None:
        self.epoch += 1
        self.grant()

    def grant(self) -> None:
        self.removed = False
        for genesis, access in self.members.items():
            if access == FULL:
                self.full[genesis] = self.epoch
            else:
                self.single.setdefault(genesis, set()).add(self.epoch)

    def reads(self, genesis: bytes) -> list[int]:
        newest, single = self.full.get(genesis, -1), self.single.get(genesis, set())
        return [at for at, epoch in enumerate(self.messages) if epoch <= newest or epoch in single]


class Conversations(RuleBasedStateMachine):
    @initialize(seed=st.integers(0, 2**32))
    def start(self, seed: int) -> None:
        story, clinician, patient = created()
        self.story, self.random = story.copy(f"model {seed}"), Source(f"model {seed}")
        self.current = {one.uid: one for one in self.story.people if one.role != "coordinator"}
        self.all = list(self.current.values())
        self.model = Model(members={clinician.genesis: FULL, patient.genesis: FULL})
        self.model.grant()
        self.lost: set[bytes] = set()
        self.says(self.all[0])

    def members(self, *, full: bool) -> list[Person]:
        """People who can act: members who have not lost everything."""
        access = self.model.members
        return [
            person
            for person in self.all
            if person.genesis in access
            and person.genesis not in self.lost
            and (not full or access[person.genesis] == FULL)
        ]

    def any_of(self, data: st.DataObject, people: list[Person]) -> Person:
        return people[data.draw(st.integers(0, len(people) - 1))]

    def says(self, person: Person) -> None:
        self.story.send(person, f"message {len(self.model.messages)}")
        self.model.messages.append(self.model.epoch)

    @precondition(lambda self: self.members(full=True) and len(self.all) < 6)
    @rule(data=st.data(), access=st.sampled_from([FULL, FULL, NO_HISTORY]))
    def somebody_joins(self, data: st.DataObject, access: int) -> None:
        author = self.any_of(data, self.members(full=True))
        person = self.story.join(new_person("coach", self.random))
        self.all.append(person)
        self.story.add(author, person, access)
        self.model.members[person.genesis] = access
        self.model.begin()

    @precondition(lambda self: self.members(full=True))
    @rule(data=st.data())
    def somebody_comes_back(self, data: st.DataObject) -> None:
        uids = {person.uid for person in self.all if person.genesis in self.model.members}
        away = [person for person in self.all if person.uid not in uids and person.genesis not in self.lost]
        if away:
            author, person = self.any_of(data, self.members(full=True)), self.any_of(data, away)
            self.story.add(author, person)
            self.model.members[person.genesis] = FULL
            self.model.begin()

    @precondition(lambda self: len(self.members(full=True)) > 1)
    @rule(data=st.data())
    def somebody_is_removed(self, data: st.DataObject) -> None:
        people = self.members(full=False)
        gone = self.any_of(data, people)
        if any(person is not gone for person in self.members(full=True)):
            self.story.remove(self.story.clinic.coordinator, gone)
            del self.model.members[gone.genesis]
            self.model.removed = True

    @precondition(lambda self: self.members(full=True))
    @rule(data=st.data())
    def somebody_rotates(self, data: st.DataObject) -> None:
        self.story.rotate(self.any_of(data, self.members(full=True)))
        self.model.begin()

    @precondition(lambda self: self.members(full=True))
    @rule(data=st.data())
    def somebody_sends(self, data: st.DataObject) -> None:
        sender = self.any_of(data, self.members(full=False))
        if must_rotate(self.story.messages, self.story.now):
            if self.model.removed:
                with pytest.raises(NotEntitled):
                    self.story.copy("stale").send(sender, "under a stale epoch")
            self.story.rotate(self.any_of(data, self.members(full=True)))
            self.model.begin()
        self.says(sender)

    @precondition(lambda self: self.members(full=True))
    @rule(data=st.data())
    def somebody_answers(self, data: st.DataObject) -> None:
        if not must_rotate(self.story.messages, self.story.now):
            self.says(self.any_of(data, self.members(full=False)))

    @precondition(lambda self: self.members(full=True))
    @rule(data=st.data())
    def two_write_at_once(self, data: st.DataObject) -> None:
        """Both saw the same head: the server takes one, the other begins again."""
        first, second = self.any_of(data, self.members(full=True)), self.any_of(data, self.members(full=True))
        one, other = self.story.rotating(first), self.story.rotating(second)
        self.story.write(one)
        self.model.begin()
        with pytest.raises(OutOfOrder):
            self.story.log.append(other.entry)

    @rule(data=st.data())
    def somebody_loses_a_phone(self, data: st.DataObject) -> None:
        people = [person for person in self.all if person.genesis not in self.lost]
        person, tablet = self.any_of(data, people), enrolment.Device.fresh(self.random)
        made = enrolment.add_holder(person.chain, person.puk.signer, person.puk, tablet.holder, self.story.tick())
        person.take(made)
        gone = [person.device.id]
        person.take(
            enrolment.revoke_holders(person.chain, tablet.signer, person.puk, gone, 1, self.story.tick(), self.random)
        )
        person.device = tablet

    @precondition(lambda self: len(self.members(full=True)) > 1)
    @rule(data=st.data())
    def somebody_loses_everything(self, data: st.DataObject) -> None:
        person = self.any_of(data, self.members(full=False))
        others = [one for one in self.members(full=True) if one is not person]
        successor = self.story.join(new_person(person.role, self.random, uid=person.uid))
        self.all.append(successor)
        self.lost.add(person.genesis)
        access = self.model.members.pop(person.genesis)
        self.story.write(self.story.readmitting(self.any_of(data, others), successor, access))
        self.model.members[successor.genesis] = access
        self.model.begin()

    @invariant()
    def the_log_agrees_on_members_and_epoch(self) -> None:
        log = self.story.log
        assert {one.genesis: one.access for one in log.members.values()} == self.model.members
        assert log.epoch == self.model.epoch
        assert (not self.model.removed) or log.marked

    def teardown(self) -> None:
        for person in getattr(self, "all", ()):
            keyring, envelopes = self.story.keyring(person), self.story.messages.envelopes
            opened = [at for at, envelope in enumerate(envelopes) if keyring.open(envelope) is not None]
            assert opened == self.model.reads(person.genesis)
            self._later_epochs_stay_shut(person)
        assert not hasattr(self, "story") or (self.story.messages.late(), self.story.messages.gaps) == ([], [])

    def _later_epochs_stay_shut(self, person: Person) -> None:
        """Whoever was removed cannot open, with all the server has, what was sent under later epochs."""
        keyring = self.story.keyring(person)
        for envelope in self.story.messages.envelopes:
            if envelope.header.epoch not in keyring.message_keys:
                for m in keyring.message_keys.values():
                    with pytest.raises(Unopenable):
                        envelope.open(m)


TestConversations = Conversations.TestCase
TestConversations.settings = settings(
    max_examples=12, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_a_removed_members_seed_opens_no_grant_of_a_later_epoch() -> None:
    story, clinician, patient = created()
    story.remove(story.clinic.coordinator, patient)
    story.rotate(clinician)
    story.send(clinician, "without you")
    reader = Reader.of(story.log, patient.uid, patient.genesis, patient.puk.number, patient.puk.seed)
    assert list(reader.read(story.boxes).secrets) == [0]
    for box in story.boxes.values():
        for kind in (FULL, NO_HISTORY):
            with pytest.raises(Refused):
                unseal(patient.puk.enc, "mh1/grant", [story.log.cid, 1, patient.uid, 1, kind], box)
