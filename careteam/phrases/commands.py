"""What one can do about phrases: keep a quick reply of one's own, or a template of the clinic's, and end it."""

from dataclasses import dataclass
from uuid import UUID

from careteam.access.actions import Action
from careteam.audit.change import Change
from careteam.core import problems
from careteam.phrases import events
from careteam.phrases.models import MessageTemplate, QuickReply
from careteam.phrases.rules import MOST_OWN, MOST_TEMPLATES


@dataclass(eq=False)
class TooManyPhrases(problems.Problem):
    """There are as many of these already as one page shows."""

    status = 409
    detail = "Take one out first, then add this one. Nothing was saved."
    most: int


async def add_quick_reply(change: Change, *, title: str, words: str) -> UUID:
    """Keep a quick reply of one's own."""
    me = change.actor.person_id
    change.require(Action.KEEP_QUICK_REPLY, subject_id=me)
    if len(await change.find(QuickReply, person_id=me, ended_at=None)) >= MOST_OWN:
        raise TooManyPhrases(MOST_OWN)
    row = await change.add(QuickReply(person_id=me, title=title, words=words))
    await change.record(events.QuickReplyKept(quick_reply_id=row.id, person_id=me))
    return change.answer(row.id)


async def change_quick_reply(change: Change, *, quick_reply_id: UUID, title: str, words: str) -> UUID:
    """Give one's own quick reply other words."""
    row = await _own(change, quick_reply_id)
    row.title, row.words = title, words
    await change.record(events.QuickReplyKept(quick_reply_id=row.id, person_id=row.person_id))
    return change.answer(row.id)


async def end_quick_reply(change: Change, *, quick_reply_id: UUID) -> UUID:
    """Keep one's own quick reply no longer: its words are gone."""
    row = await _own(change, quick_reply_id)
    row.title = row.words = None
    row.ended_at = change.now
    await change.record(events.QuickReplyEnded(quick_reply_id=row.id, person_id=row.person_id))
    return change.answer(row.id)


async def _own(change: Change, id_: UUID) -> QuickReply:
    me = change.actor.person_id
    row = await change.get(QuickReply, id_)
    if row.person_id != me or row.ended_at is not None:
        raise problems.NotFound
    change.require(Action.KEEP_QUICK_REPLY, subject_id=me)
    return row


async def add_template(change: Change, *, title: str, words: str) -> UUID:
    """Let the clinic have a message template."""
    change.require(Action.KEEP_MESSAGE_TEMPLATE)
    if len(await change.find(MessageTemplate, ended_at=None)) >= MOST_TEMPLATES:
        raise TooManyPhrases(MOST_TEMPLATES)
    row = await change.add(MessageTemplate(title=title, words=words))
    await change.record(events.MessageTemplateKept(template_id=row.id))
    return change.answer(row.id)


async def change_template(change: Change, *, template_id: UUID, title: str, words: str) -> UUID:
    """Give a message template other words."""
    row = await _lasting(change, template_id)
    row.title, row.words = title, words
    await change.record(events.MessageTemplateKept(template_id=row.id))
    return change.answer(row.id)


async def end_template(change: Change, *, template_id: UUID) -> UUID:
    """Offer a message template no longer."""
    row = await _lasting(change, template_id)
    row.ended_at = change.now
    await change.record(events.MessageTemplateEnded(template_id=row.id))
    return change.answer(row.id)


async def _lasting(change: Change, id_: UUID) -> MessageTemplate:
    row = await change.get(MessageTemplate, id_)
    change.require(Action.KEEP_MESSAGE_TEMPLATE)
    if row.ended_at is not None:
        raise problems.NotFound
    return row
