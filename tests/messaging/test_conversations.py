"""Conversations of a plan: who is in them, who may change that, and what nobody else learns."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.core.octets import encoded
from careteam.plans import team
from tests.saying import say
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def conversations(browser: Browser, cast: Cast) -> dict[str, dict[str, Any]]:
    """By kind; of several of a kind, the first of the list."""
    answer = await browser.get(f"/api/plans/{cast.plan}/conversations")
    assert answer.status_code == 200, answer.text
    return {one["kind"]: one for one in reversed(answer.json())}


def names(conversation: dict[str, Any]) -> set[str]:
    return {member["name"].split()[0] for member in conversation["members"]}


async def join(cast: Cast, who: Actor, role: Role) -> None:
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=who.person_id, role=role)


async def leave(cast: Cast, who: Actor) -> None:
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        relation = await team.must_include(change, who.person_id)
        await team.leave(change, relation_id=relation.id, reason="moved away")


async def supporter(cast: Cast) -> Actor:
    sam = await person(cast.trail, "Sam Marsh", Role.SUPPORTER)
    await join(cast, sam, Role.SUPPORTER)
    return sam


def place(cast: Cast, conversation: dict[str, Any], part: str = "") -> str:
    return f"/api/plans/{cast.plan}/conversations/{conversation['id']}{part}"


async def test_a_plan_opens_with_a_conversation_of_the_team_and_one_of_its_staff(cast: Cast, browser: Open) -> None:
    of_bea = await conversations(await browser(cast.bea), cast)
    assert names(of_bea["team"]) == {"Ada", "Bea", "Cem", "Dov"}
    assert names(of_bea["staff"]) == {"Bea", "Cem", "Dov"}
    assert set(await conversations(await browser(cast.ada), cast)) == {"team"}


async def test_who_joins_the_team_joins_its_conversations_and_a_supporter_waits(cast: Cast, browser: Open) -> None:
    await join(cast, cast.fay, Role.THERAPIST)
    sam = await supporter(cast)
    assert set(await conversations(await browser(cast.fay), cast)) == {"team", "staff"}
    assert await conversations(await browser(sam), cast) == {}


async def test_who_leaves_the_team_is_in_no_conversation_of_it(cast: Cast, browser: Open) -> None:
    dov = await browser(cast.dov)
    known = await conversations(dov, cast)
    await leave(cast, cast.dov)
    assert (await dov.get(place(cast, known["team"]))).status_code == 404
    of_bea = await conversations(await browser(cast.bea), cast)
    assert "Dov" not in names(of_bea["team"]) | names(of_bea["staff"])


async def test_a_patient_writes_to_the_whole_team_or_to_one_of_it(cast: Cast, browser: Open) -> None:
    ada, path = await browser(cast.ada), f"/api/plans/{cast.plan}/conversations"
    cem, dov = str(cast.cem.person_id), str(cast.dov.person_id)
    to_all = await ada.send_change("POST", path, {"kind": "team", "title": "My sleep", "member_ids": [cem]})
    to_one = await ada.send_change("POST", path, {"kind": "direct", "member_ids": [cem]})
    to_two = await ada.send_change("POST", path, {"kind": "direct", "member_ids": [cem, dov]})
    among_staff = await ada.send_change("POST", path, {"kind": "staff"})
    assert [a.status_code for a in (to_all, to_one, to_two, among_staff)] == [201, 201, 409, 409]
    opened = (await ada.get(f"{path}/{to_all.json()['id']}")).json()
    assert names(opened) == {"Ada", "Bea", "Cem", "Dov"}


async def test_two_people_have_one_conversation(cast: Cast, browser: Open) -> None:
    path = f"/api/plans/{cast.plan}/conversations"
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    first = await bea.send_change("POST", path, {"kind": "direct", "member_ids": [str(cast.cem.person_id)]})
    again = await cem.send_change("POST", path, {"kind": "direct", "member_ids": [str(cast.bea.person_id)]})
    assert first.json()["id"] == again.json()["id"]
    assert (await conversations(cem, cast))["direct"]["title"] == "Bea Boateng"


async def test_a_supporter_opens_no_conversation_and_reads_those_they_were_added_to(cast: Cast, browser: Open) -> None:
    sam = await supporter(cast)
    browser_of_sam, bea = await browser(sam), await browser(cast.bea)
    opened = await browser_of_sam.send_change("POST", f"/api/plans/{cast.plan}/conversations", {"kind": "team"})
    assert opened.status_code == 403
    team_ = (await conversations(bea, cast))["team"]
    added = await bea.send_change("POST", place(cast, team_, "/members"), {"person_id": str(sam.person_id)})
    assert added.status_code == 201, added.text
    seen = (await conversations(browser_of_sam, cast))["team"]
    assert seen["may"] == ["message.send", "alarm.raise", "message.see"]


async def test_nobody_of_the_patients_side_comes_into_a_staff_conversation(cast: Cast, browser: Open) -> None:
    sam, bea = await supporter(cast), await browser(cast.bea)
    staff = (await conversations(bea, cast))["staff"]
    for who in (cast.ada, sam):
        answer = await bea.send_change("POST", place(cast, staff, "/members"), {"person_id": str(who.person_id)})
        assert answer.status_code == 409
        assert answer.json()["type"] == "/problems/cannot-take-part"


async def test_only_people_of_the_plan_are_added_and_only_by_lead_or_opener(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    staff = (await conversations(bea, cast))["staff"]
    stranger = {"person_id": str(cast.fay.person_id)}
    assert (await bea.send_change("POST", place(cast, staff, "/members"), stranger)).status_code == 409
    end = place(cast, staff, f"/members/{cast.dov.person_id}/end")
    assert (await cem.send_change("POST", end)).status_code == 403
    assert (await bea.send_change("POST", end)).status_code == 200
    assert (await (await browser(cast.dov)).get(place(cast, staff))).status_code == 404


async def test_what_somebody_had_seen_counts_when_they_come_back(cast: Cast, browser: Open) -> None:
    bea, dov = await browser(cast.bea), await browser(cast.dov)
    staff = (await conversations(bea, cast))["staff"]
    for words in ("one", "two"):
        await say(cast, cast.bea, staff["id"], words)
    await dov.send_change("POST", place(cast, staff, "/seen"), {"number": 2})
    await bea.send_change("POST", place(cast, staff, f"/members/{cast.dov.person_id}/end"))
    await say(cast, cast.bea, staff["id"], "three")
    await bea.send_change("POST", place(cast, staff, "/members"), {"person_id": str(cast.dov.person_id)})
    assert (await conversations(dov, cast))["staff"]["unread"] == 1


async def test_who_is_not_in_a_conversation_cannot_tell_it_from_none(cast: Cast, browser: Open) -> None:
    staff = (await conversations(await browser(cast.bea), cast))["staff"]
    ada = await browser(cast.ada)
    nowhere = {**staff, "id": str(uuid4())}
    for one in (staff, nowhere):
        assert (await ada.get(place(cast, one))).status_code == 404
        assert (await ada.get(place(cast, one, "/messages"))).status_code == 404
        assert (
            await ada.send_change("POST", place(cast, one, "/messages"), {"envelope": encoded(b"Hello")})
        ).status_code == 404
        assert (await ada.send_change("POST", place(cast, one, "/seen"), {"number": 1})).status_code == 404
        assert (await ada.post(place(cast, one, "/delivered"), json={"number": 1})).status_code == 404


async def test_a_supervisor_is_in_no_conversation_even_with_a_reason(cast: Cast, browser: Open) -> None:
    eli = await browser(cast.eli)
    reason = {"reason": "A complaint of 3 May, looking at answers"}
    assert (await eli.send_change("POST", f"/api/plans/{cast.plan}/access", reason)).status_code == 201
    assert (await eli.get(f"/api/plans/{cast.plan}/conversations")).status_code == 403
