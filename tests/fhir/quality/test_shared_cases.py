"""The published test cases of the measures: every one is counted as its report says, and changes as predicted."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.quality.case import read_case
from careteam.fhir.quality.command import MEASURES
from careteam.fhir.quality.populations import Group
from tests.fhir.quality.world import YEAR, Resource, bundle, concept
from tests.fhir.world import SHARED

CASES = [(measure, path) for measure in MEASURES for path in sorted((SHARED / f"ecqm_{measure}_cases").glob("*"))]


def cases(measure: str) -> list[tuple[Path, list[Resource]]]:
    found = [
        (path, [json.loads(file.read_text()) for file in path.glob("*.json")])
        for name, path in CASES
        if name == measure
    ]
    if not found:
        pytest.skip(f"the public cases are not beside the project: {SHARED}/ecqm_{measure}_cases")
    return found


def reported(resources: list[Resource]) -> list[Group]:
    [report] = [one for one in resources if one["resourceType"] == "MeasureReport"]
    return [
        {each["code"]["coding"][0]["code"]: each["count"] for each in group["population"]} for group in report["group"]
    ]


def said(groups: list[Group], resources: list[Resource]) -> list[Group]:
    """The populations that the report has; those it does not have are empty."""
    asked = [set(group) for group in reported(resources)]
    assert not any(group[name] for group, names in zip(groups, asked, strict=True) for name in set(group) - names)
    return [{name: group[name] for name in group if name in names} for group, names in zip(groups, asked, strict=True)]


def counted(measure: str, path: Path) -> list[Group]:
    return MEASURES[measure](read_case(path), YEAR)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_case_is_counted_as_its_report_says(measure: str, tmp_path: Path) -> None:
    for path, resources in cases(measure):
        assert said(counted(measure, path), resources) == reported(resources), path.name
        file = tmp_path / f"{path.name}.json"
        file.write_text(json.dumps(bundle(resources)))
        assert said(counted(measure, file), resources) == reported(resources), path.name


def mutated(folder: Path, resources: list[Resource], kind: str, **parts: Any) -> Path:
    """The case with parts of every resource of a kind changed."""
    file = folder / "mutated.json"
    file.write_text(json.dumps(bundle(one | (parts if one["resourceType"] == kind else {}) for one in resources)))
    return file


def in_population(measure: str, name: str) -> Iterator[list[Resource]]:
    found = [resources for _, resources in cases(measure) if reported(resources)[0][name]]
    assert found
    yield from found


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("Observation", {"valueInteger": 9}),
        ("Observation", {"status": "entered-in-error"}),
        ("Encounter", {"status": "cancelled"}),
        ("Encounter", {"period": {"start": "2024-11-01T08:00:00Z", "end": "2024-11-01T09:00:00Z"}}),
        ("Condition", {"verificationStatus": concept("refuted")}),
        ("Condition", {"clinicalStatus": concept("resolved")}),
        ("Condition", {"onsetDateTime": "2024-11-01T00:00:00Z"}),
        ("Patient", {"birthDate": "2012-11-01"}),
    ],
)
def test_whoever_loses_what_the_index_needs_is_in_no_population(
    tmp_path: Path, kind: str, parts: dict[str, Any]
) -> None:
    for resources in in_population("cms159", "initial-population"):
        [group] = counted("cms159", mutated(tmp_path, resources, kind, **parts))
        assert not any(group.values())


@pytest.mark.parametrize(("later", "kept"), [(4, 1), (5, 0)])
def test_one_point_decides_over_remission(tmp_path: Path, later: int, kept: int) -> None:
    for resources in in_population("cms159", "numerator"):
        scores = [one | ({"valueInteger": later} if one.get("valueInteger", 10) < 10 else {}) for one in resources]
        file = tmp_path / "mutated.json"
        file.write_text(json.dumps(bundle(scores)))
        [group] = counted("cms159", file)
        assert (group["denominator"], group["numerator"]) == (1, kept)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("Observation", {"status": "preliminary"}),
        ("MedicationRequest", {"status": "cancelled"}),
        ("ServiceRequest", {"status": "draft"}),
        ("Procedure", {"status": "not-done"}),
    ],
)
def test_whoever_loses_screening_or_follow_up_is_no_numerator(tmp_path: Path, kind: str, parts: dict[str, Any]) -> None:
    followed = {"MedicationRequest", "ServiceRequest", "Procedure"}
    for resources in in_population("cms2", "numerator"):
        if {one["resourceType"] for one in resources} & (followed | {"Observation"}) & {kind} and (
            kind == "Observation" or sum(one["resourceType"] in followed for one in resources) == 1
        ):
            [group] = counted("cms2", mutated(tmp_path, resources, kind, **parts))
            assert (group["denominator"], group["numerator"]) == (1, 0)
