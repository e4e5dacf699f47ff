"""Changing a task that was given already: who may, what is refused, and what the trail keeps of before and after."""

from datetime import UTC, datetime, timedelta
from typing import Any

from careteam.tasks.clock import raise_overdue
from tests.tasks.test_checklists import items, tick
from tests.tasks.test_overdue import ago
from tests.tasks.test_tasks import Open, act, assign, read, to
from tests.tasks.test_timing import hence
from tests.world import Browser, Cast


async def change(cast: Cast, browser: Browser, task: str, **fields: Any) -> Any:
    return await browser.send_change("PATCH", f"/api/plans/{cast.plan}/tasks/{task}", fields)


async def write(cast: Cast, browser: Browser, task: str, *points: dict[str, Any], struck: tuple[str, ...] = ()) -> Any:
    body = {"points": list(points), "struck": list(struck)}
    return await browser.send_change("PUT", f"/api/plans/{cast.plan}/tasks/{task}/checklist", body)


async def before_and_after(cast: Cast, browser: Browser, event: str) -> tuple[list[Any], list[Any]]:
    """What the trail says of the newest such event to a supervisor with a reason: the rows before it, and after."""
    why = {"reason": "A task changed its words twice"}
    assert (await browser.send_change("POST", f"/api/plans/{cast.plan}/access", why)).status_code == 201
    entries = (await browser.get(f"/api/plans/{cast.plan}/trail")).json()["items"]
    entry = next(one for one in entries if one["event"] == event)
    path = f"/api/plans/{cast.plan}/trail/{entry['stream_id']}/{entry['seq']}"
    rows = (await browser.get(path)).json()["rows"]
    return [row["before"] for row in rows], [row["after"] for row in rows]


async def test_who_gave_a_task_or_leads_changes_it_and_what_is_left_out_stays(cast: Cast, browser: Open) -> None:
    bea, cem, dov = await browser(cast.bea), await browser(cast.cem), await browser(cast.dov)
    task = await assign(cast, cem, to(cast.dov, note="By phone", due_at=hence(days=2)))
    assert (await change(cast, dov, task, title="Write to the pharmacy")).status_code == 403
    assert (await change(cast, cem, task, title="Write to the pharmacy", priority="urgent")).status_code == 200
    assert (await change(cast, bea, task, repeat_days=7, note=None)).status_code == 200
    seen = await read(cast, dov, task)
    assert (seen["title"], seen["priority"], seen["note"], seen["repeat_days"]) == (
        "Write to the pharmacy", "urgent", None, 7,
    )  # fmt: skip
    assert seen["owner"]["name"] == "Dov Adler"
    assert [(one["event"], one["changed"]) for one in seen["history"][1:]] == [
        ("TaskChanged", ["priority", "title"]), ("TaskChanged", ["note", "repeat_days"]),
    ]  # fmt: skip
    assert await before_and_after(cast, await browser(cast.eli), "TaskChanged") == (
        [{"note": "By phone", "repeat_days": None}], [{"note": None, "repeat_days": 7}],
    )  # fmt: skip
    assert (await change(cast, bea, task)).status_code == 422
    assert (await change(cast, bea, task, title=None)).status_code == 422
    assert (await act(cast, dov, task, "completion")).status_code == 200
    assert (await change(cast, bea, task, title="Too late")).json()["type"] == "/problems/task-cannot-become"


async def test_times_stay_in_their_order_and_tasks_never_wait_in_a_circle(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    first = await assign(cast, bea, to(cast.cem, "Gather", due_at=hence(days=3)))
    second = await assign(cast, bea, to(cast.cem, "Send", waits_for_id=first))
    third = await assign(cast, bea, to(cast.cem, "File", waits_for_id=second))
    assert (await change(cast, bea, first, not_before=hence(days=4))).json()["type"] == "/problems/times-out-of-order"
    assert (await change(cast, bea, second, repeat_days=1)).status_code == 422
    for circle in (third, second, first):
        refused = await change(cast, bea, first, waits_for_id=circle)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/tasks-in-a-circle")
    assert (await change(cast, bea, third, waits_for_id=first)).status_code == 200
    assert (await read(cast, bea, third))["waits_for"]["title"] == "Gather"
    assert (await change(cast, bea, second, waits_for_id=None)).status_code == 200
    assert (await read(cast, bea, second))["waits_for"] is None
    latest = hence(days=5)
    assert (await change(cast, bea, second, latest_at=latest)).status_code == 200
    assert datetime.fromisoformat((await read(cast, bea, second))["due_at"]) == datetime.fromisoformat(latest)


async def test_a_late_task_that_gets_more_time_tells_nobody_any_more_and_can_be_late_again(
    cast: Cast, browser: Open
) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    while await raise_overdue(cast.trail):
        """What others left behind here is told first."""
    late = await assign(cast, cem, to(cast.cem, due_at=ago(hours=25)))
    assert await raise_overdue(cast.trail) == 1
    assert (await change(cast, cem, late, due_at=ago(hours=26))).status_code == 200
    assert len((await bea.get("/api/alarms")).json()) == 1, "it is late still"
    assert (await change(cast, cem, late, due_at=hence(hours=1))).status_code == 200
    assert (await bea.get("/api/alarms")).json() == []
    assert (
        await change(cast, cem, late, due_at=(datetime.now(UTC) - timedelta(days=2)).isoformat())
    ).status_code == 200
    assert await raise_overdue(cast.trail) == 1


async def test_a_checklist_is_added_to_renamed_struck_and_put_in_order(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    task = await assign(cast, bea, to(cast.cem, shared=True, checklist=["Ring", "Write", "Tell Ada"]))
    ring, letter, tell = [one["id"] for one in (await read(cast, cem, task))["checklist"]]
    assert await tick(cast, cem, task, ring) == 200
    points = ({"words": "Find the number"}, {"id": ring, "words": "Ring"}, {"id": tell, "words": "Tell Ada and Dov"})
    assert (await write(cast, ada, task, *points, struck=(letter,))).status_code == 403
    assert (await write(cast, cem, task, *points, struck=(letter,))).status_code == 200
    assert await items(cast, ada, task) == [
        ("Find the number", None), ("Ring", "Cem Aydin"), ("Tell Ada and Dov", None),
    ]  # fmt: skip
    before, after = await before_and_after(cast, await browser(cast.eli), "TaskChecklistChanged")
    assert {"words": "Tell Ada"} in before
    assert "Find the number" in [one.get("words") for one in after]
    assert (await read(cast, bea, task))["checklist_length"] == 3
    assert await tick(cast, cem, task, letter) == 404, "it was struck"


async def test_nobody_writes_over_a_point_they_have_not_seen_or_one_that_is_ticked_off(
    cast: Cast, browser: Open
) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    task = await assign(cast, bea, to(cast.cem, checklist=["Ring"]))
    (ring,) = [one["id"] for one in (await read(cast, cem, task))["checklist"]]
    assert (await write(cast, bea, task, {"id": ring, "words": "Ring"}, {"words": "Write"})).status_code == 200
    unseen = await write(cast, cem, task, {"id": ring, "words": "Ring twice"})
    assert (unseen.status_code, unseen.json()["type"]) == (409, "/problems/list-changed-meanwhile")
    assert await tick(cast, cem, task, ring) == 200
    other = (await read(cast, cem, task))["checklist"][1]["id"]
    for points, struck in (([{"id": ring, "words": "Ring twice"}], (other,)), ([], (ring, other))):
        ticked = await write(cast, cem, task, *points, struck=struck)
        assert (ticked.status_code, ticked.json()["type"]) == (409, "/problems/point-is-ticked")
    assert await items(cast, bea, task) == [("Ring", "Cem Aydin"), ("Write", None)]
