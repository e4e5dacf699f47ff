"""Pages that are not as usual: a plan that is not running, a load that fails, an address that leads nowhere, a crash."""

import json

import pytest
from playwright.async_api import Route, expect

from careteam.access.actions import Action
from careteam.access.roles import PlanStatus
from careteam.plans import commands as plans
from tests.stories.clinic import GOAL, live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe, settled
from tests.world import Cast

BUSY = {"type": "/problems/busy", "title": "Two changes got in each other's way.", "status": 503}


async def refuse(route: Route) -> None:
    """Answer as a server that has trouble."""
    await route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(BUSY))


async def become(cast: Cast, status: PlanStatus) -> None:
    """The psychiatrist gives the plan another state."""
    async with cast.change(cast.bea, Action.SET_PLAN_STATUS) as change:
        await plans.set_plan_status(change, status=status, reason="Agreed with everybody")


@pytest.mark.parametrize(
    ("status", "to_staff", "to_patient"),
    [
        pytest.param(PlanStatus.ON_HOLD, "messages and tasks go on", "Your plan is paused.", marks=[LONG]),
        pytest.param(
            PlanStatus.COMPLETED,
            "This plan is completed. Only messages go on.",
            "You finished this plan.",
            marks=[LONG],
        ),
        pytest.param(PlanStatus.REVOKED, "This plan has ended before its time.", "This plan has ended.", marks=[LONG]),
    ],
)
async def test_a_plan_that_rests_says_what_still_goes_on_and_is_taken_up_again(
    cast: Cast, page_as: OpenPage, status: PlanStatus, to_staff: str, to_patient: str
) -> None:
    await live_a_little(cast)
    await become(cast, status)
    bea, ada = await page_as(cast.bea), await page_as(cast.ada, size=NARROW)
    await ada.goto("/plan")
    await expect(ada.get_by_text(to_patient)).to_be_visible()
    over = status is not PlanStatus.ON_HOLD
    await expect(ada.get_by_role("heading", name="Where you are")).to_have_count(0 if over else 1)
    await bea.goto(f"/plans/{cast.plan}")
    await expect(bea.get_by_text(to_staff)).to_be_visible()
    await expect(bea.get_by_role("button", name="Goal", exact=True)).to_have_count(0)
    assert await axe(bea) + await axe(ada) == []
    await bea.get_by_role("button", name="Change state").click()
    dialog = bea.get_by_role("dialog", name="Change state")
    await expect(dialog.get_by_role("radio", name=str(status))).to_have_count(0)
    await dialog.get_by_role("radio", name="active").check(force=True)
    await dialog.get_by_label("Why?").fill("They came back")
    await dialog.get_by_role("button", name="Save").click()
    await expect(bea.get_by_text(to_staff)).to_have_count(0)
    await expect(bea.get_by_role("button", name="Goal", exact=True)).to_be_visible()
    await expect(ada.get_by_text(to_patient)).to_have_count(0)


async def test_what_is_shown_stays_when_it_cannot_be_renewed(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    cem = await page_as(cast.cem, expecting=(503,))
    await cem.goto(f"/plans/{cast.plan}")
    field = cem.get_by_role("textbox", name="Message.")
    await field.fill("I was about to say")
    for path in (f"**/api/plans/{cast.plan}", "**/conversations*", "**/conversations/**"):
        await cem.route(path, refuse)
    async with (
        cem.expect_response(lambda answer: answer.status == 503),
        cast.change(cast.bea, Action.REVISE_PLAN) as change,
    ):
        await plans.revise_plan(change, reason="It changed", title="A second plan")
    await expect(cem.get_by_role("article").filter(has_text=GOAL)).to_be_visible()
    await expect(field).to_have_value("I was about to say")
    await expect(cem.get_by_text("This could not be loaded")).to_have_count(0)


@LONG
async def test_a_patient_whose_plan_could_not_be_loaded_is_not_told_that_there_is_none(
    cast: Cast, page_as: OpenPage
) -> None:
    ada = await page_as(cast.ada, size=NARROW, expecting=(503,))
    await ada.route("**/api/plans?*", refuse)
    await ada.route("**/api/plans", refuse)
    for path in ("/home", "/plan", "/me/who-opened-my-plan"):
        await ada.goto(path)
        await expect(ada.get_by_text("This could not be loaded")).to_be_visible()
        await expect(ada.get_by_text("You are not on a plan yet")).to_have_count(0)


async def test_an_address_that_leads_nowhere_shows_help_once(cast: Cast, page_as: OpenPage) -> None:
    ada = await page_as(cast.ada, size=NARROW)
    for path in ("/me/nowhere", "/nowhere"):
        await ada.goto(path)
        await settled(ada)
        await expect(ada.get_by_text("This page is not here")).to_be_visible()
        await expect(ada.get_by_role("banner")).to_have_count(1)
        await expect(ada.get_by_role("button", name="Get help now")).to_have_count(1)


async def test_help_in_a_crisis_stands_on_a_page_that_broke(cast: Cast, page_as: OpenPage) -> None:
    ada = await page_as(cast.ada, size=NARROW, expecting=("",))

    async def break_it(route: Route) -> None:
        await route.fulfill(json={"items": [None], "next": None})

    await ada.route("**/api/plans?*", break_it)
    await ada.route("**/api/plans", break_it)
    await ada.goto("/home")
    await expect(ada.get_by_text("This page stopped working")).to_be_visible()
    await ada.get_by_role("button", name="Get help now").click()
    await expect(ada.get_by_role("link", name="Call 988")).to_be_visible()
