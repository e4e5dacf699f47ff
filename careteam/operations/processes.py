"""Child processes that never outlive the one who started them, and the ones that a killed run has left behind."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from careteam.operations.accounts import Account
from careteam.operations.signals import held_back

_PR_SET_PDEATHSIG = 1


@dataclass
class Process:
    """A child, and how it likes to be stopped."""

    name: str
    popen: "subprocess.Popen[bytes]"
    stop_signal: signal.Signals
    pid_file: Path | None = None

    @property
    def running(self) -> bool:
        """Is it still there?"""
        with held_back():
            return self.popen.poll() is None

    def ask_to_stop(self) -> None:
        """Send its stop signal and do not wait."""
        if self.running:
            self.popen.send_signal(self.stop_signal)

    def stop(self, patience: float = 10.0) -> None:
        """Stop it, kill it when `patience` (seconds) is at an end, and forget its pid."""
        self.ask_to_stop()
        try:
            self.popen.wait(patience)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()
        # Its session was its own: what is left of it are its orphans.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        if self.pid_file is not None:
            self.pid_file.unlink(missing_ok=True)


def start(
    arguments: Sequence[str | Path],
    *,
    name: str,
    log: Path,
    run: Path | None = None,
    account: Account | None = None,
    environment: Mapping[str, str] | None = None,
    folder: str | Path = "/",
    stdin: bytes | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
) -> Process:
    """Start a child in a session of its own, so that Ctrl-C reaches only us; it gets its stop signal when we die."""
    with open(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
        popen = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(environment) if environment is not None else None,
            start_new_session=True,
            preexec_fn=_die_with_us(stop_signal),
            pass_fds=pass_fds,
            umask=0o077,
            user=account.uid if account is not None else None,
            group=account.gid if account is not None else None,
            extra_groups=[] if account is not None else None,
        )
    if stdin is not None and popen.stdin is not None:
        popen.stdin.write(stdin)
        popen.stdin.close()
    pid_file = run / f"{name}.pid" if run is not None else None
    if pid_file is not None:
        draft = pid_file.with_suffix(".draft")
        draft.write_text(json.dumps({"pid": popen.pid, "started": started_at(popen.pid)}))
        draft.replace(pid_file)
    return Process(name, popen, stop_signal, pid_file)


def stop_left_over(run: Path, patience: float = 20.0) -> list[str]:
    """Stop what a killed run has left running, and only that: a pid that another process has since got is let be."""
    stopped: list[str] = []
    for file in sorted(run.glob("*.pid")):
        try:
            note: dict[str, Any] = json.loads(file.read_text())
            pid, since = int(note["pid"]), str(note["started"])
        except (ValueError, KeyError, TypeError):
            file.unlink(missing_ok=True)
            continue
        if since and started_at(pid) == since:
            _end(pid, since, signal.SIGINT if file.stem == "postgres" else signal.SIGTERM, patience)
            stopped.append(file.stem)
        file.unlink(missing_ok=True)
    return stopped


def started_at(pid: int) -> str:
    """When a process began, as its system says it; empty when there is none (a zombie has ended)."""
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return ""
        return "" if fields[0] == "Z" else f"{boot} {fields[19]}"
    shown = subprocess.run(["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()


def _end(pid: int, since: str, polite: signal.Signals, patience: float) -> None:
    deadline = time.monotonic() + patience
    for number in (polite, signal.SIGKILL):
        if started_at(pid) != since:
            return
        os.kill(pid, number)
        while started_at(pid) == since and time.monotonic() < deadline:
            time.sleep(0.05)
        deadline = time.monotonic() + 5


def _die_with_us(number: signal.Signals) -> Callable[[], None] | None:
    """What a child does first: ask the kernel for `number` when its parent dies (Linux only)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask
