"""When the patient's side can expect an answer: the clinic's hours, and what really happened lately; nobody is promised more."""

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import select

from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.coverage.working import hours
from careteam.messaging.models import Conversation, Message

#: What counts as lately, and how much of each conversation is looked at.
LATELY = timedelta(days=30)
MOST = 200
#: From fewer answers nothing can be said.
ENOUGH = 5


class AnswerTime(Shape):
    """Half of the answers of the last 30 days to what was written in working hours came within these seconds.

    Nothing is said from fewer than five. The team works now until `open_until`, or works next at `opens_at`; where nobody
    has said when it works, neither is told, and all answers count.
    """

    median_seconds: int | None
    answers: int
    open_until: datetime | None
    opens_at: datetime | None


async def answer_time(view: View) -> AnswerTime:
    """How soon the patient's side was answered in the reader's conversations about the plan of this view."""
    recent = (Message.number > Conversation.message_count - MOST) & (Message.answers_since > view.now - LATELY)
    query = (
        select(Message.answers_since, Message.sent_at)
        .join(Conversation, (Conversation.stream_id == Message.stream_id) & recent)
        .where(Conversation.plan_id == view.plan_id)
    )
    known = await hours(view)
    waits = [sent_at - since for since, sent_at in await view.rows(query) if known is None or known.open_until(since)]
    seconds = median(wait.total_seconds() for wait in waits) if len(waits) >= ENOUGH else None
    return AnswerTime(
        median_seconds=None if seconds is None else round(seconds), answers=len(waits),
        open_until=known and known.open_until(view.now), opens_at=known and known.opens_after(view.now),
    )  # fmt: skip
