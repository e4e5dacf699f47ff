"""Who is on the team after an import, and who is only named; what the clinic itself has decided stands."""

from pathlib import Path

from careteam.access.actions import Action
from careteam.access.models import RelationRow
from careteam.access.roles import Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.identity import commands as identity
from careteam.plans import team as roster
from tests.fhir.pages import Reader, bring, changed, entries, plan_ids
from tests.fhir.world import care_plan, participant, patient, pointing, practitioner, team
from tests.world import person

PSYCHIATRIST, NURSE = "80584001", "106292003"
BERG = ("Jo Berg", Role.PSYCHIATRIST)


async def named(reader: Reader) -> list[str]:
    """Those who are named without rights, as long as their part lasts."""
    return [one.name for one in (await reader.page()).contacts if one.until is None]


async def test_who_is_no_longer_on_the_team_of_the_source_leaves_and_may_come_back(
    clinic: Trail, tmp_path: Path
) -> None:
    berg, stone = practitioner("a"), practitioner("b", "Stone")
    both = team("t", participant("Practitioner/a", PSYCHIATRIST), participant("Practitioner/b", text="Nurse"))
    await bring(clinic, tmp_path, patient(), berg, stone, both)
    reader = await Reader.of(clinic)
    assert (await reader.team(), await named(reader)) == ({BERG}, ["Jo Stone"])
    alone = team("t", participant("Practitioner/c", PSYCHIATRIST))
    frost = practitioner("c", "Frost")
    assert changed(await bring(clinic, tmp_path, patient(), frost, alone)) == [
        ("Practitioner", "Frost", "created"),
        ("CareTeam", "Team t", "updated"),
    ]
    assert (await reader.team(), await named(reader)) == ({("Jo Frost", Role.PSYCHIATRIST)}, [])
    assert changed(await bring(clinic, tmp_path, patient(), berg, stone, both)) == [("CareTeam", "Team t", "updated")]
    assert (await reader.team(), await named(reader)) == ({BERG}, ["Jo Stone"])
    before = await entries(clinic)
    assert changed(await bring(clinic, tmp_path, patient(), berg, stone, both)) == []
    assert await entries(clinic) == before


async def test_who_gets_a_role_joins_and_who_loses_it_is_named(clinic: Trail, tmp_path: Path) -> None:
    berg = practitioner("a")
    reader = await Reader.of(clinic)
    for code, there, contacts in (
        (NURSE, set[tuple[str, Role]](), ["Jo Berg"]),
        (PSYCHIATRIST, {BERG}, []),
        (NURSE, set[tuple[str, Role]](), ["Jo Berg"]),
        (PSYCHIATRIST, {BERG}, []),
    ):
        made = team("t", participant("Practitioner/a", code))
        await bring(clinic, tmp_path, patient(), berg, made)
        assert (await reader.team(), await named(reader)) == (there, contacts)
        before = await entries(clinic)
        assert changed(await bring(clinic, tmp_path, patient(), berg, made)) == []
        assert await entries(clinic) == before


async def test_another_role_takes_the_place_of_the_first(clinic: Trail, tmp_path: Path) -> None:
    for code in (PSYCHIATRIST, "59944000"):
        await bring(clinic, tmp_path, patient(), practitioner("a"), team("t", participant("Practitioner/a", code)))
    assert await (await Reader.of(clinic)).team() == {("Jo Berg", Role.THERAPIST)}


async def test_a_part_that_ends_is_limited_and_one_that_has_ended_gives_nothing(clinic: Trail, tmp_path: Path) -> None:
    reader = await Reader.of(clinic)
    for period, there in (
        ({"end": "2090"}, {BERG}),
        ({"end": "2091"}, {BERG}),
        ({"end": "2020"}, set[tuple[str, Role]]()),
    ):
        made = team("t", participant("Practitioner/a", PSYCHIATRIST, period=period))
        await bring(clinic, tmp_path, patient(), practitioner("a"), made)
        assert await reader.team() == there
    [plan] = await plan_ids(clinic)
    async with open_change(clinic, reader.coordinator, Action.CHANGE_TEAM, plan_id=plan) as change:
        rows = [row for row in await change.find(RelationRow) if row.role is Role.PSYCHIATRIST and row.valid_until]
    assert [row.valid_until.year for row in rows if row.valid_until] == [2091]


async def test_one_practitioner_of_two_plans_is_one_person(clinic: Trail, tmp_path: Path) -> None:
    teams = [team(f"t{id_}", participant("Practitioner/a", PSYCHIATRIST), of=f"Patient/{id_}") for id_ in ("p", "q")]
    people = [patient(), patient("q", "Summer", "1970-01-01"), practitioner("a")]
    await bring(clinic, tmp_path, *people, *teams)
    reader = await Reader.of(clinic)
    pages = [await reader.page(plan) for plan in await plan_ids(clinic)]
    assert len({one.person.id for page in pages for one in page.team if one.person.name == "Jo Berg"}) == 1
    renamed = [*people[:2], practitioner("a", "Bergmann"), *teams]
    assert changed(await bring(clinic, tmp_path, *renamed)) == [("Practitioner", "Bergmann", "updated")]
    pages = [await reader.page(plan) for plan in await plan_ids(clinic)]
    assert len({one.person.id for page in pages for one in page.team if one.person.name == "Jo Bergmann"}) == 1


async def test_an_id_that_means_somebody_else_now_renames_nobody(clinic: Trail, tmp_path: Path) -> None:
    made = team("t", participant("Practitioner/a", PSYCHIATRIST))
    await bring(clinic, tmp_path, patient(), practitioner("a"), made)
    other = practitioner("a") | {"name": [{"family": "Lindqvist", "given": ["Eva"]}]}
    await bring(clinic, tmp_path, patient(), other, made)
    assert await (await Reader.of(clinic)).team() == {("Eva Lindqvist", Role.PSYCHIATRIST)}
    async with clinic.database.writing() as connection:
        assert await connection.fetchval("SELECT count(*) FROM care.audit_entry WHERE event = 'PersonRenamed'") == 0


async def test_whom_the_clinic_took_off_the_team_an_import_does_not_put_back(clinic: Trail, tmp_path: Path) -> None:
    made = team("t", participant("Practitioner/a", PSYCHIATRIST))
    await bring(clinic, tmp_path, patient(), practitioner("a"), made)
    reader = await Reader.of(clinic)
    page = await reader.page()
    [row] = [one for one in page.team if one.person.name == "Jo Berg"]
    async with open_change(clinic, reader.coordinator, Action.CHANGE_TEAM, plan_id=page.id) as change:
        await roster.leave(change, relation_id=row.relation_id, reason="On leave.")
    assert changed(await bring(clinic, tmp_path, patient(), practitioner("a"), made)) == []
    renamed = await bring(clinic, tmp_path, patient(), practitioner("a", "Bergmann"), made)
    assert [one.reason for one in renamed.outcomes if one.resource == "CareTeam"] == [
        "Jo Bergmann is only named: their part was ended here"
    ]
    assert (await reader.team(), await named(reader)) == (set(), ["Jo Bergmann"])
    before = await entries(clinic)
    assert changed(await bring(clinic, tmp_path, patient(), practitioner("a", "Bergmann"), made)) == []
    assert await entries(clinic) == before


async def test_who_lost_their_role_here_is_only_named_in_new_plans(clinic: Trail, tmp_path: Path) -> None:
    made = team("t", participant("Practitioner/a", PSYCHIATRIST))
    await bring(clinic, tmp_path, patient(), practitioner("a"), made)
    page = await (reader := await Reader.of(clinic)).page()
    [berg] = [one.person.id for one in page.team if one.person.name == "Jo Berg"]
    administrator = await person(clinic, "Adam Reyes", Role.ADMINISTRATOR)
    async with open_change(clinic, administrator, Action.DEACTIVATE_PERSON) as change:
        await identity.deactivate_person(change, person_id=berg, reason="Left.")
    summer, second = (
        patient("q", "Summer", "1970-01-01"),
        team("u", participant("Practitioner/a", PSYCHIATRIST), of="Patient/q"),
    )
    for _ in range(2):
        await bring(clinic, tmp_path, summer, practitioner("a"), second)
        assert (await reader.team(), await named(reader)) == (set(), ["Jo Berg"])
        before = await entries(clinic)
    assert await entries(clinic) == before


async def test_an_author_without_a_place_on_the_team_is_named_with_the_care_plan(clinic: Trail, tmp_path: Path) -> None:
    def by(*ids: str) -> dict[str, object]:
        return care_plan("c", "736254008", contributor=pointing(*(f"Practitioner/{id_}" for id_ in ids)))

    people = [patient(), practitioner("a"), practitioner("b", "Stone")]
    await bring(clinic, tmp_path, *people, by("a"))
    told = changed(await bring(clinic, tmp_path, *people, by("b")))
    assert [one for one in told if one[0] != "Practitioner"] == [("CarePlan", "plan 736254008", "updated")]
    assert await named(await Reader.of(clinic)) == ["Jo Stone"]
