"""Taking in a patient: who may, who may not, and what a repeated request does."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.identity.events import RoleGranted
from careteam.identity.models import RoleGrant
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


def a_plan(cast: Cast) -> dict[str, Any]:
    return {
        "patient": {"name": "Mei Tanaka", "birth_date": "1992-03-04", "pronouns": "she/her"},
        "title": "Finding sleep again",
        "team": [{"person_id": str(cast.bea.person_id), "role": "psychiatrist", "lead": True}],
    }


async def test_a_coordinator_takes_in_a_patient_and_the_lead_opens_the_plan(cast: Cast, browser: Open) -> None:
    cora, bea = await browser(cast.cora), await browser(cast.bea)
    answer = await cora.send_change("POST", "/api/plans", a_plan(cast))
    assert answer.status_code == 201, answer.text
    page = (await bea.get(f"/api/plans/{answer.json()['id']}")).json()
    assert page["patient"]["name"] == "Mei Tanaka"
    assert page["title"] == "Finding sleep again"
    assert [member["person"]["role"] for member in page["team"]] == ["psychiatrist", "patient"]
    assert "goal.set" in page["may"]


async def test_a_coordinator_sees_who_is_on_the_team_and_nothing_else(cast: Cast, browser: Open) -> None:
    page = (await (await browser(cast.cora)).get(f"/api/plans/{cast.plan}")).json()
    assert page["patient"] == {**page["patient"], "name": "Ada Marsh", "birth_date": None}
    assert page["title"] is None
    assert page["goals"] == []
    assert len(page["team"]) == 4


async def test_nobody_else_takes_in_patients(cast: Cast, browser: Open) -> None:
    for actor in (cast.ada, cast.bea, cast.eli, cast.adam, cast.pia):
        answer = await (await browser(actor)).send_change("POST", "/api/plans", a_plan(cast))
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/forbidden"


async def test_a_stranger_learns_nothing_of_a_plan(cast: Cast, browser: Open) -> None:
    answer = await (await browser(cast.fay)).get(f"/api/plans/{cast.plan}")
    nowhere = await (await browser(cast.fay)).get(f"/api/plans/{uuid4()}")
    assert answer.status_code == nowhere.status_code == 404
    assert answer.json()["title"] == nowhere.json()["title"]


async def test_a_repeated_request_has_one_effect(cast: Cast, browser: Open) -> None:
    bea, key = await browser(cast.bea), uuid4()
    goal = {"words": "Walk every day"}
    first = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", goal, key=key)
    again = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", goal, key=key)
    other = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Another"}, key=key)
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    page = (await bea.get(f"/api/plans/{cast.plan}")).json()
    assert [goal["words"] for goal in page["goals"]] == ["Walk every day"]


async def test_the_lead_passes_from_one_to_another(cast: Cast, browser: Open) -> None:
    cora = await browser(cast.cora)
    team = (await cora.get(f"/api/plans/{cast.plan}")).json()["team"]
    cem = next(member for member in team if member["person"]["id"] == str(cast.cem.person_id))
    answer = await cora.send_change("POST", f"/api/plans/{cast.plan}/team/{cem['relation_id']}/lead")
    assert answer.status_code == 200, answer.text
    team = (await cora.get(f"/api/plans/{cast.plan}")).json()["team"]
    assert [member["person"]["name"] for member in team if member["lead"]] == ["Cem Aydin"]


async def test_who_was_taken_off_a_plan_no_longer_sees_it(cast: Cast, browser: Open) -> None:
    cora, dov = await browser(cast.cora), await browser(cast.dov)
    team = (await cora.get(f"/api/plans/{cast.plan}")).json()["team"]
    relation = next(m["relation_id"] for m in team if m["person"]["id"] == str(cast.dov.person_id))
    ended = await cora.send_change("POST", f"/api/plans/{cast.plan}/team/{relation}/end", {"reason": "moved away"})
    assert ended.status_code == 200
    assert (await dov.get(f"/api/plans/{cast.plan}")).status_code == 404


async def test_a_plan_on_hold_takes_no_goals(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    held = await bea.send_change("PUT", f"/api/plans/{cast.plan}/status", {"status": "on-hold", "reason": "Holiday"})
    assert held.status_code == 200, held.text
    answer = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Walk"})
    assert answer.status_code == 403


async def test_a_supervisor_opens_the_details_with_a_reason(cast: Cast, browser: Open) -> None:
    eli = await browser(cast.eli)
    assert (await eli.get(f"/api/plans/{cast.plan}")).json()["title"] is None
    answer = await eli.send_change(
        "POST", f"/api/plans/{cast.plan}/access", {"reason": "Complaint of 3 May, checking answers"}
    )
    assert answer.status_code == 201, answer.text
    assert (await eli.get(f"/api/plans/{cast.plan}")).json()["title"] == "Plan for Ada Marsh"


async def test_only_the_patient_lets_a_supporter_see_the_plan(cast: Cast, browser: Open) -> None:
    supporter = await person(cast.trail, "Tim Marsh", Role.SUPPORTER)
    cora, ada, tim = await browser(cast.cora), await browser(cast.ada), await browser(supporter)
    asked = {"person_id": str(supporter.person_id), "role": "supporter", "may_see_plan": True}
    assert (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", asked)).status_code == 422
    del asked["may_see_plan"]
    relation = (await cora.send_change("POST", f"/api/plans/{cast.plan}/team", asked)).json()["id"]
    assert (await tim.get(f"/api/plans/{cast.plan}")).json()["title"] is None
    consent = f"/api/plans/{cast.plan}/team/{relation}/consent"
    assert (await cora.send_change("PUT", consent, {"may_see_plan": True})).status_code == 403
    assert (await ada.send_change("PUT", consent, {"may_see_plan": True})).status_code == 200
    assert (await tim.get(f"/api/plans/{cast.plan}")).json()["title"] == "Plan for Ada Marsh"
    end = f"/api/plans/{cast.plan}/team/{relation}/support/end"
    assert (await tim.send_change("POST", end, {"reason": "We both agreed"})).status_code == 200
    assert (await tim.get(f"/api/plans/{cast.plan}")).status_code == 404


async def test_nobody_takes_themselves_in_as_a_patient_or_supporter(cast: Cast, browser: Open) -> None:
    async with open_change(cast.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        grant = await change.add(RoleGrant(person_id=cast.cora.person_id, role=Role.SUPPORTER, granted_at=change.now))
        await change.record(RoleGranted(grant_id=grant.id, person_id=cast.cora.person_id, role=Role.SUPPORTER))
    asked = {"person_id": str(cast.cora.person_id), "role": "supporter"}
    answer = await (await browser(cast.cora)).send_change("POST", f"/api/plans/{cast.plan}/team", asked)
    assert answer.status_code == 403


async def test_setting_what_is_already_so_changes_nothing(cast: Cast, browser: Open) -> None:
    bea, goal = await browser(cast.bea), {"words": "Walk every day"}
    made = (await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", goal)).json()["id"]
    again = await bea.send_change("PUT", f"/api/plans/{cast.plan}/goals/{made}", goal)
    assert (again.status_code, again.json()["id"]) == (200, made)
