"""What a supervisor does in their browser: finds every act, says why, sees before and after, takes a copy."""

import csv
import io
from collections.abc import Awaitable, Callable

from playwright.async_api import expect

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.plans import commands as plans
from tests.stories.clinic import GOAL, live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, LOOKS, axe, beyond, look, settled
from tests.world import Browser, Cast


async def test_every_act_is_found_in_three_clicks(
    cast: Cast, page_as: OpenPage, browser: Callable[[Actor | None], Awaitable[Browser]]
) -> None:
    await live_a_little(cast)
    # A name of her own: the clinic is full of people called Ada Marsh.
    name = f"Ottilie Frey{cast.plan.hex[-6:]}"
    adam = await browser(cast.adam)
    assert (await adam.send_change("PUT", f"/api/people/{cast.ada.person_id}", {"name": name})).status_code == 200
    page = await page_as(cast.eli)
    await page.goto("/")
    await page.get_by_label("Search by the patient's name").fill(name)
    await page.locator(f'[data-row="{cast.plan}"]').click()
    trail = page.get_by_role("region", name="Trail")
    for said in ("Sent a message", "Gave", "Set a goal", "Put Dov Adler on the plan"):
        await expect(trail.get_by_role("button").filter(has_text=said).first).to_be_visible()
    await page.get_by_role("button", name="What: everything").click()
    await page.get_by_role("menuitem", name="goals and steps").click()
    await expect(trail.get_by_role("button").filter(has_text="Sent a message")).to_have_count(0)
    await trail.get_by_role("button").filter(has_text="Set a goal").first.click()
    entry = page.get_by_role("complementary", name="Entry")
    await expect(entry).to_contain_text("as psychiatrist")
    await entry.get_by_role("link", name="Everything Bea Boateng did").click()
    await expect(page.get_by_role("heading", name="Bea Boateng")).to_be_visible()
    await expect(trail.get_by_role("button").filter(has_text=name).first).to_be_visible()


@LONG
async def test_before_and_after_open_with_a_reason(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        await plans.set_goal(change, goal_id=lived.goal, words="Sleep through every night")
    page = await page_as(cast.eli)
    await page.goto(f"/oversight/plans/{cast.plan}?kind=goals")
    entry = page.get_by_role("complementary", name="Entry")
    await page.get_by_role("button").filter(has_text="Changed a goal").click()
    await expect(entry).to_contain_text("privacy officer")
    await expect(page.get_by_text(GOAL)).to_have_count(0)
    await entry.get_by_label("Your reason").fill("Because")
    await entry.get_by_role("button", name="Open for 8 hours").click()
    await expect(entry).to_contain_text("Write at least 15 letters.")
    await entry.get_by_label("Your reason").fill("Complaint of 3 May about how goals are set")
    await entry.get_by_role("button", name="Open for 8 hours").click()
    await expect(entry.locator("del").filter(has_text=GOAL)).to_be_visible()
    await expect(entry.locator("ins").filter(has_text="Sleep through every night")).to_be_visible()


async def test_a_new_act_appears_while_one_looks(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.eli)
    await page.goto(f"/oversight/plans/{cast.plan}?kind=goals")
    trail = page.get_by_role("region", name="Trail")
    await expect(trail.get_by_role("button").filter(has_text="Set a goal").first).to_be_visible()
    before = await trail.get_by_role("button").filter(has_text="Set a goal").count()
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        await plans.set_goal(change, words="Walk every day")
    await expect(trail.get_by_role("button").filter(has_text="Set a goal")).to_have_count(before + 1)


@LONG
async def test_a_trail_is_walked_and_opened_with_the_keyboard(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.eli)
    await page.goto("/oversight")
    await expect(page.locator("[data-row]").first).to_be_visible()
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Patient or page").fill("Ada Marsh")
    await expect(page.get_by_role("option", name="Ada Marsh").first).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Ada Marsh")).to_be_visible()
    trail = page.get_by_role("region", name="Trail")
    await expect(trail.get_by_role("button").nth(1)).to_be_visible()
    for key in ("j", "j", "k"):
        await page.keyboard.press(key)
    # Looking is an act too, so what was first may not stay first.
    chosen = await page.evaluate("document.activeElement.dataset.row")
    await page.keyboard.press("Enter")
    entry = page.get_by_role("complementary", name="Entry")
    await expect(entry).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(entry).to_have_count(0)
    await expect(trail.locator(f'[data-row="{chosen}"]')).to_be_focused()


@LONG
async def test_a_copy_is_what_is_shown_and_says_that_it_was_taken(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.eli)
    await page.goto(f"/oversight/plans/{cast.plan}?kind=goals")
    await page.get_by_role("button", name="Export").click()
    async with page.expect_download() as taken:
        await page.get_by_role("menuitem", name="Table (CSV)").click()
    path = await (await taken.value).path()
    lines = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert {line["event"] for line in lines} <= {"GoalSet", "GoalProposed", "ItemSet"}
    await page.goto("/oversight/outside?kind=exceptions")
    await expect(page.get_by_role("button").filter(has_text="Took a copy of the trail").first).to_be_visible()


@LONG
async def test_those_who_do_not_oversee_find_no_trail(cast: Cast, page_as: OpenPage) -> None:
    page = await page_as(cast.bea)
    await page.goto(f"/plans/{cast.plan}")
    await expect(page.get_by_role("link", name="Tasks", exact=False).first).to_be_visible()
    await expect(page.get_by_role("link", name="Trail")).to_have_count(0)
    await page.goto("/oversight")
    await expect(page.get_by_text("This page is not here")).to_be_visible()


@LONG
async def test_oversight_is_for_everybody(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.eli)
    plan = f"/oversight/plans/{cast.plan}"
    for path in ("/oversight", plan, f"{plan}?view=touched", "/oversight/outside", "/oversight/waiting"):
        for size, dark in LOOKS:
            await page.goto(path)
            await look(page, size=size, dark=dark)
            await settled(page)
            assert await axe(page) == [], (path, size, dark)
            assert await beyond(page) == [], (path, size, dark)
