"""A simulated quarter of twelve patients: whatever is found ends with what a person recorded, or at the top of its ladder."""

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.coverage import clock, handling
from careteam.coverage.ladders import LADDERS, AlarmOutcome, Level, Subject
from careteam.measures import commands as measures
from careteam.measures import instruments
from careteam.measures.clock import go_on
from careteam.operations.migration import mark_synthetic, without_driver
from careteam.safety import commands as safety
from careteam.safety.models import SafetyCase
from careteam.safetyplan import commands as safetyplan
from tests.conftest import installed
from tests.coverage.week import LATE
from tests.servers import Servers
from tests.world import Cast, make_cast

pytestmark = pytest.mark.skipif("CARETEAM_PROVE" not in os.environ, reason="takes long: CARETEAM_PROVE=1")
PATIENTS, DAYS, BEGINS = 12, 91, datetime(2027, 1, 4, 14, tzinfo=UTC)
PHQ = [item.id for item in instruments.instrument("PHQ-9").required]  # type: ignore[union-attr]
_SET_CLOCK = (
    "UPDATE care.clock SET offset_us = greatest(offset_us, extract(epoch FROM %s - clock_timestamp()) * 1000000)"
)
_OPEN = (
    "SELECT plan_id, subject_id, due_at, step, told FROM care.alarm WHERE closed_at IS NULL AND subject_kind = 'case'"
)
_ENDED = """
SELECT c.id, c.plan_id, c.closed_at, c.outcome, c.assessed_at >= c.evidence_at AS assessed, a.step, a.level, a.told,
  a.acknowledged_by, a.outcome AS alarm_outcome
FROM care.safety_case c JOIN care.alarm a ON a.subject_id = c.id"""
_MISSED = "SELECT plan_id, id FROM care.measure_result WHERE kind = 'missed' AND instrument = 'check-in'"
_EVIDENCE = "SELECT e.plan_id, e.source_id FROM care.safety_evidence e JOIN care.safety_case c ON c.id = e.case_id"


class Quarter:
    """The clinic's quarter: what patients say each week, and what the team makes of it; what should be found is kept here."""

    def __init__(self, trail: Trail, owner_url: str, seed: int) -> None:
        self.trail, self.random = trail, random.Random(seed)
        self._owner_url = without_driver(owner_url)
        self.now = BEGINS
        self.casts: list[Cast] = []
        #: What has to be in a case, by plan: the answers and messages that a rule finds something in.
        self.expected: set[tuple[UUID, UUID]] = set()
        self.late: list[str] = []

    def set_clock(self, to: datetime) -> None:
        self.now = max(self.now, to)
        with psycopg.connect(self._owner_url, autocommit=True) as owner:
            owner.execute(_SET_CLOCK, [self.now])

    async def fetch(self, query: str) -> list[Any]:
        async with self.trail.database.writing() as connection:
            return await connection.fetch(query)

    async def live(self) -> None:
        """Each patient speaks once a week at a time of their own; between that, ladders climb and people answer."""
        self.set_clock(BEGINS)
        self.casts = [await make_cast(self.trail) for _ in range(PATIENTS)]
        for cast in self.casts:
            async with cast.change(cast.ada, Action.DECIDE_WORD_CHECK) as change:
                await safetyplan.decide_word_check(change, agreed=True, wording=1)
            async with cast.change(cast.bea, Action.SCHEDULE_MEASURE) as change:
                rhythm = measures.Rhythm(due_on=BEGINS.date(), every_days=7)
                await measures.schedule_measure(change, instrument="check-in", rhythm=rhythm)
        week, length = timedelta(days=7), timedelta(days=DAYS)
        agenda = sorted(
            (BEGINS + n * week + timedelta(hours=self.random.uniform(0, 160)), place)
            for n in range(DAYS // 7)
            for place in range(PATIENTS)
        )
        for at, place in agenda:
            await self._until(at)
            await go_on(self.trail)
            await self._speaks(self.casts[place])
        await self._until(BEGINS + length + timedelta(days=2))

    async def _until(self, end: datetime) -> None:
        """Let the ladders climb that are due before then; a worker may be late by most of a minute."""
        while True:
            rows = await self.fetch(_OPEN)
            due = min((row["due_at"] for row in rows), default=end)
            if due >= end:
                self.set_clock(end)
                return
            self.set_clock(due + timedelta(seconds=self.random.uniform(0, 50)))
            await clock.climb_ladders(self.trail)
            for row in await self.fetch(_OPEN):
                if row["due_at"] + LATE < self.now:
                    self.late.append(f"{row['subject_id']} was forgotten at step {row['step']}")
                await self._answered(row)

    async def _speaks(self, cast: Cast) -> None:
        """A PHQ-9, and now and then a check-in, a blood pressure, or a message in which the device finds something twice."""
        last = self.random.choices([0, 1, 2, 3], [70, 15, 10, 5])[0]
        items = {id_: 1 for id_ in PHQ[:-1]} | {PHQ[-1]: last}
        await self._answers(cast, "PHQ-9", items, finds=last > 0)
        if self.random.random() < 0.5:
            call = self.random.randrange(2)
            await self._answers(cast, "check-in", {"check-in-today": 1, "check-in-call": call}, finds=call == 1)
        if self.random.random() < 0.3:
            upper = self.random.choice([120, 179, 180, 200])
            await self._answers(cast, "BP", {"8480-6": upper, "8462-4": 90}, finds=upper >= 180)
        for message in [uuid4()] * self.random.choice([0, 0, 0, 1, 2]):
            async with cast.change(cast.ada, Action.TELL_FINDING) as change:
                await safety.tell_finding(change, rule="message-words", version=1, message_id=message)
            self.expected.add((cast.plan, message))

    async def _answers(self, cast: Cast, name: str, items: dict[str, int], *, finds: bool) -> None:
        async with cast.change(cast.ada, Action.RECORD_MEASURE) as change:
            result = await measures.answer_measure(change, measures.Answer(instrument=name, items=items))
        if finds:
            self.expected.add((cast.plan, result))

    async def _answered(self, row: Any) -> None:
        """Of those who were told some take it on, and most of them end it; at the top somebody always does, but in one plan."""
        cast = next(one for one in self.casts if one.plan == row["plan_id"])
        team = [one for one in (cast.bea, cast.cem, cast.dov) if one.person_id in row["told"]]
        nobody = cast is self.casts[-1] and self.now > BEGINS + timedelta(days=DAYS - 2)
        top = cast.eli.person_id in row["told"]
        if nobody or not team or not (top or self.random.random() < 0.4):
            return
        who, case_id = self.random.choice(team), row["subject_id"]
        await self._acts(cast, who, case_id, ends=top or self.random.random() < 0.7)

    async def _acts(self, cast: Cast, who: Actor, case_id: UUID, *, ends: bool) -> None:
        try:
            async with cast.change(who, Action.TAKE_CASE) as change:
                await safety.take_case(change, case_id=case_id)
        except (handling.AlarmIsTaken, safety.CaseIsClosed, problems.NotFound):
            return
        if ends:
            async with cast.change(who, Action.ASSESS_CASE) as change:
                await safety.assess_case(change, case_id=case_id, assessment="As agreed on the phone.")
            async with cast.change(who, Action.CLOSE_CASE) as change:
                outcome = AlarmOutcome.REACHED_SAFE
                await safety.close_case(change, case_id=case_id, outcome=outcome, done="We speak tomorrow.")


@pytest.mark.parametrize("seed", [1])
async def test_every_finding_ends_with_what_a_person_recorded_or_at_the_top_of_its_ladder(
    fresh_database: Callable[..., Servers], seed: int
) -> None:
    servers = fresh_database()
    mark_synthetic(servers.owner_url)
    async with installed(servers) as trail:
        quarter = Quarter(trail, servers.owner_url, seed)
        await quarter.live()
        assert quarter.late == []
        kept = {(row["plan_id"], row["source_id"]) for row in await quarter.fetch(_EVIDENCE)}
        assert {(UUID(int=one.int), UUID(int=two.int)) for one, two in kept if two} >= quarter.expected
        missed = {(row["plan_id"], row["id"]) for row in await quarter.fetch(_MISSED)}
        assert len(missed) > PATIENTS
        assert missed <= kept, "whoever does not answer a check-in is looked for"
        ended = await quarter.fetch(_ENDED)
        assert len(ended) > PATIENTS
        for row in ended:
            if row["closed_at"] is not None:
                assert row["assessed"]
                assert (row["outcome"], row["alarm_outcome"]) == ("reached-and-safe", "reached-and-safe")
            else:
                assert row["step"] == LADDERS[Subject.CASE, Level(row["level"])].top
                assert {one.eli.person_id for one in quarter.casts} & set(row["told"])
        cast = quarter.casts[0]
        async with cast.change(cast.bea, Action.TAKE_CASE) as change:
            assert len(await change.find(SafetyCase, closed_at=None)) <= 1
