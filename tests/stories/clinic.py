"""A plan with something on it: a goal, a step, words said and tasks given, all through commands."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.messaging import commands as messaging
from careteam.messaging.queries import conversations
from careteam.plans import commands as plans
from careteam.plans import team
from careteam.plans.models import ItemKind, Phase
from careteam.tasks import commands as tasks
from tests.saying import say
from tests.world import Cast, person

GOAL = "Sleep through four nights of seven"
STEP = "Keep a sleep diary"


@dataclass(frozen=True)
class Planned:
    """What there is on the cast's plan, before anybody has said anything."""

    team: UUID  # the conversation of the team with the patient
    goal: UUID
    step: UUID
    task: UUID  # the therapist's
    pool_task: UUID  # for whichever therapist takes it


@dataclass(frozen=True)
class Lived(Planned):
    """The same, with a talk that the patient has the last word in."""

    message: UUID  # the patient's, unanswered


async def team_conversation(cast: Cast) -> UUID:
    """The conversation of the team with the patient."""
    async with cast.view(cast.bea, Action.READ_CONVERSATION) as view:
        return next(one.id for one in await conversations(view) if one.kind == "team")


async def stand_by(cast: Cast) -> tuple[Actor, UUID]:
    """Somebody who supports the patient, to whom nothing is shared yet, and their relation."""
    supporter = await person(cast.trail, "Sam Marsh", Role.SUPPORTER)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        return supporter, await team.join(change, person_id=supporter.person_id, role=Role.SUPPORTER)


async def be_trusted(cast: Cast, lived: Planned) -> tuple[Actor, UUID]:
    """A supporter who may see the plan and talks with the team, and their relation."""
    supporter, relation = await stand_by(cast)
    async with cast.change(cast.ada, Action.ALLOW_SUPPORTER) as change:
        await team.allow_supporter(change, relation_id=relation, may_see_plan=True)
    async with cast.change(cast.bea, Action.CHANGE_MEMBERSHIP) as change:
        await messaging.add_member(change, conversation_id=lived.team, person_id=supporter.person_id)
    return supporter, relation


async def give(cast: Cast, who: Actor, new: tasks.NewTask) -> UUID:
    """Somebody gives a task."""
    async with cast.change(who, Action.ASSIGN_TASK) as change:
        return await tasks.assign_task(change, new)


async def plan_a_little(cast: Cast) -> Planned:
    """A goal with a step, a late task and one to claim."""
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        goal = await plans.set_goal(change, words=GOAL, target="Four of seven nights in the diary")
        now = change.now
    async with cast.change(cast.bea, Action.SET_ITEM) as change:
        step = await plans.set_item(
            change, title=STEP, kind=ItemKind.EXERCISE, phase=Phase.ASSESSMENT, goal_id=goal,
            owner_id=cast.ada.person_id,
        )  # fmt: skip
    late = tasks.NewTask(
        title="Call about the night", owner_id=cast.cem.person_id, goal_id=goal, due_at=now - timedelta(days=2)
    )
    pool = tasks.NewTask(title="Send the sleep worksheet", pool=Role.THERAPIST, goal_id=goal, shared=True)
    tasks_ = await give(cast, cast.bea, late), await give(cast, cast.bea, pool)
    return Planned(await team_conversation(cast), goal, step, *tasks_)


async def live_a_little(cast: Cast) -> Lived:
    """The same, and a talk that the patient has the last word in."""
    planned = await plan_a_little(cast)
    await say(cast, cast.cem, planned.team, "Good morning. How were the last nights?")
    words = "I slept four hours. Could we look at the diary together?"
    return Lived(**vars(planned), message=await say(cast, cast.ada, planned.team, words, about=planned.goal))
