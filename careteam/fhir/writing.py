"""Writes what was read: one change per patient, as `system`; what has not changed in its source is left alone."""

import dataclasses
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus
from careteam.assessment.commands import take_condition
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import PlanId
from careteam.core.problems import Busy, Conflict, StandingChanged
from careteam.fhir.around import remark_address, write_people
from careteam.fhir.datatypes import moment
from careteam.fhir.intake import Intake
from careteam.fhir.intended import (
    IntendedCondition,
    IntendedGoal,
    IntendedItem,
    IntendedPatient,
    IntendedPlan,
    IntendedTask,
    IntendedTrace,
    Source,
)
from careteam.fhir.keeping import Rows
from careteam.fhir.rows import UNNAMED
from careteam.fhir.telling import Told
from careteam.plans import commands, intake
from careteam.plans.models import Achievement, Goal, GoalStatus, ItemKind, ItemStatus, Phase, PlanItem
from careteam.plans.sources import index_of
from careteam.tasks.intake import TakenTask, end_with_plan, take_task
from careteam.tasks.rules import OPEN, Priority, TaskStatus

#: Somebody else may write to the plan at the same moment.
_TRIES = 4


async def write(trail: Trail, taken: Intake) -> Intake:
    """Write every plan of an input; return the input with what became of each entry."""
    told = Told()
    for plan in taken.plans:
        told.add(await _written(trail, plan))
    return dataclasses.replace(taken, outcomes=tuple(told.of(outcome) for outcome in taken.outcomes))


async def _written(trail: Trail, plan: IntendedPlan) -> Told:
    for _ in range(_TRIES - 1):
        try:
            return await _write_plan(trail, plan)
        except (Busy, Conflict, StandingChanged):
            continue
    return await _write_plan(trail, plan)


async def _write_plan(trail: Trail, plan: IntendedPlan) -> Told:
    told, known = Told(), _known(plan.patient)
    async with open_change(trail, Actor.system(), Action.IMPORT_PLAN) as change:
        plan_id = await _find_plan(change, plan.patient)
        if plan_id is None:
            await intake.open_plan(change, known, title=plan.title, summary=plan.summary, status=plan.status)
            await _write_parts(change, plan, told)
            return told
    async with open_change(trail, Actor.system(), Action.IMPORT_PLAN, plan_id=plan_id) as change:
        # Again, since only now nobody else can say that the plan is somebody else's.
        if await _find_plan(change, plan.patient) != plan_id:
            raise StandingChanged
        await _write_parts(change, plan, told)
    return told


async def _find_plan(change: Change, patient: IntendedPatient) -> PlanId | None:
    return await intake.find_plan(change, await index_of(change, "Patient", *patient.source), _known(patient))


def _known(patient: IntendedPatient) -> intake.Known:
    """What is said of a patient, as plans know them. A birth date that is none is left out."""
    return intake.Known(
        name=patient.name,
        named=patient.name != UNNAMED,
        birth_date=patient.birth_date[:10] if moment(patient.birth_date) else None,
        phone=patient.phone or None,
        email=patient.email or None,
        identifier=patient.identifier.value if patient.identifier else None,
        identifiers=tuple(dict.fromkeys(alias.value for alias in patient.aliases)),
    )


async def _write_parts(change: Change, plan: IntendedPlan, told: Told) -> None:
    rows = await Rows.of(change, told, plan)
    here = await intake.plan_of(change)
    patient_id = await _write_patient(rows, plan.patient)
    people = await write_people(rows, plan, patient_id)
    await _write_traces(rows, plan)
    await _Parts(rows, patient_id, here.phase, people).write(plan)
    if here.status in (PlanStatus.COMPLETED, PlanStatus.REVOKED):
        await end_with_plan(change, here.status)
    await rows.settle()


async def _write_patient(rows: Rows, patient: IntendedPatient) -> UUID:
    known = _known(patient)

    async def write(_: UUID | None) -> UUID:
        return await intake.set_patient(rows.change, known)

    await rows.keep("Patient", patient, write)
    person_id = await intake.patient_of(rows.change)
    await remark_address(rows, patient, person_id)
    if patient.birth_date and known.birth_date is None:
        rows.told.remark(patient.places, "the birth date is left out: it is none")
    return person_id


async def _write_traces(rows: Rows, plan: IntendedPlan) -> None:
    """Title and status as all care plans together say them, and a trace of each, so that its change can be told."""
    plan_id = (await intake.plan_of(rows.change)).id

    async def state(_: UUID | None) -> UUID:
        await intake.set_plan(rows.change, title=plan.title, summary=plan.summary, status=plan.status)
        return plan_id

    async def leave(_: UUID | None) -> UUID:
        return plan_id

    if plan.stated:
        said = (plan.title, plan.summary, str(plan.status))
        await rows.keep("Plan", IntendedTrace(source=plan.source, places=(), kind="Plan", said=said), state)
    for trace in plan.traces:
        await rows.keep(trace.kind, trace, leave)


class _Parts:
    """Writes what one plan consists of; what points to a row is written after it."""

    def __init__(self, rows: Rows, patient_id: UUID, phase: Phase, people: dict[Source, UUID]) -> None:
        self._rows = rows
        self._patient_id = patient_id
        self._phase = phase
        self._people = people
        self._goals: dict[Source | None, UUID | None] = {}
        self._items: dict[Source | None, UUID | None] = {}

    async def write(self, plan: IntendedPlan) -> None:
        """Write goals, steps, conditions and tasks; cancel what its care plan no longer has."""
        for goal in plan.goals:
            self._goals[goal.source] = await self._write_goal(goal)
        for item in plan.items:
            self._items[item.source] = await self._write_item(item)
        for trace in plan.traces:
            await intake.cancel_items(self._rows.change, await self._rows.drop("PlanItem", trace))
            await intake.cancel_goals(self._rows.change, await self._rows.drop("Goal", trace))
        for condition in plan.conditions:
            await self._write_condition(condition)
        for task in plan.tasks:
            await self._write_task(task)

    async def _write_goal(self, goal: IntendedGoal) -> UUID | None:
        async def write(known: UUID | None) -> UUID:
            before = (await self._rows.change.get(Goal, known)).achievement if known else Achievement.IN_PROGRESS
            return await commands.set_goal(
                self._rows.change, goal_id=known, words=goal.words, target=goal.target or None, due_on=goal.due_on,
                status=GoalStatus(goal.status), achievement=Achievement(goal.achievement or before),
                reason=_why(known),
            )  # fmt: skip

        return await self._rows.keep("Goal", goal, write)

    async def _write_item(self, item: IntendedItem) -> UUID | None:
        async def write(known: UUID | None) -> UUID:
            phase = (await self._rows.change.get(PlanItem, known)).phase if known else self._phase
            return await commands.set_item(
                self._rows.change, item_id=known, title=item.title, phase=phase, kind=ItemKind(item.kind),
                status=ItemStatus(item.status), goal_id=self._goals.get(item.goal), position=item.position,
                owner_id=self._people.get(item.owner) if item.owner else None, reason=_why(known),
            )  # fmt: skip

        return await self._rows.keep("PlanItem", item, write)

    async def _write_condition(self, one: IntendedCondition) -> None:
        async def write(known: UUID | None) -> UUID:
            return await take_condition(self._rows.change, known, label=one.label, code=one.code, status=one.status)

        await self._rows.keep("Condition", one, write)

    async def _write_task(self, task: IntendedTask) -> None:
        owner_id = self._people.get(task.owner) if task.owner else None
        new = TakenTask(
            title=task.title, note=_note(task, owned=owner_id is not None), status=TaskStatus(task.status),
            reason=task.status_reason or None, owner_id=owner_id, pool=task.pool, goal_id=self._goals.get(task.goal),
            item_id=self._items.get(task.item), due_at=task.due_at, shared=owner_id == self._patient_id,
            priority=Priority.URGENT if task.urgent else Priority.ROUTINE,
        )  # fmt: skip

        async def write(known: UUID | None) -> UUID:
            return await take_task(self._rows.change, new, task_id=known)

        await self._rows.keep("Task", task, write)


def _why(known: UUID | None) -> str:
    return intake.AGAIN if known else intake.FIRST


def _note(task: IntendedTask, *, owned: bool) -> str | None:
    """The source's note, and what no column holds: when it was written, and its state where nobody here has it."""
    lines = [task.note]
    if task.authored_at:
        lines.append(f"Written in its source: {task.authored_at:%Y-%m-%d}")
    if not owned and task.status in OPEN and task.status != TaskStatus.REQUESTED:
        lines.append(f"State in its source: {task.status}")
    return "\n\n".join(line for line in lines if line) or None
