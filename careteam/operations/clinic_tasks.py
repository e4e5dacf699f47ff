"""Tasks of the demo clinic that show what tasks can do: from templates, in an order, in a window, coming round, put off."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.audit.view import open_view
from careteam.operations.clinic_made import Days
from careteam.tasks import changing, queries, templates
from careteam.tasks import commands as tasks

_DAY = timedelta(days=1)


def tasks_in_full(days: Days, now: datetime) -> None:
    """Plan what a patient's plan shows of what tasks can do; nothing for whoever is not among these."""
    if (shown := _SHOWN.get(days.made.treated.login)) is not None:
        shown(days, now)


def _before_a_dose(days: Days, now: datetime) -> None:
    """The dose day of the template in two days: the check before it is begun, the rest waits for it."""
    made = _from_template(days, now - 2 * _DAY, "dose-day", (now + 2 * _DAY))
    _take(days, now - 1.5 * _DAY, "Y", made, nth=2, ticks=1)
    call = _give(
        days, now - 6 * _DAY, "C", "Call about the walks", due_at=now + _DAY, repeat_days=7,
        checklist=("How many walks", "What got in the way", "One small step for next week"),
    )  # fmt: skip
    _change(days, now - 5 * _DAY, "C", call, {"due_at": now + 1.2 * _DAY, "note": "Best before noon."})


def _insurance(days: Days, now: datetime) -> None:
    """A prior authorisation on its way: the trials are gathered, what waited for them is with the support specialist."""
    made = _from_template(days, now - 5 * _DAY, "prior-authorisation", now - 4 * _DAY)
    _take(days, now - 4.5 * _DAY, "Y", made, nth=0, ticks=10, done=True)
    _take(days, now - 3 * _DAY, "S", made, nth=1, ticks=2)


def _around_a_test(days: Days, now: datetime) -> None:
    """A task with a window, and one that its owner has put off."""
    _give(
        days, now - 1.4 * _DAY, "S", "Book the blood test", not_before=now + _DAY, due_at=now + 3 * _DAY,
        latest_at=now + 5 * _DAY,
    )  # fmt: skip
    letter = _give(days, now - 2.2 * _DAY, "T", "Write to the family doctor", due_at=now + 2 * _DAY)

    async def put_off() -> None:
        async with open_change(days.trail, days.who("T"), Action.SNOOZE_TASK, plan_id=days.made.plan_id) as change:
            await tasks.snooze_task(change, task_id=letter[0], until=now + 0.8 * _DAY)

    days.plan(now - 0.5 * _DAY, put_off)


_SHOWN: Mapping[str, Callable[[Days, datetime], None]] = {
    "mei": _before_a_dose, "rosa": _insurance, "jamal": _around_a_test,
}  # fmt: skip


def _from_template(days: Days, at: datetime, name: str, day: datetime) -> list[UUID]:
    """Apply a template; the list holds its tasks once that has happened."""
    made = list[UUID]()

    async def apply() -> None:
        async with open_change(days.trail, days.who("Y"), Action.ASSIGN_TASK, plan_id=days.made.plan_id) as change:
            made.extend(await templates.apply_template(change, name, day=day.date()))

    days.plan(at, apply)
    return made


def _give(
    days: Days, at: datetime, whose: str, title: str, *, due_at: datetime, not_before: datetime | None = None,
    latest_at: datetime | None = None, repeat_days: int | None = None, checklist: tuple[str, ...] = (),
) -> list[UUID]:  # fmt: skip
    """Somebody takes on a task of their own; the list holds it once that has happened."""
    made = list[UUID]()

    async def assign() -> None:
        owner = days.who(whose)
        new = tasks.NewTask(
            title=title, owner_id=owner.person_id, not_before=not_before, due_at=due_at, latest_at=latest_at,
            repeat_days=repeat_days, checklist=checklist,
        )  # fmt: skip
        async with open_change(days.trail, owner, Action.ASSIGN_TASK, plan_id=days.made.plan_id) as change:
            made.append(await tasks.assign_task(change, new))

    days.plan(at, assign)
    return made


def _change(days: Days, at: datetime, who: str, made: list[UUID], fields: changing.TaskFields) -> None:
    async def change_it() -> None:
        async with open_change(days.trail, days.who(who), Action.CHANGE_TASK, plan_id=days.made.plan_id) as change:
            await changing.change_task(change, task_id=made[0], fields=fields)

    days.plan(at, change_it)


def _take(days: Days, at: datetime, who: str, made: list[UUID], *, nth: int, ticks: int, done: bool = False) -> None:
    """Somebody claims one of these tasks, ticks so many things of it off, and may be done with it."""
    owner, plan_id = days.who(who), days.made.plan_id

    async def take() -> None:
        async with open_change(days.trail, owner, Action.CLAIM_TASK, plan_id=plan_id) as change:
            await tasks.claim_task(change, task_id=made[nth])
        async with open_view(days.trail, owner, Action.READ_TASKS, plan_id=plan_id, screen="task.read") as view:
            listed = (await queries.one_task(view, made[nth])).checklist
        for item in listed[:ticks]:
            async with open_change(days.trail, owner, Action.CHECK_TASK, plan_id=plan_id) as change:
                await tasks.tick_item(change, task_id=made[nth], item_id=item.id, ticked=True)
        if done:
            async with open_change(days.trail, owner, Action.COMPLETE_TASK, plan_id=plan_id) as change:
                await tasks.complete_task(change, task_id=made[nth])

    days.plan(at, take)
