"""What patients of the demo clinic have arranged for a bad time: their safety plans, and whether their devices tell the team."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus
from careteam.audit.opening import open_change
from careteam.operations.clinic_made import Act, Days
from careteam.safetyplan import commands
from careteam.safetyplan.shapes import SafetyPlanContent, SafetyPlanLine

#: The wording of the question as the web client asks it first.
_WORDING = 1


@dataclass(frozen=True)
class Arranged:
    """The six steps, a line each time; who wrote it, and what the patient decided about the word check."""

    by: str
    signs: tuple[str, ...]
    alone: tuple[str, ...]
    distract: tuple[str, ...]
    people: tuple[str, ...]
    professionals: tuple[str, ...]
    safe: tuple[str, ...]
    likelihood: int
    barriers: str | None = None
    agreed: bool | None = None

    def content(self) -> SafetyPlanContent:
        """The same as it is written; what follows a bar is a number to call."""
        return SafetyPlanContent(
            warning_signs=_lines(self.signs), on_my_own=_lines(self.alone), distractions=_lines(self.distract),
            people=_lines(self.people), professionals=_lines(self.professionals), surroundings=_lines(self.safe),
            likelihood=self.likelihood, barriers=self.barriers,
        )  # fmt: skip


ARRANGED: dict[str, Arranged] = {
    "mei": Arranged(
        by="P",
        signs=("I stop answering messages", "I lie awake and count what went wrong", "Everything sounds too loud"),
        alone=("The breathing that Lena showed me", "Warm shower, then the blue blanket", "Draw the same leaf ten times"),
        distract=("The reading room at the library", "Walk with Aiko and her dog | 555-0141"),
        people=("My sister Yuki, any time | 555-0142", "Aiko | 555-0141"),
        professionals=("Lena, my therapist, on weekdays", "My GP's practice | 555-0160"),
        safe=("Yuki keeps my spare tablets; I have one week here", "At night the phone stays beside my bed"),
        likelihood=8, barriers="I do not want to wake Yuki. She has told me that I should.", agreed=True,
    ),
    "jamal": Arranged(
        by="T",
        signs=("Two nights with less than four hours", "I skip the gym and lie about it"),
        alone=("Cold water on my face", "The playlist from March"),
        distract=("Barber shop on Fifth", "Sunday football with Emeka | 555-0143"),
        people=("Emeka | 555-0143", "My mother | 555-0144"),
        professionals=("Dr Kwame Boateng's office, weekdays 9 to 5",),
        safe=("Emeka keeps the key of the locked cabinet",),
        likelihood=6, barriers="I think that I should manage alone.",
    ),
    "grace": Arranged(
        by="P",
        signs=("I think that the others would be better off", "I stop eating with the children"),
        alone=("Sing in the kitchen", "Write three lines and close the book"),
        distract=("The church choir on Wednesdays", "The playground, where other parents are"),
        people=("My husband Tunde | 555-0145", "Pastor Ruth | 555-0146"),
        professionals=("My therapist, on weekdays",),
        safe=("Tunde holds all tablets and gives me one day's",),
        likelihood=7, agreed=True,
    ),
    "luca": Arranged(
        by="T",
        signs=("I drink alone", "I look up old messages"),
        alone=("Climbing wall app, ten minutes", "Call nobody, go outside, count trees"),
        distract=("Climbing hall", "Nonna's kitchen | 555-0147"),
        people=("Marco | 555-0148",),
        professionals=("My therapist, on weekdays",),
        safe=("No alcohol in the flat; Marco looks in on Sundays",),
        likelihood=5, barriers="When I have been drinking I do not look at my phone.", agreed=False,
    ),
    "peter": Arranged(
        by="C",
        signs=("I stay in bed after nine",),
        alone=("Radio on, coffee, window open",),
        distract=("The allotment, Karel is usually there",),
        people=("My daughter Jana | 555-0149",),
        professionals=("The practice nurse | 555-0161",),
        safe=("Jana went through the medicine cabinet with me",),
        likelihood=9,
    ),
}  # fmt: skip
#: The history's day on which it was written, and in how many days from then it is read together again.
_AGO, _REVIEW = timedelta(days=12, hours=5), timedelta(days=28)


def arrange(days: Days, now: datetime) -> None:
    """Let a patient, or somebody who treats them, write the safety plan; and the patient decide about the word check."""
    arranged = ARRANGED.get(days.made.treated.login)
    if arranged is None or days.made.treated.status is not PlanStatus.ACTIVE:
        return
    days.plan(now - _AGO, _write(days, arranged))
    if arranged.agreed is not None:
        days.plan(now - _AGO + timedelta(minutes=20), _decide(days, arranged.agreed))


def _write(days: Days, arranged: Arranged) -> Act:
    async def write() -> None:
        plan_id, by = days.made.plan_id, days.who(arranged.by)
        async with open_change(days.trail, by, Action.WRITE_SAFETY_PLAN, plan_id=plan_id) as change:
            review = (change.now + _REVIEW).date()
            await commands.write_safety_plan(change, version=1, content=arranged.content(), review_on=review)

    return write


def _decide(days: Days, agreed: bool) -> Act:
    async def decide() -> None:
        plan_id = days.made.plan_id
        async with open_change(days.trail, days.who("P"), Action.DECIDE_WORD_CHECK, plan_id=plan_id) as change:
            await commands.decide_word_check(change, agreed=agreed, wording=_WORDING)

    return decide


def _lines(written: tuple[str, ...]) -> tuple[SafetyPlanLine, ...]:
    parts = [line.partition(" | ") for line in written]
    return tuple(SafetyPlanLine(words=words, phone=phone or None) for words, _, phone in parts)
