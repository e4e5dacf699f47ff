"""What conversations tell of time: how long patients wait for the first answer, how long it goes on until it is closed."""

from careteam.core.timing import Timed
from careteam.messaging.models import Closing, Conversation, Message
from careteam.messaging.waiting import is_waiting

#: From the first of a patient's messages that nobody had answered to the first answer.
ANSWERED = Timed(
    model=Message,
    where=Message.answers_since.is_not(None),
    plan_id=Message.plan_id,
    subject_id=Message.conversation_id,
    since=Message.answers_since,
    until=Message.sent_at,
    person_id=Message.author_id,
    role=Message.author_role,
    priority=Message.answers_priority,
)
#: Nobody has answered yet.
WAITING = Timed(
    model=Conversation,
    where=is_waiting(),
    plan_id=Conversation.plan_id,
    subject_id=Conversation.id,
    since=Conversation.waiting_since,
    priority=Conversation.waiting_priority,
)
#: Closed before anybody had answered.
UNANSWERED = Timed(
    model=Closing,
    where=Closing.waiting_since.is_not(None) & Closing.undone_at.is_(None),
    plan_id=Closing.plan_id,
    subject_id=Closing.conversation_id,
    since=Closing.waiting_since,
    until=Closing.closed_at,
    person_id=Closing.closed_by,
    role=Closing.role,
    priority=Closing.waiting_priority,
)
#: From its first word, or the one that reopened it, until it was closed.
CLOSED = Timed(
    model=Closing,
    where=Closing.undone_at.is_(None),
    plan_id=Closing.plan_id,
    subject_id=Closing.conversation_id,
    since=Closing.going_since,
    until=Closing.closed_at,
    person_id=Closing.closed_by,
    role=Closing.role,
)
#: Not closed yet.
GOING_ON = Timed(
    model=Conversation,
    where=Conversation.going_since.is_not(None) & Conversation.closed_at.is_(None),
    plan_id=Conversation.plan_id,
    subject_id=Conversation.id,
    since=Conversation.going_since,
)
