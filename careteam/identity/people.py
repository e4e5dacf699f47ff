"""Taking people in: the part of inviting somebody that plans, the first start and imports share."""

from datetime import timedelta
from uuid import UUID

from careteam.access.roles import Role
from careteam.audit.change import Change
from careteam.core.ids import InvitationId, PersonId
from careteam.identity.events import PersonAddressed, PersonInvited, PersonRenamed, RoleGranted
from careteam.identity.models import Invitation, Person, RoleGrant
from careteam.identity.refusals import AddressTaken

#: How long a one-use link works.
INVITATION_LASTS = timedelta(hours=72)


async def take_in(
    change: Change,
    *,
    name: str,
    role: Role,
    email: str | None = None,
    invite: bool = True,
    synthetic: bool = False,
    by_hand: bool = False,
) -> tuple[PersonId, InvitationId | None]:
    """Add a person with a role, and a one-use link if they are to sign in. An e-mail address is one person's only.

    `by_hand`: there is a link even without an address to send it to.
    """
    index = await free_address(change, email) if email else None
    person = await change.add(
        Person(
            name=name,
            name_index=await change.prefixes("name", name),
            email=email,
            email_index=index,
            synthetic=synthetic,
            created_at=change.now,
        )
    )
    grant = await change.add(RoleGrant(person_id=person.id, role=role, granted_at=change.now))
    invitation = await new_link(change, person.id, role) if by_hand or (invite and email) else None
    await change.record(
        PersonInvited(
            person_id=person.id, grant_id=grant.id, invitation_id=invitation.id if invitation else None, role=role
        )
    )
    return PersonId(person.id), InvitationId(invitation.id) if invitation else None


async def rename(change: Change, person_id: UUID, name: str) -> None:
    """Call a person by another name, unless they go by it already."""
    person = await change.get(Person, person_id)
    if person.name == name:
        return
    person.name, person.name_index = name, await change.prefixes("name", name)
    await change.record(PersonRenamed(person_id=person.id))


async def set_address(change: Change, person_id: UUID, email: str) -> None:
    """Give a person an address to sign in with; AddressTaken where it is somebody else's."""
    person = await change.get(Person, person_id)
    person.email, person.email_index = email, await free_address(change, email, of=person.id)
    await change.record(PersonAddressed(person_id=person.id))


async def hold(change: Change, person_id: UUID, role: Role) -> bool:
    """Whether a person holds a role: one they never had they get, one that was ended here stays ended."""
    grants = [grant for grant in await change.find(RoleGrant, person_id=person_id) if grant.role is role]
    if grants or (await change.get(Person, person_id)).ended_at is not None:
        return any(grant.ended_at is None for grant in grants)
    grant = await change.add(RoleGrant(person_id=person_id, role=role, granted_at=change.now))
    await change.record(RoleGranted(grant_id=grant.id, person_id=person_id, role=role))
    return True


async def new_link(change: Change, person_id: UUID, role: Role) -> Invitation:
    """A one-use link that works from now on for 72 hours; an event must name it."""
    expires_at = change.now + INVITATION_LASTS
    return await change.add(Invitation(person_id=person_id, role=role, created_at=change.now, expires_at=expires_at))


async def free_address(change: Change, email: str, *, of: UUID | None = None) -> bytes:
    """The index of an address that nobody else signs in with; AddressTaken where somebody does."""
    index = await change.exact("email", email)
    if any(person.id != of for person in await change.find(Person, email_index=index, ended_at=None)):
        raise AddressTaken
    return index
