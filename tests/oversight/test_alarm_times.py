"""How soon alarms are taken on and end with an outcome: by priority too, and what has not come so far stands apart."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

import pytest_asyncio

from careteam.access.roles import Actor
from tests.coverage.alarms import answer, claim, mine, send, team_room
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
#: Which figures, by what tells of them: those of all, of a priority, of a role.
PARTS = {"by_priority": "priority", "by_role": "role"}


class Told:
    """What a supervisor is told; others of this clinic have alarms too, so only what came since counts."""

    def __init__(self, page: Browser) -> None:
        self._page = page
        self._before: dict[str, dict[Any, tuple[int, int]]] = {}

    async def begin(self) -> "Told":
        self._before = await self._now()
        return self

    async def since(self) -> dict[str, dict[Any, tuple[int, int]]]:
        """By measure and part: how many more have ended, and how many more have not."""
        return {
            measure: {
                part: (done - was[0], open_ - was[1])
                for part, (done, open_) in parts.items()
                if (done, open_) != (was := self._before[measure].get(part, (0, 0)))
            }
            for measure, parts in (await self._now()).items()
        }

    async def _now(self) -> dict[str, dict[Any, tuple[int, int]]]:
        told = (await self._page.get("/api/oversight/times")).json()["measures"]
        return {
            one["measure"]: {None: (one["all"]["done"], one["all"]["open"])}
            | {figure[by]: (figure["done"], figure["open"]) for part, by in PARTS.items() for figure in one[part]}
            for one in told
            if one["measure"] in ("acknowledge", "outcome")
        }


@pytest_asyncio.fixture
async def told(cast: Cast, browser: Open) -> AsyncIterator[Told]:
    yield await Told(await browser(cast.eli)).begin()


async def test_an_alarm_counts_where_it_stands_and_its_rows_say_who_ended_it(
    cast: Cast, browser: Open, told: Told
) -> None:
    ada, cem, eli = await browser(cast.ada), await browser(cast.cem), await browser(cast.eli)
    room = await team_room(ada, cast)
    await claim(cast, cast.cem, room)
    for level in ("urgent", "stat"):
        await send(ada, cast, cast.ada, room, "I cannot sleep at all", priority=level)
    waiting = {None: (0, 2), "urgent": (0, 1), "stat": (0, 1)}
    assert await told.since() == {"acknowledge": waiting, "outcome": waiting}

    stat = next(one for one in await mine(cem, cast) if one["level"] == "stat")
    await cem.send_change("POST", answer(stat, "acknowledge"))
    taken = {None: (1, 1), "urgent": (0, 1), "stat": (1, 0), "therapist": (1, 0)}
    assert await told.since() == {"acknowledge": taken, "outcome": waiting}
    await cem.send_change("POST", answer(stat, "outcome"), {"outcome": "answered"})
    assert await told.since() == {"acknowledge": taken, "outcome": taken}

    async def rows(measure: str, **of: Any) -> list[tuple[str, str | None]]:
        found = (await eli.get(f"/api/oversight/times/{measure}", params={"limit": 100, **of})).json()["items"]
        ours = [one for one in found if one["plan"]["id"] == str(cast.plan)]
        return [(one["subject_id"], one["by"] and one["by"]["name"]) for one in ours]

    assert await rows("outcome") == [(stat["subject_id"], "Cem Aydin")]
    assert await rows("acknowledge", priority="urgent") == []
    assert await rows("acknowledge", priority="stat", role="therapist") == [(stat["subject_id"], "Cem Aydin")]
    assert len(await rows("acknowledge", end="open", priority="urgent")) == 1
