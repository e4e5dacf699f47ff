"""The first door: a password or a one-use link becomes a session, or a refusal that tells nothing."""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.change import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.core.ids import ORGANISATION_STREAM
from careteam.core.settings import settings
from careteam.crypto import blind
from careteam.identity import commands, events, passwords, rules
from careteam.identity.invitations import OpenInvitation, read_invitation
from careteam.identity.refusals import SignInRefused
from careteam.identity.throttle import SignInTry

log = logging.getLogger(__name__)

_FIND = """
SELECT p.id, c.password_hash,
  ARRAY(SELECT g.role FROM care.role_grant g WHERE g.person_id = p.id AND g.ended_at IS NULL) AS roles
FROM care.person p LEFT JOIN care.credential c ON c.person_id = p.id
WHERE p.email_index = $1 AND p.ended_at IS NULL"""
#: How long one entry stands for all refused tries at the same person (or at nobody), in seconds.
_QUARTER = 900
#: Refusals being written down; kept here so that none is collected before it is done.
_noting: set[asyncio.Task[None]] = set()


@dataclass(frozen=True)
class Origin:
    """Where a try to sign in comes from."""

    network: str
    device: str


async def sign_in(trail: Trail, *, email: str, password: str, origin: Origin) -> str:
    """The token of a new session. SignInRefused and TooManyRequests are the same for known and unknown addresses."""
    async with trail.database.writing() as connection:
        await trail.load_keys(connection, [None])
        tried = await SignInTry.begin(trail, connection, email=email, network=origin.network)
        index = blind.exact(trail.ring.index_key(None), "email", email)
        found = await connection.fetchrow(_FIND, index)
    right = await passwords.matches(found["password_hash"] if found else None, password)
    if not right or not found["roles"]:
        _note_refusal(trail, found["id"] if found else None)
        raise SignInRefused
    actor = Actor(found["id"], frozenset(map(Role, found["roles"])))
    token = secrets.token_urlsafe(32)
    try:
        async with open_change(trail, actor, Action.START_SESSION) as change:
            change.require(Action.START_SESSION, subject_id=actor.person_id)
            await commands.start_session(change, token=token, device=origin.device)
    except problems.NotSignedIn as left_meanwhile:
        raise SignInRefused from left_meanwhile
    async with trail.database.writing() as connection:
        await tried.succeeded(connection)
    return token


async def redeem(
    trail: Trail, token: str, *, password: str, name: str | None, email: str | None, origin: Origin
) -> str:
    """Use a one-use link: set the password and sign in. The token of the new session."""
    invitation = await read_invitation(trail, token)
    _check(invitation, password=password, name=name, email=email)
    password_hash = await passwords.hashed(password)
    session = secrets.token_urlsafe(32)
    async with open_change(trail, invitation.actor, Action.REDEEM_INVITATION) as change:
        await commands.redeem_invitation(
            change, invitation_id=invitation.id, password_hash=password_hash, name=name, email=email
        )
        await commands.start_session(change, token=session, device=origin.device)
    return session


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


def _note_refusal(trail: Trail, person_id: UUID | None) -> None:
    """Write the refusal down beside the answer, not before it: what it takes to do so would tell who is known here."""
    task = asyncio.create_task(_record_refusal(trail, person_id), name="note a refused sign-in")
    _noting.add(task)
    task.add_done_callback(_noting.discard)


async def _record_refusal(trail: Trail, person_id: UUID | None) -> None:
    try:
        async with open_change(trail, Actor.system(), Action.RUN_REACTION) as change:
            quarter = int(change.now.timestamp()) // _QUARTER
            if await change.first_look([person_id or ORGANISATION_STREAM], "sign-in.refused", quarter):
                await change.record(events.SignInRefused(person_id=person_id))
    except Exception as error:
        log.exception("a refused sign-in was not written down", extra={"error": type(error).__name__})


async def refusals_noted() -> None:
    """Wait until every refusal so far is written down: for whoever closes the installation, or looks at the trail."""
    await asyncio.gather(*_noting)
