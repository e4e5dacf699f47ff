"""Coming in and going out: refusals that tell nothing, a lock that says how long, and every other tab closed at once."""

import re
from uuid import uuid4

import psycopg
import pytest
from playwright.async_api import Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.ids import PersonId
from careteam.identity import commands
from careteam.identity.passwords import hashed
from careteam.identity.people import take_in
from careteam.identity.throttle import PER_ADDRESS
from tests.servers import Servers
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG
from tests.world import Cast

PASSWORD = "a quiet walk before breakfast"


@pytest.fixture(autouse=True)
def nobody_was_refused(servers: Servers) -> None:
    """Forget other tests' tries: all of them come from this machine's one address, which is counted too."""
    with psycopg.connect(servers.owner_url) as connection:
        connection.execute("DELETE FROM care.sign_in_throttle")


async def with_password(trail: Trail, name: str, role: Role) -> str:
    """Somebody who has used their invitation. Return their e-mail address."""
    email = f"{uuid4().hex}@clinic.example"
    async with open_change(trail, Actor.system(), Action.INSTALL_ORGANISATION) as change:
        person_id, invitation_id = await take_in(change, name=name, role=role, email=email, synthetic=True)
    assert invitation_id is not None
    actor = Actor(PersonId(person_id), frozenset({role}))
    async with open_change(trail, actor, Action.REDEEM_INVITATION) as change:
        await commands.redeem_invitation(change, invitation_id=invitation_id, password_hash=await hashed(PASSWORD))
    return email


async def try_to_sign_in(page: Page, email: str, password: str) -> None:
    """Fill in both steps of the form."""
    await page.goto("/sign-in")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_whoever_signs_in_stands_before_their_work(trail: Trail, page_as: OpenPage) -> None:
    email = await with_password(trail, "Ina Holm", Role.THERAPIST)
    page = await page_as(None)
    await page.goto("/tasks?scope=pool")
    await expect(page).to_have_url(re.compile("/sign-in"))
    await expect(page.get_by_role("link", name="Call 988")).to_have_attribute("href", "tel:988")
    await expect(page.get_by_role("link", name="Call 911")).to_have_attribute("href", "tel:911")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("E-mail").press("Enter")
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("Password", exact=True).press("Enter")
    await expect(page.get_by_role("tab", name="To claim")).to_have_attribute("aria-selected", "true")


async def test_a_refusal_says_the_same_of_known_and_unknown_and_a_lock_says_to_wait(
    trail: Trail, page_as: OpenPage
) -> None:
    known = await with_password(trail, "Jan Roth", Role.THERAPIST)
    page = await page_as(None, expecting=(401, 429))
    for email in (known, f"{uuid4().hex}@nowhere.example"):
        await try_to_sign_in(page, email, "not the password")
        await expect(page.get_by_text("This e-mail and password do not belong together.")).to_be_visible()
        await expect(page.get_by_label("Password", exact=True)).to_have_value("not the password")
    for _ in range(PER_ADDRESS):
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_role("button", name="Sign in")).to_be_enabled()
    await expect(page.get_by_text("Too many tries. Wait a few minutes, then try again.")).to_be_visible()


@LONG
async def test_signing_out_everywhere_closes_every_other_tab(cast: Cast, page_as: OpenPage) -> None:
    here, elsewhere = await page_as(cast.cem, expecting=(401,)), await page_as(cast.cem, expecting=(401,))
    await elsewhere.goto("/patients")
    await expect(elsewhere.get_by_role("heading", name="Patients")).to_be_visible()
    await here.goto("/today")
    await here.get_by_role("button", name="Account of Cem Aydin").click()
    await here.get_by_role("menuitem", name="Sign out everywhere").click()
    await here.get_by_role("dialog", name="Sign out everywhere").get_by_role("button", name="Sign out").click()
    for page in (here, elsewhere):
        await expect(page.get_by_label("E-mail")).to_be_visible()
    await expect(elsewhere.get_by_text("Ada Marsh")).to_have_count(0)
    await expect(elsewhere.get_by_text("You were signed out")).to_contain_text("or somebody signed you out")
