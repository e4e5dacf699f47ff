"""Ways back: by a passphrase on another machine, by the kit after everything was wiped, and by one's clinic when all is lost."""

import re

from playwright.async_api import Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.client.keys import Keys
from careteam.client.line import Line
from careteam.client.secret import Passphrase
from careteam.core.octets import decoded, encoded
from careteam.core.settings import settings
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.kit import secret_typed
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.userchain import verify_chain
from careteam.identity import commands as identity
from careteam.identity.gate import cookie_name
from careteam.keys.founding import accept, listed
from careteam.keys.rules import OfficeState
from tests.identity.test_invitations import invited, token
from tests.keys.world import ROOTS, SIGNERS, clock
from tests.stories.clinic import team_conversation
from tests.stories.conftest import OpenPage, Served
from tests.stories.pages import LONG
from tests.stories.test_keys import confirm_kit, set_up, sound, type_kit, wipe, words_on
from tests.stories.test_signing_in import PASSWORD
from tests.talkers import Talkers, says
from tests.world import Browser, Cast, person, sign_in

WORDS = "copper lantern walks sideways"


async def finish_set_up(page: Page) -> str:
    """Have keys; the kit."""
    await page.goto("/keys")
    kit = await set_up(page)
    await page.get_by_role("button", name="Done").click()
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()
    return kit


@LONG
async def test_a_passphrase_opens_the_keys_on_another_machine_and_in_python(
    served: Served, trail: Trail, page_as: OpenPage
) -> None:
    vera = await person(trail, "Vera Lind", Role.THERAPIST)
    page = await page_as(vera)
    await finish_set_up(page)
    await page.get_by_role("button", name="Add a passphrase").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Passphrase").fill(WORDS)
    await dialog.get_by_label("The same again").fill(WORDS + "s")
    await expect(dialog.get_by_text("Strong.")).to_be_visible()
    await sound(page)
    await dialog.get_by_role("button", name="Go on").click()
    await expect(dialog.get_by_text("The two are not the same.")).to_be_visible()
    await dialog.get_by_label("The same again").fill(WORDS)
    await dialog.get_by_role("button", name="Go on").click()
    secret = await dialog.get_by_text(re.compile("^[0-9A-Z]{4}(-[0-9A-Z]{4}){6}$")).inner_text()
    await sound(page)
    await dialog.get_by_role("button", name="I have it on paper").click()
    await expect(page.get_by_text("The passphrase opens your keys too")).to_be_visible()
    await expect(page.get_by_role("button", name="Account secret")).to_be_visible()

    session = cookie_name(), await sign_in(trail, vera)
    async with Line(settings().public_url, session=session) as line:
        keys = await Keys.unlock(line, secret=Passphrase.typed(WORDS, secret))
        assert keys.pins.secret == secret_typed(secret)
        # The browser goes on with one that Python made.
        await keys.revoke(*(card.id for card in keys.chain.holders.values() if card.kind is Kind.PASSPHRASE))
        await keys.add(Passphrase.typed(WORDS, secret))

    await wipe(page)
    await page.goto("/keys")
    await page.get_by_role("button", name="Use my passphrase").click()
    await page.get_by_label("Passphrase").fill("copper lantern walks straight")
    await page.get_by_label("Account secret").fill(secret[:-1])
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.get_by_text("This is not an account secret as it was shown.")).to_be_visible()
    await page.get_by_label("Account secret").fill(secret.lower())
    await page.get_by_role("button", name="Open", exact=True).click()
    await expect(page.get_by_text("Passphrase and account secret do not open your keys.")).to_be_visible()
    await sound(page)
    await page.get_by_label("Passphrase").fill(WORDS)
    await page.get_by_role("button", name="Open", exact=True).click()
    await page.get_by_role("button", name="Remember this browser").click()
    await page.get_by_role("button", name="Remove Passphrase").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    await expect(page.get_by_role("button", name="Add a passphrase")).to_be_visible()


async def follow(page: Page, adam: Browser, person_id: str, fragment: str) -> None:
    """Use one's one-use link to choose a password."""
    await page.goto(f"/welcome/{await token(adam, person_id)}{fragment}")
    await page.get_by_label("Choose a password").fill(PASSWORD)
    await page.get_by_label("The same password again").fill(PASSWORD)
    await page.get_by_role("button", name="Start").click()


@LONG
async def test_what_a_link_says_of_the_clinic_outlasts_not_now_and_a_new_password_takes_no_keys_away(
    cast: Cast, served: Served, page_as: OpenPage
) -> None:
    adam = Browser(served.process.app, await sign_in(cast.trail, cast.adam))
    id_, _, _ = await invited(adam)
    roots = encoded(digest(b"".join(public_key(seed) for seed in ROOTS)))
    page = await page_as(None)
    await follow(page, adam, id_, f"#.{roots}")
    await page.get_by_role("button", name="Not now").click()
    await expect(page).not_to_have_url(re.compile("/(welcome|keys)"))
    await page.goto("/keys")
    await expect(page.get_by_role("button", name="Make my keys")).to_be_visible()
    await expect(page.get_by_text("You came without an invitation link")).to_have_count(0)
    await finish_set_up(page)
    await adam.send_change("POST", f"/api/people/{id_}/invitations")
    await page.context.clear_cookies()
    await follow(page, adam, id_, "")
    await expect(page).not_to_have_url(re.compile("/(welcome|keys)"))
    await page.goto("/account/devices")
    await expect(page.get_by_text("Here", exact=True)).to_be_visible()


async def an_officer(cast: Cast, page_as: OpenPage) -> tuple[Actor, Page]:
    """Somebody in a browser who holds both offices."""
    ola = await person(cast.trail, "Ola Nordin", Role.IDENTITY_OFFICER)
    async with open_change(cast.trail, cast.adam, Action.GRANT_ROLE) as change:
        await identity.grant_role(change, person_id=ola.person_id, role=Role.COORDINATOR)
    ola = Actor(ola.person_id, frozenset({Role.IDENTITY_OFFICER, Role.COORDINATOR}))
    page = await page_as(ola)
    await finish_set_up(page)
    await page.goto("/confirm-people")
    await page.get_by_role("button", name="Ask for the office").first.click()
    await expect(page.get_by_role("button", name="Ask for the office")).to_have_count(1)
    await page.get_by_role("button", name="Ask for the office").click()
    await expect(page.get_by_role("button", name="Ask for the office")).to_have_count(0)
    asked = [office.id for office in await listed(cast.trail) if office.state is OfficeState.ASKED]
    await accept(cast.trail, asked, SIGNERS[:2])
    return ola, page


@LONG
async def test_who_lost_everything_reads_the_whole_history_again_after_an_identity_check(
    cast: Cast, served: Served, page_as: OpenPage
) -> None:
    async def open_as(actor: Actor | None) -> Browser:
        return Browser(served.process.app, await sign_in(cast.trail, actor) if actor else None)

    talkers = await Talkers.of(open_as, cast, [cast.bea])
    cem = await page_as(cast.cem)
    kit = await finish_set_up(cem)
    mine = (await (await open_as(cast.cem)).get("/api/keys/mine")).json()
    await talkers.vouch(cast.cem, verify_chain(cast.cem.person_id.bytes, [*map(decoded, mine["entries"])]).genesis)
    team = await team_conversation(cast)
    bea = await talkers[cast.bea].talk(team)
    await bea.send(says("How did she sleep?"))
    here = f"/plans/{cast.plan}?talk={team}"
    said = cem.get_by_role("log").get_by_text("How did she sleep?")

    # A wiped browser: the kit brings everything back.
    await wipe(cem)
    await cem.goto(f"/keys?to={here}")
    await type_kit(cem, kit)
    await cem.get_by_role("button", name="Only this time").click()
    await expect(said).to_be_visible()

    # Everything lost: new keys wait, and the words are read out.
    await wipe(cem)
    await cem.goto("/keys")
    await cem.get_by_role("button", name="I have none of these").click()
    await expect(cem.get_by_text("What was sealed to you alone is gone for good")).to_be_visible()
    await sound(cem)
    await cem.get_by_role("button", name="Make new keys").click()
    await confirm_kit(cem)
    await expect(cem.get_by_role("heading", name="Your new keys wait")).to_be_visible()
    told = await words_on(cem)
    await cem.reload()
    assert await words_on(cem) == told
    await sound(cem)

    _, officer = await an_officer(cast, page_as)
    await officer.goto("/confirm-people")
    await officer.get_by_role("button", name="Compare words of new keys with Cem Aydin").click()
    dialog = officer.get_by_role("dialog", name="New keys for Cem Aydin")
    assert await words_on(officer) == told
    await sound(officer)
    await dialog.get_by_role("button", name="Close the old keys").click()
    await expect(dialog.get_by_text("Compare the words first")).to_be_visible()
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="Close the old keys").click()
    await expect(officer.get_by_text("Cem Aydin has new keys")).to_be_visible()

    # The page that waits notices by itself; a colleague who is online lets the new keys in.
    await expect(cem.get_by_text("Here", exact=True)).to_be_visible()
    await expect(cem.get_by_text("Confirmed by an identity officer")).to_be_visible()
    later = await clock(cast.trail)
    bea.trust.now = lambda: later
    await bea.reconcile()
    await cem.goto(here)
    await expect(said).to_be_visible()
