"""What a browser keeps for us: the session it is signed in with, and a secret by which it is known again while signing in."""

import hashlib
import secrets
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from careteam.core.paging import Shape
from careteam.core.settings import settings
from careteam.identity import rules
from careteam.identity.clinic import SessionInfo, session_info
from careteam.identity.gate import cookie_name, trail_of
from careteam.identity.signed_in import read_session
from careteam.identity.signing_in import Asked, Origin


class FactorAsked(Shape):
    """The password was right; now one of these is asked for. The ticket comes back with a code."""

    ways: list[rules.Proof]
    ticket: str


ASKED: dict[str, Any] = {"model": FactorAsked, "description": "The password was right; a second factor is asked for."}


def origin_of(request: Request, response: Response) -> Origin:
    """Where this request comes from. A browser that is not known yet gets its secret with the answer."""
    host = request.client.host if request.client else "unknown"
    secret = request.cookies.get(_browser_cookie())
    if not secret:
        secret = secrets.token_urlsafe(32)
        set_cookie(response, _browser_cookie(), secret)
    mark = hashlib.sha256(secret.encode()).digest()
    return Origin(network=host, device=rules.device(request.headers.get("user-agent")), browser=mark)


def network_of(request: Request) -> str:
    """The network this request comes from."""
    return request.client.host if request.client else "unknown"


async def begun(request: Request, response: Response, token: str) -> SessionInfo:
    """Hand out the session's cookie; it has no lifetime of its own, the session behind it has."""
    set_cookie(response, cookie_name(), token)
    async with trail_of(request).database.writing() as connection:
        session = await read_session(connection, token, setting_up=True)
        return await session_info(trail_of(request), connection, session)


async def entered(request: Request, response: Response, token: str | Asked) -> Any:
    """Signed in, or asked for more: with the cookies either way."""
    if isinstance(token, str):
        return await begun(request, response, token)
    asked = FactorAsked(ways=list(token.ways), ticket=token.ticket)
    answer = JSONResponse(asked.model_dump(mode="json"), 202)
    answer.raw_headers.extend(one for one in response.raw_headers if one[0] == b"set-cookie")
    return answer


def set_cookie(response: Response, name: str, value: str) -> None:
    """Kept from scripts and other sites, gone with the browser."""
    response.set_cookie(name, value, path="/", httponly=True, samesite="lax", secure=settings().secure)


def _browser_cookie() -> str:
    return "__Host-careteam-browser" if settings().secure else "careteam-browser"
