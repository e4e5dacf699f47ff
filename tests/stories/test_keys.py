"""One's own keys in a real browser: set up, back after everything was wiped, on a second device, rid of a lost one."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.async_api import Page, Route, expect

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.keys.founding import accept, listed
from careteam.keys.rules import OfficeState
from tests.keys.world import SIGNERS
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, LOOKS, PROVE, WIDE, axe, beyond, look
from tests.stories.test_second_factor import keeps_passkeys
from tests.stories.test_signing_in import PASSWORD, nobody_was_refused, try_to_sign_in, with_password

__all__ = ["nobody_was_refused"]

#: What a browser does that forgets everything.
FORGET = "indexedDB.databases().then((all) => Promise.all(all.map(({name}) => new Promise((done) => {"
FORGET += " const asked = indexedDB.deleteDatabase(name); asked.onsuccess = asked.onblocked = done; }))))"

#: Where a page asks for its person's keys.
MINE = "**/api/keys/mine"

#: Every body that the page sends anywhere.
TELL_SENT = """const plain = window.fetch;
window.fetch = async (request) => { window.sent(await request.clone().text()); return plain(request); };"""


async def sound(page: Page) -> None:
    """Nothing to object to, wide and narrow, light and dark."""
    for size, dark in LOOKS if PROVE else LOOKS[1:2]:
        await look(page, size=size, dark=dark)
        assert await axe(page) == []
        assert await beyond(page) == []
    await look(page, size=WIDE, dark=False)


async def enter(page: Page, email: str, to: str = "/keys") -> None:
    """Sign in by password and go there."""
    await try_to_sign_in(page, email, PASSWORD)
    await expect(page).not_to_have_url(re.compile("/sign-in"))
    await page.goto(to)


KIT_SHEET = re.compile("^Recovery kit of ")


async def groups_of(page: Page) -> list[str]:
    """The kit that is shown."""
    sheet = page.get_by_role("region", name=KIT_SHEET)
    return [re.sub(r"^\d", "", text) for text in await sheet.get_by_role("listitem").all_text_contents()]


async def confirm_kit(page: Page, verb: str = "Finish") -> str:
    """Note the kit and type the two groups that are asked for; return it."""
    await expect(page.get_by_role("region", name=KIT_SHEET).get_by_role("listitem")).to_have_count(8)
    groups = await groups_of(page)
    await page.get_by_role("button", name="I have it on paper").click()
    for place, group in enumerate(groups, start=1):
        field = page.get_by_label(f"Group {place}")
        if await field.count():
            await field.fill(group.lower())
    await page.get_by_role("button", name=verb).click()
    return "-".join(groups)


async def set_up(page: Page) -> str:
    """Set keys up; return the kit."""
    await page.get_by_role("button", name="Make my keys").click()
    kit = await confirm_kit(page)
    await expect(page.get_by_role("heading", name="Your keys are ready")).to_be_visible()
    return kit


async def type_kit(page: Page, kit: str) -> None:
    """Open with the kit."""
    await page.get_by_label("Recovery kit").fill(kit.lower().replace("-", " "))
    await page.get_by_role("button", name="Open", exact=True).click()


async def lie(page: Page, about: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Let the server answer otherwise when this page asks for its person's keys."""

    async def answer_otherwise(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=about(await answer.json()))

    await page.route(MINE, answer_otherwise)


async def test_keys_are_set_up_in_two_minutes_and_a_wiped_browser_comes_back_by_the_kit(
    trail: Trail, page_as: OpenPage
) -> None:
    email = await with_password(trail, "Ina Holm", Role.THERAPIST)
    page = await page_as(None)
    await enter(page, email)
    await expect(page.get_by_role("heading", name="Set up your keys")).to_be_visible()
    await sound(page)
    await page.get_by_role("button", name="Make my keys").click()
    await expect(page.get_by_role("img", name="QR code of the recovery kit")).to_be_visible()
    await sound(page)
    groups = await groups_of(page)
    await page.get_by_role("button", name="I have it on paper").click()
    for field in await page.get_by_label(re.compile("^Group ")).all():
        await field.fill("OOPS")
    await page.get_by_role("button", name="Finish").click()
    await expect(page.get_by_text("That is not what the kit says. Look again.").first).to_be_visible()
    await sound(page)
    await page.get_by_role("button", name="Show the kit again").click()
    assert await groups_of(page) == groups
    kit = await confirm_kit(page)
    await expect(page.get_by_role("heading", name="Your keys are ready")).to_be_visible()
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()
    await sound(page)

    await page.goto("/sign-in")
    await page.evaluate(FORGET)
    await page.goto("/keys")
    await expect(page.get_by_role("heading", name="Open your keys")).to_be_visible()
    await sound(page)
    # A browser that remembers nothing still believes no server that leaves out whom its owner trusts.
    await lie(page, lambda mine: {**mine, "pins": None})
    await page.reload()
    await type_kit(page, kit)
    await expect(page.get_by_text("Your own list of whom you trust is missing")).to_be_visible()
    await page.unroute(MINE)
    await page.reload()
    await type_kit(page, kit[:-1] + ("0" if kit[-1] != "0" else "1"))
    await expect(page.get_by_text("This is not a kit as it was printed.")).to_be_visible()
    await type_kit(page, kit)
    await page.get_by_role("button", name="Remember this browser").click()
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()


async def wipe(page: Page) -> None:
    """Have the browser forget all it keeps for pages."""
    await page.goto("/sign-in")
    await page.evaluate(FORGET)


@LONG
async def test_a_passkey_signs_in_and_opens_the_keys_in_one_gesture(trail: Trail, page_as: OpenPage) -> None:
    email = await with_password(trail, "Mei Tanaka", Role.PATIENT)
    # A passkey offered to a page that is left just then signs nobody in.
    page = await page_as(None, expecting=(410,))
    sent: list[str] = []
    await page.expose_function("sent", lambda body: sent.append(body))
    await page.add_init_script(TELL_SENT)
    await keeps_passkeys(page)
    await enter(page, email, "/me/sign-ins")
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
    await expect(page.get_by_role("button", name="Remove", exact=False).first).to_be_visible()
    await page.goto("/keys")
    await set_up(page)
    await page.get_by_role("button", name="Use a passkey I sign in with").click()
    await expect(page.get_by_text("The passkey opens your keys too.", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_text("Passkey", exact=True)).to_be_visible()
    await wipe(page)
    await page.context.clear_cookies()
    await page.goto("/sign-in?to=/me/devices")
    # The browser offers the passkey in the e-mail field; this one takes what it is offered.
    await expect(page.get_by_text("Passkey", exact=True)).to_be_visible()
    await expect(page.get_by_text("Here", exact=True)).to_have_count(0)
    assert not any("results" in body for body in sent)
    assert any("client_data" in body for body in sent)


@LONG
async def test_a_second_browser_joins_by_its_code_and_once_lost_it_opens_nothing_more(
    trail: Trail, page_as: OpenPage
) -> None:
    email = await with_password(trail, "Kwame Boateng", Role.PSYCHIATRIST)
    page = await page_as(None)
    await enter(page, email)
    await set_up(page)
    await page.get_by_role("button", name="Done").click()

    second = await page_as(None)
    await enter(second, email)
    await second.get_by_role("button", name="Use another device").click()
    await expect(second.get_by_role("img", name="QR code for your other device")).to_be_visible()
    await sound(second)
    code = await second.get_by_text(re.compile("^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$")).inner_text()

    await page.get_by_role("button", name="Add a device").click()
    await page.get_by_label("Code of the new device").fill("0000-0000-0000-0000")
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.get_by_text("No device of yours shows this code.")).to_be_visible()
    await page.get_by_label("Code of the new device").fill(code.lower())
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.get_by_role("dialog").get_by_text(code)).to_be_visible()
    await sound(page)
    await page.get_by_role("button", name="Add this device").click()
    await expect(second.get_by_text("Here", exact=True)).to_be_visible()

    mine = page.get_by_role("region", name="Your devices and recovery")
    lost = mine.get_by_role("button", name=re.compile("^Remove ")).last
    await lost.click()
    await sound(page)
    await page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    await expect(page.get_by_text("Removed, and your keys are new")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()
    await second.reload()
    await expect(second.get_by_text("Your keys are locked here")).to_be_visible()

    await lie(page, lambda mine: {**mine, "entries": mine["entries"][:2]})
    await page.reload()
    await expect(page.get_by_text("Your keys are closed: something the server sent").first).to_be_visible()
    await page.get_by_role("button", name="See what is wrong").first.click()
    await expect(page.get_by_text("older record of your keys than this browser has seen")).to_be_visible()
    await expect(page.get_by_text("The privacy officer has been told.")).to_be_visible()
    await sound(page)


async def words_on(page: Page) -> list[str]:
    """The twelve words that are shown."""
    shown = page.get_by_role("list", name="Words to compare").get_by_role("listitem")
    await expect(shown).to_have_count(12)
    return await shown.all_text_contents()


@LONG
async def test_an_identity_officer_confirms_a_colleague_after_comparing_words(trail: Trail, page_as: OpenPage) -> None:
    name = f"Vera {uuid4().hex[:8]}"
    vera = await page_as(None)
    await enter(vera, await with_password(trail, name, Role.THERAPIST))
    await set_up(vera)
    await vera.get_by_role("button", name="Done").click()
    told = await words_on(vera)
    email = await with_password(trail, "Ola Nordin", Role.IDENTITY_OFFICER)
    page = await page_as(None)
    await enter(page, email)
    await set_up(page)
    await page.goto("/confirm-people")
    await page.get_by_role("button", name="Ask for the office").click()
    await expect(page.get_by_text("It comes into force when two of the clinic's root keys")).to_be_visible()
    await sound(page)
    # What was sealed before opens after the keys were made new.
    await page.goto("/account/devices")
    await page.get_by_role("button", name="New kit").click()
    await page.get_by_role("button", name="Make a new kit").click()
    await confirm_kit(page)
    await expect(page.get_by_text("The new kit counts from now on")).to_be_visible()
    asked = [office.id for office in await listed(trail) if office.state is OfficeState.ASKED]
    await accept(trail, asked, SIGNERS[:2])
    await page.goto("/confirm-people")
    await page.get_by_role("button", name=f"Compare words with {name}").click()
    dialog = page.get_by_role("dialog", name=f"Compare words with {name}")
    assert await words_on(page) == told
    await sound(page)
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_text(f"{name} is confirmed")).to_be_visible()
    await vera.reload()
    await expect(vera.get_by_text("Confirmed by an identity officer")).to_be_visible()
