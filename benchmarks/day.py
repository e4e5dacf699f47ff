"""A clinician's day in a clinic with few and with many messages and tasks: each screen's time and its queries."""

import argparse
import asyncio
import os
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks import report
from benchmarks.beside import another, look, served
from benchmarks.caseload import Caseload, make_caseload, queries
from benchmarks.installation import Installation, installation, progress
from benchmarks.load import quantiles
from benchmarks.past import lay_down
from benchmarks.years import live_through
from careteam.core.settings import settings
from careteam.installation import close_trail, open_trail
from careteam.messaging.rules import ConversationKind
from careteam.operations.up import Ready

#: So many messages of the clinic bring another plan with them, beside the clinician's own.
MESSAGES_A_PLAN = 2_000
#: What no screen may take: milliseconds of 95 in 100 looks, and queries for one address.
AIM_MS, AIM_QUERIES = 100, 12


@dataclass(frozen=True)
class _Size:
    """A clinic at one size: where it answers, its screens (address and who asks), and the queries of each."""

    port: int
    screens: Mapping[str, tuple[str, str]]
    queries: Mapping[str, int]


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("day", __doc__)
    parser.add_argument(
        "--behind", type=int, nargs="+", default=[10_000, 1_000_000], help="messages, and as many tasks, of each clinic"
    )
    parser.add_argument("--looks", type=int, default=60, help="how often each screen is read in a repeat")
    parser.add_argument("--patients", type=int, default=60)
    parser.add_argument("--tasks", type=int, default=40, help="open tasks of the clinician")
    parser.add_argument("--conversations", type=int, default=400, help="of the clinician")
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Times and queries of every screen, at every size."""
    with ExitStack() as stack:
        installed = stack.enter_context(installation(api_processes=1))
        sizes: dict[str, _Size] = {}
        for behind in options.behind:
            sizes[f"{behind:,}"] = stack.enter_context(_size(installed, options, behind))
        read = {name: size.screens for name, size in sizes.items()}
        times: dict[str, dict[str, list[float]]] = {
            screen: {name: [] for name in sizes} for screen in read[next(iter(read))]
        }
        ports = {name: size.port for name, size in sizes.items()}
        for repeat in range(options.repeats):
            asyncio.run(look(ports, read, times, options.looks))
            progress(f"{repeat}: " + str({s: {n: quantiles(v)["p50"] for n, v in t.items()} for s, t in times.items()}))
    screens = {
        screen: {name: quantiles(values) | {"queries": sizes[name].queries[screen]} for name, values in of.items()}
        for screen, of in times.items()
    }
    return {"screens_ms": screens, "over": _over(screens)}


def _over(screens: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """What takes longer or asks more than it may, or asks more at one size than at another."""
    found: list[str] = []
    for screen, sizes in screens.items():
        for name, told in sizes.items():
            if told["p95"] > AIM_MS:
                found.append(f"{screen}, {name}: p95 {told['p95']} ms")
            if told["queries"] > AIM_QUERIES:
                found.append(f"{screen}, {name}: {told['queries']} queries")
        if len({told["queries"] for told in sizes.values()}) > 1:
            found.append(f"{screen}: another number of queries at another size")
    return found


@contextmanager
def _size(installed: Installation, options: argparse.Namespace, behind: int) -> Generator[_Size]:
    """A clinic of its own with so much behind it, and an API process that serves it."""
    ready = another(installed, f"day_{behind}")
    caseload, asked = asyncio.run(_made(ready, options, behind))
    with served(installed, ready, f"api-{behind}") as port:
        yield _Size(port, caseload.screens(), asked)


async def _made(ready: Ready, options: argparse.Namespace, behind: int) -> tuple[Caseload, dict[str, int]]:
    """The clinic with its past: people, plans and the day through commands. With what each screen asks of the database."""
    os.environ["CARETEAM_SECOND_FACTOR"] = "optional"
    settings.cache_clear()
    trail, began = await open_trail(ready.chosen), time.monotonic()
    try:
        caseload = await make_caseload(
            trail, patients=options.patients, tasks=options.tasks,
            conversations=options.conversations, others=behind // MESSAGES_A_PLAN,
        )  # fmt: skip
        progress(f"people, plans and the day were made in {time.monotonic() - began:.0f} s")
        began = time.monotonic()
        lay_down(ready.owner_url, trail.deployment_key, messages=behind, kinds=tuple(ConversationKind))
        live_through(ready.owner_url, trail.deployment_key, messages=behind, tasks=behind)
        progress(f"{behind:,} messages and tasks were laid down in {time.monotonic() - began:.0f} s")
        asked = await queries(trail, caseload.screens())
        return caseload, {screen: len(sent) for screen, sent in asked.items()}
    finally:
        await close_trail(trail)


if __name__ == "__main__":
    main()
