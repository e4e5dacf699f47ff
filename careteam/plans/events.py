"""What can happen to a plan."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class PlanOpened(Event):
    """A patient was taken in and got a plan."""

    plan_id: UUID
    patient_id: UUID
    version_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanRevised(Event):
    """The plan was changed: a new version, with a reason."""

    plan_id: UUID
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanStatusSet(Event):
    """The plan was activated, put on hold, completed or revoked."""

    changes_standing: ClassVar[bool] = True

    plan_id: UUID
    version_id: UUID
    status: str


@dataclass(frozen=True, kw_only=True)
class GoalSet(Event):
    """A goal was set or changed; `part_ids`: what it says from this version on, and what it said before."""

    goal_id: UUID
    part_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GoalProposed(Event):
    """The patient proposed a goal."""

    goal_id: UUID


@dataclass(frozen=True, kw_only=True)
class ItemSet(Event):
    """A step of the plan was set or changed; `part_ids`: what it says from this version on, and what it said before."""

    item_id: UUID
    goal_id: UUID | None
    part_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContactNoted(Event):
    """Somebody around the patient was named, without rights."""

    contact_id: UUID


@dataclass(frozen=True, kw_only=True)
class PatientDetailsChanged(Event):
    """What is known of the patient besides their name changed."""

    patient_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PlanImported(Event):
    """Records from elsewhere were taken into the plan."""

    record_ids: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class TeamMemberAdded(Event):
    """Somebody joined the plan: as a member of the team, the patient, or a supporter."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    role: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class TeamMembershipLimited(Event):
    """It was set until when somebody's part in the plan lasts."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    until: str | None


@dataclass(frozen=True, kw_only=True)
class TeamLeadChanged(Event):
    """The team has a new lead."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    former_relation_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class TeamMemberRemoved(Event):
    """Somebody left the plan; where a successor is named, what they had to do is given to them."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    role: str
    successor_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StandInAdded(Event):
    """Somebody stands in on the plan for a time: as cover of somebody who is away, or called in while on duty."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    behalf_id: UUID | None
    kind: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class StandInLimited(Event):
    """Somebody stands in for another time than was said."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    until: datetime


@dataclass(frozen=True, kw_only=True)
class StandInEnded(Event):
    """Somebody who stood in has left the plan."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    behalf_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class AccessRequested(Event):
    """A supervisor opened the plan's details for themselves, for a stated reason and a limited time."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class SupporterAllowed(Event):
    """The patient said whether a supporter may see the plan."""

    changes_standing: ClassVar[bool] = True

    relation_id: UUID
    person_id: UUID
    may_see_plan: bool
