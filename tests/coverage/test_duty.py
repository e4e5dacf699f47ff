"""Duty is planned by a coordinator, known to everyone on staff, and held by one person of a role at a time."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest
from pydantic import ValidationError

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.core.settings import Settings
from careteam.identity import commands as identity
from tests.coverage.world import held, line, plan, planned, wall
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
REASON = {"reason": "She swaps with a colleague."}


async def test_everyone_on_staff_knows_who_is_on_duty_and_no_patient_is_told(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    assert (await held(cora))["person"] is None
    await planned(cora, cast.bea, wall(-1), wall(3))
    for who in (cast.bea, cast.dov, cast.eli, cast.adam, cast.pia):
        now = await held(await browser(who))
        assert (now["person"]["name"], now["person"]["role"]) == ("Bea Boateng", "psychiatrist")
        assert now["until"][:16] == wall(3)
    patient = await browser(cast.ada)
    assert {(await patient.get(path)).status_code for path in ("/api/duty", "/api/duty/now")} == {403}


async def test_only_coordinators_plan_and_only_who_has_the_role(cast: Cast, browser: Open, cora: Browser) -> None:
    for who in (cast.bea, cast.eli, cast.adam, cast.ada):
        assert (await plan(await browser(who), cast.bea, wall(1), wall(2))).status_code == 403
    for who, role in ((cast.cem, "psychiatrist"), (cast.cora, "coordinator"), (cast.ada, "patient")):
        refused = await plan(cora, who, wall(1), wall(2), role)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/cannot-be-on-duty")
    assert (await plan(cora, cast.eli, wall(1), wall(2), "supervisor")).status_code == 201


@pytest.mark.parametrize(("begins", "ends"), [(2, 2), (3, 2), (-9, -8), (1, 24 * 8)])
async def test_a_shift_ends_after_it_begins_in_the_future_and_within_a_week(
    cast: Cast, cora: Browser, begins: int, ends: int
) -> None:
    refused = await plan(cora, cast.bea, wall(begins), wall(ends))
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/no-such-shift")


async def test_one_person_holds_a_roles_duty_at_a_time_and_hands_it_over_to_the_minute(
    cast: Cast, cora: Browser
) -> None:
    other = await person(cast.trail, "Gil Ortega", Role.PSYCHIATRIST)
    first = await planned(cora, cast.bea, wall(2), wall(10))
    refused = await plan(cora, other, wall(9), wall(12))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/on-duty-already")
    assert (refused.json()["shift_id"], refused.json()["begins"]) == (first, wall(2))
    second = await planned(cora, other, wall(10), wall(12))
    assert (await plan(cora, cast.cem, wall(9), wall(12), "therapist")).status_code == 201
    times = {"person_id": str(other.person_id), "begins": wall(9), "ends": wall(12), **REASON}
    moved = await cora.send_change("PUT", f"/api/duty/shifts/{second}", times)
    assert moved.json()["type"] == "/problems/on-duty-already"
    moved = await cora.send_change("PUT", f"/api/duty/shifts/{second}", {**times, "begins": wall(11)})
    assert moved.status_code == 200


async def test_a_week_says_where_nobody_is_on_duty(cast: Cast, cora: Browser) -> None:
    week = await line(cora, day="2031-06-04")
    assert week["gaps"] == [{"begins": "2031-06-02T00:00", "ends": "2031-06-09T00:00"}]
    shift = await planned(cora, cast.bea, "2031-06-07T20:00", "2031-06-09T08:00")
    week = await line(cora, day="2031-06-04")
    assert [(one["begins"], one["ends"]) for one in week["shifts"]] == [("2031-06-07T20:00", "2031-06-09T08:00")]
    assert week["gaps"] == [{"begins": "2031-06-02T00:00", "ends": "2031-06-07T20:00"}]
    after = await line(cora, day="2031-06-11")
    assert [one["id"] for one in after["shifts"]] == [shift]
    assert after["gaps"] == [{"begins": "2031-06-09T08:00", "ends": "2031-06-16T00:00"}]
    called_off = await cora.send_change("POST", f"/api/duty/shifts/{shift}/cancellation", REASON)
    assert called_off.status_code == 200
    assert not (await line(cora, day="2031-06-04"))["shifts"]


async def test_of_a_shift_that_runs_only_the_end_moves_and_called_off_it_ends_now(cast: Cast, cora: Browser) -> None:
    begins = wall(-1)
    shift = await planned(cora, cast.dov, begins, wall(3), "health_coach")
    path, mine = f"/api/duty/shifts/{shift}", {"person_id": str(cast.dov.person_id), **REASON}
    for change in ({"begins": wall(1)}, {"person_id": str(cast.fay.person_id)}):
        refused = await cora.send_change("PUT", path, {**mine, "begins": begins, "ends": wall(4), **change})
        assert refused.json()["type"] == "/problems/shift-has-begun"
    assert (await cora.send_change("PUT", path, {**mine, "begins": begins, "ends": wall(5)})).status_code == 200
    assert (await held(cora, "health_coach"))["until"][:16] == wall(5)
    assert (await cora.send_change("POST", f"{path}/cancellation", REASON)).status_code == 200
    assert (await held(cora, "health_coach"))["person"] is None
    again = await cora.send_change("POST", f"{path}/cancellation", REASON)
    assert again.json()["type"] == "/problems/shift-has-begun"


async def test_who_loses_the_role_or_leaves_is_on_duty_no_longer(cast: Cast, cora: Browser) -> None:
    await planned(cora, cast.cem, wall(-1), wall(3), "therapist")
    await planned(cora, cast.bea, wall(0.1), wall(3))
    for who, action, command, more in (
        (cast.cem, Action.END_ROLE, identity.end_role, {"role": Role.THERAPIST}),
        (cast.bea, Action.DEACTIVATE_PERSON, identity.deactivate_person, {}),
    ):
        async with open_change(cast.trail, cast.adam, action) as change:
            await command(change, person_id=who.person_id, reason="She left.", **more)
    assert (await held(cora, "therapist"))["person"] is None
    assert not [shift for shift in (await line(cora))["shifts"] if shift["begins"] > wall(0)]


async def test_the_clinic_plans_in_its_own_time_zone(
    cast: Cast, cora: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careteam.coverage.zone.settings", lambda: Settings(clinic_timezone="America/New_York"))
    refused = await plan(cora, cast.bea, "2031-03-09T02:30", "2031-03-09T08:00")
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/no-such-time")
    shift = await planned(cora, cast.bea, "2031-03-08T20:00", "2031-03-09T08:00")
    week = await line(cora, day="2031-03-08")
    told: dict[str, Any] = week["shifts"][0]
    assert (told["id"], told["begins"], told["ends"]) == (shift, "2031-03-08T20:00", "2031-03-09T08:00")
    assert (told["begins_at"][:19], told["ends_at"][:19]) == ("2031-03-09T01:00:00", "2031-03-09T12:00:00")


def test_a_clinic_without_a_known_time_zone_does_not_start() -> None:
    with pytest.raises(ValidationError, match="time zone database"):
        Settings(clinic_timezone="Middle/Earth")
