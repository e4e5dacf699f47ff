"""Children that do not outlive their parent, and pids that have passed to somebody else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from careteam.operations.accounts import Account, may_enter
from careteam.operations.home import Home
from careteam.operations.processes import start, started_at, stop_left_over
from careteam.operations.refusals import CannotGoOn
from tests.operations.running import await_true


def test_what_a_killed_run_left_is_stopped(tmp_path: Path) -> None:
    left = start(["/bin/sleep", "100"], name="left", log=tmp_path / "log", run=tmp_path)
    assert stop_left_over(tmp_path) == ["left"]
    left.popen.wait(5)
    assert not list(tmp_path.glob("*.pid"))


def test_a_pid_that_has_passed_to_another_process_is_let_be(tmp_path: Path) -> None:
    (tmp_path / "postgres.pid").write_text(json.dumps({"pid": os.getpid(), "started": "long ago"}))
    (tmp_path / "half.pid").write_text("{")
    assert stop_left_over(tmp_path) == []
    assert started_at(os.getpid())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_child_dies_with_its_parent(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from careteam.operations.processes import start\n"
        f"run = Path({str(tmp_path)!r})\n"
        "start(['/bin/sleep', '100'], name='child', log=run / 'log', run=run)\n"
        "os.kill(os.getpid(), 9)"
    )
    project = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": project}, check=False)
    pid = json.loads((tmp_path / "child.pid").read_text())["pid"]
    await_true(lambda: not started_at(pid), 5)


def test_a_home_that_was_moved_takes_its_data_along(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    (tmp_path / "before").mkdir()
    place = Home(tmp_path / "before").make().servers(None) if os.geteuid() else None
    if place is None:
        pytest.skip("as root the place depends on who may enter this folder")
    (tmp_path / "before").rename(tmp_path / "after")
    assert Home(tmp_path / "after").servers(None) == tmp_path / "after" / "servers"


def test_a_closed_folder_keeps_the_servers_account_out(tmp_path: Path) -> None:
    stranger = Account("stranger", 54_321, 54_321)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    assert not may_enter(stranger, closed / "home")
    assert may_enter(stranger, Path("/usr/bin"))


def test_passwords_that_others_may_read_are_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").make()
    secret = home.secret("postgres")
    assert home.secret("postgres") == secret != home.secret("valkey")
    file = home.keys / "servers.json"
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o644)
    with pytest.raises(CannotGoOn, match="read by others"):
        home.secret("postgres")


def test_a_home_has_one_runner(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").make()
    with home.locked():
        assert home.is_running
        with pytest.raises(CannotGoOn, match="already running"), home.locked():
            pass
    assert not home.is_running
