"""Coordinators' words by which somebody comes into a conversation: signed for it, or ahead for any."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, false, or_, select, true, union_all
from sqlalchemy.orm import aliased

from careteam.access.models import ConversationMember
from careteam.coverage.standings import standing_words
from careteam.keys.rules import Office
from careteam.keys.standings import who_holds
from careteam.messaging.models import Assignment, Conversation


def words_for(conversations: Sequence[UUID], now: datetime) -> Any:
    """What is signed for people of these conversations and not used there: conversation, person, keys, word, for any."""
    bound = select(
        Assignment.conversation_id, Assignment.person_id, Assignment.genesis, Assignment.cose, false().label("standing")
    ).where(Assignment.conversation_id.in_(conversations), Assignment.ended_at.is_(None))
    member, words = ConversationMember, standing_words(now).subquery()
    ahead = (
        select(member.conversation_id, words.c.person_id, words.c.genesis, words.c.cose, true().label("standing"))
        .join(words, words.c.person_id == member.person_id)
        .where(member.conversation_id.in_(conversations), member.removed_at.is_(None))
        .where(~_left_since(member.conversation_id, words))
    )
    return union_all(bound, ahead)


def is_assigned(person_id: Any, genesis: Any, now: datetime) -> Any:
    """A word for these keys, not used yet, by somebody who is a coordinator now."""
    bound = exists().where(
        Assignment.conversation_id == Conversation.id,
        Assignment.person_id == person_id,
        Assignment.genesis == genesis,
        Assignment.ended_at.is_(None),
        Assignment.assigned_by.in_(who_holds(Office.COORDINATOR)),
    )
    words = standing_words(now).subquery()
    ahead = exists().where(
        words.c.person_id == person_id, words.c.genesis == genesis, ~_left_since(Conversation.id, words)
    )
    return or_(bound.correlate_except(Assignment), ahead.correlate_except(words))


def _left_since(conversation_id: Any, words: Any) -> Any:
    """Who left after it was signed may have come by it: a log takes each word once, so they need another."""
    left = aliased(ConversationMember)
    here = and_(left.conversation_id == conversation_id, left.person_id == words.c.person_id)
    return exists().where(here, left.removed_at > words.c.assigned_at).correlate_except(left)
