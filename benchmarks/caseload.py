"""One clinician with a full caseload, made through commands, in a clinic of other plans; who oversees it; their screens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from benchmarks.clinic import CONVERSATION, TEAM
from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import PlanId
from careteam.main import create_app
from careteam.messaging import commands as messaging
from careteam.messaging.inbox import Shelf
from careteam.messaging.rules import ConversationKind
from careteam.oversight.times import Days
from careteam.plans import commands as plans
from careteam.plans.models import Phase
from careteam.tasks import commands as tasks_
from tests.statements import counted
from tests.world import Browser, open_plan_for, person, sign_in

#: A colleague for so many plans, and no fewer than these.
PLANS_A_COLLEAGUE, COLLEAGUES = 8, 20
#: Longer than any measuring.
IDLE_MINUTES = 12 * 60


@dataclass(frozen=True)
class Caseload:
    """Tokens of the clinician and of who oversees; of one patient the plan, its whole team's conversation, and a task."""

    token: str
    supervisor: str
    plan_id: PlanId
    conversation_id: UUID
    task_id: UUID

    def screens(self) -> dict[str, tuple[str, str]]:
        """The addresses that the clinician's screens ask for, and those of oversight: each with who asks."""
        plan = f"/api/plans/{self.plan_id}"
        talk = f"{plan}/conversations/{self.conversation_id}"
        asked = {f"inbox: {shelf}": f"/api/inbox?shelf={shelf}" for shelf in Shelf} | {
            "inbox: all": "/api/inbox",
            "inbox: counts of its tabs": "/api/inbox/counts",
            "Today": "/api/today",
            "Today: my tasks": "/api/tasks?scope=mine",
            "Today: tasks to claim": "/api/tasks?scope=pool",
            "tasks given to others": "/api/tasks?scope=assigned",
            "frame: counts": "/api/counts",
            "frame: alarms": "/api/alarms",
            "frame: availability": "/api/availability",
            "patients": "/api/plans",
            "patients: who needs somebody": "/api/caseload",
            "patients: outcomes": "/api/outcomes",
            "patient: the plan": plan,
            "patient: who covers": f"{plan}/cover",
            "patient: conversations": f"{plan}/conversations",
            "patient: open tasks": f"{plan}/tasks?status=open",
            "patient: done tasks": f"{plan}/tasks?status=done",
            "patient: one task": f"{plan}/tasks/{self.task_id}",
            "patient: a conversation": talk,
            "patient: its newest messages": f"{talk}/messages",
            "patient: its tasks": f"{plan}/tasks?status=all&conversation_id={self.conversation_id}",
        }
        overseen = {
            "oversight: overview": "/api/oversight/summary",
            "oversight: plans": "/api/oversight/plans",
            "oversight: who waits": "/api/oversight/waiting",
            "oversight: outcomes": "/api/oversight/outcomes",
            "oversight: outcomes, their rows": "/api/oversight/outcomes/drop-out",
            "oversight: trail of a plan": f"{plan}/trail",
        } | {f"oversight: response times, {days:d} days": f"/api/oversight/times?days={days:d}" for days in Days}
        return {name: (path, self.token) for name, path in asked.items()} | {
            name: (path, self.supervisor) for name, path in overseen.items()
        }


async def queries(trail: Trail, screens: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
    """What each screen asks of the database, once its process knows the keys and has noted that somebody looks."""
    app = create_app()
    app.state.trail = trail
    asked: dict[str, list[str]] = {}
    for screen, (path, token) in screens.items():
        async with Browser(app, token) as browser:
            await browser.get(path)
            with counted(trail.database, "writing") as sent:
                answer = await browser.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{screen}: {answer.status_code} {answer.text}")
            asked[screen] = sent
    return asked


async def make_caseload(trail: Trail, *, patients: int, tasks: int, conversations: int, others: int) -> Caseload:
    """So many patients, open tasks and conversations of one clinician, in a clinic with so many other plans."""
    me = await person(trail, "Dana Day", Role.THERAPIST)
    mine = await _plans(trail, me, patients, others)
    for n in range(conversations - 2 * patients):
        await _topic(trail, me, *mine[n % patients], n)
    steps = [await _parts(trail, me, plan) for plan, _ in mine]
    first, *_ = [await _task(trail, me, mine[n % patients][0], steps[n % patients], n) for n in range(tasks)]
    eli = await person(trail, "Eli Frost", Role.SUPERVISOR)
    async with trail.database.writing() as connection:
        talk = (await connection.fetchrow(CONVERSATION, mine[0][0]))["id"]
    # Reading does not keep a session from going idle, and it is only read from now on.
    token, supervisor = [await sign_in(trail, one, idle_minutes=IDLE_MINUTES) for one in (me, eli)]
    return Caseload(token, supervisor, mine[0][0], talk, first)


async def _plans(trail: Trail, me: Actor, patients: int, others: int) -> list[tuple[PlanId, Actor]]:
    """The clinician's plans with their patients, and the clinic's others, each with a team of five."""
    cora = await person(trail, "Cora Lindt", Role.COORDINATOR)
    colleagues = max(COLLEAGUES, (patients + others) // PLANS_A_COLLEAGUE)
    staff = [
        (await person(trail, f"Staff {n}", role), role) for n in range(colleagues) for role in [TEAM[n % len(TEAM)]]
    ]
    mine: list[tuple[PlanId, Actor]] = []
    for n in range(patients + others):
        team = [staff[(n * len(TEAM) + place) % colleagues] for place in range(len(TEAM))]
        own = n < patients
        plan = await open_plan_for(trail, cora, f"Patient {n}", [(me, Role.THERAPIST), *team[:-1]] if own else team)
        if own:
            mine.append(plan)
    return mine


async def _topic(trail: Trail, me: Actor, plan: PlanId, patient: Actor, number: int) -> None:
    """A conversation of the clinician with a patient, about something."""
    async with open_change(trail, me, Action.OPEN_CONVERSATION, plan_id=plan) as change:
        title, members = f"Topic {number}", [patient.person_id]
        await messaging.open_conversation(change, kind=ConversationKind.DIRECT, title=title, member_ids=members)


async def _parts(trail: Trail, me: Actor, plan: PlanId) -> UUID:
    """A goal of the plan and a step towards it. Return the step."""
    async with open_change(trail, me, Action.SET_GOAL, plan_id=plan) as change:
        goal_id = await plans.set_goal(change, words="Sleep through the night")
    async with open_change(trail, me, Action.SET_ITEM, plan_id=plan) as change:
        return await plans.set_item(change, title="Evening routine", phase=Phase.ASSESSMENT, goal_id=goal_id)


async def _task(trail: Trail, me: Actor, plan: PlanId, item_id: UUID, number: int) -> UUID:
    """An open task of the clinician for a step of the plan; some are late, some wait for a colleague's."""
    async with open_change(trail, me, Action.ASSIGN_TASK, plan_id=plan) as change:
        due = change.now + timedelta(hours=8 * (number - 5))
        before = tasks_.NewTask(title="Send the last report", pool=Role.PSYCHIATRIST, due_at=due, item_id=item_id)
        waits_for = await tasks_.assign_task(change, before) if number % 3 == 0 else None
        new = tasks_.NewTask(
            title=f"Call about the dose, {number}", owner_id=me.person_id, due_at=due, item_id=item_id,
            waits_for_id=waits_for, checklist=("Ask how the nights were", "Note it"),
        )  # fmt: skip
        return await tasks_.assign_task(change, new)
