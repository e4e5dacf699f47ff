"""Codes of an authenticator app: taken once and in order, asked for after the password, and guessed by nobody."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pyotp import TOTP

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.identity import codes, commands, invitations
from careteam.identity.noting import refusals_noted
from careteam.operations.migration import mark_synthetic, move_clock
from tests.identity.authenticator import add_app, code, with_app
from tests.identity.world import PASSWORD, Someone, keyed, someone, stranger, told
from tests.world import Cast, found_organisation

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)


def test_a_code_of_this_half_minute_or_one_beside_it_fits_and_no_other() -> None:
    present = int(NOON.timestamp()) // 30
    shown = {around: TOTP(SECRET).at((present + around) * 30) for around in range(-3, 4)}
    fitting = {around: codes.step_of(SECRET, shown[around], NOON) for around in shown}
    assert fitting == {-3: None, -2: None, -1: present - 1, 0: present, 1: present + 1, 2: None, 3: None}


def test_the_address_in_the_qr_code_names_the_clinic_and_the_person() -> None:
    said = codes.address(SECRET, clinic="Harbor & Sons", who="mei@harbor.example")
    assert said == (
        f"otpauth://totp/Harbor%20%26%20Sons:mei%40harbor.example?secret={SECRET}&issuer=Harbor%20%26%20Sons"
    )


async def asked_for_code(browser: httpx.AsyncClient, who: Someone) -> str:
    """Type the password. Return the ticket it was answered with."""
    answer = await browser.post("/api/session", json=who.body())
    assert answer.status_code == 202, answer.text
    assert answer.json()["ways"] == ["code"]
    return answer.json()["ticket"]


async def test_after_the_password_the_code_is_asked_for_and_opens_the_session(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST, "Bea Boateng")
    async with stranger(app) as office, stranger(app) as phone:
        secret = await with_app(office, trail, bea)
        ticket = await asked_for_code(phone, bea)
        assert (await phone.get("/api/session")).status_code == 401
        answer = await phone.post(
            "/api/session/code", json={"ticket": ticket, "code": await code(trail, secret, steps=1)}
        )
        assert answer.status_code == 201, answer.text
        assert answer.json()["person"]["name"] == "Bea Boateng"
        assert (await phone.get("/api/session")).status_code == 200
        own = (await phone.get("/api/factors")).json()
        assert own["authenticator"]["used_at"]
        assert own["passkeys"] == []
    assert await told(trail, bea.actor.person_id) == [
        "PersonInvited", "InvitationRedeemed", "SignedIn", "AuthenticatorAdded", "SignedIn",
    ]  # fmt: skip


async def test_a_code_is_taken_once_and_none_before_it(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        secret = await with_app(browser, trail, bea)
        used, later = await code(trail, secret), await code(trail, secret, steps=1)
        ticket = await asked_for_code(browser, bea)
        for again in (used, await code(trail, secret, steps=-1)):
            answer = await browser.post("/api/session/code", json={"ticket": ticket, "code": again})
            assert (answer.status_code, answer.json()["type"]) == (403, "/problems/code-refused")
        assert (await browser.post("/api/session/code", json={"ticket": ticket, "code": later})).status_code == 201
        ticket = await asked_for_code(browser, bea)
        assert (await browser.post("/api/session/code", json={"ticket": ticket, "code": later})).status_code == 403


async def test_one_code_at_once_from_two_browsers_opens_one_session(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as one, stranger(app) as two:
        secret = await with_app(one, trail, bea)
        tickets = [await asked_for_code(browser, bea) for browser in (one, two)]
        right = await code(trail, secret, steps=1)
        answers = await asyncio.gather(*(
            browser.post("/api/session/code", json={"ticket": ticket, "code": right})
            for browser, ticket in zip((one, two), tickets, strict=True)
        ))  # fmt: skip
        assert sorted(answer.status_code for answer in answers) == [201, 403]


async def test_half_a_sign_in_does_nothing_else_and_only_in_its_own_browser(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser, stranger(app) as thief:
        secret = await with_app(browser, trail, bea)
        await browser.delete("/api/session")
        ticket = await asked_for_code(browser, bea)
        right = await code(trail, secret, steps=1)
        assert (await browser.get("/api/today")).status_code == 401
        for cookie in ("careteam", "careteam-browser"):
            thief.cookies.set(cookie, ticket)
        assert (await thief.get("/api/session")).status_code == 401
        stolen = await thief.post("/api/session/code", json={"ticket": ticket, "code": right})
        assert (stolen.status_code, stolen.json()["type"]) == (410, "/problems/ticket-over")
        altered = await browser.post("/api/session/code", json={"ticket": ticket[:-2] + "AA", "code": right})
        assert altered.status_code == 410
        assert (await browser.post("/api/session/code", json={"ticket": ticket, "code": right})).status_code == 201
        later = {"ticket": ticket, "code": await code(trail, secret, steps=1)}
        assert (await browser.post("/api/session/code", json=later)).status_code == 410, "a ticket works once"


async def test_a_wrong_password_says_the_same_with_and_without_a_factor(app: FastAPI, trail: Trail) -> None:
    with_factor, without = await someone(trail, Role.THERAPIST), await someone(trail, Role.THERAPIST)
    async with stranger(app) as browser:
        await with_app(browser, trail, with_factor)
        answers = [
            (await browser.post("/api/session", json=who.body("not the password"))).json()
            for who in (with_factor, without)
        ]
    for answer in answers:
        del answer["instance"]
    assert answers[0] == answers[1]


async def test_five_wrong_codes_lock_whatever_the_password(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        secret = await with_app(browser, trail, bea)
        for _ in range(5):
            ticket = await asked_for_code(browser, bea)
            answer = await browser.post("/api/session/code", json={"ticket": ticket, "code": "000000"})
            assert answer.status_code == 403
        ticket = await asked_for_code(browser, bea)
        right = {"ticket": ticket, "code": await code(trail, secret, steps=1)}
        assert (await browser.post("/api/session/code", json=right)).status_code == 429
    await refusals_noted()
    assert (await told(trail, bea.actor.person_id)).count("SecondFactorRefused") in (1, 2)


async def test_a_ticket_ends_after_five_minutes(fresh_app: Any) -> None:
    app, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    await found_organisation(trail)
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        secret = await with_app(browser, trail, bea)
        ticket = await asked_for_code(browser, bea)
        move_clock(servers.owner_url, 301)
        late = {"ticket": ticket, "code": await code(trail, secret)}
        assert (await browser.post("/api/session/code", json=late)).status_code == 410


async def test_a_link_sets_the_password_ends_tickets_of_the_old_one_and_does_not_stand_for_the_factor(
    app: FastAPI, trail: Trail, cast: Cast
) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        secret = await with_app(browser, trail, bea)
        old = await asked_for_code(browser, bea)
        async with open_change(trail, cast.adam, Action.INVITE_PERSON) as change:
            await commands.renew_invitation(change, person_id=bea.actor.person_id)
            link = await invitations.newest_open(change, bea.actor.person_id)
        token = invitations.token_of(trail, link.id, link.expires_at)
        answer = await browser.post(
            f"/api/invitations/{token}/redemption", json={"password": "six slow barges passing"}
        )
        assert answer.status_code == 202, answer.text
        assert (await browser.get("/api/session")).status_code == 401
        right = await code(trail, secret, steps=1)
        assert (await browser.post("/api/session/code", json={"ticket": old, "code": right})).status_code == 410
        new = answer.json()["ticket"]
        assert (await browser.post("/api/session/code", json={"ticket": new, "code": right})).status_code == 201


async def test_with_the_first_factor_every_other_session_ends(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as office, stranger(app) as phone:
        await phone.post("/api/session", json=bea.body())
        await with_app(office, trail, bea)
        assert (await phone.get("/api/session")).status_code == 401
        assert (await office.get("/api/session")).status_code == 200


async def test_a_new_app_takes_the_place_of_the_old_one(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        old = await with_app(browser, trail, bea)
        new = await add_app(browser, trail)
        ticket = await asked_for_code(browser, bea)
        answer = await browser.post(
            "/api/session/code", json={"ticket": ticket, "code": await code(trail, old, steps=1)}
        )
        assert answer.status_code == 403
        answer = await browser.post(
            "/api/session/code", json={"ticket": ticket, "code": await code(trail, new, steps=1)}
        )
        assert answer.status_code == 201


async def test_an_app_counts_only_once_its_code_was_shown(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        asked = (await browser.get("/api/factors/authenticator/question")).json()
        wrong = {"ticket": asked["ticket"], "code": "000000"}
        assert (await browser.post("/api/factors/authenticator", json=wrong, headers=keyed())).status_code == 403
        assert (await browser.get("/api/factors")).json()["authenticator"] is None
        assert (await browser.post("/api/session", json=bea.body())).status_code == 201
        elsewhere = {"ticket": asked["ticket"], "code": await code(trail, asked["secret"])}
        answer = await browser.post("/api/factors/authenticator", json=elsewhere, headers=keyed())
        assert answer.status_code == 410, "the secret was for another session"


async def test_the_secret_is_nowhere_to_be_read(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        secret = await with_app(browser, trail, bea)
        own = await browser.get("/api/factors")
    assert secret not in own.text
    async with trail.database.writing() as connection:
        kept = await connection.fetchval(
            "SELECT a::text FROM care.authenticator a WHERE person_id = $1", bea.actor.person_id
        )
    assert secret not in kept
    assert secret.encode().hex() not in kept


@pytest.mark.parametrize("role", [Role.PATIENT, Role.THERAPIST])
async def test_a_factor_that_nobody_must_have_can_be_given_up(app: FastAPI, trail: Trail, role: Role) -> None:
    mei = await someone(trail, role)
    async with stranger(app) as browser:
        await with_app(browser, trail, mei)
        factor = (await browser.get("/api/factors")).json()["authenticator"]["id"]
        assert (await browser.post(f"/api/factors/{factor}/end", headers=keyed())).status_code == 200
        assert (await browser.post(f"/api/factors/{factor}/end", headers=keyed())).status_code == 404
        assert (await browser.post("/api/session", json={"email": mei.email, "password": PASSWORD})).status_code == 201
