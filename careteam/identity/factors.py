"""What one can do with second factors: use one, add one, give one up, and end those that somebody has lost."""

from collections.abc import Sequence
from uuid import UUID

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.core import problems
from careteam.core.settings import settings
from careteam.identity import codes, commands, events, holders, rules
from careteam.identity.models import Authenticator, Passkey, Person, Session
from careteam.identity.passkeys import NewKey
from careteam.identity.refusals import CodeRefused, LastFactor, PasskeyHeld, PasskeyRefused, TicketOver
from careteam.identity.rules import Proof
from careteam.identity.tickets import Ticket

Factor = Passkey | Authenticator


async def spend(change: Change, ticket: Ticket) -> None:
    """Use a ticket up; TicketOver where it was used before."""
    if not await change.spend(ticket.raw[-32:], ticket.expires_at):
        raise TicketOver


async def use_code(change: Change, code: str) -> Authenticator:
    """Take a code of the actor's app; CodeRefused for a wrong one, and for one that was used, or is older than that."""
    found = await change.find(Authenticator, person_id=change.actor.person_id, ended_at=None)
    step = codes.step_of(found[0].secret, code, change.now) if found else None
    if step is None or step <= found[0].last_step:
        raise CodeRefused
    found[0].last_step, found[0].used_at = step, change.now
    return found[0]


async def use_passkey(change: Change, passkey_id: UUID, sign_count: int) -> Passkey:
    """Note that a passkey of the actor's has signed; PasskeyRefused where it is gone or its count did not grow."""
    found = await change.find(Passkey, id=passkey_id, person_id=change.actor.person_id, ended_at=None)
    if not found or ((sign_count or found[0].sign_count) and sign_count <= found[0].sign_count):
        raise PasskeyRefused
    found[0].sign_count, found[0].used_at = sign_count, change.now
    return found[0]


async def prove_identity(change: Change, *, proof: Proof, factor: Factor | None = None) -> None:
    """Note that whoever is signed in has shown once more who they are."""
    change.require(Action.PROVE_IDENTITY, subject_id=change.actor.person_id)
    session_id = await _proven(change, proof)
    await change.record(
        events.IdentityProven(
            session_id=session_id, person_id=change.actor.person_id, factor_id=factor.id if factor else None
        )
    )


async def _proven(change: Change, proof: Proof) -> UUID:
    """Note it at the session the actor is here with; NotSignedIn where that has ended meanwhile."""
    found = await change.find(Session, id=change.actor.session_id, ended_at=None)
    if not found:
        raise problems.NotSignedIn
    found[0].proof, found[0].proven_at = proof, change.now
    return found[0].id


async def add_authenticator(change: Change, *, secret: str, code: str) -> UUID:
    """Take an app as a factor, once it shows the right code; it takes the place of an app that was there."""
    me = change.actor.person_id
    change.require(Action.ADD_FACTOR, subject_id=me)
    step = codes.step_of(secret, code, change.now)
    if step is None:
        raise CodeRefused
    held = await held_by(change, me)
    replaced = [factor for factor in held if isinstance(factor, Authenticator)]
    for old in replaced:
        old.ended_at = change.now
    app = await change.add(Authenticator(person_id=me, secret=secret, last_step=step, added_at=change.now))
    session_id = await _proven(change, Proof.CODE)
    await change.record(
        events.AuthenticatorAdded(
            authenticator_id=app.id,
            replaced_ids=tuple(old.id for old in replaced),
            person_id=me,
            session_id=session_id,
        )
    )
    await _first(change, held, session_id)
    return change.answer(app.id)


async def add_passkey(change: Change, *, name: str, key: NewKey) -> UUID:
    """Take a passkey as a factor; PasskeyHeld where it is somebody's already."""
    me = change.actor.person_id
    change.require(Action.ADD_FACTOR, subject_id=me)
    held = await held_by(change, me)
    if await change.find(Passkey, credential_id=key.credential_id):
        raise PasskeyHeld
    passkey = await change.add(
        Passkey(
            person_id=me, name=name, credential_id=key.credential_id, public_key=key.public_key,
            sign_count=key.sign_count, synced=key.synced, added_at=change.now,
        )
    )  # fmt: skip
    session_id = await _proven(change, Proof.PASSKEY)
    await change.record(events.PasskeyAdded(passkey_id=passkey.id, person_id=me, session_id=session_id))
    await _first(change, held, session_id)
    return change.answer(passkey.id)


async def _first(change: Change, held: Sequence[Factor], session_id: UUID) -> None:
    """With the first factor every other session ends: none goes on that was begun without."""
    if not held:
        await commands.end_other_sessions(change, change.actor.person_id, but=session_id)


async def end_factor(change: Change, *, factor_id: UUID) -> None:
    """Give up a factor of one's own; LastFactor where one must have one."""
    me = change.actor.person_id
    change.require(Action.END_FACTOR, subject_id=me)
    required = rules.must_have_factor(change.actor.roles, required=settings().second_factor == "required")
    held = await held_by(change, me)
    factor = next((one for one in held if one.id == factor_id), None)
    if factor is None:
        raise problems.NotFound
    if required and len(held) == 1:
        raise LastFactor
    factor.ended_at = change.now
    await change.record(events.FactorEnded(factor_id=factor.id, person_id=me))


async def reset_factors(change: Change, *, person_id: UUID, reason: str) -> None:
    """End all factors of somebody who has lost them, and every session with them; NotFound where there is nothing to end."""
    change.require(Action.RESET_FACTORS, subject_id=person_id)
    held = await held_by(change, person_id)
    if not held:
        raise problems.NotFound
    for factor in held:
        factor.ended_at = change.now
    await change.record(
        events.FactorsReset(
            person_id=person_id,
            factor_ids=tuple(factor.id for factor in held),
            session_ids=await commands.close_sessions(change, person_id),
            reason=reason,
        )
    )


async def held_by(change: Change, person_id: UUID) -> list[Factor]:
    """The factors a person has now, locked, with everything that could add or end one meanwhile."""
    await holders.roles_of(change, person_id)  # grants are always locked before their person
    await change.get(Person, person_id)
    passkeys = await change.find(Passkey, person_id=person_id, ended_at=None)
    return [*passkeys, *await change.find(Authenticator, person_id=person_id, ended_at=None)]
