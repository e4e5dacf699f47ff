"""What can happen to how somebody is told; that they were told is no event (`models.Notice`)."""

from dataclasses import dataclass
from uuid import UUID

from careteam.audit.event import Event


@dataclass(frozen=True, kw_only=True)
class NotificationsSet(Event):
    """Somebody said how they want to be told."""

    settings_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PushDeviceAdded(Event):
    """Somebody lets a browser show them notifications."""

    device_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PushDevicesEnded(Event):
    """Browsers show somebody no more notifications: given up, taken over, or their services do not know them any more."""

    device_ids: tuple[UUID, ...]
    person_id: UUID
