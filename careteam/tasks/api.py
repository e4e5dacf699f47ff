"""How HTTP says it: tasks of a plan, tasks of mine, and what one does with them."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, ConfigDict, Field, model_validator

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import DEFAULT, MOST, Page, Request
from careteam.identity.gate import Done
from careteam.plans.gate import may_change, may_view, may_view_mine
from careteam.tasks import changing, commands, leaving, queries, reassignment, templates
from careteam.tasks.rules import Priority

router = APIRouter(tags=["tasks"])

Line = Annotated[str, Field(min_length=1, max_length=300)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]
#: Only those who treat have pools.
Pool = Literal[Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH, Role.SUPPORT_SPECIALIST]
Due = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
]

RepeatDays = Annotated[int, Field(ge=1, le=366)]


class AssignTask(Request):
    """Who does what by when, for which goal. Name an owner or a pool, not both."""

    title: Line
    note: Text | None = None
    goal_id: UUID | None = None
    item_id: UUID | None = None
    owner_id: UUID | None = None
    pool: Pool | None = None
    not_before: Due | None = None
    due_at: Due | None = None
    latest_at: Due | None = None
    waits_for_id: UUID | None = None
    repeat_days: RepeatDays | None = None
    priority: Priority = Priority.ROUTINE
    conversation_id: UUID | None = None
    message_id: UUID | None = None
    shared: bool = False
    checklist: list[Line] = Field(default_factory=list[Line], max_length=changing.LONGEST_LIST)

    @model_validator(mode="after")
    def _somebodys(self) -> Self:
        if (self.owner_id is None) == (self.pool is None):
            raise ValueError("name an owner or a pool, not both")
        if self.message_id is not None and self.conversation_id is None:
            raise ValueError("name the conversation of the message")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        times = [time for time in (self.not_before, self.due_at, self.latest_at) if time is not None]
        if times != sorted(times):
            raise ValueError("not before, due and at the latest come in this order")
        if self.repeat_days is not None and self.due_at is None and self.latest_at is None:
            raise ValueError("say when it is due for the first time")
        return self


class ChangeTask(Request):
    """What is to be otherwise; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    title: Line = ""
    note: Text | None = None
    priority: Priority = Priority.ROUTINE
    not_before: Due | None = None
    due_at: Due | None = None
    latest_at: Due | None = None
    waits_for_id: UUID | None = None
    repeat_days: RepeatDays | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("say what is to be otherwise")
        return self


class ChecklistPoint(Request):
    """One point as it is to be; without an id, a new one."""

    id: UUID | None = None
    words: Line


class ChangeChecklist(Request):
    """The whole list in its order, and what of it is struck."""

    points: Annotated[list[ChecklistPoint], Field(max_length=changing.LONGEST_LIST)]
    struck: Annotated[list[UUID], Field(max_length=changing.LONGEST_LIST)]


class ReassignTasks(Request):
    """Which tasks, and whose they are to be. Name an owner or a pool, not both."""

    task_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]
    owner_id: UUID | None = None
    pool: Pool | None = None
    reason: Text | None = None

    @model_validator(mode="after")
    def _somebodys(self) -> Self:
        if (self.owner_id is None) == (self.pool is None):
            raise ValueError("name an owner or a pool, not both")
        return self


class ApplyTemplate(Request):
    """From which day its tasks count, and for which goal they are."""

    day: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
    goal_id: UUID | None = None


class SnoozeTask(Request):
    """Until when; nothing: now it is wanted back."""

    until: Due | None


class Remark(Request):
    """Why, if there is something to say."""

    reason: Text | None = None


class TickItem(Request):
    """Whether it is done."""

    ticked: bool


class CancelTask(Request):
    """Why nobody will do it."""

    reason: Text


@router.get("/tasks")
async def read_my_tasks(
    view: Annotated[View, may_view_mine(Action.READ_MY_TASKS)],
    scope: queries.Scope = queries.Scope.MINE,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.TaskDetail]:
    """Open tasks across your plans: yours, those you may claim, or those you gave to others."""
    return await queries.my_tasks(view, scope, after=after, limit=limit)


@router.get("/task-loads")
async def read_task_loads(view: Annotated[View, may_view_mine(Action.READ_TODAY)]) -> list[leaving.Load]:
    """Colleagues with open tasks that you may give on, across your plans."""
    return await leaving.loads(view)


@router.get("/task-loads/{person_id}")
async def read_tasks_of(
    person_id: UUID,
    view: Annotated[View, may_view_mine(Action.READ_TODAY)],
    after: After = None,
    limit: Limit = DEFAULT,
) -> leaving.TasksOfOne:
    """Open tasks of a colleague that you may give on, and who could take them in each plan."""
    return await leaving.tasks_of(view, person_id, after=after, limit=limit)


@router.get("/plans/{plan_id}/tasks")
async def read_tasks(
    view: Annotated[View, may_view(Action.READ_TASKS)],
    status: queries.Shown = queries.Shown.OPEN,
    conversation_id: UUID | None = None,
    of: Annotated[list[UUID] | None, Query(max_length=MOST)] = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.TaskDetail]:
    """The tasks of the plan that you may see, those that came from one conversation, or those with these ids."""
    return await queries.plan_tasks(view, status, conversation_id=conversation_id, ids=of, after=after, limit=limit)


@router.get("/plans/{plan_id}/tasks/{task_id}")
async def read_task(task_id: UUID, view: Annotated[View, may_view(Action.READ_TASKS)]) -> queries.TaskWithHistory:
    """One task, with its history."""
    return await queries.one_task(view, task_id)


@router.post("/plans/{plan_id}/tasks", status_code=201)
async def assign_task(body: AssignTask, change: Annotated[Change, may_change(Action.ASSIGN_TASK)]) -> Done:
    """Give a task to somebody on the plan, or to whoever of a role takes it."""
    return Done.of(change, await commands.assign_task(change, commands.NewTask(**body.model_dump())))


@router.post("/plans/{plan_id}/tasks/{task_id}/claim")
async def claim_task(task_id: UUID, change: Annotated[Change, may_change(Action.CLAIM_TASK)]) -> Done:
    """Take a task from the pool of your role."""
    await commands.claim_task(change, task_id=task_id)
    return Done.of(change, task_id)


@router.post("/plans/{plan_id}/tasks/{task_id}/start")
async def start_task(task_id: UUID, change: Annotated[Change, may_change(Action.START_TASK)]) -> Done:
    """Begin a task of yours."""
    await commands.start_task(change, task_id=task_id)
    return Done.of(change, task_id)


@router.post("/plans/{plan_id}/tasks/{task_id}/completion")
async def complete_task(
    task_id: UUID, change: Annotated[Change, may_change(Action.COMPLETE_TASK)], body: Remark | None = None
) -> Done:
    """Be done with a task of yours."""
    await commands.complete_task(change, task_id=task_id, reason=body.reason if body else None)
    return Done.of(change, task_id)


@router.post("/plans/{plan_id}/tasks/{task_id}/hand-back")
async def hand_back_task(
    task_id: UUID, change: Annotated[Change, may_change(Action.HAND_BACK_TASK)], body: Remark | None = None
) -> Done:
    """Give a task of yours back to the pool."""
    await commands.hand_back_task(change, task_id=task_id, reason=body.reason if body else None)
    return Done.of(change, task_id)


@router.post("/plans/{plan_id}/tasks/{task_id}/cancellation")
async def cancel_task(
    task_id: UUID, body: CancelTask, change: Annotated[Change, may_change(Action.CANCEL_TASK)]
) -> Done:
    """Say that nobody will do it, and why."""
    await commands.cancel_task(change, task_id=task_id, reason=body.reason)
    return Done.of(change, task_id)


@router.patch("/plans/{plan_id}/tasks/{task_id}")
async def change_task(
    task_id: UUID, body: ChangeTask, change: Annotated[Change, may_change(Action.CHANGE_TASK)]
) -> Done:
    """Say otherwise what is to be done, by when, or after what; what is left out stays as it is."""
    fields = changing.TaskFields(**body.model_dump(exclude_unset=True))
    await changing.change_task(change, task_id=task_id, fields=fields)
    return Done.of(change, task_id)


@router.put("/plans/{plan_id}/tasks/{task_id}/checklist")
async def change_checklist(
    task_id: UUID, body: ChangeChecklist, change: Annotated[Change, may_change(Action.CHANGE_CHECKLIST)]
) -> Done:
    """Write a task's checklist as it is to be: in this order, with new points, without those that are struck."""
    points = [changing.Point(id=point.id, words=point.words) for point in body.points]
    await changing.change_checklist(change, task_id=task_id, points=points, struck=body.struck)
    return Done.of(change, task_id)


@router.put("/plans/{plan_id}/tasks/{task_id}/checklist/{item_id}")
async def tick_item(
    task_id: UUID, item_id: UUID, body: TickItem, change: Annotated[Change, may_change(Action.CHECK_TASK)]
) -> Done:
    """Tick one thing of a task of yours off, or take the tick back."""
    await commands.tick_item(change, task_id=task_id, item_id=item_id, ticked=body.ticked)
    return Done.of(change, item_id)


@router.put("/plans/{plan_id}/tasks/{task_id}/snooze")
async def snooze_task(
    task_id: UUID, body: SnoozeTask, change: Annotated[Change, may_change(Action.SNOOZE_TASK)]
) -> Done:
    """Take a task of yours off Today for a time, or bring it back."""
    await commands.snooze_task(change, task_id=task_id, until=body.until)
    return Done.of(change, task_id)


@router.post("/plans/{plan_id}/tasks/reassignment")
async def reassign_tasks(body: ReassignTasks, change: Annotated[Change, may_change(Action.REASSIGN_TASK)]) -> Done:
    """Give several tasks to somebody else, or to whoever of a role takes them."""
    await reassignment.reassign_tasks(change, **body.model_dump())
    return Done.of(change, body.task_ids[0])


@router.get("/task-templates")
async def read_task_templates(_: Annotated[View, may_view_mine(Action.READ_TODAY)]) -> list[templates.Template]:
    """What can be applied to a plan: tasks that belong together."""
    return list(templates.all_of_them().values())


@router.post("/plans/{plan_id}/task-templates/{name}", status_code=201)
async def apply_template(
    name: Annotated[str, Path(max_length=60)],
    body: ApplyTemplate,
    change: Annotated[Change, may_change(Action.ASSIGN_TASK)],
) -> Done:
    """Make the tasks of a template for the plan, all at once."""
    made = await templates.apply_template(change, name, day=body.day, goal_id=body.goal_id)
    return Done.of(change, made[0])
