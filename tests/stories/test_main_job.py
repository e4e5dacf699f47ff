"""The main job: the team asks the patient for something that serves a goal, the patient does it and says so, live for all."""

from playwright.async_api import expect

from tests.stories.clinic import GOAL, live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import NARROW
from tests.stories.test_staff import log, write
from tests.world import Cast


async def test_a_therapist_asks_and_the_patient_answers_on_a_phone_while_the_team_looks_on(
    cast: Cast, page_as: OpenPage
) -> None:
    lived = await live_a_little(cast)
    cem, bea = await page_as(cast.cem), await page_as(cast.bea)
    ada = await page_as(cast.ada, size=NARROW, touch=True)
    await ada.goto("/home")
    await cem.goto(f"/plans/{cast.plan}?talk={lived.team}&about={lived.goal}")
    await bea.goto(f"/plans/{cast.plan}?talk={lived.team}")
    await expect(log(bea)).to_contain_text("Could we look at the diary together?")

    # A message about the goal, and a task for it.
    await cem.get_by_role("button", name="Write about it").click()
    await write(cem, "Please bring the diary of this week along")
    await expect(log(bea).get_by_role("listitem").filter(has_text="bring the diary")).to_contain_text(f"About: {GOAL}")
    await cem.get_by_role("region", name="Plan", exact=True).get_by_role("button", name="New task").first.click()
    form = cem.get_by_role("region", name="New task for Ada Marsh")
    await form.get_by_label("What is to be done?").fill("Fill in the diary until Thursday")
    await form.get_by_label("Who does it?").click()
    await cem.get_by_role("option", name="Ada Marsh, patient").click()
    await form.get_by_label("For which goal or step?").click()
    await cem.get_by_role("option", name=GOAL).click()
    await expect(form.get_by_label("Ada sees it: it is theirs to do.")).to_be_checked()
    await form.get_by_role("button", name="Assign").click()
    await expect(cem.get_by_text("Assigned to Ada")).to_be_visible()

    # It is on everybody's page, and the patient's next thing.
    await expect(bea.get_by_role("region", name="Plan", exact=True)).to_contain_text("Fill in the diary until Thursday")
    await expect(ada.get_by_role("link", name="Fill in the diary until Thursday")).to_be_visible()
    await ada.get_by_role("link", name="Fill in the diary until Thursday").click()
    await ada.get_by_role("button", name="Start").click()
    await expect(ada.get_by_role("button", name="Mark done")).to_be_visible()
    await ada.get_by_role("button", name="Mark done").click()
    await cem.get_by_role("navigation", name="Parts of the plan").get_by_role("link", name="Tasks").click()
    await cem.get_by_text("Done", exact=True).click()
    await expect(cem.get_by_role("button", name="Fill in the diary until Thursday")).to_be_visible()

    # The patient answers; on a phone Enter is a new line, and the button sends.
    await ada.goto(f"/messages/{cast.plan}/{lived.team}")
    await expect(log(ada)).to_contain_text("Please bring the diary of this week along")
    await expect(ada.get_by_role("button", name="Get help now").first).to_be_visible()
    field = ada.get_by_role("textbox", name="Message.")
    await field.fill("It is done.")
    await field.press("Enter")
    await field.press_sequentially("See you on Thursday")
    await ada.get_by_role("button", name="Send", exact=True).click()
    for page in (cem, bea, ada):
        await expect(log(page).get_by_text("See you on Thursday")).to_have_count(1)
    await cem.goto("/today")
    await expect(cem.get_by_role("button", name="Waiting")).to_contain_text("See you on Thursday")
