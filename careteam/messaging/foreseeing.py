"""Before what cannot wait is sent: who would be told of it."""

from uuid import UUID

from careteam.audit.view import View
from careteam.core import problems
from careteam.coverage import foresight
from careteam.coverage.foresight import Foreseen
from careteam.coverage.ladders import OfMessageLevel
from careteam.messaging.models import Conversation
from careteam.messaging.queries import mine


async def who_is_told(view: View, conversation_id: UUID, level: OfMessageLevel) -> Foreseen:
    """Whom a message of this level in one of the reader's conversations would tell, step by step."""
    query = mine(view).where(Conversation.id == conversation_id, Conversation.plan_id == view.plan)
    rows = await view.rows(query)
    if not rows:
        raise problems.NotFound
    owner_id = rows[0][0].owner_id
    return await foresight.foreseen(view, level, conversation_id=conversation_id, owner_id=owner_id)
