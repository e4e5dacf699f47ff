"""What one can ask: the safety plan as it is now, what it said before, and what the patient decided about the word check."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.access.roles import Role
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.plans.queries import patients_of
from careteam.safetyplan.models import SafetyPlanVersion, WordCheckChoice
from careteam.safetyplan.shapes import SafetyPlanContent

#: What the safety plan's page may offer.
SAFETY_PLAN_ACTIONS = (Action.WRITE_SAFETY_PLAN, Action.DECIDE_WORD_CHECK)


class SafetyPlanDetail(Shape):
    """A version of the safety plan."""

    id: UUID
    version: int
    content: SafetyPlanContent
    review_on: date | None
    written_by: PersonRef
    written_at: datetime


class WordCheckDetail(Shape):
    """What the patient decided: whether their device may tell the team of a message in which the word check found something."""

    agreed: bool
    wording: int
    decided_at: datetime


class SafetyPlan(Shape):
    """The safety plan of a plan; none where nobody has written one, and no decision where the patient was not asked yet."""

    current: SafetyPlanDetail | None
    word_check: WordCheckDetail | None
    may: list[Action]


async def safety_plan(view: View) -> SafetyPlan:
    """The safety plan as it is now."""
    newest = await view.all(_newest_first(view).limit(1))
    choice = await view.first(select(WordCheckChoice).where(WordCheckChoice.plan_id == view.plan_id))
    details = await _details(view, newest)
    return SafetyPlan(
        current=details[0] if details else None,
        word_check=choice and WordCheckDetail.model_validate(choice, from_attributes=True),
        may=[action for action in SAFETY_PLAN_ACTIONS if may_at_all(view.standing, action)],
    )


async def versions(view: View, *, after: str | None, limit: int) -> Page[SafetyPlanDetail]:
    """All that the safety plan has said, the newest version first."""
    query = _newest_first(view)
    before = position(after, int)
    if before is not None:
        query = query.where(SafetyPlanVersion.version < before[0])
    rows = await view.all(query.limit(limit + 1))
    next_ = cursor(rows[limit - 1].version) if len(rows) > limit else None
    return Page[SafetyPlanDetail](items=await _details(view, rows[:limit]), next=next_)


def _newest_first(view: View) -> Select[SafetyPlanVersion]:
    return (
        select(SafetyPlanVersion)
        .where(SafetyPlanVersion.plan_id == view.plan_id)
        .order_by(SafetyPlanVersion.version.desc())
    )


async def _details(view: View, rows: Sequence[SafetyPlanVersion]) -> list[SafetyPlanDetail]:
    writers = {row.written_by for row in rows}
    patients = await patients_of(view, [view.plan]) if rows else {}
    roles = {patient.id: Role.PATIENT for patient in patients.values()}
    names = await people(view, writers, {id_: roles[id_] for id_ in writers & roles.keys()})
    return [
        SafetyPlanDetail(
            id=row.id, version=row.version, content=SafetyPlanContent.model_validate_json(row.content),
            review_on=row.review_on, written_by=names[row.written_by], written_at=row.written_at,
        )
        for row in rows
    ]  # fmt: skip
