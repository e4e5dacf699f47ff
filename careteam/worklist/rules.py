"""In which order things are to be done, and when one is late. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

#: A patient who has waited longer than this waits long.
PATIENCE = timedelta(hours=2)
#: What is due within this time comes before what is merely new. A span and not a calendar day: people of one clinic
#: may read it in different time zones.
SOON = timedelta(hours=24)


class Kind(StrEnum):
    """What a row of Today asks for."""

    ALARM = "alarm"
    REPLY = "reply"
    REMINDER = "reminder"
    MENTION = "mention"
    TASK = "task"
    MEASURE = "measure"
    CASE = "case"
    REVIEW = "review"
    SAFETY_PLAN = "safety-plan"


class Tier(IntEnum):
    """How much something presses; the lower comes first."""

    #: Wanted at once, and nobody has it in hand.
    STAT = 0
    ALARM = 1
    URGENT_AND_LATE = 2
    PATIENT_WAITS_LONG = 3
    LATE = 4
    DUE_SOON = 5
    PATIENT_WAITS = 6
    URGENT = 7
    DUE_LATER = 8
    UNDATED = 9


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that waits for one person: an alarm, an answer to a patient, a task."""

    kind: Kind
    id: UUID
    plan_id: UUID
    #: Since when the patient waits, or the task exists.
    since: datetime
    due_at: datetime | None = None
    #: After this it is no longer merely late.
    latest_at: datetime | None = None
    urgent: bool = False
    claimable: bool = False
    #: The reader covers for who looks after it.
    covering: bool = False
    #: Of an alarm: whether it is wanted at once, where one sees to it, and whether the reader has it in hand.
    stat: bool = False
    conversation_id: UUID | None = None
    task_id: UUID | None = None
    taken: bool = False
    #: Of a case: whether somebody has said what they make of it.
    assessed: bool = False
    #: Of a measure: which.
    instrument: str = ""
    #: The reader put the measure into the plan, or has the case in hand; a review is always theirs.
    mine: bool = False
    #: Of a mention: who wrote to the reader by name; of a review: who recorded it, for the reader to confirm.
    by: UUID | None = None
    #: Of a reminder or a reply: the reader wanted to send something by now that they wrote.
    to_send: bool = False


Rank = tuple[int, datetime, UUID]


def tier(row: Waiting, now: datetime) -> Tier:
    """How much a row presses now."""
    if row.kind is Kind.REPLY:
        return Tier.PATIENT_WAITS_LONG if now - row.since >= PATIENCE else Tier.PATIENT_WAITS
    if row.kind is Kind.ALARM:
        return Tier.STAT if row.stat and not row.taken else Tier.ALARM
    if row.kind in (Kind.REMINDER, Kind.MENTION) or (row.kind is Kind.REVIEW and row.by is not None):
        return Tier.DUE_SOON
    if row.kind in (Kind.MEASURE, Kind.REVIEW, Kind.SAFETY_PLAN):
        return Tier.LATE
    if row.kind is Kind.CASE:
        return Tier.ALARM if row.urgent else Tier.URGENT_AND_LATE
    if row.latest_at is not None and row.latest_at < now:
        return Tier.URGENT_AND_LATE
    if row.due_at is not None and row.due_at < now:
        return Tier.URGENT_AND_LATE if row.urgent else Tier.LATE
    if row.due_at is not None and row.due_at - now <= SOON:
        return Tier.DUE_SOON
    if row.urgent:
        return Tier.URGENT
    return Tier.UNDATED if row.due_at is None else Tier.DUE_LATER


def rank(row: Waiting, now: datetime) -> Rank:
    """Where a row stands among all others: its tier, then what was due or asked first."""
    return (tier(row, now), row.due_at or row.since, row.id)


def late(row: Waiting, now: datetime) -> bool:
    """Whether it should have been done by now."""
    return row.kind not in (Kind.ALARM, Kind.CASE) and tier(row, now) <= Tier.LATE
