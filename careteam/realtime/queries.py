"""What one can ask of a stream: its entries after a cursor, in the shape in which they are told live."""

from uuid import UUID

from sqlalchemy import select

from careteam.access.models import ConversationMember
from careteam.audit.models import Entry, Stream
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.paging import Shape
from careteam.messaging.events import MessageSent, MessagesSeen
from careteam.messaging.queries import messages_among
from careteam.realtime.entries import LiveEntry, Seen


class LiveEntries(Shape):
    """Some entries of a stream in order, and the number of its last one."""

    items: list[LiveEntry]
    head: int


async def entries_after(view: View, stream_id: UUID, *, after: int, limit: int) -> LiveEntries:
    """The entries of a stream that the reader follows, after this number; NotFound for any other stream."""
    streams = await view.streams_of(select(Stream).where(Stream.id == stream_id))
    if not streams:
        raise problems.NotFound
    head = streams[0].head_seq
    page = (Entry.stream_id == stream_id) & (Entry.seq > after) & (Entry.seq <= min(after + limit, head))
    entries = await view.all(select(Entry).where(page).order_by(Entry.seq)) if after < head else []
    sent = {entry.subjects[0] for entry in entries if entry.event == MessageSent.__name__}
    messages = await messages_among(view, stream_id, sent)
    seen = await _seen(view, {entry.subjects[0] for entry in entries if entry.event == MessagesSeen.__name__})
    items = [
        LiveEntry(
            stream=entry.stream_id, seq=entry.seq, plan_id=entry.plan_id, event=entry.event, actor=entry.actor,
            at=entry.at, change_id=entry.change_id, subjects=entry.subjects,
            message=messages.get(entry.subjects[0]) if entry.subjects else None,
            seen=seen.get(entry.subjects[0]) if entry.subjects else None,
        )
        for entry in entries
    ]  # fmt: skip
    return LiveEntries(items=items, head=head)


async def _seen(view: View, ids: set[UUID]) -> dict[UUID, Seen]:
    rows = await view.all(select(ConversationMember).where(ConversationMember.id.in_(ids))) if ids else []
    return {
        row.id: Seen(conversation_id=row.conversation_id, person_id=row.person_id, number=row.seen_number)
        for row in rows
    }
