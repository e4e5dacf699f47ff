"""The inbox: all conversations of the reader, and those of them that are theirs, nobody's, waiting, closed or unread."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, func, true, tuple_

from careteam.access.models import ConversationMember
from careteam.audit.view import View
from careteam.core.paging import Page, Shape, cursor, position
from careteam.messaging.models import Conversation
from careteam.messaging.queries import ConversationSummary, activity, mine, summaries
from careteam.messaging.waiting import is_due, is_waiting, nobodys, reader_answers, readers_own


class Shelf(StrEnum):
    """Which of the reader's conversations. `team` is all that are not closed, whoever looks after them."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    TEAM = "team"
    WAITING = "waiting"
    CLOSED = "closed"
    UNREAD = "unread"


class InboxCounts(Shape):
    """How many conversations are on each shelf: as many as its pages have rows."""

    mine: int
    unassigned: int
    team: int
    waiting: int
    closed: int
    unread: int


@dataclass(frozen=True)
class _Order:
    """By what a shelf is ordered, and the same of a row at hand."""

    column: ColumnElement[Any]
    of: Callable[[Conversation], datetime]
    ascending: bool = False


_NEWEST = _Order(activity, lambda one: one.last_message_at or one.opened_at)
#: Who has waited longest comes first; what was closed last.
_ORDERS = {
    Shelf.WAITING: _Order(
        Conversation.waiting_since.expression, lambda one: cast(datetime, one.waiting_since), ascending=True
    ),
    Shelf.CLOSED: _Order(Conversation.closed_at.expression, lambda one: cast(datetime, one.closed_at)),
}


def _on(view: View, shelf: Shelf | None) -> ColumnElement[bool]:
    goes_on = Conversation.closed_at.is_(None)
    match shelf:
        case None:
            return true()
        case Shelf.MINE:
            return goes_on & (readers_own(view) | is_due(view))
        case Shelf.UNASSIGNED:
            return goes_on & Conversation.with_patient & reader_answers(view) & nobodys(view)
        case Shelf.TEAM:
            return goes_on
        case Shelf.WAITING:
            return is_waiting() & reader_answers(view)
        case Shelf.CLOSED:
            return ~goes_on
        case Shelf.UNREAD:
            return Conversation.spoken_count > ConversationMember.seen_spoken


async def inbox(view: View, *, shelf: Shelf | None, after: str | None, limit: int) -> Page[ConversationSummary]:
    """My conversations, of all plans, or those on one shelf."""
    order = _NEWEST if shelf is None else _ORDERS.get(shelf, _NEWEST)
    query, place = mine(view).where(_on(view, shelf)), tuple_(order.column, Conversation.id)
    start = position(after, datetime, UUID)
    if start is not None:
        query = query.where(place > start if order.ascending else place < start)
    ways = (order.column, Conversation.id)
    query = query.order_by(*(way.asc() if order.ascending else way.desc() for way in ways))
    rows = await view.rows(query.limit(limit + 1))
    items = await summaries(view, rows[:limit])
    next_ = None
    if len(rows) > limit:
        last: Conversation = rows[limit - 1][0]
        next_ = cursor(order.of(last).isoformat(), str(last.id))
    return Page[ConversationSummary](items=items, next=next_)


async def counts(view: View) -> InboxCounts:
    """How many of my conversations are on each shelf, in one query."""
    each = (func.count().filter(_on(view, shelf)).label(shelf) for shelf in Shelf)
    (row,) = await view.rows(mine(view).with_only_columns(*each))
    return InboxCounts(**row._mapping)
