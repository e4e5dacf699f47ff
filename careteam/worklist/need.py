"""Who of a caseload needs somebody most, and why. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from careteam.measures.outcomes import CourseWord


class Need(StrEnum):
    """Why somebody is to look at a patient; the first presses most."""

    NOT_IMPROVING = "not-improving"
    NO_CONTACT = "no-contact"
    SCALE_OVERDUE = "scale-overdue"
    REVIEW_OVERDUE = "review-overdue"


#: Since when each of a patient's needs lasts.
Lasting: TypeAlias = Mapping[Need, datetime]
Rank: TypeAlias = tuple[int, int, datetime, UUID]

_ORDER = list(Need)
_WORST, _NOTHING = 0, len(_ORDER) + 1


def without_contact(last: datetime | None, since: datetime, days: int, now: datetime) -> datetime | None:
    """Since when the patient has heard nothing of a role, if that is so many days; without a word ever, since it is there."""
    heard = since if last is None else last
    return heard if now - heard >= timedelta(days=days) else None


def rank(lasting: Lasting, word: CourseWord | None, plan_id: UUID, now: datetime) -> Rank:
    """Where a patient stands: the worse first, then by what presses most, by how much presses, by how long."""
    first = min((_ORDER.index(need) + 1 for need in lasting), default=_NOTHING)
    tier = _WORST if word is CourseWord.WORSE else first
    return (tier, -len(lasting), min(lasting.values(), default=now), plan_id)
