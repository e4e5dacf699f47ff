"""What is always true of plans. Pure."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from careteam.access.roles import CARE_ROLES, PlanStatus, RelationKind, Role

#: Where a plan may go from where it stands (FHIR CarePlan.status; `revoked` and `completed` may be taken back).
TRANSITIONS: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.DRAFT: frozenset({PlanStatus.ACTIVE, PlanStatus.REVOKED}),
    PlanStatus.ACTIVE: frozenset({PlanStatus.ON_HOLD, PlanStatus.COMPLETED, PlanStatus.REVOKED}),
    PlanStatus.ON_HOLD: frozenset({PlanStatus.ACTIVE, PlanStatus.COMPLETED, PlanStatus.REVOKED}),
    PlanStatus.COMPLETED: frozenset({PlanStatus.ACTIVE}),
    PlanStatus.REVOKED: frozenset({PlanStatus.ACTIVE}),
}

#: The roles without which nobody is treated here.
NEEDED = (Role.PSYCHIATRIST,)


class Gap(StrEnum):
    """What a team lacks."""

    LEAD = "lead"
    PSYCHIATRIST = "psychiatrist"


def gaps(roles: Collection[Role], *, led: bool) -> list[Gap]:
    """What a team of these roles lacks; `led`: one of them leads."""
    return [*([] if led else [Gap.LEAD]), *(Gap(role) for role in NEEDED if role not in roles)]


def may_become(now: PlanStatus, next_: PlanStatus) -> bool:
    """Can a plan go from one status to the other?"""
    return next_ in TRANSITIONS[now]


def kind_of(role: Role) -> RelationKind | None:
    """How somebody of this role joins a plan; None for roles that never do."""
    if role in CARE_ROLES:
        return RelationKind.MEMBER
    return {Role.PATIENT: RelationKind.SELF, Role.SUPPORTER: RelationKind.PROXY}.get(role)


def age(birth_date: str | None, today: date) -> int | None:
    """Whole years since an ISO 8601 date; None where only a part of it is known."""
    if birth_date is None or len(birth_date) != 10:
        return None
    born = date.fromisoformat(birth_date)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
