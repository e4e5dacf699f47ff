"""A malicious server, and members who help it, at the messages: every attack is an alert with an owner, told once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from careteam.client.talk import Talk
from careteam.client.talkline import MessageTold
from careteam.client.talkstates import What
from careteam.crypto.mh1.cose import sign, take_apart
from careteam.crypto.mh1.encoding import decode, encode
from careteam.crypto.mh1.sending import compose
from tests.client.plot import Plot, alarmed, plot, removed_sends
from tests.client.server import texts
from tests.client.test_talk import says


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


async def test_ones_own_newest_message_dropped() -> None:
    scene = await plot()
    await scene.talks[2].send(says("message 3"))
    scene.conversation.envelopes.pop()
    talk = await scene.coach.session(scene.conversation)
    await alarmed(scene, talk, What.ORDER, sends=None)
    assert texts(talk) == ["message 0", "message 1", "message 2"]


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
    talk = await served(scene, lambda sent: [sent[0], sent[2]])
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
