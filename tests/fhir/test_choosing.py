"""One plan per patient, from the care plans of mental health, and nothing of the others is lost silently."""

from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.codes import MENTAL_HEALTH_PLANS
from careteam.fhir.intake import take_in
from tests.fhir.world import (
    DEPRESSION,
    DIABETES,
    MENTAL_HEALTH,
    PSYCHIATRY,
    care_plan,
    condition,
    goal,
    only_plan,
    outcome,
    participant,
    patient,
    pointing,
    practitioner,
    read,
    task,
    team,
    write,
)

SNOMED = "http://snomed.info/sct"


def reasons(tmp_path: Path, *resources: dict[str, Any]) -> list[str]:
    return [one.reason for one in read(tmp_path, *resources).outcomes]


def test_the_table_is_the_one_that_was_reviewed() -> None:
    assert list(MENTAL_HEALTH_PLANS) == [PSYCHIATRY, MENTAL_HEALTH, DEPRESSION]


@pytest.mark.parametrize("code", [PSYCHIATRY, MENTAL_HEALTH, DEPRESSION])
def test_care_plans_of_mental_health_make_the_plan_and_others_are_refused(tmp_path: Path, code: str) -> None:
    intake = read(tmp_path, patient(), care_plan("other", DIABETES), care_plan("ours", code))
    assert only_plan(intake).title == f"plan {code}"
    assert [(one.outcome, one.reason) for one in intake.outcomes] == [
        ("taken", ""),
        ("refused", "not mental health"),
        ("taken", ""),
    ]


def test_without_any_of_mental_health_all_care_plans_make_the_plan(tmp_path: Path) -> None:
    intake = read(tmp_path, patient(), care_plan("a", DIABETES), care_plan("b"))
    assert [one.outcome for one in intake.outcomes] == ["taken"] * 3
    assert len(intake.plans) == 1


def test_a_patient_without_a_care_plan_gets_a_draft(tmp_path: Path) -> None:
    plan = only_plan(read(tmp_path, patient(), goal("g")))
    assert (plan.status, plan.title, plan.stated, len(plan.goals)) == ("draft", "Care plan", False, 1)


def test_each_patient_is_judged_by_their_own_care_plans(tmp_path: Path) -> None:
    other = (patient("q", family="Summer"), care_plan("d", DIABETES, of="Patient/q"))
    intake = read(tmp_path, patient(), care_plan("c", PSYCHIATRY), *other)
    assert [one.outcome for one in intake.outcomes] == ["taken"] * 4


@pytest.mark.parametrize(
    "category",
    [
        [{"coding": [{"system": SNOMED, "code": "assess-plan"}]}, {"coding": [{"system": SNOMED, "code": PSYCHIATRY}]}],
        [{"coding": [{"system": "http://local", "code": "x"}, {"system": SNOMED, "code": PSYCHIATRY}]}],
        {"coding": {"system": SNOMED, "code": PSYCHIATRY}},
        [{"coding": [{"system": f"{SNOMED}/731000124108/version/20240301", "code": PSYCHIATRY}]}],
        [{"coding": [{"system": "urn:oid:2.16.840.1.113883.6.96", "code": f" {PSYCHIATRY} "}]}],
        [{"coding": [{"code": PSYCHIATRY}]}],
        [{"coding": [{"system": SNOMED, "code": int(PSYCHIATRY)}]}],
    ],
)
def test_the_code_counts_in_any_category_coding_and_spelling_of_snomed(tmp_path: Path, category: Any) -> None:
    intake = read(tmp_path, patient(), care_plan("other", DIABETES), care_plan("ours") | {"category": category})
    assert [one.reason for one in intake.outcomes][1] == "not mental health"


def test_the_code_of_another_system_and_an_activity_with_the_code_do_not_count(tmp_path: Path) -> None:
    elsewhere = {"category": [{"coding": [{"system": "http://local", "code": PSYCHIATRY}]}]}
    coded = {
        "activity": [{"detail": {"code": {"coding": [{"system": SNOMED, "code": PSYCHIATRY}]}, "status": "scheduled"}}]
    }
    intake = read(tmp_path, patient(), care_plan("a") | elsewhere, care_plan("b", DIABETES) | coded)
    assert "not mental health" not in [one.reason for one in intake.outcomes]


def test_a_care_plan_entered_in_error_decides_nothing(tmp_path: Path) -> None:
    wrong = care_plan("c", PSYCHIATRY, status="entered-in-error")
    assert reasons(tmp_path, patient(), wrong, care_plan("d", DIABETES)) == ["", "entered in error", ""]


def test_a_care_plan_that_another_replaces_is_superseded(tmp_path: Path) -> None:
    new = care_plan("new", PSYCHIATRY, replaces=pointing("CarePlan/old"))
    [_, old, taken] = reasons(tmp_path, patient(), care_plan("old", PSYCHIATRY), new)
    assert (old.startswith("superseded by "), taken) == (True, "")


def test_the_most_alive_then_the_most_general_then_the_latest_care_plan_gives_title_and_status(tmp_path: Path) -> None:
    done = care_plan("1", PSYCHIATRY, status="completed")
    early = care_plan("2", MENTAL_HEALTH, title="early", period={"start": "2020"})
    late = care_plan("3", MENTAL_HEALTH, title="late", period={"start": "2021-05-01T08:00:00"})
    narrow = care_plan("4", DEPRESSION, title="narrow", period={"start": "2023"})
    plan = only_plan(read(tmp_path, patient(), done, early, late, narrow))
    assert (plan.title, plan.status) == ("late", "active")
    assert plan.summary == "early\n\nnarrow\n\nplan 736254008"


def test_a_goal_goes_with_the_care_plan_that_points_to_it(tmp_path: Path) -> None:
    ours = care_plan("ours", PSYCHIATRY, goal=pointing("Goal/mine", "Goal/both"))
    other = care_plan("other", DIABETES, goal=pointing("Goal/theirs", "Goal/both"))
    goals = [goal("mine", "Mine"), goal("theirs", "Theirs"), goal("both", "Both"), goal("free", "Free")]
    intake = read(tmp_path, patient(), ours, other, *goals)
    assert [one.words for one in only_plan(intake).goals] == ["Mine", "Both", "Free"]
    assert outcome(intake, 5).reason == "goal of a care plan refused as not mental health"


def test_a_goal_that_nothing_points_to_is_part_of_a_refused_care_plan_by_its_words(tmp_path: Path) -> None:
    words = f"plan {DIABETES}"
    goals = [goal("a", words), goal("b", "Sugar", category=[{"text": words}]), goal("c", f"plan {PSYCHIATRY}")]
    [*_, a, b, c] = reasons(tmp_path, patient(), care_plan("1", PSYCHIATRY), care_plan("2", DIABETES), *goals)
    assert (a, b, c) == ("goal of a care plan refused as not mental health",) * 2 + ("",)


def test_words_that_the_plan_shares_with_a_refused_one_do_not_refuse_a_goal(tmp_path: Path) -> None:
    plans = care_plan("1", PSYCHIATRY, title="Feel well"), care_plan("2", DIABETES, title="Feel well")
    assert reasons(tmp_path, patient(), *plans, goal("g", "Feel well"))[3] == ""


def test_a_goal_that_nothing_points_to_is_part_of_a_refused_care_plan_by_what_it_addresses(tmp_path: Path) -> None:
    ours = care_plan("1", PSYCHIATRY, addresses=pointing("Condition/mood"))
    other = care_plan("2", DIABETES, addresses=pointing("Condition/sugar", "Condition/mood"))
    theirs, shared = goal("a", addresses=pointing("Condition/sugar")), goal("b", addresses=pointing("Condition/mood"))
    conditions = condition("mood"), condition("sugar", "Diabetes")
    [*_, a, b] = reasons(tmp_path, patient(), ours, other, *conditions, theirs, shared)
    assert (a, b) == ("goal of a care plan refused as not mental health", "")


def test_a_goal_of_one_patient_never_enters_the_plan_of_another(tmp_path: Path) -> None:
    plan = care_plan("c", PSYCHIATRY, goal=pointing("Goal/g"))
    intake = read(tmp_path, patient(), plan, patient("q", family="Summer"), goal("g", of="Patient/q"))
    assert [len(one.goals) for one in intake.plans] == [0, 1]
    assert outcome(intake, 2).reason == "goal: Goal/g is not taken (it is another patient's)"


def test_a_goal_that_names_no_patient_goes_with_the_care_plan_that_points_to_it(tmp_path: Path) -> None:
    orphan = {key: value for key, value in goal("g").items() if key != "subject"}
    intake = read(tmp_path, patient(), care_plan("c", goal=pointing("Goal/g")), orphan)
    assert len(only_plan(intake).goals) == 1


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ({"reference": "Patient/x"}, "Patient/x is not in the input"),
        ({"display": "Ada"}, "Ada is named, not referenced"),
        ({"reference": "Practitioner/d"}, "Practitioner/d is a Practitioner"),
        (None, "nothing is referenced"),
    ],
)
def test_what_has_no_patient_is_refused_with_the_reason(tmp_path: Path, subject: Any, why: str) -> None:
    for made in (goal("x"), condition("x"), care_plan("x"), team("x", participant("Practitioner/d"))):
        intake = read(tmp_path, made | {"subject": subject}, practitioner("d"))
        assert outcome(intake, 1).reason == f"no patient: {why}"


def test_conditions_that_are_not_over_are_taken_and_old_ones_only_if_the_plan_addresses_them(tmp_path: Path) -> None:
    plan = care_plan("c", PSYCHIATRY, addresses=pointing("Condition/past"))
    made = [condition(status, status, status) for status in ("active", "remission", "resolved", "inactive")]
    intake = read(tmp_path, patient(), plan, condition("past", "Past depression", "resolved"), *made)
    assert [one.label for one in only_plan(intake).conditions] == ["Past depression", "active", "remission"]
    assert outcome(intake, 6).reason == "resolved, and the plan does not address it"


def test_a_condition_that_was_refuted_is_refused_and_one_that_is_not_confirmed_says_so(tmp_path: Path) -> None:
    refuted = condition("a", verificationStatus={"coding": [{"code": "refuted"}]})
    unsure = condition("b", verificationStatus={"coding": [{"code": "provisional"}]})
    assert reasons(tmp_path, patient(), refuted, unsure)[1:] == ["refuted", "not confirmed: provisional"]


def test_a_condition_that_abated_is_over_even_without_a_status(tmp_path: Path) -> None:
    past = {key: value for key, value in condition("c").items() if key != "clinicalStatus"}
    open_, closed = past | {"id": "d"}, past | {"abatementDateTime": "2020-01-01"}
    intake = read(tmp_path, patient(), closed, open_)
    assert [one.outcome for one in intake.outcomes] == ["taken", "refused", "taken"]
    assert only_plan(intake).conditions[0].status == "unknown"


def test_a_team_goes_with_its_care_plan_and_one_that_is_over_gives_nothing(tmp_path: Path) -> None:
    nurse = participant("Practitioner/d", text="Nurse")
    teams = [team("ours", nurse), team("theirs", nurse), team("past", nurse, status="inactive"), team("empty")]
    ours = care_plan("1", PSYCHIATRY, careTeam=pointing("CareTeam/ours"))
    other = care_plan("2", DIABETES, careTeam=pointing("CareTeam/theirs"))
    assert reasons(tmp_path, patient(), ours, other, *teams)[3:] == [
        "",
        "team of a care plan refused as not mental health",
        "the team is inactive",
        "malformed: nobody is on the team",
    ]


def test_a_task_goes_with_the_care_plan_or_goal_it_is_about(tmp_path: Path) -> None:
    ours, other = (
        care_plan("1", PSYCHIATRY),
        care_plan("2", DIABETES, activity=[{"reference": {"reference": "Task/d"}}]),
    )
    tasks = [
        task("a"),
        task("b", basedOn=pointing("CarePlan/2")),
        task("c", basedOn=pointing("CarePlan/1"), of=""),
        task("d"),
        task("e", of=""),
    ]
    assert reasons(tmp_path, patient(), ours, other, *tasks)[3:] == [
        "",
        "task of a care plan refused as not mental health",
        "",
        "task of a care plan refused as not mental health",
        "no patient: nothing is referenced",
    ]


def test_practitioners_are_taken_when_the_plan_names_them(tmp_path: Path) -> None:
    plan = care_plan("c", author={"reference": "Practitioner/author"})
    people = [practitioner("author"), practitioner("member"), practitioner("stranger")]
    intake = read(tmp_path, patient(), plan, team("t", participant("Practitioner/member")), *people)
    assert [one.reason for one in intake.outcomes][3:] == ["", "", "no plan that is taken names them"]


def test_other_types_are_refused_by_their_type(tmp_path: Path) -> None:
    request = {"resourceType": "ServiceRequest", "id": "s", "code": {"text": "Group therapy"}}
    plan = care_plan("c", activity=[{"reference": {"reference": "ServiceRequest/s"}}])
    intake = read(
        tmp_path, patient(), plan, request, {"resourceType": "Observation", "id": "o"}, {"resourceType": "Bundle"}
    )
    assert [one.reason for one in intake.outcomes][2:] == [
        "unsupported resource type: only its words are kept",
        "unsupported resource type",
        "a Bundle within another is not read",
    ]
    assert outcome(intake, 3).label == "Group therapy"


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (
            {"modifierExtension": [{"url": "http://x/not"}]},
            "changed by an extension that is not understood: http://x/not",
        ),
        ({"target": [{"modifierExtension": [{"url": "u"}]}]}, "changed by an extension that is not understood: u"),
        ({"implicitRules": "http://x/rules"}, "follows implicit rules that are not understood"),
        ({"lifecycleStatus": "entered-in-error"}, "entered in error"),
        ({"meta": {"security": [{"code": "PSYTHPN"}]}}, "labelled as psychotherapy notes"),
        ({"description": {}}, "malformed: no words"),
    ],
)
def test_what_may_not_be_taken_is_refused_whatever_else_it_says(
    tmp_path: Path, more: dict[str, Any], reason: str
) -> None:
    assert reasons(tmp_path, patient(), goal("g") | more)[1] == reason


def test_what_a_resource_contains_does_not_forbid_it(tmp_path: Path) -> None:
    inner = {"resourceType": "Goal", "id": "i", "description": {"text": "x"}, "modifierExtension": [{"url": "u"}]}
    intake = read(tmp_path, patient(), care_plan("c", contained=[inner], goal=pointing("#i")))
    assert outcome(intake, 2).outcome == "taken"
    assert only_plan(intake).goals == ()


def test_an_animal_is_no_patient_here(tmp_path: Path) -> None:
    animal = patient(extension=[{"url": "http://hl7.org/fhir/StructureDefinition/patient-animal"}])
    assert reasons(tmp_path, animal, goal("g")) == ["an animal", "no patient: Patient/p is refused"]


def test_faults_that_are_overlooked_are_named_with_the_entry(tmp_path: Path) -> None:
    old = {
        "status": "on-target",
        "description": "Sleep",
        "category": {"text": "x"},
        "statusDate": "2020-01-01T10:00:00",
    }
    stu3 = {"resourceType": "Goal", "id": "g", "subject": {"reference": "Patient/p"}} | old
    intake = read(tmp_path, patient(), stu3)
    assert outcome(intake, 2).outcome == "taken"
    assert outcome(intake, 2).reason.split("; ") == [
        "a time without a zone, read as UTC: statusDate",
        "not R4 but an older FHIR: status, description",
        "not a list: category",
    ]


def test_a_transaction_entry_without_request_url_is_named(tmp_path: Path) -> None:
    entries = [{"resource": patient(), "request": {"method": "PUT", "url": "Patient/p"}}, {"resource": goal("g")}]
    [path] = write(tmp_path, input={"resourceType": "Bundle", "type": "transaction", "entry": entries})
    assert [one.reason for one in take_in([path]).outcomes] == ["", "the entry has no request.url"]
