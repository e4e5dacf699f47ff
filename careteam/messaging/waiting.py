"""What waits for the reader in their conversations, across plans: patients without an answer, and what is unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from careteam.access.models import ConversationMember
from careteam.access.rules import member
from careteam.access.sql import Columns, condition, treats_on
from careteam.audit.view import View
from careteam.messaging.models import Conversation
from careteam.messaging.rules import title_of


@dataclass(frozen=True)
class Waiting:
    """A conversation in which the patient's side waits for an answer."""

    id: UUID
    plan_id: UUID
    since: datetime
    #: Nobody looks after it: whoever treats there may claim it.
    claimable: bool = False


@dataclass(frozen=True)
class Unread:
    """How many messages of a plan the reader has not seen, and when something was said last."""

    messages: int
    said_at: datetime | None


async def waiting_for_me(view: View) -> list[Waiting]:
    """Conversations whose patient has had no answer yet: the reader looks after them, or may claim them."""
    mine = Conversation.owner_id == view.actor.person_id
    query = select(Conversation.id, Conversation.plan_id, Conversation.waiting_since, Conversation.owner_id)
    query = query.where(is_waiting(), reader_treats(view), mine | nobodys(view))
    me = view.actor.person_id
    return [Waiting(id_, plan_id, since, owner != me) for id_, plan_id, since, owner in await view.rows(query)]


def is_waiting() -> ColumnElement[bool]:
    """The patient's side has had no answer yet. Written as the partial index has it, so that it is used."""
    return Conversation.waiting_since.is_not(None) & Conversation.closed_at.is_(None)


def reader_treats(view: View) -> ColumnElement[bool]:
    """The reader is on the team of the conversation's plan."""
    return condition(member(), view.actor, view.now, Columns(Conversation.plan_id.expression))


def nobodys(view: View) -> ColumnElement[bool]:
    """Nobody looks after the conversation; nobody does whose time on the plan is over."""
    owner = Conversation.owner_id.expression
    return owner.is_(None) | ~treats_on(owner, Conversation.plan_id.expression, view.now)


async def waiting_anywhere(view: View, limit: int) -> list[Waiting]:
    """Conversations whose trail the reader reviews and whose patient has had no answer yet, the longest first."""
    query = select(Conversation.id, Conversation.plan_id, Conversation.waiting_since)
    query = query.where(is_waiting()).order_by(Conversation.waiting_since).limit(limit)
    return [Waiting(*row) for row in await view.reviewed(query, Conversation)]


async def titles(view: View, ids: Sequence[UUID], patients: Mapping[UUID, str]) -> dict[UUID, str]:
    """What each of these conversations is called; `patients` says whom each plan is for."""
    if not ids:
        return {}
    return {
        one.id: title_of(one.kind, one.title, (patients[one.plan_id],))
        for (one,) in await view.rows(select(Conversation).where(Conversation.id.in_(ids)))
    }


async def unread_conversations(view: View) -> int:
    """In how many of the reader's conversations there is something they have not seen."""
    unseen = Conversation.spoken_count > ConversationMember.seen_spoken
    return await view.count(select(Conversation.id).join(ConversationMember, _mine(view)).where(unseen))


async def unread_by_plan(view: View, plan_ids: Sequence[UUID]) -> dict[UUID, Unread]:
    """What is new in the reader's conversations of each of these plans."""
    unseen = func.sum(Conversation.spoken_count - ConversationMember.seen_spoken)
    query = (
        select(Conversation.plan_id, unseen, func.max(Conversation.last_message_at))
        .join(ConversationMember, _mine(view))
        .where(Conversation.plan_id.in_(plan_ids))
        .group_by(Conversation.plan_id)
    )
    return {row[0]: Unread(int(row[1]), row[2]) for row in await view.rows(query)}


def _mine(view: View) -> ColumnElement[bool]:
    return and_(
        ConversationMember.conversation_id == Conversation.id,
        ConversationMember.person_id == view.actor.person_id,
        ConversationMember.removed_at.is_(None),
    )
