"""The time zone in which the clinic plans."""

from zoneinfo import ZoneInfo

from careteam.core.settings import settings


def clinic_zone() -> ZoneInfo:
    """The zone of the clinic's wall clock."""
    return ZoneInfo(settings().clinic_timezone)
