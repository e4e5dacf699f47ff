"""What follows for tasks when an exercise was done."""

from careteam.audit.change import Change
from careteam.library.events import PracticeRecorded
from careteam.tasks import commands as tasks


async def complete_asked(change: Change, event: PracticeRecorded) -> None:
    """What asked for the exercise is done with it; if it comes round, its next turn follows."""
    if event.task_id is not None:
        await tasks.complete_task(change, task_id=event.task_id)
