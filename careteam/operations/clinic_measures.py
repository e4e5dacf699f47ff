"""How the patients of the demo clinic are: what they answered over the weeks, or did not, and who saw to what was found."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus
from careteam.audit.opening import open_change
from careteam.audit.view import open_view
from careteam.coverage.ladders import AlarmOutcome
from careteam.coverage.zone import clinic_zone
from careteam.measures import commands as measures
from careteam.measures import instruments
from careteam.measures.clock import go_on
from careteam.measures.commands import Answer, Rhythm
from careteam.operations.clinic_made import Act, Days
from careteam.safety import commands as safety
from careteam.safety.queries import cases


@dataclass(frozen=True)
class Course:
    """Totals of one patient: PHQ-9 from the time before and each week since (None: not answered), GAD-7 and WHO-5."""

    before: tuple[int, ...]
    phq: tuple[int | None, ...]
    gad: tuple[int, ...]
    who: tuple[int, ...] = ()
    #: Of the last PHQ-9: the answer to item 9; what the therapist found, and did: the case is still open where it is empty.
    last: int = 0
    assessment: str = ""
    done: str = ""


#: The weeks since: the newest answer is two days old, or late. What was due in a week is missed once the next is due.
_WEEKS_AGO, _EVERY, _BEFORE = (23, 16, 9, 2), 7, (77, 63, 49, 35)
#: The answer that somebody has in hand now.
_JUST_NOW = timedelta(minutes=25)
_GAD_AGO, _WHO_AGO = (22, 8), (21, 7)

COURSES: dict[str, Course] = {
    "mei": Course((21, 20, 19, 17), (17, 14, 12, 11), (13, 8), (24, 44)),
    "jamal": Course((16, 17, 16, 15), (15, 16, None, 14), (11, 10), (36, 36)),
    "rosa": Course((19, 18, 19, 18), (18, 17, 16, 13), (12, 9), (28, 40)),
    "daniel": Course((22, 15, 9, 6), (5, 4, 3, 3), (3, 2), (64, 72)),
    "amina": Course((), (14, 15, 13, None), (16, 14)),
    "peter": Course((18, 16, 13, 11), (9, 8, 6, 4), (7, 4), (48, 60)),
    "grace": Course(
        (15, 14, 14, 13), (14, 16, 18, 21), (12, 15), (32, 20), last=2,
        assessment="Called her. She has thoughts of dying, no plan and no means at hand. Her sister stays with her tonight.",
    ),
    "luca": Course(
        (17, 16, 18, 17), (18, 17, 17, 16), (18, 16), last=1,
        assessment="Called him. The thoughts come and go, as for months. No plan, no intent.",
        done="We went through what helps him. He is safe. We speak again tomorrow at 10.",
    ),
    "hannah": Course((14, 13, 14, 12), (12, None, 11, 10), (9, 8), (40, 48)),
    "samuel": Course((20, 16, 12, 9), (8, 7, 5, 4), (6, 5), (52, 64)),
}  # fmt: skip
#: What who measures at home typed in: how many days ago, the upper and the lower value and the pulse.
_PRESSURES: dict[str, tuple[tuple[int, int, int, int], ...]] = {
    "samuel": (
        (21, 138, 88, 76), (18, 134, 86, 74), (14, 141, 89, 79), (11, 132, 84, 72), (7, 129, 82, 70), (4, 131, 83, 71),
        (1, 126, 80, 68),
    ),
}  # fmt: skip
_OTHERS = Course((16, 15), (14, 13, None, 12), (10, 9))


def measure(days: Days, now: datetime) -> None:
    """Plan what is asked of a patient, what they answered, and who looked at what pressed."""
    treated = days.made.treated
    if treated.status is PlanStatus.DRAFT:
        return
    course = COURSES.get(treated.login, _OTHERS)
    first = now - timedelta(days=_WEEKS_AGO[0], hours=3)
    goal = days.made.goals.get("mood") or next(iter(days.made.goals.values()))
    days.plan(first, _ask(days, "PHQ-9", "Y", _EVERY, goal))
    days.plan(first, _ask(days, "GAD-7", "T", 2 * _EVERY, None))
    for ago, total in zip(_BEFORE, course.before, strict=False):
        days.plan(first, _enter(days, Answer(instrument="PHQ-9", total=total, at=now - timedelta(days=ago))))
    for n, (ago, total) in enumerate(zip(_WEEKS_AGO, course.phq, strict=True)):
        at = now - timedelta(days=ago, minutes=days.dice.randrange(170))
        newest = n == len(_WEEKS_AGO) - 1
        if newest and course.last and not course.done:
            at = now - _JUST_NOW
        if total is None and not newest:
            days.plan(at + timedelta(days=_EVERY, hours=6), _let_time_pass(days))
        elif total is not None:
            days.plan(at, _answer(days, _given("PHQ-9", total, course.last if newest else 0)))
            if newest and course.assessment:
                days.plan(at + timedelta(minutes=9), _take(days))
                days.plan(at + timedelta(minutes=17), _assess(days, course.assessment))
            if newest and course.done:
                days.plan(at + timedelta(minutes=24), _close(days, course.done))
    for ago, total in zip(_GAD_AGO, course.gad, strict=True):
        days.plan(now - timedelta(days=ago, minutes=days.dice.randrange(170)), _answer(days, _given("GAD-7", total, 0)))
    readings = _PRESSURES.get(treated.login, ())
    if readings:
        days.plan(first, _ask(days, "BP", "Y", _EVERY, None))
    for ago, upper, lower, pulse in readings:
        items = {"8480-6": upper, "8462-4": lower, "8867-4": pulse, "bp-symptoms": 0}
        days.plan(now - timedelta(days=ago, minutes=40), _answer(days, Answer(instrument="BP", items=items)))
    for ago, total in zip(_WHO_AGO, course.who, strict=False):
        days.plan(now - timedelta(days=ago), _enter(days, Answer(instrument="WHO-5", total=total)))


def _ask(days: Days, name: str, letter: str, every: int, goal: UUID | None) -> Act:
    async def ask() -> None:
        async with open_change(
            days.trail, days.who(letter), Action.SCHEDULE_MEASURE, plan_id=days.made.plan_id
        ) as change:
            today = change.now.astimezone(clinic_zone()).date()
            rhythm = Rhythm(due_on=today, every_days=every, goal_id=goal)
            await measures.schedule_measure(change, instrument=name, rhythm=rhythm)

    return ask


def _enter(days: Days, answer: Answer) -> Act:
    """The coach enters what is on paper."""

    async def enter() -> None:
        async with open_change(days.trail, days.who("C"), Action.RECORD_MEASURE, plan_id=days.made.plan_id) as change:
            await measures.answer_measure(change, answer)

    return enter


def _answer(days: Days, given: Answer) -> Act:
    async def answer() -> None:
        async with open_change(days.trail, days.who("P"), Action.RECORD_MEASURE, plan_id=days.made.plan_id) as change:
            await measures.answer_measure(change, given)

    return answer


def _given(name: str, total: int, last: int) -> Answer:
    """Answers that add up to this total, the last item's being given; what weighs most comes first."""
    one = instruments.instrument(name)
    assert one is not None
    *others, final = one.required
    each, more = divmod(total - last, len(others))
    items = {item.id: each + (n < more) for n, item in enumerate(others)}
    return Answer(instrument=name, items={**items, final.id: last})


async def _case(days: Days) -> UUID:
    async with open_view(
        days.trail, days.who("T"), Action.READ_CASES, plan_id=days.made.plan_id, screen=str(Action.READ_CASES)
    ) as view:
        return (await cases(view, after=None, limit=1)).items[0].id


def _take(days: Days) -> Act:
    async def take() -> None:
        case_id = await _case(days)
        async with open_change(days.trail, days.who("T"), Action.TAKE_CASE, plan_id=days.made.plan_id) as change:
            await safety.take_case(change, case_id=case_id)

    return take


def _assess(days: Days, words: str) -> Act:
    async def assess() -> None:
        case_id = await _case(days)
        async with open_change(days.trail, days.who("T"), Action.ASSESS_CASE, plan_id=days.made.plan_id) as change:
            await safety.assess_case(change, case_id=case_id, assessment=words)

    return assess


def _close(days: Days, done: str) -> Act:
    async def close() -> None:
        case_id = await _case(days)
        async with open_change(days.trail, days.who("T"), Action.CLOSE_CASE, plan_id=days.made.plan_id) as change:
            await safety.close_case(change, case_id=case_id, outcome=AlarmOutcome.REACHED_SAFE, done=done)

    return close


def _let_time_pass(days: Days) -> Act:
    """Nobody answered: the program keeps that."""

    async def passed() -> None:
        await go_on(days.trail)

    return passed
