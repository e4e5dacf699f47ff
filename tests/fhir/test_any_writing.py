"""Whatever is read can be written onto whatever is there; and written once, it is left alone."""

import asyncio
import copy
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from careteam.audit.trail import Trail
from careteam.core.broker import Broker
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.fhir.intake import take_in
from careteam.fhir.writing import write
from careteam.reactions import install
from tests.fhir.pages import changed, entries
from tests.fhir.test_mutations import MUTATIONS, WORLD, Path_, put
from tests.fhir.world import bundle
from tests.fhir.world import write as as_files
from tests.servers import Servers
from tests.world import found_organisation

EXAMPLES = 200 if "CARETEAM_PROVE" in os.environ else 20


def test_whatever_is_read_is_written_once(fresh_database: Callable[..., Servers], tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        trail = runner.run(open_clinic(fresh_database()))

        @settings(
            max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(mutations=MUTATIONS, left_out=st.sets(st.sampled_from(range(len(WORLD))), max_size=4))
        def check(mutations: list[tuple[Path_, Any, bool]], left_out: set[int]) -> None:
            document = copy.deepcopy(bundle(*(one for n, one in enumerate(WORLD) if n not in left_out)))
            for at, value, delete in mutations:
                put(document, at, value, delete=delete)
            runner.run(write_twice(trail, as_files(tmp_path, input=document)))

        check()
        runner.run(trail.broker.close())
        runner.run(trail.database.close())


async def open_clinic(servers: Servers) -> Trail:
    database = await Database(servers.app_url).open()
    trail = Trail(database, DeploymentKey.generate(), install(), Broker(servers.redis_url).open())
    await found_organisation(trail)
    return trail


async def write_twice(trail: Trail, paths: list[Path]) -> None:
    intake = take_in(paths)
    once = await write(trail, intake)
    assert [(one.file, one.entry, one.outcome) for one in once.outcomes] == [
        (one.file, one.entry, one.outcome) for one in intake.outcomes
    ]
    before = await entries(trail)
    assert changed(await write(trail, take_in(paths))) == []
    assert await entries(trail) == before
