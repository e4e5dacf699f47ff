"""What waits for the reader in their conversations, across plans: patients without an answer, and what is unread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from careteam.access.models import ConversationMember
from careteam.access.rules import answers
from careteam.access.sql import Columns, answers_on, condition, covers_for
from careteam.audit.view import View
from careteam.coverage.unattended import unattended
from careteam.messaging.models import Conversation
from careteam.messaging.rules import title_of


@dataclass(frozen=True)
class Waiting:
    """A conversation in which the patient's side waits for an answer."""

    id: UUID
    plan_id: UUID
    since: datetime
    #: Nobody looks after it: whoever answers there may claim it.
    claimable: bool = False
    #: The reader covers for who looks after it.
    covering: bool = False
    #: They wanted to send something that they wrote there.
    to_send: bool = False


@dataclass(frozen=True)
class Unread:
    """How many messages of a plan the reader has not seen, and when something was said last."""

    messages: int
    said_at: datetime | None


async def waiting_for_me(view: View) -> list[Waiting]:
    """Conversations whose patient has had no answer yet: the reader is to look after them, or may claim them."""
    me, free = view.actor.person_id, nobodys(view)
    query = select(Conversation.id, Conversation.plan_id, Conversation.waiting_since, Conversation.owner_id, free)
    query = query.where(is_waiting(), reader_answers(view), readers_own(view) | free)
    return [
        Waiting(id_, plan_id, since, claimable=alone, covering=not alone and owner != me)
        for id_, plan_id, since, owner, alone in await view.rows(query)
    ]


@dataclass(frozen=True)
class Mention:
    """A conversation in which somebody wrote to the reader by name, who has not been there since."""

    id: UUID
    plan_id: UUID
    since: datetime
    by: UUID


async def coming_back(view: View) -> tuple[list[Waiting], list[Mention]]:
    """Conversations of which the reader wanted to be reminded by now, since when; and those in which they are mentioned."""
    member = ConversationMember
    due, named = is_due(view), member.mentioned_number > member.seen_number
    columns = member.remind_at, member.remind_to_send, member.mentioned_at, member.mentioned_by
    query = select(Conversation.id, Conversation.plan_id, due, named, *columns)
    rows = await view.rows(query.join(member, _mine(view)).where(due | named))
    return (
        [Waiting(row[0], row[1], row[4], to_send=row[5]) for row in rows if row[2]],
        [Mention(row[0], row[1], row[6], row[7]) for row in rows if row[3]],
    )


def is_due(view: View) -> ColumnElement[bool]:
    """The reader wanted to be reminded of it by now, as their membership says."""
    return func.coalesce(ConversationMember.remind_at <= view.now, False)


def is_waiting() -> ColumnElement[bool]:
    """The patient's side has had no answer yet. Written as the partial index has it, so that it is used."""
    return Conversation.waiting_since.is_not(None) & Conversation.closed_at.is_(None)


def reader_answers(view: View) -> ColumnElement[bool]:
    """The reader is on the team of the conversation's plan, or stands in there."""
    return condition(answers, view.actor, view.now, Columns(Conversation.plan_id.expression))


def readers_own(view: View) -> ColumnElement[bool]:
    """The reader looks after the conversation, or covers for who does."""
    owner, plan = Conversation.owner_id.expression, Conversation.plan_id.expression
    return (owner == view.actor.person_id) | covers_for(view.actor, view.now, owner, plan)


def nobodys(view: View) -> ColumnElement[bool]:
    """Nobody looks after the conversation: nobody whose time on the plan is over, or who is away while nobody covers."""
    owner, plan = Conversation.owner_id.expression, Conversation.plan_id.expression
    return owner.is_(None) | ~answers_on(owner, plan, view.now) | unattended(owner, plan, view.now)


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
