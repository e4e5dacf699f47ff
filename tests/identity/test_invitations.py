"""One-use links: they work once, for 72 hours, for whom they were made; and the first start."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from careteam.access.roles import Actor, Role
from careteam.audit.trail import Trail
from careteam.identity.founding import begin, first_link
from careteam.operations.migration import mark_synthetic, move_clock
from tests.identity.world import PASSWORD, someone, stranger, told
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def invited(adam: Browser, role: str = "therapist") -> tuple[str, str, str]:
    """Invite somebody; their id, address and token."""
    email = f"{uuid4().hex}@harbor.example"
    answer = await adam.send_change("POST", "/api/people", {"name": "Noor Haddad", "email": email, "role": role})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"], email, await token(adam, answer.json()["id"])


async def token(adam: Browser, person_id: str) -> str:
    """The token of a person's link, as the administrator is shown it."""
    answer = await adam.get(f"/api/people/{person_id}/invitation-link")
    assert answer.status_code == 200, answer.text
    return urlsplit(answer.json()["url"]).path.removeprefix("/welcome/")


async def redeem(browser: httpx.AsyncClient, token: str, **body: str) -> httpx.Response:
    return await browser.post(f"/api/invitations/{token}/redemption", json={"password": PASSWORD, **body})


async def test_a_link_opens_once_and_signs_in(cast: Cast, app: FastAPI, browser: Open) -> None:
    id_, email, link = await invited(await browser(cast.adam))
    async with stranger(app) as noor:
        said = (await noor.get(f"/api/invitations/{link}")).json()
        assert (said["person_name"], said["role"], said["clinic_name"]) == (
            "Noor Haddad",
            "therapist",
            "Careteam clinic",
        )
        assert (said["asks_for_name"], said["asks_for_email"]) == (False, False)
        answer = await redeem(noor, link)
        assert (answer.status_code, answer.json()["home"]) == (201, "today"), answer.text
        assert (await noor.get("/api/session")).status_code == 200
        for again in (await noor.get(f"/api/invitations/{link}"), await redeem(noor, link)):
            assert (again.status_code, again.json()["type"]) == (410, "/problems/invitation-gone")
        assert (await noor.post("/api/session", json={"email": email, "password": PASSWORD})).status_code == 201
    assert await told(cast.trail, UUID(id_)) == ["PersonInvited", "InvitationRedeemed", "SignedIn", "SignedIn"]


async def test_two_who_use_a_link_at_once_have_one_winner(cast: Cast, app: FastAPI, browser: Open) -> None:
    _, _, link = await invited(await browser(cast.adam))
    async with stranger(app) as one, stranger(app) as other:
        answers = await asyncio.gather(redeem(one, link), redeem(other, link))
    assert sorted(answer.status_code for answer in answers) == [201, 410]


async def test_a_link_that_we_did_not_make_opens_nothing(cast: Cast, app: FastAPI, browser: Open) -> None:
    _, _, link = await invited(await browser(cast.adam))
    forged = link[:-4] + ("AAAA" if link[-4:] != "AAAA" else "BBBB")
    async with stranger(app) as noor:
        for wrong in (forged, link[:22], link + "AAAA", "x", "%00", "-" * 64, "ä" * 64):
            assert (await noor.get(f"/api/invitations/{wrong}")).status_code == 404
        assert (await redeem(noor, forged)).status_code == 404
        assert (await noor.get(f"/api/invitations/{link}")).status_code == 200


async def test_a_new_link_ends_the_one_before(cast: Cast, app: FastAPI, browser: Open) -> None:
    adam = await browser(cast.adam)
    id_, _, first = await invited(adam)
    assert (await adam.send_change("POST", f"/api/people/{id_}/invitations")).status_code == 201
    async with stranger(app) as noor:
        assert (await redeem(noor, first)).status_code == 410
        assert (await redeem(noor, await token(adam, id_))).status_code == 201
    assert (await adam.get(f"/api/people/{id_}/invitation-link")).status_code == 404


async def test_a_new_link_replaces_a_forgotten_password_and_signs_out(cast: Cast, app: FastAPI, browser: Open) -> None:
    adam, eve = await browser(cast.adam), await someone(cast.trail, Role.THERAPIST)
    async with stranger(app) as old, stranger(app) as new:
        await old.post("/api/session", json=eve.body())
        await adam.send_change("POST", f"/api/people/{eve.id}/invitations")
        answer = await redeem(new, await token(adam, eve.id), password="a different heron entirely")
        assert answer.status_code == 201, answer.text
        assert (await old.get("/api/session")).status_code == 401
        assert (await old.post("/api/session", json=eve.body())).status_code == 401
        assert (await old.post("/api/session", json=eve.body("a different heron entirely"))).status_code == 201


async def test_a_coordinator_never_holds_a_link_to_anyone_but_patients(cast: Cast, browser: Open) -> None:
    adam, cora = await browser(cast.adam), await browser(cast.cora)
    staff, _, _ = await invited(adam, "therapist")
    patient, _, _ = await invited(adam, "patient")
    assert (await cora.get(f"/api/people/{staff}/invitation-link")).status_code == 403
    assert (await cora.send_change("POST", f"/api/people/{staff}/invitations")).status_code == 403
    assert (await cora.get(f"/api/people/{patient}/invitation-link")).status_code == 200
    await adam.send_change("POST", f"/api/people/{patient}/roles", {"role": "supervisor"})
    assert (await cora.get(f"/api/people/{patient}/invitation-link")).status_code == 403


async def test_who_looked_at_a_link_is_in_the_trail(cast: Cast, browser: Open) -> None:
    adam = await browser(cast.adam)
    await invited(adam)
    async with cast.trail.database.writing() as connection:
        shown = await connection.fetchval(
            "SELECT count(*) FROM care.audit_entry WHERE event = 'InvitationLinkShown' AND actor = $1",
            cast.adam.person_id,
        )
    assert shown == 1


@pytest.mark.parametrize(
    "weak", ["short", "aaaaaaaaaaaaaa", "abcdefghijklmnop", "Password12345!", "noorhaddad1234", "Careteam-clinic-1"]
)
async def test_a_weak_password_is_refused_with_what_is_wrong(
    cast: Cast, app: FastAPI, browser: Open, weak: str
) -> None:
    _, _, link = await invited(await browser(cast.adam))
    async with stranger(app) as noor:
        answer = await redeem(noor, link, password=weak)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/password")
        assert weak not in answer.text
        assert (await redeem(noor, link)).status_code == 201, "the link is not used up by it"


async def found(trail: Trail, *, synthetic: bool = False) -> str | None:
    """Start once: found the clinic where there is none, and have its first link."""
    await begin(trail, synthetic=synthetic)
    return await first_link(trail)


async def test_a_link_ends_after_72_hours(fresh_app: Any) -> None:
    app, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    link = await found(trail)
    assert link
    move_clock(servers.owner_url, 72 * 3600 - 30)
    async with stranger(app) as adam:
        assert (await adam.get(_path(link))).status_code == 200
        move_clock(servers.owner_url, 72 * 3600 + 1)
        assert (await adam.get(_path(link))).status_code == 410
    renewed = await found(trail)
    assert renewed
    assert renewed != link


async def test_a_new_clinic_starts_with_one_link(fresh_app: Any) -> None:
    app, trail, _ = fresh_app
    link = await found(trail)
    assert link
    assert await found(trail) == link
    async with stranger(app) as adam:
        said = (await adam.get(_path(link))).json()
        assert (said["role"], said["asks_for_name"], said["asks_for_email"]) == ("administrator", True, True)
        bare = await redeem(adam, link.rpartition("/")[2])
        assert {error["pointer"] for error in bare.json()["errors"]} == {"/email", "/name"}
        whole = await redeem(adam, link.rpartition("/")[2], name="Omar Haddad", email="omar@harbor.example")
        assert (whole.status_code, whole.json()["home"], whole.json()["person"]["name"]) == (
            201,
            "people",
            "Omar Haddad",
        )
        assert await found(trail) is None
        page = (await adam.get("/api/people", params={"q": "omar@harbor.example"})).json()
        assert [one["roles"] for one in page["items"]] == [["administrator"]]
        invited = {"name": "Noor", "email": "noor@harbor.example", "role": "therapist"}
        headers = {"Idempotency-Key": str(uuid4())}
        assert (await adam.post("/api/people", json=invited, headers=headers)).status_code == 201


async def test_two_processes_that_start_at_once_found_one_clinic(fresh_app: Any) -> None:
    _, trail, _ = fresh_app
    other = Trail(trail.database, trail.deployment_key, trail.reactions)
    links = await asyncio.gather(found(trail), found(other))
    assert links[0] == links[1] is not None
    async with trail.database.writing() as connection:
        assert await connection.fetchval("SELECT count(*) FROM care.data_key") == 1
        assert await connection.fetchval("SELECT count(*) FROM care.person") == 1


async def test_a_synthetic_clinic_has_no_first_administrator(fresh_app: Any) -> None:
    _, trail, servers = fresh_app
    mark_synthetic(servers.owner_url)
    assert await found(trail, synthetic=True) is None
    assert await found(trail) is None


def _path(link: str) -> str:
    return f"/api/invitations/{link.rpartition('/')[2]}"
