"""What one can ask of one's work: Today, and how much waits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, union_all

from careteam.access.roles import CARE_ROLES
from careteam.assessment import to_do as reviews
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.coverage import alarms
from careteam.coverage.ladders import Level, Subject
from careteam.identity.queries import PersonRef, people
from careteam.measures import to_do as measures
from careteam.messaging import waiting
from careteam.plans import rosters
from careteam.safety import to_do as safety
from careteam.safetyplan import to_do as safetyplans
from careteam.tasks import to_do
from careteam.tasks.rules import Priority
from careteam.worklist import rules, words
from careteam.worklist.rules import Kind, Waiting

#: Rows that are conversations themselves.
TALKS = frozenset({Kind.REPLY, Kind.REMINDER, Kind.MENTION})


class TodayRow(Shape):
    """Something that waits for the reader, and why."""

    kind: Kind
    id: UUID
    plan_id: UUID
    patient_name: str
    title: str
    reason: str
    why: str
    due_at: datetime | None
    latest_at: datetime | None
    since: datetime
    late: bool
    conversation_id: UUID | None
    task_id: UUID | None
    priority: Priority
    claimable: bool
    #: Of a reminder or a reply: the reader wanted to send by now what they wrote there.
    to_send: bool


class Today(Page[TodayRow]):
    """What waits for the reader, the most pressing first, and how much it is in all."""

    count: int


class Counts(Shape):
    """How much waits on the reader's pages: rows of Today, conversations with something unread, tasks of their own."""

    today: int
    inbox: int
    tasks: int


async def today(view: View, *, kind: Kind | None = None, after: str | None, limit: int) -> Today:
    """One ranked list of what waits: patients without an answer, the reader's tasks, urgent ones they may claim."""
    ranked = sorted((rules.rank(row, view.now), row) for row in await _waiting(view) if kind in (None, row.kind))
    last = position(after, int, datetime, UUID)
    left = [(rank, row) for rank, row in ranked if last is None or rank > last]
    shown = left[:limit]
    next_ = None
    if len(left) > limit:
        tier, at, id_ = shown[-1][0]
        next_ = cursor(int(tier), at.isoformat(), str(id_))
    return Today(items=await _told(view, [row for _, row in shown]), next=next_, count=len(ranked))


async def counts(view: View) -> Counts:
    """How much waits, as the pages behind would say."""
    treats = bool(view.actor.roles & CARE_ROLES)
    return Counts(
        today=len(await _waiting(view)) if treats else 0,
        inbox=await waiting.unread_conversations(view),
        tasks=await to_do.count_mine(view),
    )


async def _waiting(view: View) -> list[Waiting]:
    """All that waits for the reader: only what is open, so that it does not grow with what was done."""
    raised = [
        Waiting(
            kind=Kind.ALARM, id=row.id, plan_id=row.plan_id, since=row.since, due_at=row.due_at, taken=row.taken,
            conversation_id=row.conversation_id,
            task_id=row.subject_id if row.subject_kind is Subject.TASK else None, urgent=True,
            stat=row.level is Level.STAT,
        )
        for row in await alarms.waiting_for_me(view)
        # Of an alarm about a case, the case itself is there.
        if row.subject_kind is not Subject.CASE
    ]  # fmt: skip
    alarmed = {row.conversation_id for row in raised}
    due, named = await waiting.coming_back(view)
    to_send = {row.id for row in due if row.to_send}
    replies = [
        Waiting(
            kind=Kind.REPLY, id=row.id, plan_id=row.plan_id, since=row.since, claimable=row.claimable,
            covering=row.covering, to_send=row.id in to_send,
        )
        for row in await waiting.waiting_for_me(view)
        if row.id not in alarmed
    ]  # fmt: skip
    waiting_ids = {row.id for row in replies} | alarmed
    reminders = [
        Waiting(kind=Kind.REMINDER, id=row.id, plan_id=row.plan_id, since=row.since, to_send=row.to_send)
        for row in due
        if row.id not in waiting_ids
    ]
    waiting_ids |= {row.id for row in reminders}
    mentions = [
        Waiting(kind=Kind.MENTION, id=row.id, plan_id=row.plan_id, since=row.since, by=row.by)
        for row in named
        if row.id not in waiting_ids
    ]
    tasks = [
        Waiting(
            kind=Kind.TASK, id=row.id, plan_id=row.plan_id, since=row.created_at, due_at=row.due_at,
            latest_at=row.latest_at, urgent=row.urgent, claimable=row.claimable,
        )
        for row in await to_do.to_do(view)
    ]  # fmt: skip
    return raised + replies + reminders + mentions + tasks + await _found(view)


async def _found(view: View) -> list[Waiting]:
    """Who may be in danger, what nobody has answered, and what is to be looked at together: in one statement."""
    parts = (
        safety.open_cases(view), measures.late(view), reviews.to_confirm(view), reviews.overdue(view),
        safetyplans.overdue(view),
    )  # fmt: skip
    return [
        Waiting(
            kind=Kind(row.kind), id=row.id, plan_id=row.plan_id, since=row.since,
            urgent=row.urgent, instrument=row.instrument or "", mine=row.mine, assessed=row.assessed,
            by=row.by,
        )
        for row in await view.rows(select(union_all(*parts).subquery()))
    ]  # fmt: skip


async def _told(view: View, rows: list[Waiting]) -> list[TodayRow]:
    """The rows of a page in full, in a fixed number of queries."""
    about = [row.id if row.kind is Kind.TASK else row.task_id for row in rows]
    tasks, goals = await to_do.in_full(view, [task_id for task_id in about if task_id is not None])
    known = await rosters.rosters(view, {row.plan_id for row in rows})
    named = {roster.patient_id for roster in known.values()} | {task.assigned_by for task in tasks.values()}
    named |= {row.by for row in rows if row.by is not None}
    names = await people(view, named)
    patients = {plan: names[roster.patient_id].name for plan, roster in known.items() if roster.patient_id}
    titles = await waiting.titles(view, [row.id for row in rows if row.kind in TALKS], patients)
    danger = await safety.reasons(view, [row.id for row in rows if row.kind is Kind.CASE])
    told: list[TodayRow] = []
    for row in rows:
        name = patients[row.plan_id]
        if row.kind is Kind.MEASURE:
            told.append(_row(view, row, name, title=words.reason(row, view.now), why=words.why_measure(row)))
        elif row.kind is Kind.REVIEW:
            why = words.why_review(names[row.by].name if row.by else None)
            told.append(_row(view, row, name, title=words.reason(row, view.now), why=why))
        elif row.kind is Kind.SAFETY_PLAN:
            told.append(_row(view, row, name, title=words.reason(row, view.now), why=words.why_safety_plan()))
        elif row.id in danger:
            told.append(_row(view, row, name, title=danger[row.id], why=words.why_case(row, view.now)))
        elif row.kind is Kind.ALARM:
            late = tasks.get(row.task_id) if row.task_id else None
            # Of an alarm about a task, its title says more than that somebody is to acknowledge it.
            title = late.title if late else words.reason(row, view.now)
            told.append(_row(view, row, name, title=title, why=words.why_alarm(row, view.now)))
        elif row.kind in TALKS and row.id in titles:
            told.append(_row(view, row, name, **_talk(row, titles[row.id], names)))
        elif row.id in tasks:
            told.append(_row(view, row, name, **_task(view, row, tasks[row.id], names, goals)))
    return told


def _row(view: View, row: Waiting, patient_name: str, **more: Any) -> TodayRow:
    talk, task = row.kind in TALKS, row.kind is Kind.TASK
    return TodayRow(
        kind=row.kind,
        id=row.id,
        plan_id=row.plan_id,
        patient_name=patient_name,
        reason=words.reason(row, view.now),
        due_at=row.due_at,
        latest_at=row.latest_at,
        since=row.since,
        late=rules.late(row, view.now),
        conversation_id=row.id if talk else row.conversation_id,
        task_id=row.id if task else row.task_id,
        priority=Priority.URGENT if row.urgent else Priority.ROUTINE,
        claimable=row.claimable,
        to_send=row.to_send,
        **more,
    )


def _talk(row: Waiting, title: str, names: dict[UUID, PersonRef]) -> dict[str, Any]:
    if row.by is not None:
        return {"title": title, "why": words.why_mention(names[row.by].name, title)}
    if row.kind is Kind.REMINDER:
        return {"title": title, "why": words.why_reminder(title)}
    return {
        "title": title,
        "why": words.why_reply(title, claimable=row.claimable, covering=row.covering, to_send=row.to_send),
    }


def _task(view: View, row: Waiting, task: Any, names: dict[UUID, PersonRef], goals: dict[UUID, str]) -> dict[str, Any]:
    by = None if task.assigned_by == view.actor.person_id else names[task.assigned_by].name
    goal = goals.get(task.goal_id)
    why = words.why_task(
        assigned_by=by, pool=task.pool, claimable=row.claimable, goal=goal, back=task.snoozed_until is not None
    )
    return {"title": task.title, "why": why}
