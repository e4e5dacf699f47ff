"""A conversation that somebody plots against: what a lying server and a helping member can do to it."""

from collections.abc import Callable
from typing import Any

import pytest

from careteam.client.talk import Talk
from careteam.client.talkstates import Alarmed, NotReady, Ready, What
from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.cose import take_apart
from careteam.crypto.mh1.encoding import decode
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.sending import compose
from tests.client.test_talk import Scene, says
from tests.crypto.mh1.world import resigned


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


def insider(scene: Plot, change: Callable[[dict[int, Any]], None]) -> None:
    """The clinician rotates, and changes the entry before signing it."""
    talk, person = scene.talks[0], scene.clinician.person
    written = writing.rotate(talk.log, talk.view.writer, talk.view.beginning)
    written.entry = resigned(written.entry, person.device.signer, change)
    scene.written(written)


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
