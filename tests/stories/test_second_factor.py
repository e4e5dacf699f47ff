"""Second steps of signing in, in a real browser: a passkey by one gesture, a code of an app, and being asked once more."""

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from playwright.async_api import Page, expect

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.identity import signed_in
from tests.identity.authenticator import code
from tests.servers import Servers
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, LOOKS, PROVE, WIDE, axe, beyond, look
from tests.stories.test_signing_in import PASSWORD, try_to_sign_in, with_password
from tests.world import Cast


@pytest.fixture(autouse=True)
def nobody_was_refused(servers: Servers) -> None:
    """Forget other tests' tries: all of them come from this machine's one address, which is counted too."""
    with psycopg.connect(servers.owner_url) as connection:
        connection.execute("DELETE FROM care.sign_in_throttle")


@pytest.fixture
def required(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Whoever works here must have a second factor."""
    before = settings().public_url
    monkeypatch.setenv("CARETEAM_SECOND_FACTOR", "required")
    settings.cache_clear()
    assert settings().public_url == before
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def keeps_passkeys(page: Page) -> None:
    """Give the page's browser a device that verifies its person and keeps passkeys."""
    session = await page.context.new_cdp_session(page)
    await session.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True, "hasPrf": True,
    }  # fmt: skip
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def sound(page: Page) -> None:
    """Nothing to object to, wide and narrow, light and dark."""
    for size, dark in LOOKS if PROVE else LOOKS[:1]:
        await look(page, size=size, dark=dark)
        assert await axe(page) == []
        assert await beyond(page) == []
    await look(page, size=WIDE, dark=False)


async def shown_key(page: Page) -> str:
    """The key that stands beside the QR code."""
    await expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    return re.sub(r"\s", "", await page.locator("code").inner_text())


async def test_staff_set_up_a_passkey_before_anything_else_and_then_sign_in_with_it_alone(
    trail: Trail, page_as: OpenPage, required: None
) -> None:
    email = await with_password(trail, "Ina Holm", Role.THERAPIST)
    page = await page_as(None, expecting=(401, 403))
    await keeps_passkeys(page)
    await try_to_sign_in(page, email, PASSWORD)
    await expect(page.get_by_role("heading", name="Protect your sign-in")).to_be_visible()
    await sound(page)
    await page.goto("/today")
    await expect(page).to_have_url(re.compile("/set-up$"))
    await page.get_by_role("button", name="Set up a passkey").click()
    await page.get_by_label("What to call it").fill("My laptop")
    await page.get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    await page.get_by_role("button", name="Account of Ina Holm").click()
    await page.get_by_role("menuitem", name="Signing in").click()
    await expect(page.get_by_text("My laptop")).to_be_visible()
    await expect(page.get_by_text("Everybody who works here keeps at least one.")).to_be_visible()
    await expect(page.get_by_role("button", name="Remove My laptop")).to_have_count(0)
    await sound(page)
    await page.get_by_role("button", name="Account of Ina Holm").click()
    await page.get_by_role("menuitem", name="Sign out", exact=True).click()
    await expect(page).to_have_url(re.compile("/(sign-in|today)$"))
    # The browser offers the passkey in the e-mail field; this one takes what it is offered.
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()


@LONG
async def test_an_app_is_set_up_by_hand_and_its_code_is_asked_for_after_the_password(
    trail: Trail, page_as: OpenPage
) -> None:
    email = await with_password(trail, "Mei Tanaka", Role.PATIENT)
    page = await page_as(None, expecting=(401, 403))
    await try_to_sign_in(page, email, PASSWORD)
    await page.get_by_role("link", name="Me", exact=True).click()
    await page.get_by_role("link", name="Signing in").click()
    await expect(page.get_by_text("No app yet.")).to_be_visible()
    await sound(page)
    await page.get_by_role("button", name="Set up an app").click()
    secret = await shown_key(page)
    await sound(page)
    await page.get_by_label("Code from your app").fill("000000")
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_text("Each code works once")).to_be_visible()
    await page.get_by_label("Code from your app").fill(await code(trail, secret))
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("button", name="Remove Your authenticator app")).to_be_visible()

    await page.context.clear_cookies()
    await try_to_sign_in(page, email, PASSWORD)
    await expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    await sound(page)
    await page.get_by_label("Code from your app").fill(await code(trail, secret, steps=1))
    await page.get_by_label("Code from your app").press("Enter")
    await expect(page.get_by_role("link", name="Me", exact=True)).to_be_visible()


@LONG
async def test_what_was_interrupted_by_the_question_who_is_there_goes_on_and_loses_nothing(
    trail: Trail, cast: Cast, page_as: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = await with_password(trail, "Ada Lund", Role.ADMINISTRATOR)
    page = await page_as(None, expecting=(401, 403))
    await try_to_sign_in(page, email, PASSWORD)
    await expect(page.get_by_role("heading", name="People")).to_be_visible()
    await page.goto(f"/people?person={cast.fay.person_id}")
    await page.get_by_role("button", name="End access").click()
    ending = page.get_by_role("dialog", name="End Fay Okoro's access?")
    reason = ending.get_by_label("Why?")

    await reason.fill("Moved to another clinic")
    asking = page.get_by_role("dialog", name="Is it you?")
    with monkeypatch.context() as long_ago:
        long_ago.setattr(signed_in, "FRESH", timedelta(seconds=-1))
        await ending.get_by_role("button", name="End access").click()
        await expect(asking.get_by_label("Your password")).to_be_focused()
        await sound(page)
        await page.keyboard.press("Escape")
        await expect(asking).to_have_count(0)
        await expect(reason).to_have_value("Moved to another clinic")
        await ending.get_by_role("button", name="End access").click()
        await asking.get_by_label("Your password").fill("not the password")
        await asking.get_by_role("button", name="Confirm").click()
        await expect(asking.get_by_text("Check it and try again.")).to_be_visible()
    await asking.get_by_label("Your password").fill(PASSWORD)
    await asking.get_by_label("Your password").press("Enter")
    await expect(ending).to_have_count(0)
    await expect(page.get_by_text("Moved to another clinic").first).to_be_visible()
