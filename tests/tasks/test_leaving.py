"""Giving on the tasks of somebody who leaves, across plans: each plan by itself, with a reason, and nothing of other people's."""

from typing import Any

from careteam.access.roles import Role
from tests.tasks.test_giving import give
from tests.tasks.test_tasks import Open, assign, pool, read, to
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
