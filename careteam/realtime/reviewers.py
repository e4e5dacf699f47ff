"""Those who review trails: they are told that a plan's trail has grown, and read what they may of it themselves."""

from collections.abc import Collection
from uuid import UUID

from careteam.access.streams import oversees
from careteam.audit.trail import Trail
from careteam.realtime import rights
from careteam.realtime.channels import Channels
from careteam.realtime.socket import frame


class Reviewers:
    """Who here reviews trails (T): of streams they do not read they hear no entry, only of which plan it is."""

    def __init__(self, trail: Trail, channels: Channels) -> None:
        self._trail = trail
        self._channels = channels

    async def tell(self, grown: Collection[UUID] | None) -> None:
        """Say of which plans these streams are; None: it may have been any."""
        sockets = [one for one in self._channels.everybody() if one.greeted and one.actor.roles & oversees.roles]
        if not sockets or (grown is not None and not grown):
            return
        plans = None if grown is None else sorted(map(str, await rights.plans_of(self._trail, grown)))
        if plans == []:
            return
        told = frame({"type": "reviewed", "plans": plans})
        for socket in sockets:
            socket.write(told)
