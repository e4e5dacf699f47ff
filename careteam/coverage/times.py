"""What alarms tell of time: how long until somebody acknowledged one, and until there was an outcome."""

from typing import Any

from careteam.core.timing import Timed
from careteam.coverage.models import Alarm

_OF_ALARMS: dict[str, Any] = {
    "model": Alarm, "plan_id": Alarm.plan_id, "subject_id": Alarm.subject_id, "since": Alarm.raised_at,
    "priority": Alarm.level,
}  # fmt: skip
#: Until somebody took it on; where an acknowledgement lapsed and another followed, until that.
ACKNOWLEDGED = Timed(
    where=Alarm.acknowledged_at.is_not(None),
    until=Alarm.acknowledged_at,
    person_id=Alarm.acknowledged_by,
    role=Alarm.acknowledged_as,
    **_OF_ALARMS,
)
#: Nobody has acknowledged it yet.
UNACKNOWLEDGED = Timed(where=Alarm.acknowledged_at.is_(None), **_OF_ALARMS)
#: Until somebody recorded an outcome.
CONCLUDED = Timed(
    where=Alarm.closed_at.is_not(None),
    until=Alarm.closed_at,
    person_id=Alarm.closed_by,
    role=Alarm.closed_as,
    **_OF_ALARMS,
)
#: Without an outcome yet.
GOING_ON = Timed(where=Alarm.closed_at.is_(None), **_OF_ALARMS)
