"""Who asks, and how they stand towards a plan: roles, relations, Actor and Standing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from careteam.core.ids import SYSTEM_PERSON


class Role(StrEnum):
    """What a person is here. A person may have several; each is granted and ended by an administrator."""

    PSYCHIATRIST = "psychiatrist"
    THERAPIST = "therapist"
    HEALTH_COACH = "health_coach"
    SUPPORT_SPECIALIST = "support_specialist"
    PATIENT = "patient"
    SUPPORTER = "supporter"
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    RECORDS_OFFICER = "records_officer"
    IDENTITY_OFFICER = "identity_officer"
    SYSTEM = "system"


#: Those who treat. Only they can be members of a team.
CARE_ROLES = frozenset({Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST})
#: Those who are treated, and those who stand by them.
PATIENT_SIDE = frozenset({Role.PATIENT, Role.SUPPORTER})
#: Every role a person can have: all but the program itself.
PERSON_ROLES = frozenset(Role) - {Role.SYSTEM}
#: Those who run and oversee the clinic; they are on no team.
OUTSIDE = PERSON_ROLES - CARE_ROLES - PATIENT_SIDE


class RelationKind(StrEnum):
    """Why a person has to do with a plan. Break-glass gives nothing until its feature exists."""

    SELF = "self"
    PROXY = "proxy"
    MEMBER = "member"
    COVER = "cover"
    ON_DUTY = "on_duty"
    BREAK_GLASS = "break_glass"
    SUPERVISOR = "supervisor"


#: Those who stand in for others of the team for a time.
STAND_INS = frozenset({RelationKind.COVER, RelationKind.ON_DUTY})


class PlanStatus(StrEnum):
    """Where a plan stands (FHIR CarePlan.status)."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One reason why a person has to do with one plan: from `valid_from` on, until before `valid_until`."""

    kind: RelationKind
    role: Role
    valid_from: datetime
    valid_until: datetime | None = None
    ended_at: datetime | None = None
    lead: bool = False
    #: The patient lets this supporter see the plan.
    may_see_plan: bool = False

    def live(self, now: datetime) -> bool:
        """Whether it counts at `now`. A future, expired or ended relation counts as none."""
        begun = self.valid_from <= now
        return begun and self.ended_at is None and (self.valid_until is None or now < self.valid_until)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person with the roles granted to them now, or the program itself."""

    person_id: UUID
    roles: frozenset[Role]
    session_id: UUID | None = None

    @classmethod
    def system(cls) -> Self:
        """The program: imports, reactions, clocks."""
        return cls(SYSTEM_PERSON, frozenset({Role.SYSTEM}))

    def role_towards(self, standing: "Standing") -> Role:
        """The role in which a person meets a plan: that of their relation to it, else the first of their own."""
        of_relations = {relation.role for relation in standing.relations} & self.roles
        return next(role for role in Role if role in (of_relations or self.roles))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an actor stands towards a plan (or towards the organisation, without a plan): the relations live now."""

    actor: Actor
    plan_id: UUID | None = None
    plan_status: PlanStatus | None = None
    relations: tuple[Relation, ...] = ()
    #: The plan's standing version these relations were read at; every change of a relation raises it.
    version: int = 0
    #: The plan's own version, which every entry of the trail names.
    plan_version: int = 0

    @classmethod
    def at(
        cls,
        now: datetime,
        actor: Actor,
        plan_id: UUID,
        plan_status: PlanStatus,
        relations: Iterable[Relation],
        version: int,
    ) -> Self:
        """Keep of all relations those that count at `now`."""
        return cls(actor, plan_id, plan_status, tuple(r for r in relations if r.live(now)), version)
