"""What supervisors see at a glance, and that each number has its rows."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from careteam.access.roles import Actor
from tests.oversight.test_trail import all_of, give_reason, set_goal
from tests.saying import say
from tests.worklist.test_today import talk
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def test_the_summary_counts_thirty_days_by_day(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli = await browser(cast.eli)
    await give_reason(eli, cast)
    told = (await eli.get("/api/oversight/summary")).json()
    assert len(told["days"]) == 30
    assert [day["day"] for day in told["days"]] == sorted(day["day"] for day in told["days"])
    today = told["days"][-1]
    assert min(today["acts"], today["exceptions"], told["plans"]) >= 1


async def test_plans_are_found_by_name_with_what_happened_on_them(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    await (await browser(cast.dov)).get(f"/api/plans/{cast.plan}")
    eli = await browser(cast.eli)
    await eli.get(f"/api/plans/{cast.plan}/trail")
    mine = next(
        one for one in await all_of(eli, "/api/oversight/plans", q="mar") if one["plan"]["id"] == str(cast.plan)
    )
    assert (mine["plan"]["patient_name"], mine["team_size"], mine["looks"], mine["outside"]) == ("Ada Marsh", 3, 2, 1)
    assert mine["acts"] > 5
    assert await all_of(eli, "/api/oversight/plans", q="nobody of this name") == []


async def test_who_touched_a_plan_is_told_by_person_and_role(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    eli = await browser(cast.eli)
    await give_reason(eli, cast)
    told = (await eli.get(f"/api/plans/{cast.plan}/touched")).json()
    by_name = {one["person"]["name"]: one for one in told["people"]}
    assert (by_name["Bea Boateng"]["role"], by_name["Bea Boateng"]["on_team"], by_name["Bea Boateng"]["acts"]) == (
        "psychiatrist", True, 2,
    ), "the goal, and the version of the plan that it made"  # fmt: skip
    assert (by_name["Eli Frost"]["on_team"], by_name["Cora Lindt"]["on_team"]) == (False, False)
    assert told["goals"] == [{"id": str(goal), "number": 1, "words": "Sleep"}]


async def test_who_is_on_no_team_is_listed_across_plans_and_nobody_else(cast: Cast, browser: Open) -> None:
    await (await browser(cast.dov)).get(f"/api/plans/{cast.plan}")
    eli, pia = await browser(cast.eli), await browser(cast.pia)
    await give_reason(eli, cast)
    looks = await all_of(pia, "/api/oversight/outside", event=["PlanViewed", "AccessRequested"])
    assert {entry["role"] for entry in looks} <= {"supervisor", "privacy_officer", "coordinator"}
    mine = [entry for entry in looks if entry["plan"] and entry["plan"]["id"] == str(cast.plan)]
    assert ("Eli Frost", "AccessRequested") in {(entry["actor"]["name"], entry["event"]) for entry in mine}


async def test_a_patient_waits_until_the_team_answers(cast: Cast, browser: Open) -> None:
    ada, eli = await browser(cast.ada), await browser(cast.eli)

    async def waits() -> bool:
        told = (await eli.get("/api/oversight/waiting")).json()
        return str(cast.plan) in {one["plan"]["id"] for one in told}

    room = await talk(ada, cast.plan)
    assert not await waits()
    await say(cast, cast.ada, room, "Is it fine to take the walk in the evening?")
    assert await waits()
    await say(cast, cast.bea, room, "Yes.")
    assert not await waits()


async def test_the_overview_is_for_those_who_oversee(cast: Cast, browser: Open) -> None:
    for actor in (cast.bea, cast.ada, cast.cora, cast.adam):
        someone = await browser(actor)
        for path in ("summary", "plans", "outside", "waiting"):
            assert (await someone.get(f"/api/oversight/{path}")).status_code == 403
    assert (await (await browser(cast.bea)).get(f"/api/plans/{cast.plan}/touched")).status_code == 403
    assert (await (await browser(cast.adam)).get(f"/api/plans/{cast.plan}/touched")).status_code == 404
