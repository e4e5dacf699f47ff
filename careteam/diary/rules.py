"""What is always true of a diary: its five faces, what a day can hold, and which days can be written about. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final


class Mood(StrEnum):
    """How one is, from the worst to the best: five faces, each with one word. Our own wording; no score, no cut-off."""

    BAD = "bad"
    LOW = "low"
    OKAY = "okay"
    GOOD = "good"
    GREAT = "great"


class Activity(StrEnum):
    """What one did on a day. Our own wording; nothing is counted from it."""

    MOVED = "moved"
    OUTDOORS = "outdoors"
    PEOPLE = "people"
    WORK = "work"
    CHORES = "chores"
    CREATIVE = "creative"
    MEAL = "meal"
    REST = "rest"
    CALM = "calm"
    TREATMENT = "treatment"


#: The most characters of a note.
MOST_NOTE: Final = 4_000
#: The most bytes of a sealed entry: that note in any script, with all else, padded.
MOST_BYTES: Final = 32_768
#: Sleep is told in half hours, of at most a day. In minutes.
SLEEP_STEP, MOST_SLEEP = 30, 24 * 60
#: So far back a day can be filled in.
FILLED_BACK = timedelta(days=366)
#: The first place on earth where a new day begins is so far ahead of UTC: the patient may be there.
_FIRST_DAWN = timedelta(hours=14)


def can_be_about(day: date, now: datetime) -> bool:
    """Whether one can write about this day: it has begun somewhere, and is not longer ago than a year."""
    return (now - FILLED_BACK).date() <= day <= (now + _FIRST_DAWN).date()


def is_sleep(minutes: int) -> bool:
    """Whether somebody can have slept so many minutes, as it is told."""
    return 0 <= minutes <= MOST_SLEEP and minutes % SLEEP_STEP == 0
