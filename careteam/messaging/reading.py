"""What one can ask about who reads a conversation: its log, one's own boxes, who should be on it, and assignments."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.policy import may
from careteam.access.roles import Role
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.octets import Encoded, encoded
from careteam.core.paging import Shape
from careteam.crypto.mh1.shapes import ZERO_HASH
from careteam.keys.offices import milliseconds
from careteam.keys.queries import PersonKeys, keys_of
from careteam.keys.standings import Standing, key_standings
from careteam.messaging.models import Conversation, LogBox, LogEntry
from careteam.messaging.words import words_for


class LogMember(Shape):
    """Somebody who is in a conversation as the server has it: the genesis and length of their chain, whether it is attested."""

    person_id: UUID
    genesis: Encoded | None
    seq: int | None
    attested: bool


class AssignmentDetail(Shape):
    """A coordinator's word for somebody, not used yet."""

    person_id: UUID
    cose: Encoded


class LogDetail(Shape):
    """A conversation's log after an entry: how long it is, its last hash, the server's time, the reader's own boxes."""

    entries: list[Encoded]
    length: int
    head: Encoded
    now: int
    boxes: dict[str, Encoded]
    members: list[LogMember]
    assignments: list[AssignmentDetail]


async def membership_log(view: View, conversation_id: UUID, *, after: int) -> LogDetail:
    """The log from this number on, for members and coordinators. It holds no names and nothing of what is said."""
    one = await _known(view, conversation_id)
    return (await logs_of(view, [one], after=after))[one.id]


async def logs_of(view: View, found: Sequence[Conversation], *, after: int = 0) -> dict[UUID, LogDetail]:
    """The logs of conversations that the reader has been found to have to do with; as many queries for all as for one."""
    ids = [one.id for one in found]
    log = select(LogEntry.conversation_id, LogEntry.cose).where(
        LogEntry.conversation_id.in_(ids), LogEntry.seq >= after
    )
    own = select(LogBox.conversation_id, LogBox.hash, LogBox.box).where(
        LogBox.conversation_id.in_(ids), LogBox.owner_id == view.actor.person_id, LogBox.seq >= after
    )
    present = select(ConversationMember.conversation_id, ConversationMember.person_id).where(
        ConversationMember.conversation_id.in_(ids), ConversationMember.removed_at.is_(None)
    )
    entries = _by_conversation(await view.openly(log.order_by(LogEntry.seq)))
    boxes = _by_conversation(await view.openly(own))
    given = _by_conversation(await view.openly(words_for(ids, view.now)))
    members = _by_conversation(await view.openly(present.order_by(ConversationMember.person_id)))
    known = await key_standings(view, list({id_ for rows in members.values() for (id_,) in rows}))
    return {
        one.id: LogDetail(
            entries=[cose for (cose,) in entries[one.id]],
            length=one.log_length,
            head=one.log_head or ZERO_HASH,
            now=milliseconds(view.now),
            boxes={encoded(name): box for name, box in boxes[one.id]},
            members=[_member(id_, known.get(id_)) for (id_,) in members[one.id]],
            assignments=_assignments(one, given[one.id], known),
        )
        for one in found
    }


def _by_conversation(rows: Sequence[Any]) -> defaultdict[UUID, list[Any]]:
    """What stands beside the id of each conversation."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for conversation_id, *rest in rows:
        found[conversation_id].append(rest)
    return found


async def reader_keys(view: View, conversation_id: UUID, person_id: UUID) -> PersonKeys:
    """The keys of somebody who is or was in the conversation, or wrote in its log, or of oneself; else NotFound."""
    one = await _known(view, conversation_id)
    member = select(ConversationMember.id).where(
        ConversationMember.conversation_id == one.id, ConversationMember.person_id == person_id
    )
    author = select(LogEntry.id).where(LogEntry.conversation_id == one.id, LogEntry.author_id == person_id).limit(1)
    mine = person_id == view.actor.person_id
    if not (mine or await view.openly(member) or await view.openly(author)):
        raise problems.NotFound
    return await keys_of(view, person_id)


def _assignments(one: Conversation, given: Sequence[Any], known: Mapping[UUID, Standing]) -> list[AssignmentDetail]:
    """What is signed for this conversation; and for whom nothing is that fits their keys, what is signed for any."""
    bound = [(id_, genesis, cose) for id_, genesis, cose, standing in given if not standing]
    fits = {id_ for id_, genesis, _ in bound if id_ in known and known[id_].genesis == genesis} | {*one.readers}
    ahead = [
        (id_, genesis, cose)
        for id_, genesis, cose, standing in given
        if standing and id_ not in fits and id_ in known and known[id_].genesis == genesis
    ]
    return [AssignmentDetail(person_id=id_, cose=cose) for id_, _, cose in (*bound, *ahead)]


def _member(person_id: UUID, keys: Standing | None) -> LogMember:
    if keys is None:
        return LogMember(person_id=person_id, genesis=None, seq=None, attested=False)
    return LogMember(person_id=person_id, genesis=keys.genesis, seq=keys.seq, attested=keys.attested)


async def _known(view: View, conversation_id: UUID) -> Conversation:
    """A conversation of this plan whose membership the reader has to do with; else NotFound."""
    query = select(Conversation).where(Conversation.id == conversation_id, Conversation.plan_id == view.plan_id)
    found = await view.openly(query)
    mine = select(ConversationMember.id).where(
        ConversationMember.conversation_id == conversation_id,
        ConversationMember.person_id == view.actor.person_id,
        ConversationMember.removed_at.is_(None),
    )
    here = bool(await view.openly(mine))
    case = Case.about(view.standing, in_conversation=here)
    if not found or not may(case, Action.READ_LOG) or not (here or Role.COORDINATOR in view.actor.roles):
        raise problems.NotFound
    return found[0][0]
