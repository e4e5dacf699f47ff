"""A malicious server, and members who help it, at the log and its keys: an alert with an owner, and nothing is sent on."""

from dataclasses import replace
from typing import Any

from careteam.client.talkstates import Alarmed, Ready, What
from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.cose import take_apart
from careteam.crypto.mh1.encoding import decode
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.epoch import Epoch
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.statements import FULL
from tests.client.plot import alarmed, insider, plot
from tests.client.server import texts
from tests.client.test_talk import says
from tests.crypto.mh1.world import new_person


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


async def test_an_insider_shares_with_new_officers_what_is_of_no_use() -> None:
    scene = await plot()
    scene.name_officers()
    talk = scene.talks[0]
    await talk.sync()
    scene.written(
        writing.reshare(talk.log, talk.view.writer, Epoch(talk.cid, talk.log.epoch, bytes(32)), talk.view.now)
    )
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
    await talk.trust.read(talk.cid, friend.uid)
    scene.written(
        writing.add(talk.log, talk.view.writer, card, scene.clinic.attest(friend), assigned, talk.view.beginning)
    )
    await alarmed(scene, scene.talks[1], What.LOG)


async def test_an_insider_removes_somebody_without_a_coordinator() -> None:
    scene = await plot()
    talk = scene.talks[0]
    scene.written(writing.remove(talk.log, talk.view.writer, scene.coach.person.uid, 0, scene.server.now))
    await alarmed(scene, scene.talks[1], What.LOG)


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


async def test_a_withheld_box() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    scene.patient.line.lies["log"] = lambda told, after: replace(told, boxes=[])
    await alarmed(scene, scene.talks[1], What.GRANT)


async def test_an_alert_that_cannot_be_told_now_is_told_later_and_holds_nobody_up() -> None:
    scene = await plot()
    talk = scene.talks[0]
    scene.conversation.entries.pop()
    scene.server.away = True
    assert isinstance(await talk.sync(), Alarmed)
    state = talk.state
    assert isinstance(state, Alarmed)
    assert (state.told, scene.conversation.alerts) == (False, [])
    assert texts(talk) == ["message 0", "message 1", "message 2"]
    scene.server.away = False
    state = await talk.sync()
    assert isinstance(state, Alarmed)
    assert (state.told, [alert.what for alert in scene.conversation.alerts]) == (True, [What.LOG])
