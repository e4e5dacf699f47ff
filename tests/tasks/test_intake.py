"""What an import does to a task that is here already."""

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.plans import commands as plans
from careteam.plans.models import Phase
from careteam.tasks.commands import NewTask, assign_task
from careteam.tasks.intake import TakenTask, take_task
from careteam.tasks.models import Task
from tests.world import Cast


async def test_a_task_that_is_here_may_come_to_serve_a_step_of_the_same_change(cast: Cast) -> None:
    mine = cast.bea.person_id
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        task_id = await assign_task(change, NewTask(title="Call about the week", owner_id=mine))
    async with open_change(cast.trail, Actor.system(), Action.IMPORT_PLAN, plan_id=cast.plan) as change:
        await change.get(Task, task_id)  # in hand before the step is
        await plans.set_item(change, title="Walk", phase=Phase.ASSESSMENT)
        item_id = await plans.set_item(change, title="Weekly call", phase=Phase.ASSESSMENT)
        new = TakenTask(title="Call about the week", owner_id=mine, item_id=item_id)
        await take_task(change, new, task_id=task_id)
    async with open_change(cast.trail, Actor.system(), Action.IMPORT_PLAN, plan_id=cast.plan) as change:
        assert (await change.get(Task, task_id)).item_id == item_id
