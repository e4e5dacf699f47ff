"""The one ladder: an alarm about an opaque reference climbs until somebody acknowledges it, and ends with an outcome.

Every alarm that is open has a time at which it climbs, in the database: whatever stops and starts again finds it there.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.coverage import events, ladders, reaching, working
from careteam.coverage.ladders import LADDERS, Cause, Level, Subject
from careteam.coverage.models import Alarm
from careteam.coverage.reaching import Around
from careteam.coverage.zone import clinic_zone


@dataclass(eq=False)
class TooManyAlarms(problems.Problem):
    """You have raised as many alarms of this kind about this plan today as one person may."""

    status = 409
    detail = (
        "Send it as routine, or phone the clinic; where somebody is in danger, use the emergency numbers at the top of "
        "the page. Nothing was sent."
    )
    level: str
    most: int


@dataclass(frozen=True, kw_only=True)
class About:
    """What an alarm is about: an opaque reference of this change's plan."""

    kind: Subject
    id: UUID
    #: Whether the patient may know of it: it lies in the plan's record then, else with the staff.
    shared: bool
    #: Where one reads of it; of the team, only who is in it is told.
    conversation_id: UUID | None = None
    #: Who looks after it, whom the first step tells.
    owner_id: UUID | None = None
    #: The goal or step of the plan that it cites.
    part_id: UUID | None = None


async def raise_alarm(change: Change, about: About, level: Level, cause: Cause) -> UUID:
    """Raise an alarm within a change to its plan, and tell the first step that reaches somebody. Return its id.

    The same again while the first is open is the first. Raise TooManyAlarms over what one person may raise in a day;
    the program itself may raise any number, and what tells of danger is never refused.
    """
    assert change.plan_id is not None
    there = change.within(change.plan_id)
    known = await there.find(Alarm, subject_id=about.id, closed_at=None)
    if known:
        return known[0].id
    if about.kind is not Subject.CASE:
        await _must_be_few(there, level)
    alarm = Alarm(
        subject_kind=about.kind, subject_id=about.id, conversation_id=about.conversation_id, owner_id=about.owner_id,
        part_id=about.part_id, level=level, cause=cause, raised_by=change.actor.person_id, raised_at=change.now,
        stepped_at=change.now, raised_on=change.now.astimezone(clinic_zone()).date(), told=[], due_at=change.now,
    )  # fmt: skip
    await there.add(alarm, stream_id=await there.stream("plan/record" if about.shared else "plan/team"))
    await there.record(
        events.AlarmRaised(
            alarm_id=alarm.id, subject_id=about.id, conversation_id=about.conversation_id, subject_kind=about.kind,
            level=level,
        )
    )  # fmt: skip
    await _climb(there, alarm, 0)
    return alarm.id


async def page_again(change: Change, *, subject_id: UUID, level: Level) -> None:
    """Something new about what an alarm is about: tell whoever it named first once more, and whoever has it in hand.

    It climbs the ladder of this level from there on, and anybody may take it again.
    """
    for alarm in await change.find(Alarm, subject_id=subject_id, closed_at=None):
        alarm.level, alarm.lapsed = level, alarm.acknowledged_at is not None
        await _climb(change, alarm, 0, again=True)


async def _must_be_few(there: Change, level: Level) -> None:
    if Role.SYSTEM in there.actor.roles:
        return
    day = there.now.astimezone(clinic_zone()).date()
    raised = await there.find(Alarm, raised_by=there.actor.person_id, raised_on=day, level=level)
    most = ladders.most_a_day(there.role, level)
    if len(raised) >= most:
        raise TooManyAlarms(level=level, most=most)


async def step(change: Change, alarm_id: UUID) -> bool:
    """As the program: let an alarm climb if it is due. False where somebody was faster."""
    alarm = await change.get(Alarm, alarm_id)
    if alarm.due_at is None or change.now < alarm.due_at:
        return False
    alarm.lapsed = alarm.acknowledged_at is not None
    await _climb(change, alarm, alarm.step + 1)
    return True


async def _climb(change: Change, alarm: Alarm, first: int, *, again: bool = False) -> None:
    """Tell the next step that reaches somebody who does not know yet. The last one tells its people every time, and so
    does every step `again`.
    """
    ladder, around = alarm.ladder, await Around.of(change, alarm.conversation_id)
    passed: list[int] = []
    for n in range(min(first, ladder.top), ladder.top + 1):
        found = await reaching.reached(change, around, alarm, ladder.steps[n])
        if again:
            found += [id_ for id_ in around.here(around.treating()) if id_ == alarm.acknowledged_by]
        told = [id_ for id_ in dict.fromkeys(found) if again or n == ladder.top or id_ not in alarm.told]
        if told or n == ladder.top:
            await _tell(change, around, alarm, n, told, tuple(passed))
            return
        passed.append(n)


async def _tell(
    change: Change, around: Around, alarm: Alarm, n: int, told: list[UUID], passed: tuple[int, ...]
) -> None:
    alarm.step, alarm.stepped_at, alarm.reached = n, change.now, bool(told)
    alarm.told = list(dict.fromkeys([*alarm.told, *told]))
    time = timedelta(minutes=alarm.ladder.steps[n].minutes)
    hours = await working.hours_of(change) if alarm.ladder.working_hours else None
    alarm.due_at = hours.after(change.now, time) if hours else change.now + time
    await reaching.call_in(change, around, told)
    await change.record(
        events.AlarmStepped(
            alarm_id=alarm.id, told_ids=tuple(told), conversation_id=alarm.conversation_id, level=alarm.level, step=n,
            passed=passed, lapsed=alarm.lapsed,
        )
    )  # fmt: skip


async def ready(change: Change, *, kind: Subject, level: Level, conversation_id: UUID) -> list[UUID]:
    """Open a plan to everybody on duty whom a ladder would name, before it begins. Return who is on duty."""
    around = await Around.of(change, conversation_id)
    roles: list[Any] = [role for one in LADDERS[kind, level].steps for role in one.roles]
    never = around.cared_for()
    named = [row.person_id for row in around.on_duty(dict.fromkeys(roles)) if row.person_id not in never]
    await reaching.call_in(change, around, named)
    return list(dict.fromkeys(named))
