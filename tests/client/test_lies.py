"""A malicious server, and members who help it: every attack is an alert with an owner, told once, and nothing is sent on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from careteam.client.talk import Talk
from careteam.client.talkline import ChainTold, MessageTold, PersonTold
from careteam.client.talkstates import Alarmed, Broken, NotReady, Ready, What
from careteam.crypto.mh1 import enrolment, writing
from careteam.crypto.mh1.cose import sign, take_apart
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.sending import compose
from careteam.crypto.mh1.statements import FULL
from tests.client.server import texts
from tests.client.test_talk import Scene, says
from tests.crypto.mh1.world import new_person, resigned


class Plot(Scene):
    """A conversation with three messages, of which the clinician, the patient and a coach each wrote one."""

    async def begin(self) -> None:
        self.coach = self.new("coach")
        self.conversation.members.add(self.coach.person.uid)
        self.talks = [await self.talk(one) for one in (self.clinician, self.patient, self.coach)]
        for number, talk in enumerate(self.talks):
            await talk.send(says(f"message {number}"))
        for talk in self.talks:
            assert await talk.sync() == Ready()

    def written(self, written: writing.Written) -> None:
        """Put an entry into the log without a look."""
        self.conversation.entries.append(written.entry)
        self.conversation.boxes.update({digest(box): box for box in written.boxes})
        body = decode(take_apart(written.entry, "mh1/log").payload)[9]  # type: ignore[index]
        if isinstance(body, dict) and 2 in body and isinstance(body[2], list):
            self.conversation.owners.update({grant[3]: grant[0] for grant in body[2]})


async def plot() -> Plot:
    scene = Plot()
    await scene.begin()
    return scene


async def alarmed(scene: Plot, talk: Talk, what: What, *, sends: bool | None = False) -> None:
    """The state says it, the privacy officer was told once, and nothing can be sent where readers are not known."""
    await talk.sync()
    await talk.sync()
    assert isinstance(talk.state, Alarmed)
    assert [alert.what for alert in talk.alerts] == [what]
    assert [alert.what for alert in scene.conversation.alerts].count(what) == 1
    if sends is None:
        return
    if sends:
        await talk.send(says("still"))
    else:
        before = list(scene.conversation.envelopes)
        with pytest.raises(NotReady):
            await talk.send(says("to whom?"))
        assert scene.conversation.envelopes == before


# The log


async def test_a_ghost_that_the_server_adds_itself() -> None:
    scene = await plot()
    ghost = scene.server.enrol(new_person("clinician", scene.random))
    talk = scene.talks[0]
    entry = writing.add(
        scene.server.log(scene.conversation.cid), ghost.writer, MemberCard(ghost.uid, ghost.genesis, FULL),
        scene.clinic.attest(ghost), scene.clinic.assign(scene.conversation.cid, ghost, FULL), talk.view.beginning,
    )  # fmt: skip
    scene.written(entry)
    await alarmed(scene, talk, What.LOG)


async def test_a_key_swapped_for_that_of_somebody_newly_assigned() -> None:
    scene = await plot()
    true, talk = scene.new("coach"), scene.talks[0]
    false = new_person("coach", scene.random, uid=true.person.uid)
    scene.conversation.members.add(true.person.uid)
    scene.conversation.assignments[true.person.uid] = scene.clinic.assign(scene.conversation.cid, true.person, FULL)
    scene.server.chains[true.person.uid] = [false]
    await talk.reconcile()
    assert true.person.uid not in talk.log.members
    assert talk.state == Ready()


async def test_a_key_swapped_for_that_of_somebody_known() -> None:
    scene = await plot()
    person = scene.coach.person
    scene.server.chains[person.uid] = [new_person("coach", scene.random, uid=person.uid)]
    await alarmed(scene, scene.talks[0], What.CHAIN)


async def test_an_assignment_that_no_coordinator_signed() -> None:
    scene = await plot()
    ghost = scene.new("coach").person
    scene.conversation.members.add(ghost.uid)
    forged = scene.clinic.assign(scene.conversation.cid, ghost, FULL, by=scene.clinic.identity)
    scene.conversation.assignments[ghost.uid] = forged
    await scene.talks[0].reconcile()
    assert (ghost.uid in scene.talks[0].log.members, scene.talks[0].state) == (False, Ready())


async def test_a_dropped_log_entry() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    await scene.talks[0].rotate()
    scene.coach.line.lies["log"] = lambda told, after: replace(told, entries=told.entries[1:])
    await alarmed(scene, scene.talks[2], What.LOG)


async def test_a_withheld_end_of_the_log() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    scene.coach.line.lies["log"] = lambda told, after: replace(told, entries=[])
    await alarmed(scene, scene.talks[2], What.LOG)


async def test_a_log_rolled_back_between_two_sessions() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    await scene.talks[0].sync()
    del scene.conversation.entries[1:]
    await alarmed(scene, await scene.clinician.session(scene.conversation), What.LOG)


async def test_an_empty_log_where_there_was_one() -> None:
    scene = await plot()
    scene.conversation.entries.clear()
    scene.conversation.envelopes.clear()
    await alarmed(scene, await scene.clinician.session(scene.conversation), What.LOG)


async def test_a_log_that_forked() -> None:
    scene = await plot()
    left = await scene.clinician.session(scene.conversation)
    right = await scene.clinician.session(scene.conversation)
    await left.sync()
    kept = list(scene.conversation.entries)
    await scene.talks[0].rotate()
    await left.sync()
    scene.conversation.entries[:] = kept
    await scene.talks[1].rotate()
    await alarmed(scene, right, What.LOG)


async def test_an_entry_with_a_bit_changed() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    entry = bytearray(scene.conversation.entries[-1])
    entry[len(entry) // 2] ^= 1
    scene.conversation.entries[-1] = bytes(entry)
    await alarmed(scene, scene.talks[2], What.LOG)


# Members who help: what an insider signs, the server passes on without a look


def insider(scene: Plot, change: Callable[[dict[int, Any]], None]) -> None:
    """The clinician rotates, and changes the entry before signing it."""
    talk, person = scene.talks[0], scene.clinician.person
    written = writing.rotate(talk.log, talk.view.writer, talk.view.beginning)
    written.entry = resigned(written.entry, person.device.signer, change)
    scene.written(written)


async def test_an_insider_adds_a_grant_for_no_member() -> None:
    scene = await plot()
    ghost = scene.server.enrol(new_person("coach", scene.random))
    insider(scene, lambda payload: payload[9][2].append([ghost.uid, 1, FULL, bytes(32)]))
    await alarmed(scene, scene.talks[1], What.LOG)


async def test_an_insider_leaves_a_member_out() -> None:
    scene = await plot()
    insider(scene, lambda payload: payload[9][2].pop())
    await alarmed(scene, scene.talks[1], What.LOG)


async def test_an_insider_hands_one_member_another_key() -> None:
    scene = await plot()
    other = writing.rotate(scene.talks[0].log, scene.talks[0].view.writer, scene.talks[0].view.beginning)
    scene.conversation.boxes.update({digest(box): box for box in other.boxes})
    grants = {grant[0]: grant for grant in decode(take_apart(other.entry, "mh1/log").payload)[9][2]}  # type: ignore[index]

    def change(payload: dict[int, Any]) -> None:
        uid = scene.patient.person.uid
        payload[9][2] = [grants[uid] if grant[0] == uid else grant for grant in payload[9][2]]

    insider(scene, change)
    await alarmed(scene, scene.talks[1], What.GRANT)
    assert await scene.talks[2].sync() == Ready()


async def test_who_was_handed_another_key_reads_on_once_somebody_rotates() -> None:
    scene = await plot()
    insider(scene, lambda payload: payload[9][2][0].__setitem__(3, bytes(32)))
    victim = next(talk for talk in scene.talks if talk.trust.own.uid == min(talk.log.members))
    await victim.sync()
    other = next(talk for talk in scene.talks if talk is not victim and talk is not scene.talks[0])
    await other.sync()
    await other.rotate()
    await other.send(says("again"))
    await victim.sync()
    assert texts(victim)[-1] == "again"
    await victim.send(says("heard"))


async def test_an_insider_plants_shares_that_are_of_no_use() -> None:
    scene = await plot()
    insider(scene, lambda payload: payload[9][5][0].__setitem__(1, digest(b"no share")))
    await alarmed(scene, scene.talks[1], What.ESCROW)


async def test_an_insider_breaks_the_way_back() -> None:
    scene = await plot()
    insider(scene, lambda payload: payload[9].__setitem__(3, bytes(60)))
    await alarmed(scene, scene.talks[1], What.HISTORY, sends=True)


async def test_an_insider_seals_what_was_not_sent() -> None:
    scene = await plot()
    insider(scene, lambda payload: payload[9].__setitem__(6, [3, digest(b"nothing")]))
    await alarmed(scene, scene.talks[1], What.DIGEST, sends=True)


async def test_an_insider_adds_somebody_without_a_coordinator() -> None:
    scene = await plot()
    friend, talk = scene.new("coach").person, scene.talks[0]
    assigned = scene.clinic.assign(scene.conversation.cid, friend, FULL, by=scene.clinician.person.device.signer)
    card = MemberCard(friend.uid, friend.genesis, FULL)
    scene.conversation.members.add(friend.uid)
    await talk.trust.read(friend.uid)
    scene.written(
        writing.add(talk.log, talk.view.writer, card, scene.clinic.attest(friend), assigned, talk.view.beginning)
    )
    await alarmed(scene, scene.talks[1], What.LOG)


async def test_an_insider_removes_somebody_without_a_coordinator() -> None:
    scene = await plot()
    talk = scene.talks[0]
    scene.written(writing.remove(talk.log, talk.view.writer, scene.coach.person.uid, 0, scene.server.now))
    await alarmed(scene, scene.talks[1], What.LOG)


# Boxes


async def test_swapped_boxes() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    owners = scene.conversation.owners
    scene.conversation.owners = {hash_: scene.clinician.person.uid for hash_ in owners}
    await alarmed(scene, scene.talks[1], What.GRANT)


async def test_a_box_with_a_bit_changed() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    for hash_, box in scene.conversation.boxes.items():
        scene.conversation.boxes[hash_] = box[:-1] + bytes([box[-1] ^ 1])
    await alarmed(scene, scene.talks[1], What.GRANT)


# Messages


async def served(scene: Plot, lie: Callable[[list[bytes]], list[bytes]]) -> Talk:
    """The coach in a new session, who is served other messages than were sent."""
    scene.conversation.envelopes[:] = lie(list(scene.conversation.envelopes))
    return await scene.coach.session(scene.conversation)


def flipped(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("part", range(24))
async def test_an_envelope_with_a_bit_changed_anywhere(part: int) -> None:
    scene = await plot()
    at = part * len(scene.conversation.envelopes[1]) // 24
    talk = await served(scene, lambda sent: [sent[0], flipped(sent[1], at), sent[2]])
    await alarmed(scene, talk, What.MESSAGE, sends=True)
    assert texts(talk)[:2] == ["message 0", "message 2"]


async def test_a_replayed_envelope() -> None:
    scene = await plot()
    talk = await served(scene, lambda sent: [*sent, sent[0]])
    await alarmed(scene, talk, What.MESSAGE, sends=True)
    assert texts(talk)[:3] == ["message 0", "message 1", "message 2"]


async def test_a_dropped_envelope() -> None:
    scene = await plot()
    await scene.talks[0].sync()
    await scene.talks[0].send(says("message 3"))
    talk = await served(scene, lambda sent: sent[1:])
    await alarmed(scene, talk, What.ORDER, sends=True)


async def test_envelopes_in_another_order() -> None:
    scene = await plot()
    await scene.talks[0].sync()
    await scene.talks[0].send(says("message 3"))
    talk = await served(scene, lambda sent: sent[::-1])
    await talk.sync()
    assert {alert.what for alert in talk.alerts} == {What.ORDER}


async def test_an_envelope_dropped_from_a_sealed_period() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    talk = await served(scene, lambda sent: sent[:2])
    await alarmed(scene, talk, What.DIGEST, sends=None)


async def test_envelopes_of_a_sealed_period_in_another_order() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    talk = await served(scene, lambda sent: [sent[1], sent[0], sent[2]])
    await alarmed(scene, talk, What.DIGEST, sends=True)


async def test_a_number_left_out() -> None:
    scene = await plot()
    talk = await scene.coach.session(scene.conversation)
    scene.coach.line.lies["messages"] = lambda page, after: [MessageTold(one.number + 1, one.envelope) for one in page]
    await talk.sync()
    assert What.ORDER in {alert.what for alert in talk.alerts}


async def test_the_same_messages_without_end() -> None:
    scene = await plot()
    talk = await scene.coach.session(scene.conversation)
    first = scene.conversation.envelopes[0]
    scene.coach.line.lies["messages"] = lambda page, after: [MessageTold(1, first)]
    await talk.sync()
    assert {alert.what for alert in talk.alerts} == {What.MESSAGE, What.ORDER}


async def test_an_envelope_of_another_conversation() -> None:
    scene = await plot()
    other = scene.server.open(scene.clinician.person, scene.patient.person)
    elsewhere = await scene.talk(scene.clinician, other)
    await elsewhere.send(says("elsewhere"))
    talk = await served(scene, lambda sent: [*sent, other.envelopes[0]])
    await alarmed(scene, talk, What.MESSAGE, sends=True)


async def test_an_envelope_that_names_another_epoch() -> None:
    scene = await plot()
    talk, person = scene.talks[0], scene.clinician.person
    envelope = compose(
        talk.record.messages, person.uid, person.device.signer, talk.opening.keyring.message_keys[0],
        says("which?"), scene.server.now,
    )  # fmt: skip
    hdr, *rest = decode(take_apart(envelope, "mh1/msg").payload)  # type: ignore[misc]
    header: Any = decode(hdr)  # type: ignore[arg-type]
    header[2] = 1
    changed = sign(person.device.signer, "mh1/msg", encode([encode(header), *rest]))
    await talk.rotate()
    assert (await served(scene, lambda sent: [*sent, changed])).alerts == []
    await alarmed(scene, await scene.coach.session(scene.conversation), What.MESSAGE, sends=True)


async def test_an_insider_sends_what_opens_for_nobody() -> None:
    scene = await plot()
    talk, person = scene.talks[0], scene.clinician.person
    envelope = compose(
        talk.record.messages, person.uid, person.device.signer, bytes(32), says("nothing"), scene.server.now
    )
    scene.server.post(person.uid, scene.conversation.cid, envelope)
    await alarmed(scene, await scene.coach.session(scene.conversation), What.MESSAGE, sends=True)


async def test_words_put_into_somebodys_mouth() -> None:
    scene = await plot()
    talk, person = scene.talks[0], scene.clinician.person
    envelope = compose(
        talk.record.messages, scene.patient.person.uid, person.device.signer, talk.opening.keyring.message_keys[0],
        says("I agree"), scene.server.now,
    )  # fmt: skip
    talk2 = await served(scene, lambda sent: [*sent, envelope])
    await alarmed(scene, talk2, What.MESSAGE, sends=True)


# Who was removed, and the server with them


async def removed_sends(scene: Plot) -> bytes:
    """What the coach seals, who was removed, and whom the server told nothing of it."""
    scene.conversation.members.discard(scene.coach.person.uid)
    coach = scene.talks[2]
    office = await scene.talk(scene.office)
    envelope = compose(
        coach.record.messages, scene.coach.person.uid, scene.coach.person.device.signer,
        coach.opening.keyring.message_keys[0], says("as if before"), scene.server.now,
    )  # fmt: skip
    await office.remove(scene.coach.person.uid)
    return envelope


async def test_a_message_sent_without_knowing_of_a_removal() -> None:
    scene = await plot()
    envelope = await removed_sends(scene)
    await scene.talks[0].sync()
    await scene.talks[0].send(says("without the coach"))
    scene.conversation.envelopes.append(envelope)
    talk = await scene.patient.session(scene.conversation)
    await alarmed(scene, talk, What.ORDER, sends=True)
    assert [item.late for item in talk.record.items][-2:] == [True, False]


async def test_a_message_dated_back_into_a_sealed_period() -> None:
    scene = await plot()
    envelope = await removed_sends(scene)
    await scene.talks[0].sync()
    await scene.talks[0].rotate()
    scene.conversation.envelopes.insert(1, envelope)
    talk = await scene.patient.session(scene.conversation)
    await talk.sync()
    assert {alert.what for alert in talk.alerts} == {What.ORDER, What.DIGEST}


async def test_a_removal_withheld_from_a_sender() -> None:
    """Detected by the others as soon as one of them has written; not prevented."""
    scene = await plot()
    cut_off = scene.talks[1]
    scene.patient.line.lies["log"] = lambda told, after: replace(told, entries=[], length=after, head=cut_off.log.head)
    await removed_sends(scene)
    await scene.talks[0].sync()
    await scene.talks[0].send(says("without the coach"))
    scene.patient.line.lies["messages"] = lambda page, after: []
    cut_off_message = compose(
        cut_off.record.messages, scene.patient.person.uid, scene.patient.person.device.signer,
        cut_off.opening.keyring.message_keys[0], says("who reads this?"), scene.server.now,
    )  # fmt: skip
    scene.conversation.envelopes.append(cut_off_message)
    await alarmed(scene, scene.talks[0], What.ORDER, sends=True)


async def test_the_cut_off_sender_sees_it_at_the_first_contact() -> None:
    scene = await plot()
    cut_off = scene.talks[1]
    scene.patient.line.lies["log"] = lambda told, after: replace(told, entries=[], length=after, head=cut_off.log.head)
    await removed_sends(scene)
    await scene.talks[0].sync()
    await scene.talks[0].send(says("without the coach"))
    await alarmed(scene, cut_off, What.LOG)


# Chains and the directory


async def test_a_chain_rolled_back_to_a_revoked_device() -> None:
    scene = await plot()
    person = scene.coach.person
    person.rotate(scene.server.now, scene.random)
    await scene.talks[0].sync()
    scene.clinician.line.lies["person"] = lambda told, uid: (
        PersonTold((ChainTold(told.chains[0].entries[:1]),), told.attestation) if uid == person.uid else told
    )
    await alarmed(scene, await scene.clinician.session(scene.conversation), What.CHAIN)


async def test_a_chain_that_another_follows_without_a_close() -> None:
    scene = await plot()
    scene.server.enrol(new_person("coach", scene.random, uid=scene.coach.person.uid))
    await alarmed(scene, scene.talks[0], What.CHAIN)


async def test_a_chain_with_an_entry_by_nobody() -> None:
    scene = await plot()
    person = scene.coach.person
    thief = new_person("coach", scene.random, uid=person.uid)
    made = enrolment.add_holder(person.chain, thief.device.signer, person.puk, thief.device.holder, scene.server.now)
    person.entries.append(made.entries[0])
    person.chain.positions.append(person.chain.positions[-1])
    await alarmed(scene, scene.talks[0], What.CHAIN)


async def test_no_chain_where_there_was_one() -> None:
    scene = await plot()
    scene.clinician.line.lies["person"] = lambda told, uid: PersonTold()
    await alarmed(scene, await scene.clinician.session(scene.conversation), What.CHAIN)


async def test_a_directory_rolled_back() -> None:
    scene = await plot()
    scene.server.now += 1
    scene.clinic.enter(scene.server.now, roster=scene.clinic.roster(2, 3))
    await scene.talks[0].sync()
    scene.clinician.line.lies["directory"] = lambda entries, after: entries[:1]
    with pytest.raises(Broken) as broken:
        await scene.clinician.session(scene.conversation)
    assert broken.value.what is What.DIRECTORY


async def test_a_directory_that_one_root_alone_signed() -> None:
    scene = await plot()
    entry = encode(decode(scene.clinic.entries[0])[:1])  # type: ignore[index]
    scene.clinic.entries.append(entry)
    await alarmed(scene, scene.talks[0], What.DIRECTORY)


async def test_a_directory_of_other_roots() -> None:
    scene, other = await plot(), Plot("another organisation")
    scene.clinician.line.lies["directory"] = lambda entries, after: other.clinic.entries
    with pytest.raises(Broken):
        await scene.clinician.session(scene.conversation)


# What an honest server would not do either


async def test_a_member_whom_the_server_no_longer_names_still_reads_until_somebody_says_so() -> None:
    scene = await plot()
    scene.conversation.members.discard(scene.coach.person.uid)
    await scene.talks[0].reconcile()
    assert scene.coach.person.uid in scene.talks[0].log.members
    assert scene.talks[0].view.surplus == [scene.coach.person.uid]


async def test_an_alert_lasts_though_the_server_tells_the_truth_again() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    scene.coach.line.lies["log"] = lambda told, after: replace(told, entries=[])
    await scene.talks[2].sync()
    scene.coach.line.lies.clear()
    await alarmed(scene, scene.talks[2], What.LOG)
