"""How soon the team answers: counted from what was said, and nothing at all from too little."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.messaging.answering import ENOUGH
from careteam.plans import team
from tests.coverage.world import ALWAYS_OPEN, set_hours
from tests.saying import say
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
NOTHING = {"median_seconds": None, "answers": 0}


def of_answers(told: dict[str, Any]) -> dict[str, Any]:
    """What is said of answers; the clinic's hours are everybody's."""
    return {name: told[name] for name in NOTHING}


async def test_the_answer_time_is_told_once_there_are_answers_enough(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    # What is answered out of hours does not count, and another test may have said other hours.
    await set_hours(await browser(cast.cora), ALWAYS_OPEN)

    async def told() -> dict[str, Any]:
        return (await ada.get(f"/api/plans/{cast.plan}/answer-time")).json()

    talk = next(one for one in (await ada.get(f"/api/plans/{cast.plan}/conversations")).json())
    assert of_answers(await told()) == NOTHING
    for answers in range(1, ENOUGH + 1):
        for writer in (cast.ada, cast.bea):
            await say(cast, writer, talk["id"], "Hello")
        assert (await told())["answers"] == answers
        assert ((await told())["median_seconds"] is None) == (answers < ENOUGH)


async def test_a_supporter_outside_the_conversation_learns_nothing_of_it(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    talk = next(one for one in (await ada.get(f"/api/plans/{cast.plan}/conversations")).json())
    for writer in (cast.ada, cast.bea):
        await say(cast, writer, talk["id"], "Hello")
    sam = await person(cast.trail, "Sam Marsh", Role.SUPPORTER)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=sam.person_id, role=Role.SUPPORTER)
    answer = await (await browser(sam)).get(f"/api/plans/{cast.plan}/answer-time")
    assert of_answers(answer.json()) == NOTHING
