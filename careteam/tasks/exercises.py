"""Tasks of a patient that name a piece of the library: what is to be done is an exercise."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.tasks import rules
from careteam.tasks.models import Task
from careteam.tasks.queries import is_open


async def asked_for(change: Change, piece: str, *, owner_id: UUID) -> Task | None:
    """The open task of this person that names this piece; there is one at a time."""
    rows = await change.find(Task, piece=piece, owner_id=owner_id, status=list(rules.OPEN))
    return rows[0] if rows else None


async def given(view: View) -> Sequence[Task]:
    """The exercises that are to be done in the plan of this view, what is due first before the others."""
    named = select(Task).where(Task.plan_id == view.plan_id, is_open(), Task.piece.is_not(None))
    return await view.all(named.order_by(Task.due_at.asc().nulls_last(), Task.id))
