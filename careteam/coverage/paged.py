"""Whom an alarm has told and whether it still needs somebody, as the program needs to know it to tell them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from careteam.audit.view import View
from careteam.coverage.ladders import Level
from careteam.coverage.models import Alarm


@dataclass(frozen=True)
class Paged:
    """An alarm that needs somebody, and everybody it has told so far."""

    level: Level
    person_ids: frozenset[UUID]


async def paged(view: View, alarm_id: UUID) -> Paged | None:
    """An alarm of this view's stream; None for one that somebody has in hand, or that is over."""
    alarm = await view.first(select(Alarm).where(Alarm.id == alarm_id))
    if alarm is None or alarm.taken or alarm.closed_at is not None:
        return None
    return Paged(alarm.level, frozenset(alarm.told))


async def subjects(view: View, alarm_ids: Collection[UUID]) -> list[UUID]:
    """What these alarms of this view's streams are about."""
    return [id_ for (id_,) in await view.rows(select(Alarm.subject_id).where(Alarm.id.in_(alarm_ids)))]
