"""Those who review trails hear that one has grown, and nothing of what it says."""

import pytest

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.messaging.rules import ConversationKind
from careteam.plans import team
from careteam.realtime import feed as feed_module
from tests.realtime.live import Process, watch
from tests.realtime.test_live import conversation_of, say
from tests.world import Cast, make_cast, sign_in


async def test_a_supervisor_hears_at_once_that_a_trail_has_grown_and_no_word_of_it(
    cast: Cast, one: Process, other: Process
) -> None:
    staff = await conversation_of(cast, ConversationKind.STAFF)
    async with (
        watch(one, await sign_in(one.trail, cast.eli)) as eli,
        watch(other, await sign_in(one.trail, cast.pia)) as pia,
    ):
        for page in (eli, pia):
            await page.until(lambda page: page.of("hello"))
        await say(cast, cast.bea, staff, "Among ourselves", by=one)
        for page in (eli, pia):
            await page.until(lambda page: [str(cast.plan)] in [told["plans"] for told in page.of("reviewed")])
            assert str(staff.stream_id) not in str(page.frames)
            assert page.bodies() == []


async def test_nobody_else_hears_whose_trails_grow(cast: Cast, one: Process) -> None:
    elsewhere = await make_cast(cast.trail)
    staff = await conversation_of(cast, ConversationKind.STAFF)
    async with (
        watch(one, await sign_in(one.trail, cast.ada)) as ada,
        watch(one, await sign_in(one.trail, cast.cora)) as cora,
        watch(one, await sign_in(one.trail, elsewhere.bea)) as stranger,
        watch(one, await sign_in(one.trail, cast.eli)) as eli,
    ):
        for page in (ada, cora, stranger, eli):
            await page.until(lambda page: page.of("hello"))
        await say(cast, cast.bea, staff, "Among ourselves", by=one)
        await eli.until(lambda page: page.of("reviewed"))
        # A change of the roster is told after what came before it, to all of them but the stranger.
        async with open_change(one.trail, cast.cora, Action.CHANGE_TEAM, plan_id=cast.plan) as change:
            await team.set_lead(change, relation_id=next(
                row.id for row in await team.present(change) if row.person_id == cast.cem.person_id
            ))  # fmt: skip
        for page in (ada, cora):
            await page.until(lambda page: "TeamLeadChanged" in {told["event"] for told in page.of("entry")})
        assert [page.of("reviewed") for page in (ada, cora, stranger)] == [[], [], []]


async def test_reviewers_look_again_when_something_may_have_been_missed(
    cast: Cast, one: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "HEARTBEAT", 0.5)
    async with watch(one, await sign_in(one.trail, cast.eli)) as eli:
        await eli.until(lambda page: None in [told["plans"] for told in page.of("reviewed")])
