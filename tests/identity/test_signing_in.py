"""Signing in and out: what a session is, how it ends, and that a refusal tells nothing."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.identity import passwords
from careteam.identity.gate import cookie_name
from careteam.identity.noting import refusals_noted
from careteam.operations.migration import mark_synthetic, move_clock
from tests.identity.world import HERE, PASSWORD, someone, stranger, told
from tests.saying import sealed
from tests.servers import Servers
from tests.world import Cast, found_organisation, person


async def test_a_password_opens_a_session(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST, "Bea Boateng")
    async with stranger(app) as browser:
        answer = await browser.post("/api/session", json=bea.body())
        assert answer.status_code == 201, answer.text
        said = answer.json()
        assert said["person"] == {"id": bea.id, "name": "Bea Boateng"}
        assert (said["roles"], said["home"]) == (["psychiatrist"], "today")
        assert said["clinic"]["crisis"]["lifeline"] == "988"
        assert (await browser.get("/api/session")).json() == said
    assert await told(trail, bea.actor.person_id) == ["PersonInvited", "InvitationRedeemed", "SignedIn"]


async def test_nobody_is_given_a_session_that_somebody_else_knows(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as attacker, stranger(app) as browser:
        planted = "A" * 43
        browser.cookies.set(cookie_name(), planted)
        tokens = [planted]
        for _ in range(2):
            answer = await browser.post("/api/session", json=bea.body())
            tokens.append(answer.cookies[cookie_name()])
        assert len(set(tokens)) == 3, "every sign-in makes a token of its own"
        attacker.cookies.set(cookie_name(), planted)
        assert (await attacker.get("/api/session")).status_code == 401


async def test_the_page_is_told_when_its_session_ends_so_that_it_can_warn(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        said = (await browser.post("/api/session", json=bea.body())).json()
        ends, idle = (datetime.fromisoformat(said[name]) for name in ("expires_at", "idle_expires_at"))
        assert ends - idle == timedelta(hours=12) - timedelta(minutes=15)
        async with trail.database.writing() as connection:
            away = "UPDATE care.session_activity SET seen_at = seen_at - interval '10 minutes'"
            await connection.execute(away)
        asked = datetime.fromisoformat((await browser.get("/api/session")).json()["idle_expires_at"])
        assert asked == idle - timedelta(minutes=10), "asking does not keep it"
        assert (await browser.post("/api/session/activity")).status_code == 204
        kept = datetime.fromisoformat((await browser.get("/api/session")).json()["idle_expires_at"])
        assert kept >= idle


async def test_what_a_page_does_by_itself_keeps_no_session(cast: Cast, browser: Any) -> None:
    ada = await browser(cast.ada)
    room = (await ada.get(f"/api/plans/{cast.plan}/conversations")).json()[0]["id"]
    async with cast.trail.database.writing() as connection:
        await connection.execute("UPDATE care.session_activity SET seen_at = seen_at - interval '10 minutes'")
    before = (await ada.get("/api/session")).json()["idle_expires_at"]
    path = f"/api/plans/{cast.plan}/conversations/{room}"
    assert (await ada.post(f"{path}/delivered", json={"number": 1})).status_code == 204
    assert (await ada.get(path)).status_code == 200
    assert (await ada.get("/api/session")).json()["idle_expires_at"] == before
    assert (
        await ada.send_change("POST", f"{path}/messages", await sealed(cast, cast.ada, room, "Here I am"))
    ).status_code == 201
    assert (await ada.get("/api/session")).json()["idle_expires_at"] > before


async def test_the_address_is_taken_as_people_type_it(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        answer = await browser.post("/api/session", json={"email": f" {bea.email.upper()} ", "password": PASSWORD})
        assert answer.status_code == 201


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("http://localhost:8443", {"careteam", "HttpOnly", "Path=/", "SameSite=lax"}),
        ("https://careteam.example", {"__Host-careteam", "HttpOnly", "Path=/", "SameSite=lax", "Secure"}),
    ],
)
async def test_the_cookie_is_kept_from_scripts_and_other_sites(
    app: FastAPI, trail: Trail, monkeypatch: pytest.MonkeyPatch, public_url: str, expected: set[str]
) -> None:
    monkeypatch.setenv("CARETEAM_PUBLIC_URL", public_url)
    settings.cache_clear()
    try:
        bea = await someone(trail, Role.PSYCHIATRIST)
        async with stranger(app) as browser:
            answer = await browser.post("/api/session", json=bea.body(), headers={"Origin": public_url})
        cookies = [one.split("; ") for one in answer.headers.get_list("set-cookie")]
        named = {parts[0].partition("=")[0]: parts for parts in cookies}
        [name] = {"careteam", "__Host-careteam"} & expected
        assert set(named) == {name, f"{name}-browser"}
        for parts in cookies:
            assert set(parts[1:]) == expected - {name}
            assert len(parts[0].partition("=")[2]) == 43
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        wrong = await browser.post("/api/session", json=bea.body("wrong horse battery"))
        unknown = await browser.post("/api/session", json={"email": "nobody@harbor.example", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert _without_instance(wrong.json()) == _without_instance(unknown.json())
    assert wrong.json()["type"] == "/problems/sign-in-refused"
    assert {**wrong.headers, "content-length": ""} == {**unknown.headers, "content-length": ""}
    assert "set-cookie" not in wrong.headers


async def test_an_unknown_address_costs_the_same_work_as_a_wrong_password(
    app: FastAPI, trail: Trail, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_on: list[str] = []
    hasher = type(passwords._hasher())
    verify = hasher.verify

    def counted(self: Any, password_hash: str, password: str) -> Any:
        worked_on.append(password_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(self, password_hash, password)

    monkeypatch.setattr(hasher, "verify", counted)
    never_chose = f"{uuid4().hex}@harbor.example"
    await person(trail, "Noor Haddad", Role.THERAPIST, email=never_chose)
    for email in ((await someone(trail, Role.THERAPIST)).email, f"{uuid4().hex}@harbor.example", never_chose):
        async with stranger(app) as browser:
            answer = await browser.post("/api/session", json={"email": email, "password": "wrong horse battery"})
            assert answer.status_code == 401
    assert len(worked_on) == 3
    assert len(set(worked_on)) == 1, "of the same strength"


async def test_a_person_who_left_or_never_chose_a_password_is_refused(app: FastAPI, trail: Trail) -> None:
    adam, bea = await someone(trail, Role.ADMINISTRATOR), await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=adam.body())
        path = f"/api/people/{bea.id}/deactivation"
        ended = await browser.post(path, json={"reason": "Left"}, headers={"Idempotency-Key": str(uuid4())})
        assert ended.status_code == 200, ended.text
        assert (await browser.post("/api/session", json=bea.body())).status_code == 401


@pytest.mark.parametrize("known", [True, False])
async def test_five_wrong_tries_lock_an_address_known_or_not(app: FastAPI, trail: Trail, known: bool) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    body = bea.body() if known else {"email": f"{uuid4().hex}@harbor.example", "password": PASSWORD}
    for n in range(5):
        async with stranger(app) as browser:
            answer = await browser.post("/api/session", json={**body, "password": f"wrong guess {n}"})
            assert answer.status_code == 401
    async with stranger(app) as browser:
        locked = await browser.post("/api/session", json=body)
    assert locked.status_code == 429
    assert locked.json()["type"] == "/problems/too-many-requests"
    assert int(locked.headers["retry-after"]) > 0


async def test_tries_at_once_do_not_slip_past_the_limit(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)

    async def one(n: int) -> int:
        async with stranger(app) as browser:
            return (await browser.post("/api/session", json=bea.body(f"wrong guess {n}"))).status_code

    assert sorted(await asyncio.gather(*map(one, range(12)))) == [401] * 5 + [429] * 7


async def test_a_right_password_forgets_the_wrong_ones(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        for _ in range(2):
            for n in range(4):
                assert (await browser.post("/api/session", json=bea.body(f"wrong {n}"))).status_code == 401
            assert (await browser.post("/api/session", json=bea.body())).status_code == 201


async def test_a_network_may_try_fifty_times(app: FastAPI, trail: Trail) -> None:
    async with stranger(app) as browser:
        body = {"password": "wrong guess"}
        answers = [
            await browser.post("/api/session", json={**body, "email": f"{uuid4().hex}@harbor.example"})
            for _ in range(51)
        ]
    assert [answer.status_code for answer in answers] == [401] * 50 + [429]


async def test_refused_tries_are_in_the_trail_once_in_a_quarter_of_an_hour(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        for n in range(5):
            await browser.post("/api/session", json=bea.body(f"wrong {n}"))
    await refusals_noted()
    assert (await told(trail, bea.actor.person_id)).count("SignInRefused") == 1


async def test_nothing_secret_of_a_sign_in_is_kept(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        token = browser.cookies[cookie_name()]
    async with trail.database.writing() as connection:
        kept = await connection.fetch(
            "SELECT s::text AS row FROM care.session s UNION SELECT c::text FROM care.credential c"
        )
    text = "\n".join(row["row"] for row in kept)
    assert token not in text
    assert PASSWORD not in text
    assert "$argon2id$" in text


async def test_signing_out_ends_the_session_and_takes_the_cookie(app: FastAPI, trail: Trail) -> None:
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        token = browser.cookies[cookie_name()]
        answer = await browser.delete("/api/session")
        assert answer.status_code == 204
        assert "Max-Age=0" in answer.headers["set-cookie"]
        browser.cookies.set(cookie_name(), token)
        assert (await browser.get("/api/session")).status_code == 401
        assert (await browser.delete("/api/session")).status_code == 204
    assert (await told(trail, bea.actor.person_id))[-1] == "SessionsEnded"


async def test_signing_out_everywhere_ends_every_session_and_no_one_elses(app: FastAPI, trail: Trail) -> None:
    bea, cem = await someone(trail, Role.PSYCHIATRIST), await someone(trail, Role.THERAPIST)
    async with stranger(app) as office, stranger(app) as phone, stranger(app) as other:
        await office.post("/api/session", json=bea.body())
        await phone.post("/api/session", json=bea.body())
        await other.post("/api/session", json=cem.body())
        assert (await office.delete("/api/sessions")).status_code == 204
        assert (await phone.get("/api/session")).status_code == 401
        assert (await other.get("/api/session")).status_code == 200


@pytest.mark.parametrize(("role", "idle", "hours"), [(Role.PSYCHIATRIST, 15, 12), (Role.PATIENT, 30, 24)])
async def test_a_session_ends_by_idleness_and_after_its_hours(
    fresh_app: Any, role: Role, idle: int, hours: int
) -> None:
    app, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    clock = _Clock(servers)
    await found_organisation(trail)
    bea = await someone(trail, role)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=bea.body())
        clock.forward(minutes=idle - 1)
        assert (await browser.get("/api/session")).status_code == 200, "asking does not need activity"
        clock.forward(minutes=2)
        assert (await browser.get("/api/session")).status_code == 401, "and does not count as such"
        await browser.post("/api/session", json=bea.body())
        for _ in range(hours * 60 // (idle - 1)):
            clock.forward(minutes=idle - 1)
            assert (await browser.post("/api/session/activity")).status_code == 204
        clock.forward(minutes=idle - 1)
        assert (await browser.get("/api/session")).status_code == 401


async def test_a_lock_opens_after_a_quarter_of_an_hour(fresh_app: Any) -> None:
    app, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    clock = _Clock(servers)
    await found_organisation(trail)
    bea = await someone(trail, Role.PSYCHIATRIST)
    async with stranger(app) as browser:
        for n in range(6):
            answer = await browser.post("/api/session", json=bea.body(f"wrong {n}"))
        assert answer.status_code == 429
        clock.forward(minutes=16)
        assert (await browser.post("/api/session", json=bea.body())).status_code == 201
    await refusals_noted()


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("site", ["same-origin", "none", "same-site", "cross-site", None])
@pytest.mark.parametrize("origin", [HERE["Origin"], "https://evil.example", "null", None])
async def test_other_sites_change_nothing(app: FastAPI, method: str, site: str | None, origin: str | None) -> None:
    ours = origin in (HERE["Origin"], None)
    allowed = ours and (site in ("same-origin", "none") if site else origin is not None)
    async with stranger(app) as browser:
        browser.headers.pop("Origin")
        browser.headers.pop("Sec-Fetch-Site")
        headers = {k: v for k, v in (("Sec-Fetch-Site", site), ("Origin", origin)) if v}
        path = "/api/session/activity" if method == "POST" else "/api/session"
        answer = await browser.request(method, path, headers=headers)
    if allowed:
        assert answer.status_code == (401 if method == "POST" else 204)
    else:
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/cross-site")


async def test_everybody_may_know_the_clinic_and_the_crisis_lines(app: FastAPI) -> None:
    async with stranger(app) as browser:
        said = (await browser.get("/api/clinic")).json()
    assert said["crisis"] == {"lifeline": "988", "emergency": "911", "clinic_phone": None}
    assert (said["synthetic"], said["demo_sign_ins"]) == (False, [])


async def test_only_a_synthetic_clinic_shows_sign_ins(
    fresh_app: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, _, servers = fresh_app
    shown = '[{"name": "Bea", "role": "psychiatrist", "email": "bea@harbor.example", "password": "demo"}]'
    (tmp_path / "demo-sign-ins.json").write_text(shown)
    monkeypatch.setenv("CARETEAM_HOME", str(tmp_path))
    settings.cache_clear()
    try:
        async with stranger(app) as browser:
            assert (await browser.get("/api/clinic")).json()["demo_sign_ins"] == []
            mark_synthetic(servers.owner_url)
            assert (await browser.get("/api/clinic")).json()["demo_sign_ins"][0]["name"] == "Bea"
            (tmp_path / "demo-sign-ins.json").write_text("not JSON")
            assert (await browser.get("/api/clinic")).json()["demo_sign_ins"] == []
    finally:
        monkeypatch.undo()
        settings.cache_clear()


def _without_instance(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "instance"}


class _Clock:
    """The synthetic clock, moved by the owner."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._offset = 0.0

    def forward(self, *, minutes: float) -> None:
        self._offset += minutes * 60
        move_clock(self._servers.owner_url, self._offset)
