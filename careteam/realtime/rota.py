"""Duty and absence are the organisation's; who may see them without reading its stream is told only that they changed."""

from sqlalchemy import func, select

from careteam.access.actions import Action
from careteam.access.policy import POLICY
from careteam.access.roles import Standing
from careteam.access.rules import Case
from careteam.audit.models import Entry, Stream
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
            head = select(Stream.head_seq).where(Stream.id == ORGANISATION_STREAM)
            async with self._trail.database.reading() as session:
                self._at = (await session.execute(head)).scalar_one()

    async def tell(self) -> None:
        """Say that duty or absence has changed, if it has since the last time; in doubt, that it has."""
        # Among them who is being greeted just now: from where on they are told is known already, and must stay.
        sockets = [one for one in self._channels.everybody() if _may_see(one)]
        if not sockets:
            self._at = None
        elif await self._changed():
            for socket in sockets:
                if socket.greeted:
                    socket.write(_TOLD)

    async def _changed(self) -> bool:
        if self._at is None:
            await self.begin()
            return True
        since = (Entry.stream_id == ORGANISATION_STREAM) & (Entry.seq > self._at)
        query = select(func.max(Entry.seq), func.bool_or(Entry.event.in_(CHANGES))).where(since)
        async with self._trail.database.reading() as session:
            upto, changed = (await session.execute(query)).one()
        self._at = upto or self._at
        return bool(changed)


def _may_see(socket: Socket) -> bool:
    return POLICY[Action.READ_DUTY].allows(Case.about(Standing(socket.actor)))
