"""Passkeys: one gesture signs in; what is replayed, copied, made for another place or not verified opens nothing."""

from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.identity import passkeys
from careteam.identity.noting import refusals_noted
from careteam.operations.migration import mark_synthetic, move_clock
from tests.identity.authenticator import PRESENT, Device, add_passkey, encoded, sign_in_with, with_passkey
from tests.identity.world import keyed, someone, stranger, told
from tests.world import found_organisation


def says(answer: Any, status: int, problem: str) -> None:
    assert (answer.status_code, answer.json().get("type")) == (status, f"/problems/{problem}"), answer.text


async def test_a_passkey_alone_signs_in(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST, "Bea Boateng")
    async with stranger(app) as office, stranger(app) as phone:
        device = await with_passkey(office, bea)
        answer = await sign_in_with(phone, device)
        assert answer.status_code == 201, answer.text
        assert answer.json()["person"]["name"] == "Bea Boateng"
        [own] = (await phone.get("/api/factors")).json()["passkeys"]
        assert (own["name"], own["synced"]) == ("Phone", False)
        assert own["used_at"]
    assert (await told(trail, bea.actor.person_id))[-2:] == ["PasskeyAdded", "SignedIn"]


async def test_after_the_password_a_passkey_is_asked_for(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        device = await with_passkey(browser, bea)
        await browser.delete("/api/session")
        answer = await browser.post("/api/session", json=bea.body())
        assert (answer.status_code, answer.json()["ways"]) == (202, ["passkey"])
        assert (await sign_in_with(browser, device)).status_code == 201


async def test_a_challenge_is_answered_once_in_its_own_browser_and_for_its_own_purpose(
    app: FastAPI, trail: Trail
) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser, stranger(app) as thief:
        device = await with_passkey(browser, bea)
        question = (await browser.get("/api/session/passkey/question")).json()
        await thief.get("/api/session/passkey/question")
        answer = device.signed(question)
        says(await thief.post("/api/session/passkey", json=answer), 410, "ticket-over")
        assert (await browser.post("/api/session/passkey", json=answer)).status_code == 201
        says(await browser.post("/api/session/passkey", json=answer), 403, "passkey-refused")
        device.count += 1
        says(await browser.post("/api/session/passkey", json=device.signed(question)), 410, "ticket-over")
        invented = {**question, "challenge": encoded(b"a challenge of one's own making, long enough to look like one")}
        says(await browser.post("/api/session/passkey", json=device.signed(invented)), 410, "ticket-over")
        proof = (await browser.get("/api/session/proof/question")).json()["passkey"]
        says(await browser.post("/api/session/passkey", json=device.signed(proof)), 410, "ticket-over")


async def test_a_challenge_ends_after_five_minutes(fresh_app: Any) -> None:
    app, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    await found_organisation(trail)
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        device = await with_passkey(browser, bea)
        question = (await browser.get("/api/session/passkey/question")).json()
        move_clock(servers.owner_url, 301)
        says(await browser.post("/api/session/passkey", json=device.signed(question)), 410, "ticket-over")


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:1"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"cross_origin": True},
    ],
)
async def test_what_was_signed_for_another_place_or_by_nobody_in_person_is_refused(
    app: FastAPI, trail: Trail, wrong: dict[str, Any]
) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        device = await with_passkey(browser, bea)
        other = Device(**wrong)
        says(await add_passkey(browser, other), 403, "passkey-refused")
        for name, value in wrong.items():
            setattr(device, name, value)
        says(await sign_in_with(browser, device), 403, "passkey-refused")


async def test_a_passkey_nobody_has_and_a_wrong_signature_get_the_same_answer(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        known = await with_passkey(browser, bea)
        unknown = Device(user_handle=known.user_handle)
        forged = Device(credential_id=known.credential_id, user_handle=known.user_handle, count=9)
        answers = [await sign_in_with(browser, one) for one in (unknown, forged)]
        answers.append(await sign_in_with(browser, known, user_handle=encoded(b"somebody else")))
    for answer in answers:
        says(answer, 403, "passkey-refused")
    assert len({str({**answer.json(), "instance": ""}) for answer in answers}) == 1
    await refusals_noted()
    assert "SignInRefused" in await told(trail, bea.actor.person_id)


async def test_a_copied_key_is_refused_once_the_counts_cross(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        device = await with_passkey(browser, bea)
        copied_at = device.count
        for _ in range(2):
            assert (await sign_in_with(browser, device)).status_code == 201
        device.count = copied_at
        says(await sign_in_with(browser, device), 403, "passkey-refused")


async def test_a_device_that_does_not_count_is_taken_as_it_is(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        device = await with_passkey(browser, bea, counts=False)
        for _ in range(2):
            assert (await sign_in_with(browser, device)).status_code == 201


async def test_a_passkey_is_one_persons_only_and_nothing_once_given_up(app: FastAPI, trail: Trail) -> None:
    bea, cem = await someone(trail, Role.PSYCHIATRIST), await someone(trail, Role.THERAPIST)
    async with stranger(app) as browser, stranger(app) as other:
        device = await with_passkey(browser, bea)
        question = (await browser.get("/api/factors/passkeys/question")).json()
        assert question["credential_ids"] == [encoded(device.credential_id)]
        await other.post("/api/session", json=cem.body())
        taken = Device(credential_id=device.credential_id)
        says(await add_passkey(other, taken), 409, "passkey-held")
        [own] = (await browser.get("/api/factors")).json()["passkeys"]
        says(await other.post(f"/api/factors/{own['id']}/end", headers=keyed()), 404, "not-found")
        assert (await browser.post(f"/api/factors/{own['id']}/end", headers=keyed())).status_code == 200
        says(await sign_in_with(browser, device), 403, "passkey-refused")


@pytest.mark.parametrize(
    "leak",
    [
        {"clientExtensionResults": {"prf": {"enabled": True, "results": {"first": "c2VjcmV0"}}}},
        {"prf": {"results": {}}},
        {"extensions": [{"prf": {"results": {"first": "c2VjcmV0"}}}]},
    ],
)
async def test_what_a_passkey_derives_is_refused_wherever_it_stands(
    app: FastAPI, trail: Trail, leak: dict[str, Any]
) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        device = await with_passkey(browser, bea)
        says(await add_passkey(browser, Device(), **leak), 422, "prf-results-refused")
        refused = await sign_in_with(browser, device, **leak)
        says(refused, 422, "prf-results-refused")
        assert "c2VjcmV0" not in refused.text
        question = (await browser.get("/api/session/proof/question")).json()["passkey"]
        answer = await browser.post("/api/session/proof/passkey", json=device.signed(question, **leak))
        says(answer, 422, "prf-results-refused")
        enabled = {"clientExtensionResults": {"prf": {"enabled": True}}}
        says(await sign_in_with(browser, device, **enabled), 422, "malformed")


@given(st.binary(min_size=1, max_size=400), st.sampled_from(["attestation", "client_data"]))
@chosen(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_bytes_that_are_no_passkey_are_refused_and_nothing_else(junk: bytes, part: str) -> None:
    device = Device()
    question = {"challenge": encoded(bytes(56)), "user_handle": encoded(bytes(16))}
    answer = passkeys.NewPasskeyAnswer(
        **{name: value for name, value in device.made(question, **{part: encoded(junk)}).items() if name != "name"}
    )
    with pytest.raises(passkeys.PasskeyRefused):
        passkeys.made(answer, bytes(56))
