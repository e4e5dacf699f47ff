"""Public synthetic records that nobody here wrote: every entry of them is told of, in the source's own words."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.codes import MENTAL_HEALTH_PLANS
from careteam.fhir.datatypes import strings, text
from careteam.fhir.intake import Intake, take_in
from tests.fhir.soundness import assert_sound, documents
from tests.fhir.world import SHARED

FOLDERS = [
    "careplan_personas",
    "synthea_mentalhealth_bundles",
    "synthea_mcc_bundles",
    "inferno_us_core",
    "us_core_examples",
    "hl7_r4_examples_4.0.1",
    "ecqm_cms2_cases",
    "ecqm_cms128_cases",
    "ecqm_cms159_cases",
    "ecqm_cms177_cases",
    "questionnaires_uwcirg",
    "balp_auditevents",
]
SHOWN = ["careplan_personas", "synthea_mentalhealth_bundles"]


def folder(name: str) -> Path:
    path = SHARED / name
    if not path.is_dir():
        pytest.skip(f"the public inputs are not beside the project: {path}")
    return path


def files(path: Path) -> list[Path]:
    """The JSON files of a folder in the order of the import: those of a folder before those of its folders."""
    below = sorted(one for one in path.iterdir() if one.is_dir())
    here = sorted(one for one in path.iterdir() if one.suffix == ".json")
    return here + [file for one in below for file in files(one)]


def by_kind(intake: Intake, given: dict[tuple[str, int], Any], kind: str) -> list[tuple[Any, dict[str, Any]]]:
    return [(one, given[one.file, one.entry]) for one in intake.outcomes if one.resource == kind]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_entry_is_told_of_once(name: str) -> None:
    path = folder(name)
    assert_sound(take_in([path]), documents(files(path)))


def test_all_folders_together_are_told_of_once() -> None:
    paths = [folder(name) for name in FOLDERS]
    assert_sound(take_in(paths), documents([file for path in paths for file in files(path)]))


@pytest.mark.parametrize("name", FOLDERS)
def test_reading_again_gives_the_same(name: str) -> None:
    path = folder(name)
    once, again = take_in([path]), take_in(files(path))
    assert (once.plans, once.outcomes) == (again.plans, again.outcomes)


@pytest.mark.parametrize("name", FOLDERS)
def test_labels_are_the_words_of_the_source(name: str) -> None:
    path = folder(name)
    intake, given = take_in([path]), documents(files(path))
    for one, goal in by_kind(intake, given, "Goal"):
        assert one.label == goal["description"].get("text", one.label)
    for one, condition in by_kind(intake, given, "Condition"):
        assert one.label == condition.get("code", {}).get("text", one.label)
    for one, plan in by_kind(intake, given, "CarePlan"):
        assert one.label == plan.get("title", one.label)
    for one, team in by_kind(intake, given, "CareTeam"):
        assert one.label == team.get("name", one.label)
    for kind in ("Patient", "Practitioner"):
        for one, person in by_kind(intake, given, kind):
            families = {text(name.get("family")) for name in person.get("name", [])} - {""}
            assert one.label in families or not families


@pytest.mark.parametrize("name", FOLDERS)
def test_only_care_plans_beside_one_of_mental_health_are_refused_as_such(name: str) -> None:
    path = folder(name)
    intake, given = take_in([path]), documents(files(path))
    plans = by_kind(intake, given, "CarePlan")
    coded = [(one, plan) for one, plan in plans if {said for _, said in strings(plan)} & set(MENTAL_HEALTH_PLANS)]
    assert all(one.outcome == "taken" for one, _ in coded)
    covered = {plan["subject"]["reference"] for _, plan in coded}
    for one, plan in plans:
        beside = plan["subject"].get("reference") in covered and (one, plan) not in coded
        assert (one.reason == "not mental health") == beside


def test_the_shown_records_become_the_plans_their_people_would_expect() -> None:
    plans = [plan for name in SHOWN for plan in take_in([folder(name)]).plans]
    assert {plan.patient.name: (plan.title, plan.status) for plan in plans} == {
        "Betsy Johnson": ("Personal Care Plan", "active"),
        "Mae Jackson": ("Personal Care Plan", "active"),
        "Milan Beatty": ("Psychiatry care plan", "active"),
        "Roberto Graham": ("Psychiatry care plan", "active"),
    }
    for plan in plans:
        assert plan.items
        assert plan.conditions
        assert all(item.title and item.kind is not None for item in plan.items)


def test_betsys_whole_team_is_named_and_nobody_of_it_gets_rights() -> None:
    betsy = next(plan for plan in take_in([folder("careplan_personas")]).plans if plan.patient.name == "Betsy Johnson")
    assert betsy.members == ()
    assert Counter(one.role_words.split(";")[0] for one in betsy.contacts) == Counter(
        [
            "Caregiver",
            "Registered Nurse",
            "Family Medicine Physician",
            "Nephrologist",
            "Dietician",
            "Renal Social Worker",
            "Community Pharmacist",
            "Catering services",
        ]
    )


def test_the_goals_of_the_physical_care_plans_stay_out_of_the_psychiatric_one() -> None:
    intake = take_in([folder("synthea_mentalhealth_bundles")])
    goals = [one for one in intake.outcomes if one.resource == "Goal"]
    assert {one.reason for one in goals} == {"goal of a care plan refused as not mental health"}
    assert {plan.goals for plan in intake.plans} == {()}


def test_entries_without_request_url_are_named() -> None:
    intake = take_in([folder("synthea_mcc_bundles")])
    named = [one for one in intake.outcomes if one.reason == "the entry has no request.url"]
    assert {one.resource for one in named} == {"Goal", "Condition"}
    assert all(one.outcome == "taken" for one in named)


def test_a_condition_id_reused_for_other_patients_loses_nobodys_condition() -> None:
    path = folder("ecqm_cms159_cases")
    intake = take_in([path])
    conditions = sum(file.name.startswith("Condition-") for file in files(path))
    assert sum(len(plan.conditions) for plan in intake.plans) == conditions
