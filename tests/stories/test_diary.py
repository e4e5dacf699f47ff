"""A diary in a real browser: seconds for a face, also without a network, and what is private opens for nobody else."""

import re

from playwright.async_api import Page, expect

from tests.stories.clinic import live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe
from tests.stories.test_keys import set_up, sound
from tests.stories.test_offline import NO_NETWORK, kept
from tests.world import Cast

SECRET = "I was ashamed after the call"


@LONG
async def test_a_patient_tells_how_they_are_offline_and_keeps_one_entry_to_themself(
    cast: Cast, page_as: OpenPage
) -> None:
    ada = await page_as(cast.ada, offline=True, expecting=(404, *NO_NETWORK), size=NARROW, touch=True)
    await ada.goto("/home")
    card = ada.get_by_role("region", name="How are you today?")
    await expect(card).to_be_visible()
    await kept(ada)
    await ada.context.set_offline(True)
    await card.get_by_role("button", name="Good").click()
    await card.get_by_role("button", name="Save").click()
    await expect(card.get_by_role("status")).to_contain_text("Kept on this device")
    await ada.reload()
    await ada.context.set_offline(False)
    await ada.goto("/keys")
    await set_up(ada)
    await ada.goto("/diary")
    shared = ada.get_by_role("article").filter(has_text="Shared")
    await expect(shared).to_have_count(1)
    await expect(shared).to_contain_text("Good")
    await expect(shared.get_by_text("Not sent yet")).to_have_count(0)
    await sound(ada)

    await ada.get_by_role("button", name="Write about a day").click()
    dialog = ada.get_by_role("dialog")
    await dialog.get_by_role("button", name="Low").click()
    await dialog.get_by_text("Only me").click()
    await dialog.get_by_role("button", name="Rested").click()
    await dialog.get_by_label(re.compile("A few words")).fill(SECRET)
    await dialog.get_by_role("button", name="Save").click()
    private = ada.get_by_role("article").filter(has_text=SECRET)
    await expect(private).to_contain_text("Only you")

    bea = await page_as(cast.bea)
    await bea.goto(f"/plans/{cast.plan}/diary")
    await expect(bea.get_by_role("article").filter(has_text="Good")).to_have_count(1)
    await sound(bea)
    await expect(bea.get_by_text(SECRET)).to_have_count(0)

    await private.get_by_role("button", name="More for this entry").click()
    await ada.get_by_role("menuitem", name="Share with my team").click()
    await expect(ada.get_by_role("dialog")).to_contain_text("The record of changes keeps what you share")
    await ada.get_by_role("dialog").get_by_role("button", name="Share with my team").click()
    await expect(bea.get_by_text(SECRET)).to_be_visible()
    await expect(ada.get_by_role("article").filter(has_text="Only you")).to_have_count(0)


async def write_about_yesterday(page: Page, words: str) -> None:
    """As the patient: a private entry about a day that is over."""
    await page.get_by_role("button", name="Write about a day").click()
    dialog = page.get_by_role("dialog")
    yesterday = await page.evaluate(
        """() => { const day = new Date(); day.setDate(day.getDate() - 1);
          return day.toLocaleDateString("en-GB", {month: "long", day: "numeric", year: "numeric"}); }"""
    )
    await dialog.get_by_label("Which day").click()
    assert await axe(page) == []
    if yesterday.split()[1] != await page.evaluate("new Date().toLocaleDateString('en-GB', {month: 'long'})"):
        await page.get_by_role("button", name="Previous month").click()
    await page.get_by_role("button", name=yesterday, exact=True).click()
    await dialog.get_by_role("button", name="Bad").click()
    await dialog.get_by_text("Only me").click()
    await dialog.get_by_label(re.compile("A few words")).fill(words)
    await dialog.get_by_role("button", name="Save").click()


@LONG
async def test_a_day_is_filled_in_later_and_shared_and_taken_back_and_the_team_sees_what_is_shared(
    cast: Cast, page_as: OpenPage
) -> None:
    await live_a_little(cast)
    ada, bea = await page_as(cast.ada, size=NARROW, touch=True), await page_as(cast.bea)
    await ada.goto("/diary")
    await bea.goto(f"/plans/{cast.plan}/diary")
    await write_about_yesterday(ada, SECRET)
    mine = ada.get_by_role("article").filter(has_text=SECRET)
    await expect(mine).to_contain_text("Yesterday")
    await expect(mine).to_contain_text("filled in")
    await expect(mine).to_contain_text("Only you")
    theirs = bea.get_by_role("article")
    for verb, reader, seen in (("Share with my team", "Shared", 1), ("Make private", "Only you", 0)):
        await mine.get_by_role("button", name="More for this entry").click()
        await ada.get_by_role("menuitem", name=verb).click()
        await ada.get_by_role("dialog").get_by_role("button", name=verb).click()
        # The two lists of a diary are read anew one after the other.
        await expect(mine).to_have_count(1)
        await expect(mine.filter(has_text=reader)).to_have_count(1)
        await expect(theirs.filter(has_text=SECRET)).to_have_count(seen)
        await expect(theirs).to_have_count(seen)
    await sound(ada)
    await ada.reload()
    await expect(mine).to_contain_text("Only you")
