"""Without a network: the app opens, help in a crisis is where it always is, and what was written goes out once, later."""

import shutil
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from careteam import pages
from tests.saying import heard
from tests.stories.clinic import live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, WIDE, settled
from tests.world import Cast

#: What a page says of itself when there is no network.
NO_NETWORK = ("ERR_INTERNET_DISCONNECTED", "unreachable")


async def kept(page: Page) -> None:
    """Wait until the service worker answers for this page."""
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.wait_for_function("navigator.serviceWorker.controller !== null")


async def call_for_help(page: Page) -> None:
    """Open "Get help now", see whom to call, and close it again."""
    await page.get_by_role("button", name="Get help now").first.click()
    dialog = page.get_by_role("dialog", name="Get help now")
    for name, address in (("Call 988", "tel:988"), ("Text 988", "sms:988"), ("Call 911", "tel:911")):
        await expect(dialog.get_by_role("link", name=name)).to_have_attribute("href", address)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def test_help_in_a_crisis_opens_without_a_network_and_without_a_sign_in(page_as: OpenPage) -> None:
    page = await page_as(None, offline=True, expecting=(401, *NO_NETWORK), size=NARROW)
    await page.goto("/sign-in")
    await call_for_help(page)
    await kept(page)
    await page.context.set_offline(True)
    for path in ("/sign-in", "/home", "/messages"):
        await page.goto(path)
        await call_for_help(page)
    await expect(page.get_by_text("You are offline")).to_be_visible()


async def test_help_does_not_wait_for_a_server_that_does_not_answer(page_as: OpenPage) -> None:
    page = await page_as(None, size=NARROW)
    await page.route("**/api/**", lambda _: None)  # taken, and never answered
    await page.goto("/home")
    await call_for_help(page)


@LONG
async def test_help_stands_at_the_same_place_on_every_page_of_a_patient_and_before_sign_in(
    cast: Cast, page_as: OpenPage
) -> None:
    lived = await live_a_little(cast)
    ada, nobody = await page_as(cast.ada), await page_as(None, expecting=(401,))
    talk = f"/messages/{cast.plan}/{lived.team}"
    for size in (NARROW, WIDE):
        places: set[tuple[float, ...]] = set()
        for page, path in ((nobody, "/sign-in"), *((ada, p) for p in ("/home", "/messages", talk, "/plan", "/me"))):
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await page.goto(path)
            await settled(page)
            box = await page.get_by_role("banner").get_by_role("button", name="Get help now").bounding_box()
            assert box is not None, path
            assert box["height"] >= 44, path
            places.add((box["x"], box["y"], box["width"]))
        assert len(places) == 1


@LONG
async def test_what_is_written_without_a_network_goes_out_once_when_it_is_back(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    ada = await page_as(cast.ada, offline=True, expecting=NO_NETWORK, size=NARROW)
    await ada.goto(f"/messages/{cast.plan}/{lived.team}")
    await kept(ada)
    await ada.context.set_offline(True)
    field = ada.get_by_role("textbox")
    await field.fill("I walked to the river")
    await ada.get_by_role("button", name="Send", exact=True).click()
    await expect(ada.get_by_role("log")).to_contain_text("Not sent yet. It goes out when you are back online.")
    await expect(ada.get_by_text("You are offline.")).to_be_visible()
    await field.fill("And tomorrow")
    await ada.reload()
    await expect(ada.get_by_text("1 message you wrote is not sent yet.")).to_be_visible()
    await expect(ada.get_by_text("1 text you started is kept here for you.")).to_be_visible()
    await ada.context.set_offline(False)
    await expect(ada.get_by_role("log")).to_contain_text("I walked to the river")
    await expect(ada.get_by_role("log").get_by_text("Not sent yet")).to_have_count(0)
    await expect(field).to_have_value("And tomorrow")
    said = await heard(cast, cast.bea, lived.team)
    assert said.count("I walked to the river") == 1


@LONG
async def test_a_new_version_waits_to_be_asked_for_and_keeps_the_draft(
    cast: Cast, page_as: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = shutil.copytree(pages.DIST, tmp_path / "client")
    monkeypatch.setattr(pages, "DIST", client)
    lived = await live_a_little(cast)
    ada = await page_as(cast.ada, offline=True, size=NARROW)
    await ada.goto(f"/messages/{cast.plan}/{lived.team}")
    await kept(ada)
    await ada.get_by_role("textbox").fill("I thought about the")
    worker = client / "sw.js"
    worker.write_text(worker.read_text() + "\n// newer\n")
    await ada.evaluate("navigator.serviceWorker.getRegistration().then((worker) => worker.update()).then(() => true)")
    async with ada.expect_navigation():
        await ada.get_by_role("button", name="Load it").click()
    await expect(ada.get_by_role("textbox")).to_have_value("I thought about the")
    await expect(ada.get_by_role("button", name="Load it")).to_have_count(0)
