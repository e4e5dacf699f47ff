"""Telling people who are not looking: once in effect, when they want it, never of what."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID, uuid4

import httpcore
import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.coverage import absences
from careteam.coverage.rules import AbsenceKind
from careteam.identity.people import take_in
from careteam.messaging import care
from careteam.notifications import outbox, push, sms, telling
from careteam.notifications.push import PublicHosts, Target
from careteam.notifications.rules import Became
from careteam.tasks import commands as tasks
from tests.coverage.alarms import answer, away, claim, mine, send, team_room
from tests.coverage.world import clear
from tests.notifications.pushing import PushBrowser, Service, service, signed_for
from tests.notifications.test_invitation_mail import Mailbox, drain, mailbox  # noqa: F401 - a fixture
from tests.saying import say
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
#: What is planted in every message, task and name, and must not come out again.
CANARY = "Zanzibar ketamine"
ALL = {"routine": ["push", "mail", "sms"], "urgent": ["push", "mail"], "phone": "+1 555 0100"}


@pytest_asyncio.fixture
async def pushed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Service]:
    """A notification service on this machine, which the settings allow."""
    monkeypatch.setenv("CARETEAM_PUSH_HOSTS", "127.0.0.1")
    settings.cache_clear()
    async with service() as made:
        yield made
    monkeypatch.undo()
    settings.cache_clear()


async def due(trail: Trail) -> None:
    """Let the time pass for which notices wait, and look at them."""
    async with trail.database.writing() as connection:
        await connection.execute("UPDATE care.notice SET due_at = care.now() WHERE outcome IS NULL")
    await telling.tell_due(trail, limit=10_000)


async def tell(trail: Trail) -> None:
    """What was said and assigned until now, to whom it concerns."""
    await drain(trail)
    await due(trail)


@pytest_asyncio.fixture(autouse=True, scope="module")
async def nobody_else(trail: Trail) -> None:
    """What others of this worker's tests have left is told to nobody."""
    await drain(trail)
    async with trail.database.writing() as connection:
        await connection.execute("DELETE FROM care.notice")


async def subscribed(browser: Browser, pushed: Service) -> PushBrowser:
    """Let a browser show somebody notifications."""
    made = pushed.browser()
    answer = await browser.send_change("POST", "/api/notifications/devices", made.says())
    assert answer.status_code == 201, answer.text
    return made


async def last(browser: Browser, channel: str = "push") -> list[str | None]:
    """What became of somebody's last notices, the newest first; of those that wait, why."""
    found = (await browser.get("/api/notifications")).json()["last"]
    return [one["outcome"] or one["held"] for one in found if one["channel"] == channel]


async def spoken(cast: Cast, who: Actor, browser: Browser) -> UUID:
    """Somebody says something to the whole team. The conversation."""
    team = UUID(await team_room(browser, cast))
    await say(cast, who, team, CANARY)
    return team


async def assign(cast: Cast, to: Actor) -> UUID:
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        return await tasks.assign_task(change, tasks.NewTask(title=CANARY, owner_id=to.person_id))


async def test_who_has_not_seen_a_message_is_told_once_that_there_is_something_and_not_what(
    cast: Cast,
    browser: Open,
    pushed: Service,
    mailbox: Mailbox,  # noqa: F811
) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    phone, tablet = await subscribed(bea, pushed), await subscribed(bea, pushed)
    await spoken(cast, cast.cem, cem)
    await spoken(cast, cast.cem, cem)
    await tell(cast.trail)
    await tell(cast.trail)
    assert await last(bea) == ["sent"], "two messages of one moment are told as one"
    assert await last(cem) == [], "nobody is told of what they said themselves"
    key = (await bea.get("/api/notifications")).json()["push_key"]
    for device in (phone, tablet):
        [shown], [headers] = device.shown, device.headers
        assert set(shown) == {"level", "about", "tag", "path"}
        assert (shown["level"], shown["about"], shown["path"]) == ("routine", "message", "/inbox")
        assert headers["urgency"] == "normal"
        assert signed_for(headers, pushed.address, key)
    said = str([phone.shown, phone.headers, [str(letter) for letter in mailbox.letters]])
    for planted in (*CANARY.split(), "Boateng", "Bea", "Cem", "Ada", str(cast.plan)):
        assert not re.search(rf"\b{planted}\b", said), planted  # within a signature, three letters say nothing


async def remind(cast: Cast, room: UUID, seconds: float | None) -> None:
    """Bea wants to come back to a conversation so long from now, or no more."""
    async with cast.change(cast.bea, Action.REMIND_CONVERSATION) as change:
        at = None if seconds is None else change.now + timedelta(seconds=seconds)
        await care.remind_me(change, conversation_id=room, at=at)


async def test_who_wanted_to_be_reminded_is_told_at_that_time_and_of_no_other(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    bea = await browser(cast.bea)
    phone = await subscribed(bea, pushed)
    room = UUID(await team_room(bea, cast))
    await remind(cast, room, 3600)
    await remind(cast, room, 0.2)
    assert await last(bea) == [], "there is nothing yet"
    await asyncio.sleep(0.3)
    await due(cast.trail)
    [shown] = phone.shown
    assert (shown["level"], shown["about"], shown["path"]) == ("routine", "reminder", "/today")
    assert await last(bea) == ["sent"], "of the time it was first no more is said"
    await remind(cast, room, 0.1)
    await remind(cast, room, None)
    await asyncio.sleep(0.2)
    await due(cast.trail)
    assert await last(bea) == ["seen", "sent"], "nobody is told of what they want no more"


async def test_a_letter_goes_to_who_has_an_address_and_says_only_that_there_is_something(
    cast: Cast,
    browser: Open,
    trail: Trail,
    mailbox: Mailbox,  # noqa: F811
) -> None:
    email = f"{uuid4().hex}@harbor.example"
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        id_, _ = await take_in(change, name=CANARY, role=Role.THERAPIST, email=email, invite=False)
    noor = await browser(Actor(id_, frozenset({Role.THERAPIST})))
    answer = await noor.send_change("POST", "/api/notifications/tests", {"channel": "mail"})
    assert answer.status_code == 201
    await due(trail)
    assert await last(noor, "mail") == ["sent"]
    [letter] = mailbox.to(email)
    assert letter["Subject"] == "You have something new in Careteam"
    text = str(letter.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
    assert text.startswith("You have something new in Careteam.\r\n\r\nOpen http")
    for planted in (*CANARY.split(), "therapist", "clinic"):
        assert planted not in str(letter), planted


async def test_who_saw_it_who_is_looking_and_who_is_away_is_not_told(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    assert cast.trail.broker is not None
    bea, cem, dov = await browser(cast.bea), await browser(cast.cem), await browser(cast.dov)
    for one in (bea, cem, dov):
        await subscribed(one, pushed)
    room = await spoken(cast, cast.ada, bea)
    await drain(cast.trail)
    async with cast.change(cast.dov, Action.SET_AVAILABILITY, plan=None) as change:
        until = change.now + timedelta(days=2)
        await absences.set_availability(change, kind=AbsenceKind.AWAY, until=until)
    place = f"/api/plans/{cast.plan}/conversations/{room}/seen"
    assert (await bea.send_change("POST", place, {"number": 1})).status_code == 200
    await cast.trail.broker.note_looking(cast.cem.person_id)
    await due(cast.trail)
    assert (await last(bea), await last(cem), await last(dov)) == (["seen"], ["looking"], ["away"])
    assert not [one for device in pushed.browsers.values() for one in device.shown]


async def test_a_task_tells_whom_it_was_given_to_unless_they_take_it_up(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    cem, dov = await browser(cast.cem), await browser(cast.dov)
    phone = await subscribed(cem, pushed)
    task = await assign(cast, cast.dov)
    await assign(cast, cast.cem)
    await assign(cast, cast.bea)
    await drain(cast.trail)
    async with cast.change(cast.dov, Action.START_TASK) as change:
        await tasks.start_task(change, task_id=task)
    await due(cast.trail)
    assert (await last(cem), await last(dov)) == (["sent"], ["seen"])
    assert [(one["about"], one["path"]) for one in phone.shown] == [("task", "/tasks")]
    assert await last(await browser(cast.bea)) == [], "nobody is told of what they gave themselves"


async def test_an_alarm_sounds_at_once_and_again_until_somebody_has_it_in_hand(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    ada, cem = await browser(cast.ada), await browser(cast.cem)
    phone, room = await subscribed(cem, pushed), await team_room(ada, cast)
    body = {"routine": [], "urgent": ["push"], "quiet_begins": "00:00", "quiet_ends": "23:59", "urgent_in_quiet": True}
    assert (await cem.send_change("PUT", "/api/notifications", body)).status_code == 200
    await claim(cast, cast.cem, room)
    assert (await send(ada, cast, cast.ada, room, CANARY)).status_code == 201
    await drain(cast.trail)
    await telling.tell_due(cast.trail)
    assert [(one["level"], one["about"], one["path"]) for one in phone.shown] == [("urgent", "alarm", "/")]
    assert phone.headers[0]["urgency"] == "high"
    await due(cast.trail)
    assert len(phone.shown) == 2
    alarm = (await mine(cem, cast))[0]
    assert (await cem.send_change("POST", answer(alarm, "acknowledge"))).status_code == 200
    await due(cast.trail)
    assert len(phone.shown) == 2
    assert sorted(filter(None, await last(cem))) == ["off", "seen", "sent", "sent"]
    assert CANARY not in str(phone.shown + phone.headers)


async def test_who_was_told_of_an_alarm_is_not_told_of_the_same_message_again_but_of_others_beside_it(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    ada, cem, dov = await browser(cast.ada), await browser(cast.cem), await browser(cast.dov)
    phone, coach, room = await subscribed(cem, pushed), await subscribed(dov, pushed), await team_room(ada, cast)
    await claim(cast, cast.cem, room)
    assert (await send(ada, cast, cast.ada, room, CANARY)).status_code == 201
    await drain(cast.trail)
    await telling.tell_due(cast.trail)
    alarm = (await mine(cem, cast))[0]
    assert (await cem.send_change("POST", answer(alarm, "acknowledge"))).status_code == 200
    await due(cast.trail)
    assert [one["about"] for one in phone.shown] == ["alarm"]
    assert "alarmed" in await last(cem)
    assert [one["about"] for one in coach.shown] == ["message"], "whom no alarm told is told as always"
    await say(cast, cast.ada, UUID(room), CANARY)
    await tell(cast.trail)
    assert [one["about"] for one in phone.shown] == ["alarm", "message"]


async def test_a_service_that_does_not_answer_is_tried_again_and_one_that_knows_nobody_is_not(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    bea = await browser(cast.bea)
    phone, old = await subscribed(bea, pushed), await subscribed(bea, pushed)
    phone.status, old.status = 503, 410
    await spoken(cast, cast.cem, bea)
    await tell(cast.trail)
    assert await last(bea) == ["retry"]
    assert len((await bea.get("/api/notifications")).json()["devices"]) == 1, "who is gone is given up"
    phone.status = 201
    await due(cast.trail)
    assert await last(bea) == ["sent"]
    assert len(old.headers) == 1


async def test_what_comes_while_somebody_is_told_is_looked_at_anew(cast: Cast, browser: Open, trail: Trail) -> None:
    cem = await browser(cast.cem)
    room = await spoken(cast, cast.cem, cem)
    await drain(trail)
    async with trail.database.writing() as connection:
        await connection.execute("UPDATE care.notice SET due_at = care.now() WHERE subject_id = $1", room)
    while (claimed := await outbox.claim(trail)) is not None and claimed.subject_id != room:
        pass
    assert claimed is not None
    await spoken(cast, cast.cem, cem)
    await drain(trail)
    await outbox.settle(trail, claimed, Became.SEEN)
    async with trail.database.writing() as connection:
        row = await connection.fetchrow("SELECT outcome, number FROM care.notice WHERE id = $1", claimed.id)
    assert (row["outcome"], row["number"] > claimed.number) == (None, True)
    await telling.tell_due(trail)


async def test_a_text_message_leaves_neither_number_nor_words_in_the_log(
    cast: Cast, browser: Open, caplog: pytest.LogCaptureFixture
) -> None:
    ada = await browser(cast.ada)
    assert (await ada.send_change("PUT", "/api/notifications", ALL)).status_code == 200
    await ada.send_change("POST", "/api/notifications/tests", {"channel": "sms"})
    with caplog.at_level(logging.INFO):
        await due(cast.trail)
    assert await last(ada, "sms") == ["logged"]
    assert "a text message would go out" in caplog.text
    for planted in ("555", "something", "Ada", str(cast.ada.person_id)):
        assert planted not in caplog.text, planted


async def test_a_carrier_that_is_connected_brings_the_message(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried: list[tuple[str, str]] = []

    class Carries:
        async def carry(self, number: str, text: str) -> None:
            carried.append((number, text))

    monkeypatch.setenv("CARETEAM_SMS_CARRIER", "test")
    monkeypatch.setattr(sms, "_carrier", lambda name: Carries())
    settings.cache_clear()
    ada = await browser(cast.ada)
    await ada.send_change("PUT", "/api/notifications", ALL)
    await ada.send_change("POST", "/api/notifications/tests", {"channel": "sms"})
    await due(cast.trail)
    monkeypatch.undo()
    settings.cache_clear()
    assert await last(ada, "sms") == ["sent"]
    assert carried == [("+1 555 0100", f"You have something new in Careteam: {settings().public_url}")]


async def test_one_says_how_one_is_told_and_only_oneself(cast: Cast, browser: Open, pushed: Service) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    body = {**ALL, "quiet_begins": "21:30", "quiet_ends": "07:00", "zone": "America/New_York", "digest": "18:00"}
    assert (await ada.send_change("PUT", "/api/notifications", body)).status_code == 200
    choices = (await ada.get("/api/notifications")).json()["choices"]
    assert {name: choices[name] for name in body} == body
    assert (await bea.get("/api/notifications")).json()["choices"]["quiet_begins"] is None
    for wrong in ({"quiet_ends": None}, {"quiet_ends": "21:30"}, {"zone": "America/Nowhere"}):
        answer = await ada.send_change("PUT", "/api/notifications", body | wrong)
        assert answer.json()["type"] == "/problems/no-such-hours", wrong
    await subscribed(ada, pushed)
    [device] = (await ada.get("/api/notifications")).json()["devices"]
    assert (await bea.send_change("POST", f"/api/notifications/devices/{device['id']}/end")).status_code == 404
    assert (await ada.send_change("POST", f"/api/notifications/devices/{device['id']}/end")).status_code == 200
    assert (await ada.get("/api/notifications")).json()["devices"] == []


async def test_a_browser_tells_whoever_let_it_last(cast: Cast, browser: Open, pushed: Service) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    shared = await subscribed(ada, pushed)
    await bea.send_change("POST", "/api/notifications/devices", shared.says())
    assert (await ada.get("/api/notifications")).json()["devices"] == []
    assert len((await bea.get("/api/notifications")).json()["devices"]) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://push.example.org/x", "https://127.0.0.1/x", "https://[::1]/x", "https://intranet/x",
        "https://push.example.org:8443/x", "https://me@push.example.org/x", "ftp://push.example.org/x", "https:///x",
    ],
)  # fmt: skip
async def test_only_services_of_the_internet_are_taken(cast: Cast, browser: Open, address: str) -> None:
    answer = await (await browser(cast.ada)).send_change(
        "POST", "/api/notifications/devices", PushBrowser(address).says()
    )
    assert answer.json()["type"] == "/problems/push-address-refused"


async def test_a_name_that_leads_into_a_network_of_ones_own_is_not_followed(trail: Trail) -> None:
    with pytest.raises(push.NotUsable):
        await PublicHosts().connect_tcp("localhost", 1)
    browser = PushBrowser("https://localhost.localdomain.example/x")
    with pytest.raises((push.NotUsable, httpcore.ConnectError, OSError)):
        await push.send(trail.ring, Target(**browser.says()), b"x", urgent=False, topic=b"x" * 16)


async def test_a_browser_whose_service_moves_stays_the_same_device_and_only_of_its_person(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    before, after = await subscribed(bea, pushed), pushed.browser()
    [device] = (await bea.get("/api/notifications")).json()["devices"]
    moved = {**after.says(), "replaces": before.says()["endpoint"]}
    assert (await cem.send_change("POST", "/api/notifications/devices", moved)).status_code == 404
    assert (await bea.send_change("POST", "/api/notifications/devices", moved)).json()["id"] == device["id"]
    await spoken(cast, cast.cem, cem)
    await tell(cast.trail)
    assert (len(before.shown), len(after.shown)) == (0, 1)
    assert (await bea.send_change("POST", "/api/notifications/devices", moved)).json()["id"] == device["id"]


async def test_an_endpoint_is_a_secret_in_database_and_trail(
    cast: Cast, browser: Open, pushed: Service, trail: Trail
) -> None:
    device = await subscribed(await browser(cast.ada), pushed)
    async with trail.database.writing() as connection:
        row = await connection.fetchrow("SELECT * FROM care.push_device WHERE person_id = $1", cast.ada.person_id)
    assert device.endpoint.encode() not in b"".join(value for value in row.values() if isinstance(value, bytes))
    details = (await (await browser(cast.pia)).get("/api/people/" + str(cast.ada.person_id) + "/notices")).json()
    assert details == {"items": [], "next": None}


async def test_the_privacy_officer_sees_who_was_told_when_and_not_of_what(
    cast: Cast, browser: Open, pushed: Service
) -> None:
    await assign(cast, cast.cem)
    await tell(cast.trail)
    pia, address = await browser(cast.pia), f"/api/people/{cast.cem.person_id}/notices"
    page = (await pia.get(address)).json()
    told = {one["channel"]: one["outcome"] for one in page["items"]}
    assert told == {"push": "unreachable", "mail": "unset", "sms": "off"}
    asked = {"not-told": 3, "told": 0, "waiting": 0, "not-told&channel=sms": 1}
    for fate, count in asked.items():
        assert len((await pia.get(f"{address}?fate={fate}")).json()["items"]) == count, fate
    assert CANARY not in str(page)
    assert set(page["items"][0]) == {
        "id", "channel", "about", "level", "created_at", "due_at", "held", "outcome", "decided_at",
    }  # fmt: skip


async def test_a_supervisor_whom_no_channel_reaches_has_the_alarm_on_their_pages_until_its_outcome(
    cast: Cast, browser: Open
) -> None:
    ada, eli = await browser(cast.ada), await browser(cast.eli)
    # Duty is the clinic's, and nobody is on it.
    await clear(await browser(cast.cora))
    for who in (cast.bea, cast.cem, cast.dov):
        await away(cast, who, None)
    assert (await send(ada, cast, cast.ada, await team_room(ada, cast), CANARY)).status_code == 201
    await tell(cast.trail)
    assert (await last(eli), await last(eli, "mail")) == (["unreachable"], ["unset"])
    [alarm] = await mine(eli, cast)
    assert (alarm["step"], alarm["reached"], alarm["due_at"] is None) == (alarm["steps"], True, False)
    assert (await eli.send_change("POST", answer(alarm, "acknowledge"))).status_code == 200
    [taken] = await mine(eli, cast)
    assert taken["due_at"] is not None, "it climbs on where no outcome follows"
    assert (await eli.send_change("POST", answer(alarm, "outcome"), {"outcome": "answered"})).status_code == 200
    assert await mine(eli, cast) == []
