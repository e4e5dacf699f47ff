"""Showing once more who one is: what an act that asks for it waits for."""

from typing import Any

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.paging import Shape
from careteam.identity import factors, passkeys, passwords, tickets
from careteam.identity.known import Known, known_by_id, known_by_passkey, passkeys_of
from careteam.identity.noting import note_factor_refusal
from careteam.identity.passkeys import PasskeyAnswer, PasskeyQuestion
from careteam.identity.refusals import CodeRefused, PasskeyRefused, PasswordRefused, ProofNotEnough
from careteam.identity.rules import Proof
from careteam.identity.signed_in import SignedIn
from careteam.identity.throttle import SignInTry
from careteam.identity.tickets import Purpose


class ProofQuestion(Shape):
    """How the reader can show who they are, and what to ask of a passkey where they have one."""

    ways: list[Proof]
    passkey: PasskeyQuestion | None


async def ask(trail: Trail, connection: Any, session: SignedIn) -> ProofQuestion:
    """What to ask of whoever is signed in with this session."""
    await trail.load_keys(connection, [None])
    known = await _known(connection, session)
    question = None
    if Proof.PASSKEY in known.ways:
        ticket = tickets.issue(trail.ring, Purpose.PASSKEY_PROOF, holder=session.session_id.bytes, now=session.now)
        question = passkeys.question(ticket, await passkeys_of(connection, known.id))
    return ProofQuestion(ways=list(known.ways), passkey=question)


async def by_password(trail: Trail, session: SignedIn, *, password: str, network: str) -> None:
    """By the password, for somebody who has no factor: PasswordRefused, ProofNotEnough."""
    known, tried = await _try(trail, session, network)
    if known.has_factor:
        raise ProofNotEnough
    if not await passwords.matches(known.password_hash, password):
        note_factor_refusal(trail, known.id)
        raise PasswordRefused
    async with _change(trail, session) as change:
        await factors.prove_identity(change, proof=Proof.PASSWORD)
    await _succeeded(trail, tried)


async def by_code(trail: Trail, session: SignedIn, *, code: str, network: str) -> None:
    """By a code of one's app: CodeRefused."""
    known, tried = await _try(trail, session, network)
    try:
        async with _change(trail, session) as change:
            factor = await factors.use_code(change, code)
            await factors.prove_identity(change, proof=Proof.CODE, factor=factor)
    except CodeRefused:
        note_factor_refusal(trail, known.id)
        raise
    await _succeeded(trail, tried)


async def by_passkey(trail: Trail, session: SignedIn, *, answer: PasskeyAnswer) -> None:
    """By a passkey of one's own: PasskeyRefused, TicketOver."""
    challenge = passkeys.challenge_of(answer)
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        ticket = tickets.check(
            trail.ring, challenge, Purpose.PASSKEY_PROOF, holder=session.session_id.bytes, now=session.now
        )
        key = await known_by_passkey(connection, tickets.decoded(answer.credential_id))
    if key is None or key.person_id != session.actor.person_id:
        raise PasskeyRefused
    count = passkeys.sign_count_of(
        answer, challenge, public_key=key.public_key, sign_count=key.sign_count, person_id=key.person_id
    )
    async with _change(trail, session) as change:
        await factors.spend(change, ticket)
        factor = await factors.use_passkey(change, key.id, count)
        await factors.prove_identity(change, proof=Proof.PASSKEY, factor=factor)


def _change(trail: Trail, session: SignedIn) -> Any:
    return open_change(trail, session.actor, Action.PROVE_IDENTITY)


async def _try(trail: Trail, session: SignedIn, network: str) -> tuple[Known, SignInTry]:
    """Count a try at something that can be guessed, and read who it is about."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        tried = await SignInTry.begin(trail, connection, person_id=session.actor.person_id, network=network)
        return await _known(connection, session), tried


async def _known(connection: Any, session: SignedIn) -> Known:
    known = await known_by_id(connection, session.actor.person_id)
    if known is None:
        raise problems.NotSignedIn
    return known


async def _succeeded(trail: Trail, tried: SignInTry) -> None:
    async with trail.database.writing() as connection:
        await tried.succeeded(connection)
