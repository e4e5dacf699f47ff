"""What the trail says of an integrity alert, and of what it is about."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select

from careteam.alerts.queries import AlertLine
from careteam.alerts.queries import alert as alert_of
from careteam.audit.models import Entry, Stream
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.oversight import queries
from careteam.oversight.queries import TrailEntry

#: Days before it was found, and entries, that stand beside an alert.
BEFORE, MOST = timedelta(days=30), 25
#: What happened to what an alert is about: to who reads a conversation, to somebody's keys, to the directory.
_LOGGED = (
    "MembershipLogged",
    "MemberAdded",
    "MemberRemoved",
    "ReaderAssigned",
    "EpochLeftBehind",
    "ConversationOpened",
)
_KEYS = ("ChainBegun", "HolderAdded", "HolderRevoked", "KeysRotated", "ChainClosed", "PersonAttested", "PinsKept")
_DIRECTORY = ("DirectoryExtended",)


class AlertDetail(Shape):
    """An integrity alert, and what the trail says of it and of what it is about, the newest first."""

    alert: AlertLine
    trail: list[TrailEntry]


async def alert(view: View, alert_id: UUID) -> AlertDetail:
    """One of them, with the trail beside it."""
    line = await alert_of(view, alert_id)
    entries = await view.rows(_beside(line).limit(MOST))
    return AlertDetail(alert=line, trail=await queries.told(view, entries))


def _beside(line: AlertLine) -> Select[Entry, str]:
    """What the trail says of an alert, and what happened before to what it is about."""
    own = Entry.subjects.contains([line.id])
    if line.conversation_id is not None:
        about = Entry.subjects.contains([line.conversation_id]) & Entry.event.in_(_LOGGED)
    else:
        about = Entry.subjects.contains([(line.about or line.who).id]) & Entry.event.in_(_KEYS)
        about = or_(about, Entry.event.in_(_DIRECTORY))
    query = select(Entry, Stream.kind).join(Stream, Stream.id == Entry.stream_id)
    return query.where(Entry.at >= line.told_at - BEFORE, or_(own, about)).order_by(*queries.NEWEST_FIRST)
