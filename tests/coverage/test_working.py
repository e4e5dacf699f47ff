"""Working hours: the coordinator says them, patients see them before they write, and are told out of hours when they have."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest
import pytest_asyncio
from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.models import Entry
from careteam.coverage import working
from careteam.messaging.answering import ENOUGH
from tests.coverage.world import ALWAYS_OPEN, set_hours
from tests.saying import sealed
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


@pytest.fixture(autouse=True)
def _asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process asks anew for each message."""
    monkeypatch.setattr(working, "KEPT", -1)


def today() -> datetime:
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def closed_now() -> dict[str, Any]:
    """Open from tomorrow on: both today and yesterday are closed days."""
    return ALWAYS_OPEN | {"closed_days": [str((today() + timedelta(days=n)).date()) for n in (0, 1)]}


@pytest_asyncio.fixture
async def ada(cast: Cast, browser: Open) -> AsyncIterator[Browser]:
    """The patient."""
    yield await browser(cast.ada)


async def room(page: Browser, cast: Cast) -> str:
    return (await page.get(f"/api/plans/{cast.plan}/conversations")).json()[0]["id"]


async def write(page: Browser, cast: Cast, who: Actor, talk: str) -> dict[str, Any]:
    """Say something over HTTP; the message as it is listed then."""
    place = f"/api/plans/{cast.plan}/conversations/{talk}/messages"
    answer = await page.send_change("POST", place, await sealed(cast, who, talk, "Hello"))
    assert answer.status_code == 201, answer.text
    return (await page.get(place)).json()["items"][-1]


async def test_hours_are_the_coordinators_to_set_and_the_staffs_to_read(
    cast: Cast, browser: Open, cora: Browser
) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    past = str((today() - timedelta(days=3)).date())
    assert (await set_hours(bea, ALWAYS_OPEN)).status_code == 403
    assert (await set_hours(cora, ALWAYS_OPEN | {"opens": 600, "closes": 540})).json()[
        "type"
    ] == "/problems/no-such-hours"
    hours = {"weekdays": [5, 1, 1], "opens": 540, "closes": 1020, "closed_days": [past, "2090-12-25"]}
    assert (await set_hours(cora, hours)).status_code == 200
    told = (await bea.get("/api/duty/hours")).json()
    opens = datetime.fromisoformat(told.pop("next_opens_at"))
    assert (opens.isoweekday() in (1, 5), opens.hour, opens > datetime.now(UTC)) == (True, 9, True)
    assert told == {
        "zone": "UTC", "weekdays": [1, 5], "opens": 540, "closes": 1020, "closed_days": ["2090-12-25"], "may": [],
    }  # fmt: skip
    assert (await cora.get("/api/duty/hours")).json()["may"] == ["duty.plan"]
    assert (await ada.get("/api/duty/hours")).status_code == 403


async def test_a_patient_who_writes_out_of_hours_is_told_once_when_the_team_is_back_and_the_trail_says_so(
    cast: Cast, browser: Open, cora: Browser, ada: Browser
) -> None:
    bea = await browser(cast.bea)
    talk = await room(ada, cast)
    await set_hours(cora, closed_now())
    opens = (today() + timedelta(days=2)).isoformat().replace("+00:00", "Z")
    first, second = await write(ada, cast, cast.ada, talk), await write(ada, cast, cast.ada, talk)
    assert (first["told_opens"], second["told_opens"]) == (opens, None)
    assert (await write(bea, cast, cast.bea, talk))["told_opens"] is None
    expected = (await ada.get(f"/api/plans/{cast.plan}/answer-time")).json()
    assert (expected["open_until"], expected["opens_at"]) == (None, opens)
    async with cast.view(cast.eli, Action.REVIEW_TRAIL) as view:
        told = await view.all(select(Entry).where(Entry.event == "OutOfHoursTold", Entry.plan_id == cast.plan))
    assert [str(one.subjects[0]) for one in told] == [first["id"]]


async def test_in_hours_nobody_is_told_anything_but_until_when_they_last(
    cast: Cast, browser: Open, cora: Browser, ada: Browser
) -> None:
    bea = await browser(cast.bea)
    talk = await room(ada, cast)
    await set_hours(cora, ALWAYS_OPEN)
    for _ in range(ENOUGH):
        assert (await write(ada, cast, cast.ada, talk))["told_opens"] is None
        await write(bea, cast, cast.bea, talk)
    expected = (await ada.get(f"/api/plans/{cast.plan}/answer-time")).json()
    midnight = (today() + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert (expected["open_until"], expected["opens_at"], expected["answers"]) == (midnight, None, ENOUGH)
    # Answers to what was written while nobody worked say nothing of how soon the team answers.
    await set_hours(cora, closed_now())
    expected = (await ada.get(f"/api/plans/{cast.plan}/answer-time")).json()
    assert (expected["answers"], expected["median_seconds"]) == (0, None)
