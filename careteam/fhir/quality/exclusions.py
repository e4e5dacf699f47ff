"""Who a measure leaves out: people in hospice or palliative care.

After "Has Hospice Services" and "Has Palliative Care in the Measure Assessment Period" of CMS159FHIR 0.2.000.
"""

from collections.abc import Iterator
from typing import Final

from careteam.fhir.datatypes import Object, an_object, text
from careteam.fhir.quality.case import FINAL, Case
from careteam.fhir.quality.times import Days, Span, choice, period, point
from careteam.fhir.quality.valuesets import within

_NOT_VISITED: Final = frozenset({"", "cancelled", "entered-in-error", "unknown"})
_NOT_PERFORMED: Final = frozenset({"", "not-done", "entered-in-error", "unknown"})
_ORDERS: Final = frozenset({"order", "original-order", "reflex-order", "filler-order", "instance-order"})


def in_hospice(case: Case, days: Days) -> bool:
    """Whether the patient was discharged to, seen, assessed, ordered, treated or diagnosed as in hospice care."""
    return (
        any(days.first <= stay.end.date() <= days.last for stay in _discharged_to_hospice(case))
        or any(
            text(encounter.get("status")) not in _NOT_VISITED and took.touches(days)
            for encounter, took in _encounters(case, "Hospice Encounter")
        )
        or any(
            within(one.get("valueCodeableConcept"), "Yes") and made.touches(days)
            for one, made in _observed(case, "Hospice care [Minimum Data Set]")
        )
        or any(_ordered(one, days) for one in case.find("ServiceRequest", "Hospice Care Ambulatory"))
        or _performed(case, days, "Hospice Care Ambulatory")
        or any(case.prevalence(one).touches(days) for one in case.diagnoses("Hospice Diagnosis"))
    )


def in_palliative_care(case: Case, days: Days) -> bool:
    """Whether the patient was assessed, diagnosed, seen or treated as in palliative care."""
    return (
        any(made.touches(days) for _, made in _observed(case, "FACIT-Pal"))
        or any(case.prevalence(one).touches(days) for one in case.diagnoses("Palliative Care Diagnosis"))
        or any(
            text(encounter.get("status")) == "finished" and took.touches(days)
            for encounter, took in _encounters(case, "Palliative Care Encounter")
        )
        or _performed(case, days, "Palliative Care Intervention")
    )


def _encounters(case: Case, name: str) -> Iterator[tuple[Object, Span]]:
    for encounter in case.find("Encounter", name, by="type"):
        if (took := period(encounter.get("period"))) is not None:
            yield encounter, took


def _discharged_to_hospice(case: Case) -> Iterator[Span]:
    for encounter, took in _encounters(case, "Encounter Inpatient"):
        left = an_object(encounter.get("hospitalization")).get("dischargeDisposition")
        if text(encounter.get("status")) == "finished" and within(left, "Discharge for hospice care"):
            yield took


def _observed(case: Case, name: str) -> Iterator[tuple[Object, Span]]:
    for one in case.find("Observation", name):
        made = choice(one, "effective")
        if made is not None and text(one.get("status")) in FINAL:
            yield one, made


def _ordered(order: Object, days: Days) -> bool:
    written = point(order.get("authoredOn"))
    return (
        written is not None
        and written.lies_in(days)
        and text(order.get("status")) in ("active", "completed")
        and text(order.get("intent")) in _ORDERS
        and order.get("doNotPerform") is not True
    )


def _performed(case: Case, days: Days, name: str) -> bool:
    born = case.born.start.date() if case.born else None
    return any(
        (done := choice(one, "performed", born)) is not None
        and done.touches(days)
        and text(one.get("status")) not in _NOT_PERFORMED
        for one in case.find("Procedure", name)
    )
