"""Exercises of the demo clinic: what the team gave to some patients, and what these did of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.coverage.zone import clinic_zone
from careteam.library import commands as exercises
from careteam.library import pieces
from careteam.library.commands import Done, NewExercise
from careteam.library.rules import Helped
from careteam.operations.clinic_made import Act, Days

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Given:
    """A piece that somebody gave so many days ago, how often, for which goal; and when it was done since."""

    piece: str
    by: str
    ago: int
    every_days: int | None
    goal: str | None = None
    note: str | None = None
    #: Days ago, how many seconds, and what was said of it.
    done: tuple[tuple[float, int, Helped | None], ...] = ()


_YES, _NO = Helped.HELPED, Helped.DID_NOT_HELP
GIVEN: Mapping[str, tuple[Given, ...]] = {
    "mei": (
        Given(
            "slow-breathing", "C", 8, 1, "mood", "In the evening, before you put the light out.",
            ((7.1, 240, _YES), (6.2, 240, None), (4.1, 120, _YES), (2.1, 240, _YES), (1.1, 190, None)),
        ),
        Given("before-a-session", "T", 2, None, None, "Before Thursday."),
    ),
    "jamal": (Given("better-nights", "C", 6, 7, "sleep", None, ((5.2, 300, _NO),)),),
    "rosa": (
        Given("grounding", "T", 12, 1, None, None, ((11.3, 170, _YES), (9.1, 150, _YES), (3.4, 180, None))),
        Given("integration", "T", 4, None, None, "Bring what you like of it to our next hour."),
    ),
    "hannah": (Given("slow-breathing", "T", 5, 1, None, None, ((4.2, 240, None),)),),
}  # fmt: skip


def exercise(days: Days, now: datetime) -> None:
    """Plan what was given to a patient, and what they did; nothing for whoever is not among these."""
    for given in GIVEN.get(days.made.treated.login, ()):
        days.plan(now - given.ago * _DAY, _give(days, given))
        for ago, seconds, helped in given.done:
            days.plan(now - timedelta(days=ago), _do(days, given.piece, seconds, helped))


def _give(days: Days, given: Given) -> Act:
    async def give() -> None:
        async with open_change(days.trail, days.who(given.by), Action.ASSIGN_TASK, plan_id=days.made.plan_id) as change:
            today = change.now.astimezone(clinic_zone()).date()
            new = NewExercise(
                piece=given.piece, first=today, every_days=given.every_days, note=given.note,
                until=today + 28 * _DAY if given.every_days else today + 7 * _DAY,
                goal_id=days.made.goals.get(given.goal or ""),
            )  # fmt: skip
            await exercises.give_exercise(change, new)

    return give


def _do(days: Days, piece: str, seconds: int, helped: Helped | None) -> Act:
    async def do() -> None:
        async with open_change(days.trail, days.who("P"), Action.RECORD_PRACTICE, plan_id=days.made.plan_id) as change:
            version = pieces.by_id()[piece].version
            done = Done(piece=piece, version=version, at=change.now, seconds=seconds, helped=helped)
            await exercises.record_practice(change, done)

    return do
