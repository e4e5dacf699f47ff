"""Who looks after a conversation while they are away: their cover, or whoever of the team claims it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from careteam.access.roles import Actor, Role
from tests.coverage.test_stand_ins import away, on_duty
from tests.messaging.test_care import act, seen_by
from tests.messaging.test_conversations import conversations
from tests.saying import say
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def waits(page: Browser) -> list[tuple[bool, str]]:
    """The rows of somebody's Today: whether they may claim it, and why it is there."""
    return [(row["claimable"], row["why"]) for row in (await page.get("/api/today")).json()["items"]]


async def looked_after(cast: Cast, browser: Open, who: Actor) -> tuple[Browser, dict[str, Any]]:
    """The team's conversation, claimed and closed; then the patient writes."""
    page = await browser(who)
    talk = (await conversations(page, cast))["team"]
    assert [(await act(page, cast, talk, what))[0] for what in ("claim", "close")] == [200, 200]
    return page, talk


async def test_a_reply_to_who_is_away_is_their_covers_until_they_are_back(cast: Cast, browser: Open) -> None:
    cem, talk = await looked_after(cast, browser, cast.cem)
    bea, fay = await browser(cast.bea), await browser(cast.fay)
    await away(cast, cast.cem, cast.fay)
    await say(cast, cast.ada, talk["id"], "Are you there?")
    assert await waits(fay) == [(False, "You cover for who looks after it. In “Whole team”.")]
    assert await waits(bea) == []
    counts = (await fay.get("/api/inbox/counts")).json()
    assert (counts["mine"], counts["unassigned"], counts["waiting"]) == (1, 0, 1)
    assert (await seen_by(fay, cast, talk))["state"] == "waiting-for-us"
    to_fay = {"person_id": str(cast.fay.person_id), "why": "I have answered her"}
    assert (await act(fay, cast, talk, "hand-over", **to_fay))[0] == 200
    assert (await act(fay, cast, talk, "release"))[0] == 200
    assert (await act(fay, cast, talk, "claim"))[0] == 200
    await cem.send_change("POST", "/api/availability/end")
    # Fay is off the plan, and what she looked after there is nobody's.
    assert await waits(fay) == []
    assert [claimable for claimable, _ in await waits(cem)] == [True]


async def test_a_reply_to_who_is_away_while_nobody_covers_is_anybodys_to_claim(cast: Cast, browser: Open) -> None:
    _, talk = await looked_after(cast, browser, cast.cem)
    bea = await browser(cast.bea)
    await away(cast, cast.cem, cast.fay)
    await say(cast, cast.ada, talk["id"], "Are you there?")
    assert await waits(bea) == []
    await away(cast, cast.fay, None)
    assert await waits(bea) == [(True, "Nobody looks after it now; anybody on the team may claim it. In “Whole team”.")]
    shown = await seen_by(bea, cast, talk)
    assert (shown["owner"]["name"], "conversation.claim" in shown["may"]) == ("Cem Aydin", True)
    assert (await bea.get("/api/inbox/counts")).json()["unassigned"] == 1
    assert (await act(bea, cast, talk, "claim"))[0] == 200
    assert (await seen_by(bea, cast, talk))["owner"]["name"] == "Bea Boateng"


async def test_who_was_called_in_claims_what_is_nobodys(cast: Cast, browser: Open) -> None:
    hal, bea = await person(cast.trail, "Hal Moss", Role.PSYCHIATRIST), await browser(cast.bea)
    await on_duty(cast, hal, Role.PSYCHIATRIST)
    await bea.send_change("POST", f"/api/plans/{cast.plan}/duty", {"role": "psychiatrist"})
    await say(cast, cast.ada, (talk := (await conversations(bea, cast))["team"])["id"], "Are you there?")
    page = await browser(hal)
    assert [claimable for claimable, _ in await waits(page)] == [True]
    assert (await act(page, cast, talk, "claim"))[0] == 200
    assert (await seen_by(bea, cast, talk))["owner"]["name"] == "Hal Moss"
    assert await waits(bea) == []
