"""Every page of every persona, by following every link: nothing for axe, nothing beyond the edge, no link to nowhere."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest
from playwright.async_api import Page, expect

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.plans import commands as plans
from careteam.plans.models import Phase
from careteam.tasks.commands import NewTask
from tests.saying import say
from tests.stories.clinic import Lived, be_trusted, give, live_a_little, team_conversation
from tests.stories.conftest import OpenPage
from tests.stories.pages import LONG, LOOKS, NARROW, PROVE, WIDE, axe, beyond, look, settled, visit
from tests.world import Cast, open_plan_for

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Persona:
    """Somebody, and the pages that no link leads to (they open from a button)."""

    who: Callable[[Cast, Lived], Awaitable[Actor]]
    pages: Callable[[Cast, Lived], list[str]] = lambda _cast, _lived: []


def care_pages(cast: Cast, lived: Lived) -> list[str]:
    """What a member of the team opens by buttons: a conversation, a goal, a task over each page."""
    plan, task = f"/plans/{cast.plan}", f"task={cast.plan}.{lived.task}"
    return [
        f"/inbox?open={cast.plan}.{lived.team}", f"/today?{task}", f"{plan}?about={lived.goal}&talk={lived.team}",
        f"{plan}?side=talk&talk={lived.team}&message={lived.message}", f"{plan}/tasks?{task}",
        "/tasks?scope=pool", "/tasks?scope=assigned", "/patients?status=revoked", "/inbox?unread=true", "/account",
    ]  # fmt: skip


def patient_pages(cast: Cast, lived: Lived) -> list[str]:
    """What a patient opens by buttons: the message a task came from, and a check-in."""
    return [
        f"/messages/{cast.plan}/{lived.team}?message={lived.message}", f"/plan/tasks/{cast.plan}/{lived.pool_task}",
        f"/plan/check-in/{cast.plan}/PHQ-9", "/plan/scores",
    ]  # fmt: skip


def supporter_pages(cast: Cast, lived: Lived) -> list[str]:
    """What a supporter opens by buttons: the conversation they are in."""
    return [f"/messages/{cast.plan}/{lived.team}"]


def oversight_pages(cast: Cast, lived: Lived) -> list[str]:
    """What those who oversee open by buttons and by narrowing."""
    del lived
    return [f"/oversight/people/{cast.cem.person_id}", f"/oversight/plans/{cast.plan}"]


def of_cast(name: str) -> Callable[[Cast, Lived], Awaitable[Actor]]:
    """Somebody of the cast."""

    async def found(cast: Cast, lived: Lived) -> Actor:
        del lived
        return getattr(cast, name)

    return found


async def supporter(cast: Cast, lived: Lived) -> Actor:
    """Somebody who stands by the patient, with something to do."""
    who, _ = await be_trusted(cast, lived)
    await give(cast, cast.bea, NewTask(title="Walk together", owner_id=who.person_id, goal_id=lived.goal))
    return who


PERSONAS = {
    "a patient": Persona(of_cast("ada"), patient_pages),
    "a supporter": Persona(supporter, supporter_pages),
    "a therapist": Persona(of_cast("cem"), care_pages),
    "a therapist without patients": Persona(of_cast("fay")),
    "a supervisor": Persona(of_cast("eli"), oversight_pages),
    "a privacy officer": Persona(of_cast("pia"), oversight_pages),
    "a coordinator": Persona(of_cast("cora")),
    "an administrator": Persona(of_cast("adam")),
}


#: Whose pages are those of somebody else here.
LIKE_OTHERS = {"a supporter", "a privacy officer", "a therapist without patients"}


def shape(address: str) -> str:
    """Addresses that differ only in whose they are show the same page."""
    return address if PROVE else re.sub(r"=[^&]*", "=", _ID.sub("*", address))


async def links(page: Page) -> list[str]:
    """Where the page leads inside the app."""
    found: list[str] = await page.locator("a[href^='/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return [link.partition("#")[0] or "/" for link in found]


async def objections(page: Page, turn: int = 0) -> list[str]:
    """What a machine finds wrong with the page as it stands; pages take turns with the looks, for axe takes a while."""
    wrong: list[str] = []
    for size, dark in LOOKS if PROVE else [LOOKS[turn % len(LOOKS)]]:
        await look(page, size=size, dark=dark)
        await settled(page)
        found = await beyond(page) + await axe(page)
        wrong += [f"at {size[0]} px, {'dark' if dark else 'light'}: {one}" for one in found]
    return wrong


@pytest.mark.parametrize("name", [pytest.param(name, marks=[LONG] if name in LIKE_OTHERS else []) for name in PERSONAS])
async def test_every_page_is_sound_and_every_link_leads_somewhere(name: str, cast: Cast, page_as: OpenPage) -> None:
    lived, persona = await live_a_little(cast), PERSONAS[name]
    page = await page_as(await persona.who(cast, lived))
    waiting, seen, wrong = ["/", *persona.pages(cast, lived)], set[str](), dict[str, list[str]]()
    while waiting:
        address = waiting.pop(0)
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        await visit(page, address)
        await expect(page.locator("h1, h2").first).to_be_visible()
        found = await objections(page, len(seen))
        if await page.get_by_text("This page is not here").count():
            found.append("leads nowhere")
        if found:
            wrong[address] = found
        waiting += await links(page)
    assert not wrong, "\n".join(f"{address}\n  " + "\n  ".join(found) for address, found in wrong.items())


async def test_what_opens_over_a_page_is_sound(cast: Cast, page_as: OpenPage) -> None:
    await live_a_little(cast)
    page = await page_as(cast.bea)
    wrong: dict[str, list[str]] = {}
    await page.goto(f"/plans/{cast.plan}")
    await settled(page)
    for opener in ("Control+k", "?", "n", "Goal", "Step", "Revise plan", "Change state", "Earlier versions"):
        await look(page, size=WIDE, dark=False)
        if opener in ("Control+k", "?", "n"):
            await page.keyboard.press(opener)
        elif opener in ("Goal", "Step"):
            await page.get_by_role("button", name=opener, exact=True).click()
        else:
            await page.get_by_role("button", name="More about this plan").click()
            await page.get_by_role("menuitem", name=opener).click()
        opened = page.get_by_role("region", name="New task for") if opener == "n" else page.get_by_role("dialog")
        await expect(opened.first).to_be_visible()
        wrong[opener] = await objections(page, len(wrong))
        # Beside a page, the first one only leaves the field.
        for _ in range(2 if opener == "n" else 1):
            await page.keyboard.press("Escape")
        await expect(opened).to_have_count(0)
    assert not any(wrong.values()), "\n".join(f"{opener}: {found}" for opener, found in wrong.items() if found)


@pytest.mark.parametrize("address", ["/sign-in", "/welcome/not-a-link", "/nowhere"])
async def test_the_pages_before_sign_in_are_sound(address: str, page_as: OpenPage) -> None:
    page = await page_as(None, expecting=(401, 404))
    await page.goto(address)
    await settled(page)
    assert await objections(page) == []


async def test_what_there_is_not_says_so(cast: Cast, page_as: OpenPage) -> None:
    page = await page_as(cast.fay, expecting=(404,))
    for address, words in {
        "/nowhere": "This page is not here",
        f"/plans/{cast.plan}": "This is not here, or not for you.",
        f"/today?task={cast.plan}.{cast.plan}": "This is not here, or not for you.",
    }.items():
        await page.goto(address)
        await expect(page.get_by_text(words)).to_be_visible()
        assert await objections(page) == []


@LONG
async def test_the_longest_words_fit_on_a_phone_and_on_a_desk(cast: Cast, page_as: OpenPage) -> None:
    name, word = "Maximiliana-Alexandrovna Featherstonehaugh-Wolfeschlegelstein", "Donaudampfschiffahrt" * 4
    plan, patient = await open_plan_for(cast.trail, cast.cora, name, [(cast.bea, Role.PSYCHIATRIST)])
    long = replace(cast, plan=plan, ada=patient)
    async with long.change(cast.bea, Action.REVISE_PLAN) as change:
        await plans.revise_plan(change, reason=word, title=word, summary=f"{word} " * 4)
    async with long.change(cast.bea, Action.SET_GOAL) as change:
        goal = await plans.set_goal(change, words=f"{word} to get up at the same time " * 2, target=word)
    async with long.change(cast.bea, Action.SET_ITEM) as change:
        await plans.set_item(change, title=word, phase=Phase.DOSING, goal_id=goal, owner_id=cast.bea.person_id)
    team = await team_conversation(long)
    message = await say(long, patient, team, f"{word} {word}", about=goal)
    source = {"conversation_id": team, "message_id": message, "goal_id": goal}
    task = await give(long, cast.bea, NewTask(title=f"{word} {word}", owner_id=cast.bea.person_id, note=word, **source))

    page = await page_as(cast.bea)
    wrong: dict[str, list[str]] = {}
    for address in (
        "/today", f"/inbox?open={plan}.{team}", "/patients", "/tasks", f"/tasks?task={plan}.{task}",
        f"/plans/{plan}?about={goal}", f"/plans/{plan}?side=talk&about={goal}", f"/plans/{plan}/tasks",
    ):  # fmt: skip
        await page.goto(address)
        for size in (WIDE, NARROW):
            await look(page, size=size, dark=False)
            await settled(page)
            wrong[f"{address} at {size[0]} px"] = await beyond(page)
    assert not any(wrong.values()), "\n".join(f"{where}: {found}" for where, found in wrong.items() if found)
