"""How long it takes: the numbers against a plain computation over the same history, their rows, and for whom they are."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from careteam.access.actions import Action
from careteam.access.roles import PATIENT_SIDE, Actor, Role
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.core.ids import new_id
from careteam.main import create_app
from careteam.messaging import care
from careteam.messaging import commands as messaging
from careteam.messaging.models import Message
from careteam.messaging.rules import ConversationKind, MessagePriority
from careteam.operations.migration import mark_synthetic
from careteam.oversight import times
from careteam.oversight.times import Days, End, Measure, Wanted
from tests.conftest import installed
from tests.servers import Servers, Shared, database
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
EXAMPLES = 60 if "CARETEAM_PROVE" in os.environ else 6
#: What is said, by how urgent it is.
SAID = {"say": MessagePriority.ROUTINE, "urgent": MessagePriority.URGENT, "stat": MessagePriority.STAT}
#: Who does what, how many minutes after what was done before.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("ada", "ada", "ada", "bea", "cem", "cem", "dov")),
        st.sampled_from(("say", "say", "say", "urgent", "stat", "hint", "close", "reopen")),
        st.integers(0, 200),
    ),
    min_size=8,
    max_size=24,
)

#: Enough of everything for all numbers to be told.
BUSY = [
    step
    for n, staff in enumerate(("bea", "cem", "dov") * 5)
    for step in (
        ("ada", "say", 37),
        ("ada", ("say", "urgent", "stat")[n % 3], n),
        *([(staff, "close", 9)] if n % 5 == 4 else []),
        (staff, "say", 3 + n * n),
        *([(staff, "close", 11)] if n % 2 else []),
    )
]


@dataclass(frozen=True)
class Span:
    """Since when, until when, in which role it was ended, and how urgent what waited was."""

    measure: Measure
    end: End
    since: datetime
    until: datetime | None = None
    role: Role | None = None
    priority: MessagePriority | None = None

    @property
    def took(self) -> float:
        assert self.until is not None
        return (self.until - self.since).total_seconds()


@dataclass
class Told:
    """A conversation's history, as it happened: when, what, by whom."""

    opened_at: datetime
    lines: list[tuple[datetime, str, Role]] = field(default_factory=list[tuple[datetime, str, Role]])

    def spans(self) -> list[Span]:
        """What a reader with a watch would have written down."""
        found: list[Span] = []
        waiting: datetime | None = None
        urgency = MessagePriority.ROUTINE
        going: datetime | None = None
        closed: tuple[datetime, Role] | None = None

        def shut() -> None:
            if closed is not None:
                found.append(Span(Measure.CLOSE, End.DONE, going or self.opened_at, *closed))
                if waiting is not None:
                    found.append(Span(Measure.FIRST_REPLY, End.DROPPED, waiting, *closed, urgency))

        for at, what, role in self.lines:
            if what == "close":
                closed = (at, role)
            elif what == "reopen":
                closed = None
            elif what in SAID:
                if closed is not None:
                    shut()
                    waiting, going, closed = None, None, None
                going = going or at
                if role in PATIENT_SIDE:
                    before = urgency if waiting is not None else MessagePriority.ROUTINE
                    waiting, urgency = waiting or at, max(before, SAID[what], key=list(MessagePriority).index)
                elif waiting is not None:
                    found.append(Span(Measure.FIRST_REPLY, End.DONE, waiting, at, role, urgency))
                    waiting = None
        shut()
        if closed is None and waiting is not None:
            found.append(Span(Measure.FIRST_REPLY, End.OPEN, waiting, priority=urgency))
        if closed is None and going is not None:
            found.append(Span(Measure.CLOSE, End.OPEN, going))
        return found


@dataclass
class Clinic:
    """A clinic of this file's, its clock, and all that has happened there."""

    trail: Trail
    owner: "asyncpg.Connection[Any]"
    past: list[Told] = field(default_factory=list[Told], repr=False)
    ahead: timedelta = timedelta()

    async def later(self, minutes: int) -> None:
        self.ahead += timedelta(minutes=minutes)
        offset = self.ahead // timedelta(microseconds=1)
        await self.owner.execute("UPDATE care.clock SET offset_us = $1", offset)

    def spans(self, since: datetime) -> list[Span]:
        return [span for told in self.past for span in told.spans() if span.since >= since]


@pytest.fixture(scope="module")
def servers(shared_servers: Shared, redis_number: int) -> Iterator[Servers]:
    """A database of this file's: its numbers are the clinic's, and its clock moves."""
    with database(shared_servers, redis_number=redis_number) as made:
        mark_synthetic(made.owner_url)
        yield made


@pytest_asyncio.fixture(scope="module")
async def trail(servers: Servers) -> AsyncIterator[Trail]:
    """An installation of this file's."""
    async with installed(servers) as opened:
        yield opened


@pytest.fixture(scope="module")
def app(trail: Trail) -> FastAPI:
    """The web app over it."""
    made = create_app()
    made.state.trail = trail
    return made


@pytest_asyncio.fixture(scope="module")
async def clinic(trail: Trail, servers: Servers) -> AsyncIterator[Clinic]:
    """Nothing was said here yet."""
    owner = await asyncpg.connect(servers.owner_url)
    yield Clinic(trail, owner)
    await owner.close()


async def perform(cast: Cast, room: UUID, who: str, what: str) -> tuple[datetime, str, Role] | None:
    """Do it, as far as it can be done; what is written down of it."""
    actor: Actor = getattr(cast, who)
    action = {"close": Action.CLOSE_CONVERSATION, "reopen": Action.REOPEN_CONVERSATION}.get(what, Action.SEND_MESSAGE)
    async with cast.change(actor, action) as change:
        conversation, member = await messaging.joined(change, room)
        change.require(action, in_conversation=True, owner_id=actor.person_id)
        if what in ("close", "reopen"):
            if (conversation.closed_at is None) != (what == "close"):
                return None
            await (care.close_conversation if what == "close" else care.reopen_conversation)(
                change, conversation_id=room
            )
        else:
            priority = SAID.get(what, MessagePriority.ROUTINE)
            said = Message(id=new_id(), envelope=b"x", epoch=0, silent=what == "hint", about=[], priority=priority)
            await messaging.say(change, conversation, member, said)
        return change.now, what, change.role


async def live_through(clinic: Clinic, cast: Cast, steps: list[tuple[str, str, int]]) -> None:
    async with cast.change(cast.bea, Action.OPEN_CONVERSATION) as change:
        room = await messaging.open_conversation(change, kind=ConversationKind.TEAM, title="One")
        told = Told(change.now)
    clinic.past.append(told)
    for who, what, minutes in steps:
        await clinic.later(minutes)
        if who != "ada" or what in (*SAID, "hint"):
            line = await perform(cast, room, who, what)
            told.lines += [] if line is None else [line]


def quantile(part: float, values: list[float]) -> float:
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = ordered[int(place)]
    return low + (ordered[min(int(place) + 1, len(ordered) - 1)] - low) * (place - int(place))


def figure(spans: list[Span]) -> dict[str, Any]:
    took = [span.took for span in spans if span.end is End.DONE]
    return {
        "done": len(took),
        "median_seconds": pytest.approx(quantile(0.5, took)) if len(took) >= times.ENOUGH else None,
        "p90_seconds": pytest.approx(quantile(0.9, took)) if len(took) >= times.ENOUGH_FOR_90 else None,
        "open": sum(span.end is End.OPEN for span in spans),
        "dropped": sum(span.end is End.DROPPED for span in spans),
    }


async def listed(clinic: Clinic, cast: Cast, wanted: Wanted) -> list[tuple[datetime, datetime | None]]:
    """All rows behind a number, over several pages."""
    found: list[tuple[datetime, datetime | None]] = []
    after: str | None = None
    while True:
        async with open_view(clinic.trail, cast.eli, Action.REVIEW_TRAIL, screen="test") as view:
            page = await times.rows(view, wanted, after=after, limit=4)
        found += [(row.since, row.until) for row in page.items]
        after = page.next
        if after is None:
            return found


@settings(
    max_examples=EXAMPLES, deadline=None, phases=[Phase.explicit, Phase.generate],  # what an example did stays: nothing to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@example(steps=BUSY)
@given(steps=STEPS)
async def test_the_numbers_are_those_of_a_plain_computation_and_so_are_their_rows(
    clinic: Clinic, cast: Cast, steps: list[tuple[str, str, int]]
) -> None:
    await live_through(clinic, cast, steps)
    async with open_view(clinic.trail, cast.eli, Action.REVIEW_TRAIL, screen="test") as view:
        told = await times.response_times(view, Days.WEEK)
    for one in told.measures:
        spans = [span for span in clinic.spans(told.since) if span.measure is one.measure]
        assert one.all.model_dump() == figure(spans)
        by_role = {
            role: figure([span for span in spans if span.role is role and span.end is End.DONE]) for role in Role
        }
        assert {row.role: row.model_dump(exclude={"role"}) for row in one.by_role} == {
            role: expected for role, expected in by_role.items() if expected["done"]
        }
        for row in one.by_hour:
            assert row.model_dump(exclude={"hour"}) == figure([span for span in spans if span.since.hour == row.hour])
        by_priority = {one: figure([span for span in spans if span.priority is one]) for one in MessagePriority}
        assert {row.priority: row.model_dump(exclude={"priority"}) for row in one.by_priority} == {
            priority: expected
            for priority, expected in by_priority.items()
            if expected["done"] + expected["open"] + expected["dropped"]
        }
        await behind(clinic, cast, one.measure, spans)


async def behind(clinic: Clinic, cast: Cast, measure: Measure, spans: list[Span]) -> None:
    """Each number has as many rows as it counts: those, in their order."""
    done = sorted((span for span in spans if span.end is End.DONE), key=lambda span: -span.took)
    wanted = Wanted(measure=measure, end=End.DONE, days=Days.WEEK)
    rows = await listed(clinic, cast, wanted)
    assert sorted(rows) == sorted((span.since, span.until) for span in done)
    took = [until - since for since, until in rows if until]
    assert took == sorted(took, reverse=True)
    still = sorted(span.since for span in spans if span.end is End.OPEN)
    assert [since for since, _ in await listed(clinic, cast, replace(wanted, end=End.OPEN))] == still
    if done:
        one = done[0]
        narrowed = await listed(clinic, cast, replace(wanted, role=one.role, hour=one.since.hour))
        alike = [span for span in done if (span.role, span.since.hour) == (one.role, one.since.hour)]
        assert sorted(narrowed) == sorted((span.since, span.until) for span in alike)
    for priority in MessagePriority:
        narrowed = await listed(clinic, cast, replace(wanted, priority=priority))
        alike = [span for span in done if measure is not Measure.FIRST_REPLY or span.priority is priority]
        assert sorted(narrowed) == sorted((span.since, span.until) for span in alike)


async def test_what_was_closed_by_mistake_goes_on_as_before(clinic: Clinic, cast: Cast) -> None:
    steps = [("ada", "say", 0), ("bea", "close", 30), ("cem", "reopen", 5), ("dov", "say", 10), ("dov", "close", 60)]
    await live_through(clinic, cast, steps)
    told = clinic.past[-1].spans()
    assert [(span.measure, span.end, round(span.took / 60)) for span in told] == [
        (Measure.FIRST_REPLY, End.DONE, 45), (Measure.CLOSE, End.DONE, 105),
    ]  # fmt: skip
    async with open_view(clinic.trail, cast.eli, Action.REVIEW_TRAIL, screen="test") as view:
        mine = [
            row
            for measure in Measure
            for end in End
            for row in (
                await times.rows(view, Wanted(measure=measure, end=end, days=Days.WEEK), after=None, limit=200)
            ).items
            if row.plan.id == cast.plan
        ]
    assert [(row.since, row.until) for row in mine] == [(span.since, span.until) for span in told]
    assert [row.by and row.by.name for row in mine] == ["Dov Adler", "Dov Adler"]
    assert told[0].since.tzinfo is UTC or told[0].since.utcoffset() == timedelta()


async def test_times_are_for_those_who_oversee(cast: Cast, browser: Open) -> None:
    for actor in (cast.bea, cast.ada, cast.cora, cast.adam):
        someone = await browser(actor)
        for path in ("", "/first-reply"):
            assert (await someone.get(f"/api/oversight/times{path}")).status_code == 403
    eli = await browser(cast.eli)
    told = (await eli.get("/api/oversight/times", params={"days": 84})).json()
    assert [one["measure"] for one in told["measures"]] == ["first-reply", "close", "acknowledge", "outcome"]
    assert (await eli.get("/api/oversight/times", params={"days": 9})).status_code == 422
