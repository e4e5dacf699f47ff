"""What people are told when something happened while they were not looking."""

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.alerts import commands as alerts
from careteam.audit.opening import open_change
from careteam.audit.relay import Owed
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.identity import holders, invitations
from careteam.notifications import mail, texts


async def send_invitation(trail: Trail, owed: Owed) -> None:
    """Send a one-use link by e-mail, unless it was sent, used or withdrawn meanwhile.

    The link stays locked while the letter goes out: two workers never send it both. If the machine stops between the
    letter and the commit, the same letter goes out again under the same number.
    """
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=owed.id) as change:
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
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=owed.id) as change:
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
    async with open_change(trail, Actor.system(), Action.RUN_REACTION, after=owed.id) as change:
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
