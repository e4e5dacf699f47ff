"""Whether somebody is here now: on duty, busy or away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from careteam.audit.view import View
from careteam.coverage.models import Absence, Shift


async def is_on_duty(view: View, person_id: UUID) -> bool:
    """Do they hold any role's duty at this moment?"""
    held = select(Shift.id).where(
        Shift.person_id == person_id,
        Shift.cancelled_at.is_(None),
        Shift.begins_at <= view.now,
        Shift.ends_at > view.now,
    )
    return bool(await view.openly(held.limit(1)))


async def away_until(view: View, person_id: UUID) -> datetime | None:
    """Until when they are busy or away; None for somebody who is available."""
    lasting = (Absence.person_id == person_id) & Absence.ended_at.is_(None) & (Absence.until > view.now)
    return (await view.openly(select(func.max(Absence.until)).where(lasting)))[0][0]
