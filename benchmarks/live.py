"""From sending to every other open page: messages, tasks and goals, so many a second, with so many sockets open."""

import argparse
import asyncio
from dataclasses import replace
from typing import Any

import asyncpg
import orjson

from benchmarks import load, report, targets
from benchmarks.clinic import Clinic, make_clinic
from benchmarks.installation import Installation, installation, progress
from benchmarks.load import Place, Target
from careteam.access.roles import Role

#: What is sent beside messages, to the plan's own stream: its address, and its body.
TASK = ("tasks", orjson.dumps({"title": "Ring the pharmacy about the refill", "pool": "therapist", "shared": True}))
GOAL = ("goals", orjson.dumps({"words": "Walk to the lake and back without a pause"}))

SETS_GOALS = frozenset({Role.PSYCHIATRIST, Role.THERAPIST, Role.HEALTH_COACH})


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("live", __doc__)
    parser.add_argument("--seconds", type=float, default=20, help="length of each repeat")
    parser.add_argument("--plans", type=int, default=30)
    parser.add_argument("--staff", type=int, default=20, help="with as many patients as plans: 50 sockets")
    parser.add_argument("--per-second", type=float, default=20)
    parser.add_argument("--processes", type=int, default=2)
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Messages alone, and with tasks and goals among them."""
    with installation(api_processes=options.processes) as installed:
        clinic = asyncio.run(make_clinic(installed.ready, plans=options.plans, staff=options.staff))
        records = asyncio.run(_records(installed, clinic))
        messages = replace(targets.careteam(installed, clinic), read=of_change, named="change_id")
        mixed = _mixed(messages, clinic, records)
        told: dict[str, list[dict[str, Any]]] = {}
        for repeat in range(options.repeats):
            for name, target in (("messages", messages), ("messages, tasks and goals", mixed)):
                senders, rate = options.staff, options.per_second
                loaded = load.run(target, senders=senders, seconds=options.seconds, per_second=rate, seed=repeat)
                one = {"what": name, "sockets": len(target.cookies)} | asyncio.run(loaded)
                progress(f"{name}: {one['answer_ms']} everyone {one['everyone_ms']} lost {one['lost']}")
                told.setdefault(name, []).append(one)
    return {"results": [report.middle(repeats) for repeats in told.values()]}


def of_change(frame: dict[str, Any]) -> tuple[str, str] | None:
    """The stream and the change of an entry."""
    return (frame["stream"], frame["change_id"]) if frame["type"] == "entry" else None


async def _records(installed: Installation, clinic: Clinic) -> list[str]:
    """The stream of each plan's own entries."""
    connection = await asyncpg.connect(installed.ready.owner_url)
    rows = await connection.fetch("SELECT plan_id, id FROM care.stream WHERE kind = 'plan/record'")
    await connection.close()
    known = {row["plan_id"]: str(row["id"]) for row in rows}
    return [known[room.plan_id] for room in clinic.rooms]


def _mixed(messages: Target, clinic: Clinic, records: list[str]) -> Target:
    """Of ten things sent, eight are messages, one a task and one a goal."""
    places = [place for place in messages.places for _ in range(8)]
    for room, record in zip(clinic.rooms, records, strict=True):
        may_set = [one for one in room.members if clinic.people[one].roles & SETS_GOALS]
        for (path, body), senders in ((TASK, room.members[:-1]), (GOAL, may_set)):
            places.append(Place(f"/api/plans/{room.plan_id}/{path}", record, room.members, body, senders=senders))
    return replace(messages, places=places)


if __name__ == "__main__":
    main()
