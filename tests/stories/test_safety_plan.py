"""A safety plan is written on a phone and opens without a network; dangerous words bring help, and tell the team."""

import pytest
from playwright.async_api import Page, expect

from careteam.access.actions import Action
from careteam.safety.models import SafetyEvidence
from tests.saying import heard
from tests.stories.clinic import live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, WIDE, axe, beyond
from tests.stories.test_offline import NO_NETWORK, kept
from tests.world import Cast

BEN = "Ben, my brother"


async def opened_in_help(page: Page) -> None:
    """Two taps: help, and in it the plan."""
    await page.get_by_role("button", name="Get help now").first.click()
    dialog = page.get_by_role("dialog", name="Get help now")
    await dialog.get_by_text("My safety plan", exact=True).click()
    await expect(dialog.get_by_text(BEN, exact=True)).to_be_visible()
    await expect(dialog.get_by_role("link", name=f"Call {BEN}, 555-0199")).to_have_attribute("href", "tel:5550199")
    await page.keyboard.press("Escape")


@LONG
async def test_a_safety_plan_is_written_step_by_step_and_opens_in_two_taps_without_a_network_too(
    cast: Cast, page_as: OpenPage
) -> None:
    ada = await page_as(cast.ada, offline=True, expecting=(401, *NO_NETWORK), size=NARROW)
    await ada.goto("/plan")
    await ada.get_by_role("link", name="Open my safety plan").click()
    await ada.get_by_role("link", name="Write it").click()
    await ada.get_by_label("Line 1", exact=True).fill("I stop answering messages")
    for step in range(3):
        await ada.get_by_role("button", name="Next").click()
        await expect(ada.get_by_text(f"Step {step + 2} of 7")).to_be_visible()
    await ada.get_by_label("Line 1", exact=True).fill(BEN)
    await ada.get_by_label("Phone number for line 1").fill("555-0199")
    await ada.reload()
    await expect(ada.get_by_text("It is kept in this tab")).to_be_visible()
    for _ in range(6):
        await ada.get_by_role("button", name="Next").click()
    await ada.get_by_role("button", name="8", exact=True).click()
    assert not await axe(ada)
    assert not await beyond(ada)
    await ada.get_by_role("button", name="Save it").click()
    await expect(ada.get_by_role("heading", name="People I can tell and ask to help")).to_be_visible()
    await ada.get_by_role("switch").click()
    await expect(ada.get_by_role("switch")).to_be_checked()
    await opened_in_help(ada)
    await kept(ada)
    await ada.context.set_offline(True)
    for path in ("/home", "/sign-in"):
        await ada.goto(path)
        await opened_in_help(ada)

    cem = await page_as(cast.cem, size=WIDE)
    await cem.goto(f"/plans/{cast.plan}")
    await cem.get_by_role("link", name="Safety plan", exact=True).click()
    await expect(cem.get_by_text(BEN, exact=True)).to_be_visible()
    await expect(cem.get_by_text("was not asked yet")).to_be_visible()
    assert not await axe(cem)


@LONG
@pytest.mark.parametrize("agrees", [True, False])
async def test_words_of_danger_bring_help_and_never_stop_the_message(
    cast: Cast, page_as: OpenPage, agrees: bool
) -> None:
    lived = await live_a_little(cast)
    ada = await page_as(cast.ada, size=NARROW)
    await ada.goto(f"/messages/{cast.plan}/{lived.team}")
    answer = "Yes, tell my team" if agrees else "No"
    await ada.get_by_role("button", name=answer, exact=True).click()
    await expect(ada.get_by_text("May your phone tell your team?")).to_be_hidden()
    field, send = ada.get_by_role("textbox"), ada.get_by_role("button", name="Send", exact=True)
    for calm in ("I don't want to die", "This homework is killing me"):
        await field.fill(calm)
        await send.click()
        await expect(ada.get_by_role("log")).to_contain_text(calm)
    help_ = ada.get_by_role("alert").filter(has_text="You are not alone")
    await expect(help_).to_be_hidden()
    await field.fill("I want to die tonight")
    await send.click()
    await expect(help_.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    await expect(help_).to_contain_text("Your team is told now" if agrees else "Your phone has told nobody")
    # The note that it was decided stands over the head of the page for some seconds.
    await expect(ada.get_by_text("Your phone will tell your team")).to_be_hidden()
    assert not await axe(ada)
    assert not await beyond(ada)
    await expect(ada.get_by_role("log").get_by_text("Sending")).to_have_count(0)
    assert (await heard(cast, cast.bea, lived.team)).count("I want to die tonight") == 1
    async with cast.change(cast.ada, Action.TELL_FINDING) as change:
        found = await change.within(cast.plan).find(SafetyEvidence)
    assert [one.rule for one in found] == (["message-words"] if agrees else [])
