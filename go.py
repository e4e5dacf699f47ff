#!/usr/bin/env python3
"""Everything a fresh machine needs: builds the environment, then runs the demo or the checks. Standard library only."""

from __future__ import annotations

import ctypes
import hashlib
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
WEB = ROOT / "web"
OLDEST_PYTHON = (3, 11)
QUIET_SECONDS = 4.0
#: The first draws pages and nothing around them, for less.
CHROMIUMS = (
    "chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome-stable",
    "google-chrome", "chrome",
)  # fmt: skip

TARGETS = {
    "demo": "a synthetic clinic in your browser; Ctrl-C stops it and keeps its data",
    "up": "Careteam itself, with its own servers or those of CARETEAM_DATABASE_URL and CARETEAM_REDIS_URL",
    "test": "every check, with small budgets (at most 10 minutes on 2 cores)",
    "prove": "the same checks with long budgets (at most 45 minutes)",
    "check": "format, lint, types, imports, architecture",
    "dev": "the demo, and the web client served as you edit it",
    "client": "the web client's types, generated anew from the server's OpenAPI document",
    "setup": "only what the others need first",
    "help": "this list",
}


class Stop(Exception):
    """A step failed, or something is missing: the message says what to do."""


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def main() -> int:
    """Run the targets named on the command line."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    signal.signal(signal.SIGHUP, _as_interrupt)
    wanted = sys.argv[1:2] or ["help"]
    if wanted[0] not in TARGETS:
        say(f"There is no target {wanted[0]!r}.")
        wanted = ["help"]
    try:
        return globals()["target_" + wanted[0]](sys.argv[2:])
    except Stop as stop:
        say(f"\n{stop}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def target_help(rest: list[str]) -> int:
    """List the targets."""
    say("make TARGET, or python3 go.py TARGET:")
    for name, meaning in TARGETS.items():
        say(f"  {name:8} {meaning}")
    return 0


def target_setup(rest: list[str]) -> int:
    """Build the environment and the web bundle."""
    beside(environment(), bundle())
    return 0


def target_demo(rest: list[str]) -> int:
    """Run `careteam demo` in our place, so that signals reach it directly."""
    return _become("demo", rest)


def target_up(rest: list[str]) -> int:
    """Run `careteam up` in our place."""
    return _become("up", rest)


def target_check(rest: list[str]) -> int:
    """Run what needs no server."""
    return _report(beside(_python_checks(), _web_checks()))


def target_test(rest: list[str]) -> int:
    """Run everything."""
    began = time.monotonic()
    results = beside(browser(), _python_checks(), bundle())
    os.environ["CARETEAM_CHROMIUM"] = chromium()
    # More than two cores' worth: browsers and servers are waited for more than they compute.
    workers = os.environ.get("CARETEAM_TEST_WORKERS", "3")
    spread = ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    results += beside(_one("tests", [BIN / "pytest", *spread, "-q", *rest]), _web_tests(), aloud="tests")
    say(f"\n{time.monotonic() - began:.0f} s in all.")
    return _report(results)


def target_prove(rest: list[str]) -> int:
    """Run everything with long budgets."""
    os.environ["CARETEAM_PROVE"] = "1"
    return target_test(rest)


def target_dev(rest: list[str]) -> int:
    """Run the demo and Vite beside it."""
    target_setup(rest)
    port = os.environ.get("CARETEAM_PORT", "8443")
    demo = subprocess.Popen([str(BIN / "careteam"), "demo", *rest], cwd=ROOT)
    try:
        return subprocess.call(
            [_npm(), "--prefix", str(WEB), "run", "dev"], env={**os.environ, "CARETEAM_API": f"http://localhost:{port}"}
        )
    finally:
        demo.terminate()
        demo.wait()


def target_client(rest: list[str]) -> int:
    """Write the OpenAPI document and the types made from it."""
    beside(environment(), node_modules())
    document = subprocess.run([BIN / "careteam", "openapi"], cwd=ROOT, check=False, stdout=subprocess.PIPE)
    if document.returncode != 0:
        raise Stop("The server could not describe itself; the error is above.")
    (WEB / "openapi.json").write_bytes(document.stdout)
    return _report(beside(_one("types of the web client", [_npm(), "--prefix", WEB, "run", "client"])))


#: Steps in their order, each a name and a command; it is told the exit code of each.
Lane = Generator[tuple[str, list], int, None]


def environment() -> Lane:
    """Have `.venv` with everything `pyproject.toml` wants, in the versions of `constraints.txt`."""
    stamp = VENV / "careteam.stamp"
    constraints = ROOT / "constraints.txt"
    wanted = _digest([ROOT / "pyproject.toml", constraints]) + f" {sys.version_info[:3]} {ROOT}"
    if stamp.exists() and stamp.read_text() == wanted and _works(PYTHON):
        return
    if not _works(PYTHON):
        if VENV.exists():
            shutil.rmtree(VENV)
        yield from must("Python environment", _make_venv())
    uv = shutil.which("uv") or (str(BIN / "uv") if _works(BIN / "uv") else None)
    if uv is None and (yield "uv, the installer", [PYTHON, "-m", "pip", "install", "-q", "uv"]) == 0:
        uv = str(BIN / "uv")
    installer = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    yield from must("Python packages", [*installer, "-c", constraints, "-e", f"{ROOT}[dev]"])
    stamp.write_text(wanted)


def node_modules() -> Lane:
    """Have the web client's packages as its lock file names them."""
    stamp = WEB / "node_modules" / ".careteam-stamp"
    wanted = _digest([WEB / "package.json", WEB / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    yield from must("packages of the web client", [_npm(), "--prefix", WEB, "ci", "--no-audit", "--no-fund"])
    stamp.write_text(wanted)


def bundle() -> Lane:
    """Have the web client built from its present sources."""
    folders = [WEB / name for name in ("src", "worker", "public", "scripts")]
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    files += sorted(file for file in WEB.iterdir() if file.suffix in (".json", ".ts", ".html"))
    wanted = _digest(files)
    stamp = WEB / "node_modules" / ".careteam-built"
    if (WEB / "dist" / "index.html").exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    yield from node_modules()
    yield from must("web client", [_npm(), "--prefix", WEB, "run", "build"])
    stamp.write_text(wanted)


def browser() -> Lane:
    """Have Chromium or Chrome: Debian's package where we may install it."""
    if _found_chromium() is not None:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield from _debian_chromium()
    chromium()


def chromium() -> str:
    """Where Chromium or Chrome is."""
    found = _found_chromium()
    if found is None:
        raise Stop(
            "The tests drive a real browser, and no Chromium or Chrome was found.\n"
            "  Debian and Ubuntu: sudo apt-get install chromium\n"
            "  macOS: brew install --cask chromium\n"
            "  Or name one: CARETEAM_CHROMIUM=/path/to/chrome make test"
        )
    return found


def _debian_chromium() -> Lane:
    yield from must("list of Debian packages", ["apt-get", "update", "-q"])
    small = subprocess.run(["apt-cache", "show", "-q", CHROMIUMS[0]], capture_output=True, check=False).returncode == 0
    package = CHROMIUMS[0] if small else "chromium"
    yield from must("Chromium", ["apt-get", "install", "-q", "-y", "--no-install-recommends", package])


def _found_chromium() -> str | None:
    for variable in ("CARETEAM_CHROMIUM", "CHROME_PATH"):
        named = os.environ.get(variable)
        if named:
            if not _works(Path(named)):
                raise Stop(f"{variable} names {named}, which does not run.\n  Correct it or unset it.")
            return named
    for name in CHROMIUMS:
        found = shutil.which(name)
        if found:
            return found
    for application in ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome"):
        if (Path("/Applications") / application).exists():
            return str(Path("/Applications") / application)
    return None


def _python_checks() -> Lane:
    yield from environment()
    yield "types", [BIN / "pyright"]
    yield "format", [BIN / "ruff", "format", "--check", "-q", "."]
    yield "lint", [BIN / "ruff", "check", "-q", "."]
    yield "imports", [BIN / "lint-imports", "--no-cache"]


def _web_checks() -> Lane:
    yield from bundle()
    yield "web client: format, lint, types, imports", [_npm(), "--prefix", WEB, "run", "check"]


def _web_tests() -> Lane:
    yield from _web_checks()
    yield "tests of the web client", [_npm(), "--prefix", WEB, "test"]


def _one(name: str, command: list) -> Lane:
    yield name, command


def _report(results: list[tuple[str, int]]) -> int:
    failed = [name for name, code in results if code != 0]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll is well.")
    return 1 if failed else 0


def must(name: str, command: list) -> Lane:
    """A step without which nothing else can work."""
    code = yield name, command
    if code != 0:
        raise Stop(
            f"{name}: failed. What went wrong is printed above; this was tried:\n  {' '.join(map(str, command))}"
        )


def beside(*lanes: Lane, aloud: str = "") -> list[tuple[str, int]]:
    """Run lanes beside each other, the steps of each in turn, and show each step as a whole when it is done.

    What the step called `aloud` prints is shown as it comes.
    """
    chunks: queue.Queue[tuple[Running, bytes]] = queue.Queue()
    running, results = {}, []

    def go_on(lane: Lane, code: int | None = None) -> None:
        try:
            one = Running(*lane.send(code), chunks)
        except StopIteration:
            return
        running[one] = lane
        if one.name == aloud:
            say(f"\n== {one.name}")

    try:
        for lane in lanes:
            go_on(lane)
        while running:
            one, chunk = _next(running, chunks)
            if one.name == aloud:
                sys.stdout.buffer.write(chunk)
                sys.stdout.buffer.flush()
            one.said += chunk
            if not chunk:
                if one.name != aloud:
                    say(f"\n== {one.name}")
                    sys.stdout.buffer.write(one.said)
                results.append(one.over())
                go_on(running.pop(one), results[-1][1])
        return results
    except BaseException:
        for one in running:
            one.end()
        raise


class Running:
    """A command that runs, in a group of its own; what it prints comes as chunks, and then an empty one."""

    def __init__(self, name: str, command: list, chunks: queue.Queue) -> None:
        self.name, self.said, self.began = name, b"", time.monotonic()
        words = {"PYTHONUNBUFFERED": "1", "NO_UPDATE_NOTIFIER": "1", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
        environ = {**os.environ, **words}
        _keep_compiled(environ)
        self._child = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: _end_with_parent(signal.SIGTERM),
        )
        threading.Thread(target=self._read, args=(chunks,), daemon=True).start()

    def _read(self, chunks: queue.Queue) -> None:
        chunk = b"."
        while chunk:
            chunk = os.read(self._child.stdout.fileno(), 65536)
            chunks.put((self, chunk))

    @property
    def seconds(self) -> str:
        """How long it has been running."""
        return f"{time.monotonic() - self.began:.0f} s"

    def over(self) -> tuple[str, int]:
        """Its name and its exit code, having said how it went."""
        code = self._child.wait()
        say(f"   {'done' if code == 0 else 'FAILED'} ({self.seconds})")
        return self.name, code

    def end(self) -> None:
        """Stop it and everything it has started."""
        for number, patience in ((signal.SIGINT, 15), (signal.SIGKILL, 5)):
            try:
                os.killpg(self._child.pid, number)
                self._child.wait(patience)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def _next(running: Iterable[Running], chunks: queue.Queue) -> tuple[Running, bytes]:
    """What comes next from what runs; while nothing comes, say that it still does."""
    while True:
        try:
            return chunks.get(timeout=QUIET_SECONDS)
        except queue.Empty:
            say(f"   ... {', '.join(f'{one.name}, {one.seconds}' for one in running)}")


def _keep_compiled(environ: dict[str, str]) -> None:
    """Where Python is told to keep no compiled modules, keep them in our own environment: tests start it hundreds of times."""
    if environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        environ["PYTHONPYCACHEPREFIX"] = str(VENV / "compiled")


def _become(command: str, rest: list[str]) -> int:
    target_setup(rest)
    sys.stdout.flush()
    _end_with_make()
    os.execv(BIN / "careteam", ["careteam", command, *rest])


def _end_with_make() -> None:
    """Under make, get SIGTERM when make is killed: nobody else could then stop us."""
    if sys.platform != "linux" or "MAKELEVEL" not in os.environ:
        return
    try:
        parent = Path(f"/proc/{os.getppid()}/comm").read_text().strip()
    except OSError:
        return
    if parent in ("make", "gmake"):
        _end_with_parent(signal.SIGTERM)


def _end_with_parent(number: int) -> None:
    """Get this signal when the process that started us dies (Linux: PR_SET_PDEATHSIG)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, int(number), 0, 0, 0)


def _make_venv() -> list:
    uv = shutil.which("uv")
    if uv:
        return [uv, "venv", "--seed", "--python", sys.executable, VENV]
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python cannot make environments: its part `venv` is missing.\n"
            f"  Debian and Ubuntu: sudo apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        ) from None
    return [sys.executable, "-m", "venv", VENV]


def _npm() -> str:
    """Npm's path, after a look at Node's version."""
    npm, node = shutil.which("npm"), shutil.which("node")
    remedy = "  Install it from https://nodejs.org or your system's packages, so that `node` and `npm` are on the PATH."
    if npm is None or node is None:
        raise Stop(f"Node 20.19 or newer is needed to build the web client, and was not found.\n{remedy}")
    shown = subprocess.run([node, "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout
    version = tuple(int(number) for number in re.findall(r"\d+", shown)[:2])
    if version < (20, 19):
        raise Stop(f"Node 20.19 or newer is needed; {node} is {shown.strip()}.\n{remedy}")
    return npm


def _works(program: Path) -> bool:
    try:
        shown = subprocess.run([program, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return shown.returncode == 0


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _as_interrupt(number: int, frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _find_newer_python() -> None:
    """Go on with a Python that is new enough, or say that there is none."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for minor in range(15, OLDEST_PYTHON[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and _works(Path(found)):
            os.execv(found, [found, str(Path(__file__).resolve()), *sys.argv[1:]])
    say(
        f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.\n"
        "  Debian and Ubuntu: sudo apt-get install python3.11 python3.11-venv; macOS: brew install python; "
        "or https://www.python.org/downloads/"
    )
    sys.exit(1)


if __name__ == "__main__":
    _find_newer_python()
    sys.exit(main())
