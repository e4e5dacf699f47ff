"""Who needs somebody, and do patients get better? A clinician goes from a word to the person; a supervisor sees counts alone."""

import re

from playwright.async_api import expect

from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe, beyond, look
from tests.worklist.test_needs import BETTER, SAME, WORSE, patient_with
from tests.world import Cast

#: How a score is told to those who treat.
SCORE = re.compile(r"→|PHQ-9 \d")


@LONG
async def test_a_clinician_goes_from_a_word_to_the_person_and_a_supervisor_sees_counts_alone(
    cast: Cast, page_as: OpenPage
) -> None:
    names = {"Wim Worse": WORSE, "Sam Same": SAME, "Bo Better": BETTER, "Ben Better": BETTER, "Bea Better": BETTER}
    plans = {name: await patient_with(cast, name, scores) for name, scores in names.items()}
    bea = await page_as(cast.bea)
    await bea.goto("/patients")
    await bea.get_by_role("tab", name="Who needs somebody").click()
    rows = bea.locator("main a[data-row]")
    await expect(rows.first).to_contain_text("Wim Worse")
    await expect(rows.first).to_contain_text("PHQ-9 14 → 21")
    await expect(bea.locator("main").get_by_text(SCORE)).not_to_have_count(0)
    await expect(rows.first).to_contain_text("Worse than at first or last time")
    assert await axe(bea) == []
    await look(bea, size=NARROW, dark=True)
    assert await axe(bea) + await beyond(bea) == []
    await bea.get_by_role("combobox", name="Show").click()
    await bea.get_by_role("option", name="Not improving").click()
    await expect(rows).to_have_count(2)
    await rows.first.click()
    await expect(bea).to_have_url(re.compile(f"/plans/{plans['Wim Worse']}/scores"))
    await expect(bea.get_by_text("Wim Worse").first).to_be_visible()

    await bea.goto("/outcomes")
    marks = bea.get_by_role("figure", name=re.compile("^Response and remission"))
    await expect(marks).to_be_visible()
    assert await axe(bea) == []
    await marks.get_by_role("row", name=re.compile("^8 weeks")).get_by_role("link").first.click()
    await expect(bea.get_by_role("heading", name="8 weeks after the first score")).to_be_visible()
    await expect(rows.filter(has_text="Bo Better")).to_contain_text("Remission")
    assert await axe(bea) == []

    eli = await page_as(cast.eli)
    await eli.goto("/oversight/outcomes")
    counted = eli.get_by_role("figure", name=re.compile("^Response and remission"))
    await expect(counted).to_be_visible()
    assert await axe(eli) == []
    await counted.get_by_role("row", name=re.compile("^8 weeks")).get_by_role("link").first.click()
    behind = eli.locator("main a[data-row]")
    await expect(behind.first).to_be_visible()
    await expect(eli.get_by_text("Scores are not shown here.")).to_be_visible()
    await expect(eli.locator("main").get_by_text(SCORE)).to_have_count(0)
    assert await axe(eli) == []
