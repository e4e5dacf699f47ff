"""Integrity alerts as their owner sees them: what was found, by whom, on what, where, since when."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_

from careteam.alerts.models import IntegrityAlert
from careteam.alerts.rules import AlertState, Outcome, What
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.identity.queries import PersonRef, people
from careteam.plans.queries import patients_of


class AlertLine(Shape):
    """An integrity alert. `plan_id` and `conversation_id` where it was found in a conversation; `about` in whose keys."""

    id: UUID
    what: What
    state: AlertState
    told_at: datetime
    who: PersonRef
    device: str
    plan_id: UUID | None
    patient_name: str | None
    conversation_id: UUID | None
    seq: int | None
    message_id: UUID | None
    about: PersonRef | None
    handled_by: PersonRef | None
    handled_at: datetime | None
    closed_at: datetime | None
    outcome: Outcome | None
    words: str | None


async def open_alerts(view: View) -> int | None:
    """How many are not closed; None for whom they are not for."""
    if not view.sees_organisation:
        return None
    return await view.count(select(IntegrityAlert.id).where(IntegrityAlert.closed_at.is_(None)))


async def alerts(view: View, *, closed: bool, after: str | None, limit: int) -> Page[AlertLine]:
    """Those that are open, the oldest first; or those that were closed, the last first."""
    at = IntegrityAlert.closed_at if closed else IntegrityAlert.told_at
    query = select(IntegrityAlert).where(
        IntegrityAlert.closed_at.is_not(None) if closed else IntegrityAlert.closed_at.is_(None)
    )
    key, place = position(after, datetime, UUID), tuple_(at, IntegrityAlert.id)
    if key is not None:
        query = query.where(place < key if closed else place > key)
    order = (at.desc(), IntegrityAlert.id.desc()) if closed else (at, IntegrityAlert.id)
    rows = await view.all(query.order_by(*order).limit(limit + 1))
    last = rows[limit - 1] if len(rows) > limit else None
    when = last and (last.closed_at or last.told_at)
    next_ = cursor(when.isoformat(), str(last.id)) if last and when else None
    return Page[AlertLine](items=await _lines(view, rows[:limit]), next=next_)


async def alert(view: View, alert_id: UUID) -> AlertLine:
    """One of them."""
    row = await view.one(select(IntegrityAlert).where(IntegrityAlert.id == alert_id))
    return (await _lines(view, [row]))[0]


async def _lines(view: View, rows: Sequence[IntegrityAlert]) -> list[AlertLine]:
    known = await people(view, {id_ for row in rows for id_ in (row.person_id, row.about_id, row.handled_by) if id_})
    patients = await patients_of(view, {row.of_plan_id for row in rows if row.of_plan_id})
    view.seen.update(patients)
    return [
        AlertLine(
            id=row.id, what=row.what, state=row.state, told_at=row.told_at, who=known[row.person_id],
            device=row.device, plan_id=row.of_plan_id, patient_name=_name(row.of_plan_id, patients),
            conversation_id=row.conversation_id, seq=row.seq,
            message_id=row.message_id, about=known.get(row.about_id) if row.about_id else None,
            handled_by=known.get(row.handled_by) if row.handled_by else None, handled_at=row.handled_at,
            closed_at=row.closed_at, outcome=row.outcome, words=row.words,
        )
        for row in rows
    ]  # fmt: skip


def _name(plan_id: UUID | None, patients: dict[UUID, PersonRef]) -> str | None:
    patient = patients.get(plan_id) if plan_id else None
    return patient.name if patient else None
