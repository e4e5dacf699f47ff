"""When a task can be begun, comes back and comes round: what it waits for, its window, a snooze, and what repeats."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.tasks.test_tasks import Open, act, assign, listed, pool, read, to
from tests.world import Browser, Cast


def hence(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


async def titles(browser: Browser, path: str = "/api/today") -> list[str]:
    return [row["title"] for row in await listed(browser, path)]


async def test_what_waits_for_another_task_cannot_be_begun_before_that_is_over(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    scores = await assign(cast, bea, to(cast.bea, "Gather the scores"))
    send = await assign(cast, bea, to(cast.cem, "Send the request", waits_for_id=scores))
    dropped = await assign(cast, bea, to(cast.bea, "Ask the school"))
    after = await assign(cast, bea, to(cast.cem, "Write to the school", waits_for_id=dropped))
    seen = await read(cast, cem, send)
    assert seen["waits_for"] == {"id": scores, "title": "Gather the scores"}
    assert not {"task.start", "task.complete"} & set(seen["may"])
    refused = await act(cast, cem, send, "completion")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/task-not-ready")
    assert await titles(cem) == []
    assert (await act(cast, bea, scores, "completion")).status_code == 200
    assert (await act(cast, bea, dropped, "cancellation", {"reason": "Closed"})).status_code == 200
    assert sorted(await titles(cem)) == ["Send the request", "Write to the school"]
    seen = await read(cast, cem, send)
    assert (seen["waits_for"], seen["history"][-1]["event"]) == (None, "TaskReady")
    assert (await act(cast, cem, send, "completion")).status_code == 200
    late = await assign(cast, bea, to(cast.cem, "File it", waits_for_id=send))
    assert (await read(cast, cem, late))["waits_for"] is None, "it does not wait for what is over"
    assert after != late


async def test_a_patient_s_task_may_wait_for_one_they_do_not_see(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    hidden = await assign(cast, bea, to(cast.bea, "Choose the form"))
    form = await assign(cast, bea, to(cast.ada, "Fill in the form", waits_for_id=hidden))
    assert (await read(cast, ada, form))["waits_for"] == {"id": hidden, "title": None}
    assert (await act(cast, ada, form, "completion")).status_code == 409
    assert (await act(cast, bea, hidden, "completion")).status_code == 200
    assert (await act(cast, ada, form, "completion")).status_code == 200


async def test_a_task_has_a_time_before_which_and_one_after_which_it_is_not_to_be_done(
    cast: Cast, browser: Open
) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    early = await assign(cast, bea, to(cast.cem, "Blood test", not_before=hence(hours=2), due_at=hence(hours=9)))
    assert (await act(cast, cem, early, "start")).status_code == 409
    assert await titles(cem) == []
    await assign(cast, bea, to(cast.cem, "Old form", due_at=hence(hours=-30), latest_at=hence(hours=-5)))
    await assign(cast, bea, to(cast.cem, "Late form", due_at=hence(hours=-40), latest_at=hence(hours=5)))
    rows = await listed(cem, "/api/today")
    assert [(row["title"], row["reason"]) for row in rows] == [
        ("Old form", "5 h past the latest time"), ("Late form", "40 h late"),
    ]  # fmt: skip
    crossed = to(cast.cem, due_at=hence(hours=5), latest_at=hence(hours=4))
    assert (await bea.send_change("POST", f"/api/plans/{cast.plan}/tasks", crossed)).status_code == 422


async def snooze(cast: Cast, browser: Browser, task: str, until: str | None) -> int:
    path = f"/api/plans/{cast.plan}/tasks/{task}/snooze"
    return (await browser.send_change("PUT", path, {"until": until})).status_code


async def test_a_snoozed_task_leaves_today_stays_on_its_list_and_comes_back(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    task = await assign(cast, bea, to(cast.cem, "Ring the school"))
    assert await snooze(cast, bea, task, hence(hours=1)) == 403
    assert await snooze(cast, cem, task, hence(days=31)) == 422
    assert await snooze(cast, cem, task, hence(hours=1)) == 200
    assert await titles(cem) == []
    assert (await cem.get("/api/counts")).json()["today"] == 0
    assert await titles(cem, "/api/tasks") == ["Ring the school"]
    assert (await read(cast, bea, task))["snoozed_until"] is None, "it is the owner's own"
    assert await snooze(cast, cem, task, None) == 200
    assert await titles(cem) == ["Ring the school"]
    assert await snooze(cast, cem, task, hence(hours=1)) == 200
    assert (await act(cast, cem, task, "hand-back")).status_code == 200
    assert (await act(cast, cem, task, "claim")).status_code == 200
    assert await titles(cem) == ["Ring the school"]


async def test_what_repeats_is_made_anew_once_it_is_done_and_never_twice(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    body = to(cast.cem, "Weekly call", due_at=hence(days=-15), repeat_days=7, checklist=["Sleep", "Walks"])
    task = await assign(cast, bea, body)
    item = (await read(cast, cem, task))["checklist"][0]["id"]
    ticked = f"/api/plans/{cast.plan}/tasks/{task}/checklist/{item}"
    assert (await cem.send_change("PUT", ticked, {"ticked": True})).status_code == 200
    assert (await act(cast, cem, task, "completion")).status_code == 200
    assert (await act(cast, cem, task, "completion")).status_code == 409
    (again,) = await listed(cem, "/api/tasks")
    assert (again["title"], again["status"], again["owner"]["name"]) == ("Weekly call", "accepted", "Cem Aydin")
    assert (again["checklist_length"], again["checklist_ticked"]) == (2, 0)
    due = datetime.fromisoformat(again["due_at"]) - datetime.fromisoformat(str(body["due_at"]))
    assert round(due / timedelta(days=1)) == 21, "turns that were missed are left out"
    for one in (task, again["id"]):
        assert (await read(cast, cem, one))["history"][-1]["event"] == "TaskRepeated", "both say that it came round"
    assert (await act(cast, bea, again["id"], "cancellation", {"reason": "Enough"})).status_code == 200
    assert await listed(cem, "/api/tasks") == []
    undated: dict[str, Any] = to(cast.cem, repeat_days=7)
    assert (await bea.send_change("POST", f"/api/plans/{cast.plan}/tasks", undated)).status_code == 422


async def test_today_can_show_one_kind_and_counts_what_it_shows(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    for number in range(3):
        await assign(cast, bea, to(cast.cem, f"Task {number}"))
    await assign(cast, bea, pool("therapist", "For whoever", priority="urgent"))
    for kind, count in (("task", 4), ("reply", 0)):
        page = (await cem.get(f"/api/today?kind={kind}&limit=2")).json()
        assert (page["count"], len(page["items"])) == (count, min(count, 2))
