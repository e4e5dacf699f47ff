"""The doors without a plan: who is signed in, a change to the organisation, a look at it."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Security
from fastapi.security import APIKeyCookie

from careteam.access.actions import Action
from careteam.access.policy import STEP_UP
from careteam.access.roles import Actor
from careteam.audit.batch import Entrance
from careteam.audit.change import Change
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import View, open_view
from careteam.core import problems
from careteam.core.paging import Shape
from careteam.core.settings import settings
from careteam.identity.refusals import StepUpNeeded
from careteam.identity.signed_in import READ_SESSION_OF, SignedIn, read_session, token_hash, touch
from careteam.identity.signed_in import signed_in as signed_in_by


class Done(Shape):
    """The answer to every change: which row it was about, and by which change. Read again to see the state."""

    id: UUID
    change_id: UUID

    @classmethod
    def of(cls, change: Change, id_: UUID) -> "Done":
        """Answer with this row, also to whoever repeats the request."""
        return cls(id=change.answer(id_), change_id=change.id)


def cookie_name() -> str:
    """The session cookie's name; the prefix binds it to this host over TLS."""
    return "__Host-careteam" if settings().secure else "careteam"


def trail_of(request: Any) -> Trail:
    """The installation that this request (or socket) came to."""
    return request.app.state.trail


#: Says in the interface's document what it takes to be signed in; the cookie itself is read below.
SessionCookie = Annotated[
    str | None,
    Security(APIKeyCookie(name="__Host-careteam", scheme_name="session", auto_error=False)),
]


async def _read(request: Request, *, setting_up: bool = False, acts: bool = False) -> SignedIn:
    async with trail_of(request).database.writing() as connection:
        session = await read_session(connection, request.cookies.get(cookie_name()), setting_up=setting_up)
        if acts and session.quiet:
            await touch(connection, session.session_id)
        return session


async def signed_in(request: Request, _: SessionCookie = None) -> SignedIn:
    """The session of this request; NotSignedIn where there is none, SecondFactorNeeded where it is not enough."""
    return await _read(request)


async def acting(request: Request, _: SessionCookie = None) -> SignedIn:
    """The same for a person who does something: it keeps their session from going idle."""
    return await _read(request, acts=True)


async def signed_in_to_set_up(request: Request, _: SessionCookie = None) -> SignedIn:
    """The same for what one may do before one has the second factor that one must have."""
    return await _read(request, setting_up=True)


async def acting_to_set_up(request: Request, _: SessionCookie = None) -> SignedIn:
    """The same for a person who does something."""
    return await _read(request, setting_up=True, acts=True)


def entrance(action: Action) -> Entrance:
    """The same as `acting` and `ask_again`, within the statement that reads what the change is about."""

    def read(row: Any) -> Actor | None:
        session = signed_in_by(row)
        # Once a minute it is noted that somebody is there, and always what they lack is said, where one goes alone.
        elsewhere = session.quiet or session.incomplete or _asks_again(session, action)
        return None if elsewhere else session.actor

    return Entrance(READ_SESSION_OF, read)


def token_of(request: Request) -> bytes:
    """What the database knows the session of this request by."""
    return token_hash(request.cookies.get(cookie_name(), ""))


SomeoneSignedIn = Annotated[SignedIn, Depends(signed_in)]
SomeoneActing = Annotated[SignedIn, Depends(acting)]
SomeoneSettingUp = Annotated[SignedIn, Depends(signed_in_to_set_up)]
SomeoneActingToSetUp = Annotated[SignedIn, Depends(acting_to_set_up)]
IdempotencyKey = Annotated[
    UUID, Header(alias="Idempotency-Key", description="A fresh UUID for each intended effect; the same one on retries.")
]


async def request_bytes(request: Request) -> bytes:
    """What makes two requests the same: method, address and body. A body that says one thing twice means nothing."""
    body = await request.body()
    if body:
        try:
            json.loads(body, object_pairs_hook=_said_once)
        except (ValueError, RecursionError) as error:
            raise problems.Malformed(errors=[{"pointer": "", "detail": "the body is not JSON"}]) from error
    return f"{request.method} {request.url.path}\n".encode() + body


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise problems.Malformed(errors=[{"pointer": "", "detail": "a field is there twice"}])
    return said


def ask_again(session: SignedIn, action: Action) -> None:
    """StepUpNeeded for an act that asks again who it is, unless they have shown it just now. Asked after the policy."""
    if _asks_again(session, action):
        raise StepUpNeeded


def _asks_again(session: SignedIn, action: Action) -> bool:
    return action in STEP_UP and not session.fresh


def organisation_change(action: Action, *, setting_up: bool = False) -> Any:
    """A change to the organisation, for whoever may do `action`; `setting_up`: also before they have a second factor."""
    someone = acting_to_set_up if setting_up else acting

    async def door(
        request: Request, key: IdempotencyKey, session: Annotated[SignedIn, Depends(someone)]
    ) -> AsyncIterator[Change]:
        asked = await request_bytes(request)
        async with open_change(trail_of(request), session.actor, action, key=key, request=asked) as change:
            ask_again(session, action)
            yield change

    # scope="function": committed before the answer leaves, so that 2xx means on disk.
    return Depends(door, scope="function")


def organisation_view(action: Action, *, setting_up: bool = False) -> Any:
    """A look at the organisation, or at all plans of the actor, for whoever may do `action`."""
    someone = signed_in_to_set_up if setting_up else signed_in

    async def door(request: Request, session: Annotated[SignedIn, Depends(someone)]) -> AsyncIterator[View]:
        async with open_view(trail_of(request), session.actor, action, screen=str(action)) as view:
            ask_again(session, action)
            yield view

    return Depends(door, scope="function")


def organisation_disclosure(action: Action) -> Any:
    """A change that only writes down what was shown: for a GET whose answer is itself something to account for."""

    async def door(request: Request, session: SomeoneSignedIn) -> AsyncIterator[Change]:
        async with open_change(trail_of(request), session.actor, action) as change:
            ask_again(session, action)
            yield change

    return Depends(door, scope="function")
