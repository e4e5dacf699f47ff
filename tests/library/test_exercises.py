"""Exercises over HTTP: given as a task, done by the patient, also without a network, and seen by the team."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from careteam.access.roles import Actor
from careteam.coverage.zone import clinic_zone
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


def day(days: int = 0) -> str:
    return (datetime.now(clinic_zone()).date() + timedelta(days=days)).isoformat()


async def give(cast: Cast, by: Browser, piece: str = "slow-breathing", **more: Any) -> Any:
    body = {"piece": piece, "first": day(), **more}
    return await by.send_change("POST", f"/api/plans/{cast.plan}/exercises", body)


async def practise(cast: Cast, by: Browser, piece: str = "slow-breathing", **more: Any) -> Any:
    options = {"key": more.pop("key")} if "key" in more else {}
    body = {"piece": piece, "version": "1", "at": datetime.now(UTC).isoformat(), "seconds": 130, **more}
    return await by.send_change("POST", f"/api/plans/{cast.plan}/practices", body, **options)


async def read(cast: Cast, by: Browser) -> dict[str, Any]:
    return (await by.get(f"/api/plans/{cast.plan}/exercises")).json()


async def test_an_exercise_is_a_task_that_is_done_by_doing_it_and_comes_round(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    given = await give(cast, bea, every_days=1, until=day(1), note="In the evening")
    assert given.status_code == 201, given.text
    assert (await give(cast, bea)).json()["type"].endswith("already-given")
    (asked,) = (await read(cast, ada))["given"]
    assert (asked["piece"], asked["every_days"], asked["note"]) == ("slow-breathing", 1, "In the evening")
    mine = (await ada.get("/api/tasks")).json()["items"]
    assert [(task["id"], task["piece"]) for task in mine] == [(given.json()["id"], "slow-breathing")]

    done = await practise(cast, ada, helped="helped")
    assert done.status_code == 201, done.text
    told = await read(cast, bea)
    assert [(one["times"], one["helped"], one["did_not_help"]) for one in told["done"]] == [(1, 1, 0)]
    (tomorrow,) = told["given"]
    assert datetime.fromisoformat(tomorrow["not_before"]).astimezone(clinic_zone()).date().isoformat() == day(1)
    (once,) = (await bea.get(f"/api/plans/{cast.plan}/practices")).json()["items"]
    assert (once["seconds"], once["helped"], once["asked"]) == (130, "helped", True)

    # Once more on the same day: noted, and tomorrow's turn stays.
    assert (await practise(cast, ada)).status_code == 201
    told = await read(cast, bea)
    assert told["done"][0]["times"] == 2
    assert [one["task_id"] for one in told["given"]] == [tomorrow["task_id"]]


async def test_what_was_done_without_a_network_is_noted_once_and_when_it_was(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    await give(cast, bea, "grounding")
    earlier = datetime.now(UTC) - timedelta(days=3)
    key: UUID = uuid4()
    first = await practise(cast, ada, "grounding", at=earlier.isoformat(), key=key)
    again = await practise(cast, ada, "grounding", at=earlier.isoformat(), key=key)
    assert first.json()["id"] == again.json()["id"]
    (once,) = (await bea.get(f"/api/plans/{cast.plan}/practices")).json()["items"]
    assert datetime.fromisoformat(once["at"]) == earlier
    # It was done before it was given: what is asked for stays.
    assert once["asked"] is False
    assert len((await read(cast, ada))["given"]) == 1
    # No clock runs ahead of this one.
    await practise(cast, ada, "grounding", at=(datetime.now(UTC) + timedelta(days=2)).isoformat())
    newest = (await bea.get(f"/api/plans/{cast.plan}/practices", params={"limit": 1})).json()["items"][0]
    assert datetime.fromisoformat(newest["at"]) <= datetime.now(UTC)
    assert (await read(cast, ada))["given"] == []


async def test_only_the_team_gives_and_only_the_patient_does(cast: Cast, browser: Open) -> None:
    bea, ada, fay, nobody = [await browser(one) for one in (cast.bea, cast.ada, cast.fay, None)]
    assert (await give(cast, ada)).status_code == 403
    assert (await practise(cast, bea)).status_code == 403
    for path in ("exercises", "practices"):
        assert (await fay.get(f"/api/plans/{cast.plan}/{path}")).status_code == 404
    assert len((await nobody.get("/api/library")).json()["pieces"]) == 6
    assert (await give(cast, bea, "levitation")).status_code == 404
    assert (await practise(cast, ada, "levitation")).status_code == 404
    for wrong in ({"first": day(-1)}, {"first": day(2), "until": day(1)}, {"until": day(400)}):
        assert (await give(cast, bea, **wrong)).status_code == 422, wrong
    assert (await practise(cast, ada, seconds=7201)).status_code == 422


async def test_what_was_done_is_tied_to_its_task_and_goal_in_one_change(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    goal = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep through"})
    given = await give(cast, bea, "better-nights", goal_id=goal.json()["id"])
    done = await practise(cast, ada, "better-nights")
    (once,) = (await bea.get(f"/api/plans/{cast.plan}/practices")).json()["items"]
    assert once["goal"]["words"] == "Sleep through"
    task = (await ada.get(f"/api/plans/{cast.plan}/tasks/{given.json()['id']}")).json()
    assert task["status"] == "completed"
    assert [step["event"] for step in task["history"]] == ["TaskAssigned", "TaskCompleted"]
    assert done.json()["change_id"] == task["change_id"]
