"""Everybody of the organisation: who gets in and who does not, and what ends when somebody's access does."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from fastapi import FastAPI

from careteam.access.roles import Actor, Role
from tests.identity.world import someone, stranger, told
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def named(adam: Browser, name: str, **narrowed: str | list[str]) -> list[tuple[str, str]]:
    page = (await adam.get("/api/people", params={"q": name, **narrowed})).json()
    return [(one["name"], one["state"]) for one in page["items"]]


async def test_the_list_says_who_gets_in_and_is_narrowed_by_it(cast: Cast, browser: Open) -> None:
    adam, word = await browser(cast.adam), f"Zed{uuid4().hex[:6]}"
    invited = {"name": f"{word} Invited", "email": f"{uuid4().hex}@harbor.example", "role": "therapist"}
    assert (await adam.send_change("POST", "/api/people", invited)).status_code == 201
    await person(cast.trail, f"{word} Waiting", Role.PATIENT)
    await someone(cast.trail, Role.THERAPIST, f"{word} Active")
    gone = await someone(cast.trail, Role.HEALTH_COACH, f"{word} Gone")
    ended = await adam.send_change("POST", f"/api/people/{gone.id}/deactivation", {"reason": "Left the clinic"})
    assert ended.status_code == 200
    everybody = {"Invited": "invited", "Waiting": "waiting", "Active": "active", "Gone": "ended"}
    assert dict(await named(adam, word)) == {f"{word} {name}": state for name, state in everybody.items()}
    for name, state in everybody.items():
        assert await named(adam, word, state=state) == [(f"{word} {name}", state)]
    assert {name for name, _ in await named(adam, word, role="therapist")} == {f"{word} Invited", f"{word} Active"}
    of_both = await named(adam, word, role=["therapist", "patient"], state="waiting")
    assert of_both == [(f"{word} Waiting", "waiting")]


async def test_a_person_s_page_says_their_roles_where_they_are_signed_in_and_what_may_be_done(
    cast: Cast, app: FastAPI, browser: Open
) -> None:
    adam, pia, eve = await browser(cast.adam), await browser(cast.pia), await someone(cast.trail, Role.THERAPIST)
    async with stranger(app) as own:
        await own.post("/api/session", json=eve.body(), headers={"User-Agent": "Firefox on Windows"})
        page = (await adam.get(f"/api/people/{eve.id}")).json()
        assert [session["device"] for session in page["sessions"]] == ["Firefox on Windows"]
        assert page["may"] == [
            "person.invite",
            "role.grant",
            "role.end",
            "session.end",
            "factor.reset",
            "person.deactivate",
        ]
        path = f"/api/people/{eve.id}/roles"
        await adam.send_change("POST", path, {"role": "supervisor"})
        await adam.send_change("POST", f"{path}/therapist/end", {"reason": "Now supervises"})
        page = (await pia.get(f"/api/people/{eve.id}")).json()
        assert [(one["role"], one["ended_reason"]) for one in page["grants"]] == [
            ("therapist", "Now supervises"),
            ("supervisor", None),
        ]
        assert (page["roles"], page["may"]) == (["supervisor"], [])
    own_page = (await adam.get(f"/api/people/{cast.adam.person_id}")).json()
    assert "role.grant" not in own_page["may"]
    assert (await adam.get(f"/api/people/{uuid4()}")).status_code == 404
    assert (await (await browser(cast.cora)).get(f"/api/people/{eve.id}")).status_code == 403


async def test_what_rests_on_somebody_is_told_in_numbers_and_is_gone_with_them(cast: Cast, browser: Open) -> None:
    adam, bea, cora = await browser(cast.adam), await browser(cast.bea), await browser(cast.cora)
    for n in range(2):
        task = {"title": f"Call {n}", "owner_id": str(cast.bea.person_id)}
        assert (await bea.send_change("POST", f"/api/plans/{cast.plan}/tasks", task)).status_code == 201
    path = f"/api/people/{cast.bea.person_id}/caseload"
    assert (await adam.get(path)).json() == {"plans": 1, "leads": 1, "open_tasks": 2, "successors": []}
    assert (await cora.get(path)).status_code == 403
    gone = f"/api/people/{cast.bea.person_id}/deactivation"
    assert (await adam.send_change("POST", gone, {"reason": "Left the clinic"})).status_code == 200
    assert (await adam.get(path)).json() == {"plans": 0, "leads": 0, "open_tasks": 0, "successors": []}


async def test_a_coordinator_sees_whether_a_patient_gets_in_and_of_nobody_else(cast: Cast, browser: Open) -> None:
    cora, adam = await browser(cast.cora), await browser(cast.adam)

    async def asked(who: Actor) -> tuple[int, Any]:
        answer = await cora.get(f"/api/people/{who.person_id}/admission")
        return answer.status_code, answer.json().get("state")

    assert await asked(cast.ada) == (200, "waiting")
    renewed = await cora.send_change("POST", f"/api/people/{cast.ada.person_id}/invitations")
    assert renewed.status_code == 201, renewed.text
    assert await asked(cast.ada) == (200, "invited")
    assert await asked(cast.bea) == (403, None)
    assert (await adam.get(f"/api/people/{cast.bea.person_id}/admission")).status_code == 200
    assert (await (await browser(cast.bea)).get(f"/api/people/{cast.ada.person_id}/admission")).status_code == 403


async def test_a_wrong_address_is_put_right_and_the_link_that_went_there_no_longer_works(
    cast: Cast, app: FastAPI, browser: Open
) -> None:
    adam, cora = await browser(cast.adam), await browser(cast.cora)
    wrong, right = f"{uuid4().hex}@harbor.example", f"{uuid4().hex}@harbor.example"
    invited = {"name": "Nor Hadad", "email": wrong, "role": "patient"}
    id_ = (await adam.send_change("POST", "/api/people", invited)).json()["id"]
    link = (await adam.get(f"/api/people/{id_}/invitation-link")).json()["url"].rpartition("/")[2]
    put_right = await cora.send_change("PUT", f"/api/people/{id_}", {"name": "Noor Haddad", "email": right})
    assert put_right.status_code == 200, put_right.text
    seen = (await cora.get(f"/api/people/{id_}/admission")).json()
    assert (seen["name"], seen["email"], seen["state"]) == ("Noor Haddad", right, "invited")
    async with stranger(app) as own:
        assert (await own.get(f"/api/invitations/{link}")).status_code == 410
    taken = await adam.send_change("PUT", f"/api/people/{cast.bea.person_id}", {"name": "Bea Boateng", "email": right})
    assert (taken.status_code, taken.json()["type"]) == (409, "/problems/address-taken")
    staff = await cora.send_change("PUT", f"/api/people/{cast.bea.person_id}", {"name": "Somebody Else"})
    assert staff.status_code == 403
    same = await adam.send_change("PUT", f"/api/people/{id_}", {"name": "Noor Haddad"})
    assert same.status_code == 200
    assert (await told(cast.trail, UUID(id_)))[-3:] == ["PersonRenamed", "PersonAddressed", "InvitationRenewed"]
