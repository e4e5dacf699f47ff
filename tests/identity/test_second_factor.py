"""Who must have a second factor does nothing before they have one; and what asks again who one is waits for the answer."""

import inspect
import re
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from careteam.access.policy import STEP_UP
from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.core.octets import encoded
from careteam.identity.gate import cookie_name
from careteam.identity.noting import refusals_noted
from careteam.identity.refusals import SecondFactorNeeded
from careteam.identity.signed_in import read_session, sessions_among
from careteam.main import create_app
from careteam.operations.factors import reset
from careteam.operations.migration import mark_synthetic, move_clock
from careteam.operations.refusals import CannotGoOn
from tests.architecture.test_doors import OPEN, doors_of, routes
from tests.identity.authenticator import Device, add_app, add_passkey, code, sign_in_with, with_app, with_passkey
from tests.identity.world import PASSWORD, keyed, someone, stranger, told
from tests.world import found_organisation

#: What somebody may ask for who must have a second factor and has none yet.
BEFORE = {
    "read_own_session", "keep_session", "ask_for_proof", "prove_by_password", "prove_by_code", "prove_by_passkey",
    "read_own_factors", "ask_for_authenticator", "add_authenticator", "ask_for_new_passkey", "add_passkey",
    "read_directory",
}  # fmt: skip
#: What needs no sign-in at all, or only takes away.
OUTSIDE = {
    "read_the_clinic", "read_library", "sign_in", "sign_in_by_code", "ask_for_passkey", "sign_in_by_passkey", "read_invitation",
    "redeem_invitation", "end_session", "end_own_sessions",
}  # fmt: skip
#: What asks again who one is.
ASKING = {
    "deactivate_person", "grant_role", "end_role", "ask_for_authenticator", "add_authenticator", "ask_for_new_passkey",
    "add_passkey", "end_factor", "reset_factors", "export_trail", "export_person_trail",
    "close_chain", "sign_successor",
}  # fmt: skip
NEW = {"name": "Kim Vale", "email": "kim.vale@clinic.example", "role": "therapist"}
REASON = {"reason": "Her phone fell into the lake"}


def says(answer: httpx.Response, status: int, problem: str) -> None:
    assert (answer.status_code, answer.json().get("type")) == (status, f"/problems/{problem}"), answer.text


async def test_staff_without_a_factor_reach_nothing_but_what_sets_one_up(
    app: FastAPI, trail: Trail, required: None
) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    reached: set[str] = set()
    async with stranger(app) as browser:
        assert (await browser.post("/api/session", json=bea.body())).json()["must_set_up"] is True
        for route in routes(create_app()):
            if route.name in OUTSIDE:
                continue
            path = "/api/" + route.path.removeprefix("/api").lstrip("/")
            for name, value in (("{role}", "therapist"), ("{seq}", "1")):
                path = path.replace(name, value)
            path = re.sub(r"\{[a-z_]+\}", str(uuid4()), path)
            [method] = route.methods
            # Sending is the one act whose body is read before its sender is.
            body = {"envelope": encoded(b"Good morning")} if route.name == "send_message" else {}
            answer = await browser.request(method, path, json=None if method == "GET" else body, headers=keyed())
            problem = answer.json()["type"] if answer.status_code >= 400 else ""
            if problem != "/problems/second-factor-needed":
                reached.add(route.name)
            else:
                assert answer.status_code == 403
    assert reached == BEFORE
    assert set(OPEN) >= OUTSIDE


@pytest.mark.parametrize("factor", ["app", "passkey"])
async def test_with_a_factor_set_up_the_same_session_goes_on(
    app: FastAPI, trail: Trail, required: None, factor: str
) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        if factor == "app":
            await add_app(browser, trail)
        else:
            assert (await add_passkey(browser, Device())).status_code == 201
        assert (await browser.get("/api/today")).status_code == 200
        assert (await browser.get("/api/session")).json()["must_set_up"] is False
        assert (await browser.get("/api/factors")).json()["required"] is True


@pytest.mark.parametrize("role", [Role.PATIENT, Role.SUPPORTER])
async def test_patients_and_supporters_must_not_have_one(
    app: FastAPI, trail: Trail, required: None, role: Role
) -> None:
    mei = await someone(trail, role)
    async with stranger(app) as browser:
        assert (await browser.post("/api/session", json=mei.body())).json()["must_set_up"] is False
        assert (await browser.get("/api/tasks")).status_code == 200
        assert (await browser.get("/api/factors")).json()["required"] is False


async def test_staff_keep_their_last_factor(app: FastAPI, trail: Trail, required: None) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await with_app(browser, trail, bea)
        own = (await browser.get("/api/factors")).json()["authenticator"]["id"]
        says(await browser.post(f"/api/factors/{own}/end", headers=keyed()), 409, "last-factor")
        assert (await add_passkey(browser, Device())).status_code == 201
        assert (await browser.post(f"/api/factors/{own}/end", headers=keyed())).status_code == 200


async def test_an_incomplete_session_hears_nothing_live(app: FastAPI, trail: Trail, required: None) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        token = browser.cookies[cookie_name()]
    async with trail.database.writing() as connection:
        with pytest.raises(SecondFactorNeeded):
            await read_session(connection, token)
        session = await read_session(connection, token, setting_up=True)
        assert await sessions_among(connection, [session.session_id]) == {}


def action_of(route: APIRoute) -> set[Any]:
    """The actions whose doors a route has."""
    pending, found = [route.dependant], set[Any]()
    while pending:
        dependant = pending.pop()
        if inspect.isfunction(dependant.call):
            found.add(inspect.getclosurevars(dependant.call).nonlocals.get("action"))
        pending.extend(dependant.dependencies)
    return found


def test_the_routes_that_ask_again_are_those_typed_here() -> None:
    asking = [route for route in routes(create_app()) if action_of(route) & STEP_UP]
    assert {route.name for route in asking} == ASKING
    assert not [route for route in asking if "may_share" in doors_of(route)], "that door does not ask again"


async def aged(fresh_app: Any) -> tuple[FastAPI, Trail, Any]:
    """An installation whose clock can be moved on; return the app, the trail and what moves it."""
    app, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    await found_organisation(trail)
    return app, trail, lambda minutes: move_clock(servers.owner_url, minutes * 60)


async def test_what_asks_again_waits_until_somebody_has_shown_who_they_are_and_goes_on_with_the_same_request(
    fresh_app: Any,
) -> None:
    app, trail, after = await aged(fresh_app)
    adam, cem = await someone(trail, Role.ADMINISTRATOR), await someone(trail, Role.THERAPIST)
    grant, body, key = f"/api/people/{cem.id}/roles", {"role": "supervisor"}, keyed()
    async with stranger(app) as browser:
        await browser.post("/api/session", json=adam.body())
        after(minutes=6)
        says(await browser.post(grant, json=body, headers=key), 403, "step-up-needed")
        assert (await browser.get("/api/session/proof/question")).json() == {"ways": ["password"], "passkey": None}
        wrong = {"password": "not the password"}
        says(await browser.post("/api/session/proof/password", json=wrong), 403, "password-refused")
        assert (await browser.post("/api/session/proof/password", json={"password": PASSWORD})).status_code == 204
        assert (await browser.post(grant, json=body, headers=key)).status_code == 201
        after(minutes=12)
        assert (await browser.post("/api/people", json=NEW, headers=keyed())).status_code == 201, "does not ask again"
        says(
            await browser.post(f"/api/people/{cem.id}/deactivation", json=REASON, headers=keyed()),
            403,
            "step-up-needed",
        )
        assert (await browser.delete("/api/sessions")).status_code == 204, "getting out never asks"
    await refusals_noted()
    events = await told(trail, adam.actor.person_id)
    assert (events.count("IdentityProven"), events.count("SecondFactorRefused")) == (1, 1)


async def test_whoever_has_no_right_is_not_asked_who_they_are(fresh_app: Any) -> None:
    app, trail, after = await aged(fresh_app)
    cem = await someone(trail, Role.THERAPIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=cem.body())
        after(minutes=6)
        answer = await browser.post(f"/api/people/{cem.id}/roles", json={"role": "supervisor"}, headers=keyed())
        says(answer, 403, "forbidden")


async def test_who_has_a_factor_shows_it_and_the_password_is_not_enough(fresh_app: Any) -> None:
    app, trail, after = await aged(fresh_app)
    adam = await someone(trail, Role.ADMINISTRATOR)
    async with stranger(app) as browser:
        secret = await with_app(browser, trail, adam)
        device = Device()
        assert (await add_passkey(browser, device)).status_code == 201
        after(minutes=6)
        asks = "/api/factors/authenticator/question"
        says(await browser.get(asks), 403, "step-up-needed")
        question = (await browser.get("/api/session/proof/question")).json()
        assert question["ways"] == ["passkey", "code"]
        says(await browser.post("/api/session/proof/password", json={"password": PASSWORD}), 403, "proof-not-enough")
        says(await browser.post("/api/session/proof/code", json={"code": "000000"}), 403, "code-refused")
        right = {"code": await code(trail, secret)}
        assert (await browser.post("/api/session/proof/code", json=right)).status_code == 204
        assert (await browser.get(asks)).status_code == 200
        says(await browser.post("/api/session/proof/code", json=right), 403, "code-refused")
        after(minutes=12)
        says(await browser.get(asks), 403, "step-up-needed")
        question = (await browser.get("/api/session/proof/question")).json()["passkey"]
        signed = device.signed(question)
        assert (await browser.post("/api/session/proof/passkey", json=signed)).status_code == 204
        assert (await browser.get(asks)).status_code == 200
        says(await browser.post("/api/session/proof/passkey", json=signed), 403, "passkey-refused")


async def test_another_persons_passkey_does_not_show_who_i_am(app: FastAPI, trail: Trail) -> None:
    bea, cem = await someone(trail, Role.PSYCHIATRIST), await someone(trail, Role.THERAPIST)
    async with stranger(app) as browser, stranger(app) as other:
        await with_passkey(browser, bea)
        device = await with_passkey(other, cem)
        question = (await browser.get("/api/session/proof/question")).json()["passkey"]
        says(await browser.post("/api/session/proof/passkey", json=device.signed(question)), 403, "passkey-refused")


async def test_five_wrong_tries_at_showing_it_lock(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        for n in range(5):
            answer = await browser.post("/api/session/proof/password", json={"password": f"wrong guess {n}"})
            assert answer.status_code == 403
        assert (await browser.post("/api/session/proof/password", json={"password": PASSWORD})).status_code == 429


async def test_an_administrator_ends_the_factors_of_somebody_who_has_lost_them(
    app: FastAPI, trail: Trail, required: None
) -> None:
    adam, cem = await someone(trail, Role.ADMINISTRATOR), await someone(trail, Role.THERAPIST)
    async with stranger(app) as office, stranger(app) as phone:
        await with_app(office, trail, adam)
        device = await with_passkey(phone, cem)
        await add_app(phone, trail)
        page = (await office.get(f"/api/people/{cem.id}")).json()
        assert (page["passkeys"], page["authenticator"]) == (1, True)
        assert "factor.reset" in page["may"]
        assert "factor.reset" not in (await office.get(f"/api/people/{adam.id}")).json()["may"]
        reset = await office.post(f"/api/people/{cem.id}/factors/reset", json=REASON, headers=keyed())
        assert reset.status_code == 200, reset.text
        assert (await phone.get("/api/session")).status_code == 401
        says(await sign_in_with(phone, device), 403, "passkey-refused")
        assert (await phone.post("/api/session", json=cem.body())).json()["must_set_up"] is True
        own = f"/api/people/{adam.id}/factors/reset"
        says(await office.post(own, json=REASON, headers=keyed()), 403, "forbidden")
        again = await office.post(f"/api/people/{cem.id}/factors/reset", json=REASON, headers=keyed())
        says(again, 404, "not-found")
    assert (await told(trail, cem.actor.person_id))[-2:] == ["FactorsReset", "SignedIn"]
    async with trail.database.writing() as connection:
        kept = await connection.fetchval(
            "SELECT string_agg(e::text, ' ') FROM care.audit_entry e WHERE event = 'FactorsReset'"
        )
    assert "lake" not in kept


async def test_whoever_runs_the_machine_ends_them_for_an_administrator_who_is_alone(app: FastAPI, trail: Trail) -> None:
    adam = await someone(trail, Role.ADMINISTRATOR)
    async with stranger(app) as browser:
        await with_app(browser, trail, adam)
        await reset(trail, adam.email, "The only phone fell into the lake")
        assert (await browser.get("/api/session")).status_code == 401
        assert (await browser.post("/api/session", json=adam.body())).status_code == 201
    for address in (adam.email, "nobody@harbor.example"):
        with pytest.raises(CannotGoOn):
            await reset(trail, address, "Again")
    assert "FactorsReset" in await told(trail, adam.actor.person_id)
