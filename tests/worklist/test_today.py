"""Today over HTTP: what waits and why, and counts that equal their pages."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.view import open_view
from careteam.messaging import commands as messaging
from careteam.messaging.rules import ConversationKind
from careteam.worklist.queries import counts, today
from careteam.worklist.rules import Kind
from tests.api.operations import SAFETY_PLAN
from tests.coverage.test_wordless import raise_wordless
from tests.coverage.world import clear
from tests.measures.test_measures import given, nine, put_back, schedule
from tests.messaging.test_coming_back import in_, put
from tests.saying import say, sealed
from tests.statements import counted
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
#: Statements for one address, with those that ask who it is and how they stand.
MOST = 12


async def talk(browser: Browser, plan: object, kind: str = "team") -> str:
    """The plan's conversation of this kind."""
    found = (await browser.get(f"/api/plans/{plan}/conversations")).json()
    return next(one["id"] for one in found if one["kind"] == kind)


async def assign(browser: Browser, plan: object, title: str, **more: Any) -> str:
    body = {"title": title, **more}
    if isinstance(due := body.get("due_at"), timedelta):
        body["due_at"] = (datetime.now(UTC) + due).isoformat()
    answer = await browser.send_change("POST", f"/api/plans/{plan}/tasks", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def read(browser: Browser, path: str) -> Any:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def everything(browser: Browser, path: str, limit: int = 2) -> list[dict[str, Any]]:
    """All rows of a list, a small page at a time."""
    rows: list[dict[str, Any]] = []
    after = ""
    while True:
        page = await read(browser, f"{path}{'&' if '?' in path else '?'}limit={limit}{after}")
        rows += page["items"]
        if page["next"] is None:
            return rows
        after = f"&after={page['next']}"


async def test_today_ranks_what_waits_and_says_why(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    me = str(cast.cem.person_id)
    goal = (await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep through"})).json()["id"]
    await assign(bea, cast.plan, "undated", owner_id=me)
    await assign(bea, cast.plan, "late", owner_id=me, due_at=timedelta(days=-2, hours=-1))
    await assign(bea, cast.plan, "soon", owner_id=me, due_at=timedelta(hours=3, minutes=5), goal_id=goal)
    await assign(bea, cast.plan, "urgent and late", owner_id=me, due_at=timedelta(hours=-1), priority="urgent")
    await assign(bea, cast.plan, "urgent for whoever", pool="therapist", priority="urgent")
    await assign(bea, cast.plan, "routine for whoever", pool="therapist")
    await assign(bea, cast.plan, "another role's", pool="health_coach", priority="urgent")
    await say(cast, cast.ada, await talk(ada, cast.plan), "Is it fine to take the walk in the evening?")
    page = await read(cem, "/api/today")
    rows = page["items"]
    assert [row["title"] for row in rows] == [
        "urgent and late", "late", "soon", "Whole team", "urgent for whoever", "undated",
    ]  # fmt: skip
    assert page["count"] == len(rows)
    urgent, late, soon, reply, claimable, undated = rows
    assert [urgent["reason"], late["reason"], soon["reason"]] == ["1 h late", "2 days late", "Due in 3 h"]
    assert [urgent["late"], late["late"], soon["late"]] == [True, True, False]
    assert soon["why"] == "Bea Boateng assigned it to you. For the goal “Sleep through”."
    assert reply["reason"] == "Waiting 1 min for an answer"
    assert (reply["kind"], reply["task_id"], reply["patient_name"]) == ("reply", None, "Ada Marsh")
    assert claimable["why"] == "Any therapist of the team may claim it."
    assert (claimable["claimable"], undated["reason"]) == (True, "No due date")
    assert [row["id"] for row in await everything(cem, "/api/today")] == [row["id"] for row in rows]


async def test_an_answer_of_the_team_takes_the_question_off_every_list(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    conversation = await talk(ada, cast.plan)
    await say(cast, cast.ada, conversation, "Are you there?")
    for who in (bea, cem):
        assert [row["id"] for row in (await read(who, "/api/today"))["items"]] == [conversation]
    await say(cast, cast.bea, conversation, "Yes.")
    for who in (bea, cem):
        assert await read(who, "/api/today") == {"items": [], "next": None, "count": 0}


async def test_a_clinician_who_is_a_patient_elsewhere_owes_no_answer_to_themselves(cast: Cast, browser: Open) -> None:
    both = Actor(cast.ada.person_id, cast.ada.roles | {Role.THERAPIST})
    async with cast.change(cast.ada, Action.OPEN_CONVERSATION) as change:
        talk_ = await messaging.open_conversation(change, kind=ConversationKind.DIRECT, member_ids=[cast.bea.person_id])
    await say(cast, cast.ada, talk_, "May I ask something?")
    async with open_view(cast.trail, both, Action.READ_TODAY, screen="test") as view:
        assert (await today(view, after=None, limit=10)).items == []
    async with open_view(cast.trail, cast.bea, Action.READ_TODAY, screen="test") as view:
        assert [row.title for row in (await today(view, after=None, limit=10)).items] == ["Ada Marsh"]
        assert (await counts(view)).today == 1


async def test_today_asks_little_of_the_database_when_there_is_something_of_everything(
    cast: Cast, browser: Open
) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    goal = (await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep through"})).json()["id"]
    await assign(bea, cast.plan, "Ring the school", owner_id=str(cast.bea.person_id), goal_id=goal)
    await say(cast, cast.ada, await talk(ada, cast.plan), "May I ask something?")
    staff = await talk(bea, cast.plan, "staff")
    body = await sealed(cast, cast.cem, staff, "@Bea Boateng") | {"mentions": [str(cast.bea.person_id)]}
    at = f"/api/plans/{cast.plan}/conversations"
    assert (await (await browser(cast.cem)).send_change("POST", f"{at}/{staff}/messages", body)).status_code == 201
    later = await bea.send_change("POST", at, {"kind": "team", "title": "Walks"})
    await clear(await browser(cast.cora))
    night = await ada.send_change("POST", at, {"kind": "team", "title": "Last night"})
    assert (await raise_wordless(ada, cast, night.json()["id"])).status_code == 201
    assert (await put(bea, cast, later.json(), "reminder", at=await in_(cast, 0.2)))[0] == 200
    await schedule(cast, bea, "GAD-7")
    await put_back(cast, 15)
    for pressing in (1, 2):
        await given(cast, ada, nine(8, last=pressing))
    cem = await browser(cast.cem)
    assert (await cem.send_change("POST", f"/api/plans/{cast.plan}/reviews", {"words": "On."})).status_code == 201
    await read_again(bea, cast, 1, -3)
    await asyncio.sleep(0.3)
    await read(bea, "/api/today")
    with counted(cast.trail.database, "writing") as sent:
        rows = (await read(bea, "/api/today"))["items"]
    assert {row["kind"] for row in rows} == set(Kind)
    assert [row["title"] for row in rows if row["kind"] == "measure"] == ["GAD-7 is 15 days late"]
    assert [row["title"] for row in rows if row["kind"] == "case"] == [
        "PHQ-9: item 9 on more than half the days, or nearly every day"
    ]
    assert len(sent) <= MOST, sent


def day(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


async def read_again(who: Browser, cast: Cast, version: int, days: int | None) -> None:
    """Write a safety plan that is to be read again in so many days."""
    body = {"version": version, "content": SAFETY_PLAN, "review_on": None if days is None else day(days)}
    answer = await who.send_change("POST", f"/api/plans/{cast.plan}/safety-plan/versions", body)
    assert answer.status_code == 201, answer.text


async def reviewed(one: Browser, other: Browser, cast: Cast, days: int | None) -> None:
    """Review the plan together, to look again in so many days."""
    path = f"/api/plans/{cast.plan}/reviews"
    body = {"next_on": None if days is None else day(days)}
    review = (await one.send_change("POST", path, body)).json()["id"]
    assert (await other.send_change("POST", f"{path}/{review}/confirmation")).status_code == 200


async def test_a_review_waits_for_the_other_and_comes_back_when_its_day_has_passed(cast: Cast, browser: Open) -> None:
    bea, cem, dov = await browser(cast.bea), await browser(cast.cem), await browser(cast.dov)

    async def rows(who: Browser) -> list[tuple[str, str, str, bool]]:
        page = await read(who, "/api/today")
        assert page["count"] == len(page["items"]) == (await read(who, "/api/counts"))["today"]
        return [(row["kind"], row["title"], row["why"], row["late"]) for row in page["items"]]

    async def overdue(who: Browser) -> int:
        counts_ = (await read(who, "/api/caseload"))["counts"]
        return next(one["patients"] for one in counts_ if one["need"] == "review-overdue")

    path = f"/api/plans/{cast.plan}/reviews"
    first = (await bea.send_change("POST", path, {"next_on": day(-2)})).json()["id"]
    said = "Bea Boateng recorded that you reviewed the plan together."
    assert await rows(cem) == [("review", "Plan review wants your confirmation", said, False)]
    assert await rows(bea) == await rows(dov) == []
    assert (await cem.send_change("POST", f"{path}/{first}/confirmation")).status_code == 200
    agreed = "Prescriber and therapist agreed to look again by then."
    late = ("review", "Plan review overdue by 2 days", agreed, True)
    assert await rows(bea) == await rows(cem) == [late]
    assert await rows(dov) == [], "a coach does not review"
    assert (await overdue(bea), await overdue(dov)) == (1, 1), "all who treat see who needs somebody"
    assert [one["patient"]["name"] for one in (await read(bea, "/api/caseload?need=review-overdue"))["items"]] == [
        "Ada Marsh"
    ]

    assert (await cem.send_change("POST", path, {"next_on": day(0)})).status_code == 201
    assert [row[1] for row in await rows(bea)] == ["Plan review wants your confirmation"]
    assert await rows(cem) == [], "it waits for the other"
    assert await overdue(bea) == 1, "until both have said so"
    await reviewed(cem, bea, cast, 0)
    assert await rows(bea) == await rows(cem) == [], "the day itself is not late"
    assert await overdue(bea) == 0

    await read_again(bea, cast, 1, -1)
    why = "It says until when patient and team want to read it again."
    assert await rows(bea) == await rows(cem) == [("safety-plan", "Safety plan: review overdue by 1 day", why, True)]
    assert [row[0] for row in await rows(dov)] == []
    await read_again(cem, cast, 2, None)
    assert await rows(bea) == []


async def test_today_is_for_those_who_treat(cast: Cast, browser: Open) -> None:
    for actor in (cast.ada, cast.eli, cast.cora, cast.adam, cast.pia):
        assert (await (await browser(actor)).get("/api/today")).status_code == 403
    assert (await (await browser(None)).get("/api/today")).status_code == 401
    assert (await (await browser(cast.fay)).get("/api/today")).json()["items"] == []


async def test_counts_equal_the_pages_behind_them(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    for n in range(3):
        await assign(bea, cast.plan, f"{n}", owner_id=str(cast.cem.person_id))
    await assign(bea, cast.plan, "walk", owner_id=str(cast.ada.person_id))
    done = await assign(bea, cast.plan, "done", owner_id=str(cast.cem.person_id))
    await cem.send_change("POST", f"/api/plans/{cast.plan}/tasks/{done}/completion")
    await assign(bea, cast.plan, "urgent", pool="therapist", priority="urgent")
    await say(cast, cast.ada, await talk(ada, cast.plan), "Hello")
    await say(cast, cast.bea, await talk(bea, cast.plan, "staff"), "She wrote")
    for who, treats in ((ada, False), (bea, True), (cem, True)):
        waiting = await read(who, "/api/counts")
        inbox = await everything(who, "/api/inbox")
        assert waiting["inbox"] == sum(1 for one in inbox if one["unread"])
        assert waiting["tasks"] == len(await everything(who, "/api/tasks"))
        assert waiting["today"] == (len(await everything(who, "/api/today")) if treats else 0)
    assert await read(cem, "/api/counts") == {"today": 5, "inbox": 2, "tasks": 3}
    assert await read(ada, "/api/counts") == {"today": 0, "inbox": 0, "tasks": 1}
