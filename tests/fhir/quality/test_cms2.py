"""Screening for depression and follow-up: each condition of the measure decides, and at its border."""

from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.quality.cms2 import cms2
from tests.fhir.quality.world import (
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
    procedure,
)

START, END = "2025-06-21T08:00:00Z", "2025-06-21T08:15:00Z"
POSITIVE, NEGATIVE = concept("428181000124104"), concept("428171000124102")
ADULT, ADOLESCENT = "73832-8", "73831-0"
VISIT = encounter("visit", "10197000", START, END, SNOMED)
SCREENED = observed("screening", ADULT, "2025-06-15T08:00:00Z", valueCodeableConcept=NEGATIVE)
BASE: list[Resource] = [patient(), VISIT, SCREENED]
NOBODY, PATIENT, EXCLUDED = (0, 0, 0, 0, 0), (1, 1, 0, 0, 0), (1, 1, 1, 0, 0)
MET, EXCUSED = (1, 1, 0, 1, 0), (1, 1, 0, 0, 1)


def counted(folder: Path, resources: list[Resource]) -> tuple[int, ...]:
    group = count(folder, cms2, resources)
    assert list(group)[-1] == "denominator-exception"
    return tuple(group.values())


CHANGED: list[tuple[str, dict[str, Any], tuple[int, ...]]] = [
    ("visit", {"status": "in-progress"}, NOBODY),
    ("visit", {"type": [concept("185317003")]}, MET),
    ("visit", {"type": [concept("410158009")]}, MET),
    ("visit", {"type": [concept("305336008")]}, NOBODY),
    ("visit", {"period": {"start": START, "end": "2026-01-01T00:00:00Z"}}, NOBODY),
    ("visit", {"period": {"start": START, "end": "2025-12-31T23:59:59Z"}}, MET),
    ("visit", {"period": {"start": START}}, NOBODY),
    ("p", {"birthDate": "2007-01-02"}, MET),  # seventeen: either screening will do
    ("p", {"birthDate": "2008-01-01"}, MET),
    ("p", {"birthDate": "2008-01-02"}, PATIENT),  # sixteen: that of adults does not count
    ("p", {"birthDate": "2013-01-01"}, PATIENT),
    ("p", {"birthDate": "2013-01-02"}, NOBODY),  # eleven
    ("screening", {"valueCodeableConcept": POSITIVE}, PATIENT),
    ("screening", {"valueCodeableConcept": None}, PATIENT),
    ("screening", {"status": "amended"}, PATIENT),
    ("screening", {"code": concept(ADOLESCENT, LOINC)}, PATIENT),
    ("screening", {"effectiveDateTime": "2025-06-07T00:00:00Z"}, MET),  # fourteen days before
    ("screening", {"effectiveDateTime": "2025-06-06T23:59:59Z"}, PATIENT),
    ("screening", {"effectiveDateTime": "2025-06-21T23:00:00Z"}, MET),  # by the day, not by the hour
    ("screening", {"effectiveDateTime": "2025-06-22T00:00:00Z"}, PATIENT),
]


def test_a_negative_screening_is_enough(tmp_path: Path) -> None:
    assert counted(tmp_path, BASE) == MET


@pytest.mark.parametrize(("id_", "parts", "expected"), CHANGED)
def test_a_change_counts_as_the_measure_says(
    tmp_path: Path, id_: str, parts: dict[str, Any], expected: tuple[int, ...]
) -> None:
    assert counted(tmp_path, changed(BASE, id_, **parts)) == expected


def medicine(code: str, at: str, **more: Any) -> Resource:
    given = {"resourceType": "MedicationRequest", "id": "x", "subject": ME, "status": "active", "intent": "order"}
    named = {"medicationCodeableConcept": concept(code, "http://www.nlm.nih.gov/research/umls/rxnorm")}
    return given | named | {"authoredOn": at} | more


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (medicine("1000048", START), MET),
        (medicine("1000048", "2025-06-21T00:00:00Z"), MET),
        (medicine("1000048", "2025-06-20T23:59:59Z"), PATIENT),
        (medicine("1000048", "2025-06-23T23:59:59Z"), MET),  # two days after
        (medicine("1000048", "2025-06-24T00:00:00Z"), PATIENT),
        (medicine("1000048", START, status="draft"), PATIENT),
        (medicine("1000048", START, intent="plan"), PATIENT),
        (medicine("1000048", START, doNotPerform=True), PATIENT),
        (medicine("198440", START), PATIENT),
        (ordered("x", "183524004", "2025-06-22"), MET),
        (ordered("x", "183524004", "2025-06-22", status="revoked"), PATIENT),
        (ordered("x", "306291008", "2025-06-22"), PATIENT),  # to a psychiatrist for children
        (procedure("x", "108313002", START), MET),
        (procedure("x", "108313002", "2025-06-21T08:15:01Z"), PATIENT),
        (procedure("x", "108313002", START, status="in-progress"), PATIENT),
    ],
)
def test_a_positive_screening_asks_for_follow_up(tmp_path: Path, one: Resource, expected: tuple[int, ...]) -> None:
    positive = changed(BASE, "screening", valueCodeableConcept=POSITIVE)
    assert counted(tmp_path, [*positive, one]) == expected


def test_a_medicine_may_be_told_by_reference(tmp_path: Path) -> None:
    positive = changed(BASE, "screening", valueCodeableConcept=POSITIVE)
    drug = {"resourceType": "Medication", "id": "m", "code": medicine("1000048", START)["medicationCodeableConcept"]}
    named = medicine("", START, medicationCodeableConcept=None, medicationReference={"reference": "Medication/m"})
    assert counted(tmp_path, [*positive, drug, named]) == MET


def test_the_last_screening_counts(tmp_path: Path) -> None:
    again = observed("again", ADULT, "2025-06-20T08:00:00Z", valueCodeableConcept=POSITIVE)
    assert counted(tmp_path, [*BASE, again]) == PATIENT
    before = observed("before", ADULT, "2025-06-10T08:00:00Z", valueCodeableConcept=POSITIVE)
    assert counted(tmp_path, [*BASE, before]) == MET


LISTED = [concept("problem-list-item", "http://terminology.hl7.org/CodeSystem/condition-category")]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, EXCLUDED),
        ({"clinicalStatus": concept("resolved"), "abatementDateTime": "2021-01-01"}, EXCLUDED),  # it was, once
        ({"verificationStatus": concept("refuted")}, MET),
        ({"verificationStatus": concept("entered-in-error")}, MET),
        ({"category": [concept("encounter-diagnosis")]}, MET),
        ({"category": [concept("health-concern")]}, EXCLUDED),
        ({"onsetDateTime": "2025-06-21T07:59:59Z"}, EXCLUDED),
        ({"onsetDateTime": START}, MET),
    ],
)
def test_bipolar_disorder_before_the_encounter_excludes(
    tmp_path: Path, parts: dict[str, Any], expected: tuple[int, ...]
) -> None:
    bipolar = condition("x", "F31.9", "2020-01-01", category=LISTED) | parts
    assert counted(tmp_path, [*BASE, bipolar]) == expected


def not_done(reason: str, **more: Any) -> Resource:
    url = "http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-notDoneReason"
    why = [{"url": url, "valueCodeableConcept": concept(reason)}]
    given = observed("x", ADULT, "", status="cancelled", issued=START, extension=why) | more
    del given["effectiveDateTime"]
    return given


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (not_done("720834000"), EXCUSED),
        (not_done("183932001"), EXCUSED),
        (not_done("160932005"), PATIENT),
        (not_done("720834000", status="final"), PATIENT),
        (not_done("720834000", issued="2025-06-21T08:15:01Z"), PATIENT),
        (not_done("720834000", issued=None), PATIENT),
    ],
)
def test_a_reason_excuses_from_screening(tmp_path: Path, one: Resource, expected: tuple[int, ...]) -> None:
    assert counted(tmp_path, [patient(), VISIT, one]) == expected


def test_who_was_screened_needs_no_excuse(tmp_path: Path) -> None:
    assert counted(tmp_path, [*BASE, not_done("720834000")]) == MET
    positive = changed(BASE, "screening", valueCodeableConcept=POSITIVE)
    assert counted(tmp_path, [*positive, not_done("720834000")]) == PATIENT
