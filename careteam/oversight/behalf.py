"""On whose behalf somebody acted: whom they covered on that plan at that moment."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import select

from careteam.access.models import RelationRow
from careteam.audit.models import Entry
from careteam.audit.view import View

#: Of a person on a plan: from when until when they covered, and for whom.
Covered: TypeAlias = dict[tuple[UUID, UUID], list[tuple[datetime, datetime, UUID]]]


async def covered(view: View, entries: Iterable[Entry]) -> Covered:
    """Whom the actors of these entries covered on their plans, then or at another time."""
    known: Covered = {}
    row, acts = RelationRow, [entry for entry in entries if entry.plan_id]
    plans, actors = {entry.plan_id for entry in acts}, {entry.actor for entry in acts}
    columns = select(row.plan_id, row.person_id, row.valid_from, row.valid_until, row.ended_at, row.behalf_id)
    query = columns.where(row.plan_id.in_(plans), row.person_id.in_(actors), row.behalf_id.is_not(None))
    for plan_id, person_id, begins, until, ended, behalf_id in await view.rows(query) if acts else ():
        known.setdefault((plan_id, person_id), []).append((begins, min(until, ended or until), behalf_id))
    return known


def behalf_of(known: Covered, entry: Entry) -> UUID | None:
    """Whom the actor of this entry covered when they acted."""
    for begins, ends, behalf_id in known.get((entry.plan_id, entry.actor), ()) if entry.plan_id else ():
        if begins <= entry.at < ends:
            return behalf_id
    return None
