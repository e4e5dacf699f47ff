"""An answer about hurting oneself: help at once for who gives it, a case for the team until it is closed, a trail for both."""

from playwright.async_api import Page, Route, expect

from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe
from tests.stories.test_offline import NO_NETWORK, kept
from tests.world import Cast

RULE = "PHQ-9: item 9 on more than half the days, or nearly every day"
FOUND = "We spoke on the phone. Her sister stays with her tonight."
DONE = "We meet tomorrow at nine."


async def answer_in_danger(page: Page, cast: Cast) -> None:
    """As the patient on a phone: all of PHQ-9, the last item on more than half the days."""
    await page.goto(f"/plan/check-in/{cast.plan}/PHQ-9")
    for _ in range(8):
        await page.get_by_role("button", name="Not at all", exact=True).click()
    await page.get_by_role("button", name="More than half the days").click()


async def see_help(page: Page) -> None:
    """Whom to call stands on the page."""
    help_now = page.get_by_role("alert", name="You said that you have had thoughts of hurting yourself")
    for name, address in (("Call 988", "tel:988"), ("Text 988", "sms:988"), ("Call 911", "tel:911")):
        await expect(help_now.get_by_role("link", name=name)).to_have_attribute("href", address)


@LONG
async def test_an_answer_that_tells_of_danger_shows_help_and_is_a_case_until_somebody_has_closed_it(
    cast: Cast, page_as: OpenPage
) -> None:
    ada = await page_as(cast.ada, size=NARROW, touch=True)
    await answer_in_danger(ada, cast)
    await see_help(ada)
    assert await axe(ada) == []
    await ada.get_by_role("button", name="Leave this out").click()
    await ada.get_by_role("button", name="Send to my team").click()
    await see_help(ada)
    await expect(ada.get_by_role("region", name="Thank you")).to_contain_text("Your team can see your answers.")

    bea = await page_as(cast.bea)
    await bea.goto("/today")
    row = bea.get_by_role("listitem").filter(has_text="Ada Marsh")
    await expect(row.first).to_contain_text("Urgent")
    assert await axe(bea) == []
    await bea.goto(f"/plans/{cast.plan}/cases")
    case = bea.get_by_role("region", name="Safety cases")
    await expect(case).to_contain_text("Ada may be in danger")
    await case.get_by_role("button", name="Take it on").click()
    await expect(case).to_contain_text("You have it in hand.")
    await case.get_by_role("button", name="Record assessment").click()
    await bea.get_by_role("dialog").get_by_label("Your assessment").fill(FOUND)
    assert await axe(bea) == []
    await bea.get_by_role("dialog").get_by_role("button", name="Record assessment").click()
    await expect(bea.get_by_role("article").filter(has_text=FOUND)).to_be_visible()
    await case.get_by_role("button", name="Record outcome").click()
    closing = bea.get_by_role("dialog")
    await closing.get_by_role("combobox", name="What came of it").click()
    await bea.get_by_role("option", name="Reached, and safe").click()
    await closing.get_by_label("What you did").fill(DONE)
    await closing.get_by_role("button", name="Record outcome").click()
    await expect(bea.get_by_role("article").filter(has_text=DONE)).to_contain_text("Closed: Reached, and safe")
    await expect(case).to_have_count(0)
    assert await axe(bea) == []

    await bea.get_by_role("link", name="Safety rules").click()
    rule = bea.get_by_role("article").filter(has_text=RULE)
    await expect(rule).to_contain_text("Item 9 answered 2 to 3.")
    await expect(rule).to_contain_text("What it cannot do")
    assert await axe(bea) == []
    await bea.goto("/today")
    await expect(bea.get_by_text("Nothing waits for you")).to_be_visible()

    eli = await page_as(cast.eli)
    await eli.goto(f"/oversight/plans/{cast.plan}")
    trail = eli.get_by_role("region", name="Trail")
    for said in ("A finding opened a safety case", "Recorded what they found", "Recorded what came of a safety case"):
        await expect(trail.get_by_role("button").filter(has_text=said).first).to_be_visible()
    await trail.get_by_role("button").filter(has_text="Recorded what came of a safety case").click()
    await expect(eli.get_by_role("complementary", name="Entry")).to_contain_text("as psychiatrist")
    await expect(eli.get_by_text(DONE)).to_have_count(0)


@LONG
async def test_help_is_shown_though_the_network_is_gone_and_the_finding_arrives_once_whatever_answer_is_lost(
    cast: Cast, page_as: OpenPage
) -> None:
    ada = await page_as(cast.ada, offline=True, expecting=(*NO_NETWORK, "ERR_FAILED"), size=NARROW, touch=True)
    taken: list[int] = []

    async def lose_the_first_answer(route: Route) -> None:
        if taken or route.request.method != "POST":
            await route.continue_()
        else:
            taken.append((await route.fetch()).status)
            await route.abort()

    await answer_in_danger(ada, cast)
    await kept(ada)
    await ada.get_by_role("button", name="Leave this out").click()
    await ada.context.set_offline(True)
    await ada.get_by_role("button", name="Send to my team").click()
    await see_help(ada)
    await expect(ada.get_by_role("region", name="Kept on this device")).to_be_visible()
    bea = await page_as(cast.bea)
    await bea.goto(f"/plans/{cast.plan}/cases")
    await expect(bea.get_by_text("No case", exact=True)).to_be_visible()
    await ada.reload()
    await ada.route("**/measures/PHQ-9/results", lose_the_first_answer)
    await ada.context.set_offline(False)
    await expect(bea.get_by_role("region", name="Safety cases")).to_contain_text("Ada may be in danger")
    await ada.goto("/home")
    await expect(ada.get_by_text("1 check-in is not sent yet")).to_have_count(0)
    assert taken == [201]
    await bea.reload()
    await expect(bea.get_by_role("article").get_by_text(RULE)).to_have_count(1)
    await bea.goto(f"/plans/{cast.plan}/scores")
    await expect(bea.get_by_text("Answered by the patient")).to_have_count(1)
