"""What one can do about being told: say how, add and give up a browser, try a channel."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import ORGANISATION_STREAM, new_id
from careteam.notifications import events, push, rules
from careteam.notifications.models import NotificationSettings, PushDevice
from careteam.notifications.rules import About, Channel, NoticeLevel


@dataclass(eq=False)
class PushAddressRefused(problems.Problem):
    """This browser's notification service cannot be used."""

    status = 422
    detail = "Only services on the public internet are used. Choose e-mail instead. Nothing was saved."


@dataclass(eq=False)
class NoSuchHours(problems.Problem):
    """These hours or this time zone do not exist."""

    status = 422
    detail = "Quiet hours begin and end at different times, in a zone as America/New_York. Nothing was saved."


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How somebody wants to be told, as they say it; times as 07:30."""

    routine: Collection[Channel]
    urgent: Collection[Channel]
    quiet_begins: str | None
    quiet_ends: str | None
    urgent_in_quiet: bool
    digest: str | None
    zone: str | None
    phone: str | None


async def set_notifications(change: Change, chosen: Chosen) -> UUID:
    """Say how one wants to be told."""
    me = _myself(change)
    known = await change.find(NotificationSettings, person_id=me)
    row = known[0] if known else await change.add(NotificationSettings(person_id=me))
    for channel in Channel:
        setattr(row, f"routine_{channel}", channel in chosen.routine)
        setattr(row, f"urgent_{channel}", channel in chosen.urgent)
    begins, ends = rules.minute(chosen.quiet_begins), rules.minute(chosen.quiet_ends)
    if (begins is None) != (ends is None) or (begins is not None and begins == ends):
        raise NoSuchHours
    row.quiet_begins, row.quiet_ends, row.urgent_in_quiet = begins, ends, chosen.urgent_in_quiet
    row.digest, row.zone, row.phone = rules.minute(chosen.digest), _zone(chosen.zone), chosen.phone
    await change.record(events.NotificationsSet(settings_id=row.id, person_id=me))
    return change.answer(row.id)


def _zone(name: str | None) -> str | None:
    try:
        return name and ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NoSuchHours from None


async def add_device(
    change: Change, *, name: str, endpoint: str, p256dh: str, auth: str, replaces: str | None = None
) -> UUID:
    """Let this browser show notifications to whoever is signed in; it shows nobody else's from now on.

    `replaces`: where the service took what is for it before; it stays the device that it was then, and NotFound unless
    that was one of the actor's.
    """
    me = _myself(change)
    try:
        push.check(push.Target(endpoint, p256dh, auth))
    except push.NotUsable:
        raise PushAddressRefused from None
    index = await change.exact("push", endpoint)
    for before in await change.find(PushDevice, endpoint_index=index, ended_at=None):
        if before.person_id == me and (before.p256dh, before.auth) == (p256dh, auth):
            return change.answer(before.id)
        await end(change, [before])
    if replaces is not None:
        return change.answer(await _moved(change, replaces, (endpoint, index, p256dh, auth)))
    row = await change.add(
        PushDevice(
            person_id=me, name=name, endpoint=endpoint, endpoint_index=index, p256dh=p256dh, auth=auth,
            added_at=change.now,
        )
    )  # fmt: skip
    await change.record(events.PushDeviceAdded(device_id=row.id, person_id=me))
    return change.answer(row.id)


async def _moved(change: Change, replaces: str, now: tuple[str, bytes, str, str]) -> UUID:
    found = await change.find(PushDevice, endpoint_index=await change.exact("push", replaces), ended_at=None)
    mine = [device for device in found if device.person_id == change.actor.person_id]
    if not mine:
        raise problems.NotFound
    device = mine[0]
    device.endpoint, device.endpoint_index, device.p256dh, device.auth = now
    await change.record(events.PushDeviceAdded(device_id=device.id, person_id=device.person_id))
    return device.id


async def end_device(change: Change, *, device_id: UUID) -> None:
    """Let a browser of one's own show no more notifications."""
    me = _myself(change)
    device = await change.get(PushDevice, device_id)
    if device.person_id != me:
        raise problems.NotFound
    await end(change, [] if device.ended_at else [device])


async def end(change: Change, devices: list[PushDevice]) -> None:
    """These browsers of one person show no more notifications."""
    for device in devices:
        device.ended_at = change.now
    if devices:
        ids = tuple(device.id for device in devices)
        await change.record(events.PushDevicesEnded(device_ids=ids, person_id=devices[0].person_id))


async def try_channel(change: Change, *, channel: Channel) -> UUID:
    """Have something sent to oneself now; its notice says what became of it."""
    me, id_ = _myself(change), new_id()
    change.tell_later(
        [(id_, me, channel, About.TEST, NoticeLevel.ROUTINE, id_, ORGANISATION_STREAM, 0, change.now)],
    )
    return change.answer(id_)


def _myself(change: Change) -> UUID:
    me = change.actor.person_id
    change.require(Action.SET_NOTIFICATIONS, subject_id=me)
    return me
