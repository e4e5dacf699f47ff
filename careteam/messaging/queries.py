"""What one can ask: a plan's conversations, one of them, their messages; counted by heads, never by rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.policy import allowed
from careteam.access.roles import Standing
from careteam.access.rules import Case
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.octets import Encoded
from careteam.core.paging import Shape
from careteam.coverage import alarms
from careteam.coverage.alarms import AlarmDetail
from careteam.coverage.unattended import unattended
from careteam.identity.queries import PersonRef, has_account, people
from careteam.messaging import rules
from careteam.messaging.drafts import OwnDraft, own_draft
from careteam.messaging.models import Conversation, DeliveredMark, Message
from careteam.messaging.rules import ConversationKind, ConversationState, MessagePriority
from careteam.plans import parts
from careteam.plans.rosters import Roster, rosters, standings

CONVERSATION_ACTIONS = (
    Action.SEND_MESSAGE,
    Action.RAISE_ALARM,
    Action.SEE_MESSAGE,
    Action.CHANGE_MEMBERSHIP,
    *rules.CARE,
)


class LastMessage(Shape):
    """The newest message of a conversation."""

    author: PersonRef
    envelope: Encoded
    sent_at: datetime


class ConversationSummary(Shape):
    """A conversation, in a list."""

    id: UUID
    plan_id: UUID
    patient_name: str
    kind: ConversationKind
    title: str
    members: list[PersonRef]
    unread: int
    message_count: int
    last: LastMessage | None
    waiting_since: datetime | None
    state: ConversationState
    #: Who looks after it.
    owner: PersonRef | None
    #: The word with which it was handed to them; for those who treat.
    owner_word: str | None
    closed_at: datetime | None
    closed_by: PersonRef | None
    #: What came of it, as whoever closed it said.
    outcome: str | None
    #: Somebody wrote to the reader by name, and they have not seen it yet.
    mentioned: bool
    #: When the reader wants to be reminded of it.
    remind_at: datetime | None
    stream_id: UUID
    may: list[Action]


class Receipt(Shape):
    """Up to which message somebody's devices have a conversation, and up to which they have seen it."""

    person_id: UUID
    #: False for a member who cannot sign in yet: they read it once they can.
    has_account: bool
    delivered_number: int
    seen_number: int


class ConversationDetail(ConversationSummary):
    """A conversation, and how far each of its members is."""

    receipts: list[Receipt]
    #: What became of its messages that cannot wait, by `subject_id`: who was told, who acknowledged, the outcome.
    alarms: list[AlarmDetail]
    #: What the reader wants to send when they are reminded.
    draft: OwnDraft | None


class AboutKind(StrEnum):
    """What a message can be about."""

    GOAL = "goal"
    ITEM = "item"


class About(Shape):
    """A goal or a step that a message is about. A reader who may not see the plan is not told of it."""

    id: UUID
    kind: AboutKind
    title: str


class MessageDetail(Shape):
    """A message. What was made of it is asked of tasks, by conversation."""

    id: UUID
    conversation_id: UUID
    number: int
    author: PersonRef
    #: What was sent, as its sender sealed it.
    envelope: Encoded
    priority: MessagePriority
    about: list[About]
    sent_at: datetime
    #: Written out of hours: when the team is back, as its author was told at once.
    told_opens: datetime | None
    change_id: UUID


class MessagePage(Shape):
    """Some messages of a conversation, ascending by number, and whether there are earlier ones."""

    items: list[MessageDetail]
    has_more: bool


activity = func.coalesce(Conversation.last_message_at, Conversation.opened_at)


def mine(view: View) -> Select[Conversation, ConversationMember, bool]:
    """The conversations that the reader is in, with their membership, and whether who looks after them is unattended."""
    alone = unattended(Conversation.owner_id.expression, Conversation.plan_id.expression, view.now)
    mine = (ConversationMember.person_id == view.actor.person_id) & ConversationMember.removed_at.is_(None)
    joined = ConversationMember.conversation_id == Conversation.id
    return select(Conversation, ConversationMember, alone).join(ConversationMember, joined).where(mine)


async def conversations(view: View) -> list[ConversationSummary]:
    """My conversations about the plan of this view: the whole team's, the staff's, the others by newest activity."""
    order = {ConversationKind.TEAM: 0, ConversationKind.STAFF: 1, ConversationKind.DIRECT: 2}
    query = mine(view).where(Conversation.plan_id == view.plan_id).order_by(activity.desc(), Conversation.id.desc())
    rows = sorted(await view.rows(query), key=lambda row: (order[row[0].kind], row[0].title is not None))
    return await summaries(view, rows)


async def conversation(view: View, conversation_id: UUID) -> ConversationDetail:
    """One of my conversations about the plan of this view, with its receipts."""
    row = await _one(view, conversation_id)
    known = await rosters(view, {view.plan})
    summary = (await summaries(view, [row], known))[0]
    member, mark = ConversationMember, DeliveredMark
    marked = (mark.conversation_id == member.conversation_id) & (mark.person_id == member.person_id)
    delivered_to, here = func.coalesce(mark.number, 0), has_account(member.person_id.expression)
    members = select(member.person_id, here, member.seen_number, delivered_to).outerjoin(mark, marked)
    there = (member.conversation_id == conversation_id) & member.removed_at.is_(None)
    receipts = [
        Receipt(person_id=id_, has_account=account, seen_number=seen, delivered_number=max(seen, delivered))
        for id_, account, seen, delivered in await view.rows(members.where(there).order_by(member.person_id))
    ]
    raised = await alarms.of_conversation(view, conversation_id, known)
    draft = await own_draft(view, conversation_id) if row[1].remind_to_send else None
    return ConversationDetail(**dict(summary), receipts=receipts, alarms=raised, draft=draft)


async def _one(view: View, conversation_id: UUID) -> Any:
    query = mine(view).where(Conversation.id == conversation_id, Conversation.plan_id == view.plan_id)
    rows = await view.rows(query)
    if not rows:
        raise problems.NotFound
    return rows[0]


async def summaries(
    view: View, rows: Sequence[Any], known: dict[UUID, Roster] | None = None
) -> list[ConversationSummary]:
    """What lists show of conversations; as many queries for fifty of them as for one. `known`: their plans' rosters."""
    found: list[Conversation] = [row[0] for row in rows]
    if not found:
        return []
    ids = [one.id for one in found]
    known = known or await rosters(view, {one.plan_id for one in found})
    standing = await standings(view, known)
    members: defaultdict[UUID, list[UUID]] = defaultdict(list)
    present = select(ConversationMember.conversation_id, ConversationMember.person_id).where(
        ConversationMember.conversation_id.in_(ids), ConversationMember.removed_at.is_(None)
    )
    present = present.order_by(ConversationMember.added_at, ConversationMember.id)
    for conversation_id, person_id in await view.rows(present):
        members[conversation_id].append(person_id)
    heads = [(one.stream_id, one.spoken_number) for one in found if one.spoken_number]
    newest = select(Message).where(tuple_(Message.stream_id, Message.number).in_(heads))
    last = {message.conversation_id: message for message in (await view.all(newest) if heads else [])}
    concerned = {id_ for group in members.values() for id_ in group} | {one.author_id for one in last.values()}
    concerned |= {one.closed_by for one in found if one.closed_by} | {one.owner_id for one in found if one.owner_id}
    names = await people(view, concerned | {roster.patient_id for roster in known.values()})
    return [
        _summary(view, one, member, alone, known[one.plan_id], standing, members[one.id], last.get(one.id), names)
        for one, member, alone in rows
    ]


def _summary(
    view: View,
    one: Conversation,
    mine: ConversationMember,
    alone: bool,
    roster: Roster,
    known: Mapping[UUID, Standing],
    members: Sequence[UUID],
    last: Message | None,
    names: Mapping[UUID, PersonRef],
) -> ConversationSummary:
    refs = [names[id_].in_role(roster.roles.get(id_, names[id_].role)) for id_ in members]
    standing = known.get(one.plan_id) or Standing(
        view.actor, one.plan_id, relations=tuple(relation for relation in roster.mine if relation.live(view.now))
    )
    others = [ref.name for ref in refs if ref.id != view.actor.person_id]
    owner = names[one.owner_id] if one.owner_id and one.owner_id in roster.answering else None
    closed, answers = one.closed_at is not None, view.actor.person_id in roster.answering
    owned = owner is not None and not alone
    in_place = one.owner_id if owned and one.owner_id not in roster.covered else view.actor.person_id
    case = Case.about(standing, author_id=one.opened_by, owner_id=in_place, in_conversation=True)
    return ConversationSummary(
        id=one.id,
        plan_id=one.plan_id,
        patient_name=names[roster.patient_id].name if roster.patient_id else "",
        kind=one.kind,
        title=rules.title_of(one.kind, one.title, others),
        members=refs,
        unread=one.spoken_count - mine.seen_spoken,
        message_count=one.message_count,
        last=last and _last(last, names),
        waiting_since=None if closed else one.waiting_since,
        state=rules.state_of(
            closed=closed,
            waiting=one.waiting_since is not None,
            spoken=one.spoken_count > 0,
            with_patient=one.with_patient,
        ),
        owner=owner,
        owner_word=one.owner_word if owner and answers else None,
        closed_at=one.closed_at,
        closed_by=names[one.closed_by] if one.closed_by else None,
        outcome=one.outcome,
        mentioned=mine.mentioned_number > mine.seen_number,
        remind_at=mine.remind_at,
        stream_id=one.stream_id,
        may=[
            action
            for action in allowed(case, CONVERSATION_ACTIONS)
            if rules.possible(action, owned=owned, closed=closed, titled=one.title is not None)
        ],
    )


def _last(message: Message, names: Mapping[UUID, PersonRef]) -> LastMessage:
    return LastMessage(author=_author(message, names), envelope=message.envelope, sent_at=message.sent_at)


def _author(message: Message, names: Mapping[UUID, PersonRef]) -> PersonRef:
    """Who wrote it, in the role they had then."""
    return names[message.author_id].in_role(message.author_role)


async def messages(
    view: View, conversation_id: UUID, *, before: int | None, after: int | None, limit: int
) -> MessagePage:
    """A page of a conversation up to before message `before` (or the newest), or from after `after`: a range of numbers."""
    one: Conversation = (await _one(view, conversation_id))[0]
    last = one.message_count if before is None else min(before - 1, one.message_count)
    first = max(last - limit, 0) if after is None else after
    last = last if after is None else min(last, after + limit)
    page = (Message.stream_id == one.stream_id) & (Message.number > first) & (Message.number <= last)
    rows = await view.all(select(Message).where(page).order_by(Message.number)) if last > first else []
    return MessagePage(items=await details(view, rows), has_more=first > 0)


async def messages_among(view: View, stream_id: UUID, ids: Collection[UUID]) -> dict[UUID, MessageDetail]:
    """These messages of one conversation, by id; for whoever reads the conversation's entries."""
    query = select(Message).where(Message.stream_id == stream_id, Message.id.in_(ids))
    rows = await view.all(query) if ids else []
    return {message.id: message for message in await details(view, rows)}


async def details(view: View, rows: Sequence[Message]) -> list[MessageDetail]:
    """Messages as their readers get them, with the names of authors and of what they are about."""
    names = await people(view, {message.author_id for message in rows})
    cited = await about(view, {id_ for message in rows for id_ in message.about})
    return [message_detail(message, names, cited) for message in rows]


async def about(view: View, ids: Iterable[UUID]) -> dict[UUID, About]:
    """What these goals and steps are called, as far as the reader may read them."""
    wanted = set(ids)
    goals = await parts.goal_words(view, wanted)
    items = await parts.item_titles(view, wanted - goals.keys())
    named = {id_: About(id=id_, kind=AboutKind.GOAL, title=words) for id_, words in goals.items()}
    return named | {id_: About(id=id_, kind=AboutKind.ITEM, title=title) for id_, title in items.items()}


def message_detail(message: Message, names: Mapping[UUID, PersonRef], cited: Mapping[UUID, About]) -> MessageDetail:
    """One message; what is not in `cited` is not mentioned."""
    return MessageDetail(
        id=message.id,
        conversation_id=message.conversation_id,
        number=message.number,
        author=_author(message, names),
        envelope=message.envelope,
        priority=message.priority,
        about=[cited[id_] for id_ in message.about if id_ in cited],
        sent_at=message.sent_at,
        told_opens=message.told_opens,
        change_id=message.change_id,
    )
