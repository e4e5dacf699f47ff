"""At night every regular member is offline: the on-call person opens what the patient has just sent, and reads it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

import pytest

from careteam.access.roles import Actor, Role
from careteam.client.refusals import Unreachable
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talkline import Urgency
from careteam.core.octets import encoded
from tests.coverage.alarms import alarms_in, mine, on_duty, team_room, told
from tests.coverage.test_standing import AHEAD, listed
from tests.talkers import Talkers, says
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
NOW = Urgency("stat", "safety")


def read(talk: Talk) -> list[str]:
    """What somebody's client can open of a conversation."""
    return [item.content.text for item in talk.record.items if item.content and item.content.text]


async def test_who_is_on_duty_reads_what_the_patient_says_while_everybody_else_is_offline(
    cast: Cast, browser: Open, cora: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    hal = await person(cast.trail, "Hal Moss", Role.PSYCHIATRIST)
    talkers = await Talkers.of(browser, cast, [cast.ada, cast.bea, hal])
    ada, room = await browser(cast.ada), await team_room(await browser(cast.ada), cast)
    await (await talkers[cast.bea].talk(room)).send(says("Good night, Ada"))
    await on_duty(cast, hal, Role.PSYCHIATRIST)
    ahead = await listed(cora, hal)
    assert ahead is not None
    # Without a word for them yet they are told all the same, with whom to phone.
    talk = await talkers[cast.ada].talk(room)
    await talk.send(says("I do not feel safe"), urgency=NOW)
    page = await browser(hal)
    paged = (await mine(page, cast))[0]
    assert ("Hal Moss" in told(paged), paged["patient"]["name"]) == (True, "Ada Marsh")
    assert not (await talkers[hal].talk(room)).may_send

    word = encoded(talkers.word_ahead(hal, datetime.fromisoformat(ahead["until"])))
    signed = await cora.send_change("POST", AHEAD, {"person_id": str(hal.person_id), "cose": word})
    assert signed.status_code == 201
    await talk.send(says("Please, somebody"), urgency=NOW)
    reading = await talkers[hal].talk(room)
    assert read(reading) == ["Good night, Ada", "I do not feel safe", "Please, somebody"]
    await reading.send(says("I am here, Ada. I call you now."))

    async def unreachable(self: HttpTransport, cid: bytes, urgency: Urgency) -> None:
        raise Unreachable("the line broke")

    monkeypatch.setattr(HttpTransport, "ready_ladder", unreachable)
    await talk.send(says("Thank you"), urgency=NOW)
    assert len(await alarms_in(ada, cast, room)) == 3
