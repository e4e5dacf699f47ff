"""Who reads changes: a coordinator says so by hand, a member's client does the rest, and the server decides nothing."""

import asyncio
import re
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.enrolment import Holder, slot
from careteam.crypto.mh1.kit import printed
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.slots import kit_seed
from careteam.keys.rules import Office, Scope
from careteam.plans import team as teams
from tests.keys.world import KIT, SIGNERS
from tests.saying import Sayers, say
from tests.stories.clinic import team_conversation
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG
from tests.stories.test_keys import sound, type_kit
from tests.stories.test_sealed import message
from tests.world import Cast

SLEEP, HOURS = "How did you sleep?", "Four hours."


def kit_of(actor: Actor) -> Holder:
    return slot(Kind.KIT, kit_seed(KIT, actor.person_id.bytes))


async def talked(cast: Cast) -> tuple[Sayers, UUID]:
    """The team has talked; the coordinator and a therapist from elsewhere have keys too."""
    team, sayers = await team_conversation(cast), await Sayers.of(cast.trail)
    await say(cast, cast.bea, team, SLEEP)
    await say(cast, cast.ada, team, HOURS)
    for actor, name in ((cast.cora, "Cora Lindt"), (cast.fay, "Fay Okoro")):
        await sayers.begin(actor, name, [kit_of(actor)])
    await sayers.hold([(cast.cora, Office.COORDINATOR, Scope.ANYONE)], SIGNERS[:2])
    await sayers.vouch(sayers.vouching, cast.fay)
    return sayers, team


def dialog(page: Page) -> Locator:
    """The team of one plan, as its coordinator has it."""
    return page.get_by_role("dialog", name="Care team")


async def read_log(sayers: Sayers, cast: Cast, room: UUID) -> Log:
    """Who reads, as the psychiatrist's other device has it now."""
    talk = await sayers.talk(cast.bea, cast.plan, room)
    await talk.sync()
    return talk.log


async def signed(sayers: Sayers, cast: Cast, room: UUID, *, without: Actor) -> None:
    """Somebody has been taken off the log."""
    for _ in range(100):
        if without.person_id.bytes not in (await read_log(sayers, cast, room)).members:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("nobody signed it")


@LONG
async def test_a_coordinator_assigns_a_therapist_whom_a_colleagues_client_lets_in_and_ends_a_membership(
    cast: Cast, page_as: OpenPage
) -> None:
    sayers, team = await talked(cast)
    cora = await page_as(cast.cora)
    await cora.goto(f"/coordination?plan={cast.plan}")
    await dialog(cora).get_by_role("combobox", name="Person").fill("Fay")
    await cora.locator(f'[role="option"][value="{cast.fay.person_id}"]').click()
    await dialog(cora).get_by_role("button", name="Add", exact=True).click()
    await expect(cora.get_by_text("Fay Okoro is on the team")).to_be_visible()

    fay = await page_as(cast.fay)
    await fay.goto(f"/plans/{cast.plan}?talk={team}")
    await expect(fay.get_by_text(re.compile("^This opens when .*Bea.* is next online$"))).to_be_visible()
    await sound(fay)
    await sound(cora)
    bea = await page_as(cast.bea)
    await bea.goto("/today")
    await expect(message(fay, SLEEP)).to_be_visible()
    await expect(message(fay, HOURS)).to_be_visible()

    await dialog(cora).get_by_role("button", name="More: Cem Aydin").click()
    await cora.get_by_role("menuitem", name="Remove").click()
    ending = cora.get_by_role("dialog", name=re.compile("Cem Aydin"))
    await ending.get_by_role("textbox").fill("Moved to another clinic")
    await ending.get_by_role("button", name="Remove", exact=True).click()
    await expect(cora.get_by_text("Cem Aydin is no longer on the team")).to_be_visible()
    await signed(sayers, cast, team, without=cast.cem)
    before = (await read_log(sayers, cast, team)).epoch
    await fay.get_by_role("textbox", name=re.compile("^Message")).fill("Good to meet you.")
    await fay.get_by_role("button", name="Send", exact=True).click()
    await expect(fay.get_by_role("button", name=re.compile("^Received by"))).to_be_visible()
    log = await read_log(sayers, cast, team)
    assert log.epoch > before
    assert cast.cem.person_id.bytes not in log.epochs[-1].grants


@LONG
async def test_a_coordinator_whose_keys_were_closed_confirms_later_on_the_page(cast: Cast, page_as: OpenPage) -> None:
    cora = await page_as(cast.cora)
    sayers, team = await talked(cast)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await teams.join(change, person_id=cast.fay.person_id, role=Role.THERAPIST)
        left = await teams.must_include(change, cast.cem.person_id)
        await teams.leave(change, relation_id=left.id, reason="moved away")
    await cora.goto("/confirm-readers")
    plan = cora.get_by_role("region", name="Ada Marsh").filter(has=cora.locator(f'a[href*="{cast.plan}"]'))
    await expect(plan.get_by_text("Fay Okoro")).to_be_visible()
    await expect(plan.get_by_text("Cem Aydin")).to_be_visible()
    await expect(plan.get_by_role("button", name="Let them read: Fay Okoro")).to_have_count(0)
    await sound(cora)
    await cora.get_by_role("link", name="Open with your keys").click()
    await type_kit(cora, printed(KIT))
    await cora.get_by_role("button", name="Only this time").click()
    await expect(cora).to_have_url(re.compile("/confirm-readers$"))
    await expect(plan.get_by_role("button", name="Compare words with Fay Okoro")).to_be_visible()
    await sound(cora)
    await plan.get_by_role("button", name="Confirm all 2: plan of Ada Marsh").click()
    await plan.get_by_role("button", name=re.compile("^Begin now: ")).click()
    await expect(plan).to_have_count(0)
    assert cast.cem.person_id.bytes not in (await read_log(sayers, cast, team)).members
    await (await page_as(cast.bea)).goto("/today")
    fay = await page_as(cast.fay)
    await fay.goto(f"/plans/{cast.plan}?talk={team}")
    await expect(message(fay, SLEEP)).to_be_visible()
