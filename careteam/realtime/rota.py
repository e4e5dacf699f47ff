"""Duty and absence are the organisation's; who may see them without reading its stream is told only that they changed."""

from careteam.access.actions import Action
from careteam.access.policy import POLICY
from careteam.access.roles import Standing
from careteam.access.rules import Case
from careteam.audit.trail import Trail
from careteam.core.ids import ORGANISATION_STREAM
from careteam.coverage import events
from careteam.realtime.channels import Channels
from careteam.realtime.socket import Socket, frame

#: What changes who is on duty, who is away, who covers, or when the clinic works.
CHANGES = tuple(
    event.__name__
    for event in (
        events.ShiftPlanned, events.ShiftChanged, events.ShiftCancelled, events.WorkingHoursSet, events.PersonAway,
        events.PersonBack, events.StandingAssigned, events.StandingEnded,
    )
)  # fmt: skip
_NEW = """
SELECT max(seq) AS upto, bool_or(event = ANY($3::text[])) AS changed FROM care.audit_entry
WHERE stream_id = $1 AND seq > $2"""
_HEAD = "SELECT head_seq FROM care.stream WHERE id = $1"
_TOLD = frame({"type": "duty"})


class Rota:
    """Everybody here who may see who is on duty, and up to which entry of the organisation they have been told."""

    def __init__(self, trail: Trail, channels: Channels) -> None:
        self._trail = trail
        self._channels = channels
        self._at: int | None = None

    async def begin(self) -> None:
        """Know from where on to tell, before the first of them is greeted."""
        if self._at is None:
            async with self._trail.database.writing() as connection:
                self._at = await connection.fetchval(_HEAD, ORGANISATION_STREAM)

    async def tell(self) -> None:
        """Say that duty or absence has changed, if it has since the last time; in doubt, that it has."""
        sockets = [one for one in self._channels.everybody() if one.greeted and _may_see(one)]
        if not sockets:
            self._at = None
        elif await self._changed():
            for socket in sockets:
                socket.write(_TOLD)

    async def _changed(self) -> bool:
        if self._at is None:
            await self.begin()
            return True
        async with self._trail.database.writing() as connection:
            found = await connection.fetchrow(_NEW, ORGANISATION_STREAM, self._at, list(CHANGES))
        self._at = found["upto"] or self._at
        return bool(found["changed"])


def _may_see(socket: Socket) -> bool:
    return POLICY[Action.READ_DUTY].allows(Case.about(Standing(socket.actor)))
