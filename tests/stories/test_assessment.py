"""What a plan rests on, in a browser: noted with a reason, compared by version, reviewed by two, read by the patient plainly."""

from playwright.async_api import expect

from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe
from tests.world import Cast

REASON = "Her old doctor told us of it."
AGREED = "We try talking and tablets at the same time."


@LONG
async def test_a_treatment_is_noted_compared_and_reviewed_by_both_and_the_patient_reads_it_in_plain_words(
    cast: Cast, page_as: OpenPage
) -> None:
    bea = await page_as(cast.bea)
    await bea.goto(f"/plans/{cast.plan}/assessment")
    await bea.get_by_role("button", name="Add treatment: What was tried").click()
    form = bea.get_by_role("dialog")
    await form.get_by_role("textbox", name="What", exact=True).fill("Sertraline")
    await form.get_by_role("textbox", name="Dose", exact=True).fill("150 mg")
    await form.get_by_role("textbox", name="Days at that dose").fill("63")
    for field, choice in (
        ("Can that dose work?", "Yes"),
        ("Taken", "as agreed"),
        ("What it brought", "no effect"),
    ):
        await form.get_by_role("combobox", name=field, exact=True).click()
        await bea.get_by_role("option", name=choice, exact=True).click()
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_text("Say why.")).to_be_visible()
    assert await axe(bea) == []
    await form.get_by_label("Why is this noted?").fill(REASON)
    await form.get_by_role("button", name="Save").click()
    line = bea.get_by_role("listitem").filter(has_text="Sertraline")
    for said in ("150 mg", "63 days", "adequate", "failed", REASON, "Bea Boateng"):
        await expect(line).to_contain_text(said)
    assert await axe(bea) == []

    await bea.goto(f"/plans/{cast.plan}")
    await bea.get_by_role("button", name="More about this plan").click()
    await bea.get_by_role("menuitem", name="Earlier versions").click()
    versions = bea.get_by_role("dialog")
    await versions.get_by_role("button", name="Compare with version 1").click()
    await expect(versions.get_by_role("region", name="What was tried in version 1")).to_contain_text("not there")
    await expect(versions.get_by_role("region", name="What was tried in version 2")).to_contain_text("Sertraline, ")
    assert await axe(bea) == []

    await bea.goto(f"/plans/{cast.plan}/assessment")
    await bea.get_by_role("button", name="Record a review").click()
    await form.get_by_label("What you agreed on").fill(AGREED)
    await form.get_by_role("button", name="Record review").click()
    await expect(bea.get_by_text("Bea Boateng recorded a review.")).to_be_visible()
    ada = await page_as(cast.ada, size=NARROW, touch=True)
    await ada.goto("/plan")
    await expect(ada.get_by_text("will look at your plan together soon")).to_be_visible()
    await expect(ada.get_by_text(AGREED)).to_have_count(0)

    cem = await page_as(cast.cem)
    await cem.goto(f"/plans/{cast.plan}/assessment")
    await expect(cem.get_by_text("says you reviewed the plan together")).to_be_visible()
    await cem.get_by_role("button", name="Confirm").click()
    await expect(cem.get_by_text("Last reviewed together by")).to_contain_text("Bea Boateng")
    assert await axe(cem) == []
    await expect(ada.get_by_text(AGREED)).to_be_visible()
    await expect(
        ada.get_by_text("One treatment did not help you enough so far. That is not your fault.")
    ).to_be_visible()
    assert await axe(ada) == []
