"""Pages in a real Chromium: who is signed in there, what went wrong on them, and what a machine can see of their quality."""

import os
import re
import shutil
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, ConsoleMessage, Page, Response, expect

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.core.settings import settings
from careteam.crypto.mh1.kit import printed
from careteam.identity.gate import cookie_name
from careteam.pages import DIST
from tests.keys.world import KIT
from tests.saying import has_keys
from tests.world import sign_in

#: Somebody with keys types their kit into the address of every page, as the demo's links have it.
OPEN_KEYS = f"""if (!location.hash && location.protocol !== "about:")
  history.replaceState(history.state, "", "#kit={printed(KIT)}");"""
NAMES = (
    "chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome-stable",
    "google-chrome", "chrome",
)  # fmt: skip
#: What Playwright turns off, which naming features of our own would replace; and the two pages that Chromium else loads
#: beside each of ours for its address bar, at twice the cost of ours.
NOT_NEEDED = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
)  # fmt: skip
ARGUMENTS = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    f"--disable-features={','.join(NOT_NEEDED)}",
)  # fmt: skip
AXE = DIST.parent / "node_modules" / "axe-core" / "axe.min.js"
#: WCAG 2.0 to 2.2, levels A and AA.
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
WIDE, NARROW = (1440, 900), (390, 844)
#: `make prove` looks at everything at both sizes and in both themes; `make test` takes turns.
PROVE = bool(os.environ.get("CARETEAM_PROVE"))
#: What takes long in a browser and is held by rules and quicker stories as well.
LONG = pytest.mark.skipif(not PROVE, reason="`make prove` looks at length")
LOOKS = [(WIDE, False), (NARROW, True), *([(WIDE, True), (NARROW, False)] if PROVE else [])]
#: A refusal of the policy may be thrown away by a library; the page hears of it all the same.
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));"""
#: Takes the service worker from a page: in each new profile it loads the whole client, at the cost of a third of the story.
NO_WORKER = "delete Navigator.prototype.serviceWorker"

expect.set_options(timeout=15_000)

#: What a browser says that was to load its service worker, some seconds after its page, when the server was away.
NO_WORKER_YET = "An unknown error occurred when fetching the script"


def chromium_path() -> str:
    """Where Chromium is. Not having it is a failure: what people see would go unproved."""
    named = os.environ.get("CARETEAM_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail("no Chromium: run `make test`, which installs it, or name one in CARETEAM_CHROMIUM", pytrace=False)
    return found


def built_client() -> Path:
    """Where the built web client is."""
    if not (DIST / "index.html").exists() or not AXE.exists():
        pytest.fail("the web client is not built: run `python3 go.py setup`", pytrace=False)
    return DIST


class Watched:
    """One browser of one person; what went wrong on its pages is kept until somebody asks."""

    def __init__(self, context: BrowserContext, expecting: Collection[int | str]) -> None:
        self.context = context
        self.troubles: list[str] = []
        self._statuses = {one for one in expecting if isinstance(one, int)}
        self._words = [one for one in expecting if isinstance(one, str)]
        context.on("page", self._watch)

    def _watch(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # Answers are judged by their status, below.
        refused = message.text.startswith("Failed to load resource: the server responded with a status of")
        if message.type != "error" or refused or any(word in message.text for word in self._words):
            return
        self.troubles.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        method = response.request.method
        # Of two clients that write a log at the same moment, one reads it and tries again.
        raced = (response.status, method) == (409, "POST") and response.url.endswith("/log")
        if response.status >= 400 and response.status not in self._statuses and not raced:
            self.troubles.append(f"{response.status} {method} {response.url.removeprefix(settings().public_url)}")


@asynccontextmanager
async def browsing(
    chromium: Chromium,
    trail: Trail,
    actor: Actor | None,
    *,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
    touch: bool = False,
    offline: bool = False,
    expecting: Collection[int | str] = (),
) -> AsyncGenerator[tuple[Page, Watched]]:
    """A browser of its own for this person (None: not signed in), with one page that shows nothing yet.

    `offline`: it can work without a network; in `make prove` every browser can.
    `expecting` names the refusals (a status) and console errors (some words) that belong to the story.
    """
    context = await chromium.new_context(
        base_url=settings().public_url, viewport={"width": size[0], "height": size[1]}, has_touch=touch,
        color_scheme="dark" if dark else "light", reduced_motion="reduce", locale="en-US", timezone_id="Europe/Berlin",
    )  # fmt: skip
    context.set_default_timeout(20_000)
    await context.add_init_script(TELL_VIOLATIONS)
    if not (PROVE or offline):
        await context.add_init_script(NO_WORKER)
    if actor is not None and has_keys(trail, actor):
        await context.add_init_script(OPEN_KEYS)
    watched = Watched(context, {*expecting, 401} if actor is None else expecting)
    if actor is not None:
        token = await sign_in(trail, actor)
        await context.add_cookies([{"name": cookie_name(), "value": token, "url": settings().public_url}])
    try:
        yield await context.new_page(), watched
    finally:
        await context.close()


async def visit(page: Page, address: str) -> None:
    """Go to an address; in `make test` without a new start of the client where it runs already."""
    if PROVE or page.url == "about:blank":
        await page.goto(address)
    else:
        await page.evaluate("address => history.pushState(null, '', address)", address)
    await settled(page)


async def look(page: Page, *, size: tuple[int, int], dark: bool) -> None:
    """Show the page at another size and in another theme."""
    theme = "dark" if dark else "light"
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.emulate_media(color_scheme=theme)
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme)
    await page.evaluate(
        """async () => {
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          await Promise.allSettled(document.getAnimations().map((one) => one.finished));
        }"""
    )


async def settled(page: Page) -> None:
    """Wait until the page shows what it has: something stands on it, and nothing of it is still coming."""
    await expect(page.locator("body")).to_contain_text(re.compile(r"\S"))
    await expect(page.get_by_role("status").get_by_text("Loading", exact=True)).to_have_count(0)


async def axe(page: Page, *, within: str | None = None) -> list[str]:
    """What axe objects to, a line each: rule, where, why."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = await page.evaluate(
        """async ([within, runOnly]) =>
          (await axe.run(within ?? document, {runOnly, resultTypes: ["violations"]})).violations""",
        [within, LEVELS],
    )
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for one in found
        for node in one["nodes"]
    ]


async def beyond(page: Page) -> list[str]:
    """What ends beyond the right edge of the window, and what is wider than its box and not meant to be moved there."""
    return await page.evaluate(
        """() => {
          const edge = document.documentElement.clientWidth + 0.5;
          const boxed = (element) => {
            for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
              if (getComputedStyle(box).overflowX !== "visible" && box.getBoundingClientRect().right <= edge) return true;
            return false;
          };
          const sideways = () => [...document.body.querySelectorAll("*")]
            .filter((box) => {
              const {overflowX, textOverflow} = getComputedStyle(box);
              return box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1 && overflowX !== "visible"
                && textOverflow !== "ellipsis" && !box.matches("[data-scrolls], input, textarea");
            })
            .map((box) => `${box.outerHTML.slice(0, 140)} is ${box.scrollWidth - box.clientWidth} px too wide inside`);
          const shown = {opacityProperty: true, visibilityProperty: true};
          return [...document.body.querySelectorAll("*")]
            .filter((element) => {
              const { right, width, height } = element.getBoundingClientRect();
              return right > edge && width > 1 && height > 1 && element.checkVisibility(shown) && !boxed(element);
            })
            .map((element) => `${element.outerHTML.slice(0, 140)} ends at ${element.getBoundingClientRect().right}`)
            .concat(sideways());
        }"""
    )
