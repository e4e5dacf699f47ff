"""Before an urgent message is sent its author sees who is told first and who next; then Today shows it to who was told."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from careteam.access.roles import Actor, Role
from tests.coverage.alarms import answer, away, claim, mine, on_duty, send, team_room
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def foreseen(page: Browser, cast: Cast, room: str, level: str) -> list[tuple[set[str], int]]:
    """The steps, as somebody in the conversation sees them."""
    found = await page.get(f"/api/plans/{cast.plan}/conversations/{room}/ladder?level={level}")
    return [({one["name"] for one in step["people"]}, step["minutes"]) for step in found.json()["steps"]]


async def today(page: Browser) -> list[dict[str, Any]]:
    return (await page.get("/api/today")).json()["items"]


async def test_who_is_told_is_foreseen_as_it_happens(cast: Cast, browser: Open, cora: Browser) -> None:
    ada, room = await browser(cast.ada), await team_room(await browser(cast.ada), cast)
    assert await foreseen(ada, cast, room, "urgent") == [({"Bea Boateng", "Cem Aydin", "Dov Adler"}, 15)]
    hal = await person(cast.trail, "Hal Moss", Role.THERAPIST)
    await on_duty(cast, hal, Role.THERAPIST)
    await claim(cast, cast.cem, room)
    await away(cast, cast.cem, cast.fay)
    rest = ({"Bea Boateng", "Dov Adler"}, 15)
    assert await foreseen(ada, cast, room, "urgent") == [({"Fay Okoro"}, 5), ({"Hal Moss"}, 5), rest]
    assert (await foreseen(ada, cast, room, "stat"))[0] == ({"Fay Okoro", "Hal Moss"}, 3)
    await send(ada, cast, cast.ada, room, "I cannot sleep")
    assert [one["told"][0]["name"] for one in await mine(await browser(cast.fay), cast)] == ["Fay Okoro"]
    assert (await (await browser(hal)).get(f"/api/plans/{cast.plan}/conversations/{room}/ladder?level=urgent")).is_error


async def test_today_begins_with_what_cannot_wait_until_its_outcome_is_recorded(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, bea, cem = [await browser(who) for who in (cast.ada, cast.bea, cast.cem)]
    room = await team_room(ada, cast)
    await claim(cast, cast.cem, room)
    await send(ada, cast, cast.ada, room, "Please call")
    (row,) = await today(cem)
    alarm = (await mine(cem, cast))[0]
    assert (row["kind"], row["id"], row["conversation_id"]) == ("alarm", alarm["id"], room)
    assert (row["patient_name"], row["title"]) == ("Ada Marsh", "Wants somebody to acknowledge it")
    assert await today(bea) == []
    await cem.send_change("POST", answer(alarm, "acknowledge"))
    assert [row["title"] for row in await today(cem)] == ["Wants an outcome"]
    assert (await cem.get("/api/counts")).json()["today"] == 1
    await cem.send_change("POST", answer(alarm, "outcome"), {"outcome": "reached-and-safe"})
    # The outcome is no answer: the patient still waits for one.
    assert [row["kind"] for row in await today(cem)] == ["reply"]
