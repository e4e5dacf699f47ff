"""An exercise on a phone: given by the team, done without a network and without motion, noted once."""

from datetime import datetime

from playwright.async_api import expect

from careteam.access.actions import Action
from careteam.coverage.zone import clinic_zone
from careteam.library import commands as exercises
from tests.stories.clinic import live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW
from tests.stories.test_keys import sound
from tests.stories.test_notes import kept_in_the_tab
from tests.stories.test_offline import NO_NETWORK, kept
from tests.world import Cast

HOPE = "Less fear of the next night"


@LONG
async def test_an_exercise_is_done_without_a_network_and_noted_once(cast: Cast, page_as: OpenPage) -> None:
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        today = datetime.now(clinic_zone()).date()
        await exercises.give_exercise(change, exercises.NewExercise(piece="grounding", first=today))
    ada = await page_as(cast.ada, offline=True, expecting=NO_NETWORK, size=NARROW)
    await ada.emulate_media(reduced_motion="reduce")
    await ada.goto("/plan/exercises")
    await kept(ada)
    row = ada.get_by_role("link", name="Five, four, three, two, one")
    await expect(row).to_be_visible()
    await ada.context.set_offline(True)
    await row.click()
    await ada.get_by_role("button", name="Start").click()
    for heading in (
        "5 things you see",
        "4 things you feel",
        "3 things you hear",
        "2 things you smell",
        "1 thing you taste",
    ):
        await expect(ada.get_by_role("heading", name=heading)).to_be_focused()
        await ada.get_by_role("button", name="Next").click()
    await ada.get_by_role("button", name="I am done").click()
    await ada.get_by_role("button", name="It helped", exact=True).click()
    await expect(ada.get_by_text("goes out when you are back online")).to_be_visible()
    await ada.reload()
    await ada.get_by_role("link", name="Do an exercise without a network").click()
    await ada.get_by_role("link", name="Slow breathing").click()
    await ada.get_by_role("button", name="Start").click()
    await expect(ada.get_by_text("Breathe in")).to_be_visible()
    await ada.get_by_role("button", name="End here").click()
    await expect(ada.get_by_text("It is not noted here")).to_be_visible()
    await ada.context.set_offline(False)
    await ada.goto("/plan/exercises")
    await expect(ada.get_by_text("Your team has not given you an exercise now.")).to_be_visible()
    await expect(ada.get_by_text("Done once, last today; helped once")).to_be_visible()


@LONG
async def test_what_is_written_in_an_exercise_becomes_a_private_entry_of_the_diary(
    cast: Cast, page_as: OpenPage
) -> None:
    await live_a_little(cast)
    async with cast.change(cast.bea, Action.ASSIGN_TASK) as change:
        today = datetime.now(clinic_zone()).date()
        await exercises.give_exercise(change, exercises.NewExercise(piece="intention", first=today))
    ada = await page_as(cast.ada, offline=True, expecting=NO_NETWORK, size=NARROW)
    await ada.goto("/plan/exercises")
    await ada.get_by_role("link", name="Find your intention").click()
    await ada.get_by_role("button", name="Start").click()
    await ada.get_by_label("Your words").fill(HOPE)
    await expect(ada.get_by_text("Kept on this device, locked with your keys")).to_be_visible()
    assert "fear" not in await kept_in_the_tab(ada)
    await sound(ada)
    await kept(ada)

    again = await ada.context.new_page()
    await again.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    await again.goto(ada.url)
    await ada.close()
    await again.get_by_role("button", name="Start").click()
    await expect(again.get_by_label("Your words")).to_have_value(HOPE)
    await again.context.set_offline(True)
    for _ in range(3):
        await again.get_by_role("button", name="Next").click()
    await again.get_by_label("Your words").fill("On a card")
    await again.get_by_role("button", name="I am done").click()
    card = again.get_by_role("region", name="Keep what you wrote")
    await card.get_by_role("button", name="Okay").click()
    await expect(card.get_by_role("radio", name="Only me")).to_be_checked()
    await expect(card).to_contain_text(HOPE)
    await sound(again)
    await card.get_by_role("button", name="Keep it in my diary").click()
    await expect(card).to_contain_text("Kept on this device")
    assert "sealed.exercise" not in await kept_in_the_tab(again)
    await again.get_by_role("button", name="It helped", exact=True).click()
    await again.context.set_offline(False)

    await card.get_by_role("link", name="Open my diary").click()
    entry = again.get_by_role("article").filter(has_text=HOPE)
    await expect(entry).to_contain_text("Find your intention")
    await expect(entry).to_contain_text("Only you")
    await expect(entry.get_by_text("Not sent yet")).to_have_count(0)
    bea = await page_as(cast.bea)
    await bea.goto(f"/plans/{cast.plan}/tasks")
    await expect(bea.get_by_text("Done once, last today; helped once")).to_be_visible()
    await bea.goto(f"/plans/{cast.plan}/diary")
    await expect(bea.get_by_text("Nothing shared in this month.")).to_be_visible()
