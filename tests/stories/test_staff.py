"""What the people of a team do all day, in their browsers: answer, give tasks, find everything from everywhere."""

import asyncio

from playwright.async_api import Locator, Page, Route, expect

from careteam.access.actions import Action
from careteam.access.roles import Role
from careteam.audit.opening import open_change
from careteam.phrases import commands as phrases
from careteam.plans import team
from tests.saying import say
from tests.stories.clinic import GOAL, live_a_little
from tests.stories.conftest import OpenPage, Served
from tests.stories.pages import LONG, NO_WORKER_YET
from tests.world import Cast, open_plan_for, person


async def write(page: Page, words: str) -> None:
    """Type a message and send it with Enter."""
    field = page.get_by_role("textbox", name="Message.")
    await field.fill(words)
    await field.press("Enter")


def log(page: Page) -> Locator:
    """The messages of the open conversation."""
    return page.get_by_role("log")


@LONG
async def test_a_therapist_answers_the_patient_and_the_patient_sees_it_live(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    async with open_change(cast.trail, cast.cem, Action.KEEP_QUICK_REPLY) as change:
        said = "Yes, {patient's name}, bring it along {when}"
        await phrases.add_quick_reply(change, title="Bring it along", words=said)
    cem = await page_as(cast.cem)
    bea = await page_as(cast.bea)
    await cem.goto("/today")
    await cem.get_by_role("button", name="Waiting").click()
    await expect(log(cem)).to_contain_text("Could we look at the diary together?")
    await bea.goto(f"/inbox?open={cast.plan}.{lived.team}")
    await expect(log(bea)).to_contain_text("Could we look at the diary together?")

    await expect(cem.get_by_text("Ada, Bea and Dov read this.")).to_be_visible()
    # He takes what he always says; what the page does not know he fills in, and nothing goes before.
    field = cem.get_by_role("textbox", name="Message.")
    await field.press_sequentially("/bring")
    await expect(cem.get_by_role("option", name="Bring it along")).to_be_visible()
    await field.press("Enter")
    await expect(field).to_have_value("Yes, Ada, bring it along {when}")
    await field.press("Enter")
    await expect(cem.get_by_role("alert").filter(has_text="Fill this in")).to_be_visible()
    await field.press_sequentially("tomorrow")
    await field.press("Enter")
    await expect(log(bea)).to_contain_text("Yes, Ada, bring it along tomorrow")
    await expect(log(cem)).to_contain_text("Seen by 1 of 3")
    await expect(log(cem).get_by_text("Yes, Ada, bring it along tomorrow")).to_have_count(1)

    # She takes it on and hands it to him by key, and he closes it; each sees at once what the other did.
    await bea.keyboard.press("c")
    await expect(cem.get_by_text("Bea Boateng looks after it")).to_be_visible()
    await bea.get_by_role("button", name="Unread").focus()
    await bea.keyboard.press("h")
    asked = bea.get_by_role("dialog", name="Hand over the conversation about Ada Marsh")
    await asked.get_by_label("To", exact=True).click()
    await bea.get_by_role("option", name="Cem Aydin, therapist").click()
    await asked.get_by_label("A word why").fill("Sleep is yours")
    await asked.get_by_role("button", name="Hand over to Cem").click()
    care = cem.get_by_role("region", name="Who looks after this conversation")
    await expect(care).to_contain_text("Sleep is yours")
    await care.get_by_role("button", name="Close").click()
    closing = cem.get_by_role("dialog", name="Close the conversation about Ada Marsh?")
    await closing.get_by_label("What came of it").fill("We look at the diary tomorrow")
    await closing.get_by_role("button", name="Close", exact=True).last.click()
    await bea.get_by_role("tab", name="Closed 1 conversation").click()
    await expect(bea.get_by_role("region", name="Who looks after this conversation")).to_contain_text("Cem closed it")

    await cem.goto("/today")
    await expect(cem.get_by_role("button", name="Call about the night")).to_be_visible()
    await expect(cem.get_by_role("button", name="Waiting")).to_have_count(0)


async def test_a_message_becomes_a_task_in_one_action_and_each_opens_the_others(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.cem)
    await page.goto(f"/plans/{cast.plan}")
    said = log(page).get_by_role("listitem").filter(has_text="Could we look at the diary together?")
    await said.hover()
    await said.get_by_role("button", name="Make a task").click()

    form = page.get_by_role("region", name="New task for Ada Marsh")
    await expect(form).to_contain_text("Could we look at the diary together?")
    await expect(form.get_by_label("For which goal or step?")).to_have_value(GOAL)
    await form.get_by_label("What is to be done?").fill("Look at the diary with Ada")
    await form.get_by_label("Who does it?").click()
    await page.get_by_role("option", name="You, therapist").click()
    await form.get_by_role("button", name="Assign").click()

    # On the plan below its goal, under the message, and in Today: the same task.
    plan = page.get_by_role("region", name="Plan", exact=True)
    await expect(plan).to_contain_text("Look at the diary with Ada")
    await log(page).get_by_role("button", name="Look at the diary with Ada").click()
    drawer = page.get_by_role("dialog", name="Task")
    await expect(drawer).to_contain_text(GOAL)
    await page.goto("/today")
    await page.get_by_role("button", name="Look at the diary with Ada").click()
    await drawer.get_by_role("link", name="A message in the conversation").click()
    await expect(said).to_be_visible()
    await log(page).get_by_role("button", name="Look at the diary with Ada").click()
    await drawer.get_by_role("link", name=GOAL).click()
    await expect(page.get_by_text("About “Sleep through four nights of seven”").first).to_be_visible()
    await (
        page.get_by_role("region", name="Plan", exact=True)
        .get_by_role("button", name="Look at the diary with Ada")
        .click()
    )
    await expect(drawer.get_by_role("heading", name="Look at the diary with Ada")).to_be_visible()


@LONG
async def test_two_therapists_claim_at_once_and_the_other_reads_who_has_it(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    gus = await person(cast.trail, "Gus Berg", Role.THERAPIST)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=gus.person_id, role=Role.THERAPIST)
    of_cem, of_gus = await page_as(cast.cem), await page_as(gus, expecting=(409,))
    drawers: list[Locator] = []
    for page in (of_cem, of_gus):
        await page.goto(f"/tasks?scope=pool&task={cast.plan}.{lived.pool_task}")
        drawers.append(page.get_by_role("dialog", name="Task"))
        await expect(drawers[-1].get_by_role("button", name="Claim")).to_be_visible()

    claimed = asyncio.Event()

    async def on_its_way(route: Route) -> None:
        await claimed.wait()
        await route.continue_()

    await of_gus.route("**/claim", on_its_way)
    await drawers[1].get_by_role("button", name="Claim").click()
    await drawers[0].get_by_role("button", name="Claim").click()
    await expect(drawers[0].get_by_role("button", name="Start")).to_be_visible()
    claimed.set()
    await expect(of_gus.get_by_text("Cem Aydin has this task now")).to_be_visible()
    await expect(drawers[1]).to_contain_text("Cem Aydin claimed it")
    await expect(drawers[1].get_by_role("button", name="Claim")).to_have_count(0)


async def test_a_draft_survives_a_reload_and_the_idle_warning(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.cem)
    await page.clock.install()
    await page.goto(f"/plans/{cast.plan}")
    await page.get_by_role("textbox", name="Message.").fill("I was about to say")
    await page.reload()
    await expect(page.get_by_role("textbox", name="Message.")).to_have_value("I was about to say")
    await expect(page.get_by_text("Draft kept")).to_be_visible()

    await page.clock.fast_forward("13:30")
    warning = page.get_by_role("dialog", name="Are you still there?")
    await expect(warning).to_contain_text("What you wrote stays on this computer")
    await warning.get_by_role("button", name="Stay signed in").click()
    await expect(warning).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Message.")).to_have_value("I was about to say")


@LONG
async def test_what_was_said_while_the_server_was_away_arrives_once_for_everybody(
    cast: Cast, page_as: OpenPage, served: Served
) -> None:
    lived = await live_a_little(cast)
    gone = ("ERR_CONNECTION", "WebSocket connection", "ERR_EMPTY_RESPONSE", "ERR_SOCKET", NO_WORKER_YET)
    cem, bea = await page_as(cast.cem, expecting=gone), await page_as(cast.bea, expecting=gone)
    for page in (cem, bea):
        await page.goto(f"/plans/{cast.plan}?talk={lived.team}")
        await expect(log(page)).to_contain_text("Could we look at the diary together?")
    await served.stop()
    await expect(cem.get_by_text("Reconnecting")).to_be_visible()
    for words in ("First while away", "Second while away"):
        await write(cem, words)
    await expect(log(cem)).to_contain_text("Not sent yet. It goes out when you are back online.")
    await served.start()
    await say(cast, cast.bea, lived.team, "Said from elsewhere")
    for page in (cem, bea):
        for words in ("First while away", "Second while away", "Said from elsewhere"):
            await expect(log(page).get_by_text(words, exact=True)).to_have_count(1)
        await expect(page.get_by_text("Reconnecting")).to_have_count(0)
    await expect(log(cem).get_by_text("Not sent yet. It goes out when you are back online.")).to_have_count(0)


async def test_the_keyboard_alone_goes_everywhere(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.cem)
    await page.goto("/patients")
    await expect(page.get_by_role("heading", name="Patients")).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("t")
    await expect(page.get_by_role("heading", name="Today")).to_be_visible()
    rows = page.locator("[data-row]")
    await expect(rows.nth(1)).to_be_visible()
    await page.keyboard.press("j")
    await expect(rows.nth(0)).to_be_focused()
    await page.keyboard.press("j")
    await expect(rows.nth(1)).to_be_focused()
    await page.keyboard.press("k")
    await expect(rows.nth(0)).to_be_focused()

    await page.keyboard.press("?")
    shortcuts = page.get_by_role("dialog", name="Keyboard shortcuts")
    await expect(shortcuts).to_contain_text("Jump to a patient or page")
    await page.keyboard.press("Escape")
    await expect(shortcuts).to_have_count(0)

    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Patient or page")).to_be_focused()
    await page.keyboard.type("ada")
    await expect(page.get_by_role("combobox", name="Patient or page")).to_have_value("ada")
    await expect(page.get_by_role("option", name="Ada Marsh")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Ada Marsh", exact=True)).to_be_visible()
    await expect(log(page)).to_contain_text("Could we look at the diary together?")
    await page.keyboard.press("m")
    await page.keyboard.type("Written without a mouse")
    await page.keyboard.press("Enter")
    await expect(log(page).get_by_text("Written without a mouse")).to_be_visible()


@LONG
async def test_what_opens_from_the_keyboard_gives_the_focus_back(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.bea)
    await page.goto(f"/plans/{cast.plan}")
    more = page.get_by_role("button", name="More about this plan")
    await more.press("Enter")
    await page.get_by_role("menuitem", name="Revise plan").press("Enter")
    revision = page.get_by_role("dialog", name="Revise plan")
    await expect(revision).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(revision).to_have_count(0)
    await expect(more).to_be_focused()

    step = page.get_by_role("button", name="Step", exact=True)
    await step.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(step).to_be_focused()

    await page.keyboard.press("n")
    maker = page.get_by_role("region", name="New task for Ada Marsh")
    field = maker.get_by_label("What is to be done?")
    await expect(field).to_be_focused()
    await page.keyboard.type("Half a title")
    await page.keyboard.press("Escape")
    await expect(field).to_have_value("Half a title")
    await page.keyboard.press("Escape")
    await expect(maker).to_have_count(0)
    await expect(step).to_be_focused()


@LONG
async def test_the_jump_asks_the_server_for_patients_beyond_the_first_page(cast: Cast, page_as: OpenPage) -> None:
    page = await page_as(cast.cem)

    async def nobody_first(route: Route) -> None:
        if "q=" in route.request.url:
            await route.continue_()
        else:
            await route.fulfill(json={"items": [], "next": "more"})

    await page.route("**/api/plans*", nobody_first)
    await page.goto("/tasks")
    await page.get_by_role("button", name="Find a patient or page").click()
    await page.keyboard.type("mars")
    await expect(page.get_by_role("option", name="Ada Marsh")).to_be_visible()
    await page.keyboard.type("hmallow")
    await expect(page.get_by_text("Nothing here is called “marshmallow”.")).to_be_visible()


@LONG
async def test_an_administrator_who_renames_themselves_reads_the_new_name_at_once(
    cast: Cast, page_as: OpenPage
) -> None:
    page = await page_as(cast.adam)
    await page.goto(f"/people?person={cast.adam.person_id}")
    await page.get_by_role("dialog").get_by_role("button", name="Correct name or e-mail").click()
    form = page.get_by_role("dialog", name="Correct name or e-mail")
    await form.get_by_label("Name", exact=True).fill("Adam Reyes-Holt")
    await form.get_by_role("button", name="Save").click()
    await expect(page.locator("nav").get_by_text("Adam Reyes-Holt", exact=True)).to_be_visible()


@LONG
async def test_what_is_typed_to_find_a_patient_stands_in_no_address_and_is_there_on_the_way_back(
    cast: Cast, page_as: OpenPage
) -> None:
    await open_plan_for(cast.trail, cast.cora, "Noa Berg", [(cast.cem, Role.THERAPIST)])
    page = await page_as(cast.cem)
    await page.goto("/patients")
    ada, noa = (page.get_by_role("link", name=name) for name in ("Ada Marsh", "Noa Berg"))
    await expect(ada).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("noa")
    await expect(ada).to_have_count(0)
    await noa.click()
    await expect(page.get_by_role("heading", name="Noa Berg", exact=True)).to_be_visible()
    await page.go_back()
    await expect(page.get_by_label("Search by name")).to_have_value("noa")
    await expect(noa).to_be_visible()
    await expect(ada).to_have_count(0)
    assert "noa" not in page.url
    await page.get_by_label("Search by name").fill("nobody of this name")
    await page.get_by_role("button", name="Show all patients").click()
    await expect(ada).to_be_visible()


@LONG
async def test_a_page_that_could_not_be_loaded_says_so_and_comes_back(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.cem, expecting=(503,))

    async def fail(route: Route) -> None:
        await route.fulfill(
            status=503,
            content_type="application/problem+json",
            body='{"type": "/problems/busy", "title": "Two changes got in each other\'s way.", "status": 503}',
        )

    await page.route("**/api/today*", fail)
    await page.goto("/today")
    await expect(page.get_by_role("alert")).to_contain_text("The clinic's server had a problem. Nothing was lost.")
    await page.unroute("**/api/today*")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("button", name="Waiting")).to_be_visible()


@LONG
async def test_a_device_without_a_network_says_so_and_sends_when_it_is_back(cast: Cast, page_as: OpenPage) -> None:
    lived = await live_a_little(cast)
    cem, bea = await page_as(cast.cem, expecting=("ERR_INTERNET_DISCONNECTED", NO_WORKER_YET)), await page_as(cast.bea)
    for page in (cem, bea):
        await page.goto(f"/plans/{cast.plan}?talk={lived.team}")
        await expect(log(page)).to_contain_text("Could we look at the diary together?")
    await cem.context.set_offline(True)
    await expect(cem.get_by_text("You are offline. What you see may be old")).to_be_visible()
    await write(cem, "Written on the train")
    await expect(log(cem)).to_contain_text("It goes out when you are back online")
    await cem.context.set_offline(False)
    await expect(cem.get_by_text("You are offline.")).to_have_count(0)
    await expect(log(bea).get_by_text("Written on the train")).to_have_count(1)
    await expect(log(cem).get_by_text("Written on the train")).to_have_count(1)
