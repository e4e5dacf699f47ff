"""How HTTP says it: the safety plan of a patient, and what they decide about the word check."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import Day, Page, Request
from careteam.identity.gate import Done
from careteam.plans.gate import may_change, may_view
from careteam.safetyplan import commands, queries
from careteam.safetyplan.shapes import SafetyPlanContent

router = APIRouter(prefix="/plans/{plan_id}", tags=["safety plan"])

After = Annotated[str | None, Query(max_length=500)]
#: A page holds whole plans, not lines.
Limit = Annotated[int, Query(ge=1, le=50)]
Number = Annotated[int, Field(ge=1, lt=2**31)]


class WriteSafetyPlan(Request):
    """What the safety plan is to say from now on; `version` is one more than what was read, 1 for the first."""

    version: Number
    content: SafetyPlanContent
    review_on: Day | None


class DecideWordCheck(Request):
    """Whether the device may tell the team, and which wording of the question was answered."""

    agreed: bool
    wording: Number


@router.get("/safety-plan")
async def read_safety_plan(view: Annotated[View, may_view(Action.READ_SAFETY_PLAN)]) -> queries.SafetyPlan:
    """The safety plan as it is now, and what the patient decided about the word check."""
    return await queries.safety_plan(view)


@router.get("/safety-plan/versions")
async def read_safety_plan_versions(
    view: Annotated[View, may_view(Action.READ_SAFETY_PLAN)], after: After = None, limit: Limit = 20
) -> Page[queries.SafetyPlanDetail]:
    """All that the safety plan has said, the newest version first."""
    return await queries.versions(view, after=after, limit=limit)


@router.post("/safety-plan/versions", status_code=201)
async def write_safety_plan(
    body: WriteSafetyPlan, change: Annotated[Change, may_change(Action.WRITE_SAFETY_PLAN)]
) -> Done:
    """Write the next version of the safety plan; what it said before is kept."""
    written = await commands.write_safety_plan(
        change, version=body.version, content=body.content, review_on=body.review_on
    )
    return Done.of(change, written)


@router.put("/word-check")
async def decide_word_check(
    body: DecideWordCheck, change: Annotated[Change, may_change(Action.DECIDE_WORD_CHECK)]
) -> Done:
    """Say, as the patient, whether your device may tell your team when it finds words of danger in a message."""
    return Done.of(change, await commands.decide_word_check(change, agreed=body.agreed, wording=body.wording))
