"""How HTTP says it: signing in with a second factor, showing once more who one is, one's own factors."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, SecretStr

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core import paging
from careteam.identity import codes, factors, own_factors, passkeys, proving, rules, signing_in, tickets
from careteam.identity.clinic import SessionInfo
from careteam.identity.cookies import begun, network_of, origin_of
from careteam.identity.gate import (
    Done,
    SomeoneActingToSetUp,
    SomeoneSettingUp,
    organisation_change,
    organisation_view,
    trail_of,
)
from careteam.identity.own_factors import here
from careteam.identity.passkeys import NewPasskeyAnswer, NewPasskeyQuestion, PasskeyAnswer, PasskeyQuestion
from careteam.identity.tickets import Purpose

router = APIRouter(tags=["identity"])

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
TicketText = Annotated[str, Field(min_length=1, max_length=500, pattern="^[A-Za-z0-9_-]+$")]
Why = Annotated[str, Field(min_length=1, max_length=4000)]


class SignInByCode(paging.Request):
    """The ticket that the right password was answered with, and the code the app shows."""

    ticket: TicketText
    code: Code


class ProveByPassword(paging.Request):
    """One's password."""

    password: Annotated[SecretStr, Field(min_length=1, max_length=rules.LONGEST_PASSWORD)]


class ProveByCode(paging.Request):
    """The code the app shows."""

    code: Code


class AddAuthenticator(paging.Request):
    """The ticket that came with the secret, and the code the app shows for it."""

    ticket: TicketText
    code: Code


class AddPasskey(NewPasskeyAnswer):
    """A new passkey, and what to call it."""

    name: Annotated[str, Field(min_length=1, max_length=100)]


class ResetFactors(paging.Request):
    """Why."""

    reason: Why


@router.post("/session/code", status_code=201, responses={410: {}, 429: {}})
async def sign_in_by_code(body: SignInByCode, request: Request, response: Response) -> SessionInfo:
    """Sign in with the code of an authenticator app, after the password."""
    origin = origin_of(request, response)
    token = await signing_in.sign_in_by_code(trail_of(request), ticket=body.ticket, code=body.code, origin=origin)
    return await begun(request, response, token)


@router.get("/session/passkey/question")
async def ask_for_passkey(request: Request, response: Response) -> PasskeyQuestion:
    """What to ask of a passkey, to sign in with it. Needs no sign-in."""
    return await signing_in.ask_for_passkey(trail_of(request), origin_of(request, response))


@router.post("/session/passkey", status_code=201, responses={410: {}, 429: {}})
async def sign_in_by_passkey(body: PasskeyAnswer, request: Request, response: Response) -> SessionInfo:
    """Sign in with a passkey."""
    origin = origin_of(request, response)
    return await begun(request, response, await signing_in.sign_in_by_passkey(trail_of(request), body, origin=origin))


@router.get("/session/proof/question")
async def ask_for_proof(request: Request, session: SomeoneSettingUp) -> proving.ProofQuestion:
    """How you can show once more who you are."""
    async with trail_of(request).database.writing() as connection:
        return await proving.ask(trail_of(request), connection, session)


@router.post("/session/proof/password", status_code=204, responses={429: {}})
async def prove_by_password(body: ProveByPassword, request: Request, session: SomeoneActingToSetUp) -> None:
    """Show once more who you are, by your password."""
    password = body.password.get_secret_value()
    await proving.by_password(trail_of(request), session, password=password, network=network_of(request))


@router.post("/session/proof/code", status_code=204, responses={429: {}})
async def prove_by_code(body: ProveByCode, request: Request, session: SomeoneActingToSetUp) -> None:
    """Show once more who you are, by the code of your app."""
    await proving.by_code(trail_of(request), session, code=body.code, network=network_of(request))


@router.post("/session/proof/passkey", status_code=204, responses={410: {}})
async def prove_by_passkey(body: PasskeyAnswer, request: Request, session: SomeoneActingToSetUp) -> None:
    """Show once more who you are, with your passkey."""
    await proving.by_passkey(trail_of(request), session, answer=body)


@router.get("/factors")
async def read_own_factors(
    view: Annotated[View, organisation_view(Action.READ_FACTORS, setting_up=True)],
) -> own_factors.OwnFactors:
    """What you can show who you are with, besides your password."""
    return await own_factors.own_factors(view)


@router.get("/factors/authenticator/question")
async def ask_for_authenticator(
    request: Request, view: Annotated[View, organisation_view(Action.ADD_FACTOR, setting_up=True)]
) -> own_factors.AuthenticatorQuestion:
    """A new secret for an authenticator app; it counts for nothing until a code confirms it."""
    await trail_of(request).load_keys_for_reading([None])
    return await own_factors.ask_for_authenticator(view, trail_of(request).ring)


@router.post("/factors/authenticator", status_code=201, responses={410: {}})
async def add_authenticator(
    body: AddAuthenticator,
    request: Request,
    change: Annotated[Change, organisation_change(Action.ADD_FACTOR, setting_up=True)],
) -> Done:
    """Take an authenticator app as a factor, confirmed by its code. It takes the place of one you had."""
    ring, holder = trail_of(request).ring, here(change.actor)
    ticket = tickets.check(ring, body.ticket, Purpose.ADD_AUTHENTICATOR, holder=holder, now=change.now)
    await factors.spend(change, ticket)
    secret = codes.secret_from(ring.ticket_key(), ticket.raw)
    return Done.of(change, await factors.add_authenticator(change, secret=secret, code=body.code))


@router.get("/factors/passkeys/question")
async def ask_for_new_passkey(
    request: Request, view: Annotated[View, organisation_view(Action.ADD_FACTOR, setting_up=True)]
) -> NewPasskeyQuestion:
    """What to ask for a new passkey."""
    await trail_of(request).load_keys_for_reading([None])
    return await own_factors.ask_for_new_passkey(view, trail_of(request).ring)


@router.post("/factors/passkeys", status_code=201, responses={410: {}})
async def add_passkey(
    body: AddPasskey,
    request: Request,
    change: Annotated[Change, organisation_change(Action.ADD_FACTOR, setting_up=True)],
) -> Done:
    """Take a passkey as a factor."""
    challenge = passkeys.challenge_of(body)
    ring, holder = trail_of(request).ring, here(change.actor)
    ticket = tickets.check(ring, challenge, Purpose.ADD_PASSKEY, holder=holder, now=change.now)
    await factors.spend(change, ticket)
    key = passkeys.made(body, challenge)
    return Done.of(change, await factors.add_passkey(change, name=body.name, key=key))


@router.post("/factors/{factor_id}/end")
async def end_factor(factor_id: UUID, change: Annotated[Change, organisation_change(Action.END_FACTOR)]) -> Done:
    """Give up a factor of yours. Who must have one keeps the last."""
    await factors.end_factor(change, factor_id=factor_id)
    return Done.of(change, factor_id)


@router.post("/people/{person_id}/factors/reset")
async def reset_factors(
    person_id: UUID, body: ResetFactors, change: Annotated[Change, organisation_change(Action.RESET_FACTORS)]
) -> Done:
    """End all factors of somebody who has lost them. They are signed out, and told by e-mail."""
    await factors.reset_factors(change, person_id=person_id, reason=body.reason)
    return Done.of(change, person_id)
