"""CMS2: screening for depression and follow-up plan.

After CMS2FHIR 0.2.000, PCSDepressionScreenAndFollowUpFHIR.cql of cqframework/ecqm-content-qicore-2024; the numbers below
are those of that text. A diagnosis of bipolar disorder counts whether it stands now or not.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from careteam.fhir.datatypes import Object, objects, text
from careteam.fhir.quality.case import Case, coded, has_value
from careteam.fhir.quality.populations import Group, counted
from careteam.fhir.quality.times import Days, Span, add_days, choice, period, point
from careteam.fhir.quality.valuesets import within

YOUNGEST: Final = 12
#: Up to this age the screening for adolescents counts, from the next on the one for adults; in between both do.
LAST_ADOLESCENT: Final = 17
FIRST_ADULT: Final = 17
#: How many days before an encounter the screening may have been made.
SCREENED_BEFORE: Final = 14
#: How many days after an encounter a medicine or a referral may be ordered.
ORDERED_AFTER: Final = 2

_NOT_DONE_REASON: Final = "http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason"
_KINDS: Final = ("Adolescent", "Adult")
_ON_THE_LIST: Final = frozenset({"problem-list-item", "health-concern"})
_ORDERED: Final = frozenset({"active", "completed"})


def cms2(case: Case, measured: Days) -> list[Group]:
    """Count a case into the measure's one group."""
    ages = case.ages(measured.first)
    encounters = list(_encounters(case, measured))
    if not ages or min(ages) < YOUNGEST or not encounters:
        return [counted(exception=False)]
    return [
        counted(
            initial=True,
            excluded=_was_bipolar(case, encounters),
            numerator=any(_met(case, kind, encounters, measured) for kind in _counting(ages)),
            exception=any(_could_not_be(case, kind, encounters) for kind in _KINDS),
        )
    ]


def _counting(ages: range) -> Iterator[str]:
    """Whose screening counts at an age; at one that is not known for sure, only what counts at each."""
    if max(ages) <= LAST_ADOLESCENT:
        yield "Adolescent"
    if min(ages) >= FIRST_ADULT:
        yield "Adult"


def _encounters(case: Case, measured: Days) -> Iterator[Span]:
    sets = ("Encounter to Screen for Depression", "Physical Therapy Evaluation", "Telephone Visits")
    for encounter in case.find("Encounter", *sets, by="type"):
        took = period(encounter.get("period"))
        if took and took.lies_in(measured) and text(encounter.get("status")) == "finished":
            yield took


def _was_bipolar(case: Case, encounters: list[Span]) -> bool:
    return any(
        not coded(one, "category").isdisjoint(_ON_THE_LIST)
        and any(case.prevalence(one).start < encounter.start for encounter in encounters)
        for one in case.told("Bipolar Disorder")
    )


def _screenings(case: Case, kind: str, encounters: list[Span]) -> Iterator[tuple[Object, Span]]:
    """Screenings with a result, made on the day of an encounter or in the days before it."""
    for screening in case.find("Observation", f"{kind} depression screening assessment"):
        made = choice(screening, "effective")
        counts = text(screening.get("status")) == "final" and has_value(screening)
        if made and counts and any(_shortly_before(made.end, encounter) for encounter in encounters):
            yield screening, made


def _shortly_before(made: datetime, encounter: Span) -> bool:
    begins = encounter.start.date()
    return add_days(begins, -SCREENED_BEFORE) <= made.date() <= begins


def _met(case: Case, kind: str, encounters: list[Span], measured: Days) -> bool:
    """Whether the last screening was negative, or positive and followed up."""
    screenings = list(_screenings(case, kind, encounters))
    if not screenings:
        return False
    last, made = max(screenings, key=lambda one: one[1].start)
    found = last.get("valueCodeableConcept")
    if within(found, "Depression screening negative"):
        return True
    screened = [one for one in encounters if _shortly_before(made.start, one)]
    return within(found, "Depression screening positive") and any(
        _in_time(performed, ordered, screened, measured) for performed, ordered in _follow_ups(case, kind)
    )


def _follow_ups(case: Case, kind: str) -> Iterator[tuple[Span | None, Span | None]]:
    """When each follow-up was performed, or ordered."""
    for order in case.find("MedicationRequest", f"{kind} Depression Medications", by="medication"):
        if text(order.get("intent")) == "order" and _stands(order):
            yield None, point(order.get("authoredOn"))
    for order in case.find("ServiceRequest", f"Referral for {kind} Depression"):
        if _stands(order):
            yield None, point(order.get("authoredOn"))
    for done in case.find("Procedure", f"Follow Up for {kind} Depression"):
        if text(done.get("status")) == "completed":
            yield choice(done, "performed"), None


def _stands(order: Object) -> bool:
    return text(order.get("status")) in _ORDERED and order.get("doNotPerform") is not True


def _in_time(performed: Span | None, ordered: Span | None, encounters: list[Span], measured: Days) -> bool:
    begun = performed or ordered
    if begun is None or not measured.first <= begun.start.date() <= measured.last:
        return False
    if performed is not None:
        return any(one.start <= performed.start <= one.end for one in encounters)
    return any(one.end.date() <= begun.start.date() <= add_days(one.end.date(), ORDERED_AFTER) for one in encounters)


def _could_not_be(case: Case, kind: str, encounters: list[Span]) -> bool:
    """Whether a screening was left out at an encounter for a reason that counts, and never made."""
    if any(True for _ in _screenings(case, kind, encounters)):
        return False
    return any(
        text(one.get("status")) == "cancelled"
        and any(within(reason, "Depression screening declined", "Medical Reason") for reason in _reasons(one))
        and (noted := point(one.get("issued"))) is not None
        and any(encounter.start <= noted.start <= encounter.end for encounter in encounters)
        for one in case.find("Observation", f"{kind} depression screening assessment")
    )


def _reasons(observation: Object) -> Iterator[Object]:
    for extension in objects(observation.get("extension")):
        if text(extension.get("url")) == _NOT_DONE_REASON:
            yield from objects(extension.get("valueCodeableConcept"))
