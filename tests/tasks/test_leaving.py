"""Giving on the tasks of somebody who leaves, across plans: each plan by itself, with a reason, and nothing of other people's."""

from typing import Any

from careteam.access.roles import Actor, Role
from tests.coverage.alarms import away
from tests.notifications.test_invitation_mail import drain
from tests.tasks.test_giving import give
from tests.tasks.test_tasks import Open, act, assign, pool, read, to
from tests.world import Browser, Cast, open_plan_for, person


async def load(browser: Browser, name: str) -> dict[str, Any] | None:
    """How much of somebody's one may give on."""
    found = (await browser.get("/api/task-loads")).json()
    return next((one for one in found if one["person"]["name"] == name), None)


async def test_a_lead_sees_all_open_tasks_of_a_colleague_and_who_could_take_them(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    gus = await person(cast.trail, "Gus Hale", Role.THERAPIST)
    other, _ = await open_plan_for(
        cast.trail, cast.cora, "Hal Moss", [(cast.bea, Role.PSYCHIATRIST), (gus, Role.THERAPIST)]
    )
    unled, _ = await open_plan_for(cast.trail, cast.cora, "Ina Voss", [(gus, Role.THERAPIST)])
    join = {"person_id": str(gus.person_id), "role": "therapist"}
    cora = await browser(cast.cora)
    assert (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", join)).status_code == 201
    given = [await assign(cast, cem, to(gus, title)) for title in ("Ring the school", "Write the letter")]
    gusty = await browser(gus)
    for plan in (other, unled):
        mine = await gusty.send_change("POST", f"/api/plans/{plan}/tasks", to(gus, "See the school"))
        assert mine.status_code == 201
    await assign(cast, bea, pool("therapist"))
    await assign(cast, bea, to(cast.ada))
    told = await load(bea, "Gus Hale")
    assert told is not None
    assert (told["tasks"], told["plans"]) == (3, 2)
    page = (await bea.get(f"/api/task-loads/{gus.person_id}")).json()
    assert {one["plan_id"] for one in page["items"]} == {str(cast.plan), str(other)}
    assert [one["title"] for one in page["items"] if one["id"] in given] == ["Ring the school", "Write the letter"]
    by_plan = {one["plan_id"]: one for one in page["takers"]}
    assert {one["role"] for one in by_plan.values()} == {"therapist"}
    takers = by_plan[str(cast.plan)]
    assert [one["name"] for one in by_plan[str(other)]["members"]] == ["Bea Boateng"]
    assert ("Cem Aydin", "therapist") in [(one["name"], one["role"]) for one in takers["members"]]
    assert "Gus Hale" not in [one["name"] for one in takers["members"]]
    assert (await ada.get("/api/task-loads")).status_code == 403
    assert await load(bea, "Ada Marsh") is None, "what is the patient's stays theirs"
    dov = await browser(cast.dov)
    assert await load(dov, "Gus Hale") is None, "who neither leads nor gave them"
    assert (await dov.get(f"/api/task-loads/{gus.person_id}")).json()["items"] == []
    reason = {"reason": "Gus leaves the clinic", "owner_id": str(cast.cem.person_id)}
    assert (await give(cast, bea, given, **reason)).status_code == 200
    assert [(one["owner"]["name"], one["reason"]) for one in [await read(cast, cem, task) for task in given]] == [
        ("Cem Aydin", "Gus leaves the clinic"), ("Cem Aydin", "Gus leaves the clinic"),
    ]  # fmt: skip
    left = await load(bea, "Gus Hale")
    assert left is not None
    assert (left["tasks"], left["plans"]) == (1, 1)


async def relation_of(cora: Browser, cast: Cast, who: Actor) -> str:
    team = (await cora.get(f"/api/plans/{cast.plan}")).json()["team"]
    return next(one["relation_id"] for one in team if one["person"]["id"] == str(who.person_id))


async def joined(cora: Browser, cast: Cast) -> Actor:
    """A second therapist on the plan."""
    gus = await person(cast.trail, "Gus Hale", Role.THERAPIST)
    join = {"person_id": str(gus.person_id), "role": "therapist"}
    assert (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", join)).status_code == 201
    return gus


async def test_who_takes_somebody_off_a_team_names_a_successor_and_reads_no_task(cast: Cast, browser: Open) -> None:
    cora, bea, cem = await browser(cast.cora), await browser(cast.bea), await browser(cast.cem)
    gus = await joined(cora, cast)
    given = [await assign(cast, who, to(gus, title="Ring the school")) for who in (bea, cem)]
    given.append(await assign(cast, bea, pool("therapist")))
    assert (await act(cast, await browser(gus), given[2], "claim")).status_code == 200
    relation = await relation_of(cora, cast, gus)
    at = f"/api/plans/{cast.plan}/team/{relation}"
    told = await cora.get(f"{at}/caseload")
    assert (told.json()["open_tasks"], "school" in told.text) == (3, False)
    assert [(one["person"]["name"], one["tasks"]) for one in told.json()["successors"]] == [("Cem Aydin", 3)]
    assert (await bea.get(f"{at}/caseload")).status_code == 403
    body = {"reason": "Gus leaves the clinic"}
    for nobody in (cast.bea, gus, cast.fay):
        refused = await cora.send_change("POST", f"{at}/end", {**body, "successor_id": str(nobody.person_id)})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-a-successor")
    done = await cora.send_change("POST", f"{at}/end", {**body, "successor_id": str(cast.cem.person_id)})
    assert done.status_code == 200, done.text
    seen = [await read(cast, cem, task) for task in given]
    assert {(one["owner"]["name"], one["status"], one["change_id"]) for one in seen} == {
        ("Cem Aydin", "requested", done.json()["change_id"])
    }
    last = {(one["history"][-1]["event"], one["history"][-1]["actor"]["name"]) for one in seen}
    assert last == {("TaskReassigned", "Cora Lindt")}
    await drain(cast.trail)
    async with cast.trail.database.writing() as connection:
        named = await connection.fetchval(
            "SELECT subjects FROM care.audit_entry WHERE change_id = $1 AND event = 'TeamMemberRemoved'",
            done.json()["change_id"],
        )
        notices = await connection.fetch(
            "SELECT DISTINCT person_id, subject_id FROM care.notice WHERE subject_id = ANY ($1::uuid[]) "
            "AND outcome IS NULL AND person_id <> $2", given, gus.person_id,
        )  # fmt: skip
    assert named[1:] == [gus.person_id, cast.cem.person_id]
    assert {(row["person_id"], str(row["subject_id"])) for row in notices} == {
        (cast.cem.person_id, task) for task in given
    }


async def test_a_successor_takes_over_on_shared_plans_and_the_pools_the_rest(cast: Cast, browser: Open) -> None:
    cora, bea, adam = await browser(cast.cora), await browser(cast.bea), await browser(cast.adam)
    gus = await joined(cora, cast)
    elsewhere, _ = await open_plan_for(
        cast.trail, cast.cora, "Hal Moss", [(cast.bea, Role.PSYCHIATRIST), (gus, Role.THERAPIST)]
    )
    shared = await assign(cast, bea, to(gus))
    other = await bea.send_change("POST", f"/api/plans/{elsewhere}/tasks", to(gus))
    assert other.status_code == 201
    of = f"/api/people/{gus.person_id}"
    rests = (await adam.get(f"{of}/caseload")).json()
    assert (rests["plans"], rests["open_tasks"]) == (2, 2)
    assert [(one["person"]["name"], one["tasks"]) for one in rests["successors"]] == [("Cem Aydin", 1)]
    body = {"reason": "Left the clinic"}
    for nobody in (cast.cora, gus):
        refused = await adam.send_change("POST", f"{of}/deactivation", {**body, "successor_id": str(nobody.person_id)})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/successor-not-staff")
    successor = {"successor_id": str(cast.cem.person_id)}
    assert (await adam.send_change("POST", f"{of}/deactivation", body | successor)).status_code == 200
    assert (await read(cast, bea, shared))["owner"]["name"] == "Cem Aydin"
    left = (await bea.get(f"/api/plans/{elsewhere}/tasks/{other.json()['id']}")).json()
    assert (left["owner"], left["pool"], left["history"][-1]["event"]) == (None, "therapist", "TaskReturned")


async def test_who_covers_for_a_while_may_join_for_good_and_take_over(cast: Cast, browser: Open) -> None:
    cora, bea = await browser(cast.cora), await browser(cast.bea)
    task = await assign(cast, bea, to(cast.cem))
    await away(cast, cast.cem, cast.fay)
    join = {"person_id": str(cast.fay.person_id), "role": "therapist"}
    for status in (201, 409):
        assert (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", join)).status_code == status
    relation = await relation_of(cora, cast, cast.cem)
    body = {"reason": "Long leave", "successor_id": str(cast.fay.person_id)}
    ended = await cora.send_change("POST", f"/api/plans/{cast.plan}/team/{relation}/end", body)
    assert ended.status_code == 200, ended.text
    fay = await browser(cast.fay)
    assert (await read(cast, fay, task))["owner"]["name"] == "Fay Okoro"
    rooms = (await fay.get(f"/api/plans/{cast.plan}/conversations")).json()
    assert {one["kind"] for one in rooms} == {"team", "staff"}, "the cover's end takes nothing from a member"
