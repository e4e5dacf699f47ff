"""What of an answer asks for somebody of the team to look, and which instruments a plan can have. Pure."""

from enum import StrEnum

from careteam.measures import scoring
from careteam.measures.instruments import Instrument
from careteam.measures.scoring import Answers


class Pressing(StrEnum):
    """How soon somebody is to look."""

    SAME_DAY = "same-day"
    AT_ONCE = "at-once"


#: From this answer to an item about hurting oneself on, somebody looks within minutes; below it, the same day
#: (clinical brief 4.1: PHQ-9 item 9 = 2 or 3 urgent, 1 the same day).
AT_ONCE_FROM = 2
#: The levels of a triage that ask for somebody: within minutes (C-SSRS orange and red), or the same day (yellow).
_LEVELS = {"low": Pressing.SAME_DAY, "moderate": Pressing.AT_ONCE, "high": Pressing.AT_ONCE}


#: The diary asks for mood and sleep each day (`careteam/diary`): nobody is asked for them twice.
_IN_THE_DIARY = frozenset({"mood-1", "sleep-1"})


def offered(instrument: Instrument) -> bool:
    """Whether a plan can have it: it has a score or a level that a course can be read from, and the diary has it not."""
    return instrument.scoring.rule != "none" and instrument.id not in _IN_THE_DIARY


def answerable(instrument: Instrument) -> bool:
    """Whether the patient can answer it here: it is theirs to answer, and its licence lets us show its questions."""
    return instrument.answered_by == "patient" and instrument.licence.text_allowed


def can_total(instrument: Instrument, total: int) -> bool:
    """Whether the instrument can have this total."""
    span, factor = instrument.scoring.range, instrument.scoring.factor
    return span is not None and span.low <= total <= span.high and total % (factor.value if factor else 1) == 0


def presses(instrument: Instrument, answers: Answers) -> Pressing | None:
    """How soon somebody is to look at these answers, whatever the total is; None where nothing in them asks for it."""
    score = scoring.score(instrument, answers)
    if score.risks:
        return Pressing.AT_ONCE if max(answers[id_] for id_ in score.risks) >= AT_ONCE_FROM else Pressing.SAME_DAY
    return _LEVELS.get(score.at_least or "")
