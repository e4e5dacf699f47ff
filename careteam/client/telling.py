"""What a client does besides what was asked for: telling the privacy officer, letting people in; never in its way."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from typing import Final

from careteam.client.alert import IntegrityAlert
from careteam.client.line import Line
from careteam.client.refusals import Refused, Unreachable
from careteam.client.talkline import Moved, Turned
from careteam.client.talkstates import Contended, NotReady

#: Seconds: what cannot be told by then is told the next time it is found.
PATIENCE: Final = 5.0


async def confirmed(telling: Awaitable[object]) -> bool:
    """Whether it was done, and the server has confirmed it."""
    try:
        async with asyncio.timeout(PATIENCE):
            await telling
    except (Refused, Unreachable, Moved, Turned, Contended, NotReady, TimeoutError):
        return False
    return True


@asynccontextmanager
async def alerts_told(line: Line) -> AsyncGenerator[None]:
    """An alert about keys raised within is told by the client itself; `told` of the alert says whether it arrived."""
    try:
        yield
    except IntegrityAlert as alert:
        if not alert.told:
            found = {"what": alert.broken, "about_id": alert.person_id and str(alert.person_id)}
            alert.told = await confirmed(line.change("/api/alerts", found))
        raise
