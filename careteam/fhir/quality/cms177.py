"""CMS177: suicide risk assessment of children and adolescents with major depressive disorder.

After CMS177FHIR 0.1.000, ChildandAdolescentMajorDepressiveDisorderMDDSuicideRiskAssessmentFHIR.cql of
cqframework/ecqm-content-qicore-2024; the ages below are those of that text. It counts encounters, not patients.
"""

from collections.abc import Iterator
from typing import Final

from careteam.fhir.datatypes import objects, text
from careteam.fhir.quality.case import Case, void
from careteam.fhir.quality.populations import Group, counted
from careteam.fhir.quality.times import Days, Span, choice, period
from careteam.fhir.quality.valuesets import within
from careteam.fhir.space import Resource

YOUNGEST: Final = 6
OLDEST: Final = 16

_VISITS: Final = (
    "Office Visit",
    "Outpatient Consultation",
    "Psych Visit Diagnostic Evaluation",
    "Psych Visit for Family Psychotherapy",
    "Psych Visit Psychotherapy",
    "Psychoanalysis",
    "Group Psychotherapy",
    "Telephone Visits",
)


def cms177(case: Case, measured: Days) -> list[Group]:
    """Count the encounters of a case into the measure's one group."""
    ages = case.ages(measured.first)
    if not ages or min(ages) < YOUNGEST or max(ages) > OLDEST:
        return [counted()]
    assessed = list(_assessments(case))
    groups = [
        counted(initial=True, numerator=any(visit.start <= one.start and one.end <= visit.end for one in assessed))
        for visit in _encounters(case, measured)
    ]
    return [{name: sum(group[name] for group in groups) for name in counted()}]


def _encounters(case: Case, measured: Days) -> Iterator[Span]:
    """Finished visits of the period for major depressive disorder, by reason or by diagnosis."""
    for encounter in case.resources("Encounter", *_VISITS, by="type"):
        took = period(encounter.body.get("period"))
        finished = text(encounter.body.get("status")) == "finished"
        if took and finished and took.lies_in(measured) and _for_depression(case, encounter):
            yield took


def _for_depression(case: Case, encounter: Resource) -> bool:
    if within(encounter.body.get("reasonCode"), "Major Depressive Disorder Active"):
        return True
    given = objects(encounter.body.get("diagnosis"))
    diagnoses = [case.space.resolve(one.get("condition"), encounter, "Condition") for one in given]
    return any(
        isinstance(found, Resource)
        and within(found.body.get("code"), "Major Depressive Disorder Active")
        and not void(found.body)
        for found in diagnoses
    )


def _assessments(case: Case) -> Iterator[Span]:
    for done in case.find("Procedure", "Suicide risk assessment"):
        took = choice(done, "performed")
        if took and text(done.get("status")) == "completed":
            yield took
