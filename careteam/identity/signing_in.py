"""The first door: a password, a passkey or a one-use link becomes a session, or a refusal that tells nothing."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.settings import settings
from careteam.crypto import blind
from careteam.identity import commands, factors, passkeys, passwords, rules, tickets
from careteam.identity.invitations import OpenInvitation, read_invitation
from careteam.identity.known import Known, known_by_address, known_by_id, known_by_passkey, now
from careteam.identity.noting import note_factor_refusal, note_refusal
from careteam.identity.refusals import CodeRefused, PasskeyRefused, SignInRefused, TicketOver
from careteam.identity.rules import Proof
from careteam.identity.throttle import SignInTry
from careteam.identity.tickets import Purpose, Ticket


@dataclass(frozen=True)
class Origin:
    """Where a try to sign in comes from: the network, the browser in words, and the secret that only this browser has."""

    network: str
    device: str
    browser: bytes


@dataclass(frozen=True)
class Asked:
    """The password was right; now a factor is asked for. The ticket does nothing else."""

    ways: tuple[Proof, ...]
    ticket: str


async def sign_in(trail: Trail, *, email: str, password: str, origin: Origin) -> str | Asked:
    """The token of a new session, or what else is asked. Refusals are the same for known and unknown addresses."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        tried = await SignInTry.begin(trail, connection, email=email, network=origin.network)
        found = await known_by_address(connection, blind.exact(trail.ring.index_key(None), "email", email))
        at = await now(connection)
    right = await passwords.matches(found.password_hash if found else None, password)
    if not right or found is None or not found.roles:
        note_refusal(trail, found.id if found else None)
        raise SignInRefused
    token: str | Asked
    if found.has_factor:
        token = _ask(trail, found, origin, at)
    else:
        token = await _start(trail, found, origin, Proof.PASSWORD)
    async with trail.database.writing() as connection:
        await tried.succeeded(connection)
    return token


def _ask(trail: Trail, found: Known, origin: Origin, at: datetime) -> Asked:
    carries = found.id.bytes + found.password_mark
    ticket = tickets.issue(trail.ring, Purpose.SECOND_FACTOR, holder=origin.browser, now=at, carries=carries)
    return Asked(found.ways, ticket.text)


async def sign_in_by_code(trail: Trail, *, ticket: str, code: str, origin: Origin) -> str:
    """The token of a new session for whoever had the password and now has the code. CodeRefused, TicketOver."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        at = await now(connection)
        asked = tickets.check(trail.ring, ticket, Purpose.SECOND_FACTOR, holder=origin.browser, now=at)
        person_id = UUID(bytes=asked.carries[:16])
        tried = await SignInTry.begin(trail, connection, person_id=person_id, network=origin.network)
        found = await known_by_id(connection, person_id)
    if found is None or found.password_mark != asked.carries[16:]:
        raise TicketOver
    try:
        token = await _start(trail, found, origin, Proof.CODE, ticket=asked, code=code)
    except CodeRefused:
        note_factor_refusal(trail, found.id)
        raise
    async with trail.database.writing() as connection:
        await tried.succeeded(connection)
    return token


async def ask_for_passkey(trail: Trail, origin: Origin) -> passkeys.PasskeyQuestion:
    """What to ask of a passkey, before anybody knows whose."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        at = await now(connection)
    return passkeys.question(tickets.issue(trail.ring, Purpose.PASSKEY_SIGN_IN, holder=origin.browser, now=at))


async def sign_in_by_passkey(trail: Trail, answer: passkeys.PasskeyAnswer, *, origin: Origin) -> str:
    """The token of a new session for whoever has this passkey; it is enough by itself. PasskeyRefused, TicketOver."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        tried = await SignInTry.begin(trail, connection, network=origin.network)
        at = await now(connection)
        challenge = passkeys.challenge_of(answer)
        ticket = tickets.check(trail.ring, challenge, Purpose.PASSKEY_SIGN_IN, holder=origin.browser, now=at)
        key = await known_by_passkey(connection, tickets.decoded(answer.credential_id))
        found = await known_by_id(connection, key.person_id) if key else None
    try:
        count = passkeys.sign_count_of(
            answer,
            challenge,
            public_key=key.public_key if key else None,
            sign_count=key.sign_count if key else 0,
            person_id=key.person_id if key else None,
        )
        if key is None or found is None or not found.roles:
            raise PasskeyRefused
        token = await _start(trail, found, origin, Proof.PASSKEY, ticket=ticket, passkey=(key.id, count))
    except PasskeyRefused:
        note_refusal(trail, key.person_id if key else None)
        raise
    async with trail.database.writing() as connection:
        await tried.succeeded(connection)
    return token


async def _start(
    trail: Trail,
    found: Known,
    origin: Origin,
    proof: Proof,
    *,
    ticket: Ticket | None = None,
    code: str | None = None,
    passkey: tuple[UUID, int] | None = None,
) -> str:
    """Begin a session. SignInRefused where the person left meanwhile."""
    token = secrets.token_urlsafe(32)
    actor = Actor(found.id, found.roles)
    try:
        async with open_change(trail, actor, Action.START_SESSION) as change:
            change.require(Action.START_SESSION, subject_id=actor.person_id)
            if ticket is not None:
                await factors.spend(change, ticket)
            factor = await _used(change, code, passkey)
            await commands.start_session(
                change, token=token, device=origin.device, proof=proof, factor_id=factor.id if factor else None
            )
    except problems.NotSignedIn as left_meanwhile:
        raise SignInRefused from left_meanwhile
    return token


async def _used(change: Change, code: str | None, passkey: tuple[UUID, int] | None) -> factors.Factor | None:
    if code is not None:
        return await factors.use_code(change, code)
    return await factors.use_passkey(change, *passkey) if passkey is not None else None


async def redeem(
    trail: Trail, token: str, *, password: str, name: str | None, email: str | None, origin: Origin
) -> str | Asked:
    """Use a one-use link: set the password and sign in. A link does not stand for a factor: who has one is asked for it."""
    invitation = await read_invitation(trail, token)
    _check(invitation, password=password, name=name, email=email)
    password_hash = await passwords.hashed(password)
    session = secrets.token_urlsafe(32)
    async with open_change(trail, invitation.actor, Action.REDEEM_INVITATION) as change:
        await commands.redeem_invitation(
            change, invitation_id=invitation.id, password_hash=password_hash, name=name, email=email
        )
        asks = bool(await factors.held_by(change, invitation.actor.person_id))
        if not asks:
            await commands.start_session(change, token=session, device=origin.device)
    if not asks:
        return session
    async with trail.database.writing() as connection:
        found = await known_by_id(connection, invitation.actor.person_id)
        at = await now(connection)
    if found is None:
        raise problems.NotFound
    return _ask(trail, found, origin, at)


def _check(invitation: OpenInvitation, *, password: str, name: str | None, email: str | None) -> None:
    errors: list[dict[str, str]] = []
    objection = rules.password_objection(
        password, name or invitation.name, email or invitation.email, settings().clinic_name
    )
    if objection:
        errors.append({"pointer": "/password", "detail": objection})
    if rules.asks_for_email(invitation.email) and not email:
        errors.append({"pointer": "/email", "detail": "nobody knows your e-mail address yet"})
    if rules.asks_for_name(invitation.role, invitation.email) and not name:
        errors.append({"pointer": "/name", "detail": "nobody knows your name yet"})
    if errors:
        raise problems.Malformed(errors=errors)
