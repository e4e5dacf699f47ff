"""What a patient and a supporter do: the next task, a goal of one's own, who may see the plan, who has read a message."""

from playwright.async_api import expect

from careteam.tasks.commands import NewTask
from tests.stories.clinic import GOAL, give, live_a_little, stand_by
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe, beyond, look, settled
from tests.world import Cast


async def test_a_patient_does_what_is_asked_and_suggests_a_goal(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    await give(
        cast, cast.cem, NewTask(title="Write down three nights", owner_id=cast.ada.person_id, goal_id=lived.goal)
    )
    ada = await page_as(cast.ada, size=NARROW, touch=True)
    await ada.goto("/home")
    card = ada.get_by_role("region", name="Next for you")
    await expect(card).to_contain_text("Write down three nights")
    await expect(card).to_contain_text(f"For: {GOAL}")
    await card.get_by_role("button", name="Mark done").click()
    await expect(card).to_contain_text("Nothing to do right now")
    await ada.get_by_role("link", name="Plan", exact=True).click()
    await ada.get_by_role("button", name="Suggest a goal").click()
    await ada.get_by_label("What would you like to be different?").fill("Play the piano again")
    await ada.get_by_role("button", name="Suggest it").click()
    goal = ada.get_by_role("article", name="Play the piano again")
    await expect(goal).to_contain_text("You suggested this")
    bea = await page_as(cast.bea)
    await bea.goto(f"/plans/{cast.plan}")
    await expect(bea.get_by_role("article").filter(has_text="Play the piano again")).to_contain_text("proposed")


@LONG
async def test_a_supporter_sees_what_the_patient_lets_them_see(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    sam_marsh, _ = await stand_by(cast)
    ada, sam = await page_as(cast.ada), await page_as(sam_marsh, size=NARROW, expecting=(403, 404))
    await sam.goto("/plan")
    await expect(sam.get_by_text("Ada has not shared the plan with you.")).to_be_visible()
    await expect(sam.get_by_text("Bea Boateng")).to_be_visible()
    await expect(sam.get_by_text(GOAL)).to_have_count(0)
    await ada.goto("/plan")
    # The switch shows what the server knows, and turns only once that has answered.
    shares = ada.get_by_label("Sam may see my plan")
    await shares.click(force=True)
    await expect(shares).to_be_checked()
    await expect(sam.get_by_text(GOAL)).to_be_visible()
    await expect(sam.get_by_role("button", name="Suggest a goal")).to_have_count(0)
    await ada.get_by_role("button", name="End Sam's part").click()
    await ada.get_by_role("dialog").get_by_role("button", name="End it").click()
    await expect(sam.get_by_text("You are not on a plan yet")).to_be_visible()


@LONG
async def test_a_patient_sees_who_has_read_what_they_wrote(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    ada, bea = await page_as(cast.ada, size=NARROW, touch=True), await page_as(cast.bea)
    await ada.goto("/messages")
    await ada.get_by_role("button", name="Whole team").click()
    await expect(ada.get_by_text("Bea, Cem and Dov read this")).to_be_visible()
    await ada.get_by_role("textbox").fill("Thank you for the call")
    await ada.get_by_role("button", name="Send", exact=True).click()
    await bea.goto(f"/plans/{cast.plan}?talk={lived.team}")
    receipt = ada.get_by_role("button", name="Seen by 1 of 3")
    await receipt.click()
    await expect(ada.get_by_text("Seen by Bea", exact=True)).to_be_visible()
    await expect(ada.get_by_text("Not received yet by Cem and Dov")).to_be_visible()


@LONG
async def test_a_patients_pages_are_readable_by_everybody(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    task = await give(cast, cast.cem, NewTask(title="Write down three nights", owner_id=cast.ada.person_id))
    ada = await page_as(cast.ada, size=NARROW)
    for path in (
        "/home", "/messages", f"/messages/{cast.plan}/{lived.team}", "/plan", f"/plan/tasks/{cast.plan}/{task}", "/me",
        "/me/who-opened-my-plan", "/me/sign-ins",
    ):  # fmt: skip
        await ada.goto(path)
        await settled(ada)
        assert await beyond(ada) == [], path
        for dark in (False, True):
            await look(ada, size=NARROW, dark=dark)
            assert await axe(ada) == [], (path, dark)
