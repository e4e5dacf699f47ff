"""A patient and their team talk: over HTTP on one process, and live on every page of another."""

from typing import Any

from careteam.audit.trail import Trail
from tests.realtime.live import process, watch
from tests.saying import everybody_reads, sealed
from tests.servers import Servers
from tests.stories.clinic import team_conversation
from tests.world import Browser, Cast, sign_in


async def test_a_patient_writes_and_their_team_answers(cast: Cast, trail: Trail, servers: Servers) -> None:
    room = await team_conversation(cast)
    await everybody_reads(cast, room)
    ada, bea = await sign_in(trail, cast.ada), await sign_in(trail, cast.bea)
    async with (
        process(servers, trail) as one,
        process(servers, trail) as other,
        Browser(one.app, ada) as of_ada,
        Browser(other.app, bea) as of_bea,
        watch(other, bea) as seen_by_bea,
        watch(one, ada) as seen_by_ada,
    ):
        for page in (seen_by_ada, seen_by_bea):
            await page.until(lambda page: page.of("hello"))

        async def team(browser: Browser) -> dict[str, Any]:
            told = (await browser.get(f"/api/plans/{cast.plan}/conversations")).json()
            return next(one for one in told if one["kind"] == "team")

        path = f"/api/plans/{cast.plan}/conversations/{room}"
        sent = await of_ada.send_change(
            "POST", f"{path}/messages", await sealed(cast, cast.ada, room, "I slept four hours")
        )
        entry = (await seen_by_bea.until(lambda page: page.of("entry")))[0]
        assert (entry["change_id"], entry["message"]["id"]) == (sent.json()["change_id"], sent.json()["id"])
        assert (await team(of_bea))["unread"] == 1
        assert (await team(of_bea))["waiting_since"] is not None

        assert (await of_bea.post(f"{path}/delivered", json={"number": 1})).status_code == 204
        await of_bea.send_change("POST", f"{path}/seen", {"number": 1})
        words = "Thank you. Let us look at it at ten"
        await of_bea.send_change("POST", f"{path}/messages", await sealed(cast, cast.bea, room, words))
        await seen_by_ada.until(lambda page: page.of("delivered"))
        await seen_by_ada.until(lambda page: len(page.bodies()) == 2)
        assert [entry["event"] for entry in seen_by_ada.of("entry")] == ["MessageSent", "MessagesSeen", "MessageSent"]
        assert (await team(of_bea))["unread"] == 0
        assert (await team(of_ada))["waiting_since"] is None

        assert (await of_ada.delete("/api/session")).status_code == 204
        await seen_by_ada.until(lambda page: page.closed == 4401, seconds=1)
        assert seen_by_bea.closed is None
