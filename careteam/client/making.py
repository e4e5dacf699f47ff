"""New keys, complete before anything is sent: a chain from its genesis with a new device, and the pins that go with it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from careteam.client.alert import demand, or_alert
from careteam.client.ground import Ground
from careteam.client.memory import Memory
from careteam.client.pins import Head, Pins
from careteam.client.secret import Secret, account_of
from careteam.core.octets import encoded
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import Device, Made
from careteam.crypto.mh1.invite import accept, open_invite
from careteam.crypto.mh1.own import Place, seal_own
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import NotEntitled
from careteam.crypto.mh1.userchain import Chain, verify_chain


def now() -> int:
    """The time as mh1 writes it."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class NewKeys:
    """A genesis and its boxes, the chain of it, the device that made it, and the pins to begin with."""

    device: Device
    made: Made
    chain: Chain
    pins: Pins


async def new_keys(
    ground: Ground,
    memory: Memory,
    slots: Sequence[Secret],
    *,
    token: bytes | None = None,
    roots: bytes | None = None,
    label: str | None = None,
) -> NewKeys:
    """Make keys for a new device, remembered here, and for these holders; the roots must be those that are named."""
    if roots is not None:
        demand(root_hash(ground) == roots, "directory", "other roots than the invitation names")
    holders = [await secret.holder(ground.uid) for secret in slots]
    signer = None if token is None else _invited(ground, token)
    device = memory.device = Device.fresh()
    memory.keep()
    made = enrolment.genesis(ground.uid, device, holders, now(), token=signer)
    chain = verify_chain(ground.uid, made.entries, token=signer and public_key(signer.seed))
    pins = Pins(ground.directory.org, ground.roots, Head.of_directory(ground.directory))
    named = pins if label is None else pins.with_label(device.id, label)
    return NewKeys(device, made, chain, named.with_own(chain, account_of(*slots)))


def root_hash(ground: Ground) -> bytes:
    """What names the organisation: the hash of its three root keys."""
    return digest(b"".join(ground.roots))


def sealed_pins(pins: Pins, version: int, newest: Generation) -> dict[str, Any]:
    """Pins as they are kept: sealed to oneself under their version."""
    place = Place("pins", newest.uid, version)
    return {"version": version, "sealed": encoded(seal_own(newest, place, pins.encoded()))}


def _invited(ground: Ground, token: bytes) -> Signer:
    """The key of an invited patient's token."""
    cose, person_id = ground.served.invite, ground.served.person_id
    with or_alert("chain", person_id):
        if cose is None:
            raise NotEntitled("there is no invite for this token")
        return accept(open_invite(ground.directory, cose, ground.uid, now()), token)
