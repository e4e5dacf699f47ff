"""What one can ask about phrases: those one may write with."""

from uuid import UUID

from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.policy import may_at_all
from careteam.audit.view import View
from careteam.core.paging import Shape
from careteam.phrases.models import MessageTemplate, QuickReply


class Phrase(Shape):
    """A text to write with. What stands in braces is filled in by its author before it is sent."""

    id: UUID
    title: str
    words: str


class Phrases(Shape):
    """The reader's own quick replies and the clinic's message templates, each by title; and which of them they may change."""

    quick_replies: list[Phrase]
    templates: list[Phrase]
    may: list[Action]


async def phrases(view: View) -> Phrases:
    """What the reader may write with."""
    mine = (QuickReply.person_id == view.actor.person_id) & QuickReply.ended_at.is_(None)
    own = await view.openly(select(QuickReply).where(mine))
    clinics = await view.openly(select(MessageTemplate).where(MessageTemplate.ended_at.is_(None)))
    among = Action.KEEP_QUICK_REPLY, Action.KEEP_MESSAGE_TEMPLATE
    return Phrases(
        quick_replies=_by_title([row for (row,) in own]),
        templates=_by_title([row for (row,) in clinics]),
        may=[action for action in among if may_at_all(view.standing, action)],
    )


def _by_title(rows: list[QuickReply] | list[MessageTemplate]) -> list[Phrase]:
    found = [Phrase(id=row.id, title=row.title or "", words=row.words or "") for row in rows]
    return sorted(found, key=lambda one: (one.title.casefold(), one.id))
