"""Many tasks at once: given to somebody else, and made from a template."""

from datetime import UTC, datetime, timedelta
from typing import Any

from careteam.tasks.templates import all_of_them
from tests.tasks.test_tasks import Open, assign, listed, pool, read, to
from tests.world import Browser, Cast


async def give(cast: Cast, browser: Browser, tasks: list[str], **whose: str) -> Any:
    body = {"task_ids": tasks, **whose}
    return await browser.send_change("POST", f"/api/plans/{cast.plan}/tasks/reassignment", body)


async def test_several_tasks_are_given_to_somebody_else_in_one_change_with_an_entry_each(
    cast: Cast, browser: Open
) -> None:
    bea, cem, dov = await browser(cast.bea), await browser(cast.cem), await browser(cast.dov)
    tasks = [await assign(cast, cem, body) for body in (to(cast.cem), to(cast.dov), pool("psychiatrist"))]
    assert (await give(cast, bea, tasks, owner_id=str(cast.dov.person_id))).status_code == 200
    seen = [await read(cast, dov, task) for task in tasks]
    assert {(one["owner"]["name"], one["pool"], one["status"]) for one in seen} == {("Dov Adler", None, "requested")}
    assert len({one["change_id"] for one in (seen[0], seen[2])}) == 1
    assert [one["history"][-1]["event"] for one in seen] == ["TaskReassigned", "TaskAssigned", "TaskReassigned"]
    assert (await give(cast, bea, tasks, pool="therapist")).status_code == 200
    assert {(one["owner"], one["pool"]) for one in [await read(cast, dov, task) for task in tasks]} == {
        (None, "therapist")
    }


async def test_all_are_given_or_none_and_only_by_who_assigned_them_or_the_lead(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    mine, theirs = await assign(cast, cem, to(cast.cem)), await assign(cast, bea, to(cast.cem))
    me = str(cast.bea.person_id)
    assert (await give(cast, cem, [mine, theirs], owner_id=me)).status_code == 403
    assert (await read(cast, cem, mine))["owner"]["name"] == "Cem Aydin"
    unseen = await give(cast, cem, [mine], owner_id=str(cast.ada.person_id))
    assert (unseen.status_code, unseen.json()["type"]) == (409, "/problems/not-shared")
    assert (await give(cast, cem, [mine], owner_id=me)).status_code == 200
    assert (await give(cast, cem, [mine], owner_id=me, pool="therapist")).status_code == 422
    assert (await give(cast, cem, [str(cast.plan)], owner_id=me)).status_code == 404


async def test_a_template_makes_its_tasks_with_roles_days_checklists_and_order_in_one_change(
    cast: Cast, browser: Open
) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    told = (await bea.get("/api/task-templates")).json()
    assert [one["name"] for one in told] == ["new-patient", "dose-day", "prior-authorisation"]
    day = (datetime.now(UTC) + timedelta(days=40)).date()
    path = f"/api/plans/{cast.plan}/task-templates/dose-day"
    assert (await bea.send_change("POST", path, {"day": day.isoformat()})).status_code == 201
    made = {one["title"]: one for one in await listed(bea, f"/api/plans/{cast.plan}/tasks")}
    assert set(made) == {task.title for task in all_of_them()["dose-day"].tasks}
    assert len({one["change_id"] for one in made.values()}) == 1
    watch = made["Watch over the dose"]
    assert (watch["pool"], watch["checklist_length"]) == ("psychiatrist", 3)
    assert watch["waits_for"]["title"] == "Check before the dose"
    assert (watch["due_at"] > made["Confirm the ride home"]["due_at"], watch["goal"]) == (True, None)
    assert made["File the monitoring form"]["pool"] == "psychiatrist", "nobody on the team is a support specialist"
    assert [one["title"] for one in await listed(ada, "/api/tasks")] == ["Get ready for your session"]
    assert (await ada.send_change("POST", path, {"day": day.isoformat()})).status_code == 403
    nothing = f"/api/plans/{cast.plan}/task-templates/nothing"
    assert (await bea.send_change("POST", nothing, {"day": day.isoformat()})).status_code == 404
    past = {"day": (datetime.now(UTC) - timedelta(days=9)).date().isoformat()}
    assert (await bea.send_change("POST", path.replace("dose-day", "prior-authorisation"), past)).status_code == 201
    trials = [one for one in await listed(bea, f"/api/plans/{cast.plan}/tasks") if "trials" in one["title"]]
    assert datetime.fromisoformat(trials[0]["due_at"]) > datetime.now(UTC), "what should have been done is due today"
