"""What a thief reads: everything that a server has of a conversation, opened with one seed of somebody's keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from careteam.crypto.mh1.conversation import Messages, Reader
from careteam.crypto.mh1.envelope import Envelope
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.refusals import Refused


@dataclass(frozen=True)
class Thief:
    """A seed of somebody's keys, lost when so many messages had been sent: it must open no more than those."""

    uid: bytes
    genesis: bytes
    generation: int
    seed: bytes
    sent: int

    def opens(self, log: Log, boxes: Mapping[bytes, bytes], envelopes: Iterable[bytes]) -> int:
        """How many messages the seed opens with all that the server has."""
        messages = Messages(log)
        keyring = Reader.of(log, self.uid, self.genesis, self.generation, self.seed).read(boxes)
        opened = [messages.append(data) for data in envelopes]
        for envelope in opened:
            if envelope.header.epoch not in keyring.message_keys:
                for m in keyring.message_keys.values():
                    _stays_shut(envelope, m)
        return sum(keyring.open(envelope) is not None for envelope in opened)


def _stays_shut(envelope: Envelope, m: bytes) -> None:
    try:
        envelope.open(m)
    except Refused:
        return
    raise AssertionError("a key of another epoch opens it")
