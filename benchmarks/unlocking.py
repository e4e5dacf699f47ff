"""What opening somebody's keys takes in Python, by what they are opened with: a device, a kit, a passkey, a passphrase.

`python -m benchmarks.unlocking`: everything a client does after it was answered: chain and directory verified from the
roots on, box opened, all older generations derived, pins opened. Answers come from memory: no server, no network.
"""

import argparse
import asyncio
import time
from secrets import token_bytes
from typing import Any
from uuid import UUID

import httpx

from benchmarks import report
from benchmarks.encryption import Clinic
from careteam.client.client import Client
from careteam.client.keys import Keys
from careteam.client.memory import Memory
from careteam.client.pins import Head, Pins
from careteam.client.secret import Kit, Passkey, Passphrase, Secret
from careteam.core.octets import encoded
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.userchain import verify_chain

NOW = 1_795_000_000_000


class Server:
    """One person's keys as a server would tell them, after so many rotations."""

    def __init__(self, device: enrolment.Device, slots: list[enrolment.Holder], uid: bytes, rotations: int) -> None:
        clinic = Clinic()
        directory = clinic.directory()
        made = enrolment.genesis(uid, device, slots, NOW)
        chain, entries = verify_chain(uid, made.entries), made.entries
        for number in range(rotations):
            made = enrolment.rotate_puk(chain, device.signer, made.puk, NOW + number)
            chain.append(made.entries[0])
            entries = [*entries, *made.entries]
        pins = Pins(clinic.org, tuple(clinic.roots), Head.of_directory(directory)).with_chain(chain, verified=True)
        sealed = seal_own(made.puk, Place("pins", uid, 1), pins.encoded())
        self._told: dict[str, Any] = {
            "/api/keys/mine": {
                "person_id": str(UUID(bytes=uid)), "entries": [encoded(one) for one in entries],
                "boxes": {encoded(digest(box)): encoded(box) for box in made.boxes},
                "pins": {"version": 1, "sealed": encoded(sealed)}, "invite": None, "offices": [], "joining": [],
            },
            "/api/keys/directory": {
                "org": encoded(clinic.org), "roots": [encoded(one) for one in clinic.roots],
                "entries": [encoded(one) for one in clinic.entries],
            },
        }  # fmt: skip

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What is kept."""
        return httpx.Response(200, json=self._told[request.url.path])


async def unlocked(server: Server, secret: Secret | None, device: enrolment.Device, times: int) -> dict[str, float]:
    """Milliseconds of one opening: of the clock, and of all processors together."""
    async with Client("http://localhost", transport=httpx.MockTransport(server.answer)) as client:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(times):
            await Keys.unlock(client, Memory(device=device), secret)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"wall_ms": round(1000 * wall / times, 1), "cpu_ms": round(1000 * cpu / times, 1)}


async def by_slot(rotations: int, times: int) -> dict[str, Any]:
    """Each way in, at a chain of this age."""
    uid, device = token_bytes(16), enrolment.Device.fresh()
    ways: dict[str, Secret] = {
        "kit": Kit.fresh(),
        "passkey": Passkey(token_bytes(32), token_bytes(32)),
        "passphrase": Passphrase("four calm herons wading", token_bytes(16)),
    }
    server = Server(device, [await way.holder(uid) for way in ways.values()], uid, rotations)
    found = {"device": await unlocked(server, None, device, times)}
    for name, way in ways.items():
        found[name] = await unlocked(server, way, device, times)
    return found


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """A chain that is new, and one that has been rotated often, as often as asked."""

    def both() -> dict[str, Any]:
        ages = {"new": 0, f"rotated_{options.rotations}": options.rotations}
        return {age: asyncio.run(by_slot(rotations, options.times)) for age, rotations in ages.items()}

    return {"runs": [both() for _ in range(options.repeats)]}


if __name__ == "__main__":
    arguments = report.parser("unlocking", __doc__)
    arguments.add_argument("--rotations", type=int, default=20)
    arguments.add_argument("--times", type=int, default=10, help="openings of each kind")
    report.main(measure, arguments.parse_args())
