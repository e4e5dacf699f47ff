"""What of reviews one of the team can do now: confirm what the other recorded, look again once the agreed day has passed."""

from collections.abc import Collection
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    DateTime,
    String,
    Uuid,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    select,
    true,
)

from careteam.access.sql import pool_is_mine
from careteam.assessment.models import PlanReview
from careteam.assessment.rules import PRESCRIBER, THERAPIST
from careteam.audit.view import View
from careteam.plans import rosters


def to_confirm(view: View) -> Any:
    """Reviews that the other of prescriber and therapist recorded (`by`), for the reader to confirm; for another query.

    The columns are those of `safety.to_do.open_cases`, so that all are asked for in one statement.
    """
    row = PlanReview
    other = case((row.role == PRESCRIBER, literal(str(THERAPIST))), else_=literal(str(PRESCRIBER)))
    found = select(
        row.id, row.plan_id, row.recorded_at.label("since"), literal("review").label("kind"),
        cast(null(), String).label("instrument"), false().label("urgent"), true().label("mine"), false().label("assessed"),
        row.recorded_by.label("by"),
    )  # fmt: skip
    theirs = pool_is_mine(view.actor, view.now, row.plan_id.expression, other)
    return found.where(
        row.confirmed_at.is_(None), row.recorded_by != view.actor.person_id, theirs, row.plan_id.in_(rosters.going())
    )


def overdue(view: View) -> Any:
    """Reviews whose agreed next day has passed, of the plans of a prescriber or therapist; for another query.

    Not where one waits for the other's word: that is what is to be done then. `since` is the agreed day, by UTC.
    """
    mine = rosters.going_as(view, PRESCRIBER, THERAPIST).subquery()
    newest = _newest(mine.c.id)
    waits = exists().where(PlanReview.plan_id == mine.c.id, PlanReview.confirmed_at.is_(None))
    found = select(
        newest.c.id, mine.c.id.label("plan_id"), _begun(newest), literal("review").label("kind"),
        cast(null(), String).label("instrument"), false().label("urgent"), true().label("mine"), false().label("assessed"),
        cast(null(), Uuid()).label("by"),
    )  # fmt: skip
    return found.select_from(mine).join(newest, true()).where(newest.c.next_on < view.now.date(), ~waits)


async def overdue_in(view: View, plan_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of each of these plans that is overdue for a review: the agreed day, at its beginning by UTC."""
    if not plan_ids:
        return {}
    plan = func.unnest(bindparam("plans", list(plan_ids), type_=ARRAY(Uuid()))).table_valued("id").render_derived()
    newest = _newest(plan.c.id)
    query = select(plan.c.id, newest.c.next_on).select_from(plan).join(newest, true())
    rows = await view.rows(query.where(newest.c.next_on < view.now.date()))
    return {plan_id: datetime.combine(day, time(), UTC) for plan_id, day in rows}


def _newest(plan_id: Any) -> Any:
    """The newest review of a plan that both confirmed."""
    row = PlanReview
    confirmed = select(row.id, row.next_on).where(row.plan_id == plan_id, row.confirmed_at.is_not(None))
    return confirmed.order_by(row.confirmed_at.desc()).limit(1).lateral()


def _begun(newest: Any) -> Any:
    return func.timezone("UTC", cast(newest.c.next_on, DateTime())).label("since")
