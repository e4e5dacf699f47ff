"""Sending and hearing: Careteam beside a plain chat, in turns, on the same servers, with the same people and rooms."""

import argparse
import asyncio
from contextlib import ExitStack
from typing import Any

from benchmarks import load, report, targets
from benchmarks.clinic import make_clinic
from benchmarks.installation import Installation, installation, progress


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("send", __doc__)
    parser.add_argument("--seconds", type=float, default=8, help="length of each repeat")
    parser.add_argument("--senders", type=int, nargs="+", default=[1, 10, 60], help="closed loop: so many senders")
    parser.add_argument("--open", type=float, nargs="*", default=[100], help="open loop: so many messages a second")
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--staff", type=int, default=20)
    parser.add_argument("--processes", type=int, default=1, help="API processes of each")
    parser.add_argument("--only", choices=["careteam", "plain chat"], help="measure one of the two")
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Both targets in turns, every load."""
    with ExitStack() as stack:
        installed = stack.enter_context(installation(api_processes=options.processes))
        clinic = asyncio.run(make_clinic(installed.ready, plans=options.plans, staff=options.staff))
        both = [
            targets.careteam(installed, clinic),
            stack.enter_context(targets.plain(installed, clinic, processes=options.processes)),
        ]
        loads: list[dict[str, Any]] = [{"senders": senders} for senders in options.senders]
        loads += [{"senders": len(clinic.people), "per_second": rate} for rate in options.open]
        runs: list[list[dict[str, Any]]] = []
        for one in loads:
            by_target: dict[str, list[dict[str, Any]]] = {}
            for repeat in range(options.repeats):
                for target in both:
                    if options.only in (None, target.name):
                        told = _measured(installed, target, options.seconds, repeat, **one)
                        by_target.setdefault(target.name, []).append(told)
            runs += by_target.values()
    return {"results": [report.middle(repeats) for repeats in runs]}


def _measured(installed: Installation, target: load.Target, seconds: float, repeat: int, **how: Any) -> dict[str, Any]:
    rests = ("plain",) if target.name == "careteam" else ("api", "worker")
    with installed.resting(*rests):
        told = asyncio.run(load.run(target, seconds=seconds, seed=repeat, **how))
    progress(f"{told['target']:11} {how} {told['per_second']:7}/s {told['cpu_ms_per_message']} "
             f"everyone {told.get('everyone_ms')} lost {told.get('lost')}")  # fmt: skip
    return told


if __name__ == "__main__":
    main()
