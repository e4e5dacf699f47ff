"""How a conversation stands for whom it belongs to: ready, waiting for somebody, or an integrity alert with an owner."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class What(StrEnum):
    """What is wrong, of a closed list; the privacy officer is told this word and no content."""

    DIRECTORY = "directory"  # forged, or older than what was seen
    CHAIN = "chain"  # somebody's keys: forged, forked, or older than what was seen
    LOG = "log"  # an entry that nobody could write, or a log older than what was seen
    GRANT = "grant"  # no box, or a key that is not the one everybody has
    ESCROW = "escrow"  # shares of another key
    HISTORY = "history"  # a link that does not open the epoch before
    MESSAGE = "message"  # an envelope that is not what its sender signed, or that nobody there could send
    ORDER = "order"  # messages that are missing, or in an order their senders contradict
    DIGEST = "digest"  # a sealed period that holds other messages than when it was sealed


#: While one of these lasts, it is not known who reads: nothing is sent.
_NOBODY_KNOWS_WHO_READS = frozenset({What.DIRECTORY, What.CHAIN, What.LOG})


@dataclass(frozen=True, slots=True)
class Alert:
    """An integrity alert: what is wrong with which entry, epoch or message, and since when it is known."""

    what: What
    reason: str
    since: int
    seq: int | None = None
    mid: bytes | None = None

    @property
    def key(self) -> tuple[What, int | None, bytes | None]:
        """The same alert is told once."""
        return self.what, self.seq, self.mid

    @property
    def stops(self) -> bool:
        """Whether it is not known who would read."""
        return self.what in _NOBODY_KNOWS_WHO_READS


@dataclass(frozen=True, slots=True)
class Ready:
    """The newest epoch is open: one reads and writes."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Access opens when one of these people is next online."""

    people: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Locked:
    """One's own keys went on from another device: unlock again."""


@dataclass(frozen=True, slots=True)
class Alarmed:
    """Something is not as it was signed. `told`: the server has confirmed that the privacy officer was told of all of it."""

    alerts: tuple[Alert, ...]
    told: bool


State: TypeAlias = Ready | Waiting | Locked | Alarmed


class NotReady(Exception):
    """Nothing can be sent in this state."""

    def __init__(self, state: State) -> None:
        super().__init__(type(state).__name__)
        self.state = state


class Contended(Exception):
    """Others were faster every time: nothing was sent, and one may ask again."""


class Broken(Exception):
    """What was read is not what was signed, as an alert will say."""

    def __init__(self, what: What, reason: str, seq: int | None = None) -> None:
        super().__init__(reason)
        self.what, self.reason, self.seq = what, reason, seq
