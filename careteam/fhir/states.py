"""Reads the states of resources by the reviewed tables, older versions of FHIR included."""

from collections.abc import Mapping
from typing import TypeVar

from careteam.access.roles import PlanStatus
from careteam.fhir import codes
from careteam.fhir.codes import Achievement, ConditionStatus, GoalStatus, ItemKind, ItemStatus, TaskStatus
from careteam.fhir.datatypes import Json, Object, code

_State = TypeVar("_State")

#: A care plan that only suggests; nobody has agreed to it, whatever its status says.
_SUGGESTIONS = ("proposal", "option")


def plan_status(plan: Object) -> tuple[PlanStatus, str]:
    """A care plan's status, and what was wrong with it. One that does not say is a draft, for a person to look at."""
    status, fault = _read(plan, "status", codes.PLAN_STATUS, PlanStatus.DRAFT)
    if status is PlanStatus.ACTIVE and code(plan.get("intent")) in _SUGGESTIONS:
        return PlanStatus.DRAFT, f"its intent is {code(plan['intent'])}: read as draft"
    return status, fault


def goal_status(goal: Object) -> tuple[GoalStatus, str]:
    """A goal's life cycle; without a known one it is only proposed."""
    return _read(goal, "lifecycleStatus" if "lifecycleStatus" in goal else "status", codes.GOAL_STATUS, "proposed")


def achievement(goal: Object) -> Achievement | None:
    """How far a goal is reached, where the source says it."""
    said = codes.ACHIEVEMENT.get(code(goal.get("achievementStatus")))
    return said or codes.ACHIEVEMENT.get(code(goal.get("status")))


def item_status(activity: Json) -> tuple[ItemStatus, str]:
    """The state of an activity, or of the request it points to."""
    body: Object = activity if isinstance(activity, dict) else {}
    return _read(body, "status", codes.ITEM_STATUS, "planned")


def item_kind(activity: Object, behind: str) -> ItemKind:
    """What sort of step an activity is; `behind` is the type it points to."""
    for said in (code(activity.get("kind")), behind.lower(), code(activity.get("category"))):
        if said in codes.ITEM_KIND:
            return codes.ITEM_KIND[said]
    return "other"


def task_status(task: Object) -> tuple[TaskStatus, str]:
    """A task's state; without a known one somebody has to look at it."""
    return _read(task, "status", codes.TASK_STATUS, "requested")


def condition_status(condition: Object) -> ConditionStatus:
    """A condition's clinical status; one that has abated is resolved even where the source does not say so."""
    if status := codes.CONDITION_STATUS.get(code(condition.get("clinicalStatus"))):
        return status
    abated = any(key.startswith("abatement") and value not in (None, False) for key, value in condition.items())
    return "resolved" if abated else "unknown"


def _read(body: Object, element: str, table: Mapping[str, _State], otherwise: _State) -> tuple[_State, str]:
    said = code(body.get(element))
    if said in table:
        return table[said], ""
    return otherwise, f"{element} {said or 'missing'}: read as {otherwise}"
