"""How HTTP says it: what a patient's device found, the cases of a plan, and the rules that open them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field, StringConstraints

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import DEFAULT, MOST, Request
from careteam.coverage.ladders import AlarmOutcome
from careteam.identity.gate import Done, organisation_view
from careteam.plans.gate import may_change, may_view
from careteam.safety import commands, queries

router = APIRouter(tags=["safety"])

After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class TellFinding(Request):
    """Which rule found something on the author's device, by which version of its list, in which message if there is one.

    Neither the words that were found nor any of the text.
    """

    rule: Annotated[str, Field(min_length=1, max_length=40)]
    version: Annotated[int, Field(ge=1, le=100_000)]
    message_id: UUID | None


class AssessCase(Request):
    """What one found."""

    assessment: Words


class CloseCase(Request):
    """What one did, and what came of it."""

    outcome: Literal[
        AlarmOutcome.REACHED_SAFE, AlarmOutcome.APPOINTMENT_MADE, AlarmOutcome.PLAN_CHANGED,
        AlarmOutcome.EMERGENCY_SERVICES, AlarmOutcome.NO_ACTION_NEEDED,
    ]  # fmt: skip
    done: Words


@router.post("/plans/{plan_id}/safety/findings", status_code=201)
async def tell_finding(body: TellFinding, change: Annotated[Change, may_change(Action.TELL_FINDING)]) -> Done:
    """Tell the team that your device found something in what you wrote. The answer names your plan."""
    return Done.of(change, await commands.tell_finding(change, **body.model_dump()))


@router.get("/plans/{plan_id}/safety/cases")
async def read_cases(
    view: Annotated[View, may_view(Action.READ_CASES)], after: After = None, limit: Limit = DEFAULT
) -> queries.Cases:
    """The cases of this plan, the newest first: the open one, if there is one, is the first."""
    return await queries.cases(view, after=after, limit=limit)


@router.post("/plans/{plan_id}/safety/cases/{case_id}/take")
async def take_case(case_id: UUID, change: Annotated[Change, may_change(Action.TAKE_CASE)]) -> Done:
    """Take it on."""
    return Done.of(change, await commands.take_case(change, case_id=case_id))


@router.post("/plans/{plan_id}/safety/cases/{case_id}/assessment")
async def assess_case(
    case_id: UUID, body: AssessCase, change: Annotated[Change, may_change(Action.ASSESS_CASE)]
) -> Done:
    """Say what you found."""
    return Done.of(change, await commands.assess_case(change, case_id=case_id, assessment=body.assessment))


@router.post("/plans/{plan_id}/safety/cases/{case_id}/outcome")
async def close_case(case_id: UUID, body: CloseCase, change: Annotated[Change, may_change(Action.CLOSE_CASE)]) -> Done:
    """Say what you did and what came of it: this ends the case."""
    id_ = await commands.close_case(change, case_id=case_id, outcome=body.outcome, done=body.done)
    return Done.of(change, id_)


@router.get("/safety/rules")
async def read_safety_rules(view: Annotated[View, organisation_view(Action.READ_SAFETY_RULES)]) -> queries.SafetyRules:
    """What opens a case, who is told of it when, and where all of that comes from."""
    return queries.safety_rules(view)
