"""What follows for safety from what is answered."""

from careteam.audit.change import Change
from careteam.measures.events import MeasureAnswered, MeasureMissed
from careteam.safety import commands


async def look_at_answer(change: Change, event: MeasureAnswered) -> None:
    """Whatever is answered, by whomever, is looked at by the rules."""
    await commands.look_at_answer(change, event.result_id)


async def look_at_missed(change: Change, event: MeasureMissed) -> None:
    """That nobody answered in time is looked at too."""
    await commands.look_at_missed(change, event.result_id)
