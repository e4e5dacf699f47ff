"""The trail as supervisors, privacy officers and patients may see it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import httpx
import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit import looks
from careteam.plans import commands
from tests.worklist.test_today import assign
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def all_of(browser: Browser, path: str, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        params = {**wanted, "limit": 3, **({"after": after} if after else {})}
        answer = await browser.get(path, params=params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        after = answer.json()["next"]
        if after is None:
            return found


async def entry(browser: Browser, cast: Cast, event: str, **wanted: Any) -> dict[str, Any]:
    """The newest entry of this kind."""
    return (await all_of(browser, f"/api/plans/{cast.plan}/trail", event=event, **wanted))[0]


async def detail(browser: Browser, cast: Cast, of: dict[str, Any]) -> httpx.Response:
    return await browser.get(f"/api/plans/{cast.plan}/trail/{of['stream_id']}/{of['seq']}")


async def give_reason(browser: Browser, cast: Cast) -> None:
    reason = {"reason": "Complaint of 3 May about goals"}
    assert (await browser.send_change("POST", f"/api/plans/{cast.plan}/access", reason)).status_code == 201


async def set_goal(cast: Cast, words: str, goal_id: Any = None) -> Any:
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        return await commands.set_goal(change, words=words, goal_id=goal_id)


async def test_a_supervisor_finds_every_act_on_a_plan_newest_first(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep four nights of seven")
    await set_goal(cast, "Sleep five nights of seven", goal)
    entries = await all_of(await browser(cast.eli), f"/api/plans/{cast.plan}/trail")
    assert [entry["at"] for entry in entries] == sorted((entry["at"] for entry in entries), reverse=True)
    assert len({(entry["stream_id"], entry["seq"]) for entry in entries}) == len(entries)
    first, second = (entry for entry in reversed(entries) if entry["event"] == "GoalSet")
    assert first["actor"]["name"] == "Bea Boateng"
    assert first["role"] == "psychiatrist"
    assert second["columns"] == ["until_version", "words"], "what it said before ends"
    assert second["goal"] == {"id": str(goal), "number": 1, "words": None}


async def test_the_trail_is_filtered_by_person_event_goal_and_date(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    other = await set_goal(cast, "Walk")
    eli, path = await browser(cast.eli), f"/api/plans/{cast.plan}/trail"
    assert [e["subjects"][0] for e in await all_of(eli, path, goal=str(goal))] == [str(goal)]
    mine = await all_of(eli, path, actor=str(cast.bea.person_id))
    assert {e["event"] for e in mine} == {"GoalSet", "PlanRevised"}
    assert len(await all_of(eli, path, event="GoalSet")) == 2
    assert await all_of(eli, path, to="2000-01-01T00:00:00Z") == []
    assert str(other) in (await all_of(eli, path, event="GoalSet"))[0]["subjects"]


async def test_several_kinds_are_one_filter_and_what_is_no_filter_is_refused(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli, path = await browser(cast.eli), f"/api/plans/{cast.plan}/trail"
    kinds = {e["event"] for e in await all_of(eli, path, event=["GoalSet", "PlanOpened"])}
    assert kinds == {"GoalSet", "PlanOpened"}
    for wrong in ({"from": "yesterday"}, {"event": "Goal Set"}, {"surprise": "1"}, {"after": "nonsense"}):
        assert (await eli.get(path, params=wrong)).status_code == 422


async def test_the_trail_says_with_whom_and_because_of_what(cast: Cast, browser: Open) -> None:
    bea, cora, eli = await browser(cast.bea), await browser(cast.cora), await browser(cast.eli)
    await assign(bea, cast.plan, "Call", owner_id=str(cast.dov.person_id))
    plan = (await cora.get(f"/api/plans/{cast.plan}")).json()
    relation = next(one["relation_id"] for one in plan["team"] if one["person"]["name"] == "Dov Adler")
    end = f"/api/plans/{cast.plan}/team/{relation}/end"
    assert (await cora.send_change("POST", end, {"reason": "Moves to another town"})).status_code == 200
    assigned = await entry(eli, cast, "TaskAssigned")
    assert [person["name"] for person in assigned["people"]] == ["Dov Adler"]
    assert assigned["cause"] is None
    returned = await entry(eli, cast, "TaskReturned")
    assert returned["cause"]["event"] == "TeamMemberRemoved"
    assert returned["cause"]["person"]["name"] == "Dov Adler"
    assert returned["actor"]["name"] == "Cora Lindt"


async def test_a_cause_that_may_not_be_reviewed_is_there_without_a_name(cast: Cast, browser: Open) -> None:
    adam = await browser(cast.adam)
    leave = f"/api/people/{cast.dov.person_id}/deactivation"
    assert (await adam.send_change("POST", leave, {"reason": "Left the clinic"})).status_code == 200
    removed = await entry(await browser(cast.eli), cast, "TeamMemberRemoved")
    assert (removed["action"], removed["cause"]) == ("person.deactivate", {"event": None, "person": None})
    theirs = f"/api/people/{cast.adam.person_id}/trail"
    (removed,) = await all_of(await browser(cast.pia), theirs, event="TeamMemberRemoved")
    assert (removed["cause"]["event"], removed["cause"]["person"]["name"]) == ("PersonDeactivated", "Dov Adler")


async def test_care_team_patient_coordinator_and_administrator_do_not_review_trails(cast: Cast, browser: Open) -> None:
    for actor in (cast.bea, cast.ada, cast.cora):
        assert (await (await browser(actor)).get(f"/api/plans/{cast.plan}/trail")).status_code == 403
    assert (await (await browser(cast.adam)).get(f"/api/plans/{cast.plan}/trail")).status_code == 404
    assert (await (await browser(cast.adam)).get(f"/api/people/{cast.bea.person_id}/trail")).status_code == 403


async def test_a_patient_reads_who_opened_what_of_their_plan(cast: Cast, browser: Open) -> None:
    await (await browser(cast.dov)).get(f"/api/plans/{cast.plan}")
    looks = await all_of(await browser(cast.ada), f"/api/plans/{cast.plan}/access-log")
    assert ("Dov Adler", "health_coach", "plan") in {
        (look["who"]["name"], look["role"], look["screen"]) for look in looks
    }
    assert "Ada Marsh" not in {look["who"]["name"] for look in looks}
    assert (await (await browser(cast.bea)).get(f"/api/plans/{cast.plan}/access-log")).status_code == 403


async def test_looking_again_within_a_quarter_of_an_hour_adds_nothing(cast: Cast, browser: Open) -> None:
    dov, ada = await browser(cast.dov), await browser(cast.ada)
    for _ in range(3):
        await dov.get(f"/api/plans/{cast.plan}")
    looks = await all_of(ada, f"/api/plans/{cast.plan}/access-log")
    assert sum(look["who"]["name"] == "Dov Adler" for look in looks) == 1


async def test_looking_again_a_quarter_of_an_hour_later_is_another_look(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "QUARTER", 900)
    then = datetime(2030, 1, 1, 12, 14, 59, tzinfo=UTC)
    async with cast.view(cast.dov, Action.READ_PLAN) as view:
        for now in (then, then + timedelta(seconds=1), then + timedelta(minutes=15)):
            await looks.note_access(
                cast.trail, cast.dov, Action.READ_PLAN, view.standing, {cast.plan}, "plans.test", now
            )
    found = await all_of(await browser(cast.ada), f"/api/plans/{cast.plan}/access-log")
    assert sum(look["screen"] == "plans.test" for look in found) == 2


async def test_a_persons_trail_spans_plans_and_names_the_patients(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    entries = await all_of(await browser(cast.pia), f"/api/people/{cast.bea.person_id}/trail", event="GoalSet")
    assert [entry["plan"] for entry in entries] == [{"id": str(cast.plan), "patient_name": "Ada Marsh"}]
