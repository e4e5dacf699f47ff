"""The teams of all plans: what is missing in them is seen, and only by whoever may put it right."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.identity.events import RoleGranted
from careteam.identity.models import RoleGrant
from careteam.plans import rules
from careteam.plans.rules import Gap
from tests.world import Browser, Cast, open_plan_for, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def teams(browser: Browser, name: str, **more: Any) -> dict[str, Any]:
    answer = await browser.get("/api/plans/teams", params={"q": name, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def own_name(letter: str) -> str:
    """A name that nobody of another test begins with."""
    return f"{letter}{uuid4().hex[:8]}"


def test_a_team_needs_a_lead_and_a_psychiatrist() -> None:
    assert rules.gaps([], led=False) == [Gap.LEAD, Gap.PSYCHIATRIST]
    assert rules.gaps([Role.THERAPIST], led=True) == [Gap.PSYCHIATRIST]
    assert rules.gaps([Role.THERAPIST, Role.PSYCHIATRIST], led=True) == []


async def test_a_coordinator_sees_what_each_team_lacks(cast: Cast, browser: Open) -> None:
    cora, adam = await browser(cast.cora), await browser(cast.adam)
    family = own_name("Q")
    await open_plan_for(cast.trail, cast.cora, f"{family} Whole", [(cast.bea, Role.PSYCHIATRIST)])
    plan, _ = await open_plan_for(cast.trail, cast.cora, f"{family} Bare", [(cast.fay, Role.THERAPIST)])
    [line] = (await teams(cora, f"{family} Bare"))["items"]
    assert (line["plan_id"], line["patient"]["name"], line["patient_state"]) == (str(plan), f"{family} Bare", "waiting")
    assert [(one["person"]["name"], one["person"]["role"], one["lead"]) for one in line["team"]] == [
        ("Fay Okoro", "therapist", True)
    ]
    assert (line["gaps"], line["may"]) == (["psychiatrist"], ["team.change"])
    before = await teams(cora, family, incomplete=True)
    assert [one["patient"]["name"] for one in before["items"]] == [f"{family} Bare"]
    gone = f"/api/people/{cast.fay.person_id}/deactivation"
    assert (await adam.send_change("POST", gone, {"reason": "Left the clinic"})).status_code == 200
    [line] = (await teams(cora, f"{family} Bare"))["items"]
    assert (line["team"], line["gaps"]) == ([], ["lead", "psychiatrist"])
    assert (await teams(cora, family))["incomplete"] == before["incomplete"]


async def test_a_team_list_goes_on_where_it_stopped(cast: Cast, browser: Open) -> None:
    cora = await browser(cast.cora)
    family = own_name("Z")
    expected = [f"{family} {name}" for name in ("Ames", "Bell", "Cole")]
    for name in expected:
        await open_plan_for(cast.trail, cast.cora, name, [(cast.bea, Role.PSYCHIATRIST)])
    first = await teams(cora, family, limit=2)
    second = await teams(cora, family, limit=2, after=first["next"])
    names = [one["patient"]["name"] for one in first["items"] + second["items"]]
    assert (names, second["next"]) == (expected, None)


async def test_nobody_changes_the_team_of_a_plan_they_are_cared_for_in(cast: Cast, browser: Open) -> None:
    carer = await person(cast.trail, "Cato Prim", Role.COORDINATOR)
    async with open_change(cast.trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        grant = await change.add(RoleGrant(person_id=carer.person_id, role=Role.SUPPORTER, granted_at=change.now))
        await change.record(RoleGranted(grant_id=grant.id, person_id=carer.person_id, role=Role.SUPPORTER))
    plan, _ = await open_plan_for(cast.trail, cast.cora, "Xenia Prim", [(cast.bea, Role.PSYCHIATRIST)])
    cora = await browser(cast.cora)
    joined = {"person_id": str(carer.person_id), "role": "supporter"}
    assert (await cora.send_change("POST", f"/api/plans/{plan}/team", joined)).status_code == 201
    cato = await browser(Actor(carer.person_id, frozenset({Role.COORDINATOR, Role.SUPPORTER})))
    [line] = (await teams(cato, "Xenia"))["items"]
    assert line["may"] == []
    relation = next(one["relation_id"] for one in line["team"] if one["lead"])
    asked = {"person_id": str(cast.cem.person_id), "role": "therapist"}
    assert (await cato.send_change("POST", f"/api/plans/{plan}/team", asked)).status_code == 403
    ended = await cato.send_change("POST", f"/api/plans/{plan}/team/{relation}/end", {"reason": "x"})
    assert ended.status_code == 403


async def test_only_whoever_may_change_teams_lists_them(cast: Cast, browser: Open) -> None:
    for actor in (cast.ada, cast.bea, cast.eli, cast.adam, cast.pia):
        assert (await (await browser(actor)).get("/api/plans/teams")).status_code == 403
