"""A person's own memory of whom to trust, sealed to themself: roots, directory, chains and logs seen, names of holders."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from careteam.client.alert import Broken, demand
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.shapes import decoded_map, digest32, ident, octets, row, version_one, whole, words
from careteam.crypto.mh1.userchain import Chain

ROOTS = 3
#: Conversations whose logs are remembered: those that went on last.
MOST_LOGS = 300
_LOGS, _SECRET = 6, 7


class OtherSecret(Exception):
    """Only one account secret is kept, so that it can always be shown again."""


@dataclass(frozen=True)
class Head:
    """How far something was seen."""

    seq: int
    hash: bytes

    @classmethod
    def of_directory(cls, directory: Directory) -> Self:
        """Where the directory stands."""
        return cls(len(directory.entries) - 1, directory.latest.hash)

    def check_directory(self, directory: Directory) -> None:
        """What was seen of it is in it still."""
        entries = directory.entries
        kept = self.seq < len(entries) and entries[self.seq].hash == self.hash
        demand(kept, "directory", "it is shorter than it was, or another one")


@dataclass(frozen=True)
class Pinned(Head):
    """A person's chain as it was seen last, and whether their words were compared."""

    uid: bytes
    genesis: bytes
    verified: bool = False

    @classmethod
    def of_chain(cls, chain: Chain, *, verified: bool = False) -> Self:
        """Where a chain stands."""
        return cls(chain.seq, chain.head, chain.uid, chain.genesis, verified)

    def check_grown(self, chain: Chain, broken: Broken) -> None:
        """What was seen of the chain is in it still: chains grow, and never go back."""
        kept = chain.genesis == self.genesis and chain.has(self.seq, self.hash)
        demand(kept, broken, "a chain is shorter than it was, or another one", person_of(self.uid))


def person_of(uid: bytes) -> UUID:
    """The person of a uid."""
    return UUID(bytes=uid)


@dataclass(frozen=True)
class Pins:
    """Whom one trusts. `labels` and the `secret` of a passphrase are kept for those who show them.

    `logs` by conversation: how far its log was seen, the one that went on last at the end.
    """

    org: bytes
    roots: tuple[bytes, ...]
    directory: Head
    people: tuple[Pinned, ...] = ()
    labels: tuple[tuple[bytes, str], ...] = ()
    secret: bytes | None = None
    logs: tuple[tuple[bytes, Head], ...] = ()

    def of(self, uid: bytes) -> Pinned | None:
        """What is known of somebody."""
        return next((one for one in self.people if one.uid == uid), None)

    def with_chain(self, chain: Chain, *, verified: bool | None = None) -> Self:
        """With this chain as it stands; whether words were compared stays as it was, for the same genesis."""
        before = self.of(chain.uid)
        compared = before is not None and before.genesis == chain.genesis and before.verified
        pinned = Pinned.of_chain(chain, verified=compared if verified is None else verified)
        return replace(self, people=(*(one for one in self.people if one.uid != chain.uid), pinned))

    def with_own(self, chain: Chain, account: bytes | None = None) -> Self:
        """With one's own chain as it stands; an account secret is kept for as long as a passphrase opens the chain."""
        opens = any(card.kind is Kind.PASSPHRASE for card in chain.holders.values())
        if account is not None and self.secret not in (None, account):
            raise OtherSecret("a passphrase with another account secret opens these keys: take it out first")
        return replace(self.with_chain(chain, verified=True), secret=(account or self.secret) if opens else None)

    def with_label(self, holder: bytes, text: str) -> Self:
        """With this name for a holder."""
        return replace(self, labels=(*(one for one in self.labels if one[0] != holder), (holder, text)))

    def with_logs(self, seen: Mapping[bytes, Head]) -> Self:
        """With these logs as far as they were seen now; none goes back."""
        kept = dict(self.logs)
        for cid, head in seen.items():
            before = kept.get(cid)
            if before is None or before.seq < head.seq:
                kept.pop(cid, None)
                kept[cid] = head
        return replace(self, logs=tuple(kept.items())[-MOST_LOGS:])

    def encoded(self) -> bytes:
        """As it is sealed."""
        people: list[Value] = [[one.uid, one.genesis, one.seq, one.hash, int(one.verified)] for one in self.people]
        roots: list[Value] = [*self.roots]
        value: dict[int, Value] = {
            0: 1,
            1: self.org,
            2: roots,
            3: [self.directory.seq, self.directory.hash],
            4: people,
        }
        if self.labels:
            value[5] = [[holder, text] for holder, text in self.labels]
        if self.logs:
            value[_LOGS] = [[cid, head.seq, head.hash] for cid, head in self.logs]
        if self.secret is not None:
            value[_SECRET] = self.secret
        return encode(value)

    @classmethod
    def decoded(cls, data: bytes) -> Self:
        """As it was sealed; the protocol's Refused for anything else."""
        value = decoded_map(data, {0, 1, 2, 3, 4}, {5, _LOGS, _SECRET})
        version_one(value[0])
        seq, hash_ = row(value[3], 2)
        return cls(
            ident(value[1]),
            tuple(digest32(root) for root in row(value[2], ROOTS)),
            Head(whole(seq), digest32(hash_)),
            tuple(_pinned(one) for one in row(value[4])),
            tuple((octets(holder, 8, 16), words(text)) for holder, text in _rows(value.get(5, []), 2)),
            ident(value[_SECRET]) if _SECRET in value else None,
            tuple(
                (ident(cid), Head(whole(seq), digest32(hash_))) for cid, seq, hash_ in _rows(value.get(_LOGS, []), 3)
            ),
        )


def _pinned(value: Value) -> Pinned:
    uid, genesis, seq, hash_, verified = row(value, 5)
    return Pinned(whole(seq), digest32(hash_), ident(uid), digest32(genesis), whole(verified, 0, 1) == 1)


def _rows(value: Value, width: int) -> list[list[Value]]:
    return [row(one, width) for one in row(value)]
