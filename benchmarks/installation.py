"""An installation to measure: durable servers on disk and the processes of `careteam up`, all of it gone afterwards."""

import asyncio
import http.client
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from careteam.core.settings import Settings
from careteam.operations import supervisor
from careteam.operations.migration import mark_synthetic
from careteam.operations.servers import free_port
from careteam.operations.signals import stopping
from careteam.operations.supervisor import Part, Supervisor
from careteam.operations.up import Ready, found, open_listening, ready

#: By which words of its command line a process is known.
KINDS = {
    "operations.serving": "api",
    "benchmarks.layers": "layers",
    "benchmarks.plain_chat": "plain",
    "celery": "worker",
    "postgres": "postgres",
    "valkey": "valkey",
}


@dataclass
class Installation:
    """Servers and processes that run now."""

    ready: Ready
    processes: Supervisor

    @property
    def port(self) -> int:
        """Where Careteam answers."""
        return self.ready.chosen.port

    @contextmanager
    def serving(
        self, name: str, module: str, *, processes: int, path: str, told: Mapping[str, str] | None = None
    ) -> Generator[int]:
        """Serve another app beside it, in as many processes that share a port of its own; yield the port."""
        chosen = self.ready.chosen.model_copy(update={"port": free_port()})
        told = {"CARETEAM_PUBLIC_URL": f"http://localhost:{chosen.port}", **(told or {})}
        with open_listening(chosen) as listening:
            fd = listening.fileno()
            parts = [Part(f"{name}-{n}", ("-m", module, "--fd", str(fd)), (fd,)) for n in range(processes)]
            beside = Supervisor(self.ready.home, {**self.processes.environment, **told})
            try:
                beside.start(parts)
                await_answer(chosen.port, path)
                yield chosen.port
            finally:
                beside.stop()

    @contextmanager
    def resting(self, *kinds: str) -> Generator[None]:
        """Let processes of these kinds do nothing meanwhile, so that their idling is not counted for somebody else."""
        idle = [process for kind in kinds for process in children().get(kind, [])]
        for process in idle:
            process.suspend()
        try:
            yield
        finally:
            for process in idle:
                process.resume()


@contextmanager
def installation(*, api_processes: int, **told: str) -> Generator[Installation]:
    """A fresh installation on this machine's disk, marked synthetic; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="careteam-benchmark-"))
    folder.chmod(0o711)
    for name in [name for name in os.environ if name.startswith("CARETEAM_")]:
        del os.environ[name]
    chosen = Settings(home=folder / "home", port=free_port(), api_processes=api_processes)
    with ExitStack() as stack:
        stack.callback(_remove, folder)
        stack.enter_context(stopping())
        installed = stack.enter_context(ready(chosen, tell=progress))
        mark_synthetic(installed.owner_url)
        asyncio.run(found(installed.chosen, synthetic=True, tell=progress))
        listening = stack.enter_context(open_listening(installed.chosen))
        environment = supervisor.environment(
            app_url=installed.app_url,
            redis_url=installed.redis_url,
            key_file=installed.key_file,
            CARETEAM_HOME=str(installed.home.path),
            CARETEAM_PUBLIC_URL=installed.chosen.public_url,
            CARETEAM_SECOND_FACTOR="optional",
            PYTHONPATH=str(Path(__file__).parents[1]),
            **told,
        )
        processes = Supervisor(installed.home, environment)
        stack.callback(processes.stop)
        processes.start(supervisor.parts(api_processes=api_processes, listening=listening.fileno()))
        await_answer(installed.chosen.port, "/api/clinic")
        yield Installation(installed, processes)


def _remove(folder: Path) -> None:
    place = folder / "home" / "keys" / "place"
    if place.exists():
        shutil.rmtree(place.read_text().strip(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def await_answer(port: int, path: str, *, seconds: float = 90) -> None:
    """Wait until a GET is answered."""
    deadline = time.monotonic() + seconds
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", path)
            if connection.getresponse().status < 500:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        if time.monotonic() > deadline:
            raise TimeoutError(f"nobody answers at port {port}")
        time.sleep(0.1)


def children() -> dict[str, list[psutil.Process]]:
    """What this process has started, by kind."""
    found_: dict[str, list[psutil.Process]] = {}
    for child in psutil.Process().children(recursive=True):
        try:
            words = " ".join(child.cmdline()) or child.name()
        except psutil.NoSuchProcess:
            continue
        kind = next((kind for part, kind in KINDS.items() if part in words), "other")
        found_.setdefault(kind, []).append(child)
    return found_


def cpu_seconds() -> dict[str, float]:
    """The processor time that each kind of process has used, with that of children which have ended."""
    used: dict[str, float] = {}
    for kind, processes in children().items():
        for process in processes:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            used[kind] = used.get(kind, 0.0) + sum(times[:4])
    return used


def progress(text: str) -> None:
    """Say on standard error what happens; standard output is for the result."""
    print(text, file=sys.stderr, flush=True)


def used_between(before: Mapping[str, float], after: Mapping[str, float], kinds: Sequence[str]) -> dict[str, float]:
    """The seconds that these kinds used meanwhile."""
    return {kind: after[kind] - before.get(kind, 0.0) for kind in kinds if kind in after}
