"""What a conversation is about, and coming back to it: a topic changes, and a reminder is one's own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.core.octets import encoded
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.puk import Generation
from tests.messaging.test_care import seen_by
from tests.messaging.test_conversations import conversations, place
from tests.saying import say
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def put(browser: Browser, cast: Cast, talk: dict[str, Any], what: str, **body: Any) -> tuple[int, Any]:
    answer = await browser.send_change("PUT", place(cast, talk, f"/{what}"), body)
    return answer.status_code, answer.json()


async def in_(cast: Cast, seconds: float) -> str:
    """A time so long from now."""
    async with cast.change(cast.bea, Action.OPEN_CONVERSATION) as change:
        return (change.now + timedelta(seconds=seconds)).isoformat()


def kept(who: Actor, text: str) -> dict[str, str]:
    """What somebody seals to themself, to send it later."""
    id_ = uuid4()
    sealed = seal_own(Generation(who.person_id.bytes, 1, bytes(32)), Place("draft", id_.bytes, 1), text.encode())
    return {"id": str(id_), "sealed": encoded(sealed)}


async def today(page: Browser) -> list[tuple[str, str]]:
    rows = (await page.get("/api/today")).json()["items"]
    return [(row["kind"], row["why"]) for row in rows]


async def test_who_answers_there_gives_a_topic_another_name_and_a_patient_their_own(cast: Cast, browser: Open) -> None:
    ada, bea, cem = [await browser(who) for who in (cast.ada, cast.bea, cast.cem)]
    opened = [
        await who.send_change("POST", f"/api/plans/{cast.plan}/conversations", {"kind": "team", "title": title})
        for who, title in ((bea, "Walks"), (ada, "Nights"))
    ]
    walks, nights = ({"id": one.json()["id"]} for one in opened)
    assert (await put(cem, cast, walks, "title", title="Walks in the evening"))[0] == 200
    shown = await seen_by(ada, cast, walks)
    assert (shown["title"], "conversation.rename" in shown["may"]) == ("Walks in the evening", False)
    assert (await put(ada, cast, walks, "title", title="Mine"))[0] == 403
    assert (await put(ada, cast, nights, "title", title="Mine"))[0] == 200
    team = (await conversations(bea, cast))["team"]
    assert "conversation.rename" not in team["may"]
    assert (await put(bea, cast, team, "title", title="Ours"))[1]["type"] == "/problems/has-no-topic"


async def test_a_reminder_brings_a_conversation_back_to_who_asked_until_they_write(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    talk = (await conversations(bea, cast))["team"]
    assert (await put(bea, cast, talk, "reminder", at=await in_(cast, -1)))[1]["type"] == "/problems/no-such-reminder"
    assert (await put(bea, cast, talk, "reminder", at=await in_(cast, 3600)))[0] == 200
    assert await today(bea) == []
    assert (await put(bea, cast, talk, "reminder", at=await in_(cast, 0.2)))[0] == 200
    await asyncio.sleep(0.3)
    assert (await today(bea), await today(cem)) == ([("reminder", "In “Whole team”.")], [])
    assert [(await who.get("/api/inbox/counts")).json()["mine"] for who in (bea, cem)] == [1, 0]
    assert [(await seen_by(who, cast, talk))["remind_at"] is None for who in (bea, cem)] == [False, True]
    # A patient who waits there is one row, not two.
    await say(cast, cast.ada, talk["id"], "Are you there?")
    assert [kind for kind, _ in await today(bea)] == ["reply"]
    await say(cast, cast.bea, talk["id"], "Yes")
    assert await today(bea) == []


async def test_a_reminder_is_taken_back_and_is_not_the_patients(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    talk = (await conversations(bea, cast))["team"]
    assert (await put(ada, cast, talk, "reminder", at=None))[0] == 403
    await put(bea, cast, talk, "reminder", at=await in_(cast, 60))
    assert (await put(bea, cast, talk, "reminder", at=None))[0] == 200
    assert (await seen_by(bea, cast, talk))["remind_at"] is None


async def test_what_somebody_wants_to_send_later_waits_for_them_alone_until_they_send_it(
    cast: Cast, browser: Open
) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    talk = (await conversations(bea, cast))["team"]
    draft = kept(cast.bea, "The results are here")
    assert (await put(bea, cast, talk, "reminder", at=await in_(cast, 3600), draft=draft))[0] == 200
    assert [(await seen_by(who, cast, talk))["draft"] for who in (bea, cem)] == [draft, None]
    # Another time takes nothing from it.
    assert (await put(bea, cast, talk, "reminder", at=await in_(cast, 0.2)))[0] == 200
    await asyncio.sleep(0.3)
    [row] = (await bea.get("/api/today")).json()["items"]
    assert (row["kind"], row["to_send"], row["reason"]) == ("reminder", True, "You wanted to send what you wrote")
    assert (await seen_by(bea, cast, talk))["draft"] == draft
    # A patient who waits there is still one row, and it says so.
    await say(cast, cast.ada, talk["id"], "Any news?")
    [row] = (await bea.get("/api/today")).json()["items"]
    assert (row["kind"], row["to_send"], row["why"]) == (
        "reply", True, "You wanted to send what you wrote. In “Whole team”.",
    )  # fmt: skip
    later = kept(cast.bea, "The results are here, and they are good")
    assert (await put(bea, cast, talk, "reminder", at=await in_(cast, 3600), draft=later))[0] == 200
    assert (await seen_by(bea, cast, talk))["draft"] == later
    await say(cast, cast.bea, talk["id"], "The results are here, and they are good")
    shown = await seen_by(bea, cast, talk)
    assert (shown["draft"], shown["remind_at"], await today(bea)) == (None, None, [])


async def test_a_draft_is_kept_sealed_for_a_time_and_forgotten_with_its_reminder(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    talk = (await conversations(bea, cast))["team"]
    at, draft = await in_(cast, 3600), kept(cast.bea, "Later")
    plain = {**draft, "sealed": encoded(b"The results are here")}
    assert (await put(bea, cast, talk, "reminder", at=at, draft=plain))[1]["type"] == "/problems/draft-not-sealed"
    assert (await put(bea, cast, talk, "reminder", at=None, draft=draft))[0] == 422
    assert (await put(bea, cast, talk, "reminder", at=at, draft=draft))[0] == 200
    assert (await put(bea, cast, talk, "reminder", at=None))[0] == 200
    async with cast.trail.database.writing() as connection:
        rows = await connection.fetch("SELECT sealed_as, sealed FROM care.kept_draft WHERE plan_id = $1", cast.plan)
    assert [tuple(row) for row in rows] == [(None, None)]
    assert (await seen_by(bea, cast, talk))["draft"] is None
