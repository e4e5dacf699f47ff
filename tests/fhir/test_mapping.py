"""What the source says becomes a plan in its own words; what would give rights or change a meaning is never guessed."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from careteam.access.roles import Role
from careteam.fhir.datatypes import moment
from careteam.fhir.intended import IntendedItem, IntendedTask
from tests.fhir.world import (
    DIABETES,
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
)

PSYCHIATRIST, PSYCHOLOGIST, NURSE = "80584001", "59944000", "106292003"
Made = dict[str, Any]


def items(tmp_path: Path, *activities: Made, also: tuple[Made, ...] = ()) -> tuple[IntendedItem, ...]:
    return only_plan(read(tmp_path, patient(), care_plan("c", activity=list(activities)), *also)).items


def one_task(tmp_path: Path, made: Made, *also: Made) -> IntendedTask:
    [only] = only_plan(read(tmp_path, patient(), made, *also)).tasks
    return only


# Patients


@pytest.mark.parametrize(
    ("names", "name", "label"),
    [
        ([{"family": "Winter", "given": ["Ada", "B."]}], "Ada B. Winter", "Winter"),
        ([{"use": "old", "family": "Gone"}, {"use": "official", "family": "Now"}], "Now", "Now"),
        ([{"family": "Gone", "period": {"end": "2020"}}, {"family": "Now"}], "Now", "Now"),
        ([{"use": "nickname", "given": ["Jim"]}, {"use": "official", "family": "Now"}], "Now", "Now"),
        ([{"text": "张无忌"}], "张无忌", "张无忌"),
        ([{"family": ["de", "Winter"], "given": "Ada"}], "Ada de Winter", "de"),
        ({"family": "Winter"}, "Winter", "Winter"),
        ([], "Name not given", ""),
        (None, "Name not given", ""),
    ],
)
def test_a_patient_is_called_by_the_name_in_use(tmp_path: Path, names: Any, name: str, label: str) -> None:
    intake = read(tmp_path, patient() | {"name": names})
    assert only_plan(intake).patient.name == name
    assert outcome(intake, 1).label == label


def test_a_patient_is_known_by_the_medical_record_number(tmp_path: Path) -> None:
    insurance = {"type": {"coding": [{"code": "SS"}]}, "system": "s", "value": "1"}
    record = {"type": {"coding": [{"code": "MR"}]}, "system": "s", "value": "2"}
    plan = only_plan(read(tmp_path, patient(identifier=[insurance, {"system": "s", "value": "3"}, record])))
    assert plan.patient.identifier == ("s", "2")
    assert plan.patient.aliases == (("s", "1"), ("s", "3"), ("s", "2"))


def test_a_death_is_said_and_the_status_stays_what_the_source_says(tmp_path: Path) -> None:
    intake = read(tmp_path, patient(deceasedDateTime="2024-05-01"), care_plan("c"))
    assert outcome(intake, 1).reason == "the patient died 2024-05-01"
    assert only_plan(intake).status == "active"


# Plans


@pytest.mark.parametrize(
    ("said", "ours"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "active"}, "active"),
        ({"status": "on-hold"}, "on-hold"),
        ({"status": "completed"}, "completed"),
        ({"status": "revoked"}, "revoked"),
        ({"status": "unknown"}, "draft"),
        ({"status": "suspended"}, "on-hold"),
        ({"status": "cancelled"}, "revoked"),
        ({"status": "banana"}, "draft"),
        ({"status": None}, "draft"),
        ({"intent": "proposal"}, "draft"),
    ],
)
def test_the_status_of_a_plan_is_read_by_the_table(tmp_path: Path, said: Made, ours: str) -> None:
    assert only_plan(read(tmp_path, patient(), care_plan("c") | said)).status == ours


def test_the_title_is_the_care_plans_else_its_category_else_its_description(tmp_path: Path) -> None:
    titled = care_plan("c", DIABETES, title=" My plan ", description="Long")
    empty = {
        "category": [
            {"coding": [{"system": "http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "code": "assess-plan"}]}
        ]
    }
    expected = [
        (titled, " My plan "),
        (care_plan("c", DIABETES), f"plan {DIABETES}"),
        (care_plan("c", description="Rest") | empty, "Rest"),
    ]
    for made, title in expected:
        intake = read(tmp_path, patient(), made)
        assert only_plan(intake).title == outcome(intake, 2).label == title


def test_a_care_plan_that_is_only_a_narrative_keeps_its_text(tmp_path: Path) -> None:
    narrative = {"status": "additional", "div": "<div><h1>Plan</h1><p>Eat &amp; sleep</p></div>"}
    assert only_plan(read(tmp_path, patient(), care_plan("c", text=narrative))).summary == "Plan Eat & sleep"


# Goals


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"detailQuantity": {"value": 7, "comparator": "<", "unit": "%"}}, "Score < 7 %"),
        ({"detailQuantity": {"value": 7.0}}, "Score 7.0"),
        (
            {"detailRange": {"low": {"value": 2.5, "unit": "kg"}, "high": {"value": 4, "unit": "kg"}}},
            "Score 2.5 to 4 kg",
        ),
        ({"detailRange": {"low": {"value": 2, "unit": "kg"}}}, "Score at least 2 kg"),
        ({"detailRange": {"high": {"value": 4}}}, "Score at most 4"),
        ({"detailString": "none"}, "Score none"),
        ({"detailInteger": 3}, "Score 3"),
        ({"detailBoolean": False}, "Score no"),
        ({"detailCodeableConcept": {"text": "Remission"}}, "Score Remission"),
        ({"detailRatio": {"numerator": {"value": 1}, "denominator": {"value": 2}}}, "Score 1 : 2"),
        ({}, "Score"),
    ],
)
def test_targets_are_put_into_words(tmp_path: Path, target: Made, said: str) -> None:
    made = goal("g", target=[{"measure": {"text": "Score"}} | target])
    assert only_plan(read(tmp_path, patient(), made)).goals[0].target == said


@pytest.mark.parametrize(
    ("targets", "due"),
    [
        ([{"dueDate": "2026-05-04"}, {"dueDate": "2026-03-02"}], date(2026, 3, 2)),
        ([{"dueDate": "2026-02"}], date(2026, 2, 28)),
        ([{"dueDate": "2026"}], date(2026, 12, 31)),
        ([{"dueDate": "soon"}], None),
        ({"dueDuration": {"value": 6, "code": "wk"}}, date(2026, 2, 11)),
        ({"dueDuration": {"value": 14, "unit": "months"}}, date(2027, 2, 28)),
        ({"dueDuration": {"value": 1.5, "code": "wk"}}, None),
        ({"dueDuration": {"value": 99999, "code": "a"}}, None),
    ],
)
def test_a_goal_is_due_with_its_first_target(tmp_path: Path, targets: Any, due: date | None) -> None:
    made = goal("g", startDate="2025-12-31", target=targets)
    assert only_plan(read(tmp_path, patient(), made)).goals[0].due_on == due


@pytest.mark.parametrize(
    ("said", "status", "achievement"),
    [
        (
            {"lifecycleStatus": "accepted", "achievementStatus": {"coding": [{"code": "in-progress"}]}},
            "active",
            "in-progress",
        ),
        ({"lifecycleStatus": "planned"}, "active", None),
        ({"lifecycleStatus": "proposed"}, "proposed", None),
        ({"lifecycleStatus": "rejected"}, "cancelled", None),
        ({"lifecycleStatus": "active", "achievementStatus": {"text": "In Progress"}}, "active", "in-progress"),
        (
            {"lifecycleStatus": "active", "achievementStatus": {"coding": [{"code": "sustaining"}]}},
            "active",
            "achieved",
        ),
        (
            {"lifecycleStatus": "completed", "achievementStatus": {"coding": [{"code": "not-attainable"}]}},
            "completed",
            "not-achieved",
        ),
        ({"lifecycleStatus": "banana"}, "proposed", None),
    ],
)
def test_the_states_of_a_goal_are_read_by_the_table(
    tmp_path: Path, said: Made, status: str, achievement: str | None
) -> None:
    [found] = only_plan(read(tmp_path, patient(), goal("g") | said)).goals
    assert (found.status, found.achievement) == (status, achievement)


def test_a_goal_without_a_description_is_told_by_its_target(tmp_path: Path) -> None:
    intake = read(
        tmp_path, patient(), goal("g", description=None, target={"measure": {"text": "PHQ-9"}, "detailInteger": 4})
    )
    assert only_plan(intake).goals[0].words == "PHQ-9 4"
    assert outcome(intake, 2).reason.endswith("no description: told by its target")


# People


def test_a_role_of_the_table_makes_a_member_and_any_other_a_contact(tmp_path: Path) -> None:
    on_team = team(
        "t",
        participant("Practitioner/a", PSYCHIATRIST),
        participant("Practitioner/b", NURSE, "Psychiatric nurse"),
        participant("Practitioner/c", text="Health Coach"),
        participant("RelatedPerson/d", PSYCHOLOGIST),
        participant("Patient/p", "116154003"),
    )
    daughter = {"resourceType": "RelatedPerson", "id": "d", "name": [{"text": "Dora"}]}
    staff = [practitioner("a", "Adler"), practitioner("b", "Bauer"), practitioner("c", "Curie")]
    plan = only_plan(read(tmp_path, patient(), on_team, daughter, *staff))
    assert [(one.name, one.role) for one in plan.members] == [
        ("Jo Adler", Role.PSYCHIATRIST),
        ("Jo Curie", Role.HEALTH_COACH),
    ]
    assert [(one.name, one.role_words) for one in plan.contacts] == [
        ("Jo Bauer", f"{NURSE}; Psychiatric nurse"),
        ("Dora", PSYCHOLOGIST),
    ]


def test_a_practitioners_own_roles_count_when_the_team_names_none(tmp_path: Path) -> None:
    nucc = {"coding": [{"system": "http://nucc.org/provider-taxonomy", "code": "103TC0700X"}]}
    role = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "practitioner": {"reference": "Practitioner/a"},
        "specialty": [nucc],
    }
    by_role = team("t", participant("PractitionerRole/r", text="Member"))
    by_person = team("u", participant("Practitioner/a", "223366009"))
    for made in (by_role, by_person):
        [only] = only_plan(read(tmp_path, patient(), made, role, practitioner("a"))).members
        assert (only.source.value, only.role) == ("Practitioner/a", Role.THERAPIST)


def test_nobody_gets_rights_without_a_place_on_a_team_at_work(tmp_path: Path) -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "Practitioner/a"}}
    role |= {"code": [{"coding": [{"system": "http://snomed.info/sct", "code": PSYCHIATRIST}]}]}
    author = care_plan("c", author={"reference": "PractitionerRole/r"})
    proposed = team("t", participant("Practitioner/a", PSYCHIATRIST), status="proposed")
    gone = practitioner("a", active=False)
    for made in (
        (author, role, practitioner("a")),
        (proposed, practitioner("a")),
        (team("t", participant("Practitioner/a", PSYCHIATRIST)), gone),
    ):
        plan = only_plan(read(tmp_path, patient(), *made))
        assert [one.name for one in plan.members] == []
        assert [one.name for one in plan.contacts] == ["Jo Berg"]


def test_somebody_on_two_teams_is_one_person_with_the_role_that_counts(tmp_path: Path) -> None:
    ended = participant("Practitioner/a", PSYCHIATRIST, period={"end": "2020-01-01"})
    again = participant("Practitioner/a", PSYCHIATRIST, period={"end": "2030-01-01"})
    plain = participant("Practitioner/a", text="Member")
    plan = only_plan(read(tmp_path, patient(), team("t", plain, ended), team("u", again), practitioner("a")))
    [only] = plan.members
    assert (only.role, only.until and only.until.year, plan.contacts) == (Role.PSYCHIATRIST, 2030, ())


def test_a_member_who_is_not_in_the_input_is_kept_by_name(tmp_path: Path) -> None:
    absent = {"reference": "Practitioner?identifier=http://npi|77", "display": "Dr. Far"}
    plan = only_plan(read(tmp_path, patient(), team("t", {"member": absent, "role": {"text": "Psychiatrist"}})))
    [only] = plan.members
    assert (only.name, only.role, only.aliases) == ("Dr. Far", Role.PSYCHIATRIST, (("http://npi", "77"),))


# Items


def test_an_activity_is_told_by_its_description_code_or_what_it_points_to(tmp_path: Path) -> None:
    request = {"resourceType": "ServiceRequest", "id": "s", "status": "active", "code": {"text": "Group therapy"}}
    found = items(
        tmp_path,
        {"detail": {"code": {"text": "Weight"}, "description": "Weigh yourself", "status": "in-progress"}},
        {"detail": {"code": {"text": "Weight"}, "description": "word " * 40, "status": "scheduled"}},
        {"reference": {"reference": "ServiceRequest/s"}},
        {"reference": {"reference": "ServiceRequest/x", "display": "Elsewhere"}},
        also=(request,),
    )
    assert [(one.title, one.status) for one in found] == [
        ("Weigh yourself", "active"),
        ("Weight", "planned"),
        ("Group therapy", "active"),
        ("Elsewhere", "planned"),
    ]


@pytest.mark.parametrize("detail", [{"doNotPerform": True}, {"prohibited": True}])
def test_what_must_not_be_done_says_so(tmp_path: Path, detail: Made) -> None:
    [only] = items(tmp_path, {"detail": {"code": {"text": "Fast"}, "status": "scheduled"} | detail})
    assert only.title == "Do not: Fast"


def test_activities_that_say_the_same_are_one_item(tmp_path: Path) -> None:
    same = {"detail": {"code": {"text": "Coping support"}, "status": "in-progress"}}
    done = {"detail": {"code": {"text": "Coping support"}, "status": "completed"}}
    found = items(tmp_path, same, same, done)
    assert [one.status for one in found] == ["active", "done"]
    assert len({one.source for one in found}) == 2


def test_an_item_keeps_its_source_when_another_is_put_before_it(tmp_path: Path) -> None:
    walk, sleep = ({"detail": {"code": {"text": text}, "status": "scheduled"}} for text in ("Walk", "Sleep"))
    assert items(tmp_path, walk)[0].source == items(tmp_path, sleep, walk)[1].source


def test_activities_without_words_or_entered_in_error_are_named_as_left_out(tmp_path: Path) -> None:
    void = {"resourceType": "ServiceRequest", "id": "s", "status": "entered-in-error", "code": {"text": "No"}}
    activities = [
        {"detail": {"status": "scheduled"}},
        {"reference": {"reference": "ServiceRequest/x"}},
        {"reference": {"reference": "ServiceRequest/s"}},
        {"detail": {"code": {"text": "No"}, "status": "entered-in-error"}},
        {"detail": {"code": {"text": "Odd"}, "status": "banana"}},
    ]
    intake = read(tmp_path, patient(), care_plan("c", activity=activities), void)
    assert [one.title for one in only_plan(intake).items] == ["Odd"]
    assert outcome(intake, 2).reason.split("; ") == [
        "activity 1 has no words: it says nothing",
        "activity 2 has no words: ServiceRequest/x is not in the input",
        "activity 3 is left out: entered in error",
        "activity 4 is left out: entered in error",
        "activity 5: status banana: read as planned",
    ]


def test_an_item_belongs_to_its_goal_and_to_who_is_to_do_it(tmp_path: Path) -> None:
    detail = {"code": {"text": "Walk"}, "status": "scheduled", "goal": pointing("Goal/g")}
    pertains = [
        {
            "url": "http://hl7.org/fhir/StructureDefinition/resource-pertainsToGoal",
            "valueReference": {"reference": "Goal/g"},
        }
    ]
    request = {"resourceType": "ServiceRequest", "id": "s", "code": {"text": "Talk"}, "extension": pertains}
    request |= {"performer": pointing("Practitioner/a")}
    walk, talk = items(
        tmp_path,
        {"detail": detail | {"performer": pointing("Practitioner/stranger", "Patient/p")}},
        {"reference": {"reference": "ServiceRequest/s"}},
        also=(goal("g"), request, team("t", participant("Practitioner/a", PSYCHOLOGIST)), practitioner("a")),
    )
    assert (walk.goal, walk.owner) == (("", "Goal/g"), ("", "Patient/p"))
    assert (talk.goal, talk.owner) == (("", "Goal/g"), ("", "Practitioner/a"))


# Tasks


def test_a_task_keeps_its_words_time_owner_and_goal(tmp_path: Path) -> None:
    made = task(
        "t",
        "Call",
        priority="stat",
        owner={"reference": "Practitioner/a"},
        focus={"reference": "Goal/g"},
        restriction={"period": {"end": "2026-01-02T10:00:00+01:00"}},
        note=[{"text": "Twice"}],
    )
    on_team = team("x", participant("Practitioner/a", PSYCHIATRIST))
    found = one_task(tmp_path, made, goal("g"), on_team, practitioner("a"))
    assert (found.title, found.note, found.urgent, found.status) == ("Call", "Twice", True, "requested")
    assert (found.owner, found.goal) == (("", "Practitioner/a"), ("", "Goal/g"))
    assert found.due_at == datetime(2026, 1, 2, 9, tzinfo=UTC)


def test_an_owner_who_is_nobody_here_is_named_and_the_pool_is_read_by_the_table(tmp_path: Path) -> None:
    pool = [{"coding": [{"system": "http://snomed.info/sct", "code": "768820003"}]}]
    found = one_task(
        tmp_path, task("t", owner={"reference": "Practitioner/x", "display": "Dr. Far"}, performerType=pool)
    )
    assert (found.owner, found.pool, found.note) == (None, Role.SUPPORT_SPECIALIST, "Owner in the source: Dr. Far")


@pytest.mark.parametrize(
    ("said", "ours", "reason"),
    [
        ("received", "requested", ""),
        ("ready", "accepted", ""),
        ("failed", "cancelled", "failed: No answer"),
        ("rejected", "cancelled", "rejected: No answer"),
        ("cancelled", "cancelled", "No answer"),
        ("completed", "completed", ""),
        ("banana", "requested", ""),
    ],
)
def test_the_state_of_a_task_is_read_by_the_table(tmp_path: Path, said: str, ours: str, reason: str) -> None:
    why = {"statusReason": {"text": "No answer"}} if reason else {}
    found = one_task(tmp_path, task("t", status=said, **why))
    assert (found.status, found.status_reason) == (ours, reason)


def test_a_task_behind_an_activity_belongs_to_its_item(tmp_path: Path) -> None:
    plan = care_plan("c", activity=[{"reference": {"reference": "Task/t"}}])
    found = only_plan(read(tmp_path, patient(), plan, task("t", "Call")))
    assert found.tasks[0].item == found.items[0].source


def test_a_long_description_is_a_note_and_a_handling_code_no_title(tmp_path: Path) -> None:
    handling = {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]}
    long = "word " * 40
    assert one_task(tmp_path, task("t", long, code={"text": "Lipids"})).title == "Lipids"
    assert one_task(tmp_path, task("t", long, code={"text": "Lipids"})).note == long
    assert one_task(tmp_path, task("t", long, code=handling)).title == long


# Times


@pytest.mark.parametrize(
    ("said", "at", "without_zone"),
    [
        ("2024-02", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC), False),
        ("2015-02-07T13:28:17.239", datetime(2015, 2, 7, 13, 28, 17, tzinfo=UTC), True),
        ("2015-02-07T13:28+02:00", datetime(2015, 2, 7, 11, 28, tzinfo=UTC), False),
        ("2015-06-30T23:59:60Z", datetime(2015, 6, 30, 23, 59, 59, tzinfo=UTC), False),
        ("2015-02-07T24:00:00Z", datetime(2015, 2, 8, tzinfo=UTC), False),
    ],
)
def test_moments_are_read_as_fhir_writes_them(said: str, at: datetime, without_zone: bool) -> None:
    found = moment(said)
    assert found
    assert (found.at, found.without_zone) == (at, without_zone)


@pytest.mark.parametrize(
    "said",
    [
        *("", "0000", "2024-13", "2024-02-30", "2024-2-3", "yesterday", 7, None, ["x"]),
        *("9999-12-31T24:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_what_is_no_moment_is_none(said: Any) -> None:
    assert moment(said) is None


def test_a_condition_keeps_its_words_and_first_code(tmp_path: Path) -> None:
    coded = {
        "coding": [{"system": "http://snomed.info/sct", "code": "370143000", "display": "Major depression disorder"}]
    }
    [only] = only_plan(
        read(tmp_path, patient(), care_plan("c", PSYCHIATRY), condition("x") | {"code": coded})
    ).conditions
    assert (only.label, only.code) == ("Major depression disorder", "http://snomed.info/sct|370143000")
