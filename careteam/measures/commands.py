"""What one can do with measures: put one into the plan, answer it, choose a reminder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage.zone import clinic_zone
from careteam.measures import events, findings, instruments, rules, scoring, turns
from careteam.measures.instruments import Instrument
from careteam.measures.models import MeasureResult, MeasureSchedule, kept
from careteam.measures.rules import ResultKind, ScheduleStatus
from careteam.measures.turns import GOING, which_of
from careteam.plans import parts


@dataclass(eq=False)
class AlreadyScheduled(problems.Problem):
    """This instrument is part of the plan already."""

    status = 409
    detail = "Change when it is asked for instead. Nothing was saved."


@dataclass(eq=False)
class RhythmNotPossible(problems.Problem):
    """A measure cannot be asked for like that."""

    status = 422
    detail = "It is due today or later, within a year, and ends not before it is due. Nothing was saved."


@dataclass(eq=False)
class ScheduleIsOver(problems.Problem):
    """This is not asked for any more."""

    status = 409
    detail = "Put the instrument into the plan anew. Nothing was changed."


@dataclass(eq=False)
class AnswerNotPossible(problems.Problem):
    """These are no answers to this instrument."""

    status = 422
    detail = "Give at least one answer that the instrument has, or a total that it can have. Nothing was saved."


@dataclass(eq=False)
class OnlyByTheTeam(problems.Problem):
    """This instrument is answered together with the team."""

    status = 403
    detail = "Its licence does not let us show its questions here, or a clinician asks them. Nothing was saved."


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When a measure is asked for, and for which goal."""

    due_on: date
    every_days: int | None = None
    until: date | None = None
    goal_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered: values by item, or by the team only the total; when, if not just now."""

    instrument: str
    items: Mapping[str, int] | None = None
    total: int | None = None
    at: datetime | None = None


async def schedule_measure(change: Change, *, instrument: str, rhythm: Rhythm) -> UUID:
    """Put an instrument into the plan."""
    one = offered(instrument)
    await parts.must_have(change, goal_id=rhythm.goal_id, item_id=None)
    going = await change.find(MeasureSchedule, status=GOING)
    if any(row.instrument == one.id for row in going):
        raise AlreadyScheduled
    minutes = [row.remind_minute for row in going if row.remind_minute is not None]
    schedule = MeasureSchedule(
        instrument=one.id, set_by=change.actor.person_id, set_at=change.now,
        remind_minute=minutes[0] if minutes and findings.answerable(one) else None,
    )  # fmt: skip
    _set_rhythm(change, schedule, rhythm)
    await change.add(schedule)
    await change.record(events.MeasureScheduled(**which_of(schedule)))
    return change.answer(schedule.id)


async def change_schedule(change: Change, *, schedule_id: UUID, rhythm: Rhythm) -> None:
    """Ask for a measure at other times, or for another goal."""
    schedule = await _going(change, schedule_id)
    await parts.must_have(change, goal_id=rhythm.goal_id, item_id=None)
    _set_rhythm(change, schedule, rhythm)
    await change.record(events.MeasureScheduleChanged(**which_of(schedule)))


async def set_schedule_status(change: Change, *, schedule_id: UUID, status: ScheduleStatus) -> None:
    """Pause a measure, take it up again, or ask for it no more."""
    schedule = await _going(change, schedule_id)
    if status is ScheduleStatus.COMPLETED:
        await turns.end(change, schedule)
        return
    if status is schedule.status:
        return
    schedule.status = status
    if status is ScheduleStatus.ON_HOLD:
        schedule.remind_at = schedule.lapses_at = None
    else:
        turns.take_up(change, schedule)
    await change.record(events.MeasureScheduleChanged(**which_of(schedule)))


async def set_reminder(change: Change, *, at: str | None) -> UUID:
    """Choose, as the patient, at what time of the day to be reminded of what one can answer; None: not at all."""
    minute = rules.minute_of(at)
    rows = await change.find(MeasureSchedule, status=GOING)
    theirs = [row for row in rows if findings.answerable(offered(row.instrument))]
    if not theirs:
        raise problems.NotFound
    for row in theirs:
        row.remind_minute = minute
        if row.status is ScheduleStatus.ACTIVE:
            turns.ask_at(change, row, row.due_on)
        await change.record(events.MeasureReminderSet(**which_of(row)))
    return change.answer(theirs[0].id)


async def answer_measure(change: Change, answer: Answer) -> UUID:
    """Record what the patient answered, or as the team what they answered on paper or in a talk.

    It counts for what is due, if it is; what was missed meanwhile is missed no more, if it was answered in time.
    """
    one, own = offered(answer.instrument), change.role is Role.PATIENT
    if own and not findings.answerable(one):
        raise OnlyByTheTeam
    total = _total(one, answer, own=own)
    at = min(answer.at or change.now, change.now)
    schedules = await change.find(MeasureSchedule, instrument=one.id, status=GOING)
    schedule = schedules[0] if schedules else None
    result = await _place(change, one, schedule, at)
    result.kind, result.at, result.recorded_at = ResultKind.ANSWERED, at, change.now
    result.recorded_by, result.on_behalf = change.actor.person_id, not own
    result.answers = kept(one.version, dict(answer.items) if answer.items is not None else None)
    result.total = None if total is None else str(total)
    await change.record(
        events.MeasureAnswered(
            result_id=result.id, schedule_id=result.schedule_id, goal_id=result.goal_id, on_behalf=result.on_behalf,
        )
    )  # fmt: skip
    return change.answer(result.id)


def offered(id_: str) -> Instrument:
    """An instrument that a plan can have; raise NotFound for any other."""
    one = instruments.instrument(id_)
    if one is None or not findings.offered(one):
        raise problems.NotFound
    return one


async def _going(change: Change, schedule_id: UUID) -> MeasureSchedule:
    schedule = await change.get(MeasureSchedule, schedule_id)
    if schedule.status is ScheduleStatus.COMPLETED:
        raise ScheduleIsOver
    return schedule


def _total(one: Instrument, answer: Answer, *, own: bool) -> int | None:
    """The score of an answer; AnswerNotPossible for what the instrument cannot say."""
    if answer.items is not None:
        try:
            score = scoring.score(one, answer.items)
        except scoring.NotAnAnswer:
            raise AnswerNotPossible from None
        if not answer.items or answer.total not in (None, score.total):
            raise AnswerNotPossible
        return score.total
    if own or answer.total is None or not findings.can_total(one, answer.total):
        raise AnswerNotPossible
    return answer.total


async def _place(change: Change, one: Instrument, schedule: MeasureSchedule | None, at: datetime) -> MeasureResult:
    """The row an answer goes into: that of what is due, that of what was missed when it was given, or one of its own."""
    new = MeasureResult(instrument=one.id, goal_id=schedule.goal_id if schedule else None)
    if schedule is None or schedule.status is not ScheduleStatus.ACTIVE:
        return await change.add(new)
    opens = rules.opens_at(schedule.due_at, schedule.every_days, one.answer_within)
    if at < opens:
        missed = await _missed(change, schedule, opens - at)
        if missed is not None:
            schedule.waiting_since = schedule.due_at
        return missed or await change.add(new)
    new.schedule_id, new.due_on = schedule.id, schedule.due_on
    turns.go_on(change, schedule, after=max(schedule.due_on, change.now.astimezone(clinic_zone()).date()))
    schedule.waiting_since = schedule.due_at
    return await change.add(new)


async def _missed(change: Change, schedule: MeasureSchedule, earlier: timedelta) -> MeasureResult | None:
    """What was missed of the time that lasted so much before the one that is due opened."""
    if schedule.every_days is None:
        return None
    turns = -(-earlier // timedelta(days=schedule.every_days))
    day = schedule.due_on - timedelta(days=turns * schedule.every_days)
    rows = await change.find(MeasureResult, schedule_id=schedule.id, due_on=day, kind=ResultKind.MISSED)
    return rows[0] if rows else None


def _set_rhythm(change: Change, schedule: MeasureSchedule, rhythm: Rhythm) -> None:
    today, kept_day = change.now.astimezone(clinic_zone()).date(), rhythm.due_on == schedule.due_on
    soon = today <= rhythm.due_on <= today + timedelta(days=rules.SELDOM_DAYS)
    if not (kept_day or soon) or (rhythm.until is not None and rhythm.until < rhythm.due_on):
        raise RhythmNotPossible
    schedule.every_days, schedule.until, schedule.goal_id = rhythm.every_days, rhythm.until, rhythm.goal_id
    turns.ask_on(change, schedule, rhythm.due_on)
    if not kept_day:
        schedule.waiting_since = schedule.due_at
