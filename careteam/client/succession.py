"""Everything that opens the keys is lost: new ones wait, both offices sign for them, and they follow upon the old ones."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from careteam.client import vouching
from careteam.client.alert import NothingLost, demand, or_alert
from careteam.client.ground import Ground, read_ground
from careteam.client.keys import Keys
from careteam.client.line import Line
from careteam.client.lineage import read_chain
from careteam.client.making import new_keys, now, root_hash, sealed_pins
from careteam.client.memory import Memory
from careteam.client.pages import every
from careteam.client.secret import Secret
from careteam.client.shapes import Lost, ServedChain
from careteam.client.telling import alerts_told
from careteam.client.words import safety_words
from careteam.core.octets import encoded
from careteam.crypto.mh1.carried import carried, countersigned
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import close_by_officer
from careteam.crypto.mh1.primitives import public_key
from careteam.crypto.mh1.userchain import Chain


class NotSigned(Exception):
    """An identity officer compares words and signs first."""


@dataclass(frozen=True)
class Asked:
    """New keys of one's own that wait: since when, asked for from where, and whether an identity officer has signed."""

    asked_at: datetime
    device: str
    signed: bool
    #: To read out to the officer; None where another device made the keys, and shows them.
    words: str | None


@dataclass(frozen=True)
class Succession:
    """Somebody's old keys and those that wait to follow, both verified; `words` are what the person reads out."""

    lost: Lost
    before: Chain
    after: Chain
    words: str


async def deposit(
    line: Line,
    slots: Sequence[Secret],
    memory: Memory | None = None,
    *,
    token: bytes | None = None,
    roots: bytes | None = None,
    label: str | None = None,
) -> str:
    """Make new keys and let them wait, in the place of any that wait already. The words to read to an identity officer.

    They open by `Keys.unlock` once both offices have signed. As `Keys.make` otherwise; NothingLost where the device that is
    remembered opens the keys, or there are none.
    """
    memory = memory or Memory()
    async with alerts_told(line), memory.turn:
        ground = await read_ground(line, memory)
        if ground.chain is None or (memory.device is not None and memory.device.id in ground.chain.holders):
            raise NothingLost("new keys follow only upon keys that nothing opens any more")
        new = await new_keys(ground, memory, slots, token=token, roots=roots, label=label)
        memory.remember(ground.served.person_id, ground.seen(memory.seen, ground.chain, ground.pins_version))
        told = {
            "entry": encoded(new.made.entries[0]), "boxes": [encoded(box) for box in new.made.boxes],
            "pins": sealed_pins(new.pins, ground.pins_version + 1, new.made.puk),
        }  # fmt: skip
        await line.change("/api/keys/successor", told, key=uuid4())
    return safety_words(root_hash(ground), new.chain.genesis)


async def asked(line: Line, memory: Memory | None = None) -> Asked | None:
    """New keys that wait in one's own name, whoever asked for them; None where none do."""
    memory = memory or Memory()
    async with alerts_told(line), memory.turn:
        ground = await read_ground(line, memory)
        waiting = ground.served.successor
        return waiting and Asked(waiting.asked_at, waiting.device, waiting.signed, _own_words(ground, memory))


def _own_words(ground: Ground, memory: Memory) -> str | None:
    """The words of keys that the device remembered here made: its signature says so, whatever the server shows."""
    assert ground.served.successor is not None
    with or_alert("chain", ground.served.person_id):
        entry = carried(ground.served.successor.entry, "mh1/user")
        if memory.device is None or entry.first.kid != memory.device.id:
            return None
        entry.first.verify(public_key(memory.device.sign_seed))
    return safety_words(root_hash(ground), entry.hash)


async def end(line: Line) -> None:
    """Let new keys of one's own wait no longer: what opens the old ones was found, or somebody else asked."""
    await line.change("/api/keys/successor/end")


async def lost(keys: Keys) -> list[Lost]:
    """People who lost everything and whose new keys wait for both offices."""
    return await every(keys.line, "/api/keys/successors", Lost)


async def read(keys: Keys, waiting: Lost) -> Succession | None:
    """What is to be signed for; None where the old keys are closed already. IntegrityAlert for what does not hold."""
    known = await vouching.person(keys, waiting.person.id)
    async with alerts_told(keys.line), keys.memory.turn:
        directory = await vouching.directory_now(keys)
        with or_alert("person", waiting.person.id):
            served = ServedChain(entries=[waiting.entry], invite=waiting.invite)
            after = read_chain(waiting.person.id.bytes, served, directory)
    words = safety_words(root_hash(keys.ground), after.genesis)
    return known and Succession(waiting, known.chain, after, words)


async def sign(keys: Keys, officer: Signer, found: Succession) -> None:
    """Sign, as the identity officer who compared the words, that the old keys end for the new ones, and vouch for these."""
    half = close_by_officer(found.before, officer, found.after.genesis, now())
    word = vouching.word_for(officer, found.lost.person, found.after.genesis, found.lost.attest_as)
    told = {"close": encoded(half), "attestation": word}
    await keys.line.change(f"/api/keys/people/{found.lost.person.id}/successor", told)


async def countersign(keys: Keys, coordinator: Signer, found: Succession) -> None:
    """Sign, as a coordinator, what the identity officer has signed: the new keys are in use then.

    NotSigned before the officer did. IntegrityAlert where it closes other keys, or in favour of others.
    """
    person_id = found.lost.person.id
    if found.lost.close is None:
        raise NotSigned("no identity officer has signed yet")
    async with alerts_told(keys.line):
        with or_alert("person", person_id):
            entry = countersigned("mh1/user", found.lost.close, coordinator)
            closed = deepcopy(found.before)
            closed.append(entry)
        demand(closed.closed == found.after.genesis, "person", "the close names other keys than wait", person_id)
    await keys.line.change(f"/api/keys/people/{person_id}/close", {"entry": encoded(entry)})
