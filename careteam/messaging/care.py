"""Who looks after a conversation, and whether anybody still owes anything there: claim, hand over, release, close; and
being reminded of one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import absences
from careteam.identity import holders
from careteam.messaging import drafts, events, rules
from careteam.messaging.commands import joined, roster_of
from careteam.messaging.drafts import OwnDraft
from careteam.messaging.models import Closing, Conversation
from careteam.plans import standins


@dataclass(eq=False)
class ConversationAlreadyClaimed(problems.Problem):
    """Somebody else looks after this conversation."""

    status = 409
    detail = "They claimed it before you, and can hand it over. Nothing was changed."
    claimed_by: dict[str, str]


@dataclass(eq=False)
class ConversationAlreadyClosed(problems.Problem):
    """Somebody has closed this conversation."""

    status = 409
    detail = "It was closed before you asked. Nothing was changed."


@dataclass(eq=False)
class NoSuchReminder(problems.Problem):
    """A reminder is for a time to come, within a year."""

    status = 422
    detail = "Choose another time. Nothing was saved."


@dataclass(eq=False)
class CannotLookAfter(problems.Problem):
    """That person cannot look after this conversation."""

    status = 409
    detail = "Choose somebody of the team who is in this conversation. Nothing was changed."


async def claim_conversation(change: Change, *, conversation_id: UUID) -> None:
    """Look after a conversation that is nobody's. The row's lock decides between two who try at once."""
    conversation, _ = await joined(change, conversation_id)
    change.require(Action.CLAIM_CONVERSATION, in_conversation=True)
    owner, me = await _owner(change, conversation), change.actor.person_id
    if owner not in (None, me):
        name = await holders.name_of(change, owner)
        raise ConversationAlreadyClaimed(claimed_by={"id": str(owner), "name": name})
    if owner is None:
        conversation.owner_id, conversation.owner_word = me, None
    await change.record(events.ConversationClaimed(conversation_id=conversation.id, owner_id=me))


async def hand_over_conversation(
    change: Change, *, conversation_id: UUID, person_id: UUID, why: str | None = None
) -> None:
    """Let somebody else of the team who is in a conversation look after it."""
    conversation, former = await _looked_after(change, Action.HAND_OVER_CONVERSATION, conversation_id)
    roster = await roster_of(change)
    there = await change.find(ConversationMember, conversation_id=conversation.id, person_id=person_id, removed_at=None)
    if not there or not rules.is_staff(roster.get(person_id, frozenset())):
        raise CannotLookAfter
    if person_id != former:
        conversation.owner_id, conversation.owner_word = person_id, why
    await change.record(
        events.ConversationHandedOver(conversation_id=conversation.id, owner_id=person_id, former_owner_id=former)
    )


async def release_conversation(change: Change, *, conversation_id: UUID) -> None:
    """Let whoever treats in a conversation claim it."""
    conversation, former = await _looked_after(change, Action.RELEASE_CONVERSATION, conversation_id)
    if former is not None:
        conversation.owner_id = conversation.owner_word = None
        await change.record(events.ConversationReleased(conversation_id=conversation.id, former_owner_id=former))


async def close_conversation(change: Change, *, conversation_id: UUID, outcome: str | None = None) -> None:
    """Say that nobody owes anything in a conversation any more, and what came of it. Whoever writes there reopens it."""
    conversation, _ = await _looked_after(change, Action.CLOSE_CONVERSATION, conversation_id)
    if conversation.closed_at is not None:
        raise ConversationAlreadyClosed
    conversation.closed_at, conversation.closed_by, conversation.outcome = change.now, change.actor.person_id, outcome
    closing = Closing(
        conversation_id=conversation.id, going_since=conversation.going_since or conversation.opened_at,
        waiting_since=conversation.waiting_since, waiting_priority=conversation.waiting_priority, closed_at=change.now,
        closed_by=change.actor.person_id, role=change.role,
    )  # fmt: skip
    await change.add(closing, stream_id=conversation.stream_id)
    await change.record(events.ConversationClosed(conversation_id=conversation.id, closing_id=closing.id))


async def reopen_conversation(change: Change, *, conversation_id: UUID) -> None:
    """Let a conversation that was closed by mistake stand as it stood before."""
    conversation, _ = await joined(change, conversation_id)
    change.require(Action.REOPEN_CONVERSATION, in_conversation=True)
    undone = [] if conversation.closed_at is None else await _closings(change, conversation)
    for closing in undone:
        closing.undone_at = change.now
    conversation.closed_at = conversation.closed_by = conversation.outcome = None
    ids = tuple(closing.id for closing in undone)
    await change.record(events.ConversationReopened(conversation_id=conversation.id, undone_ids=ids))


async def _closings(change: Change, conversation: Conversation) -> list[Closing]:
    """The one by which a conversation is closed now."""
    return await change.find(Closing, conversation_id=conversation.id, closed_at=conversation.closed_at, undone_at=None)


async def remind_me(
    change: Change, *, conversation_id: UUID, at: datetime | None, draft: OwnDraft | None = None
) -> None:
    """Bring a conversation back to the actor at a time, within a year; None: not any more.

    With what they want to send then: it stays kept while only the time changes, and goes with the reminder.
    """
    conversation, member = await joined(change, conversation_id)
    change.require(Action.REMIND_CONVERSATION, in_conversation=True)
    if at is not None and not change.now < at <= change.now + rules.LONGEST_REMINDER:
        raise NoSuchReminder
    member.remind_at, draft_id = at, None
    if draft is not None or at is None:
        member.remind_to_send = draft is not None
        draft_id = await drafts.keep(change, conversation, draft)
    await change.record(events.ReminderSet(member_id=member.id, conversation_id=conversation_id, draft_id=draft_id))


async def _looked_after(change: Change, action: Action, conversation_id: UUID) -> tuple[Conversation, UUID | None]:
    """A conversation about which the actor may do this, and whose it is.

    Nobody's is everybody's who answers there; who covers for its owner stands in their place.
    """
    conversation, _ = await joined(change, conversation_id)
    owner, me = await _owner(change, conversation), change.actor.person_id
    mine = owner is None or owner in await standins.covered_by(change, me)
    change.require(action, owner_id=me if mine else owner, in_conversation=True)
    return conversation, owner


async def _owner(change: Change, conversation: Conversation) -> UUID | None:
    """Who looks after a conversation: nobody whose time on the plan is over, or who is away while nobody covers."""
    owner = conversation.owner_id
    if owner is None or not rules.is_staff((await roster_of(change)).get(owner, frozenset())):
        return None
    return None if await absences.unattended(change, owner) else owner
