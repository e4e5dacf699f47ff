"""Who looks after the conversations of the demo clinic: claimed, handed over, given back, closed, and some of them nobody's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.messaging import care
from careteam.operations.clinic_made import Act, Days


@dataclass(frozen=True)
class Step:
    """Somebody (by their letter) does something about who looks after a conversation, so many days before now."""

    days_ago: float
    who: str
    does: Action
    to: str = ""
    words: str | None = None


_CLAIM, _HAND_OVER, _RELEASE, _CLOSE = (
    Action.CLAIM_CONVERSATION, Action.HAND_OVER_CONVERSATION, Action.RELEASE_CONVERSATION, Action.CLOSE_CONVERSATION,
)  # fmt: skip
#: The last exchange of a plan is over by then; what a patient writes later opens its conversation again.
_SINCE_LAST_WORD = 9 / 24

#: Of the conversation of each patient with the whole team; whoever is not here has nobody who looks after it.
CARE: dict[str, tuple[Step, ...]] = {
    "mei": (Step(16, "T", _CLAIM),),
    "rosa": (
        Step(14, "Y", _CLAIM),
        Step(6, "Y", _HAND_OVER, to="T", words="She asks about sleep mostly, and that is yours."),
    ),
    "daniel": (
        Step(11, "C", _CLAIM),
        Step(_SINCE_LAST_WORD, "C", _CLOSE, words="The form is sent and the rides are settled."),
    ),
    "peter": (Step(12, "Y", _CLAIM),),
    "luca": (Step(9, "T", _CLAIM),),
    "hannah": (Step(15, "C", _CLAIM), Step(4, "C", _HAND_OVER, to="Y", words="About the dose: yours to answer.")),
    "samuel": (
        Step(10, "T", _CLAIM),
        Step(_SINCE_LAST_WORD, "T", _CLOSE, words="Back at work two days a week; we look again in a month."),
    ),
    "owen": (Step(13, "T", _CLAIM), Step(2, "T", _RELEASE)),
}


def look_after(days: Days, now: datetime) -> None:
    """Plan who looks after a patient's conversations with the team and, where they have one, with their therapist."""
    for step in CARE.get(days.made.treated.login, ()):
        days.plan(now - timedelta(days=step.days_ago), _act(days, "team", step))


def look_after_alone(days: Days, at: datetime) -> None:
    """A therapist looks after what a patient writes to them alone."""
    days.plan(at, _act(days, "direct", Step(0, "T", _CLAIM)))


def _act(days: Days, kind: str, step: Step) -> Act:
    async def act() -> None:
        room, actor = days.rooms[kind], days.who(step.who)
        async with open_change(days.trail, actor, step.does, plan_id=days.made.plan_id) as change:
            if step.does is _CLAIM:
                await care.claim_conversation(change, conversation_id=room)
            elif step.does is _RELEASE:
                await care.release_conversation(change, conversation_id=room)
            elif step.does is _CLOSE:
                await care.close_conversation(change, conversation_id=room, outcome=step.words)
            else:
                to = days.who(step.to).person_id
                await care.hand_over_conversation(change, conversation_id=room, person_id=to, why=step.words)

    return act
