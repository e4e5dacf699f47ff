"""How Today says why something is there: plain sentences without clock times, which the reader's clock adds. Pure."""

from datetime import datetime, timedelta

from careteam.access.roles import Role
from careteam.worklist.rules import Kind, Waiting

_ONE_OF = {
    Role.PSYCHIATRIST: "Any psychiatrist",
    Role.THERAPIST: "Any therapist",
    Role.HEALTH_COACH: "Any health coach",
    Role.SUPPORT_SPECIALIST: "Any support specialist",
}


def span(time: timedelta) -> str:
    """A length of time in its largest unit: "14 min", "3 h", "2 days"."""
    minutes = max(int(time.total_seconds()) // 60, 1)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def _days(row: Waiting, now: datetime) -> str:
    """By how many days of the calendar, by UTC, an agreed day has passed."""
    days = (now.date() - row.since.date()).days
    return "1 day" if days == 1 else f"{days} days"


def reason(row: Waiting, now: datetime) -> str:
    """The first thing to know: how long somebody waits, or when it is due."""
    if row.kind is Kind.REPLY:
        return f"Waiting {span(now - row.since)} for an answer"
    if row.kind is Kind.ALARM:
        return "Wants an outcome" if row.taken else "Wants somebody to acknowledge it"
    if row.kind is Kind.MENTION:
        return f"Wrote to you {span(now - row.since)} ago"
    if row.kind is Kind.REMINDER:
        return "You wanted to send what you wrote" if row.to_send else "You wanted to be reminded"
    if row.kind is Kind.MEASURE:
        return f"{row.instrument} is {span(now - row.since)} late"
    if row.kind is Kind.SAFETY_PLAN:
        return f"Safety plan: review overdue by {_days(row, now)}"
    if row.kind is Kind.REVIEW:
        return f"Plan review overdue by {_days(row, now)}" if row.by is None else "Plan review wants your confirmation"
    if row.kind is Kind.CASE:
        if not row.mine:
            return "May be in danger" if row.urgent else "May be at risk"
        return "Wants an outcome" if row.assessed else "Wants your assessment"
    if row.latest_at is not None and row.latest_at < now:
        return f"{span(now - row.latest_at)} past the latest time"
    if row.due_at is None:
        return "No due date"
    return f"{span(now - row.due_at)} late" if row.due_at < now else f"Due in {span(row.due_at - now)}"


def why_reply(conversation: str, *, claimable: bool, covering: bool, to_send: bool) -> str:
    """Why an answer is the reader's to give: they look after the conversation or cover for who does, or nobody does.

    What they wrote there and wanted to send by now comes first.
    """
    if to_send:
        said = "You wanted to send what you wrote."
    elif claimable:
        said = "Nobody looks after it now; anybody on the team may claim it."
    else:
        said = "You cover for who looks after it." if covering else "You look after it."
    return f"{said} In “{conversation}”."


def why_alarm(row: Waiting, now: datetime) -> str:
    """Why an alarm is the reader's."""
    return "You have it in hand." if row.taken else f"Raised {span(now - row.since)} ago, and you were told."


def why_measure(row: Waiting) -> str:
    """Why a scale that nobody has answered is the reader's to see to."""
    return "You put it into the plan." if row.mine else "You lead the plan."


def why_review(by: str | None) -> str:
    """Why a review of the plan is the reader's: the other recorded it, or the day that both agreed on has passed."""
    if by is not None:
        return f"{by} recorded that you reviewed the plan together."
    return "Prescriber and therapist agreed to look again by then."


def why_safety_plan() -> str:
    """Why a safety plan is the reader's."""
    return "It says until when patient and team want to read it again."


def why_case(row: Waiting, now: datetime) -> str:
    """Why a case is the reader's."""
    found = f"Found {span(now - row.since)} ago."
    return f"{found} You have it in hand." if row.mine else f"{found} Nobody has it in hand."


def why_reminder(conversation: str) -> str:
    """Why a conversation comes back."""
    return f"In “{conversation}”."


def why_mention(by: str, conversation: str) -> str:
    """Why a conversation is there that nobody waits in."""
    return f"{by} mentioned you in “{conversation}”."


def why_task(
    *, assigned_by: str | None, pool: Role | None, claimable: bool, goal: str | None, back: bool = False
) -> str:
    """Why a task is the reader's to do; `assigned_by` is None for one they gave themselves, `back` after a snooze."""
    if claimable:
        said = f"{_ONE_OF[pool] if pool else 'Anybody'} of the team may claim it."
    elif pool is not None:
        said = "You claimed it."
    else:
        said = f"{assigned_by} assigned it to you." if assigned_by else "You assigned it to yourself."
    said = f"{said} For the goal “{goal}”." if goal else said
    return f"Back, as you wanted. {said}" if back and not claimable else said
