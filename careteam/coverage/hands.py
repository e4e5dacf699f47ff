"""How far up its ladder something is that a case tells of: who was told, who has it in hand, and what happens next."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage.models import Alarm
from careteam.identity.queries import PersonRef, people


class InHand(Shape):
    """The step it is at, from 1 on, of how many; whom it told; when the next is taken; who has it in hand."""

    step: int
    steps: int
    #: Whether it reached somebody there.
    reached: bool
    told: list[PersonRef]
    due_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: PersonRef | None
    #: It was acknowledged and no outcome followed in time, or something new was found: somebody else may take it.
    lapsed: bool


async def in_hands(view: View, subject_ids: Collection[UUID]) -> dict[UUID, InHand]:
    """Of these the alarm of each."""
    if not subject_ids:
        return {}
    rows = await view.all(select(Alarm).where(Alarm.subject_id.in_(subject_ids)))
    names = await people(view, {id_ for row in rows for id_ in (row.acknowledged_by, *row.told)})
    return {
        row.subject_id: InHand(
            step=row.step + 1, steps=len(row.ladder.steps), reached=row.reached, told=[names[id_] for id_ in row.told],
            due_at=row.due_at, acknowledged_at=row.acknowledged_at, lapsed=row.lapsed,
            acknowledged_by=names[row.acknowledged_by] if row.acknowledged_by else None,
        )
        for row in rows
    }  # fmt: skip


def holder_of(subject_id: ColumnElement[Any]) -> Any:
    """Who has in hand what a row names; for use in another query."""
    taken = Alarm.acknowledged_at.is_not(None) & ~Alarm.lapsed & Alarm.closed_at.is_(None)
    return select(Alarm.acknowledged_by).where(Alarm.subject_id == subject_id, taken).limit(1).scalar_subquery()
