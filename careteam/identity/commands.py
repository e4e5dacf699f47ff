"""What one can do with people: invite, give and take roles, end their sessions or all their access."""

from datetime import timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import CARE_ROLES, PATIENT_SIDE, Role
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.ids import InvitationId, PersonId
from careteam.core.settings import settings
from careteam.identity import events, holders, people, rules
from careteam.identity.invitations import is_open
from careteam.identity.models import Credential, Invitation, Person, RoleGrant, Session
from careteam.identity.refusals import InvitationGone, LastAdministrator, NoRoleHeld, RoleHeldAlready, SuccessorNotStaff
from careteam.identity.rules import Proof
from careteam.identity.signed_in import token_hash


async def invite_person(change: Change, *, name: str, email: str, role: Role) -> PersonId:
    """Take somebody in and have a one-use link sent to them."""
    change.require(Action.INVITE_PERSON, patient_side=role in PATIENT_SIDE)
    person_id, _ = await people.take_in(change, name=name, role=role, email=email)
    return person_id


async def require_link_right(change: Change, person_id: UUID) -> frozenset[Role]:
    """Ask for the right to a person's link, the right to become them; a coordinator's is to patients."""
    roles = await holders.roles_of(change, person_id)
    change.require(Action.INVITE_PERSON, patient_side=rules.patient_side(roles))
    return roles


async def renew_invitation(change: Change, *, person_id: UUID) -> InvitationId:
    """Give a person a new one-use link; earlier ones no longer work. It also replaces a forgotten password."""
    roles = await require_link_right(change, person_id)
    await _present(change, person_id)
    if not roles:
        raise NoRoleHeld
    return await _replace_links(change, person_id, roles, await _withdraw_links(change, person_id))


async def correct_person(change: Change, *, person_id: UUID, name: str, email: str | None = None) -> None:
    """Put right what somebody is called, and where their links go: a link that went elsewhere no longer works."""
    roles = await require_link_right(change, person_id)
    person = await _present(change, person_id)
    await people.rename(change, person_id, name)
    if email is None or email == person.email:
        return
    await people.set_address(change, person_id, email)
    withdrawn = await _withdraw_links(change, person_id)
    if withdrawn and roles:
        await _replace_links(change, person_id, roles, withdrawn)


async def _replace_links(
    change: Change, person_id: UUID, roles: frozenset[Role], withdrawn: tuple[UUID, ...]
) -> InvitationId:
    invitation = await people.new_link(change, person_id, next(role for role in Role if role in roles))
    await change.record(
        events.InvitationRenewed(invitation_id=invitation.id, withdrawn_ids=withdrawn, person_id=person_id)
    )
    return InvitationId(invitation.id)


async def redeem_invitation(
    change: Change, *, invitation_id: UUID, password_hash: str, name: str | None = None, email: str | None = None
) -> None:
    """Use a link: set the password, and what nobody knew yet. Whoever was signed in as this person no longer is."""
    change.require(Action.REDEEM_INVITATION, subject_id=change.actor.person_id)
    roles = await holders.roles_of(change, change.actor.person_id)
    person = await change.get(Person, change.actor.person_id)
    invitation = await change.get(Invitation, invitation_id)
    if person.ended_at or not roles or not is_open(invitation, change.now):
        raise InvitationGone
    if email is not None and rules.asks_for_email(person.email):
        if name is not None and rules.asks_for_name(invitation.role, person.email):
            person.name, person.name_index = name, await change.prefixes("name", name)
        person.email, person.email_index = email, await people.free_address(change, email, of=person.id)
    invitation.redeemed_at = change.now
    credential = await _set_password(change, person.id, password_hash)
    await change.record(
        events.InvitationRedeemed(invitation_id=invitation.id, person_id=person.id, credential_id=credential.id)
    )
    await _end_sessions(change, person.id)


async def _set_password(change: Change, person_id: UUID, password_hash: str) -> Credential:
    found = await change.find(Credential, person_id=person_id)
    if not found:
        new = Credential(person_id=person_id, password_hash=password_hash, changed_at=change.now)
        return await change.add(new)
    found[0].password_hash, found[0].changed_at = password_hash, change.now
    return found[0]


async def start_session(
    change: Change, *, token: str, device: str, proof: Proof = Proof.PASSWORD, factor_id: UUID | None = None
) -> None:
    """Begin a session of the actor, who has just shown who they are. NotSignedIn for somebody who left meanwhile."""
    me = change.actor.person_id
    roles = await holders.roles_of(change, me)
    if not roles or (await change.get(Person, me)).ended_at:
        raise problems.NotSignedIn
    chosen = settings()
    limits = rules.limits(
        roles,
        staff=rules.Limits(chosen.staff_idle_minutes, chosen.staff_session_hours),
        patients=rules.Limits(chosen.patient_idle_minutes, chosen.patient_session_hours),
    )
    session = await change.add(
        Session(
            person_id=me, token_hash=token_hash(token), created_at=change.now, device=device,
            expires_at=change.now + timedelta(hours=limits.hours), idle_minutes=limits.idle_minutes, proof=proof,
            proven_at=change.now,
        )
    )  # fmt: skip
    await change.record(events.SignedIn(session_id=session.id, person_id=me, factor_id=factor_id))
    await change.begin_activity(session.id)


async def end_session(change: Change, *, session_id: UUID) -> None:
    """Sign out of a session of one's own; NotFound for one that is over or another's."""
    me = change.actor.person_id
    change.require(Action.END_SESSION, subject_id=me)
    if not await change.find(Session, id=session_id, person_id=me, ended_at=None):
        raise problems.NotFound
    await _end_sessions(change, me, only=session_id)


async def end_sessions(change: Change, *, person_id: UUID) -> None:
    """Sign a person out everywhere."""
    change.require(Action.END_SESSION, subject_id=person_id)
    await change.get(Person, person_id)
    await _end_sessions(change, person_id)


async def end_other_sessions(change: Change, person_id: UUID, *, but: UUID) -> None:
    """What follows from an act of a person that their other sessions must not outlive."""
    await _end_sessions(change, person_id, but=but)


async def _end_sessions(change: Change, person_id: UUID, *, only: UUID | None = None, but: UUID | None = None) -> None:
    ended = await close_sessions(change, person_id, only=only, but=but)
    if ended:
        await change.record(events.SessionsEnded(session_ids=ended, person_id=person_id))


async def close_sessions(
    change: Change, person_id: UUID, *, only: UUID | None = None, but: UUID | None = None
) -> tuple[UUID, ...]:
    """End a person's sessions (`only` this one, all `but` this one); an event must name them."""
    found = await change.find(Session, person_id=person_id, ended_at=None)
    closed = [session for session in found if only in (None, session.id) and session.id != but]
    for session in closed:
        session.ended_at = change.now
    return tuple(session.id for session in closed)


async def _withdraw_links(change: Change, person_id: UUID) -> tuple[UUID, ...]:
    found = await change.find(Invitation, person_id=person_id, redeemed_at=None, withdrawn_at=None)
    for invitation in found:
        invitation.withdrawn_at = change.now
    return tuple(invitation.id for invitation in found)


async def grant_role(change: Change, *, person_id: UUID, role: Role) -> None:
    """Give somebody else a role."""
    change.require(Action.GRANT_ROLE, subject_id=person_id)
    held = await holders.roles_of(change, person_id)
    await _present(change, person_id)
    if role in held:
        raise RoleHeldAlready
    grant = await change.add(RoleGrant(person_id=person_id, role=role, granted_at=change.now))
    await change.record(events.RoleGranted(grant_id=grant.id, person_id=person_id, role=role))


async def end_role(change: Change, *, person_id: UUID, role: Role, reason: str) -> None:
    """Take a role from a person; what they had on plans in that role ends with it (reactions)."""
    await _keep_an_administrator(change, person_id, losing=role)
    held = await change.find(RoleGrant, person_id=person_id, ended_at=None)
    grant = next((grant for grant in held if grant.role is role), None)
    if grant is None:
        raise problems.NotFound
    grant.ended_at, grant.ended_reason = change.now, reason
    await change.record(events.RoleEnded(grant_id=grant.id, person_id=person_id, role=role))


async def deactivate_person(change: Change, *, person_id: UUID, reason: str, successor_id: UUID | None = None) -> None:
    """End a person's access: roles, sessions and links now, their place on every plan with it (reactions).

    A successor takes over their tasks on the plans both are on; SuccessorNotStaff for somebody who treats nobody here.
    """
    await _keep_an_administrator(change, person_id, losing=Role.ADMINISTRATOR)
    if successor_id is not None and (
        successor_id == person_id or not await holders.roles_of(change, successor_id) & CARE_ROLES
    ):
        raise SuccessorNotStaff
    grants = await change.find(RoleGrant, person_id=person_id, ended_at=None)
    person = await _present(change, person_id)
    person.ended_at, person.ended_reason = change.now, reason
    for grant in grants:
        grant.ended_at, grant.ended_reason = change.now, reason
    await change.record(
        events.PersonDeactivated(
            person_id=person.id,
            grant_ids=tuple(grant.id for grant in grants),
            session_ids=await close_sessions(change, person.id),
            invitation_ids=await _withdraw_links(change, person.id),
            successor_id=successor_id,
        )
    )


async def _present(change: Change, person_id: UUID) -> Person:
    """The person, if they have not left."""
    person = await change.get(Person, person_id)
    if person.ended_at is not None:
        raise problems.NotFound
    return person


async def _keep_an_administrator(change: Change, person_id: UUID, *, losing: Role) -> None:
    """LastAdministrator, unless another can sign in. Grants are always locked before their person."""
    if losing is not Role.ADMINISTRATOR:
        return
    grants = await change.find(RoleGrant, role=Role.ADMINISTRATOR, ended_at=None)
    holding = {grant.person_id for grant in grants}
    if person_id not in holding:
        return
    for other in sorted(holding - {person_id}):
        if await change.find(Credential, person_id=other):
            return
    raise LastAdministrator
