"""A simulated week: every alarm is answered or climbs in time, whoever is away, whatever starts again, though clocks change."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import pytest
import pytest_asyncio

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.opening import open_change
from careteam.audit.trail import Trail
from careteam.core.sessions import Database
from careteam.core.settings import settings
from careteam.coverage import ladder
from careteam.coverage.reaching import Around
from careteam.operations.migration import mark_synthetic
from tests.conftest import installed
from tests.coverage.week import MONDAY, Clinic, Worker, broken, lived
from tests.servers import Servers
from tests.world import make_cast

Open: TypeAlias = Callable[..., Awaitable[Clinic]]
PROVE = "CARETEAM_PROVE" in os.environ
SEEDS = range(20) if PROVE else [1]
ALARMS = 14 if PROVE else 4
_HEARD_OF = "SELECT id, plan_id FROM care.alarm WHERE closed_at IS NULL AND raised_at >= $1"


@pytest.fixture(autouse=True)
def chicago(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A clinic whose clocks go forward on the Sunday of the week."""
    monkeypatch.setenv("CARETEAM_CLINIC_TIMEZONE", "America/Chicago")
    settings.cache_clear()
    return settings.cache_clear


@pytest_asyncio.fixture
async def open_clinic(fresh_database: Callable[..., Servers]) -> AsyncIterator[Open]:
    """Open a clinic in a database of its own, whose worker begins anew now and then."""
    servers = fresh_database()
    mark_synthetic(servers.owner_url)
    working: list[Database] = []
    async with installed(servers) as trail:

        async def opened(seed: int, **how: Worker) -> Clinic:
            async def anew() -> Trail:
                await stop()
                working.append(await Database(servers.app_url).open())
                return Trail(working[0], trail.deployment_key, trail.reactions)

            async def stop() -> None:
                while working:
                    await working.pop().close()

            return Clinic(await make_cast(trail), servers.owner_url, seed, anew, **how)

        yield opened
        for database in working:
            await database.close()
    settings.cache_clear()


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_urgent_message_ends_with_an_outcome_or_with_the_supervisor_told(
    open_clinic: Open, seed: int
) -> None:
    async with lived(await open_clinic(seed), ALARMS) as clinic:
        assert broken(clinic.lives, clinic.now) == []
        assert len(clinic.lives) >= 3
        assert any(life.closed for life in clinic.lives.values())


class Forgetful:
    """A worker that keeps in memory what is to climb, as one would that had no clock in the database."""

    def __init__(self) -> None:
        self._works_in: Trail | None = None
        self._began = MONDAY

    async def __call__(self, trail: Trail) -> int:
        async with trail.database.writing() as connection:
            if self._works_in not in (None, trail):
                self._began = await connection.fetchval("SELECT care.now()")
            heard_of = await connection.fetch(_HEARD_OF, self._began)
        self._works_in = trail
        for row in heard_of:
            async with open_change(trail, Actor.system(), Action.RUN_REACTION, plan_id=row["plan_id"]) as change:
                await ladder.step(change, row["id"])
        return len(heard_of)


async def test_a_ladder_that_forgets_after_a_restart_is_found_out(open_clinic: Open) -> None:
    async with lived(await open_clinic(1, worker=Forgetful()), 8) as clinic:
        assert any("neither acknowledged nor followed in time" in one for one in broken(clinic.lives, clinic.now))


async def test_a_step_that_swallows_who_cannot_be_reached_is_found_out(
    open_clinic: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Around, "here", lambda self, people: list(people))
    async with lived(await open_clinic(1), 4) as clinic:
        assert any("somebody who is not there" in one for one in broken(clinic.lives, clinic.now))
