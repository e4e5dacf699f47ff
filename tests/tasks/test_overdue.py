"""A task that is too late tells the lead, once, until it is over; a patient's own tells nobody."""

from datetime import UTC, datetime, timedelta

from careteam.tasks.clock import raise_overdue
from tests.tasks.test_tasks import Open, act, assign, read, to
from tests.world import Cast


def ago(**time: float) -> str:
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


async def test_a_late_task_tells_the_lead_once_and_is_settled_when_it_is_done(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    while await raise_overdue(cast.trail):
        """What others left behind here is told first."""
    late = await assign(cast, cem, to(cast.cem, due_at=ago(hours=25), title="Call the pharmacy"))
    latest = await assign(cast, cem, to(cast.cem, due_at=ago(hours=2), latest_at=ago(hours=1)))
    waiting = to(cast.cem, due_at=ago(hours=99), waits_for_id=late)
    for body in (to(cast.cem, due_at=ago(hours=23)), to(cast.ada, due_at=ago(hours=99)), waiting):
        await assign(cast, bea, body)
    assert await raise_overdue(cast.trail) == 2
    assert await raise_overdue(cast.trail) == 0
    alarms = (await bea.get("/api/alarms")).json()
    assert {(one["subject_id"], one["subject_kind"], one["cause"]) for one in alarms} == {
        (late, "task", "overdue"), (latest, "task", "overdue"),
    }  # fmt: skip
    rows = {row["task_id"]: row for row in (await bea.get("/api/today")).json()["items"]}
    assert (rows[late]["kind"], rows[late]["title"]) == ("alarm", "Call the pharmacy")
    assert (await read(cast, bea, late))["history"][-1]["event"] == "TaskOverdue"
    assert (await act(cast, cem, late, "completion")).status_code == 200
    assert (await act(cast, cem, latest, "cancellation", {"reason": "Too late now"})).status_code == 200
    assert (await bea.get("/api/alarms")).json() == []
    assert await raise_overdue(cast.trail) == 1, "what waited can be done now, and is late"
