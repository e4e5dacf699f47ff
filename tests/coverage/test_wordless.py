"""Where a message that cannot wait cannot be sealed, its alarm goes out all the same, with everything but the words."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from careteam.access.roles import Actor, Role
from careteam.core.octets import encoded
from careteam.crypto.mh1.envelope import take_envelope
from tests.coverage.alarms import alarms_in, mine, on_duty, send, team_room, told
from tests.saying import envelope
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def raise_wordless(page: Browser, cast: Cast, room: str, **more: Any) -> Any:
    """As a client does that cannot seal."""
    body = {"message_id": str(uuid4()), "level": "stat", "cause": "safety", **more}
    return await page.send_change("POST", f"/api/plans/{cast.plan}/conversations/{room}/alarms", body)


async def a_goal(page: Browser, cast: Cast) -> str:
    """A goal of the cast's plan."""
    return (await page.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep"})).json()["id"]


async def test_without_words_who_is_on_duty_is_told_of_whom_why_about_what_and_whom_to_phone(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, hal = await browser(cast.ada), await person(cast.trail, "Hal Moss", Role.THERAPIST)
    room, goal = await team_room(ada, cast), await a_goal(await browser(cast.bea), cast)
    await on_duty(cast, hal, Role.THERAPIST)
    raised = await raise_wordless(ada, cast, room, about=goal)
    assert raised.status_code == 201, raised.text
    page = await browser(hal)
    alarm = (await mine(page, cast))[0]
    assert (alarm["subject_kind"], alarm["level"], alarm["cause"]) == ("wordless", "stat", "safety")
    assert (alarm["patient"]["name"], alarm["about"], "Hal Moss" in told(alarm)) == ("Ada Marsh", "Sleep", True)
    # Called in, they find the conversation in which to answer.
    assert (await page.get(f"/api/plans/{cast.plan}/conversations/{room}")).status_code == 200
    shown = (await alarms_in(ada, cast, room))[0]
    assert (shown["id"], shown["acknowledged_at"]) == (raised.json()["id"], None)


async def test_when_the_words_follow_it_stays_one_alarm(cast: Cast, browser: Open, cora: Browser) -> None:
    ada = await browser(cast.ada)
    room = await team_room(ada, cast)
    data = await envelope(cast, cast.ada, room, "I could not get my keys open")
    message_id = str(UUID(bytes=take_envelope(data).header.mid))
    first = await raise_wordless(ada, cast, room, message_id=message_id, level="urgent")
    again = await raise_wordless(ada, cast, room, message_id=message_id, level="urgent")
    assert first.json()["id"] == again.json()["id"]
    body = {"envelope": encoded(data), "priority": "urgent", "cause": "safety"}
    sent = await ada.send_change("POST", f"/api/plans/{cast.plan}/conversations/{room}/messages", body)
    assert (sent.status_code, sent.json()["id"]) == (201, message_id)
    assert [one["subject_id"] for one in await alarms_in(ada, cast, room)] == [message_id]


async def test_an_alarm_about_a_message_says_what_of_the_plan_it_cites(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    goal = UUID(await a_goal(bea, cast))
    await send(ada, cast, cast.ada, await team_room(ada, cast), "It is worse", about=goal)
    assert [one["about"] for one in await mine(bea, cast)] == ["Sleep"]


async def test_only_who_is_in_the_conversation_raises_an_alarm_there_and_about_its_own_plan(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, fay = await browser(cast.ada), await browser(cast.fay)
    room = await team_room(ada, cast)
    assert (await raise_wordless(fay, cast, room)).status_code == 404
    elsewhere = await raise_wordless(ada, cast, room, about=str(uuid4()))
    assert (elsewhere.status_code, await alarms_in(ada, cast, room)) == (422, [])


async def test_a_day_holds_no_more_alarms_without_words_than_with_them(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada = await browser(cast.ada)
    room = await team_room(ada, cast)
    for _ in range(3):
        assert (await raise_wordless(ada, cast, room)).status_code == 201
    assert (await raise_wordless(ada, cast, room)).json()["type"] == "/problems/too-many-alarms"
