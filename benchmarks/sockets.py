"""What an idle socket costs: the memory of an API process before and after so many people have opened their pages."""

import argparse
import asyncio
import time
from collections.abc import Sequence
from typing import Any

import psutil

from benchmarks import report, targets
from benchmarks.client import Listener
from benchmarks.clinic import Clinic, make_clinic
from benchmarks.installation import children, installation, progress
from benchmarks.load import Target


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("sockets", __doc__)
    parser.add_argument("--sockets", type=int, default=500, help="how many are opened at once")
    parser.add_argument("--plans", type=int, default=40)
    parser.add_argument("--staff", type=int, default=20)
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Patients' sockets, which hear one plan, and staff's, which hear all of theirs."""
    with installation(api_processes=1) as installed:
        clinic = asyncio.run(make_clinic(installed.ready, plans=options.plans, staff=options.staff))
        target = targets.careteam(installed, clinic)
        process = children()["api"][0]
        told = asyncio.run(_in_turns(target, process, _kinds(clinic, options.staff), options))
    kinds = dict.fromkeys(one["who"] for one in told)
    return {"results": [report.middle([one for one in told if one["who"] == kind]) for kind in kinds]}


async def _in_turns(
    target: Target, process: psutil.Process, kinds: Sequence[tuple[str, Sequence[int]]], options: argparse.Namespace
) -> list[dict[str, Any]]:
    """Open more and more, and close none before the end: memory that was given back would be used again unseen."""
    told: list[dict[str, Any]] = []
    opened: list[Listener] = []
    for repeat in range(options.repeats + 1):
        for who, people in kinds:
            cookies = [target.cookies[number] for number in people]
            one = {"who": who} | await _opened(target, process, cookies, options.sockets, opened)
            progress(f"{repeat or 'warm-up'} {one}")
            told += [one] if repeat else []
    await asyncio.gather(*(one.close() for one in opened))
    return told


def _kinds(clinic: Clinic, staff: int) -> list[tuple[str, Sequence[int]]]:
    return [("patients", range(staff, len(clinic.people))), ("staff", range(staff))]


async def _opened(
    target: Target, process: psutil.Process, cookies: Sequence[str], sockets: int, opened: list[Listener]
) -> dict[str, Any]:
    before, began, spent = _memory(process), time.perf_counter(), sum(process.cpu_times()[:2])
    path = target.socket_path or ""
    for number in range(sockets):
        listener = Listener(target.read)
        opened.append(await listener.open(target.port, path, cookies[number % len(cookies)]))
    took, spent = time.perf_counter() - began, sum(process.cpu_times()[:2]) - spent
    await asyncio.sleep(1)
    after = _memory(process)
    return {
        "sockets": sockets,
        "kb_per_socket": round((after - before) / sockets / 1000, 1),
        "process_mb": round(after / 1e6, 1),
        "opened_per_second": round(sockets / took, 1),
        "cpu_ms_per_opening": round(spent * 1000 / sockets, 2),
    }


def _memory(process: psutil.Process) -> int:
    """The bytes that only this process holds: what it would give back by ending."""
    return process.memory_full_info().uss


if __name__ == "__main__":
    main()
