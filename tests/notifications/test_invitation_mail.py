"""E-mail: it goes out once in effect, and says nothing of anybody's health or role."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from email.message import Message
from email.parser import BytesParser
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from aiosmtpd.smtp import SMTP
from fastapi import FastAPI

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit import relay
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.identity.people import take_in
from careteam.reactions import RELAYED
from tests.identity.authenticator import with_app
from tests.identity.world import PASSWORD, someone, stranger, told
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


class Mailbox:
    """What a mail server has taken; it refuses while `away`."""

    def __init__(self) -> None:
        self.letters: list[Message] = []
        self.away = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        del server, session
        if self.away:
            return "451 come back later"
        self.letters.append(BytesParser().parsebytes(envelope.content))
        return "250 taken"

    def to(self, address: str) -> list[Message]:
        return [letter for letter in self.letters if letter["To"] == address]


@pytest_asyncio.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    """A real mail server on this machine, which the settings name."""
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("CARETEAM_SMTP_URL", f"smtp://127.0.0.1:{port}")
    settings.cache_clear()
    yield box
    monkeypatch.undo()
    settings.cache_clear()
    server.close()
    await server.wait_closed()


async def drain(trail: Trail) -> None:
    """Do all that is owed now, also what others of this worker's tests have left."""
    async with trail.database.writing() as connection:
        await connection.execute("UPDATE care.delivery SET due_at = clock_timestamp() - interval '1 second'")
    await relay.drain(trail, RELAYED, limit=10_000)


async def invite(adam: Browser) -> tuple[str, str]:
    email = f"{uuid4().hex}@harbor.example"
    body = {"name": "Noor Haddad", "email": email, "role": "psychiatrist"}
    return (await adam.send_change("POST", "/api/people", body)).json()["id"], email


async def test_who_is_invited_gets_one_letter_with_a_link_that_works(
    cast: Cast, app: FastAPI, browser: Open, mailbox: Mailbox
) -> None:
    adam = await browser(cast.adam)
    id_, email = await invite(adam)
    await drain(cast.trail)
    await drain(cast.trail)
    (letter,) = mailbox.to(email)
    text = str(letter.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
    assert letter["Subject"] == "You have been invited to Careteam clinic"
    for word in ("psychiatrist", "Noor", "Haddad", "depress", "plan", "patient", "treat"):
        assert word not in (text + letter["Subject"]).lower().replace(email, ""), word
    link = next(line for line in text.splitlines() if line.startswith("http"))
    async with stranger(app) as noor:
        token = urlsplit(link).path.removeprefix("/welcome/")
        answer = await noor.post(f"/api/invitations/{token}/redemption", json={"password": PASSWORD})
        assert answer.status_code == 201
    page = (await adam.get("/api/people", params={"q": email})).json()
    assert page["items"][0]["invitation"]["sent_at"] is not None
    assert (await told(cast.trail, UUID(id_)))[0] == "PersonInvited"


async def test_a_letter_that_was_not_taken_is_sent_again(cast: Cast, browser: Open, mailbox: Mailbox) -> None:
    _, email = await invite(await browser(cast.adam))
    mailbox.away = True
    await drain(cast.trail)
    assert not mailbox.to(email)
    mailbox.away = False
    await drain(cast.trail)
    assert len(mailbox.to(email)) == 1


async def test_a_copy_carries_the_same_number(cast: Cast, browser: Open, mailbox: Mailbox, monkeypatch: Any) -> None:
    """The machine stops between the letter and the commit: the copy can be told as one."""
    from careteam.identity import invitations

    _, email = await invite(await browser(cast.adam))

    async def stops(*_: Any) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(invitations, "mark_sent", stops)
        await drain(cast.trail)
    await drain(cast.trail)
    await drain(cast.trail)
    first, second = mailbox.to(email)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_payload() == second.get_payload()


async def test_a_link_that_was_withdrawn_meanwhile_is_not_sent(cast: Cast, browser: Open, mailbox: Mailbox) -> None:
    adam = await browser(cast.adam)
    id_, email = await invite(adam)
    await adam.send_change("POST", f"/api/people/{id_}/invitations")
    await drain(cast.trail)
    assert len(mailbox.to(email)) == 1
    left, address = await invite(adam)
    await adam.send_change("POST", f"/api/people/{left}/deactivation", {"reason": "A mistake"})
    await drain(cast.trail)
    assert not mailbox.to(address)


async def test_without_a_mail_server_nothing_waits_for_one(cast: Cast) -> None:
    async with open_change(cast.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        await take_in(change, name="Noor", role=Role.PATIENT, email=f"{uuid4().hex}@harbor.example")
    await drain(cast.trail)
    assert (await relay.backlog(cast.trail)).waiting == 0


async def test_whose_second_step_was_reset_is_told_so_once_and_nothing_else(
    cast: Cast, app: FastAPI, browser: Open, mailbox: Mailbox
) -> None:
    adam, cem = await browser(cast.adam), await someone(cast.trail, Role.THERAPIST, "Cem Aydin")
    async with stranger(app) as own:
        await with_app(own, cast.trail, cem)
    reason = {"reason": "His phone fell into the lake"}
    assert (await adam.send_change("POST", f"/api/people/{cem.id}/factors/reset", reason)).status_code == 200
    await drain(cast.trail)
    await drain(cast.trail)
    letter = mailbox.to(cem.email)[-1]
    text = str(letter.get_payload(decode=True), "utf-8")  # type: ignore[arg-type]
    assert [one["Subject"] for one in mailbox.to(cem.email)].count("Your sign-in at Careteam clinic was reset") == 1
    assert "set up a new one" in text
    for word in ("therapist", "Cem", "lake", "plan", "patient"):
        assert word not in text + letter["Subject"], word


async def test_a_privacy_officer_gets_one_letter_while_an_alert_is_open(
    cast: Cast, browser: Open, trail: Trail, mailbox: Mailbox
) -> None:
    bea, pia = await browser(cast.bea), await browser(cast.pia)
    officer = await someone(trail, Role.PRIVACY_OFFICER)
    await drain(trail)
    mailbox.letters.clear()

    async def closed() -> None:
        for alert in (await pia.get("/api/oversight/alerts", params={"limit": 100})).json()["items"]:
            body = {"outcome": "mistaken", "words": "A test."}
            assert (await pia.send_change("POST", f"/api/alerts/{alert['id']}/close", body)).status_code == 200

    await closed()
    for what in ("directory", "person"):
        assert (await bea.send_change("POST", "/api/alerts", {"what": what})).status_code == 201
    await drain(trail)
    [letter] = mailbox.to(officer.email)
    assert "Bea" not in str(letter)
    assert settings().public_url in str(letter.get_payload())
    await closed()
    assert (await bea.send_change("POST", "/api/alerts", {"what": "directory"})).status_code == 201
    await drain(trail)
    assert len(mailbox.to(officer.email)) == 2
    await closed()
