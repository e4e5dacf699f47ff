"""Who of a conversation has not seen a message yet, as the program needs to know it to tell them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from careteam.access.models import ConversationMember
from careteam.audit.view import View
from careteam.messaging.models import Message


@dataclass(frozen=True)
class Unseen:
    """A message that somebody said, and who has not seen it."""

    conversation_id: UUID
    number: int
    person_ids: tuple[UUID, ...]


async def unseen_by(view: View, message_id: UUID) -> Unseen | None:
    """Whom a message of this view's conversation concerns; None for one that makes nothing unread."""
    message = await view.first(select(Message).where(Message.id == message_id))
    if message is None or message.silent:
        return None
    row = ConversationMember
    there = (row.conversation_id == message.conversation_id) & row.removed_at.is_(None)
    others = there & (row.seen_number < message.number) & (row.person_id != message.author_id)
    people = await view.all(select(row.person_id).where(others).order_by(row.person_id))
    return Unseen(message.conversation_id, message.number, tuple(people))


async def is_unseen(view: View, conversation_id: UUID, person_id: UUID, number: int) -> bool:
    """Is somebody still in this view's conversation, and has not seen it up to there?"""
    row = ConversationMember
    mine = (row.conversation_id == conversation_id) & (row.person_id == person_id) & row.removed_at.is_(None)
    return await view.first(select(row.id).where(mine, row.seen_number < number)) is not None
