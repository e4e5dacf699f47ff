"""What every answer has: problems as RFC 9457, security headers, refusal of other sites and of oversized bodies."""

import logging
import time
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from careteam.audit.opening import AlreadyDone
from careteam.core import problems
from careteam.core.ids import new_id
from careteam.core.settings import settings

log = logging.getLogger(__name__)

MOST_BYTES = 1_048_576
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Origin-Agent-Cluster": "?1",
}
#: For what is no page: should a browser ever show it as one, it loads nothing.
BARE = b"default-src 'none'; frame-ancestors 'none'"


def install(app: FastAPI) -> None:
    """Give the app its error rendering and its outer layers."""
    app.add_exception_handler(problems.Problem, _problem)
    app.add_exception_handler(AlreadyDone, _already_done)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _plain)
    app.add_middleware(Border)


def from_here(request_headers: Any, origin_needed: bool = False) -> bool:
    """Does this request come from our own pages? `Sec-Fetch-Site` where the browser sends it, else `Origin`."""
    site, origin = request_headers.get("sec-fetch-site"), request_headers.get("origin")
    if origin is not None and urlsplit(origin)[:2] != urlsplit(settings().public_url)[:2]:
        return False
    if origin_needed:
        return origin is not None
    return site in ("same-origin", "none") if site is not None else origin is not None


class Border:
    """The outer layer: refuses other sites, other content types and oversized bodies; adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        scope.setdefault("state", {})["request_id"] = str(new_id())
        started = time.perf_counter()

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(scope, message, started)
            await send(message)

        refusal = self._refusal(request)
        if refusal is not None:
            await render(request, refusal)(scope, receive, with_headers)
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await with_headers(message)

        try:
            await self.app(scope, _bounded(receive), noting)
        except Exception as error:
            # Here and not in a handler of Starlette's: those answer outside of this layer, without its headers.
            log.error("unexpected", exc_info=error, extra={"request": _request_id(request)})
            if begun:
                raise
            await render(request, problems.Unexpected())(scope, receive, with_headers)

    def _refusal(self, request: Request) -> problems.Problem | None:
        if request.method in SAFE:
            return None
        if not from_here(request.headers):
            return problems.CrossSite()
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return problems.TooLarge(limit_bytes=MOST_BYTES)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if (int(length) or "transfer-encoding" in request.headers) and kind != "application/json":
            return problems.NotJson()
        return None

    def _dress(self, scope: Scope, message: Message, started: float) -> None:
        headers = list(message["headers"])
        names = {name.lower() for name, _ in headers}
        for name, value in HEADERS.items():
            headers.append((name.lower().encode(), value.encode()))
        if settings().secure:
            headers.append((b"strict-transport-security", b"max-age=63072000; includeSubDomains; preload"))
        if b"content-security-policy" not in names:
            headers.append((b"content-security-policy", BARE))
        if scope["path"].startswith("/api/") and b"cache-control" not in names:
            headers.append((b"cache-control", b"no-store"))
        message["headers"] = headers
        took = round((time.perf_counter() - started) * 1000, 1)
        log.debug("answered", extra={"request": scope["state"]["request_id"], "status": message["status"], "ms": took})


def _bounded(receive: Receive) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > MOST_BYTES:
                # Of all exceptions in the middle of a body, FastAPI passes on only this one as it is.
                raise HTTPException(413)
        return message

    return bounded


def _request_id(request: Request) -> str:
    return request.scope.get("state", {}).get("request_id", "")


def render(request: Request, problem: problems.Problem) -> JSONResponse:
    """The problem as `application/problem+json`."""
    instance = f"/requests/{_request_id(request)}"
    headers = {} if problem.retry_after is None else {"Retry-After": str(problem.retry_after)}
    return JSONResponse(problem.body(instance), problem.status, headers=headers, media_type="application/problem+json")


async def _problem(request: Request, error: Any) -> Response:
    return render(request, error)


async def _already_done(request: Request, error: Any) -> Response:
    status = getattr(request.scope.get("route"), "status_code", None) or 200
    return JSONResponse({"id": str(error.result_id), "change_id": str(error.change_id)}, status)


async def _malformed(request: Request, error: Any) -> Response:
    errors = [
        {"pointer": "/" + "/".join(map(str, one["loc"][1:])), "detail": str(one["msg"])} for one in error.errors()
    ]
    return render(request, problems.Malformed(errors=errors))


async def _plain(request: Request, error: Any) -> Response:
    if error.status_code == 404:
        return render(request, problems.NotFound())
    if error.status_code == 405:
        return render(request, problems.MethodNotAllowed())
    if error.status_code == 413:
        return render(request, problems.TooLarge(limit_bytes=MOST_BYTES))
    return render(request, problems.Malformed(errors=[{"pointer": "", "detail": "the body is not JSON"}]))
