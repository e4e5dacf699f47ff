"""The channel text message: whoever carries it for the clinic; without one it is noted in the log, and reaches nobody."""

import logging
from functools import cache
from importlib.metadata import entry_points
from typing import Protocol

from careteam.core.settings import settings

log = logging.getLogger(__name__)


class Carrier(Protocol):
    """Brings a text message to a telephone number; raises where it cannot."""

    async def carry(self, number: str, text: str) -> None:
        """Bring `text` to `number`, which is as the person has typed it."""
        ...


def connected() -> bool:
    """Has the clinic connected a service that carries text messages?"""
    return settings().sms_carrier is not None


async def send(number: str, text: str) -> bool:
    """Bring a text message; False where there is nobody to carry it, and the log says only that there was one."""
    name = settings().sms_carrier
    if name is None:
        log.info("a text message would go out")
        return False
    await _carrier(name).carry(number, text)
    return True


@cache
def _carrier(name: str) -> Carrier:
    [found] = entry_points(group="careteam.sms", name=name)
    made: Carrier = found.load()()
    return made
