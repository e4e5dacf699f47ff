"""The first minutes of a real clinic, from the administrator's one-use link on; and the end of somebody's access."""

import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.core.settings import settings
from careteam.crypto.atrest import DeploymentKey
from careteam.operations.offices import accept_all, signers_of
from careteam.operations.roots import keys_of, lay_foundation
from careteam.reactions import install
from tests.realtime.live import process
from tests.servers import Servers
from tests.stories.pages import axe, beyond, browsing, built_client, look, settled
from tests.stories.test_keys import set_up

PASSWORD = "four calm herons wading"


@dataclass(frozen=True)
class Begun:
    """A clinic in which nothing has happened yet."""

    link: str
    new_browser: Callable[[], Awaitable[Page]]
    sign_offices_in: Callable[[], Awaitable[None]]


@pytest_asyncio.fixture
async def begun(fresh_database: Callable[..., Servers], chromium: Chromium, tmp_path: Path) -> AsyncIterator[Begun]:
    """An empty installation with the built client, and its administrator's link."""
    built_client()
    servers = fresh_database()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    troubles: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CARETEAM_PUBLIC_URL", f"http://localhost:{port}")
        patched.setenv("CARETEAM_OFFICES", str(tmp_path))
        settings.cache_clear()
        async with AsyncExitStack() as opened:
            database = await Database(servers.app_url).open()
            opened.push_async_callback(database.close)
            broker = Broker(servers.redis_url).open()
            opened.push_async_callback(broker.close)
            trail = Trail(database, DeploymentKey.generate(), install(), broker)
            link = await lay_foundation(trail, settings(), tell=lambda _: None)
            assert link is not None
            await opened.enter_async_context(process(servers, trail, port=port))

            async def new_browser() -> Page:
                page, watched = await opened.enter_async_context(browsing(chromium, trail, None))
                opened.callback(lambda: troubles.extend(watched.troubles))
                return page

            roots = signers_of(keys_of(settings()), [])
            yield Begun(link, new_browser, lambda: accept_all(trail, roots))
    settings.cache_clear()
    assert not troubles, "\n".join(troubles)


async def come_in(page: Page, link: str, *, keys: bool = False, **said: str) -> None:
    """Use a one-use link; with keys, or to have them later."""
    await page.goto(link)
    for label, words in said.items():
        await page.get_by_label(label.replace("_", " ")).fill(words)
    await page.get_by_label("Choose a password").fill(PASSWORD)
    await page.get_by_label("The same password again").fill(PASSWORD)
    await page.get_by_role("button", name="Start").click()
    if keys:
        await set_up(page)
        await page.get_by_role("button", name="Done").click()
    else:
        await page.get_by_role("button", name="Not now").click()
    await expect(page).not_to_have_url(re.compile("/(welcome|keys)"))


async def confirm(page: Page, name: str) -> None:
    """Vouch for somebody's keys, who read their words out."""
    await page.get_by_role("button", name=f"Compare words with {name}").click()
    dialog = page.get_by_role("dialog", name=f"Compare words with {name}")
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_text(f"{name} is confirmed")).to_be_visible()


async def shown_link(page: Page) -> str:
    """The link of whoever stands in the drawer."""
    await page.get_by_role("button", name="Show the link").click()
    link = await page.get_by_label("One-use link").input_value()
    await page.get_by_role("dialog").get_by_role("button", name="Close").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    return link


async def invite(page: Page, step: str, name: str) -> str:
    """Take one of the first steps; return the link to hand over."""
    await page.get_by_role("button", name=step).click()
    form = page.get_by_role("dialog", name="Invite a person")
    await form.get_by_label("Name", exact=True).fill(name)
    await form.get_by_label("E-mail").fill(f"{name.split()[-1].lower()}@harbor.example")
    await form.get_by_role("button", name="Invite").click()
    return await shown_link(page)


async def take_in(page: Page) -> None:
    """Take in a patient who has no e-mail address; what was typed outlives a reload."""
    await page.get_by_role("link", name="Take in a patient").click()
    await page.get_by_label("Name", exact=True).fill("Mei Tanaka")
    await page.get_by_label("What is the plan for?").fill("Finding sleep again")
    await page.get_by_role("combobox", name="Psychiatrist").fill("boat")
    await page.get_by_role("option", name="Bea Boateng").click()
    await page.reload()
    await expect(page.get_by_label("Name", exact=True)).to_have_value("Mei Tanaka")
    await expect(page.get_by_role("radio", name="Bea Boateng leads the team")).to_be_checked()
    await settled(page)
    assert await axe(page) == []
    await page.get_by_role("button", name="Take in Mei Tanaka").click()
    await expect(page.get_by_text("They have no link yet, so they cannot sign in.")).to_be_visible()


async def test_a_clinic_starts_from_its_administrators_link_and_ends_somebodys_access(begun: Begun) -> None:
    adam, cora, ida, bea, mei = [await begun.new_browser() for _ in range(5)]
    await come_in(adam, begun.link, Your_name="Adam Reyes", **{"Your_e-mail": "reyes@harbor.example"})
    await expect(adam.get_by_role("heading", name="First steps")).to_be_visible()
    for size, dark in (((390, 844), True), ((1440, 900), False)):
        await look(adam, size=size, dark=dark)
        assert await axe(adam) + await beyond(adam) == []
    coordinator = await invite(adam, "Invite a coordinator", "Cora Lindt")
    officer = await invite(adam, "Invite an identity officer", "Ida Holm")
    psychiatrist = await invite(adam, "Invite a psychiatrist", "Bea Boateng")

    await come_in(cora, coordinator)
    await expect(cora.get_by_text("No patient yet")).to_be_visible()
    await take_in(cora)
    await cora.get_by_role("button", name="Make a link").click()
    patient = await shown_link(cora)
    await come_in(mei, patient, keys=True, **{"Your_e-mail": "mei@harbor.example"})
    await come_in(bea, psychiatrist, keys=True)
    await come_in(ida, officer, keys=True)
    await ida.get_by_role("button", name="Ask for the office").click()
    await expect(ida.get_by_text("It comes into force when two of the clinic's root keys")).to_be_visible()
    await begun.sign_offices_in()
    await ida.reload()
    await bea.get_by_role("link", name="Patients").click()
    await bea.get_by_role("link", name="Mei Tanaka").click()
    await mei.get_by_role("link", name="Messages").click()
    await mei.get_by_text("Whole team").click()
    await expect(mei.get_by_text("Your keys are to be confirmed first")).to_be_visible()
    await confirm(ida, "Mei Tanaka")
    await confirm(ida, "Bea Boateng")
    await mei.get_by_role("textbox", name="Message").fill("I slept five hours")
    await mei.get_by_role("button", name="Send", exact=True).click()
    await expect(bea.get_by_role("log")).to_contain_text("I slept five hours")

    await adam.get_by_role("button", name="Bea Boateng").click()
    await adam.get_by_role("button", name="End access").click()
    ending = adam.get_by_role("dialog", name="End Bea Boateng's access?")
    await expect(ending).to_contain_text("They leave 1 plan. It is left without a lead")
    await ending.get_by_label("Why?").fill("Left the clinic")
    await ending.get_by_role("button", name="End access").click()
    await expect(bea).to_have_url(re.compile("/sign-in"))
    await expect(cora.get_by_role("button", name="Mei Tanaka")).to_contain_text("no lead")
