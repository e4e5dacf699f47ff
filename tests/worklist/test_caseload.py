"""My plans: for those who treat with what is new, for those who coordinate by their rosters; found by name."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import uuid4

import pytest

from careteam.access.roles import Actor, Role
from careteam.plans import caseload
from tests.worklist.test_today import assign, everything, read, say, talk
from tests.world import Browser, Cast, open_plan_for, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def test_a_member_sees_their_plans_with_what_is_new(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    await say(cast, cast.ada, await talk(ada, cast.plan), "Hello")
    await say(cast, cast.ada, await talk(ada, cast.plan), "Anybody?")
    due = "2031-05-01T10:00:00+00:00"
    await assign(bea, cast.plan, "one", owner_id=str(cast.cem.person_id), due_at=due)
    await assign(bea, cast.plan, "two", pool="therapist")
    (mine,) = (await read(bea, "/api/plans"))["items"]
    assert mine["patient"] == {**mine["patient"], "name": "Ada Marsh", "pronouns": None}
    assert mine["patient"]["age"] >= 35
    assert (mine["my_role"], mine["lead"], mine["team_size"]) == ("psychiatrist", True, 3)
    assert (mine["title"], mine["status"], mine["phase"]) == ("Plan for Ada Marsh", "active", "assessment")
    assert (mine["unread"], mine["open_tasks"], mine["next_due_at"]) == (2, 2, due.replace("+00:00", "Z"))
    assert mine["last_activity_at"] > mine["changed_at"]
    (theirs,) = (await read(cem, "/api/plans"))["items"]
    assert (theirs["my_role"], theirs["lead"]) == ("therapist", False)
    (own,) = (await read(ada, "/api/plans"))["items"]
    assert (own["my_role"], own["open_tasks"], own["unread"]) == ("patient", 0, 0)


async def test_who_has_nothing_to_do_with_a_plan_does_not_find_it(cast: Cast, browser: Open) -> None:
    fay = await browser(cast.fay)
    assert (await read(fay, "/api/plans"))["items"] == []
    assert (await read(fay, "/api/plans?q=Ada"))["items"] == []
    assert (await (await browser(cast.adam)).get("/api/plans")).status_code == 403


async def test_those_who_coordinate_and_oversee_see_who_and_nothing_else(cast: Cast, browser: Open) -> None:
    name = f"Zora {uuid4().hex[:8]}"
    plan, _ = await open_plan_for(cast.trail, cast.cora, name, [(cast.bea, Role.PSYCHIATRIST)])
    for actor in (cast.cora, cast.eli, cast.pia):
        (seen,) = (await read(await browser(actor), f"/api/plans?q={name}"))["items"]
        assert (seen["id"], seen["patient"]["name"], seen["team_size"]) == (str(plan), name, 1)
        empty = ("title", "status", "phase", "my_role", "unread", "open_tasks", "last_activity_at", "next_due_at")
        assert {seen[key] for key in empty} == {None}


@pytest.mark.parametrize("sortable", [caseload.SORTABLE, 2])
async def test_plans_are_paged_without_missing_or_doubling_one(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch, sortable: int
) -> None:
    monkeypatch.setattr(caseload, "SORTABLE", sortable)
    gus = await person(cast.trail, "Gus Weber", Role.THERAPIST)
    names = ["Émile Roy", "anna Berg", "Zoe Quist", "Bo Lind", "Cleo Park"]
    for name in names:
        await open_plan_for(cast.trail, cast.cora, name, [(gus, Role.THERAPIST)])
    gus_ = await browser(gus)
    found = [one["patient"]["name"] for one in await everything(gus_, "/api/plans")]
    assert found == (names if sortable == 2 else sorted(names, key=str.casefold))
    assert [one["patient"]["name"] for one in await everything(gus_, "/api/plans?q=ann")] == ["anna Berg"]
    assert await everything(gus_, "/api/plans?status=completed") == []
    assert len(await everything(gus_, "/api/plans?status=active")) == 5


async def test_the_trail_says_whose_plans_were_listed(cast: Cast, browser: Open) -> None:
    cora = await browser(cast.cora)
    await read(cora, "/api/plans?q=Ada&limit=1")
    own: dict[str, Any] = await read(await browser(cast.pia), f"/api/people/{cast.cora.person_id}/trail")
    assert any(entry["event"] == "PlansListed" for entry in own["items"])
