"""What people are told when something happened while they were not looking."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.models import ConversationMember
from careteam.access.roles import Actor, Role
from careteam.alerts import commands as alerts
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.relay import Owed
from careteam.audit.trail import Trail
from careteam.audit.view import open_feed
from careteam.core.ids import new_id
from careteam.core.settings import settings
from careteam.coverage.ladders import Level
from careteam.coverage.paged import paged
from careteam.identity import holders, invitations
from careteam.identity.events import PersonDeactivated
from careteam.messaging.events import ReminderSet
from careteam.messaging.unseen import unseen_by
from careteam.notifications import commands, mail, texts
from careteam.notifications.models import PushDevice
from careteam.notifications.rules import DELAY, About, Channel, NoticeLevel
from careteam.tasks.asked import who_is_asked


async def send_invitation(trail: Trail, owed: Owed) -> None:
    """Send a one-use link by e-mail, unless it was sent, used or withdrawn meanwhile.

    The link stays locked while the letter goes out: two workers never send it both. If the machine stops between the
    letter and the commit, the same letter goes out again under the same number.
    """
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
        found = await invitations.letter_of(change, trail, owed.subjects) if mail.configured() else None
        if found is None:
            return
        invitation, link = found
        clinic = settings().clinic_name
        await mail.send(
            mail.Letter(
                to=link.to,
                subject=texts.invitation_subject(clinic),
                text=texts.invitation(clinic, link.link, link.expires_at),
                number=str(invitation.id),
            )
        )
        await invitations.mark_sent(change, invitation)


async def tell_of_reset(trail: Trail, owed: Owed) -> None:
    """Tell somebody by e-mail that their second factors were ended; they are told what happened, and nothing else."""
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
        address = await holders.address_of(change, owed.subjects[0])
        if address is None or not mail.configured():
            return
        clinic = settings().clinic_name
        await mail.send(
            mail.Letter(
                to=address,
                subject=texts.reset_subject(clinic),
                text=texts.reset(clinic, settings().public_url),
                number=str(owed.id),
            )
        )


async def tell_of_alert(trail: Trail, owed: Owed) -> None:
    """Tell the privacy officers by e-mail that an alert waits for them, unless an older one still does."""
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
        if not mail.configured() or not await alerts.is_first_open(change, owed.subjects[0]):
            return
        clinic = settings().clinic_name
        for officer in await holders.holders_of(change, Role.PRIVACY_OFFICER):
            if (address := await holders.address_of(change, officer)) is not None:
                await mail.send(
                    mail.Letter(
                        to=address,
                        subject=texts.alert_subject(clinic),
                        text=texts.alert(clinic, settings().public_url),
                        number=f"{owed.id}.{officer}",
                    )
                )


async def note_messages(trail: Trail, owed: Sequence[Owed]) -> None:
    """Note whom to tell of messages, unless they see them first."""
    async with open_feed(trail, list({one.stream_id for one in owed})) as view:
        found = await unseen_by(view, [one.subjects[0] for one in owed])
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[one.id for one in owed]) as change:
        for one in found:
            _note(change, one.stream_id, one.person_id, About.MESSAGE, one.conversation_id, one.number)


async def note_task(trail: Trail, owed: Owed) -> None:
    """Note to tell somebody of a task that another gave them, unless they take it up first."""
    async with open_feed(trail, [owed.stream_id]) as view:
        person_id = await who_is_asked(view, owed.subjects[0])
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
        if person_id is not None:
            _note(change, owed.stream_id, person_id, About.TASK, owed.subjects[0])


async def note_measure(trail: Trail, owed: Owed) -> None:
    """Note to remind the patient of a measure that is due; subjects: the schedule first, the person last."""
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
        _note(change, owed.stream_id, owed.subjects[-1], About.MEASURE, owed.subjects[0])


async def note_alarm(trail: Trail, owed: Owed) -> None:
    """Note to tell whom a step of an alarm names, at once, unless somebody has it in hand already."""
    async with open_feed(trail, [owed.stream_id]) as view:
        found = await paged(view, owed.subjects[0])
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=[owed.id]) as change:
        if found is not None:
            change.tell_later(
                (
                    new_id(), person_id, channel, About.ALARM, _level(found.level), owed.subjects[0], owed.stream_id, 0,
                    change.now,
                )
                for person_id in owed.subjects
                if person_id in found.person_ids
                for channel in Channel
            )  # fmt: skip


def _level(level: Level) -> NoticeLevel:
    """What is to be taken on in the course of the day breaks into nobody's night."""
    return NoticeLevel.ROUTINE if level is Level.SAME_DAY else NoticeLevel(level)


async def note_reminder(change: Change, event: ReminderSet) -> None:
    """Note to tell somebody at the time of which they want to be reminded, unless they want another one until then."""
    member = await change.get(ConversationMember, event.member_id)
    if member.remind_at is not None:
        _note(change, member.stream_id, member.person_id, About.REMINDER, new_id(), from_then=member.remind_at)


def _note(
    change: Change,
    stream_id: UUID,
    person_id: UUID,
    about: About,
    subject_id: UUID,
    number: int = 0,
    from_then: datetime | None = None,
) -> None:
    """By every channel; which of them the person wants is asked when it is due."""
    since = from_then or change.now
    notices = (
        (new_id(), person_id, channel, about, NoticeLevel.ROUTINE, subject_id, stream_id, number, since + delay)
        for channel, delay in DELAY.items()
    )
    change.tell_later(notices, from_then=from_then)


async def end_devices(change: Change, event: PersonDeactivated) -> None:
    """Who left the clinic is told nothing any more."""
    await commands.end(change, await change.find(PushDevice, person_id=event.person_id, ended_at=None))
