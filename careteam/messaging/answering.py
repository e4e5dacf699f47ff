"""How soon the team answers a patient: what really happened lately, so that nobody is promised more."""

from datetime import timedelta
from itertools import groupby
from statistics import median

from sqlalchemy import select

from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.messaging import rules
from careteam.messaging.models import Conversation, Message

#: What counts as lately, and how much of each conversation is looked at.
LATELY = timedelta(days=30)
MOST = 200
#: From fewer answers nothing can be said.
ENOUGH = 5


class AnswerTime(Shape):
    """Half of the answers of the last 30 days came within these seconds; nothing is said from fewer than five."""

    median_seconds: int | None
    answers: int


async def answer_time(view: View) -> AnswerTime:
    """How soon the patient's side was answered in the reader's conversations about the plan of this view."""
    recent = (
        (Message.number > Conversation.message_count - MOST)
        & (Message.sent_at > view.now - LATELY)
        & Message.silent.is_(False)
    )
    query = (
        select(Message.conversation_id, Message.author_role, Message.sent_at)
        .join(Conversation, (Conversation.stream_id == Message.stream_id) & recent)
        .where(Conversation.plan_id == view.plan_id)
        .order_by(Message.conversation_id, Message.number)
    )
    rows = await view.rows(query)
    talks = groupby(rows, key=lambda row: row[0])
    waits = [wait for _, said in talks for wait in rules.waits((role, at) for _, role, at in said)]
    seconds = median(wait.total_seconds() for wait in waits) if len(waits) >= ENOUGH else None
    return AnswerTime(median_seconds=None if seconds is None else round(seconds), answers=len(waits))
