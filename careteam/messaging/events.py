"""What can happen in a conversation."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class ConversationOpened(Event):
    """A conversation began, with these people."""

    changes_standing: ClassVar[bool] = True

    conversation_id: UUID
    member_ids: tuple[UUID, ...]
    person_ids: tuple[UUID, ...]
    kind: str


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Event):
    """Somebody came to a conversation; they can read it from its beginning."""

    changes_standing: ClassVar[bool] = True

    member_id: UUID
    conversation_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Event):
    """Somebody is no longer in a conversation."""

    changes_standing: ClassVar[bool] = True

    member_id: UUID
    conversation_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConversationClaimed(Event):
    """Somebody looks after a conversation from now on."""

    conversation_id: UUID
    owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConversationHandedOver(Event):
    """Somebody else looks after a conversation from now on."""

    conversation_id: UUID
    owner_id: UUID
    former_owner_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class ConversationReleased(Event):
    """Who looked after a conversation no longer does; whoever treats there may claim it."""

    conversation_id: UUID
    former_owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConversationReturned(Event):
    """Who looked after a conversation is no longer in it; whoever treats there may claim it."""

    conversation_id: UUID
    former_owner_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConversationClosed(Event):
    """Somebody said that nobody owes anything there any more."""

    conversation_id: UUID
    closing_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConversationReopened(Event):
    """A closed conversation goes on: somebody wrote, or it was closed by mistake."""

    conversation_id: UUID
    undone_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConversationRenamed(Event):
    """A conversation is about something else now, or is called otherwise."""

    conversation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReminderSet(Event):
    """Somebody is to be reminded of a conversation at another time, or no longer; and of what they wrote, if they did."""

    member_id: UUID
    conversation_id: UUID
    draft_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """Somebody said something, about goals and steps of the plan, and to some of the members by name."""

    message_id: UUID
    conversation_id: UUID
    member_id: UUID
    about: tuple[UUID, ...]
    number: int
    mentioned_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutOfHoursTold(Event):
    """Somebody of the patient's side wrote out of hours, and was told at once when the team is back."""

    message_id: UUID
    conversation_id: UUID
    opens_at: datetime


@dataclass(frozen=True, kw_only=True)
class MessagesSeen(Event):
    """Somebody has seen a conversation up to this message."""

    member_id: UUID
    conversation_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class MembershipLogged(Event):
    """Somebody signed who can read a conversation from then on: one entry of its log, and the boxes it names.

    `retired_ids` are the shares of earlier records officers that were emptied, since those of now have theirs.
    """

    entry_id: UUID
    conversation_id: UUID
    box_ids: tuple[UUID, ...]
    assignment_ids: tuple[UUID, ...]
    retired_ids: tuple[UUID, ...]
    type: int
    epoch: int


@dataclass(frozen=True, kw_only=True)
class EpochLeftBehind(Event):
    """A member's keys or the records officers are others now: whoever sends next begins a new epoch."""

    conversation_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReaderAssigned(Event):
    """A coordinator signed that somebody belongs to a conversation, with the keys they have now."""

    assignment_id: UUID
    conversation_id: UUID
    person_id: UUID
    replaced_ids: tuple[UUID, ...]
