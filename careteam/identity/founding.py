"""The first start: the organisation's key, its first entry, and a one-use link for the first administrator."""

from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit import events as trail_events
from careteam.audit.models import DataKey
from careteam.audit.opening import AlreadyDone, open_change
from careteam.audit.trail import Trail
from careteam.core.ids import ORGANISATION_STREAM, new_id
from careteam.crypto.atrest import new_data_key
from careteam.identity import events
from careteam.identity.invitations import is_open, link_of
from careteam.identity.models import Invitation
from careteam.identity.people import new_link, take_in

#: The key of the founding change: two processes that start at once found one clinic.
_ONCE = UUID("00000000-0000-7000-8000-000000000003")
#: What the first administrator is called until they say who they are.
_NAMELESS = "First administrator"

_FOUNDED = "SELECT EXISTS(SELECT FROM care.data_key WHERE plan_id IS NULL)"
#: The first administrator, as long as nobody has become them.
_WAITING = """
SELECT p.id FROM care.person p JOIN care.role_grant g ON g.person_id = p.id AND g.role = 'administrator'
  AND g.ended_at IS NULL
WHERE p.email_index IS NULL AND p.ended_at IS NULL
  AND NOT EXISTS(SELECT FROM care.credential c JOIN care.role_grant h ON h.person_id = c.person_id
    AND h.role = 'administrator' AND h.ended_at IS NULL)
  AND EXISTS(SELECT FROM care.invitation i WHERE i.person_id = p.id) ORDER BY p.id LIMIT 1"""


async def begin(trail: Trail, *, synthetic: bool = False) -> None:
    """Found the organisation where there is none.

    A synthetic clinic's people are made by whoever makes the clinic: it has no first administrator.
    """
    async with trail.database.writing() as connection:
        founded: bool = await connection.fetchval(_FOUNDED)
    if not founded:
        await _begin(trail, synthetic=synthetic)


async def first_link(trail: Trail) -> str | None:
    """The first administrator's one-use link, until it is used."""
    async with trail.database.writing() as connection:
        person_id: UUID | None = await connection.fetchval(_WAITING)
        await trail.load_keys(connection, [None])
    return None if person_id is None else await _link(trail, person_id)


async def _begin(trail: Trail, *, synthetic: bool) -> None:
    data_key, key_id = new_data_key(), new_id()
    try:
        async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION, key=_ONCE) as change:
            trail.ring.add(None, data_key)
            wrapped = trail.deployment_key.wrap(data_key, key_id=key_id)
            await change.add(DataKey(id=key_id, wrapped=wrapped), stream_id=ORGANISATION_STREAM)
            await change.record(trail_events.OrganisationKeyMade(key_id=key_id))
            await change.record(events.ClinicFounded(synthetic=synthetic))
            if not synthetic:
                await take_in(change, name=_NAMELESS, role=Role.ADMINISTRATOR, by_hand=True)
    except AlreadyDone:
        return
    except BaseException:
        # A key that was not stored must seal nothing.
        trail.ring.forget(None)
        raise


async def _link(trail: Trail, person_id: UUID) -> str:
    """The link of the first administrator; a new one where the last has run out."""
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        links = await change.find(Invitation, person_id=person_id, redeemed_at=None, withdrawn_at=None)
        invitation = next((link for link in links if is_open(link, change.now)), None)
        if invitation is None:
            for over in links:
                over.withdrawn_at = change.now
            invitation = await new_link(change, person_id, Role.ADMINISTRATOR)
            await change.record(
                events.InvitationRenewed(
                    invitation_id=invitation.id, withdrawn_ids=tuple(link.id for link in links), person_id=person_id
                )
            )
        id_, expires_at = invitation.id, invitation.expires_at
    return await link_of(trail, id_, expires_at)
