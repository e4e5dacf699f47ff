"""What offices do: are asked for, vouch for people's keys, and sign invites."""

from datetime import UTC, datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.core import problems
from careteam.crypto.mh1.cose import Domain, key_kid, take_apart
from careteam.crypto.mh1.directory import Attestation as Attested
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.invite import open_invite
from careteam.crypto.mh1.primitives import digest, enrolled
from careteam.crypto.mh1.refusals import Refused
from careteam.identity import holders
from careteam.identity.invitations import newest_open
from careteam.keys import events
from careteam.keys.chains import directory_of, newest_chain
from careteam.keys.models import Attestation, KeyInvite, OfficeKey, UserChain
from careteam.keys.refusals import NoKeys, OfficeNeeded, StatementRefused
from careteam.keys.rules import AttestedRole, Office, Scope, attested_roles, may_hold, patients_only


async def ask_office(change: Change, *, office: Office, scope: Scope, request: bytes, pk: bytes, sealed: bytes) -> UUID:
    """Ask to be listed in the directory with this key. An earlier request for the same office that waits is replaced."""
    me = change.actor.person_id
    if not may_hold(office, scope, await holders.roles_of(change, me)):
        raise problems.Forbidden(action=Action.ASK_OFFICE)
    await open_chain(change, me)
    try:
        enrolled(pk)
    except Refused as refusal:
        raise problems.Malformed(errors=[{"pointer": "/pk", "detail": refusal.reason}]) from refusal
    waiting = await change.find(OfficeKey, person_id=me, office=office, accepted_at=None, ended_at=None)
    for one in waiting:
        one.ended_at = change.now
    asked = await change.add(
        OfficeKey(person_id=me, request=request, office=office, scope=scope, pk=pk, sealed=sealed, asked_at=change.now)
    )
    replaced = tuple(one.id for one in waiting)
    await change.record(
        events.OfficeAsked(
            office_id=asked.id, person_id=me, office=office, scope=scope, replaced_ids=replaced, record=digest(pk)
        )
    )
    return change.answer(asked.id)


async def open_chain(change: Change, person_id: UUID) -> UserChain:
    """The chain a person has now; NoKeys without one."""
    row = await newest_chain(change, person_id)
    if row is None or row.closed_at is not None:
        raise NoKeys
    return row


async def attest_person(change: Change, *, person_id: UUID, cose: bytes) -> UUID:
    """Keep an identity officer's word that a chain is a person's. NotFound where nobody works or is treated here by that id.

    StatementRefused where it does not hold now, or names them otherwise than they are; OfficeNeeded for another's key.
    """
    change.require(Action.ATTEST_PERSON, subject_id=person_id)
    roles = await holders.roles_of(change, person_id)
    if not roles:
        raise problems.NotFound
    row = await open_chain(change, person_id)
    _, directory, _ = await directory_of(change)
    office = await own_office(change, cose, "mh1/dir")
    attested = await fitting(change, directory, person_id, row.genesis, cose)
    return change.answer(await keep_word(change, row, office, attested, cose))


async def fitting(change: Change, directory: Directory, person_id: UUID, genesis: bytes, cose: bytes) -> Attested:
    """What this word says, if it holds now and names the person as they are; else StatementRefused."""
    try:
        attested = directory.attestation(cose, person_id.bytes, genesis, milliseconds(change.now))
    except Refused as refusal:
        raise StatementRefused(reason=refusal.reason) from refusal
    if attested.role not in attested_roles(await holders.roles_of(change, person_id)):
        raise StatementRefused(reason="names a role that the person does not have")
    if attested.name_hash != digest((await holders.name_of(change, person_id)).encode()):
        raise StatementRefused(reason="names another name")
    return attested


async def keep_word(change: Change, row: UserChain, office: OfficeKey, attested: Attested, cose: bytes) -> UUID:
    """Keep the word of this office for a chain, in the place of an earlier one."""
    before = await change.find(Attestation, chain_id=row.id, ended_at=None)
    for one in before:
        one.ended_at = change.now
    kept = await change.add(
        Attestation(
            person_id=row.person_id, chain_id=row.id, office_id=office.id, role=AttestedRole(attested.role),
            not_after=moment(attested.not_after), hash=take_apart(cose, "mh1/dir").hash, cose=cose,
            attested_at=change.now,
        )
    )  # fmt: skip
    await change.record(
        events.PersonAttested(
            attestation_id=kept.id, person_id=row.person_id, chain_id=row.id, office_id=office.id,
            replaced_ids=tuple(one.id for one in before), role=attested.role, record=kept.hash,
        )
    )  # fmt: skip
    return kept.id


async def own_office(change: Change, cose: bytes, domain: Domain) -> OfficeKey:
    """The actor's office whose key signed this; OfficeNeeded for any other."""
    try:
        kid = take_apart(cose, domain).kid
    except Refused as refusal:
        raise StatementRefused(reason=refusal.reason) from refusal
    held = await in_force(change, change.actor.person_id)
    if kid not in held:
        raise OfficeNeeded
    return held[kid]


async def in_force(change: Change, person_id: UUID) -> dict[bytes, OfficeKey]:
    """The offices a person holds now, by the kid of their keys."""
    held = await change.find(OfficeKey, person_id=person_id, ended_at=None)
    return {key_kid(office.pk): office for office in held if office.accepted_at is not None}


async def keep_invite(change: Change, *, person_id: UUID, cose: bytes) -> UUID:
    """Keep the signed invite that goes with the link handed to a patient; NotFound where no link of theirs works."""
    roles = await holders.roles_of(change, person_id)
    change.require(Action.SIGN_INVITE, patient_side=patients_only(roles))
    invitation = await newest_open(change, person_id)
    _, directory, _ = await directory_of(change)
    await own_office(change, cose, "mh1/invite")
    try:
        invite = open_invite(directory, cose, person_id.bytes, milliseconds(change.now))
    except Refused as refusal:
        raise StatementRefused(reason=refusal.reason) from refusal
    kept = await change.add(
        KeyInvite(
            person_id=person_id, invitation_id=invitation.id, token_pk=invite.token_pk,
            not_after=moment(invite.not_after), hash=take_apart(cose, "mh1/invite").hash, cose=cose,
            signed_at=change.now,
        )
    )  # fmt: skip
    await change.record(
        events.InviteSigned(invite_id=kept.id, person_id=person_id, invitation_id=invitation.id, record=kept.hash)
    )
    return change.answer(kept.id)


def milliseconds(at: datetime) -> int:
    """A time as mh1 writes it."""
    return int(at.timestamp() * 1000)


def moment(ms: int) -> datetime:
    """A time that mh1 wrote; what lies too far ahead is the last we can say."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)
