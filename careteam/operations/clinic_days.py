"""The weeks of the demo clinic: who says and does what when, put in order and lived through on the moving clock."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count, cycle, islice
from time import monotonic
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.audit.view import open_view
from careteam.messaging import commands as messaging
from careteam.messaging.queries import conversations
from careteam.messaging.rules import ConversationKind
from careteam.operations.clinic_assessment import assess
from careteam.operations.clinic_care import look_after, look_after_alone
from careteam.operations.clinic_diary import keep_diary
from careteam.operations.clinic_exercises import exercise
from careteam.operations.clinic_made import ROLES, Act, Days, Moment, MovingClock, PlanMade
from careteam.operations.clinic_measures import measure
from careteam.operations.clinic_people import AIMS
from careteam.operations.clinic_safety_plans import arrange
from careteam.operations.clinic_talk import WAITING, Talk, talks
from careteam.operations.clinic_tasks import tasks_in_full
from careteam.operations.clinic_urgent import what_could_not_wait
from careteam.operations.ensemble import Ensemble
from careteam.plans import commands as plans
from careteam.plans.queries import plan_page
from careteam.tasks import commands as tasks

Tell = Callable[[str], None]

#: Exchanges of each plan: with the patient, and among the staff.
TALKS = {"team": 10, "staff": 5}
#: Every third patient also talks with their therapist alone, this often.
ALONE = 2
ROUTINE = (
    ("P", "Answer this week's questions"), ("C", "Call about the week"), ("T", "Write the session summary"),
    ("S", "Check the appointment and the ride"), ("Y", "Look at the scores before the review"),
    ("P", "Bring the sleep diary"), ("C", "Plan next week's walks"), ("S", "Answer the insurance"),
)  # fmt: skip


async def live_through(
    trail: Trail, clock: MovingClock, keys: Ensemble, made: Sequence[PlanMade], tell: Tell, *, days: int
) -> None:
    """Let everybody talk and work, day by day, until now."""
    nth, now = count(), datetime.now(UTC)
    moments: list[Moment] = []
    for seed, plan in enumerate(made):
        days_of = Days(trail, keys, plan, await _rooms(trail, plan), random.Random(seed), nth, moments)  # noqa: S311
        for room in days_of.rooms.values():
            await keys.talk(days_of.who("Y"), plan.plan_id, room)
        _begin(days_of, now - timedelta(days=days - 1))
        _talk(days_of, seed, now, days)
        _routine(days_of, now, days)
        if seed % 3 == 0:
            _talk_alone(days_of, now)
        look_after(days_of, now)
        what_could_not_wait(days_of, now)
        measure(days_of, now)
        keep_diary(days_of, now)
        arrange(days_of, now)
        exercise(days_of, now)
        assess(days_of, now)
        tasks_in_full(days_of, now)
        _end(days_of, seed, now)
    moments.sort(key=lambda moment: (moment.at, moment.nth))
    told = monotonic()
    for done, moment in enumerate(moments, start=1):
        await clock.move_to(moment.at)
        await moment.act()
        if monotonic() - told > 2:
            tell(f"  {done} of {len(moments)} things that happened ...")
            told = monotonic()


async def _rooms(trail: Trail, plan: PlanMade) -> dict[str, UUID]:
    """The plan's conversations by kind, as its therapist sees them."""
    actor = plan.people[Role.THERAPIST]
    async with open_view(trail, actor, Action.READ_CONVERSATION, plan_id=plan.plan_id, screen="conversations") as view:
        return {room.kind: room.id for room in await conversations(view)}


def _begin(days: Days, at: datetime) -> None:
    """The plan takes effect on its first working day."""
    lead, treated = days.who("Y"), days.made.treated

    async def activate() -> None:
        async with open_change(days.trail, lead, Action.SET_PLAN_STATUS, plan_id=days.made.plan_id) as change:
            await plans.set_plan_status(change, status=PlanStatus.ACTIVE, reason="Agreed at the first meeting.")

    async def move_on() -> None:
        async with open_change(days.trail, lead, Action.REVISE_PLAN, plan_id=days.made.plan_id) as change:
            await plans.revise_plan(
                change, phase=treated.phase,
                summary="The goals were set together. The team looks at them every two weeks.",
                reason="Reviewed together with the therapist; the next phase begins.",
            )  # fmt: skip

    if treated.status is not PlanStatus.DRAFT:
        days.plan(at + timedelta(hours=2), activate)
    days.plan(at + timedelta(days=9, hours=days.dice.randrange(6)), move_on)


def _talk(days: Days, seed: int, now: datetime, span: int) -> None:
    """Spread the exchanges over the weeks; each plan has those about its own goals first."""
    for kind, some in TALKS.items():
        mine = [talk for talk in talks(kind) if talk.about is None or talk.about in days.made.goals]
        chosen = list(islice(cycle(mine), seed % len(mine), seed % len(mine) + some))
        for n, talk in enumerate(chosen):
            day = now - timedelta(days=(span - 2) * (1 - n / some) + 0.6)
            at = day.replace(hour=9 + days.dice.randrange(6), minute=days.dice.randrange(60), second=0, microsecond=0)
            _exchange(days, kind, talk, min(at, now - timedelta(hours=26)))


def _talk_alone(days: Days, now: datetime) -> None:
    """The patient begins a conversation of two, and comes back to it."""

    async def begin() -> None:
        plan_id, patient = days.made.plan_id, days.who("P")
        async with open_change(days.trail, patient, Action.OPEN_CONVERSATION, plan_id=plan_id) as change:
            days.rooms["direct"] = await messaging.open_conversation(
                change, kind=ConversationKind.DIRECT, member_ids=[days.who("T").person_id]
            )
        await days.keys.talk(days.who("T"), plan_id, days.rooms["direct"])

    at = now - timedelta(days=12, hours=days.dice.randrange(8))
    days.plan(at, begin)
    look_after_alone(days, at + timedelta(hours=20))
    for talk in days.dice.sample(talks("direct"), ALONE):
        at += timedelta(days=4, minutes=days.dice.randrange(200))
        _exchange(days, "direct", talk, at)


def _exchange(days: Days, kind: str, talk: Talk, at: datetime) -> None:
    goal = days.made.goals.get(talk.about or "")
    said: list[UUID] = []
    for n, (letter, words) in enumerate(talk.lines):
        if n:
            at += timedelta(minutes=days.dice.choice((4, 9, 17, 35, 70, 140)))
        days.plan(at, _say(days, kind, letter, words, goal if n == 0 else None, said))
    for reader in sorted({letter for letter, _ in talk.lines} | ({"P"} if kind == "team" else {"T"})):
        at += timedelta(minutes=6)
        days.plan(at, _see(days, kind, reader))
    if talk.task is not None:
        whose, title, within = talk.task
        _give(days, at + timedelta(minutes=3), whose, title, within, goal=goal, room=days.rooms[kind], said=said)


def _say(days: Days, kind: str, letter: str, words: str, about: UUID | None, said: list[UUID]) -> Act:
    async def say() -> None:
        room, plan_id = days.rooms[kind], days.made.plan_id
        said.append(await days.keys.say(days.who(letter), plan_id, room, words, about=about))

    return say


def _see(days: Days, kind: str, letter: str) -> Act:
    async def see() -> None:
        plan_id = days.made.plan_id
        async with open_change(days.trail, days.who(letter), Action.SEE_MESSAGE, plan_id=plan_id) as change:
            await messaging.see_message(change, conversation_id=days.rooms[kind], number=10_000)

    return see


def _give(
    days: Days, at: datetime, whose: str, title: str, within: int, *,
    goal: UUID | None, room: UUID | None = None, said: list[UUID] | None = None, by: str = "T",
) -> None:  # fmt: skip
    """Assign a task; it is started and done in time, mostly, unless its time has not come."""
    owner, due, task = days.who(whose), at + timedelta(days=within), list[UUID]()

    async def assign() -> None:
        async with open_change(days.trail, days.who(by), Action.ASSIGN_TASK, plan_id=days.made.plan_id) as change:
            task.append(
                await tasks.assign_task(
                    change,
                    tasks.NewTask(
                        title=title, goal_id=goal, owner_id=owner.person_id, due_at=due, conversation_id=room,
                        message_id=said[-1] if said else None, shared=whose == "P",
                    ),
                )
            )  # fmt: skip

    async def start() -> None:
        async with open_change(days.trail, owner, Action.START_TASK, plan_id=days.made.plan_id) as change:
            await tasks.start_task(change, task_id=task[0])

    async def complete() -> None:
        async with open_change(days.trail, owner, Action.COMPLETE_TASK, plan_id=days.made.plan_id) as change:
            await tasks.complete_task(change, task_id=task[0])

    days.plan(at, assign)
    started = at + timedelta(days=within * 0.25)
    if started < datetime.now(UTC) - timedelta(hours=2) and days.dice.random() < 0.3:
        days.plan(started, start)
    finished = at + timedelta(days=within * days.dice.uniform(0.3, 0.95))
    ago = datetime.now(UTC) - finished
    if ago > timedelta(days=4) or (ago > timedelta(hours=2) and days.dice.random() < 0.6):
        days.plan(finished, complete)


def _routine(days: Days, now: datetime, span: int) -> None:
    """What comes every few days anyway; the newest are still open, some are late, one is in a pool."""
    goals = list(days.made.goals.values())
    for n, (whose, title) in enumerate(ROUTINE):
        at = now - timedelta(days=(span - 4) * (1 - n / len(ROUTINE)), hours=days.dice.randrange(5))
        goal = goals[n % len(goals)]
        _give(days, at, whose, title, days.dice.choice((2, 3, 5)), goal=goal, by=days.dice.choice("YT"))
    due = now.replace(hour=15, minute=0, second=0, microsecond=0) + timedelta(days=days.dice.randrange(3))

    pool = days.dice.choice("CS")
    _offer(days, now - timedelta(hours=22), pool, "Call before the next visit", goal=goals[0], due=due)
    if days.dice.random() < 0.5:
        at = now - timedelta(days=3, hours=days.dice.randrange(9))
        task = _offer(days, at, pool, "Help with the travel form", goal=goals[-1], due=due)
        _claim(days, at + timedelta(minutes=50), pool, task, keeps=days.dice.random() < 0.5)


def _offer(days: Days, at: datetime, pool: str, title: str, *, goal: UUID, due: datetime) -> list[UUID]:
    """Assign a task to the pool of a role; the list holds it once that has happened."""
    task = list[UUID]()

    async def offer() -> None:
        new = tasks.NewTask(title=title, pool=ROLES[pool], goal_id=goal, due_at=due)
        async with open_change(days.trail, days.who("Y"), Action.ASSIGN_TASK, plan_id=days.made.plan_id) as change:
            task.append(await tasks.assign_task(change, new))

    days.plan(at, offer)
    return task


def _claim(days: Days, at: datetime, letter: str, task: list[UUID], *, keeps: bool) -> None:
    """Somebody takes a task from the pool; who does not keep it hands it back and says why."""
    plan_id, owner = days.made.plan_id, days.who(letter)

    async def claim() -> None:
        async with open_change(days.trail, owner, Action.CLAIM_TASK, plan_id=plan_id) as change:
            await tasks.claim_task(change, task_id=task[0])

    async def hand_back() -> None:
        async with open_change(days.trail, owner, Action.HAND_BACK_TASK, plan_id=plan_id) as change:
            await tasks.hand_back_task(change, task_id=task[0], reason="I am away until Monday; this cannot wait.")

    days.plan(at, claim)
    if not keeps:
        days.plan(at + timedelta(hours=3), hand_back)


def _end(days: Days, seed: int, now: datetime) -> None:
    """How it stands today: how the goals are going, who has looked, who waits for an answer, whose plan is on hold."""
    lead, treated = days.who("Y"), days.made.treated

    async def judge() -> None:
        for name, going in zip(treated.aims, treated.going, strict=True):
            aim = AIMS[name]
            async with open_change(days.trail, days.who("T"), Action.SET_GOAL, plan_id=days.made.plan_id) as change:
                await plans.set_goal(
                    change, goal_id=days.made.goals[name], words=aim.words, target=aim.target, achievement=going
                )

    async def look() -> None:
        for letter in "YTCS":
            async with open_view(
                days.trail, days.who(letter), Action.READ_ROSTER, plan_id=days.made.plan_id, screen="plan"
            ) as view:
                await plan_page(view)

    async def hold() -> None:
        async with open_change(days.trail, lead, Action.SET_PLAN_STATUS, plan_id=days.made.plan_id) as change:
            await plans.set_plan_status(change, status=PlanStatus.ON_HOLD, reason="Paused until after the operation.")

    days.plan(now - timedelta(days=3, hours=seed % 5), judge)
    days.plan(now - timedelta(days=2, hours=seed % 7), look)
    if treated.status is PlanStatus.ON_HOLD:
        days.plan(now - timedelta(hours=21), hold)
    if seed < len(WAITING):
        hours, words = WAITING[seed]
        days.plan(
            now - timedelta(hours=hours), _say(days, "team", "P", words, next(iter(days.made.goals.values())), [])
        )
