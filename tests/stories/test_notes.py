"""A therapist's private notes in a real browser: sealed before they leave it, and open to nobody else."""

import re
from typing import Any

from playwright.async_api import Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.plans import team
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, axe, settled
from tests.stories.test_keys import TELL_SENT, set_up, sound, type_kit, wipe
from tests.world import Cast

WORDS = "The silence was mine to bear, and I nearly filled it."
BETTER = "I did not fill the silence, and something came."


async def write(page: Page, text: str) -> None:
    """A new note, up to its being kept as a draft."""
    await page.get_by_role("button", name="New note").click()
    await page.get_by_label("New private note").fill(text)
    await expect(page.get_by_text("Draft kept in this tab, locked")).to_be_visible()


async def kept_in_the_tab(page: Page) -> str:
    return await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")


@LONG
async def test_a_therapist_writes_reloads_corrects_and_comes_back_by_the_kit(cast: Cast, page_as: OpenPage) -> None:
    page, notes = await page_as(cast.cem, expecting=[404]), f"/plans/{cast.plan}/notes"
    sent: list[str] = []
    await page.expose_function("sent", lambda body: sent.append(body))
    await page.add_init_script(TELL_SENT)
    await page.goto(f"/plans/{cast.plan}")
    await page.get_by_role("link", name="Private notes").click()
    await expect(page.get_by_text("not even with the emergency access")).to_be_visible()
    await sound(page)
    await page.get_by_role("link", name=re.compile("[Ss]et up")).first.click()
    kit = await set_up(page)
    await page.goto(notes)
    await expect(page.get_by_text("No private note yet")).to_be_visible()
    await sound(page)

    await write(page, WORDS)
    assert "silence" not in await kept_in_the_tab(page)
    await sound(page)
    await page.reload()
    await expect(page.get_by_label("New private note")).to_have_value(WORDS)
    await page.get_by_role("button", name="Save note").click()
    await expect(page.get_by_role("article")).to_contain_text(WORDS)
    assert "process-note" not in await kept_in_the_tab(page)
    await page.reload()
    await expect(page.get_by_role("article")).to_contain_text(WORDS)

    await page.get_by_role("button", name="Correct").click()
    await page.get_by_label("Correct this note").fill(BETTER)
    await page.get_by_role("button", name="Save correction").click()
    await expect(page.get_by_role("article")).to_contain_text(BETTER)
    await page.get_by_role("button", name="1 earlier version").click()
    await expect(page.get_by_role("dialog")).to_contain_text(WORDS)
    await sound(page)
    await page.keyboard.press("Escape")

    await wipe(page)
    await page.goto(notes)
    await expect(page.get_by_role("article")).to_have_count(0)
    await page.get_by_role("link", name="Open", exact=False).first.click()
    await type_kit(page, kit)
    await page.get_by_role("button", name="Remember this browser").click()
    await expect(page.get_by_role("article")).to_contain_text(BETTER)
    assert any('"sealed"' in body for body in sent)
    assert [body for body in sent if "silence" in body] == []


@LONG
async def test_what_was_changed_elsewhere_is_not_written_over(cast: Cast, page_as: OpenPage) -> None:
    page, notes = await page_as(cast.cem, expecting=[404, 409]), f"/plans/{cast.plan}/notes"
    await page.goto(f"/keys?to={notes}")
    await set_up(page)
    await page.goto(notes)
    await write(page, WORDS)
    await page.get_by_role("button", name="Save note").click()
    await page.get_by_role("button", name="Correct").click()
    await page.get_by_label("Correct this note").fill("On this tab")

    other = await page.context.new_page()
    await other.goto(notes)
    await other.get_by_role("button", name="Correct").click()
    await other.get_by_label("Correct this note").fill(BETTER)
    await other.get_by_role("button", name="Save correction").click()
    await expect(other.get_by_role("article")).to_contain_text(BETTER)

    await page.get_by_role("button", name="Save correction").click()
    await expect(page.get_by_text("You changed this note elsewhere meanwhile.")).to_be_visible()
    await expect(page.get_by_label("Correct this note")).to_have_value("On this tab")
    assert await axe(page) == []
    await page.get_by_role("button", name="Save mine as the newest").click()
    await expect(page.get_by_role("article")).to_contain_text("On this tab")
    await page.get_by_role("button", name="2 earlier versions").click()
    await expect(page.get_by_role("dialog")).to_contain_text(BETTER)


@LONG
async def test_nobody_else_finds_a_place_for_private_notes(cast: Cast, page_as: OpenPage) -> None:
    async with cast.change(cast.eli, Action.REQUEST_ACCESS) as change:
        await team.request_access(change, reason="The answer came late twice")
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=cast.fay.person_id, role=Role.THERAPIST)
    looked: dict[str, Any] = {}
    for name, who in (("psychiatrist", cast.bea), ("supervisor", cast.eli), ("therapist", cast.fay)):
        page = await page_as(who)
        await page.goto(f"/plans/{cast.plan}")
        await settled(page)
        await expect(page.get_by_role("link", name="Tasks").first).to_be_visible()
        looked[name] = await page.get_by_role("link", name="Private notes").count()
    assert looked == {"psychiatrist": 0, "supervisor": 0, "therapist": 1}
