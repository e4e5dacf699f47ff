"""Who of a caseload needs somebody, and why; and what became of them, for those who treat and for those who oversee."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import uuid4

import pytest
from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.view import open_view
from careteam.core.ids import PlanId
from careteam.measures.commands import Answer, answer_measure
from careteam.measures.models import MeasureResult
from careteam.measures.outcomes import CourseWord
from careteam.oversight import counting, outcomes
from careteam.oversight.counting import ENOUGH, Count
from careteam.oversight.outcomes import OutcomeFigure, Wanted
from careteam.worklist.need import Need, rank
from tests.world import Browser, Cast, open_plan_for

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
#: Weeks ago and total, of patients who began with a high score.
BETTER = ((12, 20), (8, 9), (4, 4))
SAME = ((12, 18), (8, 17), (4, 16))
WORSE = ((12, 14), (8, 15), (0, 21))
LOW = ((12, 8), (8, 7))
ONCE = ((12, 19),)


async def patient_with(cast: Cast, name: str, scores: tuple[tuple[int, int], ...]) -> PlanId:
    """A patient of Bea's and Cem's whose totals somebody entered from paper."""
    plan, _ = await open_plan_for(
        cast.trail, cast.cora, name, [(cast.bea, Role.PSYCHIATRIST), (cast.cem, Role.THERAPIST)]
    )
    for weeks, total in scores:
        async with cast.change(cast.bea, Action.RECORD_MEASURE, plan=plan) as change:
            at = change.now - timedelta(weeks=weeks, minutes=5)
            await answer_measure(change, Answer(instrument="PHQ-9", total=total, at=at))
    return plan


async def read(who: Browser, path: str) -> Any:
    answer = await who.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_worst_comes_first_and_each_line_says_why(cast: Cast, browser: Open) -> None:
    plans = {
        name: str(await patient_with(cast, name, scores))
        for name, scores in {"Bo Better": BETTER, "Sam Same": SAME, "Wim Worse": WORSE, "Lo Low": LOW}.items()
    }
    bea = await browser(cast.bea)
    told = await read(bea, "/api/caseload")
    lines = {line["plan_id"]: line for line in told["items"]}
    assert set(lines) == {*plans.values(), str(cast.plan)}
    assert [line["plan_id"] for line in told["items"]][:2] == [plans["Wim Worse"], plans["Sam Same"]]
    found = {
        name: (lines[id_]["course"]["word"], [one["need"] for one in lines[id_]["lasting"]])
        for name, id_ in plans.items()
    }
    assert found == {
        "Bo Better": ("remission", []), "Sam Same": ("no-change", ["not-improving"]),
        "Wim Worse": ("worse", ["not-improving"]), "Lo Low": ("no-change", []),
    }  # fmt: skip
    assert lines[plans["Bo Better"]]["course"]["newest"] == [20, 9, 4]
    assert lines[str(cast.plan)]["course"] is None
    only = await read(bea, f"/api/caseload?need={Need.NOT_IMPROVING}&limit=1")
    rest = await read(bea, f"/api/caseload?need={Need.NOT_IMPROVING}&limit=1&after={only['next']}")
    assert [line["patient"]["name"] for line in (*only["items"], *rest["items"])] == ["Wim Worse", "Sam Same"]
    assert rest["next"] is None
    assert {one["need"]: one["patients"] for one in told["counts"]}["not-improving"] == 2
    assert (await read(await browser(cast.fay), "/api/caseload"))["items"] == []
    for actor in (cast.ada, cast.eli, cast.cora):
        assert (await (await browser(actor)).get("/api/caseload")).status_code == 403


async def test_the_clinic_is_counted_and_nobody_is_told_a_score(cast: Cast, browser: Open) -> None:
    before = await counted(cast)
    for n, scores in enumerate((BETTER, BETTER, SAME, WORSE, ONCE, LOW)):
        await patient_with(cast, f"Counted {n}", scores)
    after = await counted(cast)
    told = {Count.RESPONSE: 2, Count.REMISSION: 0, Count.NEITHER: 2, Count.NO_SCORE: 1}
    assert {each: after[each] - before[each] for each in told} == told, "four weeks after the first"
    eli = await browser(cast.eli)
    answer = await read(eli, "/api/oversight/outcomes")
    assert answer["enough"] == ENOUGH
    at_four = next(one for one in answer["marks"] if one["weeks"] == 4)
    assert at_four["people"] >= ENOUGH
    rows = (await read(eli, "/api/oversight/outcomes/mark?weeks=4&limit=100"))["items"]
    assert len(rows) == at_four["people"]
    assert set(rows[0]) == {"plan", "began_at", "counted_as", "days", "last_score_at", "last_contact_at"}
    silent = await read(eli, "/api/oversight/outcomes/drop-out?counted_as=silent&limit=100")
    assert len(silent["items"]) == answer["drop_out"]["silent"]
    for actor in (cast.bea, cast.pia, cast.cora, cast.adam, cast.ada):
        assert (await (await browser(actor)).get("/api/oversight/outcomes")).status_code == 403


async def counted(cast: Cast) -> dict[Count, int]:
    """How many of the clinic count as what eight weeks... four weeks after they began."""
    async with open_view(cast.trail, cast.eli, Action.READ_OUTCOMES, screen="test") as view:
        among = await counting.among(counting.clinic(view))
        assert {one.plan_id for one in among.people} <= view.seen
        page = outcomes._behind(among, Wanted(figure=OutcomeFigure.MARK, weeks=4))  # pyright: ignore[reportPrivateUsage]
    return {each: sum(each in counts for _, counts in page) for each in Count}


async def test_those_who_treat_see_their_own_however_few(cast: Cast, browser: Open) -> None:
    mine = str(await patient_with(cast, "Only One", BETTER))
    bea, fay = await browser(cast.bea), await browser(cast.fay)
    rows = (await read(bea, "/api/outcomes/mark?weeks=8&counted_as=remission"))["items"]
    assert [row["plan"]["id"] for row in rows] == [mine]
    told = await read(bea, "/api/outcomes")
    assert next(one for one in told["marks"] if one["weeks"] == 8)["remission"] == 1
    assert (await read(fay, "/api/outcomes"))["drop_out"] == {
        "people": 0,
        "silent": 0,
        "in_touch": 0,
        "days": 60,
    }
    assert (await (await browser(cast.eli)).get("/api/outcomes")).status_code == 403


async def test_what_one_may_not_read_is_counted_for_outcomes_alone(cast: Cast) -> None:
    async with open_view(cast.trail, cast.eli, Action.REVIEW_TRAIL, screen="test") as view:
        with pytest.raises(RuntimeError):
            await view.counted(select(MeasureResult), MeasureResult)


def test_rank_puts_the_worse_first_then_what_presses_most_then_what_lasts_longest() -> None:
    now = datetime.now(UTC)
    long, short = now - timedelta(days=40), now - timedelta(days=3)
    order = [
        rank({Need.NOT_IMPROVING: short}, CourseWord.WORSE, uuid4(), now),
        rank({Need.NOT_IMPROVING: short, Need.NO_CONTACT: long}, CourseWord.NO_CHANGE, uuid4(), now),
        rank({Need.NOT_IMPROVING: long}, CourseWord.NO_CHANGE, uuid4(), now),
        rank({Need.NOT_IMPROVING: short}, CourseWord.NO_CHANGE, uuid4(), now),
        rank({Need.NO_CONTACT: long}, CourseWord.REMISSION, uuid4(), now),
        rank({Need.SCALE_OVERDUE: long}, None, uuid4(), now),
        rank({}, CourseWord.RESPONSE, uuid4(), now),
    ]
    assert order == sorted(order)
