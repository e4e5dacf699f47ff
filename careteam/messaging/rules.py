"""What is always true of conversations. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import PATIENT_SIDE, Role


class ConversationKind(StrEnum):
    """Who talks: the team with the patient, the staff of the team among themselves, or two people."""

    TEAM = "team"
    STAFF = "staff"
    DIRECT = "direct"


class MessagePriority(StrEnum):
    """Whether a message can wait; one that cannot raises an alarm."""

    ROUTINE = "routine"
    URGENT = "urgent"
    STAT = "stat"


class ConversationState(StrEnum):
    """Who owes the next word."""

    OPEN = "open"
    WAITING_FOR_PATIENT = "waiting-for-patient"
    WAITING_FOR_US = "waiting-for-us"
    CLOSED = "closed"


#: Of everybody who is on a plan now: their roles there.
Roster = Mapping[UUID, frozenset[Role]]

#: What one can do about who looks after a conversation, about its state and its topic, and to come back to it.
CARE = (
    Action.CLAIM_CONVERSATION, Action.HAND_OVER_CONVERSATION, Action.RELEASE_CONVERSATION, Action.CLOSE_CONVERSATION,
    Action.REOPEN_CONVERSATION, Action.RENAME_CONVERSATION, Action.REMIND_CONVERSATION,
)  # fmt: skip
#: So many people one message mentions, at most.
MOST_MENTIONED = 20
#: How far ahead one may ask to be reminded.
LONGEST_REMINDER = timedelta(days=366)

_UNNAMED = {ConversationKind.TEAM: "Whole team", ConversationKind.STAFF: "Team without the patient"}


def is_staff(roles: frozenset[Role]) -> bool:
    """Does somebody with these roles on a plan treat there, and nothing else?"""
    return bool(roles) and not roles & PATIENT_SIDE


def belongs(kind: ConversationKind, roles: frozenset[Role]) -> bool:
    """May somebody with these roles on the plan be in a conversation of this kind?"""
    return bool(roles) and (kind is not ConversationKind.STAFF or is_staff(roles))


def joins(kind: ConversationKind, roles: frozenset[Role]) -> bool:
    """Does somebody who comes to a plan join the conversation that was opened with it? Supporters wait to be added."""
    return belongs(kind, roles) and roles != frozenset({Role.SUPPORTER})


def participants(kind: ConversationKind, me: UUID, chosen: Collection[UUID], roster: Roster) -> frozenset[UUID]:
    """Who is in a new conversation: those chosen, or everybody it is for; of one of the team, the patient in any case.

    A patient who writes to the team writes to all of it.
    """
    if kind is ConversationKind.DIRECT:
        return frozenset({me, *chosen})
    staff = {id_ for id_, roles in roster.items() if is_staff(roles)}
    named = set(chosen) if chosen and is_staff(roster.get(me, frozenset())) else staff | set(chosen)
    patients = {id_ for id_, roles in roster.items() if Role.PATIENT in roles}
    return frozenset({me, *named, *(patients if kind is ConversationKind.TEAM else ())})


def may_be(kind: ConversationKind, members: Collection[UUID], roster: Roster) -> bool:
    """Can these people have a conversation of this kind? Two people: one of them treats."""
    if kind is ConversationKind.DIRECT:
        return len(members) == 2 and any(is_staff(roster[id_]) for id_ in members)
    return all(belongs(kind, roster[id_]) for id_ in members)


def state_of(*, closed: bool, waiting: bool, spoken: bool, with_patient: bool) -> ConversationState:
    """Who owes the next word follows from who wrote last; among staff nobody is said to owe one."""
    if closed:
        return ConversationState.CLOSED
    if waiting:
        return ConversationState.WAITING_FOR_US
    return ConversationState.WAITING_FOR_PATIENT if spoken and with_patient else ConversationState.OPEN


def possible(action: Action, *, owned: bool, closed: bool, titled: bool) -> bool:
    """Whether a conversation that stands so can take this action, whoever asks."""
    match action:
        case Action.CLAIM_CONVERSATION:
            return not owned
        case Action.RELEASE_CONVERSATION:
            return owned
        case Action.CLOSE_CONVERSATION:
            return not closed
        case Action.REOPEN_CONVERSATION:
            return closed
        case Action.RENAME_CONVERSATION:
            return titled
        case _:
            return True


def waiting_since(author: Role, since: datetime | None, now: datetime) -> datetime | None:
    """Since when the patient's side waits for an answer, after a message by somebody in this role."""
    return (since or now) if author in PATIENT_SIDE else None


def waiting_priority(author: Role, before: MessagePriority | None, said: MessagePriority) -> MessagePriority | None:
    """How urgent the most urgent is of what waits for an answer, after a message by somebody in this role."""
    if author not in PATIENT_SIDE:
        return None
    return max(said, before or said, key=list(MessagePriority).index)


def still_ahead(remind_at: datetime | None, now: datetime, *, to_send: bool) -> datetime | None:
    """The reminder that is left to somebody who writes: one that is due, or was for what they write, is over."""
    return None if remind_at is None or remind_at <= now or to_send else remind_at


def title_of(kind: ConversationKind, title: str | None, others: Collection[str]) -> str:
    """What a conversation is called by somebody who talks there with `others`."""
    return title or _UNNAMED.get(kind) or ", ".join(others) or "Nobody else"
