"""A message that cannot wait: who is on duty sees it on whatever page, takes it on, and says what came of it."""

import re
import time
from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.opening import open_change
from careteam.coverage import commands
from careteam.keys.rules import Office, Scope
from tests.coverage.alarms import on_duty
from tests.keys.world import SIGNERS
from tests.saying import Sayers
from tests.stories.clinic import live_a_little
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, NARROW, axe
from tests.stories.test_readers import kit_of
from tests.stories.test_sealed import message
from tests.stories.test_staff import log
from tests.world import Cast, person


async def send_urgent(page: Page, words: str, *, first: str = "Hal") -> None:
    """As a patient on a phone."""
    await page.get_by_role("button", name="How soon: It can wait").click()
    await page.get_by_role("menuitem", name="Urgent").click()
    composer = page.get_by_role("group", name="Urgent")
    await expect(composer).to_contain_text(f"{first} is told first, at once.")
    await expect(composer).to_contain_text("Call 911. In a crisis, call or text 988")
    await page.get_by_role("textbox", name="Message.").fill(words)
    await expect(page.get_by_role("button", name="Send as urgent")).to_be_disabled()
    await composer.get_by_label("Why it cannot wait").click()
    await page.get_by_role("option", name="Getting worse").click()
    assert await axe(page) == []
    await page.get_by_role("button", name="Send as urgent").click()


@LONG
async def test_who_is_on_duty_takes_on_what_a_patient_sends_as_urgent(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    hal = await person(cast.trail, "Hal Moss", Role.THERAPIST)
    shift = await on_duty(cast, hal, Role.THERAPIST)
    ada, on_call = await page_as(cast.ada, size=NARROW, touch=True), await page_as(hal)
    await on_call.goto("/patients")
    await ada.goto(f"/messages/{cast.plan}/{lived.team}")
    await send_urgent(ada, "It is getting worse and I do not know what to do")
    await expect(log(ada).get_by_role("listitem").filter(has_text="getting worse")).to_contain_text("Urgent")

    banner = on_call.get_by_role("region", name="What cannot wait")
    await expect(banner).to_contain_text("Ada Marsh, getting worse")
    await banner.get_by_role("button", name="Acknowledge").click()
    await expect(banner).to_contain_text("You have it in hand.")
    await expect(ada.get_by_role("button", name="Being handled by Hal")).to_be_visible()
    await on_call.goto("/today")
    assert await axe(on_call) == []
    await on_call.get_by_role("button", name="Record the outcome").last.click()
    await on_call.get_by_role("radio", name="Reached, and safe").check()
    await on_call.get_by_role("dialog").get_by_role("button", name="Record the outcome").click()
    await expect(banner).to_have_count(0)
    await expect(ada.get_by_role("button", name="Handled by Hal")).to_be_visible()
    async with open_change(cast.trail, cast.cora, Action.PLAN_DUTY) as change:
        await commands.cancel_shift(change, shift_id=shift, reason="The story is over.")


async def plan_shift(page: Page, name: str) -> None:
    """As a coordinator: somebody is the psychiatrist on duty from now on."""
    await page.goto("/duty")
    await page.get_by_role("button", name="Plan a shift").click()
    form = page.get_by_role("dialog", name="Plan a shift")
    await form.get_by_role("combobox", name="Role").click()
    await page.get_by_role("option", name="Psychiatrist", exact=True).click()
    await form.get_by_role("combobox", name="Person").fill(name)
    await page.get_by_role("option", name=name).click()
    now = datetime.now(UTC)
    await form.get_by_label("From").fill(f"{now - timedelta(minutes=1):%Y-%m-%dT%H:%M}")
    await form.get_by_label("Until").fill(f"{now + timedelta(hours=10):%Y-%m-%dT%H:%M}")
    await form.get_by_role("button", name="Plan it").click()
    await expect(page.get_by_text(f"{name} is planned")).to_be_visible()
    await expect(page.get_by_text(re.compile("^It is signed for everybody"))).to_be_visible()


@LONG
async def test_who_a_coordinator_has_planned_is_paged_while_the_team_is_away_and_reads_what_the_patient_wrote(
    cast: Cast, page_as: OpenPage
) -> None:
    lived, sayers = await live_a_little(cast), await Sayers.of(cast.trail)
    ira = await person(cast.trail, "Ira Fenn", Role.PSYCHIATRIST)
    for actor, name in ((cast.cora, "Cora Lindt"), (ira, "Ira Fenn")):
        await sayers.begin(actor, name, [kit_of(actor)])
    await sayers.hold([(cast.cora, Office.COORDINATOR, Scope.ANYONE)], SIGNERS[:2])
    await sayers.vouch(sayers.vouching, ira)

    cora = await page_as(cast.cora)
    await plan_shift(cora, "Ira Fenn")
    ada = await page_as(cast.ada, size=NARROW, touch=True)
    await ada.goto(f"/messages/{cast.plan}/{lived.team}")
    await send_urgent(ada, "I cannot sleep and it frightens me", first="Ira")
    said = log(ada).get_by_role("listitem").filter(has_text="frightens")
    await expect(said).to_contain_text("Urgent")
    await expect(said.get_by_role("button", name="Sent")).to_be_visible()

    on_call = await page_as(ira)
    begun = time.perf_counter()
    await on_call.goto("/")
    await on_call.get_by_role("region", name="What cannot wait").get_by_role("button", name="Open").click()
    await expect(message(on_call, "I cannot sleep and it frightens me")).to_be_visible()
    print(f"opened and read within {time.perf_counter() - begun:.2f} s")
    await expect(message(on_call, "How were the last nights?")).to_be_visible()
