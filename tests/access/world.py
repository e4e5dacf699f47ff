"""Every way to stand towards a plan that the sweep tries: roles, relations, their times, the plan's states, facts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import product
from uuid import UUID

from careteam.access.roles import CARE_ROLES, Actor, PlanStatus, Relation, RelationKind, Role, Standing
from careteam.access.rules import Fact

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
ME, THE_PLAN = UUID(int=7), UUID(int=1)


class Time(Enum):
    """When a relation runs: from, until, ended; and whether it counts now."""

    OPEN = (NOW - DAY, None, None, True)
    BEGINS_NOW = (NOW, NOW + DAY, None, True)
    LASTS_A_MOMENT = (NOW - DAY, NOW + TICK, None, True)
    FUTURE = (NOW + TICK, None, None, False)
    EXPIRES_NOW = (NOW - DAY, NOW, None, False)
    EXPIRED = (NOW - 2 * DAY, NOW - DAY, None, False)
    ENDED = (NOW - 2 * DAY, NOW + DAY, NOW - DAY, False)
    ENDED_NOW = (NOW - DAY, None, NOW, False)

    @property
    def counts(self) -> bool:
        """Whether a relation of this time is live at NOW."""
        return self.value[3]


@dataclass(frozen=True)
class Tie:
    """A relation to be made of a person and a plan."""

    kind: RelationKind
    role: Role
    lead: bool = False
    may_see_plan: bool = False
    time: Time = Time.OPEN

    def words(self) -> set[str]:
        """What the permissions table calls it."""
        return {self.kind.value, "lead"} if self.lead else {self.kind.value}

    def relation(self) -> Relation:
        """The relation itself."""
        begin, until, ended, _ = self.time.value
        if self.kind in (RelationKind.SUPERVISOR, RelationKind.BREAK_GLASS, RelationKind.COVER, RelationKind.ON_DUTY):
            until = until or NOW + DAY
        return Relation(
            kind=self.kind, role=self.role, lead=self.lead, may_see_plan=self.may_see_plan,
            valid_from=begin, valid_until=until, ended_at=ended,
        )  # fmt: skip


SELF = Tie(RelationKind.SELF, Role.PATIENT)
PROXY = Tie(RelationKind.PROXY, Role.SUPPORTER)
CONSENTED = replace(PROXY, may_see_plan=True)
SUPERVISOR = Tie(RelationKind.SUPERVISOR, Role.SUPERVISOR)
MEMBERS = [Tie(RelationKind.MEMBER, role) for role in Role if role in CARE_ROLES]
LEADS = [replace(tie, lead=True) for tie in MEMBERS]
STAND_INS = [
    Tie(kind, role) for kind in (RelationKind.COVER, RelationKind.ON_DUTY) for role in Role if role in CARE_ROLES
]
LATER = [Tie(RelationKind.BREAK_GLASS, role) for role in Role if role in CARE_ROLES]

#: One relation that counts, or none.
LIVE: list[tuple[Tie, ...]] = [
    (),
    *((tie,) for tie in (SELF, PROXY, CONSENTED, SUPERVISOR, *MEMBERS, *LEADS, *STAND_INS)),
]
#: A relation at every time, with all it could give; several at once; and those that are to come.
TIMED: list[tuple[Tie, ...]] = [
    *((replace(tie, time=time),) for tie in (SELF, CONSENTED, SUPERVISOR, *LEADS[:2]) for time in Time),
    *((replace(tie, time=time),) for tie in STAND_INS[::5] for time in Time),
    *((tie,) for tie in LATER),
    *((replace(lead, time=Time.ENDED), member) for lead, member in zip(LEADS, MEMBERS, strict=True)),
    *((replace(SUPERVISOR, time=Time.EXPIRED), member) for member in MEMBERS),
    *((SUPERVISOR, lead) for lead in LEADS),
    *((SELF, lead) for lead in LEADS),
    (replace(CONSENTED, time=Time.ENDED), PROXY),
    (SELF, CONSENTED, SUPERVISOR),
]

#: Each role alone, nobody at all, and people who are more than one thing.
ROLES: list[frozenset[Role]] = [
    *(frozenset({role}) for role in Role),
    frozenset(),
    frozenset({Role.COORDINATOR, Role.PATIENT}),
    frozenset({Role.COORDINATOR, Role.SUPPORTER, Role.HEALTH_COACH}),
    frozenset({Role.SUPERVISOR, Role.PATIENT}),
    frozenset({Role.SUPERVISOR, Role.PSYCHIATRIST}),
    frozenset({Role.THERAPIST, Role.PATIENT, Role.ADMINISTRATOR}),
    frozenset({Role.THERAPIST, Role.RECORDS_OFFICER, Role.IDENTITY_OFFICER}),
]

#: No fact, each alone, two that are asked together, all.
FACTS: list[frozenset[Fact]] = [
    frozenset(),
    *(frozenset({fact}) for fact in Fact),
    frozenset({Fact.AUTHOR, Fact.IN_CONVERSATION}),
    frozenset({Fact.OWNER, Fact.IN_CONVERSATION}),
    frozenset({Fact.OWNER, Fact.SOMEONE_ELSE}),
    frozenset({Fact.IN_CONVERSATION, Fact.SOMEONE_ELSE}),
    frozenset(Fact),
]


@dataclass(frozen=True)
class Plan:
    """A plan of the sweep: its state, and how everybody is tied to it."""

    ties: tuple[Tie, ...]
    status: PlanStatus


def plans() -> Iterator[Plan]:
    """Every live tie in every state, every other tie in one."""
    yield from (Plan(ties, status) for ties, status in product(LIVE, PlanStatus))
    yield from (Plan(ties, PlanStatus.ACTIVE) for ties in TIMED)


def standing(roles: frozenset[Role], plan: Plan, plan_id: UUID = THE_PLAN, person_id: UUID = ME) -> Standing:
    """How a person of these roles, tied so, stands towards such a plan."""
    relations = [tie.relation() for tie in plan.ties]
    return Standing.at(NOW, Actor(person_id, roles), plan_id, plan.status, relations, 1)
