"""Who is to read and who no longer: what coordinators are told to confirm, and what members' clients are told to do."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.userchain import verify_chain
from careteam.identity.commands import grant_role
from careteam.messaging.confirming import FOR_COORDINATORS
from tests.keys.world import Keyed, keyed
from tests.messaging.test_conversations import conversations, join, leave
from tests.talkers import Talkers
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
LIST = "/api/unconfirmed-readers"
BOTH = {"team", "staff"}


@pytest_asyncio.fixture
async def talkers(cast: Cast, browser: Open) -> Talkers:
    """The people of the plan, with keys."""
    return await Talkers.of(browser, cast, [cast.ada, cast.bea, cast.cem])


async def begun(talkers: Talkers, cast: Cast, browser: Open) -> dict[str, Any]:
    """The team's conversations, both with a log."""
    found = await conversations(await browser(cast.bea), cast)
    for one in found.values():
        await talkers[cast.bea].talk(one["id"])
    return found


async def items(browser: Open, cast: Cast) -> list[dict[str, Any]]:
    """What is open on the cast's plan, as its coordinator is told."""
    answer = await (await browser(cast.cora)).get(f"/api/plans/{cast.plan}/unconfirmed-readers")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def waiting(browser: Open, cast: Cast) -> dict[str, tuple[str, set[str]]]:
    """By first name: the step that is open, and in which kinds of conversation."""
    return {
        item["person"]["name"].split()[0]: (item["step"], {one["kind"] for one in item["conversations"]})
        for item in await items(browser, cast)
    }


async def test_a_plan_whose_logs_are_not_begun_waits_with_all_who_have_keys(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    expected = {"Ada": ("begin", {"team"}), "Bea": ("begin", BOTH), "Cem": ("begin", BOTH)}
    assert await waiting(browser, cast) == expected
    await begun(talkers, cast, browser)
    assert await waiting(browser, cast) == {}


async def test_who_joins_is_to_be_admitted_once_their_keys_are_vouched_for_until_somebody_signs(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    found = await begun(talkers, cast, browser)
    await join(cast, cast.fay, Role.THERAPIST)
    assert await waiting(browser, cast) == {}
    keyed = await _with_keys(talkers, cast.fay)
    assert await waiting(browser, cast) == {"Fay": ("attest", BOTH)}
    await talkers.attest(keyed)
    [item] = await items(browser, cast)
    assert (item["plan_id"], item["patient"]["name"]) == (str(cast.plan), "Ada Marsh")
    assert (item["person"]["name"], item["person"]["role"], item["step"]) == ("Fay Okoro", "therapist", "admit")
    await talkers.assign(found["staff"]["id"], cast.fay)
    assert await waiting(browser, cast) == {"Fay": ("admit", {"team"})}


async def test_who_leaves_is_to_be_taken_off_until_somebody_signs(talkers: Talkers, cast: Cast, browser: Open) -> None:
    found = await begun(talkers, cast, browser)
    await leave(cast, cast.cem)
    assert await waiting(browser, cast) == {"Cem": ("take-off", BOTH)}
    for one in found.values():
        await (await talkers[cast.cora].talk(one["id"])).remove(cast.cem.person_id.bytes)
    assert await waiting(browser, cast) == {}


async def test_whoever_closes_their_keys_is_to_be_taken_off_unless_they_have_new_ones(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    found = await begun(talkers, cast, browser)
    cem, again = talkers[cast.cem].keyed, await keyed(cast.trail, browser, cast.cem)
    made = again.genesis()
    successor = verify_chain(again.uid, made.entries).genesis
    closing = enrolment.close_chain(cem.chain, cem.device.signer, cem.puk, successor, cem.now)
    assert (await cem.post(cem.chain.seq + 1, closing)).status_code == 200
    assert await waiting(browser, cast) == {"Cem": ("keys-closed", BOTH)}
    office = await talkers[cast.cora].talk(found["staff"]["id"])
    await office.remove(cast.cem.person_id.bytes)
    assert await waiting(browser, cast) == {"Cem": ("keys-closed", {"team"})}
    assert (await again.post(0, made)).status_code == 200
    # Any member's client readmits whose new keys are confirmed; where they are off already a coordinator lets them in.
    assert await waiting(browser, cast) == {"Cem": ("attest", {"staff"})}


async def test_the_list_is_paged_by_plan_and_person_and_says_how_many_wait(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    cora, found, after = await browser(cast.cora), list[dict[str, Any]](), None
    while True:
        page = (await cora.get(LIST, params={"limit": 2} | ({"after": after} if after else {}))).json()
        found += page["items"]
        if (after := page["next"]) is None:
            break
    keys = [(item["plan_id"], item["person"]["id"], item["step"]) for item in found]
    assert keys == sorted(set(keys))
    assert [item for item in found if item["plan_id"] == str(cast.plan)] == await items(browser, cast)
    assert page["count"] == sum(item["step"] in FOR_COORDINATORS for item in found)


async def test_only_coordinators_are_told_whom_to_confirm_and_not_in_their_own_care(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    path = f"/api/plans/{cast.plan}/unconfirmed-readers"
    for actor in (cast.ada, cast.bea, cast.eli, cast.pia, cast.adam, cast.fay):
        page = await browser(actor)
        assert (await page.get(LIST)).status_code == 403
        knows = actor in (cast.ada, cast.bea, cast.eli, cast.pia)
        assert (await page.get(path)).status_code == (403 if knows else 404)
    carer = await person(cast.trail, "Cato Marsh", Role.SUPPORTER)
    async with open_change(cast.trail, cast.adam, Action.GRANT_ROLE) as change:
        await grant_role(change, person_id=carer.person_id, role=Role.COORDINATOR)
    await join(cast, carer, Role.SUPPORTER)
    cato = await browser(Actor(carer.person_id, frozenset({Role.COORDINATOR, Role.SUPPORTER})))
    assert (await cato.get(path)).status_code == 403
    listed = (await cato.get(LIST, params={"limit": 100})).json()["items"]
    assert str(cast.plan) not in {item["plan_id"] for item in listed}


async def test_members_clients_are_told_where_somebody_waits_for_them(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    async def told(actor: Actor) -> set[str]:
        return {one["conversation_id"] for one in (await (await browser(actor)).get("/api/inbox/to-admit")).json()}

    found = await conversations(await browser(cast.bea), cast)
    team, both = found["team"]["id"], {one["id"] for one in found.values()}
    assert (await told(cast.bea), await told(cast.ada)) == (both, set())
    await begun(talkers, cast, browser)
    assert await told(cast.bea) == set()
    await talkers.join(cast.dov)
    assert await told(cast.bea) == set()
    await talkers.assign(team, cast.dov)
    assert (await told(cast.bea), await told(cast.ada), await told(cast.dov)) == ({team}, {team}, set())
    await talkers[cast.cem].talk(team)
    assert await told(cast.bea) == set()


async def _with_keys(talkers: Talkers, actor: Actor) -> Keyed:
    """Somebody's keys, which nobody vouches for yet."""
    return await (await keyed(talkers.cast.trail, talkers.open, actor)).begin()
