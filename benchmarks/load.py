"""The load generator: people who send over HTTP and hear over sockets, in a closed or an open loop, and the reckoning."""

import asyncio
import gc
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson

from benchmarks.client import Line, Listener, Read
from benchmarks.installation import cpu_seconds, used_between
from benchmarks.letters import WORDS, Letters

#: Seconds that pass before counting starts, and the longest wait for what is still on its way afterwards.
WARM_UP, STRAGGLERS = 1.0, 10.0


@dataclass(frozen=True)
class Place:
    """Where something is sent, as what its stream is known on the socket, and who hears it."""

    path: str
    name: str
    members: Sequence[int]
    body: bytes = orjson.dumps({"body": (WORDS * 3)[:256]})
    #: Who seals what is sent there instead, each sender their own.
    letters: Letters | None = None
    #: Who may send it; by default whoever hears it.
    senders: Sequence[int] = ()


@dataclass(frozen=True)
class Target:
    """A system under load. `cookies` are its people; `costs` the kinds of processes that work for it."""

    name: str
    port: int
    cookies: Sequence[str]
    places: Sequence[Place]
    read: Read
    costs: Sequence[str]
    socket_path: str | None = "/api/live"
    #: Which word of an answer names what came of it; `read` finds the same in a frame.
    named: str = "id"


@dataclass
class Tally:
    """What was sent and what became of it."""

    #: By message: its room, when it was due, when it was accepted.
    accepted: dict[str, tuple[str, float, float]] = field(default_factory=dict[str, tuple[str, float, float]])
    errors: int = 0
    counting: bool = False
    unfinished: int = 0


async def run(
    target: Target, *, senders: int, seconds: float, per_second: float | None = None, seed: int = 1
) -> dict[str, Any]:
    """Load a target for so long; without `per_second` each sender sends the next message when it has the answer."""
    listeners = await _listeners(target)
    lines = [Line(target.port, {"Cookie": cookie}) for cookie in target.cookies[:senders]]
    tally = Tally()
    gc.collect()
    gc.disable()
    try:
        load = _open_loop if per_second else _closed_loop
        running = asyncio.create_task(load(target, lines, tally, WARM_UP + seconds, per_second or 0.0, seed))
        await asyncio.sleep(WARM_UP)
        tally.counting, before, mine, began = True, cpu_seconds(), time.process_time(), time.perf_counter()
        await running
        took = time.perf_counter() - began
        await _stragglers(target, listeners, tally)
        used, own = used_between(before, cpu_seconds(), target.costs), time.process_time() - mine
    finally:
        gc.enable()
        await asyncio.gather(*(one.close() for one in (*lines, *listeners)))
    told: dict[str, str | float] = {
        "target": target.name,
        "loop": "open" if per_second else "closed",
        "senders": senders,
        "seed": seed,
    }
    if per_second:
        told["offered_per_second"] = per_second
    return told | reckon(target, listeners, tally, took, used) | {"generator_cpu_share": round(own / took, 2)}


async def _listeners(target: Target) -> list[Listener]:
    if target.socket_path is None:
        return []
    opened: list[Listener] = []
    for cookie in target.cookies:
        opened.append(await Listener(target.read).open(target.port, target.socket_path, cookie))
    return opened


async def _closed_loop(
    target: Target, lines: Sequence[Line], tally: Tally, seconds: float, _: float, seed: int
) -> None:
    end = time.perf_counter() + seconds

    async def send_on(number: int, line: Line) -> None:
        chance = random.Random(f"{seed} {number}")
        mine = [place for place in target.places if number in (place.senders or place.members)]
        while time.perf_counter() < end:
            await _send(target, line, number, chance.choice(mine), time.perf_counter(), tally)

    await asyncio.gather(*(send_on(number, line) for number, line in enumerate(lines)))


async def _open_loop(
    target: Target, lines: Sequence[Line], tally: Tally, seconds: float, per_second: float, seed: int
) -> None:
    """Messages fall due at random; latency counts from then, however late the sender gets to it."""
    waiting: list[asyncio.Queue[float | None]] = [asyncio.Queue() for _ in lines]

    async def send_due(number: int, line: Line) -> None:
        chance = random.Random(f"{seed} {number}")
        mine = [place for place in target.places if number in (place.senders or place.members)]
        while (due := await waiting[number].get()) is not None:
            await _send(target, line, number, chance.choice(mine), due, tally)

    sending = [asyncio.create_task(send_due(number, line)) for number, line in enumerate(lines)]
    chance, due = random.Random(seed), time.perf_counter()
    end = due + seconds
    while (due := due + chance.expovariate(per_second)) < end:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        chance.choice(waiting).put_nowait(due)
    tally.unfinished = sum(queue.qsize() for queue in waiting)
    for queue in waiting:
        queue.put_nowait(None)
    await asyncio.gather(*sending)


async def _send(target: Target, line: Line, number: int, place: Place, due: float, tally: Tally) -> None:
    counted = tally.counting
    body = place.body if place.letters is None else place.letters.next(number)
    status, answer = await line.post(place.path, body, str(uuid4()))
    if place.letters is not None and status == 201:
        place.letters.taken(number)
    if not counted:
        return
    if status == 201:
        tally.accepted[orjson.loads(answer)[target.named]] = (place.name, due, time.perf_counter())
    else:
        tally.errors += 1


async def _stragglers(target: Target, listeners: Sequence[Listener], tally: Tally) -> None:
    """Wait until nothing has come for a while, or everything has."""
    expected = _expected(target, tally)
    deadline = time.perf_counter() + STRAGGLERS
    while listeners and time.perf_counter() < deadline:
        heard = sum(message in tally.accepted for one in listeners for _, message, _ in one.heard)
        if heard >= expected:
            return
        await asyncio.sleep(0.2)


def _expected(target: Target, tally: Tally) -> int:
    sizes = {place.name: len(place.members) for place in target.places}
    return sum(sizes[room] for room, _, _ in tally.accepted.values())


def reckon(
    target: Target, listeners: Sequence[Listener], tally: Tally, took: float, used: Mapping[str, float]
) -> dict[str, Any]:
    """What was accepted, how soon, at what cost; and what became of it on its way to everybody."""
    accepted = len(tally.accepted)
    told: dict[str, Any] = {
        "accepted": accepted,
        "per_second": round(accepted / took, 1),
        "errors": tally.errors,
        "waiting_at_the_end": tally.unfinished,
        "answer_ms": quantiles([(at - due) * 1000 for _, due, at in tally.accepted.values()]),
        "cpu_ms_per_message": {kind: round(spent * 1000 / max(accepted, 1), 3) for kind, spent in used.items()}
        | {"all": round(sum(used.values()) * 1000 / max(accepted, 1), 3)},
    }
    return told | (_deliveries(target, listeners, tally) if listeners else {})


def _deliveries(target: Target, listeners: Sequence[Listener], tally: Tally) -> dict[str, Any]:
    """What was lost, doubled or told in another order; and when the last member had each message."""
    last: dict[str, float] = {}
    lost = doubled = other_order = 0
    for name, members in {place.name: place.members for place in target.places}.items():
        orders: list[list[str]] = []
        wanted = {id_ for id_, (room, _, _) in tally.accepted.items() if room == name}
        for number in members:
            mine = [(id_, at) for room, id_, at in listeners[number].heard if room == name and id_ in wanted]
            known = dict(reversed(mine))
            lost, doubled = lost + len(wanted - known.keys()), doubled + len(mine) - len(known)
            orders.append([id_ for id_, _ in mine])
            for id_, at in known.items():
                last[id_] = max(at, last.get(id_, 0.0))
        other_order += sum(order != orders[0] for order in orders)
    everyone = [(last[id_] - due) * 1000 for id_, (_, due, _) in tally.accepted.items() if id_ in last]
    return {"everyone_ms": quantiles(everyone), "lost": lost, "doubled": doubled, "other_order": other_order}


def quantiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th of a hundred, and the greatest."""
    ordered = sorted(values)
    if not ordered:
        return {}
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) for name, share in at.items()}
