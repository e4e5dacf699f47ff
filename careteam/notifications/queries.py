"""What one can ask about being told: one's own choices, devices and last notices; and, for the privacy officer, somebody's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.coverage.zone import clinic_zone
from careteam.crypto.atrest import KeyRing
from careteam.notifications import mail, push, rules, sms
from careteam.notifications.models import Notice, NotificationSettings, PushDevice
from careteam.notifications.rules import About, Became, Channel, Fate, Held, NoticeLevel

#: So many of one's own last notices are shown.
LAST = 10


class Choices(Shape):
    """How somebody wants to be told. Times are those of a wall clock, as 07:30; without a zone, of the clinic's."""

    routine: list[Channel]
    urgent: list[Channel]
    quiet_begins: str | None
    quiet_ends: str | None
    urgent_in_quiet: bool
    digest: str | None
    zone: str | None
    phone: str | None


class PushDeviceDetail(Shape):
    """A browser that shows the reader notifications."""

    id: UUID
    name: str
    added_at: datetime


class NoticeDetail(Shape):
    """That somebody was told, is to be, or was not and why. It says nothing of what there was."""

    id: UUID
    channel: Channel
    about: About
    level: NoticeLevel
    created_at: datetime
    due_at: datetime
    held: Held | None
    outcome: Became | None
    decided_at: datetime | None


class Notifications(Shape):
    """The reader's own; `connected`: the channels the clinic has a server or service for."""

    choices: Choices
    devices: list[PushDeviceDetail]
    connected: list[Channel]
    #: By this key a browser knows that it is this clinic which sends.
    push_key: str
    clinic_zone: str
    last: list[NoticeDetail]


async def notifications(view: View, ring: KeyRing) -> Notifications:
    """How the reader is told."""
    me = view.actor.person_id
    own = [
        row[0] for row in await view.openly(select(NotificationSettings).where(NotificationSettings.person_id == me))
    ]
    lasting = select(PushDevice).where(PushDevice.person_id == me, PushDevice.ended_at.is_(None))
    devices = await view.openly(lasting.order_by(PushDevice.added_at, PushDevice.id))
    row = own[0] if own else NotificationSettings(**_UNSAID)
    # Of what comes by a channel that is turned off there is nothing to say.
    by = row.wishes().routine | row.wishes().urgent
    said = (
        (Notice.person_id == me)
        & (Notice.created_at <= view.now)
        & (Notice.channel.in_(by) | (Notice.about == About.TEST))
    )
    last = select(Notice).where(said).order_by(Notice.created_at.desc(), Notice.id.desc())
    served = {Channel.PUSH: True, Channel.MAIL: mail.configured(), Channel.SMS: sms.connected()}
    return Notifications(
        choices=_choices(row),
        devices=[PushDeviceDetail(id=row.id, name=row.name, added_at=row.added_at) for (row,) in devices],
        connected=[channel for channel in Channel if served[channel]],
        push_key=push.public_key(ring),
        clinic_zone=clinic_zone().key,
        last=[_told(row) for (row,) in await view.openly(last.limit(LAST))],
    )


async def notices_of(
    view: View, person_id: UUID, *, fate: Fate | None, channel: Channel | None, after: str | None, limit: int
) -> Page[NoticeDetail]:
    """Who was told when, and who was not and why: one person's, the newest first."""
    query = select(Notice).where(Notice.person_id == person_id, Notice.created_at <= view.now)
    if fate is not None:
        query = query.where(_met(fate))
    if channel is not None:
        query = query.where(Notice.channel == channel)
    place = position(after, UUID)
    if place is not None:
        query = query.where(Notice.id < place[0])
    rows = [row[0] for row in await view.openly(query.order_by(Notice.id.desc()).limit(limit + 1))]
    more = len(rows) > limit
    return Page(items=[_told(row) for row in rows[:limit]], next=cursor(rows[limit - 1].id) if more else None)


def _met(fate: Fate) -> ColumnElement[bool]:
    match fate:
        case Fate.WAITING:
            return Notice.outcome.is_(None)
        case Fate.TOLD:
            return Notice.outcome.in_(rules.TOLD)
        case Fate.NOT_TOLD:
            return Notice.outcome.not_in(rules.TOLD)


#: As the columns have it where somebody has said nothing.
_UNSAID = {
    "routine_push": True, "routine_mail": True, "routine_sms": False, "urgent_push": True, "urgent_mail": True,
    "urgent_sms": False, "urgent_in_quiet": True,
}  # fmt: skip


def _choices(row: NotificationSettings) -> Choices:
    wishes = row.wishes()
    return Choices(
        routine=sorted(wishes.routine, key=list(Channel).index),
        urgent=sorted(wishes.urgent, key=list(Channel).index),
        quiet_begins=rules.typed(row.quiet_begins), quiet_ends=rules.typed(row.quiet_ends),
        urgent_in_quiet=row.urgent_in_quiet, digest=rules.typed(row.digest), zone=row.zone, phone=row.phone,
    )  # fmt: skip


def _told(row: Notice) -> NoticeDetail:
    return NoticeDetail.model_validate(row, from_attributes=True)
