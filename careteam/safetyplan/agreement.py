"""What the patient decided about the word check, as what may be told of them rests on it."""

from careteam.audit.change import Change
from careteam.safetyplan.models import WordCheckChoice


async def agreed_to_telling(change: Change) -> bool:
    """Whether the patient lets their device tell the team; not before they were asked, nor after they took it back."""
    return any(row.agreed for row in await change.find(WordCheckChoice))
