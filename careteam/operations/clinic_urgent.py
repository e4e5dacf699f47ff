"""What could not wait in the demo clinic: urgent messages that somebody took on and ended with an outcome, and one still open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.audit.view import open_view
from careteam.client.talkline import Urgency
from careteam.coverage import alarms, handling
from careteam.coverage.ladders import AlarmOutcome, Cause
from careteam.operations.clinic_made import Act, Days


@dataclass(frozen=True)
class Urgent:
    """What a patient sent to the team, so many days before now, and who (by their letter) took it on; nobody: it is open."""

    days_ago: float
    level: Literal["urgent", "stat"]
    cause: Cause
    words: str
    who: str = ""
    answer: str = ""
    outcome: AlarmOutcome | None = None


#: By the patient's sign-in.
URGENT: dict[str, Urgent] = {
    "mei": Urgent(
        7.3, "urgent", Cause.SIDE_EFFECT, "I have been dizzy since this morning and had to lie down at work.", "T",
        "I am calling you now. Please stay where you are.", AlarmOutcome.PLAN_CHANGED,
    ),
    "daniel": Urgent(
        5.2, "urgent", Cause.SESSION, "The driver has not come and the session is in an hour.", "C",
        "I have called another one. He is there in ten minutes.", AlarmOutcome.ANSWERED,
    ),
    "luca": Urgent(
        10.4, "stat", Cause.SAFETY, "It is very dark tonight. Can somebody call me?", "T", "I am calling you now, Luca.",
        AlarmOutcome.REACHED_SAFE,
    ),
    "peter": Urgent(0.001, "urgent", Cause.MEDICATION, "The pharmacy says there is nothing left, and tonight is the last."),
}  # fmt: skip


def what_could_not_wait(days: Days, now: datetime) -> None:
    """Plan what a patient sent that could not wait, and what became of it."""
    urgent = URGENT.get(days.made.treated.login)
    if urgent is None:
        return
    at = now - timedelta(days=urgent.days_ago)
    days.plan(at, _say(days, "P", urgent.words, Urgency(urgent.level, urgent.cause)))
    if urgent.outcome is not None:
        days.plan(at + timedelta(minutes=2), _take_on(days, urgent.who))
        days.plan(at + timedelta(minutes=3), _say(days, urgent.who, urgent.answer))
        days.plan(at + timedelta(minutes=26), _end(days, urgent.who, urgent.outcome))


def _say(days: Days, letter: str, words: str, urgency: Urgency | None = None) -> Act:
    async def say() -> None:
        await days.keys.say(days.who(letter), days.made.plan_id, days.rooms["team"], words, urgency=urgency)

    return say


def _take_on(days: Days, letter: str) -> Act:
    async def take_on() -> None:
        alarm = await _newest(days, letter)
        async with open_change(
            days.trail, days.who(letter), Action.ACKNOWLEDGE_ALARM, plan_id=days.made.plan_id
        ) as change:
            await handling.acknowledge(change, alarm_id=alarm.id)

    return take_on


def _end(days: Days, letter: str, outcome: AlarmOutcome) -> Act:
    async def end() -> None:
        alarm = await _newest(days, letter)
        async with open_change(days.trail, days.who(letter), Action.CLOSE_ALARM, plan_id=days.made.plan_id) as change:
            await handling.close(change, alarm_id=alarm.id, outcome=outcome)

    return end


async def _newest(days: Days, letter: str) -> alarms.AlarmDetail:
    action = Action.READ_CONVERSATION
    async with open_view(
        days.trail, days.who(letter), action, plan_id=days.made.plan_id, screen="conversations"
    ) as view:
        return (await alarms.of_conversation(view, days.rooms["team"]))[0]
