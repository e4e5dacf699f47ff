"""Versions of a plan over HTTP: each tells the goals and steps that it changed, so that all of them add up to the plan."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from careteam.access.roles import Actor
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def versions(who: Browser, cast: Cast) -> list[dict[str, Any]]:
    """All versions, the newest first."""
    return (await who.get(f"/api/plans/{cast.plan}/versions")).json()["items"]


async def act(who: Browser, method: str, cast: Cast, path: str, body: dict[str, Any]) -> str:
    answer = await who.send_change(method, f"/api/plans/{cast.plan}/{path}", body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["id"]


async def test_each_version_tells_which_goals_and_steps_it_changed_and_why(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    before = len(await versions(ada, cast))
    goal = await act(bea, "POST", cast, "goals", {"words": "Sleep through", "target": "Five nights"})
    step = {"title": "Walk", "phase": "dosing", "kind": "exercise", "goal_id": goal}
    item = await act(bea, "POST", cast, "items", step | {"owner_id": str(cast.ada.person_id)})
    worse = {"words": "Sleep through", "target": "Three nights", "reason": "Five were too many."}
    await act(bea, "PUT", cast, f"goals/{goal}", worse)
    await act(bea, "PUT", cast, f"items/{item}", step | {"status": "cancelled", "reason": "Her knee hurts."})
    found = await versions(ada, cast)
    assert len(found) == before + 4
    ended, changed, planned, set_ = found[:4]
    assert [one["reason"] for one in (ended, changed, planned, set_)] == [
        "Her knee hurts.", "Five were too many.", "A step was planned.", "A goal was set.",
    ]  # fmt: skip
    [added] = set_["changed"]
    assert (added["part_id"], added["before"], added["after"]["target"]) == (goal, None, "Five nights")
    [one] = planned["changed"]
    assert (one["before"], one["after"]["owner"]["name"], one["after"]["goal"]) == (None, "Ada Marsh", "Sleep through")
    [one] = changed["changed"]
    assert (one["before"]["target"], one["after"]["target"]) == ("Five nights", "Three nights")
    [one] = ended["changed"]
    assert (one["before"]["status"], one["after"]["status"]) == ("planned", "cancelled")
    assert (await bea.get(f"/api/plans/{cast.plan}")).json()["version"] == ended["version"]


async def test_what_says_the_same_again_and_what_is_only_proposed_are_no_version(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    goal = await act(bea, "POST", cast, "goals", {"words": "Sleep through"})
    before = await versions(ada, cast)
    assert await act(bea, "PUT", cast, f"goals/{goal}", {"words": "Sleep through", "reason": "Looked at."}) == goal
    mine = await act(ada, "POST", cast, "goal-proposals", {"words": "Sing again"})
    assert await versions(ada, cast) == before
    await act(bea, "PUT", cast, f"goals/{mine}", {"words": "Sing again", "reason": "Ada wishes it."})
    [added] = (await versions(ada, cast))[0]["changed"]
    assert (added["before"], added["after"]["words"]) == (None, "Sing again")


async def test_what_all_versions_changed_adds_up_to_the_plan(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    goal = await act(bea, "POST", cast, "goals", {"words": "Sleep"})
    for words in ("Sleep better", "Sleep through"):
        await act(bea, "PUT", cast, f"goals/{goal}", {"words": words})
        await act(bea, "POST", cast, "items", {"title": words, "phase": "dosing"})
    said: dict[str, dict[str, Any]] = {}
    for version in reversed(await versions(bea, cast)):
        for part in version["changed"]:
            assert part["before"] == said.get(part["part_id"]), "what it said is what an earlier version let it say"
            said[part["part_id"]] = part["after"]
    plan = (await bea.get(f"/api/plans/{cast.plan}")).json()
    now = {one["id"]: one["words"] for one in plan["goals"]} | {one["id"]: one["title"] for one in plan["items"]}
    assert {id_: one["words"] for id_, one in said.items()} == now
