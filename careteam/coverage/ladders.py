"""The ladders, as data: whom an alarm tells, for how long each step may wait, and how an alarm ends. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, TypeAlias

from careteam.access.roles import CARE_ROLES, PATIENT_SIDE, Role


class Level(StrEnum):
    """How soon somebody has to take it on: on the same working day, within minutes, or at once."""

    SAME_DAY = "same-day"
    URGENT = "urgent"
    STAT = "stat"


#: Those of a message.
OfMessageLevel: TypeAlias = Literal[Level.URGENT, Level.STAT]


class Subject(StrEnum):
    """What an alarm is about."""

    MESSAGE = "message"
    #: A message that could not be sealed, or not yet: who wrote it, about whom, why; without its words.
    WORDLESS = "wordless"
    TASK = "task"
    #: Somebody may be in danger: it ends with its case, and not by itself.
    CASE = "case"


class Cause(StrEnum):
    """Why something is urgent, as whoever says so chooses it: no free text."""

    SAFETY = "safety"
    GETTING_WORSE = "getting-worse"
    SIDE_EFFECT = "side-effect"
    MEDICATION = "medication"
    SESSION = "session"
    TIME_CRITICAL = "time-critical"
    OVERDUE = "overdue"


#: Those of a message. That it is overdue, only a task says.
OfMessage: TypeAlias = Literal[
    Cause.SAFETY, Cause.GETTING_WORSE, Cause.SIDE_EFFECT, Cause.MEDICATION, Cause.SESSION, Cause.TIME_CRITICAL
]


class AlarmOutcome(StrEnum):
    """What came of an alarm."""

    REACHED_SAFE = "reached-and-safe"
    ANSWERED = "answered"
    PLAN_CHANGED = "plan-changed"
    APPOINTMENT_MADE = "appointment-made"
    EMERGENCY_SERVICES = "emergency-services"
    NO_ACTION_NEEDED = "no-action-needed"
    RAISED_BY_MISTAKE = "raised-by-mistake"


class Whom(StrEnum):
    """Whom a step tells. Who is away is replaced by who covers for them."""

    #: Who looks after it: a conversation's owner.
    OWNER = "owner"
    #: Who leads the plan's team.
    LEAD = "lead"
    #: Everybody of the plan's team who may read it.
    TEAM = "team"
    #: Who holds the duty of the step's roles.
    ON_DUTY = "on-duty"
    #: The supervisor on duty; without one, every supervisor.
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Step:
    """Whom a step tells, and how many minutes it waits for somebody to acknowledge; the last repeats after as many."""

    whom: tuple[Whom, ...]
    minutes: int
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of an alarm, the supervisor's last; and how many minutes an acknowledgement may go without an outcome."""

    steps: tuple[Step, ...]
    outcome_minutes: int
    #: Where its minutes come from.
    source: str
    #: Steps wait only while the clinic works, where it has said when that is.
    working_hours: bool = False

    @property
    def top(self) -> int:
        """The last step, which stays until somebody records an outcome."""
        return len(self.steps) - 1


_CARE = tuple(role for role in Role if role in CARE_ROLES)

_OWN = "Proposal of this project: nobody waits longer than the escalation table of clinical brief 4.1 has it"

#: What somebody says is at the supervisor's after half an hour where it is urgent, after eight minutes where it is stat.
_SAID: Mapping[Level, Ladder] = {
    Level.URGENT: Ladder(
        (
            Step((Whom.OWNER,), 5),
            Step((Whom.ON_DUTY,), 5, (Role.THERAPIST,)),
            Step((Whom.ON_DUTY,), 5, (Role.PSYCHIATRIST,)),
            Step((Whom.TEAM, Whom.ON_DUTY), 15, _CARE),
            Step((Whom.SUPERVISOR,), 15),
        ),
        outcome_minutes=60,
        source=_OWN,
    ),
    Level.STAT: Ladder(
        (
            Step((Whom.OWNER, Whom.ON_DUTY), 3, (Role.THERAPIST, Role.PSYCHIATRIST)),
            Step((Whom.TEAM, Whom.ON_DUTY), 5, _CARE),
            Step((Whom.SUPERVISOR,), 5),
        ),
        outcome_minutes=30,
        source=_OWN,
    ),
}


def _first_the_lead(ladder: Ladder) -> Ladder:
    first, *others = ladder.steps
    whom = tuple(Whom.LEAD if one is Whom.OWNER else one for one in first.whom)
    return replace(ladder, steps=(replace(first, whom=whom), *others))


LADDERS: Mapping[tuple[Subject, Level], Ladder] = {
    **{(subject, level): _SAID[level] for subject in (Subject.MESSAGE, Subject.WORDLESS) for level in _SAID},
    (Subject.TASK, Level.URGENT): Ladder(
        (Step((Whom.LEAD,), 240), Step((Whom.SUPERVISOR,), 24 * 60)), outcome_minutes=24 * 60, source=_OWN
    ),
    (Subject.TASK, Level.STAT): Ladder(
        (Step((Whom.LEAD,), 30), Step((Whom.SUPERVISOR,), 60)), outcome_minutes=240, source=_OWN
    ),
    # Nobody looks after a case before somebody has taken it on: the lead is told in the place of an owner.
    (Subject.CASE, Level.URGENT): _first_the_lead(_SAID[Level.URGENT]),
    (Subject.CASE, Level.SAME_DAY): Ladder(
        (Step((Whom.LEAD,), 120), Step((Whom.TEAM, Whom.ON_DUTY), 120, _CARE), Step((Whom.SUPERVISOR,), 120)),
        outcome_minutes=24 * 60,
        source="Proposal of this project: clinical brief 4.1, care lead within 2 working hours, assessed within 24 hours",
        working_hours=True,
    ),
}

#: How many alarms one person may raise about a plan in a day, by their side and the level.
MOST_A_DAY: Mapping[tuple[bool, Level], int] = {
    (True, Level.URGENT): 6,
    (True, Level.STAT): 3,
    (False, Level.URGENT): 12,
    (False, Level.STAT): 6,
}


def most_a_day(role: Role, level: Level) -> int:
    """How many alarms of a level somebody in this role may raise about a plan in a day."""
    return MOST_A_DAY[role in PATIENT_SIDE, level]
