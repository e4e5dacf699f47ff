"""Depression remission at twelve months: each condition of the measure decides, and at its border."""

from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.quality.cms159 import REMISSION_BELOW, cms159
from careteam.measures.instruments import instrument
from tests.fhir.quality.world import (
    ICD10,
    LOINC,
    ME,
    SNOMED,
    Resource,
    changed,
    concept,
    condition,
    count,
    encounter,
    observed,
    ordered,
    patient,
    phq9,
    procedure,
)  # fmt: skip

VISIT = ("2024-02-25T14:30:00+00:00", "2024-02-25T14:50:00+00:00")
BASE: list[Resource] = [
    patient(),
    condition("depression", "F32.9"),
    encounter("visit", "90791", *VISIT),
    phq9("index", "2024-02-25T14:35:00+00:00", 10),
    phq9("later", "2025-02-19T14:30:00+00:00", 4),
]
NOBODY, PATIENT, EXCLUDED, REMITTED = (0, 0, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0), (1, 1, 0, 1)


def counted(folder: Path, resources: list[Resource]) -> tuple[int, ...]:
    group = count(folder, cms159, resources)
    assert list(group) == ["initial-population", "denominator", "denominator-exclusion", "numerator"]
    return tuple(group.values())


def status(code: str) -> dict[str, Any]:
    return concept(code, "http://terminology.hl7.org/CodeSystem/condition-clinical")


CHANGED: list[tuple[str, dict[str, Any], tuple[int, ...]]] = [
    ("index", {"valueInteger": 9}, NOBODY),
    ("index", {"valueInteger": 27}, REMITTED),
    ("index", {"valueInteger": None, "valueQuantity": {"value": 10, "code": "{score}"}}, REMITTED),
    ("index", {"valueInteger": None, "valueQuantity": {"value": 10, "comparator": "<"}}, NOBODY),
    ("index", {"status": "preliminary"}, NOBODY),
    ("index", {"status": "corrected"}, REMITTED),
    ("index", {"code": concept("89204-2", LOINC)}, REMITTED),
    ("index", {"code": concept("44261-6", SNOMED)}, NOBODY),
    ("index", {"subject": {"reference": "Patient/q"}}, NOBODY),
    # Seven days before the encounter, and a day more; on its day, and the day after.
    ("index", {"effectiveDateTime": "2024-02-18T00:00:00Z"}, REMITTED),
    ("index", {"effectiveDateTime": "2024-02-17T23:59:59Z"}, NOBODY),
    ("index", {"effectiveDateTime": "2024-02-25T23:00:00Z"}, REMITTED),
    ("index", {"effectiveDateTime": "2024-02-26T00:00:00Z"}, NOBODY),
    ("index", {"effectiveDateTime": "2024-02-25"}, REMITTED),
    ("index", {"effectiveDateTime": "2024-02"}, NOBODY),
    ("index", {"effectiveDateTime": None, "effectivePeriod": {"start": VISIT[0], "end": VISIT[1]}}, REMITTED),
    ("index", {"effectiveDateTime": None, "effectivePeriod": {"start": VISIT[0]}}, NOBODY),
    ("later", {"valueInteger": 5}, PATIENT),
    ("later", {"valueInteger": 0}, REMITTED),
    ("later", {"valueInteger": None, "dataAbsentReason": concept("unknown")}, PATIENT),
    ("later", {"status": "entered-in-error"}, PATIENT),
    ("later", {"status": "amended"}, REMITTED),
    # Sixty days around the day a year after the index, both included; the day is the one that the record names.
    ("later", {"effectiveDateTime": "2024-12-27T00:00:00Z"}, REMITTED),
    ("later", {"effectiveDateTime": "2024-12-26T23:59:59Z"}, PATIENT),
    ("later", {"effectiveDateTime": "2025-04-26T23:59:59Z"}, REMITTED),
    ("later", {"effectiveDateTime": "2025-04-27T00:00:00Z"}, PATIENT),
    ("later", {"effectiveDateTime": "2025-04-26T23:30:00-05:00"}, REMITTED),
    ("later", {"effectiveDateTime": "2025-04-26"}, REMITTED),
    ("visit", {"status": "planned"}, NOBODY),
    ("visit", {"type": [concept("90785", "http://www.ama-assn.org/go/cpt")]}, NOBODY),
    ("visit", {"type": [concept("90791", "http://www.ama-assn.org/go/cpt|2024")]}, REMITTED),
    ("visit", {"period": {"start": VISIT[0]}}, NOBODY),
    ("depression", {"code": concept("F34.1", ICD10)}, REMITTED),
    ("depression", {"code": concept("F41.1", ICD10)}, NOBODY),
    ("depression", {"clinicalStatus": status("remission")}, NOBODY),
    ("depression", {"clinicalStatus": status("relapse")}, REMITTED),
    ("depression", {"verificationStatus": status("provisional")}, NOBODY),
    ("depression", {"verificationStatus": None}, NOBODY),
    ("depression", {"onsetDateTime": "2024-02-25T14:50:00Z"}, REMITTED),
    ("depression", {"onsetDateTime": "2024-02-25T14:50:01Z"}, NOBODY),
    ("depression", {"onsetDateTime": "2024-02-25"}, REMITTED),
    ("depression", {"onsetDateTime": None}, REMITTED),
    ("depression", {"onsetDateTime": None, "onsetAge": {"value": 43, "code": "a"}}, REMITTED),
    ("depression", {"onsetDateTime": None, "onsetAge": {"value": 45, "code": "a"}}, NOBODY),
    ("depression", {"abatementDateTime": "2024-02-25T14:29:00Z"}, NOBODY),
    ("p", {"birthDate": "2012-02-25"}, REMITTED),
    ("p", {"birthDate": "2012-02-26"}, NOBODY),
    ("p", {"birthDate": "2011"}, REMITTED),
    ("p", {"birthDate": "2012"}, NOBODY),
    ("p", {"birthDate": None}, NOBODY),
    ("p", {"deceasedDateTime": "2025-04-26T08:00:00Z"}, EXCLUDED),
    ("p", {"deceasedDateTime": "2025-04-27T08:00:00Z"}, REMITTED),
    ("p", {"deceasedBoolean": True}, REMITTED),
]


def test_the_made_up_patient_is_in_remission(tmp_path: Path) -> None:
    assert counted(tmp_path, BASE) == REMITTED


@pytest.mark.parametrize(("id_", "parts", "expected"), CHANGED)
def test_a_change_counts_as_the_measure_says(
    tmp_path: Path, id_: str, parts: dict[str, Any], expected: tuple[int, ...]
) -> None:
    assert counted(tmp_path, changed(BASE, id_, **parts)) == expected


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ("2023-11-01T00:00:00Z", PATIENT),  # fourteen months before the period
        ("2023-10-31T23:59:59Z", NOBODY),
        ("2024-10-31T23:59:59Z", PATIENT),  # until two months before it
        ("2024-11-01T00:00:00Z", NOBODY),
    ],
)
def test_the_encounter_ends_while_patients_are_identified(tmp_path: Path, ends: str, expected: tuple[int, ...]) -> None:
    case = changed(BASE, "visit", period={"start": ends, "end": ends})
    case = changed(case, "depression", onsetDateTime="2020-01-01")
    case = changed(case, "index", effectiveDateTime=ends)
    assert counted(tmp_path, [one for one in case if one["id"] != "later"]) == expected


@pytest.mark.parametrize("code", ["F31.9", "F60.3", "F20.0", "F84.0"])
def test_other_disorders_exclude_until_the_assessment_period_ends(tmp_path: Path, code: str) -> None:
    assert counted(tmp_path, [*BASE, condition("other", code, "2025-04-26T23:00:00Z")]) == EXCLUDED
    assert counted(tmp_path, [*BASE, condition("other", code, "2025-04-27T00:00:00Z")]) == REMITTED
    refuted = condition("other", code, "2024-01-01", verificationStatus=concept("refuted"))
    assert counted(tmp_path, [*BASE, refuted]) == REMITTED


HOME, FACILITY = "428361000124107", "428371000124100"
SINCE, UNTIL = "2025-03-01T08:00:00Z", "2025-03-02T08:00:00Z"
YES = concept("373066001")


def discharged(where: str, **more: Any) -> Resource:
    left = {"dischargeDisposition": concept(where)}
    return encounter("x", "32485007", SINCE, UNTIL, SNOMED, hospitalization=left, **more)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (discharged(HOME), EXCLUDED),
        (discharged(FACILITY), EXCLUDED),
        (discharged("306689006"), REMITTED),
        (discharged(HOME, status="in-progress"), REMITTED),
        (discharged(HOME, period={"start": SINCE, "end": "2025-04-27T00:00:00Z"}), REMITTED),
        (encounter("x", "305336008", SINCE, UNTIL, SNOMED), EXCLUDED),
        (encounter("x", "305336008", SINCE, UNTIL, SNOMED, status="in-progress"), EXCLUDED),
        (encounter("x", "305336008", SINCE, UNTIL, SNOMED, status="unknown"), REMITTED),
        (encounter("x", "305336008", "2025-04-27T00:00:00Z", "2025-05-01", SNOMED), REMITTED),
        (encounter("x", "G9473", SINCE, UNTIL, "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"), EXCLUDED),
        (observed("x", "45755-6", SINCE, valueCodeableConcept=YES), EXCLUDED),
        (observed("x", "45755-6", SINCE, valueCodeableConcept=concept("373067005")), REMITTED),
        (observed("x", "45755-6", SINCE, valueCodeableConcept=YES, status="registered"), REMITTED),
        (ordered("x", "385763009", SINCE), EXCLUDED),
        (ordered("x", "385763009", SINCE, doNotPerform=True), REMITTED),
        (ordered("x", "385763009", SINCE, status="draft"), REMITTED),
        (ordered("x", "385763009", SINCE, intent="plan"), REMITTED),
        (ordered("x", "385763009", "2023-10-31"), REMITTED),
        (procedure("x", "385763009", SINCE), EXCLUDED),
        (procedure("x", "385763009", SINCE, status="not-done"), REMITTED),
        (condition("x", "170935008", SINCE, SNOMED), EXCLUDED),
        (condition("x", "170935008", "2025-04-27", SNOMED), REMITTED),
        (condition("x", "170935008", SINCE, SNOMED, clinicalStatus=concept("resolved")), REMITTED),
        (observed("x", "71007-9", SINCE), EXCLUDED),
        (observed("x", "71007-9", SINCE, status="cancelled"), REMITTED),
        (condition("x", "Z51.5", SINCE), EXCLUDED),
        (encounter("x", "305284002", SINCE, UNTIL, SNOMED), EXCLUDED),
        (encounter("x", "305284002", SINCE, UNTIL, SNOMED, status="arrived"), REMITTED),
        (procedure("x", "395669003", SINCE), EXCLUDED),
        (procedure("x", "395669003", SINCE, status="unknown"), REMITTED),
        (procedure("x", "395669003", SINCE, subject={"reference": "Patient/q"}), REMITTED),
    ],
)
def test_hospice_and_palliative_care_exclude(tmp_path: Path, one: Resource, expected: tuple[int, ...]) -> None:
    assert one["subject"] is ME or expected is REMITTED
    assert counted(tmp_path, [*BASE, one]) == expected


def test_the_first_index_and_the_last_assessment_count(tmp_path: Path) -> None:
    assert counted(tmp_path, [*BASE, phq9("last", "2025-03-01", 12)]) == PATIENT
    assert counted(tmp_path, [*BASE, phq9("earlier", "2025-01-01", 12)]) == REMITTED
    # An index two months before moves the year, and the assessment out of it.
    before = [
        encounter("first", "90791", "2023-12-10T10:00:00Z", "2023-12-10T11:00:00Z"),
        phq9("first-score", "2023-12-10T10:30:00Z", 15),
    ]
    earlier = changed(BASE, "depression", onsetDateTime="2023-01-01")
    assert counted(tmp_path, [*earlier, *before]) == PATIENT


def test_remission_is_what_the_instrument_says() -> None:
    phq = instrument("PHQ-9")
    assert phq is not None
    assert phq.scoring.remission_below is not None
    assert phq.scoring.remission_below.value == REMISSION_BELOW
