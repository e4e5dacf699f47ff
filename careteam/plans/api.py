"""How HTTP says it: plans, goals, steps, team."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus, Role
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.ids import PersonId
from careteam.core.paging import DEFAULT, MOST, Day, Page, Request
from careteam.identity.departure import Departure
from careteam.identity.gate import Done, organisation_change
from careteam.plans import commands, queries, team, teams, versions
from careteam.plans.gate import may_change, may_view, may_view_mine
from careteam.plans.models import Achievement, GoalStatus, ItemKind, ItemStatus, Phase

router = APIRouter(prefix="/plans", tags=["plans"])

Line = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Email = Annotated[str, Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]


class PatientToTakeIn(Request):
    """Whom the plan is for."""

    name: Line
    email: Email | None = None
    birth_date: Day | None = None
    pronouns: Annotated[str, Field(max_length=40)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    identifier: Annotated[str, Field(max_length=80)] | None = None


class MemberToAdd(Request):
    """Who is to join the team, in which role."""

    person_id: UUID
    role: Role
    lead: bool = False


class OpenPlan(Request):
    """A patient to take in, and the team to start with."""

    patient: PatientToTakeIn
    title: Line
    summary: Text | None = None
    phase: Phase = Phase.ASSESSMENT
    team: Annotated[tuple[MemberToAdd, ...], Field(max_length=30)] = ()


class RevisePlan(Request):
    """What changes, and why."""

    title: Line | None = None
    summary: Text | None = None
    phase: Phase | None = None
    reason: Text


class SetPlanStatus(Request):
    """Where the plan goes, and why."""

    status: PlanStatus
    reason: Text


class SetGoal(Request):
    """A goal in the patient's words, and how one will know."""

    words: Line
    target: Line | None = None
    status: GoalStatus = GoalStatus.ACTIVE
    achievement: Achievement = Achievement.IN_PROGRESS
    due_on: Day | None = None
    #: Why: it stands with the version, and the patient reads it.
    reason: Text | None = None


class ProposeGoal(Request):
    """What the patient would like the plan to be for."""

    words: Line
    target: Line | None = None


class SetItem(Request):
    """A step of the plan."""

    title: Line
    phase: Phase
    kind: ItemKind = ItemKind.OTHER
    status: ItemStatus = ItemStatus.PLANNED
    goal_id: UUID | None = None
    owner_id: UUID | None = None
    owner_role: Role | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] = 0
    #: Why: it stands with the version, and the patient reads it.
    reason: Text | None = None


class AddTeamMember(Request):
    """Who joins the plan."""

    person_id: UUID
    role: Role
    lead: bool = False


class AllowSupporter(Request):
    """Whether a supporter may see the plan."""

    may_see_plan: bool


class Reason(Request):
    """Why."""

    reason: Text


class RequestAccess(Request):
    """Why a supervisor needs the details of this plan."""

    reason: Annotated[str, Field(min_length=15, max_length=1000)]


After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/teams")
async def read_teams(
    view: Annotated[View, may_view_mine(Action.CHANGE_TEAM)],
    q: Annotated[str | None, Query(max_length=200)] = None,
    incomplete: bool = False,
    after: After = None,
    limit: Limit = DEFAULT,
) -> teams.Teams:
    """The care teams of all plans, by the patient's name; `incomplete`: those without a lead or a needed role."""
    return await teams.teams(view, text=q, incomplete=incomplete, after=after, limit=limit)


@router.post("", status_code=201)
async def open_plan(body: OpenPlan, change: Annotated[Change, organisation_change(Action.OPEN_PLAN)]) -> Done:
    """Take in a patient."""
    new = commands.NewPlan(
        patient=commands.NewPatient(**body.patient.model_dump()),
        title=body.title,
        summary=body.summary,
        phase=body.phase,
        team=tuple(
            commands.NewMember(person_id=PersonId(m.person_id), role=m.role, lead=m.lead) for m in body.team
        ),
    )  # fmt: skip
    return Done.of(change, await commands.open_plan(change, new))


@router.get("/{plan_id}")
async def read_plan(view: Annotated[View, may_view(Action.READ_ROSTER, screen="plan")]) -> queries.PlanDetail:
    """The plan's page, as far as you may see it."""
    return await queries.plan_page(view)


@router.get("/{plan_id}/versions")
async def read_versions(
    view: Annotated[View, may_view(Action.READ_PLAN)], after: After = None, limit: Limit = DEFAULT
) -> Page[versions.VersionSummary]:
    """The plan's versions, the newest first."""
    return await versions.versions(view, after=after, limit=limit)


@router.post("/{plan_id}/versions", status_code=201)
async def revise_plan(body: RevisePlan, change: Annotated[Change, may_change(Action.REVISE_PLAN)]) -> Done:
    """Change title, summary or phase, with a reason."""
    await commands.revise_plan(change, **body.model_dump())
    return Done.of(change, _plan(change))


@router.put("/{plan_id}/status")
async def set_plan_status(body: SetPlanStatus, change: Annotated[Change, may_change(Action.SET_PLAN_STATUS)]) -> Done:
    """Activate, hold, complete or revoke the plan."""
    await commands.set_plan_status(change, **body.model_dump())
    return Done.of(change, _plan(change))


@router.post("/{plan_id}/goals", status_code=201)
async def set_goal(body: SetGoal, change: Annotated[Change, may_change(Action.SET_GOAL)]) -> Done:
    """Set a new goal."""
    return Done.of(change, await commands.set_goal(change, **body.model_dump()))


@router.put("/{plan_id}/goals/{goal_id}")
async def change_goal(goal_id: UUID, body: SetGoal, change: Annotated[Change, may_change(Action.SET_GOAL)]) -> Done:
    """Change a goal."""
    return Done.of(change, await commands.set_goal(change, goal_id=goal_id, **body.model_dump()))


@router.post("/{plan_id}/goal-proposals", status_code=201)
async def propose_goal(body: ProposeGoal, change: Annotated[Change, may_change(Action.PROPOSE_GOAL)]) -> Done:
    """Propose a goal, as the patient."""
    return Done.of(change, await commands.propose_goal(change, **body.model_dump()))


@router.post("/{plan_id}/items", status_code=201)
async def set_item(body: SetItem, change: Annotated[Change, may_change(Action.SET_ITEM)]) -> Done:
    """Set a new step of the plan."""
    return Done.of(change, await commands.set_item(change, **body.model_dump()))


@router.put("/{plan_id}/items/{item_id}")
async def change_item(item_id: UUID, body: SetItem, change: Annotated[Change, may_change(Action.SET_ITEM)]) -> Done:
    """Change a step of the plan."""
    return Done.of(change, await commands.set_item(change, item_id=item_id, **body.model_dump()))


@router.post("/{plan_id}/team", status_code=201)
async def add_team_member(body: AddTeamMember, change: Annotated[Change, may_change(Action.CHANGE_TEAM)]) -> Done:
    """Put somebody on the plan."""
    return Done.of(change, await team.join(change, **body.model_dump()))


@router.post("/{plan_id}/team/{relation_id}/lead")
async def set_lead(relation_id: UUID, change: Annotated[Change, may_change(Action.CHANGE_TEAM)]) -> Done:
    """Make a member the lead."""
    await team.set_lead(change, relation_id=relation_id)
    return Done.of(change, relation_id)


@router.post("/{plan_id}/team/{relation_id}/end")
async def remove_team_member(
    relation_id: UUID, body: Departure, change: Annotated[Change, may_change(Action.CHANGE_TEAM)]
) -> Done:
    """Take somebody off the plan. Their open tasks go to the successor, else to the pools they came from."""
    await team.leave(change, relation_id=relation_id, **body.model_dump())
    return Done.of(change, relation_id)


@router.put("/{plan_id}/team/{relation_id}/consent")
async def allow_supporter(
    relation_id: UUID, body: AllowSupporter, change: Annotated[Change, may_change(Action.ALLOW_SUPPORTER)]
) -> Done:
    """Say, as the patient, whether a supporter may see the plan."""
    await team.allow_supporter(change, relation_id=relation_id, may_see_plan=body.may_see_plan)
    return Done.of(change, relation_id)


@router.post("/{plan_id}/team/{relation_id}/support/end")
async def end_support(
    relation_id: UUID, body: Reason, change: Annotated[Change, may_change(Action.END_SUPPORT)]
) -> Done:
    """End a supporter's part, as the patient or as the supporter."""
    await team.end_support(change, relation_id=relation_id, reason=body.reason)
    return Done.of(change, relation_id)


@router.post("/{plan_id}/access", status_code=201)
async def request_access(body: RequestAccess, change: Annotated[Change, may_change(Action.REQUEST_ACCESS)]) -> Done:
    """Open the plan's details to yourself as a supervisor, for eight hours."""
    return Done.of(change, await team.request_access(change, reason=body.reason))


def _plan(change: Change) -> UUID:
    assert change.plan_id is not None
    return change.plan_id
