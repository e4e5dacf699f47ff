"""What is always true of tasks: their states, how one leads to another, when one can be begun and comes round. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from careteam.access.actions import Action
from careteam.access.roles import Role


class TaskStatus(StrEnum):
    """Where a task stands (FHIR Task.status, the six that are used here)."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Priority(StrEnum):
    """How much a task presses."""

    ROUTINE = "routine"
    URGENT = "urgent"


#: Something is still to be done.
OPEN = (TaskStatus.REQUESTED, TaskStatus.ACCEPTED, TaskStatus.IN_PROGRESS, TaskStatus.ON_HOLD)
#: Nothing follows.
DONE = (TaskStatus.COMPLETED, TaskStatus.CANCELLED)

#: One step at a time, as FHIR's typical state machine has it; back to `requested` is handing back.
TRANSITIONS: dict[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.REQUESTED: frozenset({TaskStatus.ACCEPTED, TaskStatus.CANCELLED}),
    TaskStatus.ACCEPTED: frozenset(
        {TaskStatus.IN_PROGRESS, TaskStatus.ON_HOLD, TaskStatus.CANCELLED, TaskStatus.REQUESTED}
    ),
    TaskStatus.IN_PROGRESS: frozenset(
        {TaskStatus.COMPLETED, TaskStatus.ON_HOLD, TaskStatus.CANCELLED, TaskStatus.REQUESTED}
    ),
    TaskStatus.ON_HOLD: frozenset({TaskStatus.IN_PROGRESS, TaskStatus.CANCELLED, TaskStatus.REQUESTED}),
    TaskStatus.COMPLETED: frozenset(),
    TaskStatus.CANCELLED: frozenset(),
}
#: Who completes a task has started it; who starts it has accepted it.
_IMPLIES = {TaskStatus.COMPLETED: TaskStatus.IN_PROGRESS, TaskStatus.IN_PROGRESS: TaskStatus.ACCEPTED}

#: What each action makes of a task.
BECOMES: dict[Action, TaskStatus] = {
    Action.CLAIM_TASK: TaskStatus.ACCEPTED,
    Action.START_TASK: TaskStatus.IN_PROGRESS,
    Action.COMPLETE_TASK: TaskStatus.COMPLETED,
    Action.HAND_BACK_TASK: TaskStatus.REQUESTED,
    Action.CANCEL_TASK: TaskStatus.CANCELLED,
}
#: What one can do with a task, for the `may` lists of responses.
ACTIONS = (
    *BECOMES, Action.CHECK_TASK, Action.SNOOZE_TASK, Action.REASSIGN_TASK, Action.CHANGE_TASK, Action.CHANGE_CHECKLIST,
)  # fmt: skip
#: How long a task may be late before the lead is told; what has a latest time, not a moment after that.
PATIENCE: Mapping[Priority, timedelta] = {Priority.ROUTINE: timedelta(hours=24), Priority.URGENT: timedelta(hours=1)}
#: A task can be put off Today for this long.
LONGEST_SNOOZE = timedelta(days=30)


def way(now: TaskStatus, wanted: TaskStatus) -> tuple[TaskStatus, ...]:
    """The steps from one status to another, through those it implies; none where there is no way."""
    if wanted in TRANSITIONS[now]:
        return (wanted,)
    before = way(now, _IMPLIES[wanted]) if wanted in _IMPLIES else ()
    return (*before, wanted) if before else ()


def possible(action: Action, now: TaskStatus, *, owned: bool, ready: bool = True) -> bool:
    """Whether a task in this state can take this action, whoever asks."""
    match action:
        case Action.START_TASK | Action.COMPLETE_TASK if not ready:
            return False
        case Action.CLAIM_TASK:
            return now is TaskStatus.REQUESTED and not owned
        case Action.HAND_BACK_TASK | Action.CHECK_TASK | Action.SNOOZE_TASK:
            return owned and now in OPEN
        case Action.REASSIGN_TASK | Action.CHANGE_TASK | Action.CHANGE_CHECKLIST:
            return now in OPEN
        case _:
            return bool(way(now, BECOMES[action]))


def pool_after(pool: Role | None, owner: Role | None, otherwise: Role) -> Role:
    """The pool a task goes to when its owner leaves it: the one it came from, else that of the owner's role.

    Patients and supporters have no pool: what they hand back goes to the role `otherwise`.
    """
    if pool is not None:
        return pool
    return otherwise if owner in (None, Role.PATIENT, Role.SUPPORTER) else owner


def ready(*, waits: bool, not_before: datetime | None, now: datetime) -> bool:
    """Whether a task can be begun: it waits for no other, and its time has come."""
    return not waits and (not_before is None or not_before <= now)


def too_late(priority: Priority, due_at: datetime | None, latest_at: datetime | None, now: datetime) -> bool:
    """Whether a task is so late that the lead is to be told."""
    return (latest_at is not None and latest_at <= now) or (due_at is not None and due_at <= now - PATIENCE[priority])


def turns(due_at: datetime, days: int, now: datetime) -> int:
    """How many times `days` after `due_at` the next time comes that is not over: turns that were missed are left out."""
    return max(1, (now - due_at) // timedelta(days=days) + 1)


def ends_before(until: datetime | None, turn: datetime | None) -> bool:
    """Whether what comes round has come to its end before this turn."""
    return until is not None and turn is not None and turn > until


def later(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """So many days after a moment, at the same hour of the clinic's wall clock."""
    return (moment.astimezone(zone) + timedelta(days=days)).astimezone(UTC)
