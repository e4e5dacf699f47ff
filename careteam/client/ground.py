"""One's own keys before anything is opened: chain and directory, verified, and nothing older than was seen."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from careteam.client.alert import demand, or_alert
from careteam.client.line import Line
from careteam.client.lineage import lineage, read_chain, read_directory, whose
from careteam.client.memory import Memory, Seen
from careteam.client.pins import Head, Pinned
from careteam.client.shapes import ServedChain, ServedDirectory, ServedKeys, ServedPerson
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.userchain import Chain


@dataclass(frozen=True)
class Ground:
    """One's own keys as served, and the directory, both verified. Without a chain: before there are keys, or after a close."""

    served: ServedKeys
    uid: bytes
    roots: tuple[bytes, ...]
    directory: Directory
    chain: Chain | None
    boxes: Mapping[bytes, bytes]

    @property
    def pins_version(self) -> int:
        """Of the pins that are kept now; 0 without any."""
        return self.served.pins.version if self.served.pins else 0

    def seen(self, before: Seen | None, chain: Chain, pins: int) -> Seen:
        """What is to be remembered, with this chain of one's own."""
        known = before or Seen(self.directory.org, self.roots)
        chains = {**known.chains, self.uid: Pinned.of_chain(chain)}
        return replace(known, directory=Head.of_directory(self.directory), chains=chains, pins=pins)


async def read_ground(line: Line, memory: Memory) -> Ground:
    """Ask the server, and believe nothing that goes back behind what is remembered."""
    told, directory_told = await asyncio.gather(line.get("/api/keys/mine"), line.get("/api/keys/directory"))
    served = ServedKeys.model_validate(told)
    person_id, uid = served.person_id, served.person_id.bytes
    demand(memory.person_id in (None, person_id), "chain", "these are the keys of another person", person_id)
    directory, roots = read_directory(ServedDirectory.model_validate(directory_told), memory.seen)
    chain = None
    if served.entries:
        with or_alert("chain", person_id):
            chain = read_chain(uid, ServedChain(entries=served.entries, invite=served.invite), directory)
    boxes = {digest(box): box for box in served.boxes.values()}
    ground = Ground(served, uid, roots, directory, chain, boxes)
    if memory.seen is not None and uid in memory.seen.chains:
        await _check_own(line, memory.seen, ground)
    return replace(ground, chain=None) if chain is not None and chain.closed is not None else ground


async def _check_own(line: Line, seen: Seen, ground: Ground) -> None:
    """One's own chain goes on from where it was seen, or follows upon the close of that one."""
    person_id, pinned = ground.served.person_id, seen.chains[ground.uid]
    if ground.chain is not None and ground.chain.genesis == pinned.genesis:
        pinned.check_grown(ground.chain, "rolled-back")
        demand(ground.pins_version >= seen.pins, "rolled-back", "the pins are older than they were", person_id)
        return
    demand(ground.chain is not None, "rolled-back", "there are no keys any more", person_id)
    chains = lineage(await read_person(line, person_id), ground.directory, "rolled-back", pinned)
    follows = ground.chain is not None and chains[-1].genesis == ground.chain.genesis
    demand(follows, "rolled-back", "other keys than before, which do not follow upon them", person_id)


async def read_person(line: Line, person_id: UUID) -> ServedPerson:
    """Somebody's keys as they are served."""
    return whose(ServedPerson.model_validate(await line.get(f"/api/keys/people/{person_id}")), person_id)
