"""The order of Today is a total order that puts what presses most first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from careteam.worklist import rules, words
from careteam.worklist.rules import PATIENCE, Kind, Tier, Waiting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ID = UUID(int=1)
spans = st.timedeltas(timedelta(days=-400), timedelta(days=400))


@st.composite
def waiting(draw: st.DrawFn) -> Waiting:
    since = NOW - abs(draw(spans))
    id_, plan = draw(st.uuids()), draw(st.uuids())
    if draw(st.booleans()):
        return Waiting(kind=Kind.REPLY, id=id_, plan_id=plan, since=since)
    due = draw(st.none() | spans)
    return Waiting(
        kind=Kind.TASK, id=id_, plan_id=plan, since=since, due_at=None if due is None else NOW + due,
        urgent=draw(st.booleans()), claimable=draw(st.booleans()),
    )  # fmt: skip


def task(due: timedelta | None = None, *, urgent: bool = False) -> Waiting:
    due_at = None if due is None else NOW + due
    return Waiting(kind=Kind.TASK, id=ID, plan_id=ID, since=NOW, due_at=due_at, urgent=urgent)


def alarm(due: timedelta, *, stat: bool, taken: bool = False) -> Waiting:
    return Waiting(
        kind=Kind.ALARM, id=ID, plan_id=ID, since=NOW, due_at=NOW + due, urgent=True, stat=stat, taken=taken
    )  # fmt: skip


def reply(waited: timedelta) -> Waiting:
    return Waiting(kind=Kind.REPLY, id=ID, plan_id=ID, since=NOW - waited)


@given(st.lists(waiting(), unique_by=lambda row: row.id), st.randoms())
def test_rows_come_in_one_order_however_they_arrive(rows: list[Waiting], random: object) -> None:
    ranked = sorted(rows, key=lambda row: rules.rank(row, NOW))
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(shuffled, key=lambda row: rules.rank(row, NOW)) == ranked


@given(waiting(), waiting(), waiting())
def test_the_order_is_total_and_transitive(a: Waiting, b: Waiting, c: Waiting) -> None:
    rank = {row.id: rules.rank(row, NOW) for row in (a, b, c)}
    if a.id != b.id:
        assert (rank[a.id] < rank[b.id]) != (rank[b.id] < rank[a.id])
    if rank[a.id] <= rank[b.id] <= rank[c.id]:
        assert rank[a.id] <= rank[c.id]


def test_what_presses_most_comes_first() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    minute = timedelta(minutes=1)
    rows = [
        alarm(minute * 5, stat=True),
        alarm(minute, stat=False),
        alarm(minute * 30, stat=True, taken=True),
        task(-hour, urgent=True),
        reply(PATIENCE),
        task(-hour * 30),
        task(-hour),
        task(hour * 3),
        reply(hour),
        task(day * 5, urgent=True),
        task(day * 5),
        task(),
    ]
    ranks = [rules.rank(row, NOW) for row in rows]
    assert ranks == sorted(ranks)


@given(waiting())
def test_a_row_presses_more_the_longer_it_waits(row: Waiting) -> None:
    earlier, later = rules.tier(row, NOW), rules.tier(row, NOW + timedelta(days=2))
    assert later <= earlier


@given(waiting())
def test_what_is_late_was_due_or_is_a_patient_who_waits_long(row: Waiting) -> None:
    due = row.due_at is not None and row.due_at < NOW
    long = row.kind is Kind.REPLY and NOW - row.since >= PATIENCE
    assert rules.late(row, NOW) == (due or long)
    assert rules.late(row, NOW) == (rules.tier(row, NOW) <= Tier.LATE)


@given(waiting())
def test_every_row_says_why_in_words(row: Waiting) -> None:
    said = words.reason(row, NOW)
    assert said[0].isupper() or said[0].isdigit()
    assert ("late" in said) == (row.kind is Kind.TASK and rules.late(row, NOW))


def test_times_are_said_in_their_largest_unit() -> None:
    assert [words.span(timedelta(minutes=n)) for n in (0, 14, 60, 190, 47 * 60, 48 * 60, 5 * 24 * 60)] == [
        "1 min", "14 min", "1 h", "3 h", "47 h", "2 days", "5 days",
    ]  # fmt: skip
