"""A team talks, some in a browser and one through the Python client, and the server reads nothing of it."""

import re
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.client.talk import Talk
from careteam.crypto.mh1.kit import printed
from careteam.plans.team import join
from tests.keys.world import KIT
from tests.saying import Sayers, say
from tests.stories.clinic import team_conversation
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG
from tests.talkers import says
from tests.world import Cast


async def begun(cast: Cast) -> tuple[UUID, Talk]:
    """Ada and her team have keys, and the psychiatrist has said something."""
    team = await team_conversation(cast)
    await say(cast, cast.bea, team, "How did you sleep?")
    return team, await (await Sayers.of(cast.trail)).talk_of(cast.bea, cast.plan, team)


async def arrived(talk: Talk, *words: str | None) -> None:
    """What others wrote is there, in the Python client."""
    for _ in range(50):
        await talk.sync()
        if said(talk) == list(words):
            return
    assert said(talk) == list(words)


def said(talk: Talk) -> list[str | None]:
    """What each message says by now; None for one that was taken back."""
    return [version.text for version in talk.record.folded().texts.values()]


def message(page: Page, words: str) -> Locator:
    """The line of a message."""
    return page.get_by_role("log").get_by_role("listitem").filter(has_text=words)


@LONG
async def test_a_patient_unlocks_reads_and_answers_and_the_team_reads_it(
    cast: Cast, page_as: OpenPage, trail: Trail
) -> None:
    ada = await page_as(cast.ada)
    team, bea = await begun(cast)
    await ada.goto(f"/messages/{cast.plan}/{team}")
    await expect(ada.get_by_text("Your keys open them here.")).to_be_visible()
    await expect(ada.get_by_text("How did you sleep?")).to_have_count(0)

    await ada.goto("about:blank")
    await ada.goto(f"/messages/{cast.plan}/{team}#kit={printed(KIT)}")
    await expect(message(ada, "How did you sleep?")).to_be_visible()
    await ada.get_by_role("textbox", name=re.compile("^Message")).fill("Four hours.")
    await ada.get_by_role("button", name="Send", exact=True).click()
    await expect(ada.get_by_text("Sent", exact=True)).to_be_visible()
    await arrived(bea, "How did you sleep?", "Four hours.")

    await bea.send(says("Let us look at it at ten."))
    await expect(message(ada, "Let us look at it at ten.")).to_be_visible()

    async with trail.database.writing() as connection:
        kept = await connection.fetch("SELECT envelope FROM care.message WHERE plan_id = $1", cast.plan)
    assert len(kept) == 3
    assert not any(word in row["envelope"] for row in kept for word in (b"sleep", b"hours", b"ten"))


@LONG
async def test_words_are_edited_reacted_to_and_taken_back_and_what_they_said_stays(
    cast: Cast, page_as: OpenPage
) -> None:
    team, bea = await begun(cast)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await join(change, person_id=cast.fay.person_id, role=Role.THERAPIST)
    cem = await page_as(cast.cem)
    await cem.goto(f"/plans/{cast.plan}?talk={team}")
    await expect(message(cem, "How did you sleep?")).to_be_visible()
    await expect(cem.get_by_text("Fay cannot read here yet.")).to_be_visible()
    await cem.get_by_role("textbox", name=re.compile("^Message")).fill("Take two at nigth")
    await cem.get_by_role("button", name="Send", exact=True).click()
    own = message(cem, "Take two at nigth")
    await own.hover()
    await own.get_by_role("button", name="Edit", exact=True).click()
    await cem.get_by_role("textbox", name="Edit your message").fill("Take two at night")
    await cem.get_by_role("button", name="Save").click()
    edited = message(cem, "Take two at night")
    await edited.get_by_role("button", name="Edited").click()
    await expect(edited.get_by_text("Take two at nigth")).to_be_visible()
    await arrived(bea, "How did you sleep?", "Take two at night")

    question = message(cem, "How did you sleep?")
    await question.hover()
    await question.get_by_role("button", name="React").click()
    await cem.get_by_role("menuitem", name="React with 👍").click()
    await expect(question.get_by_role("button", name="👍 from Cem")).to_be_visible()

    await edited.hover()
    await edited.get_by_role("button", name="Take back").click()
    await cem.get_by_role("dialog").get_by_role("button", name="Take back").click()
    await expect(cem.get_by_text("Taken back", exact=True)).to_be_visible()
    await arrived(bea, "How did you sleep?", None)
