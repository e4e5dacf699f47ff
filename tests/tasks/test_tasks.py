"""Tasks over HTTP: who may give, take, do and drop one; what two do at once; where it goes when its owner leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import uuid4

import pytest

from careteam.access.roles import Actor, Role
from tests.saying import say
from tests.world import Browser, Cast, open_plan_for, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


def to(actor: Actor, title: str = "Ring the pharmacy", **more: Any) -> dict[str, Any]:
    return {"title": title, "owner_id": str(actor.person_id), **more}


def pool(role: str, title: str = "Ring the pharmacy", **more: Any) -> dict[str, Any]:
    return {"title": title, "pool": role, **more}


async def assign(cast: Cast, browser: Browser, body: dict[str, Any]) -> str:
    answer = await browser.send_change("POST", f"/api/plans/{cast.plan}/tasks", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def act(cast: Cast, browser: Browser, task: str, verb: str, body: dict[str, Any] | None = None) -> Any:
    return await browser.send_change("POST", f"/api/plans/{cast.plan}/tasks/{task}/{verb}", body)


async def read(cast: Cast, browser: Browser, task: str) -> dict[str, Any]:
    answer = await browser.get(f"/api/plans/{cast.plan}/tasks/{task}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(browser: Browser, path: str) -> list[dict[str, Any]]:
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_task_for_a_goal_is_done_and_says_what_happened_to_it(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    goal = (await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep through"})).json()["id"]
    task = await assign(cast, bea, to(cast.cem, goal_id=goal, note="Before Friday", priority="urgent"))
    seen = await read(cast, cem, task)
    assert seen["status"] == "requested"
    assert seen["goal"] == {"id": goal, "words": "Sleep through"}
    assert seen["patient_name"] == "Ada Marsh"
    assert seen["owner"]["name"] == "Cem Aydin"
    assert seen["owner"]["role"] == "therapist"
    assert seen["assigned_by"]["name"] == "Bea Boateng"
    assert seen["may"] == [
        "task.start",
        "task.complete",
        "task.hand-back",
        "task.check",
        "task.snooze",
        "checklist.change",
    ]
    assert (await act(cast, cem, task, "start")).status_code == 200
    assert (await act(cast, cem, task, "completion", {"reason": "They have it"})).status_code == 200
    seen = await read(cast, cem, task)
    assert (seen["status"], seen["reason"], seen["may"]) == ("completed", "They have it", [])
    assert seen["completed_at"] is not None
    assert [(step["event"], step["actor"]["name"]) for step in seen["history"]] == [
        ("TaskAssigned", "Bea Boateng"), ("TaskStarted", "Cem Aydin"), ("TaskCompleted", "Cem Aydin"),
    ]  # fmt: skip


async def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who(cast: Cast, browser: Open) -> None:
    gus = await person(cast.trail, "Gus Weber", Role.THERAPIST)
    cora = await browser(cast.cora)
    joined = {"person_id": str(gus.person_id), "role": "therapist"}
    assert (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", joined)).status_code == 201
    bea, cem, gus_ = await browser(cast.bea), await browser(cast.cem), await browser(gus)
    for _ in range(5):
        task = await assign(cast, bea, pool("therapist"))
        answers = await asyncio.gather(act(cast, cem, task, "claim"), act(cast, gus_, task, "claim"))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        refused = next(answer for answer in answers if answer.status_code == 409).json()
        assert refused["type"] == "/problems/task-already-claimed"
        winner = (await read(cast, bea, task))["owner"]
        assert refused["claimed_by"] == {"id": winner["id"], "name": winner["name"]}


async def test_only_somebody_of_the_role_claims_from_its_pool(cast: Cast, browser: Open) -> None:
    bea, dov = await browser(cast.bea), await browser(cast.dov)
    task = await assign(cast, bea, pool("therapist"))
    assert (await act(cast, dov, task, "claim")).status_code == 403
    assert (await read(cast, dov, task))["may"] == []
    assert "task.claim" in (await read(cast, await browser(cast.cem), task))["may"]


async def test_a_patient_completes_their_own_task_but_assigns_none(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    task = await assign(cast, bea, to(cast.ada, "Walk to the lake"))
    seen = await read(cast, ada, task)
    assert seen["shared"] is True
    assert (await act(cast, ada, task, "completion")).status_code == 200
    refused = await ada.send_change("POST", f"/api/plans/{cast.plan}/tasks", to(cast.ada))
    assert refused.status_code == 403


async def test_a_patient_cannot_see_a_task_of_the_staff(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    task = await assign(cast, bea, to(cast.cem))
    shared = await assign(cast, bea, to(cast.cem, shared=True))
    assert (await ada.get(f"/api/plans/{cast.plan}/tasks/{task}")).status_code == 404
    assert (await act(cast, ada, task, "completion")).status_code == 404
    assert (await act(cast, ada, shared, "completion")).status_code == 403
    assert [one["id"] for one in await listed(ada, f"/api/plans/{cast.plan}/tasks")] == [shared]


async def test_another_plan_s_goal_step_and_people_are_refused(cast: Cast, browser: Open) -> None:
    other, _ = await open_plan_for(cast.trail, cast.cora, "Noor Haddad", [(cast.bea, Role.PSYCHIATRIST)])
    bea = await browser(cast.bea)
    goal = (await bea.send_change("POST", f"/api/plans/{other}/goals", {"words": "Work again"})).json()["id"]
    step = {"title": "Diary", "phase": "assessment"}
    item = (await bea.send_change("POST", f"/api/plans/{other}/items", step)).json()["id"]
    there = f"/api/plans/{cast.plan}/tasks"
    assert (await bea.send_change("POST", there, to(cast.cem, goal_id=goal))).status_code == 404
    assert (await bea.send_change("POST", there, to(cast.cem, item_id=item))).status_code == 404
    stranger = await bea.send_change("POST", there, to(cast.fay))
    assert (stranger.status_code, stranger.json()["type"]) == (409, "/problems/not-on-the-team")
    task = await assign(cast, bea, to(cast.cem))
    assert (await bea.get(f"/api/plans/{other}/tasks/{task}")).status_code == 404
    moved = await bea.send_change("POST", f"/api/plans/{other}/tasks/{task}/cancellation", {"reason": "no"})
    assert moved.status_code == 404


async def test_a_task_for_a_step_is_for_the_step_s_goal(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    goal = (await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep through"})).json()["id"]
    step = {"title": "Diary", "phase": "assessment", "goal_id": goal}
    item = (await bea.send_change("POST", f"/api/plans/{cast.plan}/items", step)).json()["id"]
    seen = await read(cast, bea, await assign(cast, bea, to(cast.cem, item_id=item)))
    assert seen["goal"]["id"] == goal
    assert seen["item"] == {"id": item, "title": "Diary"}


async def test_a_task_needs_exactly_one_of_owner_and_pool(cast: Cast, browser: Open) -> None:
    bea, there = await browser(cast.bea), f"/api/plans/{cast.plan}/tasks"
    nobody = await bea.send_change("POST", there, {"title": "x"})
    both = await bea.send_change("POST", there, {**to(cast.cem), "pool": "therapist"})
    nowhere = await bea.send_change("POST", there, pool("supervisor"))
    unknown = await bea.send_change("POST", there, to(cast.cem, colour="red"))
    message = await bea.send_change("POST", there, to(cast.cem, message_id=str(uuid4())))
    assert {one.status_code for one in (nobody, both, nowhere, unknown, message)} == {422}
    elsewhere = await bea.send_change("POST", there, to(cast.cem, conversation_id=str(uuid4())))
    assert elsewhere.status_code == 404


async def test_what_is_handed_back_waits_for_the_role_again(cast: Cast, browser: Open) -> None:
    bea, cem, ada = await browser(cast.bea), await browser(cast.cem), await browser(cast.ada)
    task = await assign(cast, bea, to(cast.cem))
    assert (await act(cast, cem, task, "start")).status_code == 200
    assert (await act(cast, cem, task, "hand-back", {"reason": "On leave"})).status_code == 200
    seen = await read(cast, bea, task)
    assert (seen["status"], seen["owner"], seen["pool"], seen["reason"]) == ("requested", None, "therapist", "On leave")
    assert (await act(cast, cem, task, "completion")).status_code == 403
    walk = await assign(cast, bea, to(cast.ada, "Walk"))
    assert (await act(cast, ada, walk, "hand-back")).status_code == 200
    assert (await read(cast, ada, walk))["pool"] == "psychiatrist"


async def test_who_assigned_a_task_cancels_it_and_so_does_the_lead(cast: Cast, browser: Open) -> None:
    bea, cem, dov = await browser(cast.bea), await browser(cast.cem), await browser(cast.dov)
    first, second = await assign(cast, cem, to(cast.dov)), await assign(cast, cem, to(cast.dov))
    why = {"reason": "Not needed"}
    assert (await act(cast, dov, first, "cancellation", why)).status_code == 403
    assert (await act(cast, cem, first, "cancellation")).status_code == 422
    assert (await act(cast, cem, first, "cancellation", why)).status_code == 200
    assert (await act(cast, bea, second, "cancellation", why)).status_code == 200
    again = await act(cast, bea, second, "cancellation", why)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/task-cannot-become")
    assert {"now": "cancelled", "wanted": "cancelled"}.items() <= again.json().items()
    assert (await act(cast, dov, first, "start")).status_code == 409


async def test_the_tasks_of_who_leaves_go_to_the_pool_and_the_trail_says_who_decided(cast: Cast, browser: Open) -> None:
    bea, cora, dov = await browser(cast.bea), await browser(cast.cora), await browser(cast.dov)
    team_task, shared = await assign(cast, bea, to(cast.dov)), await assign(cast, bea, to(cast.dov, shared=True))
    done = await assign(cast, bea, to(cast.dov))
    assert (await act(cast, dov, done, "completion")).status_code == 200
    people = (await cora.get(f"/api/plans/{cast.plan}")).json()["team"]
    relation = next(one["relation_id"] for one in people if one["person"]["id"] == str(cast.dov.person_id))
    ended = await cora.send_change("POST", f"/api/plans/{cast.plan}/team/{relation}/end", {"reason": "moved away"})
    assert ended.status_code == 200, ended.text
    for task in (team_task, shared):
        seen = await read(cast, bea, task)
        assert (seen["status"], seen["owner"], seen["pool"]) == ("requested", None, "health_coach")
        assert [(step["event"], step["actor"]["name"]) for step in seen["history"]][1:] == [
            ("TaskReturned", "Cora Lindt")
        ]
    assert (await read(cast, bea, done))["owner"]["name"] == "Dov Adler"


async def test_a_plan_that_ends_leaves_no_open_task(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    task = await assign(cast, bea, to(cast.cem))
    held = await bea.send_change("PUT", f"/api/plans/{cast.plan}/status", {"status": "on-hold", "reason": "Holiday"})
    assert held.status_code == 200
    assert (await act(cast, cem, task, "start")).status_code == 200
    over = {"status": "revoked", "reason": "Moved abroad"}
    assert (await bea.send_change("PUT", f"/api/plans/{cast.plan}/status", over)).status_code == 200
    seen = await read(cast, cem, task)
    assert (seen["status"], seen["reason"], seen["may"]) == ("cancelled", "The plan was revoked.", [])
    assert await listed(cem, "/api/tasks") == []
    assert (await bea.send_change("POST", f"/api/plans/{cast.plan}/tasks", to(cast.cem))).status_code == 403


async def test_lists_page_by_due_date_and_miss_or_double_nothing(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    now = datetime.now(UTC)
    for hours in (3, 1, None, 1, -2, None):
        due = {} if hours is None else {"due_at": (now + timedelta(hours=hours)).isoformat()}
        await assign(cast, bea, to(cast.cem, f"in {hours}", **due))
    for path in ("/api/tasks?scope=mine", f"/api/plans/{cast.plan}/tasks?status=open"):
        whole = [one["id"] for one in await listed(cem, path)]
        titles = [one["title"] for one in await listed(cem, path)]
        assert titles == ["in -2", "in 1", "in 1", "in 3", "in None", "in None"]
        paged: list[str] = []
        after = ""
        while True:
            page = (await cem.get(f"{path}&limit=2{after}")).json()
            paged += [one["id"] for one in page["items"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert paged == whole
    newest = await listed(cem, f"/api/plans/{cast.plan}/tasks?status=all&limit=3")
    assert [one["title"] for one in newest] == ["in None", "in -2", "in 1"]
    assert (await cem.get("/api/tasks?after=nonsense")).status_code == 422


async def test_my_tasks_my_pools_and_what_i_gave_to_others(cast: Cast, browser: Open) -> None:
    bea, cem, fay = await browser(cast.bea), await browser(cast.cem), await browser(cast.fay)
    mine, claimable = await assign(cast, bea, to(cast.cem)), await assign(cast, bea, pool("therapist"))
    await assign(cast, bea, to(cast.bea))
    assert [one["id"] for one in await listed(cem, "/api/tasks")] == [mine]
    assert [one["id"] for one in await listed(cem, "/api/tasks?scope=pool")] == [claimable]
    assert {one["id"] for one in await listed(bea, "/api/tasks?scope=assigned")} == {mine, claimable}
    assert await listed(fay, "/api/tasks?scope=pool") == []
    assert (await (await browser(cast.cora)).get("/api/tasks")).status_code == 403


async def test_a_repeated_claim_has_one_effect(cast: Cast, browser: Open) -> None:
    bea, cem, key = await browser(cast.bea), await browser(cast.cem), uuid4()
    task = await assign(cast, bea, pool("therapist"))
    path = f"/api/plans/{cast.plan}/tasks/{task}/claim"
    first, again = await cem.send_change("POST", path, key=key), await cem.send_change("POST", path, key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert len((await read(cast, cem, task))["history"]) == 2


async def test_a_task_shows_in_the_conversation_it_came_from_and_only_there(cast: Cast, browser: Open) -> None:
    bea, cem, ada = await browser(cast.bea), await browser(cast.cem), await browser(cast.ada)
    talks = (await bea.get(f"/api/plans/{cast.plan}/conversations")).json()
    staff = next(one["id"] for one in talks if one["kind"] == "staff")
    said = await say(cast, cast.bea, staff, "Call her")
    source = {"conversation_id": staff, "message_id": str(said)}
    task = await assign(cast, bea, to(cast.ada, "Walk to the lake", **source))
    await assign(cast, bea, to(cast.cem))
    there = f"/api/plans/{cast.plan}/tasks?conversation_id={staff}"
    for who in (bea, cem):
        assert [one["id"] for one in await listed(who, there)] == [task]
        seen = await read(cast, who, task)
        assert {key: seen[key] for key in source} == source
    seen = await read(cast, ada, task)
    assert (seen["conversation_id"], seen["message_id"]) == (None, None)
    assert await listed(ada, there) == []
    assert (await ada.send_change("POST", f"/api/plans/{cast.plan}/tasks/{task}/completion")).status_code == 200
    (done,) = await listed(bea, f"{there}&status=done")
    assert done["status"] == "completed"


async def test_tasks_are_read_by_their_ids_as_far_as_one_sees_them(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    shared, hidden = await assign(cast, bea, to(cast.ada)), await assign(cast, bea, to(cast.cem))
    await assign(cast, bea, to(cast.ada, "Another"))
    there = f"/api/plans/{cast.plan}/tasks?status=all&of={shared}&of={hidden}&of={cast.plan}"
    assert [one["id"] for one in await listed(bea, there)] == [hidden, shared]
    assert [one["id"] for one in await listed(ada, there)] == [shared]


async def test_nobody_assigns_from_a_conversation_they_are_not_in(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    direct = {"kind": "direct", "member_ids": [str(cast.ada.person_id)]}
    talk = (await bea.send_change("POST", f"/api/plans/{cast.plan}/conversations", direct)).json()["id"]
    from_it = to(cast.cem, conversation_id=talk)
    assert (await cem.send_change("POST", f"/api/plans/{cast.plan}/tasks", from_it)).status_code == 404
    assert (await bea.send_change("POST", f"/api/plans/{cast.plan}/tasks", from_it)).status_code == 201


VERBS = {
    "claim": "task.claim",
    "start": "task.start",
    "completion": "task.complete",
    "hand-back": "task.hand-back",
    "cancellation": "task.cancel",
}


@pytest.mark.parametrize("state", ["owned", "pooled", "begun", "done"])
async def test_what_a_task_offers_is_what_the_server_takes(cast: Cast, browser: Open, state: str) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    readers = [bea, cem, await browser(cast.dov), await browser(cast.ada)]

    async def fresh() -> str:
        body = pool("therapist", shared=True) if state == "pooled" else to(cast.cem, shared=True)
        task = await assign(cast, bea, body)
        if state in ("begun", "done"):
            verb = "start" if state == "begun" else "completion"
            assert (await act(cast, cem, task, verb)).status_code == 200
        return task

    task = await fresh()
    for reader in readers:
        may = (await read(cast, reader, task))["may"]
        for verb, action in VERBS.items():
            answer = await act(cast, reader, task, verb, {"reason": "because"})
            assert (answer.status_code == 200) == (action in may), (verb, answer.text)
            assert answer.status_code in (200, 403, 409)
            if answer.status_code == 200:
                task = await fresh()


async def test_whoever_has_two_roles_keeps_their_tasks_until_they_leave_in_both(cast: Cast, browser: Open) -> None:
    bea, cora = await browser(cast.bea), await browser(cast.cora)
    adam = await browser(cast.adam)
    granted = await adam.send_change("POST", f"/api/people/{cast.dov.person_id}/roles", {"role": "support_specialist"})
    assert granted.status_code in (200, 201), granted.text
    joined = {"person_id": str(cast.dov.person_id), "role": "support_specialist"}
    assert (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", joined)).status_code == 201
    task = await assign(cast, bea, to(cast.dov))
    people = (await cora.get(f"/api/plans/{cast.plan}")).json()["team"]
    his = [one["relation_id"] for one in people if one["person"]["id"] == str(cast.dov.person_id)]
    for relation, owner in zip(his, ("Dov Adler", None), strict=True):
        path = f"/api/plans/{cast.plan}/team/{relation}/end"
        assert (await cora.send_change("POST", path, {"reason": "left"})).status_code == 200
        seen = (await read(cast, bea, task))["owner"]
        assert (seen and seen["name"]) == owner


async def test_who_leaves_the_clinic_leaves_no_task_behind(cast: Cast, browser: Open) -> None:
    bea, adam = await browser(cast.bea), await browser(cast.adam)
    task = await assign(cast, bea, to(cast.dov))
    path = f"/api/people/{cast.dov.person_id}/deactivation"
    ended = await adam.send_change("POST", path, {"reason": "Left the clinic"})
    assert ended.status_code == 200, ended.text
    seen = await read(cast, bea, task)
    assert (seen["owner"], seen["pool"]) == (None, "health_coach")
    assert seen["history"][-1]["actor"]["name"] == "Adam Reyes"
