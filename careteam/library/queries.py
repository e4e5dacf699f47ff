"""What one can ask about exercises: those of a plan, what came of them, and each time one was done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import func, select

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.library.models import Practice
from careteam.library.rules import Helped
from careteam.plans import parts
from careteam.tasks import exercises as asked

#: What one writes in an exercise is kept in the diary.
EXERCISE_ACTIONS = (Action.ASSIGN_TASK, Action.RECORD_PRACTICE, Action.WRITE_DIARY_ENTRY)


class ExerciseGoal(Shape):
    """The goal an exercise is for."""

    id: UUID
    words: str


class Exercise(Shape):
    """A piece that the patient has to do: since when, until when, how often, for which goal."""

    task_id: UUID
    piece: str
    version: str
    #: When its present turn begins, and until when it is to be done.
    not_before: datetime | None
    due_at: datetime | None
    every_days: int | None
    #: The last of its turns begins before.
    until: datetime | None
    goal: ExerciseGoal | None
    note: str | None
    given_by: PersonRef


class Tally(Shape):
    """What came of a piece: how often it was done, when last, and whether it helped when that was said."""

    piece: str
    times: int
    last_at: datetime
    helped: int
    did_not_help: int


class Exercises(Shape):
    """The exercises of a plan, what came of all that were done, and what the reader may do."""

    given: list[Exercise]
    done: list[Tally]
    may: list[Action]


class PracticeDetail(Shape):
    """One time an exercise was done."""

    id: UUID
    piece: str
    version: str
    at: datetime
    seconds: int
    helped: Helped | None
    goal: ExerciseGoal | None
    #: It was asked for; else the patient did it of their own accord.
    asked: bool


async def exercises(view: View) -> Exercises:
    """What the patient has to do, and what came of what they did."""
    tasks = await asked.given(view)
    names = await people(view, {task.assigned_by for task in tasks})
    goals = await _goals(view, (task.goal_id for task in tasks))
    return Exercises(
        given=[
            Exercise(
                task_id=task.id, piece=cast(str, task.piece), version=cast(str, task.piece_version),
                not_before=task.not_before, due_at=task.due_at, every_days=task.repeat_days, until=task.repeat_until,
                goal=goals.get(task.goal_id), note=task.note, given_by=names[task.assigned_by],
            )
            for task in tasks
        ],
        done=await _tallies(view),
        may=[action for action in EXERCISE_ACTIONS if may_at_all(view.standing, action)],
    )  # fmt: skip


async def practices(view: View, *, after: str | None, limit: int) -> Page[PracticeDetail]:
    """Each time an exercise was done, the newest first."""
    query = select(Practice).where(Practice.plan_id == view.plan_id)
    last = position(after, datetime, UUID)
    if last is not None:
        query = query.where((Practice.at < last[0]) | ((Practice.at == last[0]) & (Practice.id < last[1])))
    rows = await view.all(query.order_by(Practice.at.desc(), Practice.id.desc()).limit(limit + 1))
    goals = await _goals(view, (row.goal_id for row in rows))
    items = [
        PracticeDetail(
            id=row.id, piece=row.piece, version=row.version, at=row.at, seconds=row.seconds, helped=row.helped,
            goal=goals.get(row.goal_id), asked=row.task_id is not None,
        )
        for row in rows[:limit]
    ]  # fmt: skip
    next_ = cursor(rows[limit - 1].at.isoformat(), str(rows[limit - 1].id)) if len(rows) > limit else None
    return Page[PracticeDetail](items=items, next=next_)


async def _tallies(view: View) -> list[Tally]:
    row: Any = Practice
    said = [func.count().filter(row.helped == word) for word in (Helped.HELPED, Helped.DID_NOT_HELP)]
    query = select(row.piece, func.count(), func.max(row.at), *said).where(row.plan_id == view.plan_id)
    found = await view.rows(query.group_by(row.piece).order_by(func.max(row.at).desc()))
    return [Tally(piece=piece, times=n, last_at=at, helped=yes, did_not_help=no) for piece, n, at, yes, no in found]


async def _goals(view: View, ids: Iterable[UUID | None]) -> dict[UUID | None, ExerciseGoal]:
    words = await parts.goal_words(view, set(ids))
    return {id_: ExerciseGoal(id=id_, words=said) for id_, said in words.items()}
