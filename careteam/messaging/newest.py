"""The newest words of many conversations at once: with all that a client needs to verify and to open them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select, union

from careteam.access.models import ConversationMember
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.keys.queries import PersonKeys, keys_of_all
from careteam.messaging.models import Conversation, LogEntry, Message
from careteam.messaging.queries import MessageDetail, MessagePage, details, mine
from careteam.messaging.reading import LogDetail, logs_of

#: So many conversations at once, with so many entries of their logs in all, and of each so many messages.
MOST = 50
MOST_ENTRIES = 500
MOST_MESSAGES = 20


class NewestDetail(Shape):
    """A conversation's whole log, and its messages from the newest one on that is not silent."""

    conversation_id: UUID
    log: LogDetail
    messages: MessagePage


class NewestWords(Shape):
    """Conversations, and the keys of everybody who is or was in one of them or wrote in its log."""

    items: list[NewestDetail]
    people: list[PersonKeys]


async def newest_words(view: View, ids: Collection[UUID]) -> NewestWords:
    """Of these conversations those that the reader is in; what is too much for one answer is left out of it."""
    rows = await view.rows(mine(view).where(Conversation.id.in_(ids)).order_by(Conversation.id))
    found = _fitting([row[0] for row in rows])
    logs, pages = await logs_of(view, found), await _pages(view, found)
    keys = await keys_of_all(view, await _concerned(view, found))
    items = [NewestDetail(conversation_id=one.id, log=logs[one.id], messages=pages[one.id]) for one in found]
    return NewestWords(items=items, people=list(keys.values()))


def _fitting(found: Sequence[Conversation]) -> list[Conversation]:
    fitting, left = list[Conversation](), MOST_ENTRIES
    for one in found:
        if one.log_length <= left and one.message_count - one.spoken_number < MOST_MESSAGES:
            fitting.append(one)
            left -= one.log_length
    return fitting


async def _pages(view: View, found: Sequence[Conversation]) -> dict[UUID, MessagePage]:
    """What was said last in each, and the silent ones after it: they may change what it says."""
    here = Conversation.id.in_([one.id for one in found]) & (Conversation.stream_id == Message.stream_id)
    query = select(Message).join(Conversation, here).where(Message.number >= Conversation.spoken_number)
    newest: defaultdict[UUID, list[MessageDetail]] = defaultdict(list)
    for one in await details(view, await view.all(query.order_by(Message.number))):
        newest[one.conversation_id].append(one)
    return {one.id: MessagePage(items=newest[one.id], has_more=one.spoken_number > 1) for one in found}


async def _concerned(view: View, found: Sequence[Conversation]) -> list[UUID]:
    """Whose keys the logs are checked by."""
    ids = [one.id for one in found]
    members = select(ConversationMember.person_id).where(ConversationMember.conversation_id.in_(ids))
    authors = select(LogEntry.author_id).where(LogEntry.conversation_id.in_(ids))
    return [row[0] for row in await view.openly(select(union(members, authors).subquery().c.person_id))]
