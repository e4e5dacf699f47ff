"""What can be known of keys without opening anything: chains and directory, verified, and nothing older than was seen."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from uuid import UUID

from careteam.client.alert import Broken, demand, or_alert
from careteam.client.line import Line
from careteam.client.memory import Memory, Seen
from careteam.client.pins import Head, Pinned
from careteam.client.shapes import ServedChain, ServedDirectory, ServedKeys, ServedPerson
from careteam.crypto.mh1.carried import carried
from careteam.crypto.mh1.directory import Directory, verify_directory
from careteam.crypto.mh1.invite import open_invite
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.shapes import closed, whole
from careteam.crypto.mh1.userchain import Chain, verify_chain

_TIME = 6


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
        chains = {**(before.chains if before else {}), self.uid: Pinned.of_chain(chain)}
        return Seen(self.directory.org, self.roots, Head.of_directory(self.directory), chains, pins)


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
    chains = await read_lineage(line, person_id, ground.directory, "rolled-back")
    before = [chain for chain in chains if chain.genesis == pinned.genesis]
    follows = bool(before) and ground.chain is not None and chains[-1].genesis == ground.chain.genesis
    demand(follows, "rolled-back", "other keys than before, which do not follow upon them", person_id)
    pinned.check_grown(before[0], "rolled-back")


def read_directory(served: ServedDirectory, seen: Seen | None) -> tuple[Directory, tuple[bytes, ...]]:
    """The directory and its roots: those that were seen, where any were."""
    roots = tuple(served.roots)
    if seen is not None:
        demand((served.org, roots) == (seen.org, seen.roots), "directory", "another organisation's, or other roots")
    with or_alert("directory"):
        directory = verify_directory(served.org, list(roots), served.entries)
    if seen is not None:
        seen.directory.check_directory(directory)
    return directory, roots


def read_chain(uid: bytes, served: ServedChain, directory: Directory) -> Chain:
    """One chain from its genesis, by the token of the invite served with it; mh1's Refused for what does not hold."""
    token = None
    if served.invite is not None and served.entries:
        made_at = whole(closed(carried(served.entries[0], "mh1/user").payload, set(range(8)))[_TIME])
        token = open_invite(directory, served.invite, uid, made_at).token_pk
    return verify_chain(uid, served.entries, token=token, office=directory.office_keys)


async def read_person(line: Line, person_id: UUID) -> ServedPerson:
    """Somebody's keys as they are served."""
    served = ServedPerson.model_validate(await line.get(f"/api/keys/people/{person_id}"))
    demand(served.person_id == person_id, "person", "these are the keys of somebody else", person_id)
    return served


async def read_lineage(line: Line, person_id: UUID, directory: Directory, broken: Broken) -> Sequence[Chain]:
    """All chains of a person, the newest last."""
    return lineage((await read_person(line, person_id)).chains, person_id, directory, broken)


def lineage(served: Sequence[ServedChain], person_id: UUID, directory: Directory, broken: Broken) -> Sequence[Chain]:
    """Chains of which each but the last is closed and names the genesis that follows."""
    with or_alert(broken, person_id):
        chains = [read_chain(person_id.bytes, one, directory) for one in served]
    for chain, following in pairwise(chains):
        demand(chain.closed == following.genesis, broken, "keys that do not follow upon those before", person_id)
    return chains
