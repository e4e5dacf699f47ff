"""What a long past costs: the same people and plans with few and with many messages behind them, in turns."""

import argparse
import asyncio
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any

from benchmarks import load, report, targets
from benchmarks.beside import another, look, served
from benchmarks.clinic import Clinic, make_clinic
from benchmarks.installation import Installation, installation, progress
from benchmarks.load import Target, quantiles
from benchmarks.past import lay_down
from careteam.crypto.atrest import DeploymentKey


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("history", __doc__)
    parser.add_argument(
        "--messages", type=int, nargs=2, default=[10_000, 1_000_000], help="behind the one, and the other"
    )
    parser.add_argument("--looks", type=int, default=60, help="how often each screen is read in a repeat")
    parser.add_argument("--seconds", type=float, default=5, help="length of each repeat of sending")
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--staff", type=int, default=20)
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Screens and sending, at both sizes."""
    with ExitStack() as stack:
        installed = stack.enter_context(installation(api_processes=1))
        both: dict[str, tuple[Target, Clinic]] = {}
        for messages in options.messages:
            both[f"{messages:,}"] = stack.enter_context(_with_past(installed, options, messages))
        read = {name: _screens(clinic) for name, (_, clinic) in both.items()}
        times: dict[str, dict[str, list[float]]] = {
            screen: {name: [] for name in both} for screen in read[next(iter(read))]
        }
        sent: dict[str, list[dict[str, Any]]] = {name: [] for name in both}
        for repeat in range(options.repeats):
            asyncio.run(look({name: target.port for name, (target, _) in both.items()}, read, times, options.looks))
            for name, (target, _) in both.items():
                sent[name].append(asyncio.run(load.run(target, senders=10, seconds=options.seconds, seed=repeat)))
            progress(f"{repeat}: " + str({s: {n: quantiles(v)["p50"] for n, v in t.items()} for s, t in times.items()}))
    screens = {screen: {name: quantiles(values) for name, values in of.items()} for screen, of in times.items()}
    return {"screens_ms": screens, "sending": {name: report.middle(repeats) for name, repeats in sent.items()}}


@contextmanager
def _with_past(installed: Installation, options: argparse.Namespace, messages: int) -> Generator[tuple[Target, Clinic]]:
    """A database of its own with such a past, and an API process that serves it."""
    ready = another(installed, f"past_{messages}")
    clinic = asyncio.run(make_clinic(ready, plans=options.plans, staff=options.staff))
    began = time.monotonic()
    lay_down(ready.owner_url, DeploymentKey.load(ready.key_file), messages=messages)
    progress(f"{messages} messages were laid down in {time.monotonic() - began:.0f} s")
    with served(installed, ready, f"api-{messages}") as port:
        yield replace(targets.careteam(installed, clinic, f"{messages:,} messages"), port=port), clinic


def _screens(clinic: Clinic) -> Mapping[str, tuple[str, str]]:
    """What somebody of the staff opens, and what a supervisor does: the address and who asks."""
    room = next(room for room in clinic.rooms if 0 in room.members)
    plan, me = f"/api/plans/{room.plan_id}", clinic.tokens[0]
    return {
        "inbox": ("/api/inbox", me),
        "inbox, a tab": ("/api/inbox?shelf=team", me),
        "inbox, counts of its tabs": ("/api/inbox/counts", me),
        "Today": ("/api/today", me),
        "counts": ("/api/counts", me),
        "patients": ("/api/plans", me),
        "newest messages": (room.path, me),
        "oldest messages": (f"{room.path}?before=51", me),
        "plan": (plan, me),
        "trail of a plan": (f"{plan}/trail", clinic.supervisor),
    }


if __name__ == "__main__":
    main()
