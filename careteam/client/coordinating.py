"""What a coordinator does about who reads conversations: see where signed logs and teams differ, and sign for each person."""

from uuid import UUID

from careteam.client.keys import Keys
from careteam.client.line import Line
from careteam.client.pages import every
from careteam.client.shapes import Unconfirmed
from careteam.client.talk import Talk
from careteam.client.talks import Talks
from careteam.client.talksteps import assignment
from careteam.client.vouching import office_of
from careteam.crypto.mh1.primitives import digest


class CannotConfirm(Exception):
    """Nothing was signed: there is no office to sign by, or these keys are nobody's by that name."""


async def unconfirmed(line: Line, plan_id: UUID | None = None) -> list[Unconfirmed]:
    """Who is to read, or no longer, without anybody having signed it: in one plan, or in all."""
    path = "/api/unconfirmed-readers" if plan_id is None else f"/api/plans/{plan_id}/unconfirmed-readers"
    return await every(line, path, Unconfirmed)


async def confirm(keys: Keys, item: Unconfirmed) -> None:
    """Sign for somebody of whom one knows that it is right: they may read (`admit`), or no longer (`take-off`).

    What waits for an identity officer, or for somebody who treats to begin the conversation, is nobody's to confirm here.
    """
    talks = Talks(keys, item.plan_id)
    for room in item.conversations:
        talk = await talks.look(room.id)
        if item.step == "take-off":
            await talk.remove(item.person.id.bytes)
        elif item.step == "admit":
            await _admit(keys, talks, talk, item)
    await talks.keep()


async def _admit(keys: Keys, talks: Talks, talk: Talk, item: Unconfirmed) -> None:
    office, uid = await office_of(keys, "coordinator"), item.person.id.bytes
    attested = talk.view.attested.get(uid)
    if office is None:
        raise CannotConfirm("the directory lists no coordinator's office of one's own")
    if attested is None or attested[2].name_hash != digest(item.person.name.encode()):
        raise CannotConfirm("no identity officer vouches for these keys under this name")
    cose = assignment(talk.view, office, uid)
    assert cose is not None
    await talks.transport.assign(talk.cid, [(uid, cose)])
