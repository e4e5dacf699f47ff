"""How HTTP says it: how I am told, and trying it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core import paging
from careteam.core.paging import DEFAULT, MOST, Page
from careteam.identity.gate import Done, organisation_change, organisation_view, trail_of
from careteam.identity.rules import device
from careteam.notifications import commands, push, queries
from careteam.notifications.rules import Channel, Fate

router = APIRouter(tags=["notifications"])

Time = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
#: As somebody dials it.
Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()./-]{4,30}$")]
Channels = Annotated[list[Channel], Field(max_length=len(Channel))]
Key = Annotated[str, Field(min_length=1, max_length=200, pattern="^[A-Za-z0-9_-]+=*$")]
After = Annotated[str | None, Query(max_length=500)]
Limit = Annotated[int, Query(ge=1, le=MOST)]


class SetNotifications(paging.Request):
    """How somebody wants to be told. Times are those of a wall clock, as 07:30; without a zone, of the clinic's."""

    routine: Channels
    urgent: Channels
    quiet_begins: Time | None = None
    quiet_ends: Time | None = None
    urgent_in_quiet: bool = True
    digest: Time | None = None
    zone: Annotated[str | None, Field(max_length=60)] = None
    phone: Phone | None = None


class AddDevice(paging.Request):
    """Where this browser's service takes what is for it, and the keys by which only the browser opens it."""

    endpoint: Annotated[str, Field(min_length=1, max_length=push.LONGEST_ENDPOINT)]
    p256dh: Key
    auth: Key
    #: Where the service took it before, where it has changed that: a device of yours, which it stays.
    replaces: Annotated[str | None, Field(min_length=1, max_length=push.LONGEST_ENDPOINT)] = None


class TryChannel(paging.Request):
    """By which channel."""

    channel: Channel


@router.get("/notifications")
async def read_notifications(
    request: Request, view: Annotated[View, organisation_view(Action.READ_NOTIFICATIONS)]
) -> queries.Notifications:
    """How you are told of what is new while you are not looking."""
    await trail_of(request).load_keys_for_reading([None])
    return await queries.notifications(view, trail_of(request).ring)


@router.put("/notifications")
async def set_notifications(
    body: SetNotifications, change: Annotated[Change, organisation_change(Action.SET_NOTIFICATIONS)]
) -> Done:
    """Say how you want to be told."""
    return Done.of(change, await commands.set_notifications(change, commands.Chosen(**body.model_dump())))


@router.post("/notifications/devices", status_code=201)
async def add_push_device(
    body: AddDevice, request: Request, change: Annotated[Change, organisation_change(Action.SET_NOTIFICATIONS)]
) -> Done:
    """Let this browser show you notifications."""
    name = device(request.headers.get("user-agent"))
    return Done.of(change, await commands.add_device(change, name=name, **body.model_dump()))


@router.post("/notifications/devices/{device_id}/end")
async def end_push_device(
    device_id: UUID, change: Annotated[Change, organisation_change(Action.SET_NOTIFICATIONS)]
) -> Done:
    """Let a browser of yours show no more notifications."""
    await commands.end_device(change, device_id=device_id)
    return Done.of(change, device_id)


@router.post("/notifications/tests", status_code=201)
async def try_channel(
    body: TryChannel, change: Annotated[Change, organisation_change(Action.SET_NOTIFICATIONS)]
) -> Done:
    """Have something sent to yourself now; your last notices say what became of it."""
    return Done.of(change, await commands.try_channel(change, channel=body.channel))


@router.get("/people/{person_id}/notices")
async def read_notices(
    person_id: UUID,
    view: Annotated[View, organisation_view(Action.REVIEW_NOTICES)],
    fate: Fate | None = None,
    channel: Channel | None = None,
    after: After = None,
    limit: Limit = DEFAULT,
) -> Page[queries.NoticeDetail]:
    """When somebody was told that there is something, or was not, and why; of what, it does not say."""
    return await queries.notices_of(view, person_id, fate=fate, channel=channel, after=after, limit=limit)
