"""Who stands in reads what is needed until it ends by itself: called in while on duty, or covering who is away."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.coverage import absences, commands
from careteam.coverage.clock import end_what_is_over
from careteam.coverage.rules import AbsenceKind
from careteam.identity import commands as identity
from careteam.plans import team
from tests.coverage.world import held
from tests.oversight.test_export import lines_of
from tests.oversight.test_trail import entry
from tests.world import Browser, Cast, open_plan_for, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def on_duty(cast: Cast, who: Actor, role: Role, hours: float = 1) -> Any:
    """On duty from this moment. Return the shift's id."""
    async with open_change(cast.trail, cast.cora, Action.PLAN_DUTY) as change:
        now = change.now.replace(tzinfo=None)
        times = {"begins": now, "ends": now + timedelta(hours=hours)}
        return await commands.plan_shift(change, role=role, person_id=who.person_id, **times)


async def away(cast: Cast, who: Actor, cover: Actor | None, *, hours: float = 1) -> Any:
    """Away from this moment. Return the absence's id."""
    async with open_change(cast.trail, who, Action.SET_AVAILABILITY) as change:
        until, cover_id = change.now + timedelta(hours=hours), cover.person_id if cover else None
        return await absences.set_availability(change, kind=AbsenceKind.AWAY, until=until, cover_id=cover_id)


async def ask_away(page: Browser, cover: Actor | None, **more: Any) -> Any:
    """Ask to be away for a day."""
    body = {"kind": "away", "until": "2026-01-01T00:00:00Z", "cover_id": cover and str(cover.person_id), **more}
    return await page.send_change("PUT", "/api/availability", body)


async def reads(page: Browser, cast: Cast) -> list[int]:
    """How plan, team and conversations answer."""
    paths = (f"/api/plans/{cast.plan}", f"/api/plans/{cast.plan}/tasks", f"/api/plans/{cast.plan}/conversations")
    return [(await page.get(path)).status_code for path in paths]


async def talks(page: Browser, cast: Cast) -> list[str]:
    """The kinds of conversation about the plan that this person is in."""
    return sorted(room["kind"] for room in (await page.get(f"/api/plans/{cast.plan}/conversations")).json())


async def member(page: Browser, cast: Cast, who: Actor) -> dict[str, Any] | None:
    """How the team's list shows somebody."""
    team_ = (await page.get(f"/api/plans/{cast.plan}")).json()["team"]
    return next((one for one in team_ if one["person"]["id"] == str(who.person_id)), None)


async def test_being_on_duty_opens_no_plan_until_somebody_of_it_calls_for_help(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    hal, bea, ada = await person(cast.trail, "Hal Moss", Role.PSYCHIATRIST), await browser(cast.bea), cast.ada
    called = await bea.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "psychiatrist"})
    assert called.json()["type"] == "/problems/nobody-is-on-duty"
    await on_duty(cast, hal, Role.PSYCHIATRIST)
    page = await browser(hal)
    assert await reads(page, cast) == [404, 404, 404]
    offered = (await bea.get(f"/api/plans/{cast.plan}/cover")).json()["on_duty"]
    assert [(one["role"], one["person"]["name"]) for one in offered] == [("psychiatrist", "Hal Moss")]
    assert (await (await browser(ada)).get(f"/api/plans/{cast.plan}/cover")).json()["on_duty"] == []

    called = await bea.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "psychiatrist"})
    assert called.status_code == 201
    assert await reads(page, cast) == [200, 200, 200]
    assert await talks(page, cast) == ["staff", "team"]
    shown = await member(await browser(ada), cast, hal)
    assert shown is not None
    assert (shown["kind"], shown["until"][:13]) == ("on_duty", (await held(cora))["until"][:13])
    again = await bea.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "psychiatrist"})
    assert again.json()["type"] == "/problems/on-the-plan-already"


async def test_who_was_called_in_reads_and_talks_and_changes_nothing(cast: Cast, browser: Open, cora: Browser) -> None:
    hal, bea = await person(cast.trail, "Hal Moss", Role.HEALTH_COACH), await browser(cast.bea)
    await on_duty(cast, hal, Role.HEALTH_COACH)
    await bea.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "health_coach"})
    page, plan = await browser(hal), f"/api/plans/{cast.plan}"
    assert (await page.get(plan)).json()["may"] == ["plan.read"]
    assert (await page.send_change("POST", f"{plan}/tasks", {"title": "Call"})).status_code == 403
    assert (await page.send_change("POST", f"{plan}/goals", {"words": "Sleep"})).status_code == 403
    assert (await page.get(f"{plan}/process-notes")).status_code == 403
    given = {"title": "Call", "owner_id": str(hal.person_id)}
    assert (await bea.send_change("POST", f"{plan}/tasks", given)).json()["type"] == "/problems/not-on-the-team"


async def test_what_duty_opened_ends_with_the_shift_and_moves_with_its_end(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    hal, bea = await person(cast.trail, "Hal Moss", Role.SUPPORT_SPECIALIST), await browser(cast.bea)
    shift = await on_duty(cast, hal, Role.SUPPORT_SPECIALIST)
    await bea.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "support_specialist"})
    async with open_change(cast.trail, cast.cora, Action.PLAN_DUTY) as change:
        row = await change.get(commands.Shift, shift)
        times = {
            "begins": row.begins_at.replace(tzinfo=None),
            "ends": (row.begins_at + timedelta(hours=3)).replace(tzinfo=None),
        }
        await commands.change_shift(change, shift_id=shift, person_id=hal.person_id, reason="Longer.", **times)
    shown = await member(bea, cast, hal)
    assert shown is not None
    assert shown["until"][:16] == (await held(cora, "support_specialist"))["until"][:16]
    async with open_change(cast.trail, cast.cora, Action.PLAN_DUTY) as change:
        await commands.cancel_shift(change, shift_id=shift, reason="Ill.")
    assert await reads(await browser(hal), cast) == [404, 404, 404]
    assert await member(bea, cast, hal) is None


async def test_a_cover_reads_the_plans_in_which_the_person_covered_treats_and_no_others(
    cast: Cast, browser: Open
) -> None:
    other, _ = await open_plan_for(cast.trail, cast.cora, "Ola Berg", [(cast.bea, Role.PSYCHIATRIST)])
    page = await browser(cast.fay)
    await away(cast, cast.cem, cast.fay)
    assert await reads(page, cast) == [200, 200, 200]
    assert set((await page.get(f"/api/plans/{cast.plan}")).json()["may"]) == {"plan.read"}
    assert (await page.get(f"/api/plans/{other}")).status_code == 404
    assert await talks(page, cast) == ["staff", "team"]
    shown = await member(await browser(cast.ada), cast, cast.fay)
    assert shown is not None
    assert (shown["kind"], shown["covers"]["name"]) == ("cover", "Cem Aydin")
    assert (await page.get(f"/api/plans/{cast.plan}/process-notes")).status_code == 404
    assert (await page.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep"})).status_code == 403


async def test_a_conversation_of_two_stays_one_of_two_and_says_who_covers(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    two = {"kind": "direct", "member_ids": [str(cast.cem.person_id)]}
    assert (await ada.send_change("POST", f"/api/plans/{cast.plan}/conversations", two)).status_code == 201
    await away(cast, cast.cem, cast.fay)
    assert await talks(await browser(cast.fay), cast) == ["staff", "team"]
    told = (await ada.get(f"/api/plans/{cast.plan}/cover")).json()["absences"]
    assert [(one["person"]["name"], one["kind"], one["cover"]["name"]) for one in told] == [
        ("Cem Aydin", "away", "Fay Okoro")
    ]


async def test_the_trail_says_on_whose_behalf_a_cover_acts(cast: Cast, browser: Open) -> None:
    await away(cast, cast.cem, cast.fay)
    fay, eli = await browser(cast.fay), await browser(cast.eli)
    await fay.get(f"/api/plans/{cast.plan}")
    looked = await entry(eli, cast, "PlanViewed", actor=str(cast.fay.person_id))
    assert looked["behalf"]["name"] == "Cem Aydin"
    begun = await entry(eli, cast, "StandInAdded")
    assert begun["behalf"] is None
    path = f"/api/plans/{cast.plan}/trail/exports"
    copied = lines_of(await eli.send_change("POST", path, {"format": "csv"}))
    assert {line["on_behalf_of"] for line in copied if line["actor"] == "Fay Okoro"} == {"Cem Aydin"}
    assert {line["on_behalf_of"] for line in copied if line["event"] == "StandInAdded"} == {""}
    assert (begun["actor"]["name"], [one["name"] for one in begun["people"]]) == ("Cem Aydin", ["Fay Okoro"])


async def test_cover_ends_when_they_are_back_and_by_itself(cast: Cast, browser: Open) -> None:
    fay, cem = await browser(cast.fay), await browser(cast.cem)
    await away(cast, cast.cem, cast.fay)
    assert (await cem.get("/api/availability")).json()["mine"]["cover"]["name"] == "Fay Okoro"
    assert [one["person"]["name"] for one in (await fay.get("/api/availability")).json()["covering"]] == ["Cem Aydin"]
    assert (await cem.send_change("POST", "/api/availability/end")).status_code == 200
    assert await reads(fay, cast) == [404, 404, 404]
    assert (await cem.send_change("POST", "/api/availability/end")).status_code == 404
    await away(cast, cast.cem, cast.fay, hours=0.2 / 3600)
    await asyncio.sleep(0.3)
    assert await reads(fay, cast) == [404, 404, 404]
    assert await end_what_is_over(cast.trail) >= 1
    bea = await browser(cast.bea)
    rooms = (await bea.get(f"/api/plans/{cast.plan}/conversations")).json()
    assert not [one for room in rooms for one in room["members"] if one["id"] == str(cast.fay.person_id)]
    assert (await cem.get("/api/availability")).json()["mine"] is None


async def test_nobody_covers_themselves_nor_hands_a_cover_on(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    async with open_change(cast.trail, cast.cem, Action.SET_AVAILABILITY) as change:
        until = (change.now + timedelta(days=2)).isoformat()
    for cover in (cast.cem, cast.eli, cast.ada):
        refused = await ask_away(cem, cover, until=until)
        assert refused.json()["type"] == "/problems/cannot-cover"
    assert (await ask_away(cem, cast.fay)).json()["type"] == "/problems/no-such-absence"
    assert (await ask_away(cem, cast.fay, until=until, kind="busy")).json()["type"] == "/problems/no-such-absence"
    await away(cast, cast.dov, cast.fay)
    await away(cast, cast.fay, cast.bea)
    refused = await ask_away(cem, cast.fay, until=until)
    assert refused.json()["type"] == "/problems/cover-is-away"
    assert str(cast.fay.person_id) not in [
        one["id"] for one in (await cem.get("/api/availability")).json()["colleagues"]
    ]
    # Bea covers Fay, who covers Dov: of Dov nobody who is here does.
    told = (await cem.get(f"/api/plans/{cast.plan}/cover")).json()["absences"]
    assert [(one["person"]["name"], one["cover"]) for one in told] == [("Dov Adler", None)]


async def test_another_cover_takes_the_place_of_the_first_and_a_longer_absence_keeps_the_same(
    cast: Cast, browser: Open
) -> None:
    gus = await person(cast.trail, "Gus Lind", Role.THERAPIST)
    first = await away(cast, cast.cem, cast.fay)
    assert await away(cast, cast.cem, cast.fay, hours=5) == first
    bea = await browser(cast.bea)
    shown = await member(bea, cast, cast.fay)
    mine = (await (await browser(cast.cem)).get("/api/availability")).json()["mine"]
    assert shown is not None
    assert shown["until"] == mine["until"]
    assert await away(cast, cast.cem, gus) != first
    assert await member(bea, cast, cast.fay) is None
    assert await reads(await browser(gus), cast) == [200, 200, 200]


async def test_cover_follows_the_person_covered_to_new_teams_and_off_them(cast: Cast, browser: Open) -> None:
    await away(cast, cast.cem, cast.fay)
    other, _ = await open_plan_for(cast.trail, cast.cora, "Ola Berg", [(cast.bea, Role.PSYCHIATRIST)])
    fay = await browser(cast.fay)
    async with open_change(cast.trail, cast.cora, Action.CHANGE_TEAM, plan_id=other) as change:
        relation = await team.join(change, person_id=cast.cem.person_id, role=Role.THERAPIST)
    assert (await fay.get(f"/api/plans/{other}")).status_code == 200
    async with open_change(cast.trail, cast.cora, Action.CHANGE_TEAM, plan_id=other) as change:
        await team.leave(change, relation_id=relation, reason="Another therapist takes over.")
    assert (await fay.get(f"/api/plans/{other}")).status_code == 404
    async with open_change(cast.trail, cast.adam, Action.DEACTIVATE_PERSON) as change:
        await identity.deactivate_person(change, person_id=cast.fay.person_id, reason="She left.")
    told = (await (await browser(cast.bea)).get(f"/api/plans/{cast.plan}/cover")).json()["absences"]
    assert [(one["person"]["name"], one["cover"]) for one in told] == [("Cem Aydin", None)]


async def test_a_cover_has_no_second_way_into_the_plan_of_their_own_care(cast: Cast, browser: Open) -> None:
    ida = await person(cast.trail, "Ida Noor", Role.THERAPIST)
    async with open_change(cast.trail, cast.adam, Action.GRANT_ROLE) as change:
        await identity.grant_role(change, person_id=ida.person_id, role=Role.SUPPORTER)
    both = Actor(ida.person_id, frozenset({Role.THERAPIST, Role.SUPPORTER}))
    async with open_change(cast.trail, cast.cora, Action.CHANGE_TEAM, plan_id=cast.plan) as change:
        await team.join(change, person_id=ida.person_id, role=Role.SUPPORTER)
    await away(cast, cast.cem, ida)
    assert await talks(await browser(both), cast) == []


async def test_patients_are_told_who_is_away_and_not_who_is_busy(cast: Cast, browser: Open) -> None:
    async with open_change(cast.trail, cast.cem, Action.SET_AVAILABILITY) as change:
        until = change.now + timedelta(hours=1)
        await absences.set_availability(change, kind=AbsenceKind.BUSY, until=until)
    for who, told in ((cast.ada, []), (cast.bea, ["busy"])):
        page = await browser(who)
        answer = (await page.get(f"/api/plans/{cast.plan}/cover")).json()
        assert [one["kind"] for one in answer["absences"]] == told
