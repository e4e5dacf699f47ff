"""The clock of telling: whoever is due is looked at once more, and told, put off or let be."""

import asyncio
import logging
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.roles import PATIENT_SIDE, Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_feed, open_view
from careteam.core.settings import settings
from careteam.coverage import here
from careteam.coverage.paged import paged, subjects
from careteam.coverage.zone import clinic_zone
from careteam.identity import contact
from careteam.measures.asked import still_asked
from careteam.messaging import unseen
from careteam.notifications import commands, mail, outbox, push, rules, sms, texts
from careteam.notifications.models import NotificationSettings, PushDevice
from careteam.notifications.outbox import Waiting
from careteam.notifications.rules import About, Became, Case, Channel, Held, Leave, NoticeLevel, Tell, Wait, Wishes
from careteam.tasks import asked

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reach:
    """Somebody as they can be told."""

    person: contact.Contact | None
    wishes: Wishes
    zone: ZoneInfo
    phone: str | None
    devices: tuple[PushDevice, ...]


#: So many at a time: services and servers take their time to answer.
AT_ONCE = 4


async def tell_due(trail: Trail, *, limit: int = 100) -> int:
    """Look at who is due, about `limit` of them; return how many. Failures hold up nobody."""
    return sum(await asyncio.gather(*(_some(trail, limit // AT_ONCE) for _ in range(AT_ONCE))))


async def _some(trail: Trail, limit: int) -> int:
    for done in range(limit):
        notice = await outbox.claim(trail)
        if notice is None:
            return done
        await _one(trail, notice)
    return limit


async def _one(trail: Trail, notice: Waiting) -> None:
    try:
        reach, case = await _looked_at(trail, notice)
        verdict = rules.decide(case)
        match verdict:
            case Wait(until, why):
                await outbox.hold(trail, notice, until, why)
            case Leave(outcome):
                await outbox.settle(trail, notice, outcome)
            case Tell():
                await outbox.settle(trail, notice, await _told(trail, notice, reach))
    except Exception as error:
        said = {"channel": str(notice.channel), "attempts": notice.attempts, "error": type(error).__name__}
        log.warning("somebody could not be told", extra=said)
        if notice.about is About.TEST or notice.now - notice.created_at > rules.PATIENCE:
            await outbox.settle(trail, notice, Became.FAILED)
        else:
            await outbox.hold(trail, notice, notice.now + rules.wait(notice.attempts), Held.RETRY)


async def _looked_at(trail: Trail, notice: Waiting) -> tuple[Reach, Case]:
    me, urgent = notice.person_id, notice.level is not NoticeLevel.ROUTINE
    async with open_view(trail, Actor.system(), Action.RUN_REACTION, screen="notices") as view:
        reach = await _reach(view, notice)
        on_duty = urgent and await here.is_on_duty(view, me)
        away_until = None if urgent else await here.away_until(view, me)
    lately = await outbox.lately(trail, notice)
    settled = reach.person is None or await _settled(trail, notice)
    looking = not urgent and trail.broker is not None and await trail.broker.is_looking(me)
    case = Case(
        channel=notice.channel, about=notice.about, level=notice.level, created_at=notice.created_at, now=notice.now,
        wishes=reach.wishes, zone=reach.zone, settled=settled,
        alarmed=not settled and await _alarmed(trail, notice, lately), looking=looking, on_duty=on_duty,
        away_until=away_until, told_until=lately.until,
    )  # fmt: skip
    return reach, case


async def _reach(view: View, notice: Waiting) -> Reach:
    me = notice.person_id
    person = await contact.contact_of(view, me)
    own = await view.first(select(NotificationSettings).where(NotificationSettings.person_id == me))
    lasting = (PushDevice.person_id == me) & PushDevice.ended_at.is_(None)
    devices = await view.all(select(PushDevice).where(lasting)) if notice.channel is Channel.PUSH else []
    zone = ZoneInfo(own.zone) if own is not None and own.zone else clinic_zone()
    return Reach(person, own.wishes() if own else Wishes(), zone, own.phone if own else None, tuple(devices))


async def _settled(trail: Trail, notice: Waiting) -> bool:
    """Have they seen it, or is it no longer theirs?"""
    if notice.about is About.TEST:
        return False
    async with open_feed(trail, [notice.stream_id]) as view:
        if notice.about is About.ALARM:
            found = await paged(view, notice.subject_id)
            return found is None or notice.person_id not in found.person_ids
        if notice.about is About.MESSAGE:
            return not await unseen.is_unseen(view, notice.subject_id, notice.person_id, notice.number)
        if notice.about is About.MEASURE:
            return not await still_asked(view, notice.subject_id)
        if notice.about is About.REMINDER:
            return not await unseen.still_reminds(view, notice.person_id, notice.created_at)
        return not await asked.still_asked(view, notice.subject_id, notice.person_id)


async def _alarmed(trail: Trail, notice: Waiting, lately: outbox.Lately) -> bool:
    """Has an alarm told them of every message that they have not seen?"""
    if notice.about is not About.MESSAGE or not lately.alarms:
        return False
    async with open_feed(trail, [notice.stream_id, *lately.streams]) as view:
        known = await subjects(view, lately.alarms)
        beside = await unseen.is_unseen_beside(view, notice.subject_id, notice.person_id, notice.number, known)
        return not beside


async def _told(trail: Trail, notice: Waiting, reach: Reach) -> Became:
    assert reach.person is not None
    match notice.channel:
        case Channel.PUSH:
            return await _by_push(trail, notice, reach)
        case Channel.MAIL:
            return await _by_mail(notice, reach.person)
        case Channel.SMS:
            return await _by_sms(notice, reach)


async def _by_push(trail: Trail, notice: Waiting, reach: Reach) -> Became:
    """To every device; one that its service does not know any more is given up."""
    said = {"level": notice.level, "about": notice.about, "tag": notice.subject_id.hex, "path": _path(notice, reach)}
    topic, urgent = notice.subject_id.bytes, notice.level is not NoticeLevel.ROUTINE
    taken, failed = 0, None
    for device in reach.devices:
        target = push.Target(device.endpoint, device.p256dh, device.auth)
        try:
            if await push.send(trail.ring, target, orjson.dumps(said), urgent=urgent, topic=topic):
                taken += 1
            else:
                await _give_up(trail, device)
        except Exception as error:
            failed = error
    if failed is not None:
        # All of them once more: a device shows the same tag once.
        raise failed
    return Became.SENT if taken else Became.UNREACHABLE


async def _give_up(trail: Trail, device: PushDevice) -> None:
    async with open_change(trail, Actor.system(), Action.RUN_REACTION) as change:
        await commands.end(change, await change.find(PushDevice, id=device.id, ended_at=None))


async def _by_mail(notice: Waiting, person: contact.Contact) -> Became:
    if not mail.configured():
        return Became.UNSET
    if person.email is None:
        return Became.UNREACHABLE
    here, patient = settings().public_url, person.roles <= PATIENT_SIDE
    address = here + path_of(notice.about, patient=patient)
    text = texts.notice(notice.level, address, here + choices_of(patient=patient))
    letter = mail.Letter(to=person.email, subject=texts.words(notice.level), text=text, number=str(notice.id))
    await mail.send(letter)
    return Became.SENT


async def _by_sms(notice: Waiting, reach: Reach) -> Became:
    if reach.phone is None:
        return Became.UNREACHABLE
    text = f"{texts.words(notice.level)}: {settings().public_url}"
    return Became.SENT if await sms.send(reach.phone, text) else Became.LOGGED


def _path(notice: Waiting, reach: Reach) -> str:
    assert reach.person is not None
    return path_of(notice.about, patient=reach.person.roles <= PATIENT_SIDE)


def path_of(about: About, *, patient: bool) -> str:
    """The page where one finds what there is; it names nothing."""
    match about:
        case About.MESSAGE:
            return "/messages" if patient else "/inbox"
        case About.TASK:
            return "/home" if patient else "/tasks"
        case About.MEASURE:
            return "/home"
        case About.REMINDER:
            return "/today"
        case About.ALARM:
            return "/"
        case About.TEST:
            return choices_of(patient=patient)


def choices_of(*, patient: bool) -> str:
    """The page where one chooses how one is told."""
    return "/me/notifications" if patient else "/account/notifications"
