"""A team talks, some in a browser and one through the Python client, and the server reads nothing of it."""

import re
from uuid import UUID

from playwright.async_api import Page, expect

from careteam.audit.trail import Trail
from careteam.client.talk import Talk
from careteam.crypto.mh1.kit import printed
from tests.client.server import texts
from tests.keys.world import KIT
from tests.stories.clinic import team_conversation
from tests.stories.conftest import OpenPage, Served
from tests.talkers import Talkers, says
from tests.world import Cast

MESSAGE = "Write to Ada and the team"


async def begun(served: Served, cast: Cast) -> tuple[Talkers, UUID, Talk]:
    """Ada and her team have keys, and the psychiatrist has said something."""
    talkers = await Talkers.of(served.process.app, cast, [cast.ada, cast.bea, cast.cem])
    team = await team_conversation(cast)
    bea = await talkers[cast.bea].talk(team)
    await bea.send(says("How did you sleep?"))
    return talkers, team, bea


async def arrived(talk: Talk, *words: str) -> None:
    """What others wrote is there, in the Python client."""
    for _ in range(50):
        await talk.sync()
        if texts(talk) == list(words):
            return
    assert texts(talk) == list(words)


def message(page: Page, words: str):
    return page.get_by_role("log").get_by_role("listitem").filter(has_text=words)


async def test_a_patient_unlocks_reads_and_answers_and_the_team_reads_it(
    cast: Cast, served: Served, page_as: OpenPage, trail: Trail
) -> None:
    _, team, bea = await begun(served, cast)
    ada = await page_as(cast.ada)
    await ada.goto(f"/messages/{cast.plan}/{team}")
    await expect(ada.get_by_text("Your keys open them here.")).to_be_visible()
    await expect(ada.get_by_text("How did you sleep?")).to_have_count(0)

    await ada.goto("about:blank")
    await ada.goto(f"/messages/{cast.plan}/{team}#kit={printed(KIT)}")
    await expect(message(ada, "How did you sleep?")).to_be_visible()
    await ada.get_by_role("textbox", name=re.compile("^Message")).fill("Four hours.")
    await ada.get_by_role("button", name="Send").click()
    await expect(ada.get_by_text("Sent", exact=True)).to_be_visible()
    await arrived(bea, "How did you sleep?", "Four hours.")

    await bea.send(says("Let us look at it at ten."))
    await expect(message(ada, "Let us look at it at ten.")).to_be_visible()

    async with trail.database.writing() as connection:
        kept = await connection.fetch("SELECT envelope FROM care.message")
    assert len(kept) == 3
    assert not any(word in row["envelope"] for row in kept for word in (b"sleep", b"hours", b"ten"))
