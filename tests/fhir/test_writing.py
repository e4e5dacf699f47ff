"""An import writes plans as their source has them, once; and then only what has changed there."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus, Role
from careteam.assessment.bodies import Condition, opened, told
from careteam.assessment.commands import end_finding, set_finding
from careteam.assessment.models import AssessmentFinding
from careteam.assessment.rules import ClinicalStatus, ConditionCourse
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import PlanId
from careteam.fhir.intake import take_in
from careteam.identity.people import take_in as take_in_person
from careteam.plans import commands
from careteam.plans.models import Achievement, GoalStatus, ItemStatus
from careteam.tasks.rules import TaskStatus
from tests.fhir.pages import Reader, bring, changed, changes, entries, plan_ids, written
from tests.fhir.test_shared_data import SHOWN, folder
from tests.fhir.world import (
    PSYCHIATRY,
    bundle,
    care_plan,
    condition,
    goal,
    participant,
    patient,
    pointing,
    practitioner,
    task,
    team,
    write,
)

Resource = dict[str, Any]


def activity(words: str, status: str = "in-progress", **more: Any) -> Resource:
    return {"detail": {"code": {"text": words}, "status": status} | more}


def everything(**said: Any) -> list[Resource]:
    """One of each type that is taken. `said` replaces resources by id."""
    made = {
        "p": patient(identifier=[{"system": "http://ids", "value": "MRN 7"}]),
        "c": care_plan(
            "c", PSYCHIATRY, goal=pointing("Goal/g"), careTeam=pointing("CareTeam/t"), title="Feeling better",
            addresses=pointing("Condition/m"),
            activity=[activity("Walk", goal=pointing("Goal/g")), activity("Sleep diary", "scheduled")],
        ),
        "g": goal("g", "Get out of bed"),
        "m": condition("m", "Depression"),
        "t": team("t", participant("Practitioner/a", "80584001"), participant("Practitioner/b", text="Nurse")),
        "a": practitioner("a", "Berg"),
        "b": practitioner("b", "Stone"),
        "k": task("k", owner={"reference": "Practitioner/a"}, focus={"reference": "Goal/g"}),
    }  # fmt: skip
    return [one for one in (made | said).values() if one]


async def test_a_plan_stands_as_its_source_has_it(clinic: Trail, tmp_path: Path) -> None:
    intake = await bring(clinic, tmp_path, *everything())
    assert changes(intake) == {"created": 8}
    page = await (reader := await Reader.of(clinic)).page()
    assert (page.patient.name, page.patient.birth_date, page.patient.identifier) == (
        "Ada Winter",
        "1980-02-03",
        "MRN 7",
    )
    assert (page.title, page.status) == ("Feeling better", PlanStatus.ACTIVE)
    assert [(one.words, one.status) for one in page.goals] == [("Get out of bed", GoalStatus.ACTIVE)]
    assert [(one.title, one.status, one.goal_id) for one in page.items] == [
        ("Walk", ItemStatus.ACTIVE, page.goals[0].id), ("Sleep diary", ItemStatus.PLANNED, None),
    ]  # fmt: skip
    assert await reader.conditions() == [("Depression", "active")]
    assert await reader.team() == {("Jo Berg", Role.PSYCHIATRIST)}
    assert [(one.name, one.role) for one in page.contacts] == [("Jo Stone", "Nurse")]
    [only] = await reader.tasks()
    assert (only.title, only.owner and only.owner.name, only.goal and only.goal.words) == (
        "Call the patient", "Jo Berg", "Get out of bed",
    )  # fmt: skip
    assert (only.status, only.assigned_by.name) == (TaskStatus.REQUESTED, "Careteam")


async def test_the_trail_names_the_system_for_all_of_it(clinic: Trail, tmp_path: Path) -> None:
    before = await entries(clinic)
    await bring(clinic, tmp_path, *everything())
    async with clinic.database.writing() as connection:
        rows = await connection.fetch("SELECT actor, role, action FROM care.audit_entry ORDER BY at, seq")
    imported = [row for row in rows if row["action"] == "plan.import"]
    assert len(imported) == len(rows) - before > 15
    assert {(row["actor"], row["role"]) for row in imported} == {(Actor.system().person_id, "system")}


async def test_the_same_again_changes_nothing(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    before = await entries(clinic)
    again = await bring(clinic, tmp_path, *everything())
    assert changes(again) == {"none": 8}
    assert await entries(clinic) == before
    spread = write(tmp_path, **{one["id"]: one for one in everything()})
    assert changes(await written(clinic, *spread)) == {"none": 8}
    assert await entries(clinic) == before


REACHED = patient(identifier=[{"system": "http://ids", "value": "MRN 7"}], telecom=[{"system": "phone", "value": "5"}])
CALLED = task("k", owner={"reference": "Practitioner/a"}, focus={"reference": "Goal/g"}, status="completed")
OTHERS = team("t", participant("Practitioner/a", "80584001"), participant("Practitioner/b", text="Pharmacist"))
ACHIEVED = goal("g", "Get out of bed") | {"lifecycleStatus": "completed"}


@pytest.mark.parametrize(
    ("id_", "said", "told"),
    [
        ("g", goal("g", "Get up by nine"), ("Goal", "Get up by nine")),
        ("g", ACHIEVED, ("Goal", "Get out of bed")),
        ("m", condition("m", "Depression", "remission"), ("Condition", "Depression")),
        ("p", REACHED, ("Patient", "Winter")),
        ("a", practitioner("a", "Bergmann"), ("Practitioner", "Bergmann")),
        ("k", CALLED, ("Task", "Call the patient")),
        ("t", OTHERS, ("CareTeam", "Team t")),
    ],
)
async def test_what_changed_in_the_source_is_updated_and_nothing_else(
    clinic: Trail, tmp_path: Path, id_: str, said: Resource, told: tuple[str, str]
) -> None:
    await bring(clinic, tmp_path, *everything())
    assert changed(await bring(clinic, tmp_path, *everything(**{id_: said}))) == [(*told, "updated")]
    before = await entries(clinic)
    assert changed(await bring(clinic, tmp_path, *everything(**{id_: said}))) == []
    assert await entries(clinic) == before


async def test_a_change_is_seen_in_the_plan(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    done = care_plan(
        "c", PSYCHIATRY, title="Feeling well", status="on-hold", goal=pointing("Goal/g"), addresses=pointing("Condition/m"),
        careTeam=pointing("CareTeam/t"), activity=[activity("Walk", "completed", goal=pointing("Goal/g"))],
    )  # fmt: skip
    got_up = goal("g", "Get up", achievementStatus={"coding": [{"code": "achieved"}]})
    told = changed(await bring(clinic, tmp_path, *everything(c=done, g=got_up)))
    assert told == [("CarePlan", "Feeling well", "updated"), ("Goal", "Get up", "updated")]
    page = await (await Reader.of(clinic)).page()
    assert (page.title, page.status, page.version) == ("Feeling well", PlanStatus.ON_HOLD, 3)
    assert [(one.words, one.achievement) for one in page.goals] == [("Get up", Achievement.ACHIEVED)]
    assert [(one.title, one.status) for one in page.items] == [
        ("Walk", ItemStatus.DONE), ("Sleep diary", ItemStatus.CANCELLED),
    ]  # fmt: skip


async def test_an_activity_that_comes_back_stands_again(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    without = care_plan("c", PSYCHIATRY, goal=pointing("Goal/g"), title="Feeling better")
    assert changed(await bring(clinic, tmp_path, *everything(c=without))) == [("CarePlan", "Feeling better", "updated")]
    assert changed(await bring(clinic, tmp_path, *everything())) == [("CarePlan", "Feeling better", "updated")]
    page = await (await Reader.of(clinic)).page()
    assert [(one.title, one.status) for one in page.items] == [
        ("Walk", ItemStatus.ACTIVE), ("Sleep diary", ItemStatus.PLANNED),
    ]  # fmt: skip


async def test_a_goal_that_its_care_plan_no_longer_contains_is_cancelled(clinic: Trail, tmp_path: Path) -> None:
    inner = {"resourceType": "Goal", "id": "i", "lifecycleStatus": "active", "description": {"text": "Inner"}}
    with_it = care_plan("c", PSYCHIATRY, goal=pointing("#i"), contained=[inner])
    assert changes(await bring(clinic, tmp_path, patient(), with_it)) == {"created": 2}
    told = await bring(clinic, tmp_path, patient(), care_plan("c", PSYCHIATRY))
    assert [one[0] for one in changed(told)] == ["CarePlan"]
    assert [one.status for one in (await (await Reader.of(clinic)).page()).goals] == [GoalStatus.CANCELLED]


async def test_what_is_only_absent_from_a_later_input_stays(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    before = await entries(clinic)
    assert (
        changed(await bring(clinic, tmp_path, *everything(g=None, k=None, m=None, t=None, a=None, b=None, c=None)))
        == []
    )
    assert await entries(clinic) == before


async def test_what_was_decided_here_stays_as_long_as_the_source_says_the_same(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    reader = await Reader.of(clinic)
    page = await reader.page()
    async with open_change(clinic, reader.psychiatrist, Action.SET_GOAL, plan_id=page.id) as change:
        await commands.set_goal(change, goal_id=page.goals[0].id, words="Get out of bed, slowly")
    assert changes(await bring(clinic, tmp_path, *everything())) == {"none": 8}
    assert [one.words for one in (await reader.page()).goals] == ["Get out of bed, slowly"]


async def test_a_condition_keeps_what_was_said_of_it_here_and_each_change_of_its_source_is_a_version(
    clinic: Trail, tmp_path: Path
) -> None:
    await bring(clinic, tmp_path, *everything())
    reader = await Reader.of(clinic)
    page = await reader.page()
    assert page.version == 1, "what a plan was read with is its first version"
    async with open_change(clinic, Actor.system(), Action.IMPORT_PLAN, plan_id=PlanId(page.id)) as change:
        [row] = await change.find(AssessmentFinding, until_version=None)
        chronic = Condition.model_validate_json(row.body or "").model_copy(
            update={"course": ConditionCourse.PERSISTENT}
        )
        await set_finding(change, finding=chronic, reason="For three years.", row_id=row.id)
    await bring(clinic, tmp_path, *everything(m=condition("m", "Depression", "remission")))
    assert ((await reader.page()).version, await reader.conditions()) == (3, [("Depression", "remission")])
    async with open_change(clinic, Actor.system(), Action.IMPORT_PLAN, plan_id=PlanId(page.id)) as change:
        [row] = await change.find(AssessmentFinding, until_version=None)
        assert opened(row.body or "") == chronic.model_copy(update={"status": ClinicalStatus.REMISSION})
        await end_finding(change, row_id=row.id, reason="It was never so.")
    assert await reader.conditions() == []
    await bring(clinic, tmp_path, *everything(m=condition("m", "Depression", "relapse")))
    assert await reader.conditions() == [("Depression", "relapse")], "its source says something new"


@given(label=st.text(max_size=1200), code=st.text(max_size=300))
def test_whatever_a_source_calls_a_condition_can_be_said_here_and_read_again(label: str, code: str) -> None:
    once = told(label, code, "active", None)
    assert opened(once.model_dump_json()) == once


async def test_a_patient_without_a_care_plan_gets_a_draft(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, patient(), condition("m"))
    reader = await Reader.of(clinic)
    assert (await reader.page()).status == PlanStatus.DRAFT
    assert await reader.conditions() == [("Depression", "active")]
    later = care_plan("c", PSYCHIATRY)
    assert [one[::2] for one in changed(await bring(clinic, tmp_path, patient(), condition("m"), later))] == [
        ("CarePlan", "created")
    ]
    page = await (await Reader.of(clinic)).page()
    assert (page.title, page.status) == (f"plan {PSYCHIATRY}", PlanStatus.ACTIVE)


async def test_a_plan_that_has_ended_has_no_open_tasks(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything(c=care_plan("c", PSYCHIATRY, status="completed")))
    reader = await Reader.of(clinic)
    assert [(one.status, one.reason) for one in await reader.tasks()] == [
        (TaskStatus.CANCELLED, "The plan was completed.")
    ]
    assert changed(await bring(clinic, tmp_path, *everything(c=care_plan("c", PSYCHIATRY, status="completed")))) == []


async def test_a_task_of_the_patients_own_is_shown_to_them(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    mine = task("k", "Call the clinic", owner={"reference": "Patient/p"}, status="in-progress")
    assert changed(await bring(clinic, tmp_path, *everything(k=mine))) == [("Task", "Call the clinic", "updated")]
    found = await (await Reader.of(clinic)).tasks()
    assert {(one.title, one.shared, one.status) for one in found} == {
        ("Call the patient", False, TaskStatus.CANCELLED), ("Call the clinic", True, TaskStatus.IN_PROGRESS),
    }  # fmt: skip


async def test_two_patients_of_one_id_and_one_of_two_ids(clinic: Trail, tmp_path: Path) -> None:
    number = [{"system": "http://ids", "value": "7"}]
    await bring(clinic, tmp_path, patient("p", identifier=number))
    await bring(clinic, tmp_path, patient("p", "Summer", "1970-01-01", identifier=number))
    assert len(await plan_ids(clinic)) == 2
    await bring(clinic, tmp_path, patient("other", identifier=number))
    assert len(await plan_ids(clinic)) == 2
    await bring(clinic, tmp_path, patient("p", "Winter-Frost", identifier=number))
    assert len(await plan_ids(clinic)) == 2
    reader = await Reader.of(clinic)
    assert {(await reader.page(plan)).patient.name for plan in await plan_ids(clinic)} == {
        "Ada Winter-Frost",
        "Ada Summer",
    }


async def test_a_source_that_gives_new_ids_each_time_doubles_nothing(clinic: Trail, tmp_path: Path) -> None:
    def exported(number: int) -> list[Resource]:
        text = json.dumps(everything())
        for id_ in "pcgmtabk":
            text = text.replace(f'"id": "{id_}"', f'"id": "{id_}{number}"').replace(f'/{id_}"', f'/{id_}{number}"')
        return json.loads(text)

    assert changes(await bring(clinic, tmp_path, *exported(1))) == {"created": 8}
    reader = await Reader.of(clinic)
    before = (await reader.page()).model_dump(exclude={"last_reviewed"})
    for number in (2, 3):
        assert changes(await bring(clinic, tmp_path, *exported(number))) == {"none": 8}
    assert (await reader.page()).model_dump(exclude={"last_reviewed"}) == before
    assert len(await reader.tasks()) == len(await plan_ids(clinic)) == 1
    other = [*exported(4), goal("new", "Get out of bed", of="Patient/p4"), goal("new2", "Sing", of="Patient/p4")]
    assert [one[::2] for one in changed(await bring(clinic, tmp_path, *other))] == [("Goal", "created")] * 2


async def test_two_imports_at_once_open_one_plan(clinic: Trail, tmp_path: Path) -> None:
    paths = write(tmp_path, input=bundle(*everything(), *[patient(f"p{n}", f"Family{n}") for n in range(5)]))
    both = await asyncio.gather(*(written(clinic, *paths) for _ in range(2)))
    assert len(await plan_ids(clinic)) == 6
    made = [one.outcomes[0].change for one in both]
    assert sorted(made) == ["created", "none"]
    before = await entries(clinic)
    assert changes(await written(clinic, *paths)) == {"none": 13}
    assert await entries(clinic) == before


async def test_two_imports_of_a_change_at_once_write_it_once(clinic: Trail, tmp_path: Path) -> None:
    await bring(clinic, tmp_path, *everything())
    before = await entries(clinic)
    await bring(clinic, tmp_path, *everything(g=goal("g", "Get up")))
    once = await entries(clinic) - before
    paths = write(tmp_path, later=bundle(*everything(g=goal("g", "Get out"))))
    both = await asyncio.gather(*(written(clinic, *paths) for _ in range(3)))
    assert sorted(change for one in both for _, _, change in changed(one)) == ["updated"]
    assert await entries(clinic) == before + 2 * once


async def test_an_address_that_somebody_else_has_is_left_out_and_said(clinic: Trail, tmp_path: Path) -> None:
    async with open_change(clinic, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        await take_in_person(change, name="Noa Lee", role=Role.SUPERVISOR, email="ada@example.org", invite=False)
    mailed = patient(telecom=[{"system": "email", "value": "Ada@Example.org"}])
    intake = await bring(clinic, tmp_path, *everything(p=mailed))
    assert changes(intake) == {"created": 8}
    assert intake.outcomes[0].reason == "the e-mail address is left out: somebody else here has it"
    assert len((await (await Reader.of(clinic)).page()).goals) == 1


async def test_a_plan_that_cannot_be_written_leaves_nothing_behind(
    clinic: Trail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await entries(clinic)

    async def fail(*_: Any, **__: Any) -> None:
        raise OSError("the last thing to be written")

    monkeypatch.setattr("careteam.fhir.writing.take_task", fail)
    with pytest.raises(OSError, match="the last thing"):
        await bring(clinic, tmp_path, *everything())
    assert await entries(clinic) == before
    assert await plan_ids(clinic) == []
    async with clinic.database.writing() as connection:
        assert await connection.fetchval("SELECT count(*) FROM care.person") == 0


@pytest.mark.parametrize("name", SHOWN)
async def test_the_shown_records_are_taken_once_and_as_the_dry_run_says(clinic: Trail, name: str) -> None:
    dry = take_in([folder(name)])
    intake = await written(clinic, folder(name))
    assert [(one.outcome, one.change, one.label) for one in intake.outcomes] == [
        (one.outcome, one.change, one.label) for one in dry.outcomes
    ]
    assert len(await plan_ids(clinic)) == len(dry.plans) == 2
    before = await entries(clinic)
    assert set(changes(await written(clinic, folder(name)))) == {"none"}
    assert await entries(clinic) == before
    reader = await Reader.of(clinic)
    for plan, intended in zip(await plan_ids(clinic), dry.plans, strict=True):
        page = await reader.page(plan)
        assert [one.title for one in page.items] == [one.title for one in intended.items]
        assert [one.words for one in page.goals] == [one.words for one in intended.goals]
        taken = [(one.label, one.status) for one in intended.conditions]
        assert await reader.conditions(plan) == taken
        assert [one.name for one in page.contacts] == [one.name for one in intended.contacts]
