"""Inviting, roles, and ending somebody's access: who may, and what ends with it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.identity import commands, passwords
from careteam.measures import commands as measures
from tests.identity.world import keyed, someone, stranger, told
from tests.world import Browser, Cast, found_organisation, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


def guest(role: str) -> dict[str, str]:
    return {"name": "Noor Haddad", "email": f"{uuid4().hex}@harbor.example", "role": role}


async def test_an_administrator_invites_in_any_role(cast: Cast, browser: Open) -> None:
    adam = await browser(cast.adam)
    for role in ("psychiatrist", "coordinator", "administrator", "patient"):
        answer = await adam.send_change("POST", "/api/people", guest(role))
        assert answer.status_code == 201, answer.text
    nobody = await adam.send_change("POST", "/api/people", guest("system"))
    assert nobody.status_code == 422


async def test_a_coordinator_invites_patients_and_supporters_only(cast: Cast, browser: Open) -> None:
    cora = await browser(cast.cora)
    answers = {
        role: (await cora.send_change("POST", "/api/people", guest(role))).status_code
        for role in Role
        if role is not Role.SYSTEM
    }
    assert {role for role, status in answers.items() if status == 201} == {Role.PATIENT, Role.SUPPORTER}
    assert set(answers.values()) == {201, 403}


async def test_nobody_else_invites(cast: Cast, browser: Open) -> None:
    for actor in (cast.ada, cast.bea, cast.eli, cast.pia):
        answer = await (await browser(actor)).send_change("POST", "/api/people", guest("patient"))
        assert answer.status_code == 403


async def test_an_address_is_one_persons_only(cast: Cast, browser: Open) -> None:
    adam, noor = await browser(cast.adam), guest("therapist")
    assert (await adam.send_change("POST", "/api/people", noor)).status_code == 201
    again = await adam.send_change("POST", "/api/people", {**noor, "email": noor["email"].upper()})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/address-taken")


async def test_a_repeated_invitation_has_one_effect(cast: Cast, browser: Open) -> None:
    adam, noor, key = await browser(cast.adam), guest("therapist"), uuid4()
    first = await adam.send_change("POST", "/api/people", noor, key=key)
    assert (await adam.send_change("POST", "/api/people", noor, key=key)).json() == first.json()


async def test_people_are_found_by_name_address_and_role(cast: Cast, browser: Open) -> None:
    adam, cora = await browser(cast.adam), await browser(cast.cora)
    noor = {**guest("therapist"), "name": f"Noor {uuid4().hex[:8]}"}
    id_ = (await adam.send_change("POST", "/api/people", noor)).json()["id"]
    surname = noor["name"].split()[1]
    for q in (surname[:5], noor["email"]):
        page = (await adam.get("/api/people", params={"q": q})).json()
        assert [one["id"] for one in page["items"]] == [id_]
    one = page["items"][0]
    assert (one["name"], one["email"], one["roles"], one["state"]) == (
        noor["name"],
        noor["email"],
        ["therapist"],
        "invited",
    )
    assert one["invitation"]["redeemed_at"] is None
    found = (await cora.get("/api/people/find", params={"q": surname, "role": "therapist"})).json()
    assert found == [{"id": id_, "name": noor["name"], "role": "therapist"}]
    assert (await cora.get("/api/people/find", params={"q": surname, "role": "psychiatrist"})).json() == []
    assert (await cora.get("/api/people")).status_code == 403
    assert (await (await browser(cast.bea)).get("/api/people/find")).status_code == 403


async def test_the_list_of_people_goes_on_where_it_stopped(cast: Cast, browser: Open) -> None:
    adam = await browser(cast.adam)
    first = (await adam.get("/api/people", params={"limit": 3})).json()
    second = (await adam.get("/api/people", params={"limit": 3, "after": first["next"]})).json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert len(set(ids)) == 6
    assert ids == sorted(ids, reverse=True)


async def test_an_administrator_gives_roles_to_others_and_never_to_themself(cast: Cast, browser: Open) -> None:
    adam = await browser(cast.adam)
    path = f"/api/people/{cast.fay.person_id}/roles"
    given = await adam.send_change("POST", path, {"role": "supervisor"})
    again = await adam.send_change("POST", path, {"role": "supervisor"})
    own = await adam.send_change("POST", f"/api/people/{cast.adam.person_id}/roles", {"role": "supervisor"})
    assert (given.status_code, again.status_code, own.status_code) == (201, 409, 403)
    cora = await (await browser(cast.cora)).send_change("POST", path, {"role": "patient"})
    assert cora.status_code == 403


async def test_who_loses_a_role_leaves_the_plans_they_had_it_on(cast: Cast, browser: Open) -> None:
    adam, dov = await browser(cast.adam), await browser(cast.dov)
    assert (await dov.get(f"/api/plans/{cast.plan}")).status_code == 200
    path = f"/api/people/{cast.dov.person_id}/roles/health_coach/end"
    assert (await adam.send_change("POST", path, {"reason": "Now in the office"})).status_code == 200
    assert (await adam.send_change("POST", path, {"reason": "Now in the office"})).status_code == 404
    team = (await (await browser(cast.bea)).get(f"/api/plans/{cast.plan}")).json()["team"]
    assert str(cast.dov.person_id) not in {member["person"]["id"] for member in team}
    assert "TeamMemberRemoved" in await told(cast.trail, cast.dov.person_id)


async def test_a_deactivated_person_has_nothing_left(cast: Cast, app: FastAPI, browser: Open) -> None:
    adam, cora, eve = await browser(cast.adam), await browser(cast.cora), await someone(cast.trail, Role.THERAPIST)
    joined = await cora.send_change("POST", f"/api/plans/{cast.plan}/team", {"person_id": eve.id, "role": "therapist"})
    assert joined.status_code == 201, joined.text
    await adam.send_change("POST", f"/api/people/{eve.id}/invitations")
    link = (await adam.get(f"/api/people/{eve.id}/invitation-link")).json()["url"].rpartition("/")[2]
    async with stranger(app) as own:
        await own.post("/api/session", json=eve.body())
        assert (await own.get(f"/api/plans/{cast.plan}")).status_code == 200
        ended = await adam.send_change("POST", f"/api/people/{eve.id}/deactivation", {"reason": "Left the clinic"})
        assert ended.status_code == 200, ended.text
        assert (await own.get(f"/api/plans/{cast.plan}")).status_code == 401
        assert (await own.post("/api/session", json=eve.body())).status_code == 401
        assert (await own.get(f"/api/invitations/{link}")).status_code == 410
    team = (await (await browser(cast.bea)).get(f"/api/plans/{cast.plan}")).json()["team"]
    assert eve.id not in {member["person"]["id"] for member in team}
    again = await adam.send_change("POST", f"/api/people/{eve.id}/deactivation", {"reason": "Left the clinic"})
    assert again.status_code == 404
    async with cast.trail.database.writing() as connection:
        rows = await connection.fetch(
            "SELECT event, actor, role, cause, plan_version FROM care.audit_entry WHERE $1 = ANY (subjects) "
            "AND event IN ('PersonDeactivated', 'TeamMemberRemoved')", eve.actor.person_id,
        )  # fmt: skip
    assert {row["event"] for row in rows} == {"PersonDeactivated", "TeamMemberRemoved"}
    assert all((row["actor"], row["role"]) == (cast.adam.person_id, "administrator") for row in rows)
    removed = next(row for row in rows if row["event"] == "TeamMemberRemoved")
    assert (removed["cause"], removed["plan_version"]) == (eve.actor.person_id, 1)
    # The address is free for whoever comes next.
    reused = await adam.send_change("POST", "/api/people", {**guest("therapist"), "email": eve.email})
    assert reused.status_code == 201


async def test_who_is_deactivated_while_writing_writes_nothing(cast: Cast) -> None:
    async def write() -> None:
        async with cast.change(cast.cem, Action.SCHEDULE_MEASURE) as writing:
            await measures.schedule_measure(
                writing, instrument="PHQ-9", rhythm=measures.Rhythm(due_on=writing.now.date())
            )
            async with open_change(cast.trail, cast.adam, Action.DEACTIVATE_PERSON) as change:
                await commands.deactivate_person(change, person_id=cast.cem.person_id, reason="Left")

    with pytest.raises(problems.StandingChanged):
        await write()


async def test_sessions_are_ended_by_an_administrator(cast: Cast, app: FastAPI, browser: Open) -> None:
    adam, eve = await browser(cast.adam), await someone(cast.trail, Role.THERAPIST)
    async with stranger(app) as own:
        await own.post("/api/session", json=eve.body())
        path = f"/api/people/{eve.id}/sessions/end"
        assert (await own.post(f"/api/people/{cast.bea.person_id}/sessions/end", headers=keyed())).status_code == 403
        assert (await adam.send_change("POST", path)).status_code == 200
        assert (await own.get("/api/session")).status_code == 401
    assert (await told(cast.trail, UUID(eve.id)))[-1] == "SessionsEnded"


async def test_only_an_administrator_ends_access(cast: Cast, browser: Open) -> None:
    for actor in (cast.ada, cast.bea, cast.eli, cast.cora, cast.pia):
        one = await browser(actor)
        path = f"/api/people/{cast.dov.person_id}"
        assert (await one.send_change("POST", f"{path}/deactivation", {"reason": "x"})).status_code == 403
        assert (await one.send_change("POST", f"{path}/roles/health_coach/end", {"reason": "x"})).status_code == 403


async def test_the_last_administrator_stays(fresh_app: tuple[FastAPI, Trail, object]) -> None:
    app, trail, _ = fresh_app
    await found_organisation(trail)
    adam = await someone(trail, Role.ADMINISTRATOR)
    await person(trail, "Never Came", Role.ADMINISTRATOR)
    async with stranger(app) as browser:
        await browser.post("/api/session", json=adam.body())
        for path in ("deactivation", "roles/administrator/end"):
            kept = await browser.post(f"/api/people/{adam.id}/{path}", json={"reason": "Bye"}, headers=keyed())
            assert (kept.status_code, kept.json()["type"]) == (409, "/problems/last-administrator"), (
                "nobody else signs in"
            )
        other = await someone(trail, Role.ADMINISTRATOR)
        path = f"/api/people/{adam.id}/roles/administrator/end"
        assert (await browser.post(path, json={"reason": "Bye"}, headers=keyed())).status_code == 200
        assert (await browser.get("/api/people")).status_code == 403
        await browser.post("/api/session", json=other.body())
        assert (await browser.get("/api/people")).status_code == 200


async def test_a_password_is_kept_as_argon2id() -> None:
    kept = await passwords.hashed("four calm herons wading")
    assert kept.startswith("$argon2id$")
    assert await passwords.matches(kept, "four calm herons wading")
    assert not await passwords.matches(kept, "four calm herons wadinG")
    assert not await passwords.matches(None, "four calm herons wading")
