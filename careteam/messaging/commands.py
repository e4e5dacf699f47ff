"""What one can do in a conversation: open it, change who is in it, send, see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.roles import PATIENT_SIDE, RelationKind, Role
from careteam.access.streams import StreamKind
from careteam.audit.batch import Need
from careteam.audit.change import Change
from careteam.audit.events import StreamsOpened
from careteam.core import problems
from careteam.core.ids import ConversationId, MessageId
from careteam.messaging import events, rules
from careteam.messaging.models import Conversation, Message
from careteam.messaging.rules import ConversationKind
from careteam.plans import team


@dataclass(eq=False)
class CannotTakePart(problems.Problem):
    """These people cannot have a conversation of this kind."""

    status = 409
    detail = "One of staff is for the staff of the team; one between two people has somebody of the staff in it."
    kind: str


@dataclass(eq=False)
class AlreadyInConversation(problems.Problem):
    """That person is in this conversation already."""

    status = 409
    detail = "Nothing was changed."


@dataclass(eq=False)
class HasNoTopic(problems.Problem):
    """This conversation has no topic."""

    status = 409
    detail = "It is named after who is in it. Begin one with a topic instead. Nothing was changed."


async def roster_of(change: Change) -> dict[UUID, frozenset[Role]]:
    """Who is on this plan now, in which roles; without supervisors who opened it for themselves."""
    roster: dict[UUID, frozenset[Role]] = {}
    for row in await team.present(change):
        if row.kind is not RelationKind.SUPERVISOR:
            roster[row.person_id] = roster.get(row.person_id, frozenset()) | {row.role}
    return roster


async def open_conversation(
    change: Change, *, kind: ConversationKind, title: str | None = None, member_ids: Collection[UUID] = ()
) -> ConversationId:
    """Begin a conversation about this plan. Two people have one: without a title, the one they have is answered."""
    roster, me = await roster_of(change), change.actor.person_id
    if any(id_ not in roster for id_ in (me, *member_ids)):
        raise team.NotOnTheTeam
    members = rules.participants(kind, me, member_ids, roster)
    if not rules.may_be(kind, members, roster):
        raise CannotTakePart(kind=kind)
    if kind is ConversationKind.DIRECT and title is None:
        known = await _between(change, members)
        if known is not None:
            return ConversationId(known.id)
    with_patient = any(not rules.is_staff(roster[id_]) for id_ in members)
    return await begin(change, kind=kind, title=title, opened_by=me, members=sorted(members), with_patient=with_patient)


async def _between(change: Change, people: Collection[UUID]) -> Conversation | None:
    """The conversation that these two people have already."""
    shared: set[UUID] | None = None
    for person_id in sorted(people):
        rows = await change.find(ConversationMember, person_id=person_id, removed_at=None)
        ids = {row.conversation_id for row in rows}
        shared = ids if shared is None else shared & ids
    direct = await change.find(Conversation, kind=ConversationKind.DIRECT, title=None)
    return next((one for one in direct if one.id in (shared or ())), None)


async def begin(
    change: Change, *, kind: ConversationKind, opened_by: UUID, members: Sequence[UUID], with_patient: bool,
    title: str | None = None,
) -> ConversationId:  # fmt: skip
    """Open a conversation's stream and its first rows; the staff's stream names it."""
    stream_id = await change.open_stream(StreamKind.CONVERSATION)
    await change.record(StreamsOpened(stream_ids=(stream_id,)))
    conversation = await change.add(
        Conversation(kind=kind, title=title, opened_by=opened_by, opened_at=change.now, with_patient=with_patient),
        stream_id=stream_id,
    )
    rows = [await _new_member(change, conversation, person_id) for person_id in members]
    await change.record(
        events.ConversationOpened(
            conversation_id=conversation.id,
            member_ids=tuple(row.id for row in rows),
            person_ids=tuple(members),
            kind=kind,
        )
    )
    return ConversationId(conversation.id)


async def _new_member(
    change: Change, conversation: Conversation, person_id: UUID, before: ConversationMember | None = None
) -> ConversationMember:
    row = ConversationMember(conversation_id=conversation.id, person_id=person_id, added_at=change.now)
    if before is not None:
        row.seen_number, row.seen_spoken, row.signing = before.seen_number, before.seen_spoken, before.signing
    return await change.add(row, stream_id=conversation.stream_id)


async def rename_conversation(change: Change, *, conversation_id: UUID, title: str) -> None:
    """Give a conversation with a topic another one; those that are named after who is in them have none."""
    conversation, _ = await joined(change, conversation_id)
    change.require(Action.RENAME_CONVERSATION, author_id=conversation.opened_by, in_conversation=True)
    if conversation.title is None:
        raise HasNoTopic
    conversation.title = title
    await change.record(events.ConversationRenamed(conversation_id=conversation.id))


async def add_member(change: Change, *, conversation_id: UUID, person_id: UUID) -> UUID:
    """Take somebody of the plan into a conversation; what they had seen before they left counts."""
    conversation = await _to_change(change, conversation_id)
    roster = await roster_of(change)
    if person_id not in roster:
        raise team.NotOnTheTeam
    if not rules.belongs(conversation.kind, roster[person_id]):
        raise CannotTakePart(kind=conversation.kind)
    member_id = await bring_in(change, conversation, person_id)
    if member_id is None:
        raise AlreadyInConversation
    return member_id


async def bring_in(change: Change, conversation: Conversation, person_id: UUID) -> UUID | None:
    """Add a membership that goes on from the last one; None for somebody who has one."""
    earlier = await change.find(ConversationMember, conversation_id=conversation.id, person_id=person_id)
    if any(row.removed_at is None for row in earlier):
        return None
    before = max(earlier, key=lambda row: row.added_at, default=None)
    member = await _new_member(change, conversation, person_id, before)
    await change.record(events.MemberAdded(member_id=member.id, conversation_id=conversation.id, person_id=person_id))
    return member.id


async def let_in(change: Change, conversation: Conversation, people: Collection[UUID]) -> None:
    """Take those of these people into a conversation who are on its plan and belong there; two people stay two."""
    if conversation.kind is ConversationKind.DIRECT:
        return
    roster = await roster_of(change)
    for person_id in people:
        if rules.belongs(conversation.kind, roster.get(person_id, frozenset())):
            await bring_in(change, conversation, person_id)


async def remove_member(change: Change, *, conversation_id: UUID, person_id: UUID) -> UUID:
    """Take somebody out of a conversation."""
    conversation = await _to_change(change, conversation_id)
    rows = await change.find(ConversationMember, conversation_id=conversation.id, person_id=person_id, removed_at=None)
    if not rows:
        raise problems.NotFound
    await take_out(change, conversation, rows[0])
    return rows[0].id


async def take_out(change: Change, conversation: Conversation, member: ConversationMember) -> None:
    """End a membership; what somebody looked after is nobody's then."""
    await leave_unowned(change, conversation, member.person_id)
    member.removed_at = change.now
    await change.record(
        events.MemberRemoved(member_id=member.id, conversation_id=member.conversation_id, person_id=member.person_id)
    )


async def leave_unowned(change: Change, conversation: Conversation, person_id: UUID) -> None:
    """Make a conversation nobody's if it was theirs who cannot look after it any more."""
    if conversation.owner_id == person_id:
        conversation.owner_id = conversation.owner_word = None
        await change.record(events.ConversationReturned(conversation_id=conversation.id, former_owner_id=person_id))


async def _to_change(change: Change, conversation_id: UUID) -> Conversation:
    """A conversation whose members this actor may change; two people stay two."""
    conversation, _ = await joined(change, conversation_id)
    change.require(Action.CHANGE_MEMBERSHIP, author_id=conversation.opened_by, in_conversation=True)
    if conversation.kind is ConversationKind.DIRECT:
        raise CannotTakePart(kind=conversation.kind)
    return conversation


async def joined(change: Change, conversation_id: UUID) -> tuple[Conversation, ConversationMember]:
    """A conversation that the actor is in, with their membership; for anybody else it does not exist."""
    conversation = await change.get(Conversation, conversation_id)
    mine = await change.find(
        ConversationMember, conversation_id=conversation_id, person_id=change.actor.person_id, removed_at=None
    )
    if not mine:
        raise problems.NotFound
    return conversation, mine[0]


def needs_to_send(conversation_id: UUID) -> tuple[Need, ...]:
    """The rows that sending always changes."""
    return (
        Need(Conversation, {"id": conversation_id}),
        Need(ConversationMember, {"conversation_id": conversation_id}, mine=("person_id",), empty=("removed_at",)),
    )


async def say(
    change: Change, conversation: Conversation, member: ConversationMember, said: Message,
    mentioned: Sequence[ConversationMember] = (),
) -> MessageId:  # fmt: skip
    """Number a message, count it, and note whom it mentions. A closed conversation goes on with it."""
    role, number = change.role, conversation.message_count + 1
    conversation.message_count = member.seen_number = number
    if not said.silent:
        member.remind_at = rules.still_ahead(member.remind_at, change.now, to_send=member.remind_to_send)
        member.remind_to_send = False
    reopens = conversation.closed_at is not None and not said.silent
    if not said.silent:
        conversation.spoken_count, conversation.spoken_number = conversation.spoken_count + 1, number
        conversation.last_message_at, conversation.last_author_id = change.now, change.actor.person_id
        since = None if reopens else conversation.waiting_since
        urgency = None if reopens else conversation.waiting_priority
        conversation.waiting_since = rules.waiting_since(role, since, change.now)
        conversation.waiting_priority = rules.waiting_priority(role, urgency, said.priority)
        if role not in PATIENT_SIDE:
            said.answers_since, said.answers_priority = since, urgency
        if reopens or conversation.going_since is None:
            conversation.going_since = change.now
    if reopens:
        conversation.closed_at = conversation.closed_by = conversation.outcome = None
    member.seen_spoken = said.spoken = conversation.spoken_count
    said.conversation_id, said.number, said.sent_at = conversation.id, number, change.now
    said.author_id, said.author_role = change.actor.person_id, role
    for one in mentioned:
        one.mentioned_number, one.mentioned_at, one.mentioned_by = number, change.now, change.actor.person_id
    message = await change.add(said, stream_id=conversation.stream_id)
    await change.record(
        events.MessageSent(
            message_id=message.id, conversation_id=conversation.id, member_id=member.id, about=tuple(said.about),
            number=number, mentioned_ids=tuple(one.id for one in mentioned),
        )
    )  # fmt: skip
    if said.told_opens is not None:
        told = events.OutOfHoursTold(message_id=message.id, conversation_id=conversation.id, opens_at=said.told_opens)
        await change.record(told)
    if reopens:
        await change.record(events.ConversationReopened(conversation_id=conversation.id))
    return MessageId(message.id)


async def see_message(change: Change, *, conversation_id: UUID, number: int) -> None:
    """Say up to which message one has read; what was said before stays said."""
    conversation, member = await joined(change, conversation_id)
    change.require(Action.SEE_MESSAGE, in_conversation=True)
    seen = min(number, conversation.message_count)
    if seen > member.seen_number:
        read = await change.find(Message, stream_id=conversation.stream_id, number=seen)
        member.seen_number, member.seen_spoken = seen, read[0].spoken
        await change.record(events.MessagesSeen(member_id=member.id, conversation_id=conversation_id, number=seen))


async def mark_delivered(change: Change, *, conversation_id: UUID, number: int) -> None:
    """Say up to which message a device of one's own has a conversation. It is told live, and leaves no entry."""
    if not await change.mark_delivered(conversation_id, number):
        raise problems.NotFound
    change.require(Action.SEE_MESSAGE, in_conversation=True)
