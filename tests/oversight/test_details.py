"""Before and after of an act: for whom, after saying why, and that the look is itself written down."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from careteam.access.roles import Actor
from tests.oversight.test_trail import all_of, detail, entry, give_reason, set_goal
from tests.saying import say
from tests.worklist.test_today import assign, talk
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def test_before_and_after_need_a_reason(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    await set_goal(cast, "Sleep through", goal)
    eli = await browser(cast.eli)
    changed = await entry(eli, cast, "GoalSet")
    assert (changed["details"], changed["goal"]["words"]) == ("reason", None)
    refused = await detail(eli, cast, changed)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/needs-reason")
    await give_reason(eli, cast)
    changed = await entry(eli, cast, "GoalSet")
    assert (changed["details"], changed["goal"]["words"]) == ("open", "Sleep through")
    row = (await detail(eli, cast, changed)).json()["rows"][0]
    assert (row["table"], row["before"], row["after"]) == ("goal", {"words": "Sleep"}, {"words": "Sleep through"})


async def test_a_reason_is_at_least_a_sentence_and_stands_in_the_trail_for_the_privacy_officer(
    cast: Cast, browser: Open
) -> None:
    eli, pia = await browser(cast.eli), await browser(cast.pia)
    short = await eli.send_change("POST", f"/api/plans/{cast.plan}/access", {"reason": "  because ok        "})
    assert short.status_code == 422
    await give_reason(eli, cast)
    asked = await entry(pia, cast, "AccessRequested")
    assert (asked["actor"]["name"], asked["details"]) == ("Eli Frost", "open")
    told = (await detail(pia, cast, asked)).json()
    assert told["rows"][0]["after"]["reason"] == "Complaint of 3 May about goals"
    assert told["names"][str(cast.eli.person_id)] == "Eli Frost"


async def test_what_a_message_says_is_for_those_who_talk_whatever_the_reason(cast: Cast, browser: Open) -> None:
    ada, eli = await browser(cast.ada), await browser(cast.eli)
    await say(cast, cast.ada, await talk(ada, cast.plan), "Only for my team")
    await give_reason(eli, cast)
    sent = await entry(eli, cast, "MessageSent")
    assert sent["details"] == "closed"
    refused = await detail(eli, cast, sent)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/only-for-those-involved")


async def test_a_privacy_officer_reviews_and_reads_no_details_of_the_care(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    pia = await browser(cast.pia)
    made = await entry(pia, cast, "GoalSet")
    assert made["details"] == "closed"
    assert (await detail(pia, cast, made)).json()["type"] == "/problems/only-for-those-involved"
    joined = await entry(pia, cast, "TeamMemberAdded")
    assert (await detail(pia, cast, joined)).json()["rows"][0]["after"]["role"] == "health_coach"


async def test_details_name_the_people_and_goals_in_them(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    await assign(await browser(cast.bea), cast.plan, "Call", owner_id=str(cast.cem.person_id), goal_id=str(goal))
    eli = await browser(cast.eli)
    await give_reason(eli, cast)
    told = (await detail(eli, cast, await entry(eli, cast, "TaskAssigned"))).json()
    assert told["kept"] is True
    assert {told["names"][str(cast.cem.person_id)], told["names"][str(goal)]} == {"Cem Aydin", "Sleep"}
    assert told["rows"][0]["before"] is None


async def test_who_looked_at_details_is_told_to_the_patient(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli = await browser(cast.eli)
    await give_reason(eli, cast)
    await detail(eli, cast, await entry(eli, cast, "GoalSet"))
    looks = await all_of(await browser(cast.ada), f"/api/plans/{cast.plan}/access-log")
    assert ("Eli Frost", "trail.detail") in {(look["who"]["name"], look["screen"]) for look in looks}


async def test_nobody_else_reads_details_and_no_address_leads_to_another_plan(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli = await browser(cast.eli)
    made = await entry(eli, cast, "GoalSet")
    for actor, status in ((cast.bea, 403), (cast.ada, 403), (cast.fay, 404), (cast.adam, 404)):
        assert (await detail(await browser(actor), cast, made)).status_code == status
    assert (await eli.get(f"/api/organisation/trail/{made['seq']}")).status_code == 404
    assert (await detail(eli, cast, {**made, "seq": 10_000})).status_code == 404


async def test_a_privacy_officer_reads_what_happened_to_people(cast: Cast, browser: Open) -> None:
    pia = await browser(cast.pia)
    (invited, *_) = await all_of(pia, f"/api/people/{cast.pia.person_id}/trail", event="SignedIn")
    assert (invited["stream_kind"], invited["details"]) == ("organisation", "open")
    told = await pia.get(f"/api/organisation/trail/{invited['seq']}")
    assert (told.status_code, told.json()["rows"][0]["table"]) == (200, "session")


async def test_which_screen_was_opened_is_kept_whoever_looks_first(cast: Cast, browser: Open) -> None:
    cast.trail.ring.forget(cast.plan)
    dov, pia = await browser(cast.dov), await browser(cast.pia)
    await dov.get(f"/api/plans/{cast.plan}/tasks")
    cast.trail.ring.forget(cast.plan)
    told = (await detail(pia, cast, await entry(pia, cast, "PlanViewed", actor=str(cast.dov.person_id)))).json()
    assert (told["kept"], told["facts"]) == (True, {"screen": "task.read"})
