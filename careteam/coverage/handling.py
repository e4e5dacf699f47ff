"""Taking an alarm on, and saying what came of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import events
from careteam.coverage.ladders import AlarmOutcome, Subject
from careteam.coverage.models import Alarm
from careteam.identity import holders


@dataclass(eq=False)
class AlarmIsTaken(problems.Problem):
    """Somebody else has this alarm in hand."""

    status = 409
    detail = "They acknowledged it before you; if no outcome follows in time, you are told again. Nothing was changed."
    acknowledged_by: dict[str, str]


@dataclass(eq=False)
class AlarmIsClosed(problems.Problem):
    """Somebody has recorded what came of this alarm."""

    status = 409
    detail = "It is over. Nothing was changed."


@dataclass(eq=False)
class EndsWithItsCase(problems.Problem):
    """This ends when somebody has recorded what they found, and what came of it."""

    status = 409
    detail = "Open the case on the patient's page, and record it there. Nothing was changed."


async def acknowledge(change: Change, *, alarm_id: UUID) -> UUID:
    """Take an alarm on. The row's lock decides between two who try at once; it wants an outcome then."""
    alarm = await _answered(change, alarm_id, Action.ACKNOWLEDGE_ALARM)
    await _take_on(change, alarm)
    return change.answer(alarm.id)


async def take_on(change: Change, *, subject_id: UUID) -> None:
    """Take on the alarm about something that one sees to."""
    for alarm in await change.find(Alarm, subject_id=subject_id, closed_at=None):
        await _take_on(change, alarm)


async def take_if_free(change: Change, *, subject_id: UUID) -> None:
    """The same, unless somebody has it in hand."""
    for alarm in await change.find(Alarm, subject_id=subject_id, closed_at=None):
        if not alarm.taken:
            await _take_on(change, alarm)


async def _take_on(change: Change, alarm: Alarm) -> None:
    me = change.actor.person_id
    if alarm.taken and alarm.acknowledged_by is not None and alarm.acknowledged_by != me:
        name = await holders.name_of(change, alarm.acknowledged_by)
        raise AlarmIsTaken(acknowledged_by={"id": str(alarm.acknowledged_by), "name": name})
    if not alarm.taken:
        _take(change, alarm)
    await change.record(events.AlarmAcknowledged(alarm_id=alarm.id, conversation_id=alarm.conversation_id))


async def close(change: Change, *, alarm_id: UUID, outcome: AlarmOutcome) -> UUID:
    """Say what came of an alarm: only this ends it. Who does so without having acknowledged it has done both."""
    alarm = await _answered(change, alarm_id, Action.CLOSE_ALARM)
    if alarm.subject_kind is Subject.CASE:
        raise EndsWithItsCase
    await _end(change, alarm, outcome)
    return change.answer(alarm.id)


async def settle(change: Change, *, subject_id: UUID, outcome: AlarmOutcome) -> None:
    """End the alarm about something that somebody has brought to its end: they have answered it by that."""
    for alarm in await change.find(Alarm, subject_id=subject_id, closed_at=None):
        await _end(change, alarm, outcome)


async def _end(change: Change, alarm: Alarm, outcome: AlarmOutcome) -> None:
    if not alarm.taken:
        _take(change, alarm)
        await change.record(events.AlarmAcknowledged(alarm_id=alarm.id, conversation_id=alarm.conversation_id))
    alarm.closed_at, alarm.closed_by, alarm.outcome, alarm.due_at = change.now, change.actor.person_id, outcome, None
    alarm.closed_as = change.role
    await change.record(events.AlarmClosed(alarm_id=alarm.id, conversation_id=alarm.conversation_id, outcome=outcome))


def _take(change: Change, alarm: Alarm) -> None:
    alarm.acknowledged_at, alarm.acknowledged_by, alarm.lapsed = change.now, change.actor.person_id, False
    alarm.acknowledged_as = change.role
    alarm.due_at = change.now + timedelta(minutes=alarm.ladder.outcome_minutes)


async def _answered(change: Change, alarm_id: UUID, action: Action) -> Alarm:
    """An open alarm that this actor may answer. A supervisor who was told reads no stream it could lie in: it is read
    for the plan, and the policy decides.
    """
    assert change.plan_id is not None
    there, me = change.within(change.plan_id), change.actor.person_id
    alarm = await there.get(Alarm, alarm_id)
    mine = {"conversation_id": alarm.conversation_id, "person_id": me, "removed_at": None}
    reads = alarm.conversation_id is not None and bool(await there.find(ConversationMember, **mine))
    change.require(
        action,
        owner_id=me if me in (*alarm.told, alarm.acknowledged_by) else None,
        in_conversation=reads,
        subject_id=alarm.raised_by,
    )
    if alarm.closed_at is not None:
        raise AlarmIsClosed
    return alarm
