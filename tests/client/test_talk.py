"""A conversation among honest clients: created, joined, left, rotated, read from its beginning."""

import asyncio

import pytest

from careteam.client.talk import Talk
from careteam.client.talkline import Appending, Turned
from careteam.client.talkstates import Locked, NotReady, Ready, Waiting
from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.conversation import recover_epoch
from careteam.crypto.mh1.entries import CREATE, RESHARE, read_entry
from careteam.crypto.mh1.statements import DAY_MS, FULL
from tests.client.server import Conversation, Player, Server, texts
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import Clinic, new_person


class Scene:
    """A clinician, a patient and a coordinator with a conversation that nobody has created yet."""

    def __init__(self, seed: str = "a scene") -> None:
        self.random = Source(seed)
        self.clinic = Clinic(self.random)
        self.server = Server(self.clinic, self.random)
        self.office = self.player(self.clinic.coordinator)
        self.clinician, self.patient = self.new("clinician"), self.new("patient")
        self.conversation = self.server.open(self.clinician.person, self.patient.person)

    def player(self, person) -> Player:
        return Player(self.server, self.server.enrol(person))

    def new(self, role: str) -> Player:
        return self.player(new_person(role, self.random))

    async def talk(self, player: Player, conversation: Conversation | None = None) -> Talk:
        talk = await player.session(conversation or self.conversation)
        await talk.reconcile()
        return talk

    async def join(self, player: Player, by: Talk) -> None:
        """Put somebody on the team, assigned by the coordinator, added by a member's client."""
        self.conversation.members.add(player.person.uid)
        office = await self.talk(self.office)
        waiting = office.view.attested.keys() - office.log.members.keys()
        assert [uid for uid in waiting if not office.view.assigned(uid)] == [player.person.uid]
        await self.office.assign(office, player.person.uid)
        await by.reconcile()

    def name_officers(self) -> None:
        """The root keys sign other records officers in."""
        self.server.now += 1
        self.clinic.enter(self.server.now, roster=self.clinic.roster(2, 3))

    async def leave(self, player: Player) -> None:
        self.conversation.members.discard(player.person.uid)
        office = await self.talk(self.office)
        assert office.log.members.keys() - office.view.members.keys() == {player.person.uid}
        await office.remove(player.person.uid)


def says(text: str) -> Content:
    return Content(Type.TEXT, text)


async def test_two_people_talk() -> None:
    scene = Scene()
    clinician, patient = await scene.talk(scene.clinician), await scene.talk(scene.patient)
    await clinician.send(says("How did you sleep?"))
    await patient.sync()
    await patient.send(says("Four hours."))
    await clinician.sync()
    assert texts(clinician) == texts(patient) == ["How did you sleep?", "Four hours."]
    assert clinician.state == patient.state == Ready()


async def test_a_patient_waits_for_somebody_to_create_the_conversation() -> None:
    scene = Scene()
    patient = await scene.talk(scene.patient)
    assert patient.state == Waiting((scene.clinician.person.uid, scene.clinic.coordinator.uid))


async def test_a_newcomer_waits_for_a_member_and_then_reads_everything() -> None:
    scene = Scene()
    clinician = await scene.talk(scene.clinician)
    await clinician.send(says("before"))
    coach = scene.new("coach")
    scene.conversation.members.add(coach.person.uid)
    waiting = await scene.talk(coach)
    assert waiting.state == Waiting(tuple(clinician.log.members))
    await scene.join(coach, clinician)
    await waiting.sync()
    assert (waiting.state, texts(waiting)) == (Ready(), ["before"])


async def test_nobody_is_added_on_the_servers_word() -> None:
    scene = Scene()
    clinician, coach = await scene.talk(scene.clinician), scene.new("coach")
    scene.conversation.members.add(coach.person.uid)
    await clinician.reconcile()
    assert coach.person.uid not in clinician.log.members


async def test_who_was_removed_reads_nothing_that_is_sent_afterwards() -> None:
    scene = Scene()
    clinician, patient = await scene.talk(scene.clinician), await scene.talk(scene.patient)
    await clinician.send(says("with you"))
    await scene.leave(scene.patient)
    await clinician.send(says("without you"))
    await patient.sync()
    assert (clinician.log.epoch, texts(patient)) == (1, ["with you", None])
    assert patient.state == Waiting((scene.clinician.person.uid,))


async def test_a_sender_leaves_an_epoch_that_is_too_old() -> None:
    scene = Scene()
    clinician = await scene.talk(scene.clinician)
    scene.server.now += 30 * DAY_MS
    await clinician.send(says("a month later"))
    assert (clinician.log.epoch, clinician.state) == (1, Ready())


async def test_whose_keys_went_on_elsewhere_unlocks_again() -> None:
    scene = Scene()
    clinician = await scene.talk(scene.clinician)
    puk = scene.clinician.person.puk
    scene.clinician.person.rotate(scene.server.now, scene.random)
    await clinician.sync()
    assert clinician.state == Locked()
    assert clinician.trust.own.puk is puk
    again = await scene.talk(scene.clinician)
    await again.send(says("from new keys"))
    assert (again.state, again.log.epoch) == (Ready(), 1)


async def test_nothing_is_written_to_whose_keys_were_closed_until_a_coordinator_takes_them_off() -> None:
    scene = Scene()
    clinician = await scene.talk(scene.clinician)
    scene.server.close(scene.patient.person, bytes(32))
    await clinician.sync()
    with pytest.raises(NotReady) as waits:
        await clinician.send(says("to whom?"))
    assert waits.value.state == Waiting((scene.clinic.coordinator.uid,))
    await scene.leave(scene.patient)
    await clinician.send(says("to the others"))
    assert texts(clinician) == ["to the others"]


async def test_two_who_send_at_once_are_both_heard() -> None:
    scene = Scene()
    clinician, patient = await scene.talk(scene.clinician), await scene.talk(scene.patient)
    scene.server.now += 31 * DAY_MS
    await asyncio.gather(clinician.send(says("one")), patient.send(says("other")))
    await asyncio.gather(clinician.sync(), patient.sync())
    assert sorted(texts(clinician)) == ["one", "other"]
    assert (clinician.log.epoch, clinician.state, patient.state) == (1, Ready(), Ready())


@pytest.mark.parametrize("steps", range(8))
async def test_what_another_window_writes_while_this_one_reads_is_no_alarm(steps: int) -> None:
    scene = Scene()
    here, there = await scene.talk(scene.clinician), await scene.talk(scene.clinician)
    assert here.trust.memory is there.trust.memory

    async def written_meanwhile() -> None:
        for _ in range(steps):
            await asyncio.sleep(0)
        await there.send(says("from there"))

    await asyncio.gather(written_meanwhile(), here.sync())
    assert here.alerts == []
    await here.sync()
    assert (texts(here), here.state) == (["from there"], Ready())


async def test_a_message_whose_answer_was_lost_is_not_sent_twice() -> None:
    scene = Scene()
    clinician = await scene.talk(scene.clinician)
    mid = await clinician.send(says("once"))
    again = await scene.talk(scene.clinician)
    assert await again.send(says("once"), mid=mid) == mid
    assert texts(again) == ["once"]


async def test_what_was_edited_is_read_as_it_is_now() -> None:
    scene = Scene()
    clinician, patient = await scene.talk(scene.clinician), await scene.talk(scene.patient)
    mid = await clinician.send(says("tomorow"))
    base = clinician.record.folded().texts[mid].base
    await clinician.send(Content(Type.EDIT, "tomorrow", target=mid, base=base))
    await patient.sync()
    assert patient.record.folded().texts[mid].text == "tomorrow"


async def test_two_conversations_that_read_at_once_share_what_they_learn_of_people_and_offices() -> None:
    scene = Scene()
    both = [scene.conversation, scene.server.open(scene.clinician.person, scene.patient.person)]
    first = await scene.talk(scene.clinician)
    other = Talk(both[1].cid, first.trust, scene.clinician.line, random=scene.random)
    await other.reconcile()
    scene.server.now += 1
    scene.clinic.enter(scene.server.now, roster=scene.clinic.roster(2, 3))
    scene.patient.person.rotate(scene.server.now, scene.random)
    await asyncio.gather(first.sync(), other.sync())
    assert (first.state, other.state) == (Ready(), Ready())


async def test_new_records_officers_get_the_key_from_whoever_is_there_and_nobody_begins_anew() -> None:
    scene = Scene()
    clinician, patient = await scene.talk(scene.clinician), await scene.talk(scene.patient)
    await clinician.send(says("before"))
    scene.name_officers()
    await patient.reconcile()
    await clinician.reconcile()
    await clinician.send(says("after"))
    assert [read_entry(entry).type for entry in scene.conversation.entries] == [CREATE, RESHARE]
    assert (clinician.state, patient.state) == (Ready(), Ready())
    officers = [(x, seed) for x, (_, seed, _) in enumerate(scene.clinic.rosters[-1], 1)]
    recovered = recover_epoch(scene.server.log(clinician.cid), 0, officers[1:], scene.conversation.boxes)
    assert recovered.secret == clinician.opening.keyring.secrets[0].secret


async def test_a_key_is_shared_with_the_same_records_officers_once() -> None:
    scene = Scene()
    clinician = await scene.talk(scene.clinician)

    def again() -> writing.Written:
        view, epoch = clinician.view, clinician.opening.keyring.secrets[0]
        return writing.reshare(clinician.log, view.writer, epoch, view.now)

    async def refused(written: writing.Written, boxes: list[bytes]) -> str:
        appending = Appending(clinician.log.head, [written.entry], boxes)
        with pytest.raises(Turned) as turned:
            await scene.clinician.line.append(clinician.cid, appending)
        return str(turned.value)

    same = again()
    assert await refused(same, same.boxes) == "shared with these records officers already"
    scene.name_officers()
    await clinician.sync()
    assert await refused(again(), []) == "a box is missing"


async def test_who_came_by_a_word_signed_ahead_is_taken_off_by_any_member_once_it_has_ended_and_they_are_counted_out() -> (
    None
):
    scene = Scene()
    clinician, duty = await scene.talk(scene.clinician), scene.new("clinician")
    scene.conversation.members.add(duty.person.uid)
    until = scene.server.now + DAY_MS
    scene.conversation.assignments[duty.person.uid] = scene.clinic.assign(None, duty.person, FULL, not_after=until)
    await clinician.reconcile()
    assert duty.person.uid in clinician.log.members
    scene.conversation.members.discard(duty.person.uid)
    await clinician.reconcile()
    assert duty.person.uid in clinician.log.members
    scene.server.now = until + 1
    await clinician.reconcile()
    assert duty.person.uid not in clinician.log.members
