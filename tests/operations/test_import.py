"""`careteam import` as an operator runs it: on its own servers, beside another, into a running clinic, and configured."""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.fhir.world import PSYCHIATRY, bundle, care_plan, goal, patient, pointing, write
from tests.operations.running import COMMAND, Installation
from tests.servers import Servers

New = Callable[..., Installation]


def bundles(folder: Path) -> list[Path]:
    made = [
        bundle(patient(id_, id_.title()), care_plan(f"c{id_}", PSYCHIATRY, of=f"Patient/{id_}", goal=pointing(f"Goal/g{id_}")),
               goal(f"g{id_}", of=f"Patient/{id_}"))
        for id_ in ("winter", "summer")
    ]  # fmt: skip
    return write(folder, **{f"input{number}": one for number, one in enumerate(made)})


def begin(installation: Installation, *paths: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "import", "--json", *map(str, paths)], env=installation.environment(), text=True,
        cwd=installation.home.parent, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def end(importing: subprocess.Popen[str], code: int = 0) -> tuple[list[dict[str, Any]], str]:
    """What it printed, which must be JSON to the last line, and what it said aside."""
    out, aside = importing.communicate(timeout=120)
    assert importing.returncode == code, aside
    return [json.loads(line) for line in out.splitlines()], aside


def changes(lines: list[dict[str, Any]]) -> Counter[str]:
    return Counter(line["change"] for line in lines[:-1])


@pytest.mark.skipif("CARETEAM_PROVE" not in os.environ, reason="three starts of a clinic: `make prove` makes them")
def test_a_clinic_may_begin_with_two_imports_at_once_and_is_opened_afterwards(
    new_installation: New, tmp_path: Path
) -> None:
    installation, paths = new_installation(), bundles(tmp_path)
    both = [end(importing) for importing in [begin(installation, *paths) for _ in range(2)]]
    assert sum((changes(lines) for lines, _ in both), Counter[str]()) == {"created": 6, "none": 6}
    assert both[0][0][-1] == both[1][0][-1] == {"summary": {"entries": 6, "taken": 6, "refused": 0, "plans": 2}}
    with installation.up() as running:
        assert "administrator's link" in running.said()
        lines, aside = end(begin(installation, *paths))
        assert (changes(lines), aside) == ({"none": 6}, "")
        assert "0 broken" in installation.run("verify")
        assert running.status() == 200


def test_configured_servers_are_written_to_and_what_cannot_be_read_is_told(
    new_installation: New, fresh_database: Callable[..., Servers], tmp_path: Path
) -> None:
    empty = fresh_database(migrated=False)
    installation = new_installation(
        CARETEAM_DATABASE_URL=empty.owner_url,
        CARETEAM_APP_DATABASE_URL=empty.app_url,
        CARETEAM_REDIS_URL=empty.redis_url,
    )
    [broken] = write(tmp_path, broken='{"resourceType": ')
    lines, aside = end(begin(installation, broken, *bundles(tmp_path)), code=1)
    assert (lines[0]["file"], lines[0]["entry"], lines[0]["outcome"]) == (str(broken), 0, "refused")
    assert changes(lines) == {"created": 6, "none": 1}
    assert "Starting its own servers" not in aside
    with psycopg.connect(empty.owner_url) as connection:
        assert connection.execute("SELECT count(*) FROM care.plan").fetchone() == (2,)


def test_a_dry_run_reads_without_a_home(new_installation: New, tmp_path: Path) -> None:
    installation = new_installation()
    said = installation.run("import", "--dry-run", *map(str, bundles(tmp_path)))
    assert "6 entries: 6 taken, 0 refused; 2 plans." in said
    assert not installation.home.exists()


def test_a_server_that_is_gone_is_named_and_what_to_do(new_installation: New, tmp_path: Path) -> None:
    nowhere = "postgresql://careteam_app:secret-word@127.0.0.1:9/none"
    installation = new_installation(CARETEAM_APP_DATABASE_URL=nowhere, CARETEAM_REDIS_URL="redis://127.0.0.1:9/0")
    lines, aside = end(begin(installation, *bundles(tmp_path)), code=2)
    assert lines == []
    assert "The import stopped" in aside
    assert "secret-word" not in aside
