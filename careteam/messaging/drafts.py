"""What somebody wants to send later, kept sealed to themself: the server reminds them, and can send nothing."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from careteam.audit.change import Change
from careteam.audit.view import View
from careteam.core import problems
from careteam.core.octets import Encoded
from careteam.core.paging import Shape
from careteam.crypto.mh1.own import sealed_by
from careteam.crypto.mh1.refusals import Refused
from careteam.messaging.models import Conversation, KeptDraft

#: The most bytes that a sealed draft may have: of the longest message, whatever the script.
MOST_BYTES = 65_536


@dataclass(eq=False)
class DraftNotSealed(problems.Problem):
    """A draft is kept only as its author's keys seal it."""

    status = 422
    detail = "Nothing was kept. What you wrote is still on this device."


class OwnDraft(Shape):
    """The reader's own draft, which they want to send later: sealed to them under this id."""

    id: UUID
    sealed: Encoded


async def keep(change: Change, conversation: Conversation, draft: OwnDraft | None) -> UUID | None:
    """Keep the actor's one draft in a conversation, in place of another; None: forget it. The row it is in, if any."""
    me = change.actor.person_id
    found = await change.find(KeptDraft, conversation_id=conversation.id, person_id=me)
    if draft is None:
        for row in found:
            row.sealed_as = row.sealed = None
        return found[0].id if found else None
    try:
        sealed_by(draft.sealed)
    except Refused:
        raise DraftNotSealed from None
    if found:
        found[0].sealed_as, found[0].sealed = draft.id, draft.sealed
        return found[0].id
    row = KeptDraft(conversation_id=conversation.id, person_id=me, sealed_as=draft.id, sealed=draft.sealed)
    return (await change.add(row, stream_id=conversation.stream_id)).id


async def own_draft(view: View, conversation_id: UUID) -> OwnDraft | None:
    """What the reader wants to send later in one of their conversations."""
    mine = (KeptDraft.conversation_id == conversation_id) & (KeptDraft.person_id == view.actor.person_id)
    row = await view.first(select(KeptDraft).where(mine))
    return None if row is None or not row.sealed_as or not row.sealed else OwnDraft(id=row.sealed_as, sealed=row.sealed)
