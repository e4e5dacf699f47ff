"""How HTTP says it: the library, the exercises of a plan, and that one was done."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core.paging import DEFAULT, MOST, Day, Moment, Page, Request
from careteam.identity.gate import Done
from careteam.library import commands, pieces, queries, rules
from careteam.library.rules import Helped
from careteam.plans.gate import may_change, may_view

router = APIRouter(tags=["library"])

PieceId = Annotated[str, Field(min_length=1, max_length=40)]
Version = Annotated[str, Field(min_length=1, max_length=20)]
After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class GiveExercise(Request):
    """Which piece, from which day, how often (nothing: once), until when, for which goal; and a word to it."""

    piece: PieceId
    first: Day
    every_days: Annotated[int, Field(ge=1, le=rules.SELDOM_DAYS)] | None = None
    until: Day | None = None
    goal_id: UUID | None = None
    note: Annotated[str, Field(min_length=1, max_length=1000)] | None = None


class RecordPractice(Request):
    """What was done, when it was ended, how long it took, and whether it helped, if one wants to say so."""

    piece: PieceId
    version: Version
    at: Moment
    seconds: Annotated[int, Field(ge=0, le=rules.LONGEST_SECONDS)]
    helped: Helped | None = None


@router.get("/library")
async def read_library() -> pieces.Library:
    """The pieces of the library, with their sources. Needs no sign-in: it is about nobody."""
    return pieces.library()


@router.get("/plans/{plan_id}/exercises")
async def read_exercises(view: Annotated[View, may_view(Action.READ_PRACTICES)]) -> queries.Exercises:
    """The exercises that the patient has to do, and what came of those that were done."""
    return await queries.exercises(view)


@router.post("/plans/{plan_id}/exercises", status_code=201)
async def give_exercise(body: GiveExercise, change: Annotated[Change, may_change(Action.ASSIGN_TASK)]) -> Done:
    """Give a piece of the library to the patient; it is a task of theirs."""
    return Done.of(change, await commands.give_exercise(change, commands.NewExercise(**body.model_dump())))


@router.get("/plans/{plan_id}/practices")
async def read_practices(
    view: Annotated[View, may_view(Action.READ_PRACTICES)], after: After = None, limit: Limit = DEFAULT
) -> Page[queries.PracticeDetail]:
    """Each time an exercise was done, the newest first."""
    return await queries.practices(view, after=after, limit=limit)


@router.post("/plans/{plan_id}/practices", status_code=201)
async def record_practice(body: RecordPractice, change: Annotated[Change, may_change(Action.RECORD_PRACTICE)]) -> Done:
    """Say that you did an exercise; what asked for it is done with it."""
    return Done.of(change, await commands.record_practice(change, commands.Done(**body.model_dump())))
