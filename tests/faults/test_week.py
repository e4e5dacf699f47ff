"""The simulated week while processes are killed: every alarm is answered or climbs in time all the same."""

import json
import os
from collections.abc import Callable, Iterator

import pytest

from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.core.settings import Settings, settings
from careteam.crypto.atrest import DeploymentKey
from careteam.operations.migration import mark_synthetic
from careteam.operations.up import ready
from careteam.reactions import install
from tests.coverage.week import broken, lived
from tests.faults.stricken import VICTIMS, Stricken, change_of_clocks
from tests.operations.running import Installation, Running
from tests.world import make_cast

SEEDS = range(20)
ALARMS, FALLS = 8, 1
pytestmark = pytest.mark.skipif("CARETEAM_PROVE" not in os.environ, reason="takes long: CARETEAM_PROVE=1")


@pytest.fixture(scope="module")
def running(new_installation: Callable[..., Installation]) -> Iterator[Running]:
    """An installation in Chicago, for all weeks: one after the other on its clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARETEAM_CLINIC_TIMEZONE", "America/Chicago")
        settings.cache_clear()
        installation = new_installation(CARETEAM_CLINIC_TIMEZONE="America/Chicago")
        with ready(Settings(home=installation.home, port=installation.port)) as made:
            mark_synthetic(made.owner_url)
        with installation.up() as up:
            yield up
    settings.cache_clear()


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_alarm_is_answered_or_climbs_in_time_whatever_falls(running: Running, seed: int) -> None:
    installation = running.installation
    places = json.loads((installation.home / "run" / "addresses.json").read_text())
    database, broker = await Database(places["app_url"]).open(), Broker(places["redis_url"]).open()
    trail = Trail(database, DeploymentKey.load(installation.key_file), install(), broker)
    try:
        async with lived(Stricken(running, await make_cast(trail), places, seed, FALLS), ALARMS) as clinic:
            assert broken(clinic.lives, clinic.now) == []
            assert len(clinic.lives) >= 3
            assert sorted(clinic.fallen) == sorted(list(VICTIMS) * FALLS)
    finally:
        await broker.close()
        await database.close()


def test_the_weeks_are_those_of_a_change_of_clocks() -> None:
    days = [change_of_clocks(number).date().isoformat() for number in range(4)]
    assert days == ["2027-03-08", "2027-11-01", "2028-03-06", "2028-10-30"]
