"""A forged log is served to a browser: the person is told what it means, and the privacy officer closes what came of it."""

import json
import re

from playwright.async_api import Route, expect

from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1.kit import printed
from tests.keys.world import KIT
from tests.saying import say
from tests.stories.clinic import team_conversation
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, LOOKS, axe, beyond, look, settled
from tests.world import Cast


async def forged(route: Route) -> None:
    """The log as the server has it, with a bit of its last entry changed."""
    answer = await route.fetch()
    told = await answer.json()
    if told["entries"]:
        last = decoded(told["entries"][-1])
        told["entries"][-1] = encoded(last[:-1] + bytes([last[-1] ^ 1]))
    await route.fulfill(response=answer, body=json.dumps(told))


@LONG
async def test_a_forged_log_is_the_privacy_officers_until_it_is_closed(cast: Cast, page_as: OpenPage) -> None:
    team = await team_conversation(cast)
    await say(cast, cast.bea, team, "How did you sleep?")
    ada = await page_as(cast.ada)
    await ada.route(re.compile(r"/log\?after="), forged)
    async with ada.expect_response(lambda one: one.url.endswith("/alerts")) as told:
        await ada.goto(f"/messages/{cast.plan}/{team}#kit={printed(KIT)}")
    found = (await (await told.value).json())["id"]
    await expect(ada.get_by_text("The privacy officer has been told.")).to_be_visible()
    await expect(ada.get_by_text("How did you sleep?")).to_have_count(0)

    pia = await page_as(cast.pia)
    await pia.goto("/oversight")
    await expect(pia.get_by_text(re.compile("integrity alerts? waits? for you"))).to_be_visible()
    await pia.get_by_role("button", name="Look at them").click()
    await expect(pia.get_by_role("heading", name="Integrity alerts")).to_be_visible()
    await pia.goto(f"/oversight/alerts/{found}")
    for size, dark in LOOKS:
        await look(pia, size=size, dark=dark)
        await expect(pia.get_by_text("Chrome on Linux")).to_be_visible()
        await settled(pia)
        assert await axe(pia) == []
        assert await beyond(pia) == []
    await pia.get_by_role("button", name="Look into it").click()
    form = pia.get_by_role("form", name="Close this alert")
    await form.get_by_role("button", name="Close the alert").click()
    await expect(form.get_by_text("Choose what came of it.")).to_be_visible()
    await form.get_by_label("A fault of the program").check()
    await form.get_by_label("What you found").fill("A proxy between them changed what passed through it.")
    await form.get_by_role("button", name="Close the alert").click()
    await expect(pia.get_by_text("A proxy between them changed what passed through it.")).to_be_visible()
    await pia.goto("/oversight/alerts?view=closed")
    await expect(pia.locator(f'[data-row="{found}"]')).to_contain_text("A fault of the program")
