"""A malicious server at people's chains and the organisation's directory: an alert with an owner, told once."""

from dataclasses import replace

import pytest

from careteam.client.alert import IntegrityAlert
from careteam.client.shapes import ServedPerson
from careteam.client.talkstates import Ready, What
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.encoding import decode, encode
from tests.client.plot import Plot, alarmed, plot
from tests.crypto.mh1.world import new_person


def cut(told: ServedPerson) -> ServedPerson:
    """With nothing but the genesis."""
    (chain,) = told.chains
    return told.model_copy(update={"chains": [chain.model_copy(update={"entries": chain.entries[:1]})]})


async def test_a_chain_rolled_back_to_a_revoked_device() -> None:
    scene = await plot()
    person = scene.coach.person
    person.rotate(scene.server.now, scene.random)
    await scene.talks[0].sync()
    scene.clinician.line.lies["person"] = lambda told, uid: cut(told) if uid == person.uid else told
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
    scene.clinician.line.lies["person"] = lambda told, uid: told.model_copy(update={"chains": [], "attestation": None})
    await alarmed(scene, await scene.clinician.session(scene.conversation), What.CHAIN)


async def test_a_directory_rolled_back() -> None:
    scene = await plot()
    scene.server.now += 1
    scene.clinic.enter(scene.server.now, roster=scene.clinic.roster(2, 3))
    await scene.talks[0].sync()
    scene.clinician.line.lies["directory"] = lambda entries, after: entries[:1]
    with pytest.raises(IntegrityAlert) as alarm:
        await scene.clinician.session(scene.conversation)
    assert alarm.value.broken == "directory"


async def test_a_directory_that_one_root_alone_signed() -> None:
    scene = await plot()
    entry = encode(decode(scene.clinic.entries[0])[:1])  # type: ignore[index]
    scene.clinic.entries.append(entry)
    await alarmed(scene, scene.talks[0], What.DIRECTORY)


async def test_a_directory_of_other_roots() -> None:
    scene, other = await plot(), Plot("another organisation")
    scene.clinician.line.lies["directory"] = lambda entries, after: other.clinic.entries
    with pytest.raises(IntegrityAlert):
        await scene.clinician.session(scene.conversation)


async def test_a_member_whom_only_the_server_names() -> None:
    scene = await plot()
    named = scene.new("clinician").person
    scene.conversation.members.add(named.uid)
    await scene.talks[0].reconcile()
    assert (named.uid in scene.talks[0].log.members, scene.talks[0].state) == (False, Ready())


async def test_a_member_whom_the_server_no_longer_names_still_reads_until_somebody_says_so() -> None:
    scene = await plot()
    scene.conversation.members.discard(scene.coach.person.uid)
    await scene.talks[0].reconcile()
    assert scene.coach.person.uid in scene.talks[0].log.members
    assert scene.talks[0].log.members.keys() - scene.talks[0].view.members.keys() == {scene.coach.person.uid}


async def test_an_alert_lasts_though_the_server_tells_the_truth_again() -> None:
    scene = await plot()
    await scene.talks[0].rotate()
    scene.coach.line.lies["log"] = lambda told, after: replace(told, entries=[])
    await scene.talks[2].sync()
    scene.coach.line.lies.clear()
    await alarmed(scene, scene.talks[2], What.LOG)
