"""A message that cannot wait raises an alarm: somebody is told at once, one person takes it on, and it ends with an outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.identity import holders
from careteam.plans import team
from tests.coverage.alarms import alarms_in, answer, away, claim, mine, on_duty, send, team_room, told
from tests.oversight.test_trail import entry
from tests.saying import everybody_reads, sealed
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def test_an_urgent_message_tells_who_looks_after_it_and_the_patient_sees_who_has_it_in_hand(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, cem, room = await browser(cast.ada), await browser(cast.cem), await team_room(await browser(cast.ada), cast)
    await claim(cast, cast.cem, room)
    sent = await send(ada, cast, cast.ada, room, "I cannot sleep at all")
    assert sent.status_code == 201, sent.text
    alarm = (await mine(cem, cast))[0]
    assert (alarm["level"], alarm["cause"], told(alarm), alarm["subject_id"], alarm["step"], alarm["steps"]) == (
        "urgent", "getting-worse", ["Cem Aydin"], sent.json()["id"], 1, 5,
    )  # fmt: skip
    assert alarm["may"] == ["alarm.acknowledge", "alarm.close"]
    assert (await cem.send_change("POST", answer(alarm, "acknowledge"))).status_code == 200
    shown = (await alarms_in(ada, cast, room))[0]
    assert (shown["acknowledged_by"]["name"], shown["outcome"], shown["may"]) == ("Cem Aydin", None, [])
    closed = await cem.send_change("POST", answer(alarm, "outcome"), {"outcome": "reached-and-safe"})
    assert closed.status_code == 200
    shown = (await alarms_in(ada, cast, room))[0]
    assert (shown["outcome"], shown["closed_by"]["name"], shown["due_at"]) == ("reached-and-safe", "Cem Aydin", None)
    assert await mine(cem, cast) == []
    again = await cem.send_change("POST", answer(alarm, "outcome"), {"outcome": "answered"})
    assert again.json()["type"] == "/problems/alarm-is-closed"
    said = (await ada.get(f"/api/plans/{cast.plan}/conversations/{room}/messages")).json()["items"]
    assert [one["priority"] for one in said] == ["urgent"]


async def test_the_trail_says_who_was_told_who_acknowledged_and_what_came_of_it(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, bea, eli = await browser(cast.ada), await browser(cast.bea), await browser(cast.eli)
    room = await team_room(ada, cast)
    await claim(cast, cast.bea, room)
    await send(ada, cast, cast.ada, room, "Please call")
    alarm = (await mine(bea, cast))[0]
    await bea.send_change("POST", answer(alarm, "acknowledge"))
    await bea.send_change("POST", answer(alarm, "outcome"), {"outcome": "answered"})
    raised, stepped = await entry(eli, cast, "AlarmRaised"), await entry(eli, cast, "AlarmStepped")
    assert (raised["actor"]["name"], [one["name"] for one in stepped["people"]]) == ("Ada Marsh", ["Bea Boateng"])
    for event in ("AlarmAcknowledged", "AlarmClosed"):
        assert (await entry(eli, cast, event))["actor"]["name"] == "Bea Boateng"


async def test_without_anybody_who_looks_after_it_who_is_on_duty_is_told_and_reads_the_conversation(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, hal = await browser(cast.ada), await person(cast.trail, "Hal Moss", Role.THERAPIST)
    room = await team_room(ada, cast)
    await everybody_reads(cast, room)
    await on_duty(cast, hal, Role.THERAPIST)
    await send(ada, cast, cast.ada, room, "It is too much")
    page = await browser(hal)
    alarm = (await mine(page, cast))[0]
    assert (told(alarm), alarm["step"], alarm["reached"]) == (["Hal Moss"], 2, True)
    assert (await page.get(f"/api/plans/{cast.plan}/conversations/{room}")).status_code == 200
    assert (await page.send_change("POST", answer(alarm, "acknowledge"))).status_code == 200


async def test_of_two_who_acknowledge_at_once_one_has_it_in_hand_and_the_other_is_told_who(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    room = await team_room(ada, cast)
    await send(ada, cast, cast.ada, room, "Now, please", priority="stat", cause="safety")
    alarm = (await mine(bea, cast))[0]
    assert set(told(alarm)) == {"Bea Boateng", "Cem Aydin", "Dov Adler"}
    both = await asyncio.gather(*(page.send_change("POST", answer(alarm, "acknowledge")) for page in (bea, cem)))
    assert sorted(one.status_code for one in both) == [200, 409]
    refused = next(one for one in both if one.status_code == 409).json()
    winner = (await alarms_in(ada, cast, room))[0]["acknowledged_by"]
    assert (refused["type"], refused["acknowledged_by"]["name"]) == ("/problems/alarm-is-taken", winner["name"])


async def test_who_is_away_is_replaced_by_their_cover_and_where_nobody_is_here_the_supervisor_is_told_at_once(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, eli, room = await browser(cast.ada), await browser(cast.eli), await team_room(await browser(cast.ada), cast)
    await claim(cast, cast.cem, room)
    await away(cast, cast.cem, cast.fay)
    await send(ada, cast, cast.ada, room, "Are you there?")
    assert told((await alarms_in(ada, cast, room))[0]) == ["Fay Okoro"]
    for who in (cast.fay, cast.bea, cast.dov):
        await away(cast, who, None)
    await send(ada, cast, cast.ada, room, "Anybody?")
    alarm = (await alarms_in(ada, cast, room))[0]
    assert ("Eli Frost" in told(alarm), alarm["step"], alarm["steps"]) == (True, 5, 5)
    mine_ = next(one for one in await mine(eli, cast) if one["id"] == alarm["id"])
    assert (mine_["patient"]["name"], mine_["cause"], mine_["may"]) == (
        "Ada Marsh", None, ["alarm.acknowledge", "alarm.close"],
    )  # fmt: skip
    assert (await eli.send_change("POST", answer(alarm, "acknowledge"))).status_code == 200
    assert (await alarms_in(ada, cast, room))[0]["acknowledged_by"]["name"] == "Eli Frost"


async def test_where_not_even_a_supervisor_is_left_it_says_so_and_does_not_end(
    cast: Cast, browser: Open, cora: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(*_: object) -> list[UUID]:
        return []

    monkeypatch.setattr(holders, "holders_of", nobody)
    ada, room = await browser(cast.ada), await team_room(await browser(cast.ada), cast)
    for who in (cast.bea, cast.cem, cast.dov):
        await away(cast, who, None)
    assert (await send(ada, cast, cast.ada, room, "Anybody?")).status_code == 201
    (alarm,) = await alarms_in(ada, cast, room)
    assert (told(alarm), alarm["reached"], alarm["step"]) == ([], False, alarm["steps"])
    assert alarm["due_at"] is not None, "it looks again for somebody"


async def test_who_left_the_team_is_neither_told_nor_may_take_it_on(cast: Cast, browser: Open, cora: Browser) -> None:
    ada, cem, room = await browser(cast.ada), await browser(cast.cem), await team_room(await browser(cast.ada), cast)
    await claim(cast, cast.cem, room)
    await send(ada, cast, cast.ada, room, "Help")
    alarm = (await mine(cem, cast))[0]
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        row = next(row for row in await team.present(change) if row.person_id == cast.cem.person_id)
        await team.leave(change, relation_id=row.id, reason="Moved away")
    assert await mine(cem, cast) == []
    assert (await cem.send_change("POST", answer(alarm, "acknowledge"))).status_code == 404


async def test_neither_who_raised_it_nor_the_patient_answers_an_alarm(cast: Cast, browser: Open, cora: Browser) -> None:
    ada, bea, dov = await browser(cast.ada), await browser(cast.bea), await browser(cast.dov)
    room = await team_room(ada, cast)
    await send(bea, cast, cast.bea, room, "Who can see Ada today?")
    alarm = (await alarms_in(bea, cast, room))[0]
    assert (set(told(alarm)), alarm["may"]) == ({"Cem Aydin", "Dov Adler"}, [])
    for page in (ada, bea):
        assert (await page.send_change("POST", answer(alarm, "acknowledge"))).status_code == 403
    assert (await dov.send_change("POST", answer(alarm, "outcome"), {"outcome": "appointment-made"})).status_code == 200


async def test_an_alarm_among_staff_is_not_told_to_the_patient(cast: Cast, browser: Open, cora: Browser) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    rooms = (await bea.get(f"/api/plans/{cast.plan}/conversations")).json()
    staff = next(room["id"] for room in rooms if room["kind"] == "staff")
    await send(bea, cast, cast.bea, staff, "Look at this first", priority="stat", cause="medication")
    alarm = (await alarms_in(bea, cast, staff))[0]
    assert (await ada.get(f"/api/plans/{cast.plan}/conversations/{staff}")).status_code == 404
    assert (await ada.send_change("POST", answer(alarm, "acknowledge"))).status_code == 403


async def test_urgency_has_a_reason_and_a_limit_and_over_it_nothing_is_sent(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    ada, room = await browser(cast.ada), await team_room(await browser(cast.ada), cast)
    for how in ({"cause": None}, {"cause": "overdue"}, {"priority": "routine"}):
        assert (await send(ada, cast, cast.ada, room, "x", **how)).status_code == 422
    for n in range(3):
        sent = await send(ada, cast, cast.ada, room, f"Now {n}", priority="stat", cause="safety")
        assert sent.status_code == 201
    refused = await send(ada, cast, cast.ada, room, "Once more", priority="stat", cause="safety")
    assert (refused.json()["type"], refused.json()["most"]) == ("/problems/too-many-alarms", 3)
    assert (await send(ada, cast, cast.ada, room, "Then urgent")).status_code == 201
    plain = await ada.send_change(
        "POST", f"/api/plans/{cast.plan}/conversations/{room}/messages",
        await sealed(cast, cast.ada, room, "Then as routine"),
    )  # fmt: skip
    assert plain.status_code == 201
    said = (await ada.get(f"/api/plans/{cast.plan}/conversations/{room}/messages")).json()["items"]
    assert [one["priority"] for one in said] == ["stat"] * 3 + ["urgent", "routine"]
