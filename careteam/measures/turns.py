"""The times at which a measure is asked for, one after the other: reminded of, missed, and when it rests or ends."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from careteam.audit.change import Change
from careteam.coverage.zone import clinic_zone
from careteam.measures import events, instruments, rules
from careteam.measures.models import MeasureResult, MeasureSchedule
from careteam.measures.rules import ResultKind, ScheduleStatus

GOING = [ScheduleStatus.ACTIVE, ScheduleStatus.ON_HOLD]


async def remind(change: Change, *, schedule_id: UUID, person_id: UUID) -> bool:
    """As the program: say that it is due now. False where somebody was faster, or it was answered meanwhile."""
    schedule = await change.get(MeasureSchedule, schedule_id)
    if schedule.remind_at is None or change.now < schedule.remind_at:
        return False
    schedule.remind_at = None
    await change.record(events.MeasureDue(**which_of(schedule), person_id=person_id))
    return True


async def lapse(change: Change, *, schedule_id: UUID) -> bool:
    """As the program: keep that nobody answered in time, and ask for the next. False where there is nothing to keep."""
    schedule = await change.get(MeasureSchedule, schedule_id)
    if schedule.lapses_at is None or change.now < schedule.lapses_at:
        return False
    result = await change.add(
        MeasureResult(
            instrument=schedule.instrument, kind=ResultKind.MISSED, schedule_id=schedule.id, goal_id=schedule.goal_id,
            due_on=schedule.due_on, at=schedule.due_at, recorded_at=change.now,
        )
    )  # fmt: skip
    go_on(change, schedule, after=schedule.due_on)
    await change.record(events.MeasureMissed(result_id=result.id, **which_of(schedule)))
    return True


async def end(change: Change, schedule: MeasureSchedule) -> None:
    """Ask for a measure no more."""
    stop(schedule)
    await change.record(events.MeasureScheduleEnded(**which_of(schedule)))


async def end_all(change: Change) -> None:
    """Ask for nothing more in this plan."""
    for schedule in await change.find(MeasureSchedule, status=GOING):
        await end(change, schedule)


async def take_up_all(change: Change) -> None:
    """Ask again in a plan that was on hold; nothing was missed meanwhile."""
    for schedule in await change.find(MeasureSchedule, status=ScheduleStatus.ACTIVE):
        if schedule.lapses_at is not None and schedule.lapses_at <= change.now:
            take_up(change, schedule)
            await change.record(events.MeasureScheduleChanged(**which_of(schedule)))


def which_of(schedule: MeasureSchedule) -> dict[str, Any]:
    """What every event says of a schedule."""
    return {"schedule_id": schedule.id, "goal_id": schedule.goal_id}


def within_of(schedule: MeasureSchedule) -> timedelta | None:
    """How long around the moment it is due it may be answered, where its instrument says so."""
    one = instruments.instrument(schedule.instrument)
    return None if one is None else one.answer_within


def ask_on(change: Change, schedule: MeasureSchedule, day: date) -> None:
    """Ask for a measure on this day; the patient is reminded then, if they want to be."""
    asked = rules.occurrence(day, schedule.every_days, schedule.remind_minute, clinic_zone())
    schedule.due_on, schedule.due_at = asked.due_on, asked.due_at
    paused = schedule.status is ScheduleStatus.ON_HOLD
    schedule.lapses_at = None if paused else rules.lapses_at(asked, within_of(schedule), change.now)
    schedule.remind_at = None if paused or schedule.remind_minute is None else asked.due_at


def ask_at(change: Change, schedule: MeasureSchedule, day: date) -> None:
    """The same at another time of the day; what is due already stays due, and nobody is reminded of it again."""
    due = schedule.due_at <= change.now
    kept_due, kept_lapse = schedule.due_at, schedule.lapses_at
    ask_on(change, schedule, day)
    if due:
        schedule.due_at, schedule.lapses_at, schedule.remind_at = kept_due, kept_lapse, None
    elif schedule.waiting_since == kept_due:
        schedule.waiting_since = schedule.due_at


def go_on(change: Change, schedule: MeasureSchedule, *, after: date) -> None:
    """Ask for the next after what is over; where nothing follows, for nothing more."""
    day = rules.next_day(schedule.due_on, schedule.every_days, after=after, until=schedule.until)
    if day is None:
        stop(schedule)
    else:
        ask_on(change, schedule, day)


def take_up(change: Change, schedule: MeasureSchedule) -> None:
    """Ask again after a time in which nobody was asked: for what is due today or next."""
    today = change.now.astimezone(clinic_zone()).date()
    if schedule.due_on >= today or schedule.every_days is None:
        ask_on(change, schedule, max(schedule.due_on, today))
    else:
        go_on(change, schedule, after=today - timedelta(days=1))
    schedule.waiting_since = schedule.due_at


def stop(schedule: MeasureSchedule) -> None:
    """Ask for nothing more."""
    schedule.status = ScheduleStatus.COMPLETED
    schedule.lapses_at = schedule.remind_at = None
