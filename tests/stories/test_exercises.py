"""An exercise on a phone: given by the team, done without a network and without motion, noted once."""

from datetime import datetime

from playwright.async_api import expect

from careteam.access.actions import Action
from careteam.coverage.zone import clinic_zone
from careteam.library import commands as exercises
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW
from tests.stories.test_offline import NO_NETWORK, kept
from tests.world import Cast


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
