"""The pieces of the library: plain enough for everybody, with a source for what they claim, and when one is to be done."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from careteam.library import rules
from careteam.library.pieces import Library, Piece, library
from careteam.tasks.rules import ends_before, later, turns
from tests.reading import grade

CLINIC = ZoneInfo("America/Chicago")
#: Patients' texts are at about this grade at most (clinical brief).
GRADE = 8
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def read_by_patients(piece: Piece) -> str:
    """All words of a piece; a heading is a sentence of its own."""
    steps = (f"{step.title.rstrip('?')}. {step.text}" for step in piece.steps)
    return " ".join([f"{piece.title}.", piece.about, piece.why, piece.care, *steps])


@pytest.mark.parametrize("piece", library().pieces, ids=lambda piece: piece.id)
def test_every_piece_reads_at_grade_eight_or_below(piece: Piece) -> None:
    assert grade(read_by_patients(piece)) <= GRADE


def test_what_is_hard_to_read_is_found_hard() -> None:
    hard = "Psychophysiological coherence necessitates diaphragmatic respiratory modulation notwithstanding contraindications."
    assert grade(hard) > GRADE


def test_the_library_waits_for_a_clinical_lead_and_names_what_it_rests_on() -> None:
    told = library()
    assert told.status == "draft"
    assert "clinical lead must sign off" in told.sign_off
    assert {piece.id for piece in told.pieces} >= {
        "slow-breathing",
        "grounding",
        "better-nights",
        "intention",
        "integration",
    }
    cited = {key for piece in told.pieces for key in (*piece.sources, *([piece.breath.source] if piece.breath else []))}
    assert cited == set(told.sources)


def test_a_piece_that_claims_without_a_source_is_refused() -> None:
    told = library().model_dump()
    told["pieces"][0]["sources"] = ["hearsay"]
    with pytest.raises(ValidationError, match="cites a source that is not there"):
        Library.model_validate(told)


@given(first=DAYS, every=st.integers(1, 28), span=st.integers(0, 90), waited=st.integers(0, 60))
def test_turns_follow_each_other_without_a_gap_until_the_last_day(
    first: date, every: int, span: int, waited: int
) -> None:
    until = first + timedelta(days=span)
    turn = rules.first_turn(first, every, until, CLINIC)
    assert turn.not_before.astimezone(CLINIC).date() == first
    assert turn.due_at.astimezone(CLINIC).date() == first + timedelta(days=every - 1)
    done_at = turn.not_before + timedelta(days=waited, hours=5)
    days = turns(turn.due_at, every, done_at) * every
    following, due = (later(moment, days, CLINIC) for moment in (turn.not_before, turn.due_at))
    assert due > done_at
    assert (following.astimezone(CLINIC).date() - first).days % every == 0
    assert ends_before(turn.repeat_until, following) is (following.astimezone(CLINIC).date() > until)


@given(first=DAYS, span=st.integers(0, 30))
def test_what_is_done_once_has_until_its_last_day(first: date, span: int) -> None:
    turn = rules.first_turn(first, None, first + timedelta(days=span), CLINIC)
    assert turn.due_at.astimezone(CLINIC).date() == first + timedelta(days=span)
    assert turn.repeat_until is None


def test_what_was_done_before_its_turn_does_not_count_for_it() -> None:
    begins, given_at = datetime(2026, 3, 2, 6, tzinfo=UTC), datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert not rules.counts_for(begins - timedelta(seconds=1), not_before=begins, given_at=given_at)
    assert rules.counts_for(begins, not_before=begins, given_at=given_at)
    assert not rules.counts_for(given_at - timedelta(hours=1), not_before=None, given_at=given_at)
