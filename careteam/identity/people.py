"""Taking people in: the part of inviting somebody that plans, the first start and imports share."""

from datetime import timedelta

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.core.ids import InvitationId, PersonId
from careteam.identity.events import PersonInvited
from careteam.identity.models import Invitation, Person, RoleGrant

#: How long a one-use link works.
INVITATION_LASTS = timedelta(hours=72)


async def take_in(
    change: Change, *, name: str, role: Role, email: str | None = None, invite: bool = True, synthetic: bool = False
) -> tuple[PersonId, InvitationId | None]:
    """Add a person with a role, and a one-use link if they are to sign in. An e-mail address is one person's only."""
    person = await change.add(
        Person(
            name=name,
            name_index=await change.prefixes("name", name),
            email=email,
            email_index=await change.exact("email", email) if email else None,
            synthetic=synthetic,
            created_at=change.now,
        )
    )
    grant = await change.add(RoleGrant(person_id=person.id, role=role, granted_at=change.now))
    invitation = None
    if invite and email:
        invitation = await change.add(
            Invitation(person_id=person.id, role=role, created_at=change.now, expires_at=change.now + INVITATION_LASTS)
        )
    await change.record(
        PersonInvited(
            person_id=person.id, grant_id=grant.id, invitation_id=invitation.id if invitation else None, role=role
        )
    )
    return PersonId(person.id), InvitationId(invitation.id) if invitation else None
