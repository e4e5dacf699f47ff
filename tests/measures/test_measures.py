"""Measures over HTTP: put into the plan, answered by the patient or for them, read by both."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.view import open_feed
from careteam.coverage.zone import clinic_zone
from careteam.measures import events, instruments
from careteam.measures.asked import still_asked
from careteam.measures.clock import go_on
from careteam.measures.models import MeasureSchedule
from careteam.measures.rules import ScheduleStatus
from careteam.measures.turns import which_of
from tests.notifications.test_invitation_mail import drain
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
PHQ = [item.id for item in instruments.instrument("PHQ-9").required]  # type: ignore[union-attr]


def day(days: int = 0) -> str:
    return (datetime.now(clinic_zone()).date() + timedelta(days=days)).isoformat()


def phq(*values: int | None) -> dict[str, Any]:
    """Answers to the first items; None: left out."""
    return {"items": {id_: value for id_, value in zip(PHQ, values, strict=False) if value is not None}}


def nine(total: int, *, last: int = 0) -> dict[str, Any]:
    """Nine answers that add up to this total."""
    rest = total - last
    values = [min(3, max(0, rest - 3 * n)) for n in range(8)]
    return phq(*values, last)


async def schedule(cast: Cast, by: Browser, instrument: str = "PHQ-9", **more: Any) -> str:
    body = {"instrument": instrument, "due_on": day(), "every_days": 14, **more}
    answer = await by.send_change("POST", f"/api/plans/{cast.plan}/measure-schedules", body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def give(cast: Cast, by: Browser, body: dict[str, Any], instrument: str = "PHQ-9", **options: Any) -> Any:
    return await by.send_change("POST", f"/api/plans/{cast.plan}/measures/{instrument}/results", body, **options)


async def given(cast: Cast, by: Browser, body: dict[str, Any], instrument: str = "PHQ-9") -> str:
    answer = await give(cast, by, body, instrument)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def read(cast: Cast, by: Browser) -> dict[str, Any]:
    return (await by.get(f"/api/plans/{cast.plan}/measures")).json()


async def course(cast: Cast, by: Browser, instrument: str = "PHQ-9", **query: Any) -> list[dict[str, Any]]:
    return (await by.get(f"/api/plans/{cast.plan}/measures/{instrument}/results", params=query)).json()["items"]


async def put_back(cast: Cast, days: int) -> None:
    """Let this much time pass for what is asked for: everything was due so many days earlier."""
    async with cast.change(Actor.system(), Action.RUN_REACTION) as change:
        for row in await change.find(MeasureSchedule, status=ScheduleStatus.ACTIVE):
            row.due_on -= timedelta(days=days)
            for name in ("due_at", "waiting_since", "lapses_at", "remind_at"):
                if (moment := getattr(row, name)) is not None:
                    setattr(row, name, moment - timedelta(days=days))
            await change.record(events.MeasureScheduleChanged(**which_of(row)))


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_what_is_asked_for_is_answered_and_says_what_changed(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    goal = (await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Feel better"})).json()["id"]
    await schedule(cast, bea, goal_id=goal)
    (asked,) = (await read(cast, ada))["schedules"]
    assert (asked["due_on"], asked["every_days"], asked["goal"]["words"]) == (day(), 14, "Feel better")
    earlier = (datetime.now(UTC) - timedelta(days=40)).isoformat()
    await given(cast, bea, {**nine(20), "at": earlier})
    await given(cast, ada, nine(10))
    seen = await read(cast, ada)
    assert seen["schedules"][0]["due_on"] == day(14)
    (latest,) = seen["latest"]
    assert (latest["total"], latest["band"], latest["on_behalf"]) == (10, "moderate", False)
    assert latest["change"] == {
        "baseline": 20, "baseline_at": latest["change"]["baseline_at"], "points": -10, "course": "improved",
        "important": True, "response": True, "remission": False, "deteriorated": False,
    }  # fmt: skip
    newest, first = await course(cast, bea)
    assert newest == latest
    assert (first["total"], first["on_behalf"], first["recorded_by"]["name"]) == (20, True, "Bea Boateng")
    assert (await course(cast, bea, limit=1))[0]["change"] == latest["change"], "whatever page it stands on"


async def test_what_was_left_out_is_never_counted_as_zero(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    await given(cast, ada, phq(3, 3, None, 3, 3, 3, 3, 3, 0))
    (seen,) = (await read(cast, ada))["latest"]
    assert (seen["total"], seen["band"], seen["missing"]) == (None, None, [PHQ[2]])
    assert problem(await give(cast, ada, {"items": {}})) == (422, "answer-not-possible")
    assert problem(await give(cast, ada, phq(4))) == (422, "answer-not-possible")
    assert problem(await give(cast, ada, {"items": {"44250-0": 1}})) == (422, "answer-not-possible")


async def test_the_same_answer_sent_twice_arrives_once(cast: Cast, browser: Open) -> None:
    ada, key = await browser(cast.ada), uuid4()
    answers = [await give(cast, ada, nine(9), key=key) for _ in range(2)]
    assert {one.json()["id"] for one in answers} == {(await course(cast, ada))[0]["id"]}
    assert len(await course(cast, ada)) == 1


async def test_what_nobody_answered_is_kept_as_missed_and_an_answer_that_comes_late_mends_it(
    cast: Cast, browser: Open
) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    await schedule(cast, bea)
    await put_back(cast, 15)
    late = (await read(cast, bea))["schedules"][0]
    assert late["overdue_since"] is not None
    while await go_on(cast.trail):
        """One time after the other."""
    (missed,) = await course(cast, bea)
    assert (missed["kind"], missed["total"], missed["recorded_by"], missed["due_on"]) == (
        "missed",
        None,
        None,
        day(-15),
    )
    assert (await read(cast, bea))["schedules"][0]["due_on"] == day(-1)
    assert (await read(cast, bea))["latest"] == []
    offline = (datetime.now(UTC) - timedelta(days=13)).isoformat()
    assert await given(cast, ada, {**nine(7), "at": offline}) == missed["id"]
    (mended,) = await course(cast, bea)
    assert (mended["kind"], mended["total"]) == ("answered", 7)
    assert (await read(cast, bea))["schedules"][0]["overdue_since"] is None
    await given(cast, ada, nine(6))
    assert (await read(cast, bea))["schedules"][0]["due_on"] == day(13), "the rhythm stays"


async def test_who_may_ask_answer_and_be_reminded(cast: Cast, browser: Open) -> None:
    ada, bea, fay = await browser(cast.ada), await browser(cast.bea), await browser(cast.fay)
    asked, path = {"instrument": "WHO-5", "due_on": day()}, f"/api/plans/{cast.plan}/measure-schedules"
    assert (await ada.send_change("POST", path, asked)).status_code == 403
    assert (await fay.send_change("POST", path, asked)).status_code == 404
    assert (await bea.send_change("POST", path, {**asked, "instrument": "QIDS"})).status_code == 404
    assert problem(await bea.send_change("POST", path, {**asked, "due_on": day(-1)})) == (422, "rhythm-not-possible")
    one = await schedule(cast, bea, "WHO-5")
    assert problem(await bea.send_change("POST", path, asked)) == (409, "already-scheduled")
    assert problem(await give(cast, ada, {"total": 60}, "WHO-5")) == (403, "only-by-the-team"), "we may not show it"
    assert problem(await give(cast, bea, {"total": 61}, "WHO-5")) == (422, "answer-not-possible")
    await given(cast, bea, {"total": 60}, "WHO-5")
    reminder = f"/api/plans/{cast.plan}/measure-reminder"
    assert (await ada.send_change("PUT", reminder, {"at": "18:00"})).status_code == 404, "nothing to be reminded of"
    await schedule(cast, bea)
    assert (await bea.send_change("PUT", reminder, {"at": "18:00"})).status_code == 403
    assert (await ada.send_change("PUT", reminder, {"at": "18:00"})).status_code == 200
    by_name = {row["instrument"]: row for row in (await read(cast, ada))["schedules"]}
    assert by_name["PHQ-9"]["remind_at"] == "18:00"
    assert by_name["WHO-5"]["remind_at"] is None
    status = f"{path}/{one}/status"
    assert (await bea.send_change("PUT", status, {"status": "on-hold"})).status_code == 200
    assert (await bea.send_change("PUT", status, {"status": "completed"})).status_code == 200
    assert problem(await bea.send_change("PUT", status, {"status": "active"})) == (409, "schedule-is-over")


@pytest.mark.parametrize(("status", "left"), [("on-hold", 1), ("completed", 0)])
async def test_a_plan_that_rests_asks_for_nothing(cast: Cast, browser: Open, status: str, left: int) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    await schedule(cast, bea)
    path = f"/api/plans/{cast.plan}/status"
    assert (await bea.send_change("PUT", path, {"status": status, "reason": "A journey"})).status_code == 200
    await put_back(cast, 40)
    while await go_on(cast.trail):
        """Nothing of this plan."""
    assert await course(cast, bea) == []
    assert (await give(cast, ada, nine(3))).status_code == 403
    assert (await bea.send_change("PUT", path, {"status": "active", "reason": "Back"})).status_code == 200
    assert [row["due_on"] >= day() for row in (await read(cast, bea))["schedules"]] == [True] * left


async def test_the_patient_is_reminded_once_at_the_time_they_chose_until_they_have_answered(
    cast: Cast, browser: Open
) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    one = UUID(await schedule(cast, bea, due_on=day(1)))
    path = f"/api/plans/{cast.plan}/measure-reminder"
    assert (await ada.send_change("PUT", path, {"at": "00:00"})).status_code == 200
    await put_back(cast, 1)
    while await go_on(cast.trail):
        """Whatever else is due."""
    await drain(cast.trail)
    async with cast.trail.database.writing() as connection:
        query = "SELECT person_id, about, channel, stream_id FROM care.notice WHERE subject_id = $1 ORDER BY channel"
        notices = await connection.fetch(query, one)
    assert [(row["person_id"], row["about"], row["channel"]) for row in notices] == [
        (cast.ada.person_id, "measure", channel) for channel in ("mail", "push", "sms")
    ]
    for given_, asked in ((False, True), (True, False)):
        if given_:
            await given(cast, ada, nine(5))
        async with open_feed(cast.trail, [UUID(int=notices[0]["stream_id"].int)]) as view:
            assert await still_asked(view, one) is asked
