"""What one can do with the library: give a piece of it to the patient, and say that one did it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careteam.access.roles import RelationKind
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import TaskId
from careteam.coverage.zone import clinic_zone
from careteam.library import events, pieces, rules
from careteam.library.models import Practice
from careteam.library.pieces import Piece
from careteam.library.rules import Helped
from careteam.plans import team
from careteam.tasks import commands as tasks
from careteam.tasks import exercises
from careteam.tasks.commands import NewTask


@dataclass(eq=False)
class AlreadyGiven(problems.Problem):
    """The patient has this exercise to do already."""

    status = 409
    detail = "Cancel the task that is open first. Nothing was saved."


@dataclass(eq=False)
class ExerciseNotPossible(problems.Problem):
    """An exercise cannot be given for these days."""

    status = 422
    detail = "It begins today or later, within a year, and ends not before it begins. Nothing was saved."


@dataclass(frozen=True, kw_only=True)
class NewExercise:
    """A piece for the patient: from which day, how often, until when, for which goal."""

    piece: str
    first: date
    #: Every so many days; without it once, until the last day.
    every_days: int | None = None
    until: date | None = None
    goal_id: UUID | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done: which piece, in which version, until when, how long; and whether it helped, if that was said."""

    piece: str
    version: str
    at: datetime
    seconds: int
    helped: Helped | None = None


async def give_exercise(change: Change, new: NewExercise) -> TaskId:
    """Give a piece to the patient: a task of theirs that names it."""
    piece = _piece(new.piece)
    zone = clinic_zone()
    if not rules.possible(new.first, new.until, change.now.astimezone(zone).date()):
        raise ExerciseNotPossible
    patient = next(row.person_id for row in await team.present(change) if row.kind is RelationKind.SELF)
    if await exercises.asked_for(change, piece.id, owner_id=patient) is not None:
        raise AlreadyGiven
    turn = rules.first_turn(new.first, new.every_days, new.until, zone)
    return await tasks.assign_task(
        change,
        NewTask(
            title=piece.title, note=new.note, owner_id=patient, goal_id=new.goal_id, not_before=turn.not_before,
            due_at=turn.due_at, repeat_days=new.every_days, repeat_until=turn.repeat_until, piece=piece.id,
            piece_version=piece.version, shared=True,
        ),
    )  # fmt: skip


async def record_practice(change: Change, done: Done) -> UUID:
    """Say, as the patient, that one did an exercise. It counts for the task that asks for it, if its turn had come."""
    piece = _piece(done.piece)
    at = min(done.at, change.now)
    asked = await exercises.asked_for(change, piece.id, owner_id=change.actor.person_id)
    if asked is not None and not rules.counts_for(at, not_before=asked.not_before, given_at=asked.created_at):
        asked = None
    practice = await change.add(
        Practice(
            piece=piece.id, version=done.version, at=at, recorded_at=change.now, seconds=done.seconds, helped=done.helped,
            task_id=asked.id if asked else None, goal_id=asked.goal_id if asked else None,
        )
    )  # fmt: skip
    await change.record(
        events.PracticeRecorded(practice_id=practice.id, task_id=practice.task_id, goal_id=practice.goal_id)
    )
    return change.answer(practice.id)


def _piece(id_: str) -> Piece:
    piece = pieces.by_id().get(id_)
    if piece is None:
        raise problems.NotFound
    return piece
