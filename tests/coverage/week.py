"""A week of a clinic on a clock that is moved: people come, go, are away and on duty, and alarms are raised; one seed, one week.

What the world should do is kept here by itself (`Clinic`), so that a ladder that errs is found out by something else.
"""

import heapq
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeAlias
from uuid import UUID

import psycopg

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.ids import PersonId, new_id
from careteam.coverage import absences, clock, commands, handling, ladder
from careteam.coverage.ladders import LADDERS, AlarmOutcome, Cause, Level, Subject
from careteam.coverage.rules import AbsenceKind
from careteam.coverage.zone import clinic_zone
from careteam.messaging import care
from careteam.operations.migration import without_driver
from careteam.plans import team
from tests.world import Cast, person

#: Midnight of the Monday on which the week begins; on its Sunday the clocks of Chicago go forward.
MONDAY = datetime(2027, 3, 8, 6, tzinfo=UTC)
WEEK = timedelta(days=7)
LATE = timedelta(seconds=60)
FORGOTTEN = timedelta(minutes=10)
Worker: TypeAlias = Callable[[Trail], Awaitable[int]]
_SET_CLOCK = (
    "UPDATE care.clock SET offset_us = greatest(offset_us, extract(epoch FROM %s - clock_timestamp()) * 1000000)"
)
_ALARMS = """
SELECT id, subject_kind, level, step, stepped_at, told, reached, raised_at, raised_by, acknowledged_at, acknowledged_by,
  lapsed, closed_at, outcome, due_at FROM care.alarm WHERE plan_id = $1 ORDER BY raised_at, id"""


@dataclass
class Told:
    """A step that an alarm has taken: which, when, whom it told, and who of them was not there to be told."""

    step: int
    at: datetime
    told: frozenset[UUID]
    missing: frozenset[UUID]


@dataclass
class Life:
    """What became of an alarm, as it was seen from outside."""

    level: Level
    steps: list[Told] = field(default_factory=list[Told])
    #: When somebody acknowledged it or said what came of it.
    answers: set[datetime] = field(default_factory=set[datetime])
    closed: bool = False


class Clinic:
    """The clinic's week: its clock, its people, and what is known of them besides the database."""

    def __init__(
        self, cast: Cast, owner_url: str, seed: int, anew: Callable[[], Awaitable[Trail]],
        worker: Worker = clock.climb_ladders, monday: datetime = MONDAY,
    ) -> None:  # fmt: skip
        self.cast, self.random, self._worker, self._anew = cast, random.Random(seed), worker, anew
        self.monday = monday
        #: In seconds: how late a worker may be that has to start again.
        self.latest = 50.0
        self._works_in = cast.trail
        self.lives: dict[UUID, Life] = {}
        self.away: dict[UUID, datetime] = {}
        self.duty: dict[UUID, tuple[Role, datetime]] = {}
        self.members = {one.person_id: one for one in (cast.bea, cast.cem, cast.dov)}
        self._owner_url = without_driver(owner_url)
        self._agenda: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        self._number = count()
        self.room: UUID = new_id()
        self.now = monday

    def set_clock(self, to: datetime) -> None:
        """Let the clinic's clock show this."""
        self.now = to
        with psycopg.connect(self._owner_url, autocommit=True) as owner:
            owner.execute(_SET_CLOCK, [to])

    async def people(self) -> None:
        """Who is on duty in turn, and the team's conversation, which the therapist looks after."""
        self.hal = await person(self.cast.trail, "Hal Moss", Role.THERAPIST)
        self.gus = await person(self.cast.trail, "Gus Lind", Role.PSYCHIATRIST)
        async with self.cast.trail.database.writing() as connection:
            self.room = await connection.fetchval(
                "SELECT id FROM care.conversation WHERE plan_id = $1 AND kind = 'team'", self.cast.plan
            )
        async with self.cast.change(self.cast.cem, Action.CLAIM_CONVERSATION) as change:
            await care.claim_conversation(change, conversation_id=self.room)

    def plan(self, at: datetime, what: Callable[[], Awaitable[None]]) -> None:
        """Let something happen then."""
        heapq.heappush(self._agenda, (at, next(self._number), what))

    def plan_week(self, alarms: int) -> None:
        """Alarms at any hour, duty at night, people away, a therapist who leaves the team and comes back."""
        for _ in range(alarms):
            self.plan(self._moment(), self.raise_alarm)
        for day in range(7):
            for who, role in ((self.hal, Role.THERAPIST), (self.gus, Role.PSYCHIATRIST)):
                if self.random.random() < 0.7:
                    self.plan(self.monday + timedelta(days=day, hours=18), self._on_duty(who, role))
        for who in (self.cast.bea, self.cast.cem, self.cast.dov, self.cast.fay, self.hal, self.cast.eli):
            for _ in range(2):
                self.plan(self._moment(), self._goes_away(who))
        self.plan(self._moment(), self._leaves(self.cast.cem))
        # All away at once, and an alarm then; and one in the night in which the clocks change.
        nobody = self._moment()
        for n, who in enumerate((self.cast.bea, self.cast.cem, self.cast.dov, self.hal, self.gus)):
            self.plan(nobody + timedelta(seconds=n), self._goes_away(who, alone=True))
        self.plan(nobody + timedelta(minutes=1), self.raise_alarm)
        self.plan(self.monday + timedelta(days=6, hours=1, minutes=55), self.raise_alarm)

    def _moment(self) -> datetime:
        return self.monday + timedelta(seconds=self.random.randrange(int(WEEK.total_seconds())))

    async def live(self) -> None:
        """Let the week pass; then as long as it takes until no alarm could climb any further."""
        while self._agenda or await self.due() is not None:
            due = await self.due()
            at = self._agenda[0][0] if self._agenda else datetime.max.replace(tzinfo=UTC)
            if due is not None and due <= at:
                if not self._agenda and self._settled():
                    return
                if due + FORGOTTEN < self.now:
                    return  # no worker takes it up any more
                # A worker may be late, or be starting again; never by more than a minute.
                self.set_clock(max(self.now, due + timedelta(seconds=self.random.uniform(0, self.latest))))
                await self.work()
                if await self.due() == due:
                    self.set_clock(self.now + timedelta(minutes=1))
            else:
                _, _, what = heapq.heappop(self._agenda)
                self.set_clock(max(self.now, at))
                await what()
                await self.look()

    def _settled(self) -> bool:
        """Whether every alarm is closed, or has told the supervisor and been told of again."""
        return all(one.closed or _at_top(one) for one in self.lives.values())

    async def due(self) -> datetime | None:
        """When the next alarm climbs."""
        async with self.cast.trail.database.writing() as connection:
            query = "SELECT min(due_at) FROM care.alarm WHERE plan_id = $1"
            return await connection.fetchval(query, self.cast.plan)

    async def work(self) -> None:
        """Let the worker do what is due; now and then it has begun anew, and knows nothing but the database."""
        if self.random.random() < 0.2:
            self._works_in = await self._anew()
        await self._worker(self._works_in)
        await self.look()

    async def look(self) -> None:
        """Note what alarms have done since the last look, and let whoever was told decide what to do."""
        async with self.cast.trail.database.writing() as connection:
            rows = await connection.fetch(_ALARMS, self.cast.plan)
        for row in rows:
            life = self.lives.setdefault(row["id"], Life(Level(row["level"])))
            if not life.steps or life.steps[-1].at != row["stepped_at"]:
                before = frozenset[UUID]().union(*(one.told for one in life.steps))
                new = frozenset(row["told"]) - before if row["step"] < _top(life.level) else self._supervisors(row)
                life.steps.append(Told(row["step"], row["stepped_at"], new, frozenset(filter(self._missing, new))))
                self._decide(row["id"], new)
            life.answers |= {at for at in (row["acknowledged_at"], row["closed_at"]) if at is not None}
            life.closed = row["closed_at"] is not None

    def _supervisors(self, row: Any) -> frozenset[UUID]:
        return frozenset({self.cast.eli.person_id}) & frozenset(row["told"])

    def _missing(self, person_id: UUID) -> bool:
        """Whether somebody is not to be told now, by what is known here."""
        if person_id == self.cast.eli.person_id:
            return False  # somebody has to know
        held = person_id in self.duty and self.now < self.duty[person_id][1]
        here = person_id in self.members or held or person_id == self.cast.fay.person_id
        return not here or self.now < self.away.get(person_id, self.now)

    def _decide(self, alarm_id: UUID, told: frozenset[UUID]) -> None:
        """Some answer, soon or late, some never do, and sometimes two at once."""
        soon = self.random.random() < 0.3
        for person_id in sorted(told):
            if self.random.random() < 0.45:
                at = self.now + timedelta(seconds=1 if soon else self.random.expovariate(1 / 400))
                self.plan(at, self._answers(person_id, alarm_id))

    def _answers(self, person_id: UUID, alarm_id: UUID) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            actor = self._actor(person_id)
            if await self.acknowledge(actor, alarm_id) and self.random.random() < 0.7:
                after = timedelta(seconds=self.random.uniform(30, 2 * 3600))
                self.plan(self.now + after, self._closes(actor, alarm_id))

        return act

    def _closes(self, actor: Actor, alarm_id: UUID) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            await self.close_alarm(actor, alarm_id, self.random.choice(list(AlarmOutcome)))

        return act

    async def acknowledge(self, actor: Actor, alarm_id: UUID) -> bool:
        """Take an alarm on; whether somebody else had not, and it was theirs to."""
        try:
            async with self.cast.change(actor, Action.ACKNOWLEDGE_ALARM) as change:
                await handling.acknowledge(change, alarm_id=alarm_id)
        except (handling.AlarmIsTaken, handling.AlarmIsClosed, problems.NotFound, problems.Forbidden):
            return False
        return True

    async def close_alarm(self, actor: Actor, alarm_id: UUID, outcome: AlarmOutcome) -> None:
        """Say what came of an alarm, where somebody else has not and it is theirs to."""
        with suppress(handling.AlarmIsClosed, problems.NotFound, problems.Forbidden):
            async with self.cast.change(actor, Action.CLOSE_ALARM) as change:
                await handling.close(change, alarm_id=alarm_id, outcome=outcome)

    def _actor(self, person_id: UUID) -> Actor:
        cast = self.cast
        everybody = (cast.bea, cast.cem, cast.dov, cast.eli, cast.fay, self.hal, self.gus)
        return next(one for one in everybody if one.person_id == person_id)

    async def raise_alarm(self) -> None:
        """The patient sends something that cannot wait, to the team's conversation."""
        level = self.random.choice([Level.URGENT, Level.URGENT, Level.STAT])
        about = ladder.About(
            kind=Subject.MESSAGE, id=new_id(), shared=True, conversation_id=self.room, owner_id=self.cast.cem.person_id
        )
        while not await self._sent(about, level):
            pass

    async def _sent(self, about: ladder.About, level: Level) -> bool:
        """Whether it went out. Not so where somebody's standing changed meanwhile: their client sends it again then."""
        try:
            async with self.cast.change(self.cast.ada, Action.SEND_MESSAGE) as change:
                change.require(Action.SEND_MESSAGE, in_conversation=True)
                await ladder.raise_alarm(change, about, level, Cause.SAFETY)
        except problems.StandingChanged:
            return False
        except ladder.TooManyAlarms:
            pass
        return True

    def _on_duty(self, who: Actor, role: Role) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            zone = clinic_zone()
            begins = (self.now + timedelta(minutes=1)).astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
            ends = begins + timedelta(hours=14)
            async with open_change(self.cast.trail, self.cast.cora, Action.PLAN_DUTY) as change:
                await commands.plan_shift(change, role=role, person_id=who.person_id, begins=begins, ends=ends)
            until = ends.replace(tzinfo=zone).astimezone(UTC)
            self.duty[who.person_id] = (role, until)

        return act

    def _goes_away(self, who: Actor, *, alone: bool = False) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            hours = self.random.uniform(1, 12)
            cover = None if alone or who == self.cast.fay or self.random.random() < 0.5 else self.cast.fay
            async with open_change(self.cast.trail, who, Action.SET_AVAILABILITY) as change:
                until = change.now + timedelta(hours=hours)
                cover_id = cover.person_id if cover else None
                try:
                    await absences.set_availability(change, kind=AbsenceKind.AWAY, until=until, cover_id=cover_id)
                except absences.CoverIsAway:
                    await absences.set_availability(change, kind=AbsenceKind.AWAY, until=until)
            self.away[who.person_id] = until

        return act

    def _leaves(self, who: Actor) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            async with self.cast.change(self.cast.cora, Action.CHANGE_TEAM) as change:
                row = next(row for row in await team.present(change) if row.person_id == who.person_id)
                await team.leave(change, relation_id=row.id, reason="Another team needs them")
            del self.members[who.person_id]
            self.plan(self.now + timedelta(hours=30), self._returns(who))

        return act

    def _returns(self, who: Actor) -> Callable[[], Awaitable[None]]:
        async def act() -> None:
            async with self.cast.change(self.cast.cora, Action.CHANGE_TEAM) as change:
                await team.join(change, person_id=PersonId(who.person_id), role=Role.THERAPIST)
            self.members[who.person_id] = who

        return act


def _top(level: Level) -> int:
    return LADDERS[Subject.MESSAGE, level].top


def _at_top(life: Life) -> bool:
    last = life.steps[-1]
    return last.step == _top(life.level) and bool(last.told)


def broken(lives: dict[UUID, Life], now: datetime) -> list[str]:
    """What the ladders have done that they must not: each alarm is acknowledged within its step's limit, or a higher step
    is told within a minute of it; no step tells nobody, or somebody who is not there; and each ends with an outcome, or at
    the top with the supervisor told.
    """
    found: list[str] = []
    for life in lives.values():
        ladder_ = LADDERS[Subject.MESSAGE, life.level]
        for n, step in enumerate(life.steps):
            if not step.told and step.step < ladder_.top:
                found.append(f"step {step.step} told nobody and stayed")
            if step.missing:
                found.append(f"step {step.step} told somebody who is not there")
            limit = step.at + timedelta(minutes=ladder_.steps[step.step].minutes) + LATE
            after = [one.at for one in life.steps[n + 1 : n + 2]] + [at for at in life.answers if at >= step.at]
            if now > limit and not any(at <= limit for at in after):
                found.append(f"step {step.step} was neither acknowledged nor followed in time")
        if not life.closed and not _at_top(life):
            found.append(f"ended at step {life.steps[-1].step}, and nobody said what came of it")
    return found


@asynccontextmanager
async def lived(clinic: Clinic, alarms: int) -> AsyncIterator[Clinic]:
    """A clinic whose week has passed."""
    clinic.set_clock(clinic.monday)
    await clinic.people()
    clinic.plan_week(alarms)
    await clinic.live()
    yield clinic
