"""Stored entries as verified chains and directory, and what each new entry does to a chain."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any
from uuid import UUID

from careteam.audit.change import Change
from careteam.crypto.mh1.carried import carried
from careteam.crypto.mh1.directory import Directory, verify_directory
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.userchain import Chain, OfficeKeys
from careteam.keys.models import ChainEntry, DirectoryEntry, KeyDirectory, KeyInvite, UserChain
from careteam.keys.refusals import ChainRefused, NoDirectory
from careteam.keys.rules import MOST_ENTRIES, MOST_HOLDERS

NO_OFFICE = OfficeKeys()
#: How many verified chains a process keeps at hand, by genesis and head.
MOST_KEPT = 4096
_kept: OrderedDict[tuple[bytes, bytes], Chain] = OrderedDict()


class Kind(Enum):
    """What an entry does."""

    GENESIS = auto()
    ADD = auto()
    REVOKE = auto()
    ROTATE = auto()
    CLOSE = auto()


@dataclass(frozen=True)
class Step:
    """One entry, verified and taken."""

    kind: Kind
    seq: int
    hash: bytes
    entry: bytes
    #: The holders it is about, by id: new ones, the one revoked, all that got a new box.
    holders: tuple[bytes, ...]
    #: The genesis that a close names.
    successor: bytes | None = None


def steps(chain: Chain, entries: Sequence[bytes]) -> Iterator[Step]:
    """Verify new entries one after the other; ChainRefused for the first that does not hold, or where one is missing."""
    try:
        for entry in entries:
            before = dict(chain.holders), chain.generation
            chain.append(entry)
            kind, holders = _done(chain, *before)
            yield Step(kind, chain.seq, chain.head, entry, holders, chain.closed)
        chain.finished()
    except Refused as refusal:
        raise ChainRefused(reason=refusal.reason) from refusal
    if len(chain.positions) > MOST_ENTRIES or len(chain.holders) > MOST_HOLDERS:
        raise ChainRefused(reason=f"more than {MOST_ENTRIES} entries or {MOST_HOLDERS} holders")


def _done(chain: Chain, holders: dict[bytes, Any], generation: int) -> tuple[Kind, tuple[bytes, ...]]:
    if chain.closed is not None:
        return Kind.CLOSE, ()
    if chain.seq == 0:
        return Kind.GENESIS, tuple(chain.holders)
    if chain.generation != generation:
        return Kind.ROTATE, tuple(chain.holders)
    gone = holders.keys() - chain.holders.keys()
    return (Kind.REVOKE, tuple(gone)) if gone else (Kind.ADD, tuple(chain.holders.keys() - holders.keys()))


async def directory_of(change: Change) -> tuple[KeyDirectory, Directory, list[bytes]]:
    """The organisation's directory, verified; NoDirectory where there is none yet."""
    found = await change.find(KeyDirectory, plan_id=None)
    if not found:
        raise NoDirectory
    rows = sorted(await change.find(DirectoryEntry, plan_id=None), key=lambda row: row.seq)
    entries = [row.entry for row in rows]
    return found[0], verify_directory(found[0].id.bytes, found[0].root_keys, entries), entries


async def newest_chain(change: Change, person_id: UUID) -> UserChain | None:
    """A person's newest chain, open or closed."""
    return max(await change.find(UserChain, person_id=person_id), key=lambda row: row.id, default=None)


async def verified(change: Change, row: UserChain, office: OfficeKeys = NO_OFFICE) -> Chain:
    """A stored chain; `office`: with the keys that may close it for its owner."""
    return await _verified(change, row, await change.find(ChainEntry, chain_id=row.id), office)


async def _verified(change: Change, row: UserChain, stored: Iterable[ChainEntry], office: OfficeKeys) -> Chain:
    chain = Chain(row.person_id.bytes, await _token(change, row), office)
    for entry in sorted(stored, key=lambda entry: entry.seq):
        chain.append(entry.entry)
    return chain.finished()


async def chains_of(change: Change, people: Iterable[bytes], office: OfficeKeys) -> dict[tuple[bytes, bytes], Chain]:
    """All chains of these people, by person and genesis; each verified once for each length it has."""
    rows = await change.find(UserChain, person_id=[UUID(bytes=uid) for uid in sorted(people)])
    unknown = [row for row in rows if (row.genesis, row.hash) not in _kept]
    stored: defaultdict[UUID, list[ChainEntry]] = defaultdict(list)
    for entry in await change.find(ChainEntry, chain_id=[row.id for row in unknown]) if unknown else []:
        stored[entry.chain_id].append(entry)
    for row in unknown:
        _kept[row.genesis, row.hash] = await _verified(change, row, stored[row.id], office)
    found = {(row.person_id.bytes, row.genesis): _kept[row.genesis, row.hash] for row in rows}
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return found


async def _token(change: Change, row: UserChain) -> bytes | None:
    return None if row.invite_id is None else (await change.get(KeyInvite, row.invite_id)).token_pk


def kids(entry: bytes) -> list[bytes]:
    """Who has signed an entry, as it says; ChainRefused for what is none."""
    try:
        return [signature.kid for signature in carried(entry, "mh1/user").signatures]
    except Refused as refusal:
        raise ChainRefused(reason=refusal.reason) from refusal
