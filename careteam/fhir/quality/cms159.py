"""CMS159: depression remission at twelve months.

After CMS159FHIR 0.2.000, DepressionRemissionatTwelveMonthsFHIR.cql of cqframework/ecqm-content-qicore-2024; the numbers
below are those of that text. Its assessment period is told in days, so its last day counts as a whole.
"""

from collections.abc import Iterator
from typing import Final

from careteam.fhir.datatypes import Object, text
from careteam.fhir.quality.case import FINAL, Case, number
from careteam.fhir.quality.exclusions import in_hospice, in_palliative_care
from careteam.fhir.quality.populations import Group, counted
from careteam.fhir.quality.times import Days, Span, add_days, add_months, choice, midnight, period, point

INDEX_ABOVE: Final = 9
REMISSION_BELOW: Final = 5
YOUNGEST: Final = 12
#: How many days before the encounter the index assessment may have been made.
BEFORE_ENCOUNTER: Final = 7
#: How many days from twelve months after the index the assessment may be.
AROUND: Final = 60
#: The index encounter ends from so many months before the measurement period until so many.
IDENTIFIED: Final = (14, 2)


def cms159(case: Case, measured: Days) -> list[Group]:
    """Count a case into the measure's one group."""
    index = _index(case, measured)
    ages = case.ages(index.start.date()) if index else ()
    if index is None or not ages or min(ages) < YOUNGEST:
        return [counted()]
    year_later = add_months(index.start.date(), 12)
    assessed = Days(add_days(year_later, -AROUND), add_days(year_later, AROUND))
    looked_at = Days(add_months(measured.first, -IDENTIFIED[0]), assessed.last)
    excluded = (
        in_hospice(case, looked_at)
        or in_palliative_care(case, looked_at)
        or _died(case, assessed)
        or _has_other_disorder(case, assessed)
    )
    return [counted(initial=True, excluded=excluded, numerator=_in_remission(case, assessed))]


def _index(case: Case, measured: Days) -> Span | None:
    """When the first assessment above the limit was made that belongs to an encounter for depression."""
    windows = [
        Days(add_days(encounter.start.date(), -BEFORE_ENCOUNTER), encounter.end.date())
        for encounter in _encounters(case, measured)
    ]
    found = [
        made
        for assessment, made in _assessments(case)
        if (score := number(assessment)) is not None
        and score > INDEX_ABOVE
        and any(made.lies_in(window) for window in windows)
    ]
    return min(found, default=None)


def _encounters(case: Case, measured: Days) -> Iterator[Span]:
    """Finished visits that end while patients are identified and overlap a diagnosis of depression."""
    since, until = (midnight(add_months(measured.first, -months)) for months in IDENTIFIED)
    diagnoses = [case.prevalence(one) for one in case.diagnoses("Major Depression Including Remission", "Dysthymia")]
    for encounter in case.find("Encounter", "Contact or Office Visit", by="type"):
        took = period(encounter.get("period"))
        counts = took and text(encounter.get("status")) == "finished" and since <= took.end < until
        if took and counts and any(took.overlaps(diagnosis) for diagnosis in diagnoses):
            yield took


def _assessments(case: Case) -> Iterator[tuple[Object, Span]]:
    for assessment in case.find("Observation", "PHQ 9 and PHQ 9M Tools"):
        made = choice(assessment, "effective")
        if made and text(assessment.get("status")) in FINAL:
            yield assessment, made


def _in_remission(case: Case, assessed: Days) -> bool:
    """Whether the last assessment of the period, whatever it says, is below the limit."""
    within_it = [one for one in _assessments(case) if assessed.first <= one[1].start.date() <= assessed.last]
    if not within_it:
        return False
    score = number(max(within_it, key=lambda one: one[1].start)[0])
    return score is not None and score < REMISSION_BELOW


def _died(case: Case, assessed: Days) -> bool:
    died = point(case.patient.body.get("deceasedDateTime"))
    return died is not None and died.start.date() <= assessed.last


def _has_other_disorder(case: Case, assessed: Days) -> bool:
    disorders = case.diagnoses(
        "Bipolar Disorder",
        "Personality Disorder Emotionally Labile",
        "Schizophrenia or Psychotic Disorder",
        "Pervasive Developmental Disorder",
    )
    return any(case.prevalence(one).start.date() <= assessed.last for one in disorders)
