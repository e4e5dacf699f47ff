"""What one can do with a plan: open it, revise it, set its goals and steps."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import GoalId, PersonId, PlanId, PlanItemId, new_id
from careteam.identity.people import take_in
from careteam.plans import events, rules, said, team
from careteam.plans.models import (
    Achievement,
    Goal,
    GoalStatus,
    ItemKind,
    ItemStatus,
    Patient,
    Phase,
    Plan,
    PlanItem,
    PlanPart,
    PlanVersion,
)

#: Why goals and steps are new or different, where nobody says why; the patient reads it.
GOAL_SET, GOAL_CHANGED = "A goal was set.", "A goal was changed."
STEP_SET, STEP_CHANGED = "A step was planned.", "A step was changed."


@dataclass(eq=False)
class PlanCannotBecome(problems.Problem):
    """A plan cannot go from this status to that one."""

    status = 409
    detail = "Look at the plan's present status. Nothing was changed."
    now: str
    wanted: str


@dataclass(frozen=True, kw_only=True)
class NewPatient:
    """Whom a plan is for."""

    name: str
    email: str | None = None
    #: As far as it is known: a date, or the beginning of one (`1980-02`, `1980`).
    birth_date: date | str | None = None
    pronouns: str | None = None
    phone: str | None = None
    identifier: str | None = None
    synthetic: bool = False
    #: Send a one-use link to the address.
    invite: bool = True
    person_id: PersonId | None = None


@dataclass(frozen=True, kw_only=True)
class NewMember:
    """Who is to be on the team from the start."""

    person_id: PersonId
    role: Role
    lead: bool = False


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """A plan to be opened."""

    patient: NewPatient
    title: str
    summary: str | None = None
    phase: Phase = Phase.ASSESSMENT
    status: PlanStatus = PlanStatus.DRAFT
    team: tuple[NewMember, ...] = field(default=())
    reason: str = "The plan was opened."


async def open_plan(change: Change, new: NewPlan) -> PlanId:
    """Take in a patient: their plan with its streams and key, themselves on it, and the team."""
    change.require(Action.OPEN_PLAN, subject_id=new.patient.person_id or new_id())
    return await begin_plan(change, new)


async def begin_plan(change: Change, new: NewPlan) -> PlanId:
    """Lay down a plan for whoever opens it, a coordinator or an import."""
    patient = new.patient
    person_id = patient.person_id
    if person_id is None:
        person_id, _ = await take_in(
            change, name=patient.name, role=Role.PATIENT, email=patient.email, invite=patient.invite,
            synthetic=patient.synthetic,
        )  # fmt: skip
    plan_id = PlanId(new_id())
    await change.open_plan_streams(plan_id)
    plan = await change.add(
        Plan(
            id=plan_id, title=new.title, summary=new.summary, status=new.status, phase=new.phase, version=1,
            opened_at=change.now, changed_at=change.now,
        )
    )  # fmt: skip
    patient_row = await change.add(
        Patient(
            person_id=person_id,
            birth_date=str(patient.birth_date) if patient.birth_date else None,
            pronouns=patient.pronouns,
            phone=patient.phone,
            identifier=patient.identifier,
            identifier_index=await change.exact("identifier", patient.identifier) if patient.identifier else None,
        )
    )
    version = await _new_version(change, plan, new.reason)
    await change.record(
        events.PlanOpened(plan_id=plan.id, patient_id=patient_row.id, version_id=version.id, person_id=person_id)
    )
    await team.join(change, person_id=person_id, role=Role.PATIENT)
    for member in new.team:
        await team.join(change, person_id=member.person_id, role=member.role, lead=member.lead)
    change.answer(plan_id)
    return plan_id


async def _new_version(change: Change, plan: Plan, reason: str) -> PlanVersion:
    plan.changed_at = change.now
    return await change.add(
        PlanVersion(
            version=plan.version, author_id=change.actor.person_id, role=change.role, reason=reason, at=change.now,
            title=plan.title, summary=plan.summary, status=plan.status, phase=plan.phase,
        )
    )  # fmt: skip


async def revise_plan(
    change: Change, *, reason: str, title: str | None = None, summary: str | None = None, phase: Phase | None = None
) -> int:
    """Change title, summary or phase; the plan gets a new version with author and reason. Return its number."""
    plan = await change.get(Plan, change.plan_id or new_id())
    plan.version += 1
    plan.title = title or plan.title
    plan.summary = plan.summary if summary is None else summary
    plan.phase = phase or plan.phase
    version = await _new_version(change, plan, reason)
    await change.record(events.PlanRevised(plan_id=plan.id, version_id=version.id))
    return plan.version


async def version_of(change: Change, *, reason: str) -> int:
    """The version that this change makes of the plan: one, however much of the plan it changes. Return its number."""
    plan = await change.get(Plan, change.plan_id or new_id())
    newest = await change.find(PlanVersion, version=plan.version)
    if any(row.change_id == change.id for row in newest):
        return plan.version
    return await revise_plan(change, reason=reason)


async def set_plan_status(change: Change, *, status: PlanStatus, reason: str) -> None:
    """Activate a plan, put it on hold, complete or revoke it."""
    plan = await change.get(Plan, change.plan_id or new_id())
    if not rules.may_become(plan.status, status):
        raise PlanCannotBecome(now=plan.status, wanted=status)
    await become(change, plan, status, reason)


async def become(change: Change, plan: Plan, status: PlanStatus, reason: str) -> None:
    """Give a plan a status, whatever it had."""
    plan.status = status
    plan.version += 1
    version = await _new_version(change, plan, reason)
    await change.record(events.PlanStatusSet(plan_id=plan.id, version_id=version.id, status=status))


async def set_goal(
    change: Change,
    *,
    goal_id: UUID | None = None,
    words: str,
    target: str | None = None,
    status: GoalStatus = GoalStatus.ACTIVE,
    achievement: Achievement = Achievement.IN_PROGRESS,
    due_on: date | None = None,
    reason: str | None = None,
) -> GoalId:
    """Set a new goal, or change one of this plan: a new version, unless it says what it said."""
    goal = await change.get(Goal, goal_id) if goal_id else await change.add(Goal())
    goal.words, goal.target, goal.due_on = words, target, due_on
    goal.status, goal.achievement = status, achievement
    await keep_goal(change, goal, reason or (GOAL_CHANGED if goal_id else GOAL_SET))
    return GoalId(goal.id)


async def keep_goal(change: Change, goal: Goal, reason: str) -> None:
    """Record that a goal was set, and what it says from this version on."""
    part_ids = await _keep(change, goal.id, said.of_goal(goal), reason)
    await change.record(events.GoalSet(goal_id=goal.id, part_ids=part_ids))
    change.answer(goal.id)


async def _keep(change: Change, part_id: UUID, now: said.GoalSaid | said.StepSaid, reason: str) -> tuple[UUID, ...]:
    """Let a goal or a step say this from the version on that this change makes. Nothing where it says so already."""
    found = await change.find(PlanPart, part_id=part_id, until_version=None)
    former = next((row for row in found if row.until_version is None), None)
    body = now.model_dump_json()
    if former is not None and former.body == body:
        return ()
    version = await version_of(change, reason=reason)
    if former is not None and former.since_version == version:
        former.body = body
        return (former.id,)
    row = PlanPart(part_id=part_id, kind=said.kind_of(now), body=body, since_version=version)
    await change.add(row)
    if former is None:
        return (row.id,)
    former.until_version = version
    return row.id, former.id


async def propose_goal(change: Change, *, words: str, target: str | None = None) -> GoalId:
    """Say, as the patient, what the plan should be for; the team accepts or talks about it."""
    goal = await change.add(
        Goal(words=words, target=target, status=GoalStatus.PROPOSED, proposed_by=change.actor.person_id)
    )
    await change.record(events.GoalProposed(goal_id=goal.id))
    return GoalId(goal.id)


async def set_item(
    change: Change,
    *,
    item_id: UUID | None = None,
    title: str,
    phase: Phase,
    kind: ItemKind = ItemKind.OTHER,
    status: ItemStatus = ItemStatus.PLANNED,
    goal_id: UUID | None = None,
    owner_id: UUID | None = None,
    owner_role: Role | None = None,
    position: int = 0,
    reason: str | None = None,
) -> PlanItemId:
    """Set a new step of the plan, or change one: a new version, unless it says what it said.

    Its goal and its owner must be this plan's.
    """
    if owner_id:
        await team.must_include(change, owner_id)
    item = await change.get(PlanItem, item_id) if item_id else await change.add(PlanItem())
    item.title, item.phase, item.kind, item.status = title, phase, kind, status
    item.goal_id, item.owner_id, item.owner_role, item.position = goal_id, owner_id, owner_role, position
    await keep_item(change, item, reason or (STEP_CHANGED if item_id else STEP_SET))
    return PlanItemId(item.id)


async def keep_item(change: Change, item: PlanItem, reason: str) -> None:
    """Record that a step was set, and what it says from this version on; its goal must be this plan's."""
    goal = await change.get(Goal, item.goal_id) if item.goal_id else None
    part_ids = await _keep(change, item.id, said.of_step(item, goal), reason)
    await change.record(events.ItemSet(item_id=item.id, goal_id=item.goal_id, part_ids=part_ids))
    change.answer(item.id)
