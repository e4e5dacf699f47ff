"""Whether the patient is still asked for a measure, as the program needs to know it to remind them."""

from uuid import UUID

from sqlalchemy import select

from careteam.audit.view import View
from careteam.measures.models import MeasureSchedule
from careteam.measures.rules import ScheduleStatus


async def still_asked(view: View, schedule_id: UUID) -> bool:
    """Is it due, and has nobody answered it yet?"""
    schedule = await view.first(select(MeasureSchedule).where(MeasureSchedule.id == schedule_id))
    return schedule is not None and schedule.status is ScheduleStatus.ACTIVE and schedule.due_at <= view.now
