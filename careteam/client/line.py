"""The line to the server: requests as our own pages make them, tried again with the same key while the line is bad."""

import asyncio
import random
import time
from collections.abc import Mapping
from http.cookiejar import CookieJar
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import httpx

from careteam.client.refusals import Unreachable, refusal, wait_asked

#: Seconds: how long a client is patient unless told, how long one request may take, the waits between two tries.
PATIENCE, TIMEOUT = 30.0, 15.0
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0


def backoff(attempt: int) -> float:
    """Seconds to wait before a new try: doubling, and jittered so that a restarted server is not stormed."""
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempt, 10))
    return random.uniform(ceiling / 2, ceiling)  # noqa: S311 - nothing secret


class Line:
    """Kept connections to one installation, and the cookies of one person."""

    def __init__(
        self,
        address: str,
        *,
        origin: str | None = None,
        session: tuple[str, str] | None = None,
        patience: float = PATIENCE,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.address, self.origin = address.rstrip("/"), (origin or address).rstrip("/")
        self.patience = patience
        self._http = httpx.AsyncClient(
            base_url=self.address,
            headers={"Origin": self.origin},
            cookies=dict([session]) if session else None,
            timeout=TIMEOUT,
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    @property
    def cookies(self) -> str:
        """The cookies as a socket's header has them."""
        jar: CookieJar = self._http.cookies.jar
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    async def get(self, path: str, **query: Any) -> Any:
        """Read something; `None` in a query is left out."""
        return (await self._ask("GET", path, query=query)).json()

    async def change(
        self, path: str, body: Mapping[str, Any] | None = None, *, method: str = "POST", key: UUID | None = None
    ) -> Any:
        """Ask for a change, once: however often the line breaks, the key stays the same."""
        answer = await self._ask(method, path, body=body or {}, key=key or uuid4())
        return answer.json() if answer.content else None

    async def say(self, path: str, body: Mapping[str, Any] | None = None, *, method: str = "POST") -> httpx.Response:
        """Ask for something that has no key: signing in and out, showing once more who one is."""
        return await self._ask(method, path, body=body)

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        key: UUID | None = None,
    ) -> httpx.Response:
        """The answer. Refused with a problem; Unreachable when nobody answers for too long."""
        params = {name: value for name, value in (query or {}).items() if value is not None}
        headers = {"Idempotency-Key": str(key)} if key else None
        until, attempt = time.monotonic() + self.patience, 0
        while True:
            try:
                answer = await self._http.request(method, path, params=params or None, json=body, headers=headers)
            except httpx.TransportError as error:
                wait, failure = 0.0, Unreachable(f"{method} {path}: {error or type(error).__name__}")
                failure.__cause__ = error
            else:
                if answer.is_success:
                    return answer
                again = wait_asked(answer)
                if again is None:
                    raise refusal(answer)
                wait, failure = again, refusal(answer)
            wait, attempt = max(wait, backoff(attempt)), attempt + 1
            if time.monotonic() + wait > until:
                raise failure
            await asyncio.sleep(wait)
