"""A reference means one resource of the input, by whichever of its names it is called, or it means nothing."""

from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.intake import take_in
from tests.fhir.world import (
    bundle,
    care_plan,
    condition,
    goal,
    only_plan,
    outcome,
    patient,
    practitioner,
    read,
    team,
    write,
)

UUID = "0b0e4d5c-1f6e-4a53-9d6a-3f1c2b7a9e10"
BASE = "http://one.example/fhir"


def entry(resource: dict[str, Any], full_url: str = "", **request: str) -> dict[str, Any]:
    return {"fullUrl": full_url, "resource": resource} | ({"request": request} if request else {})


def bundled(*entries: dict[str, Any], kind: str = "transaction") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


@pytest.mark.parametrize(
    ("full_url", "id_", "reference"),
    [
        ("", "p", "Patient/p"),
        ("", "p", "/Patient/p"),
        ("", "p", "Patient/p/_history/3"),
        ("", "p", "p"),
        (f"urn:uuid:{UUID}", UUID, f"urn:uuid:{UUID}"),
        (f"urn:uuid:{UUID}", None, f"urn:uuid:{UUID}"),
        (f"urn:uuid:{UUID}", None, f"urn:uuid:{UUID.upper()}"),
        (f"urn:uuid:{UUID}", None, f"Patient/{UUID}"),
        ("", UUID, f"urn:uuid:{UUID}"),
        (f"{BASE}/Patient/p", "p", "Patient/p"),
        (f"{BASE}/Patient/p", "p", f"{BASE}/Patient/p"),
        (f"{BASE}/Patient/p", "p", f"{BASE}/Patient/p/_history/2"),
        ("", "p", f"{BASE}/Patient/p"),
        ("", None, "Patient?identifier=http://ids.example|7"),
        ("", None, "Patient?identifier=http%3A%2F%2Fids.example%7C7"),
        ("", None, "Patient?identifier=7"),
    ],
)
def test_a_patient_is_found_by_every_name(tmp_path: Path, full_url: str, id_: str | None, reference: str) -> None:
    who = patient(identifier=[{"system": "http://ids.example", "value": "7"}])
    who = who | {"id": id_} if id_ else {key: value for key, value in who.items() if key != "id"}
    [path] = write(tmp_path, input=bundled(entry(goal("g", of=reference)), entry(who, full_url)))
    plan = only_plan(take_in([path]))
    assert [one.words for one in plan.goals] == ["Walk daily"]


def test_an_identifier_alone_is_a_reference_too(tmp_path: Path) -> None:
    about = {"subject": {"identifier": {"system": "http://ids.example", "value": "7"}}}
    intake = read(tmp_path, patient(identifier=[{"system": "http://ids.example", "value": "7"}]), goal("g") | about)
    assert outcome(intake, 2).outcome == "taken"


def test_an_identifier_of_two_people_means_neither(tmp_path: Path) -> None:
    shared = {"identifier": [{"system": "http://ids.example", "value": "demo"}]}
    about = goal("g", of="Patient?identifier=http://ids.example|demo")
    intake = read(tmp_path, patient("a", **shared), patient("b", family="Summer", **shared), about)
    assert (
        outcome(intake, 3).reason == "no patient: Patient?identifier=http://ids.example|demo is ambiguous in the input"
    )
    assert len(intake.plans) == 2


def test_two_servers_may_use_the_same_id_for_different_people(tmp_path: Path) -> None:
    here = bundle(patient(), goal("g", "here"), base=BASE)
    there = bundle(patient(family="Summer"), goal("g", "there"), base="http://two.example/fhir")
    intake = take_in(write(tmp_path, here=here, there=there))
    goals = {plan.patient.name: [one.words for one in plan.goals] for plan in intake.plans}
    assert goals == {"Ada Winter": ["here"], "Ada Summer": ["there"]}


def test_a_reference_does_not_reach_another_server(tmp_path: Path) -> None:
    there = bundle(goal("g"), base="http://two.example/fhir")
    intake = take_in(write(tmp_path, here=bundle(patient(), base=BASE), there=there))
    assert [one.reason for one in intake.outcomes][1] == "no patient: Patient/p is not in the input"


def test_all_files_are_one_reference_space(tmp_path: Path) -> None:
    intake = take_in(
        write(tmp_path, a=goal("g"), b=bundle(care_plan("c", goal=[{"reference": "Goal/g"}])), c=patient())
    )
    assert [one.words for one in only_plan(intake).goals] == ["Walk daily"]


def test_the_newest_version_stands_for_all(tmp_path: Path) -> None:
    old = goal("g", "old", meta={"versionId": "2", "lastUpdated": "2024-01-01T00:00:00Z"})
    new = goal("g", "new", meta={"versionId": "10", "lastUpdated": "2024-03-01T00:00:00Z"})
    intake = read(tmp_path, patient(), new, old)
    assert [one.words for one in only_plan(intake).goals] == ["new"]
    assert outcome(intake, 3).reason == f"superseded by {tmp_path / 'input.json'} entry 2"


def test_without_versions_the_last_one_read_stands_and_an_equal_one_is_a_duplicate(tmp_path: Path) -> None:
    intake = read(tmp_path, patient(), goal("g", "old"), goal("g", "new"), goal("g", "new"))
    assert [one.words for one in only_plan(intake).goals] == ["new"]
    assert outcome(intake, 2).reason.startswith("superseded by ")
    assert outcome(intake, 3).reason.startswith("duplicate of ")


def test_a_history_lists_the_newest_first(tmp_path: Path) -> None:
    [path] = write(tmp_path, input=bundle(patient(), goal("g", "new"), goal("g", "old"), kind="history"))
    assert [one.words for one in only_plan(take_in([path])).goals] == ["new"]


def test_the_same_id_about_another_patient_is_another_thing(tmp_path: Path) -> None:
    there = (patient("q", family="Summer"), condition("c", "Anxiety", of="Patient/q"))
    intake = read(tmp_path, patient(), condition("c", "Depression"), *there)
    assert [[one.label for one in plan.conditions] for plan in intake.plans] == [["Depression"], ["Anxiety"]]


def test_a_corrected_patient_moves_the_condition(tmp_path: Path) -> None:
    wrong = condition("c", of="Patient/q", meta={"versionId": "1"})
    right = condition("c", of="Patient/p", meta={"versionId": "2"})
    intake = read(tmp_path, patient(), patient("q", family="Summer"), right, wrong)
    assert [len(plan.conditions) for plan in intake.plans] == [1, 0]


def test_two_people_under_one_id_are_both_refused_with_all_that_is_theirs(tmp_path: Path) -> None:
    intake = read(tmp_path, patient(), goal("g"), patient(family="Summer", born="1990-01-01"))
    assert intake.plans == ()
    assert outcome(intake, 1).reason.startswith("two people under one id: ")
    assert outcome(intake, 3).reason.startswith("two people under one id: ")
    assert outcome(intake, 2).reason == "no patient: Patient/p is ambiguous in the input"


def test_a_shared_identifier_alone_does_not_make_two_people_one(tmp_path: Path) -> None:
    shared = {"identifier": [{"system": "http://ids.example", "value": "ID-100"}]}
    assert len(read(tmp_path, patient("a", **shared), patient("b", family="Summer", **shared)).plans) == 2


def test_a_shared_identifier_and_name_do_not_make_one_where_no_birth_date_confirms_it(tmp_path: Path) -> None:
    shared = {"identifier": [{"system": "http://ids.example", "value": "ID-100"}], "birthDate": None}
    assert len(read(tmp_path, patient("a") | shared, patient("b") | shared).plans) == 2


def test_a_loose_resource_means_the_loose_one_not_a_servers(tmp_path: Path) -> None:
    there = bundle(patient(family="Summer"), base="http://two.example/fhir")
    intake = take_in(write(tmp_path, here=patient(), there=there, goal=goal("g")))
    assert {plan.patient.name: len(plan.goals) for plan in intake.plans} == {"Ada Winter": 1, "Ada Summer": 0}


def test_a_reused_id_means_what_is_about_the_same_patient(tmp_path: Path) -> None:
    here = patient(), care_plan("a", addresses=[{"reference": "Condition/c"}]), condition("c", "Mine", "resolved")
    there = patient("q", family="Summer"), condition("c", "Theirs", "resolved", of="Patient/q")
    intake = read(tmp_path, *here, *there)
    assert [[one.label for one in plan.conditions] for plan in intake.plans] == [["Mine"], []]


def test_one_person_under_two_ids_gets_one_plan(tmp_path: Path) -> None:
    shared = {"identifier": [{"system": "http://ids.example", "value": "ID-100"}]}
    intake = read(
        tmp_path, patient("a", **shared), goal("g", of="Patient/a"), patient("b", **shared), goal("h", of="Patient/b")
    )
    assert len(only_plan(intake).goals) == 2
    assert outcome(intake, 1).reason.endswith(": same identifier and name")


def test_a_merged_record_gives_way_to_what_replaced_it(tmp_path: Path) -> None:
    old = patient("old", link=[{"other": {"reference": "Patient/p"}, "type": "replaced-by"}])
    intake = read(tmp_path, old, patient(), goal("g", of="Patient/old"))
    assert [one.words for one in only_plan(intake).goals] == ["Walk daily"]
    assert outcome(intake, 1).reason.startswith("replaced by ")


def test_a_record_replaced_by_one_that_is_not_here_is_refused(tmp_path: Path) -> None:
    intake = read(tmp_path, patient(link=[{"other": {"reference": "Patient/new"}, "type": "replaced-by"}]))
    assert outcome(intake, 1).reason == "replaced by another record: Patient/new is not in the input"


def test_records_that_replace_each_other_leave_one(tmp_path: Path) -> None:
    def linked(id_: str, other: str) -> dict[str, Any]:
        return patient(id_, link=[{"other": {"reference": f"Patient/{other}"}, "type": "replaced-by"}])

    assert len(read(tmp_path, linked("a", "b"), linked("b", "a")).plans) == 1


def test_what_a_care_plan_contains_comes_with_it(tmp_path: Path) -> None:
    contained = [
        {"resourceType": "Goal", "id": "g", "lifecycleStatus": "active", "description": {"text": "Sleep"}},
        {"resourceType": "Condition", "id": "c", "code": {"text": "Insomnia"}},
        {
            "resourceType": "CareTeam",
            "id": "t",
            "participant": [{"member": {"reference": "#d"}, "role": {"text": "Nurse"}}],
        },
        {"resourceType": "Practitioner", "id": "d", "name": [{"family": "Dorn"}]},
    ]
    points = {"goal": [{"reference": "#g"}], "addresses": [{"reference": "#c"}], "careTeam": [{"reference": "#t"}]}
    plan = only_plan(read(tmp_path, patient(), care_plan("c", contained=contained, **points)))
    assert [one.words for one in plan.goals] == ["Sleep"]
    assert [one.label for one in plan.conditions] == ["Insomnia"]
    assert [one.name for one in plan.contacts] == ["Dorn"]


def test_a_contained_patient_has_no_identity_to_hang_a_plan_on(tmp_path: Path) -> None:
    plan = care_plan("c", of="#x", contained=[patient("x")])
    assert outcome(read(tmp_path, plan), 1).reason == "no patient: it is contained, without an identity of its own"


def test_a_practitioner_repeated_in_every_bundle_is_one(tmp_path: Path) -> None:
    number = {"identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "150"}]}
    on_team = team("t", {"member": {"reference": "Practitioner/a"}}, {"member": {"reference": "Practitioner/b"}})
    intake = read(tmp_path, patient(), practitioner("a", **number), practitioner("b", **number), on_team)
    assert len(only_plan(intake).contacts) == 1
