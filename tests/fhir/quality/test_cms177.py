"""Assessing suicide risk in young people with depression: each encounter counts by itself."""

from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.quality.cms177 import cms177
from tests.fhir.quality.world import (
    ICD10,
    SNOMED,
    Resource,
    changed,
    concept,
    condition,
    count,
    encounter,
    patient,
    procedure,
)

FIRST = ("2025-03-01T08:00:00Z", "2025-03-01T08:30:00Z")
SECOND = ("2025-04-01T08:00:00Z", "2025-04-01T08:30:00Z")
BASE: list[Resource] = [
    patient("2012-05-06"),
    condition("depression", "F32.1"),
    encounter("first", "90832", *FIRST, diagnosis=[{"condition": {"reference": "Condition/depression"}}]),
    encounter("second", "90853", *SECOND, reasonCode=[concept("832007")]),
    procedure("assessed", "225337009", FIRST[0]),
]
NOBODY = (0, 0, 0, 0)


def counted(folder: Path, resources: list[Resource]) -> tuple[int, ...]:
    return tuple(count(folder, cms177, resources).values())


def test_each_encounter_for_depression_counts(tmp_path: Path) -> None:
    assert counted(tmp_path, BASE) == (2, 2, 0, 1)


@pytest.mark.parametrize(
    ("id_", "parts", "expected"),
    [
        ("p", {"birthDate": "2019-01-01"}, (2, 2, 0, 1)),
        ("p", {"birthDate": "2019-01-02"}, NOBODY),  # five
        ("p", {"birthDate": "2008-01-02"}, (2, 2, 0, 1)),
        ("p", {"birthDate": "2008-01-01"}, NOBODY),  # seventeen
        ("depression", {"code": concept("F41.1", ICD10)}, (1, 1, 0, 0)),
        ("depression", {"verificationStatus": concept("refuted")}, (1, 1, 0, 0)),
        ("depression", {"clinicalStatus": None, "verificationStatus": None}, (2, 2, 0, 1)),
        ("second", {"reasonCode": None}, (1, 1, 0, 1)),
        ("second", {"status": "planned"}, (1, 1, 0, 1)),
        ("second", {"type": [concept("305336008", SNOMED)]}, (1, 1, 0, 1)),
        ("second", {"period": {"start": SECOND[0], "end": "2026-01-01T00:00:00Z"}}, (1, 1, 0, 1)),
        ("assessed", {"performedDateTime": SECOND[1]}, (2, 2, 0, 1)),
        ("assessed", {"performedDateTime": "2025-04-01T08:30:01Z"}, (2, 2, 0, 0)),
        ("assessed", {"performedDateTime": "2025-04-01"}, (2, 2, 0, 0)),
        (
            "assessed",
            {"performedDateTime": None, "performedPeriod": {"start": FIRST[0], "end": FIRST[1]}},
            (2, 2, 0, 1),
        ),
        ("assessed", {"status": "in-progress"}, (2, 2, 0, 0)),
        ("assessed", {"code": concept("108313002")}, (2, 2, 0, 0)),
    ],
)
def test_a_change_counts_as_the_measure_says(
    tmp_path: Path, id_: str, parts: dict[str, Any], expected: tuple[int, ...]
) -> None:
    assert counted(tmp_path, changed(BASE, id_, **parts)) == expected
