"""What of safety plans one of the team can do now: read them again with the patient."""

from typing import Any

from sqlalchemy import DateTime, String, Uuid, cast, false, func, literal, null, select, true

from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.plans import rosters
from careteam.safetyplan.models import SafetyPlanVersion


def overdue(view: View) -> Any:
    """Safety plans whose agreed day has passed, of the plans of a prescriber or therapist; for use in another query.

    The columns are those of `safety.to_do.open_cases`, so that all are asked for in one statement. `since` is the
    agreed day, by UTC.
    """
    row = SafetyPlanVersion
    mine = rosters.going_as(view, Role.PSYCHIATRIST, Role.THERAPIST).subquery()
    versions = select(row.id, row.review_on).where(row.plan_id == mine.c.id)
    newest = versions.order_by(row.version.desc()).limit(1).lateral()
    begun = func.timezone("UTC", cast(newest.c.review_on, DateTime()))
    found = select(
        newest.c.id, mine.c.id.label("plan_id"), begun.label("since"), literal("safety-plan").label("kind"),
        cast(null(), String).label("instrument"), false().label("urgent"), true().label("mine"), false().label("assessed"),
        cast(null(), Uuid()).label("by"),
    )  # fmt: skip
    return found.select_from(mine).join(newest, true()).where(newest.c.review_on < view.now.date())
