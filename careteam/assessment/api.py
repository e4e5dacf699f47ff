"""How HTTP says it: what a plan rests on, in its present and its earlier versions, and who reviewed it together."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from careteam.access.actions import Action
from careteam.assessment import commands, queries
from careteam.assessment.bodies import Body, Words
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import Day, Request
from careteam.identity.gate import Done
from careteam.plans.gate import may_change, may_view

router = APIRouter(prefix="/plans/{plan_id}", tags=["assessment"])

Version = Annotated[int | None, Query(ge=1, lt=2**31)]


class SetFinding(Request):
    """What was found, and why that is noted; the patient can read it, unless it is for the staff alone."""

    finding: Body
    reason: Words


class EndFinding(Request):
    """Why it does not hold any more."""

    reason: Words


class RecordReview(Request):
    """What prescriber and therapist agreed on, and when they want to look again. The patient can read it."""

    words: Words | None = None
    next_on: Day | None = None


@router.get("/assessment")
async def read_assessment(
    view: Annotated[View, may_view(Action.READ_ASSESSMENT)], version: Version = None
) -> queries.Assessment:
    """What the plan rests on now, or in an earlier version of it."""
    return await queries.assessment(view, version=version)


@router.post("/assessment/findings", status_code=201)
async def add_assessment_finding(body: SetFinding, change: Annotated[Change, may_change(Action.ASSESS_PLAN)]) -> Done:
    """Note what you found."""
    return Done.of(change, await commands.set_finding(change, finding=body.finding, reason=body.reason))


@router.put("/assessment/findings/{finding_id}")
async def change_assessment_finding(
    finding_id: UUID, body: SetFinding, change: Annotated[Change, may_change(Action.ASSESS_PLAN)]
) -> Done:
    """Let a finding say something else from now on; `finding_id` is the row that you saw."""
    row_id = await commands.set_finding(change, finding=body.finding, reason=body.reason, row_id=finding_id)
    return Done.of(change, row_id)


@router.post("/assessment/findings/{finding_id}/end")
async def end_assessment_finding(
    finding_id: UUID, body: EndFinding, change: Annotated[Change, may_change(Action.ASSESS_PLAN)]
) -> Done:
    """Say that a finding does not hold any more; `finding_id` is the row that you saw."""
    return Done.of(change, await commands.end_finding(change, row_id=finding_id, reason=body.reason))


@router.post("/reviews", status_code=201)
async def record_plan_review(body: RecordReview, change: Annotated[Change, may_change(Action.REVIEW_PLAN)]) -> Done:
    """Say that prescriber and therapist looked at the plan together; the other of the two confirms it."""
    return Done.of(change, await commands.record_review(change, **body.model_dump()))


@router.post("/reviews/{review_id}/confirmation")
async def confirm_plan_review(review_id: UUID, change: Annotated[Change, may_change(Action.REVIEW_PLAN)]) -> Done:
    """Confirm, as the other of the two, that you looked at the plan together."""
    return Done.of(change, await commands.confirm_review(change, review_id=review_id))
