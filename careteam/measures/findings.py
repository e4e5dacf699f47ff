"""Which instruments a plan can have, and an answer as the rules of safety look at it. Pure."""

from dataclasses import dataclass
from uuid import UUID

from careteam.measures.instruments import Instrument
from careteam.measures.scoring import Answers


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What was answered, and the person's own first and last score before it, as far as there are any."""

    instrument: Instrument
    #: Nothing where only the total is known.
    items: Answers
    total: int | None
    baseline: int | None
    last: int | None
    goal_id: UUID | None


#: The diary asks for mood and sleep each day (`careteam/diary`): nobody is asked for them twice.
_IN_THE_DIARY = frozenset({"mood-1", "sleep-1"})


def offered(instrument: Instrument) -> bool:
    """Whether a plan can have it: the diary has it not."""
    return instrument.id not in _IN_THE_DIARY


def answerable(instrument: Instrument) -> bool:
    """Whether the patient can answer it here: it is theirs to answer, and its licence lets us show its questions."""
    return instrument.answered_by == "patient" and instrument.licence.text_allowed


def can_total(instrument: Instrument, total: int) -> bool:
    """Whether the instrument can have this total."""
    span, factor = instrument.scoring.range, instrument.scoring.factor
    return span is not None and span.low <= total <= span.high and total % (factor.value if factor else 1) == 0
