"""Who is away while nobody covers for them, as a condition of other features' queries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from careteam.access.sql import RELATION, covers_of
from careteam.core.database import SCHEMA, Base
from careteam.coverage.models import Absence
from careteam.coverage.rules import AbsenceKind

#: A plain table: that somebody is away decides for everybody, whoever asks.
_absence = Base.metadata.tables[f"{SCHEMA}.{Absence.__tablename__}"].c


def unattended(person_id: ColumnElement[Any], plan_id: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    """Whoever a row names is away, and nobody who is here covers for them on its plan."""
    covers = covers_of(person_id, plan_id, now).where(~_away(RELATION.person_id, now))
    return _away(person_id, now) & ~exists(covers)


def _away(person_id: ColumnElement[Any], now: datetime) -> ColumnElement[bool]:
    row = _absence
    lasts = row.ended_at.is_(None) & (row.until > now)
    return exists(select(row.id).where(row.person_id == person_id, row.kind == AbsenceKind.AWAY, lasts))
