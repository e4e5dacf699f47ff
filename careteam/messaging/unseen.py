"""Who of a conversation has not seen a message yet, or wants to be reminded of it, as the program needs to know to tell them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from careteam.access.models import ConversationMember
from careteam.audit.view import View
from careteam.messaging.models import Message


@dataclass(frozen=True)
class Unseen:
    """Somebody who has not seen what another said, and up to which message."""

    conversation_id: UUID
    stream_id: UUID
    person_id: UUID
    number: int


async def unseen_by(view: View, message_ids: Collection[UUID]) -> list[Unseen]:
    """Whom these messages of this view's conversations concern; those that make nothing unread concern nobody."""
    columns = Message.conversation_id, Message.stream_id, Message.number, Message.author_id
    said = await view.rows(select(*columns).where(Message.id.in_(message_ids), Message.silent.is_(False)))
    row = ConversationMember
    there = row.conversation_id.in_({one.conversation_id for one in said}) & row.removed_at.is_(None)
    members = await view.rows(
        select(row.conversation_id, row.person_id, row.seen_number).where(there).order_by(row.person_id)
    )
    found: list[Unseen] = []
    for conversation_id, person_id, seen in members:
        new = [
            one
            for one in said
            if one.conversation_id == conversation_id and one.author_id != person_id and one.number > seen
        ]
        if new:
            found.append(Unseen(conversation_id, new[0].stream_id, person_id, max(one.number for one in new)))
    return found


async def still_reminds(view: View, person_id: UUID, at: datetime) -> bool:
    """Does somebody still want to be reminded of this view's conversation, of just this time?"""
    row = ConversationMember
    mine = (row.person_id == person_id) & row.removed_at.is_(None)
    return await view.first(select(row.id).where(mine, row.remind_at == at)) is not None


async def is_unseen(view: View, conversation_id: UUID, person_id: UUID, number: int) -> bool:
    """Is somebody still in this view's conversation, and has not seen it up to there?"""
    row = ConversationMember
    mine = (row.conversation_id == conversation_id) & (row.person_id == person_id) & row.removed_at.is_(None)
    return await view.first(select(row.id).where(mine, row.seen_number < number)) is not None


async def is_unseen_beside(
    view: View, conversation_id: UUID, person_id: UUID, number: int, known: Collection[UUID]
) -> bool:
    """Of what others said in this view's conversation up to there: has somebody not seen anything beside these messages?"""
    row = ConversationMember
    mine = (row.conversation_id == conversation_id) & (row.person_id == person_id) & row.removed_at.is_(None)
    said = (Message.conversation_id == conversation_id) & Message.silent.is_(False) & (Message.author_id != person_id)
    new = (Message.number > row.seen_number) & (Message.number <= number) & Message.id.not_in(known)
    joined = row.conversation_id == Message.conversation_id
    return bool(await view.rows(select(Message.id).join(row, joined).where(mine, said, new).limit(1)))
