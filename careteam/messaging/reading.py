"""What one can ask about who reads a conversation: its log, one's own boxes, who should be on it, and assignments."""

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
from careteam.keys.queries import PersonKeys, Standing, key_standings, keys_of
from careteam.messaging.models import Assignment, Conversation, LogBox, LogEntry


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
    entries = select(LogEntry.cose).where(LogEntry.conversation_id == one.id, LogEntry.seq >= after)
    boxes = select(LogBox.hash, LogBox.box).where(
        LogBox.conversation_id == one.id, LogBox.owner_id == view.actor.person_id, LogBox.seq >= after
    )
    given = select(Assignment.person_id, Assignment.cose).where(
        Assignment.conversation_id == one.id, Assignment.ended_at.is_(None)
    )
    present = select(ConversationMember.person_id).where(
        ConversationMember.conversation_id == one.id, ConversationMember.removed_at.is_(None)
    )
    people = [row[0] for row in await view.openly(present.order_by(ConversationMember.person_id))]
    known = await key_standings(view, people)
    return LogDetail(
        entries=[row[0] for row in await view.openly(entries.order_by(LogEntry.seq))],
        length=one.log_length,
        head=one.log_head or ZERO_HASH,
        now=milliseconds(view.now),
        boxes={encoded(row[0]): row[1] for row in await view.openly(boxes)},
        members=[_member(id_, known.get(id_)) for id_ in people],
        assignments=[AssignmentDetail(person_id=row[0], cose=row[1]) for row in await view.openly(given)],
    )


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
