"""What was said: envelopes in the server's order, each judged by the log, opened where one has the key, and folded."""

from dataclasses import dataclass, field
from typing import Protocol

from careteam.client.talkline import MessageTold
from careteam.client.talkstates import What
from careteam.crypto.mh1.content import Content
from careteam.crypto.mh1.conversation import Keyring, Messages
from careteam.crypto.mh1.envelope import Envelope
from careteam.crypto.mh1.folding import Folded, fold
from careteam.crypto.mh1.log import Log
from careteam.crypto.mh1.refusals import Refused


class Alarm(Protocol):
    """Says that something is wrong: what and why, with which message, by its id or only its number."""

    def __call__(self, what: What, reason: str, *, seq: int | None = None, mid: bytes | None = None) -> None: ...


@dataclass(slots=True)
class Item:
    """A message of the conversation: its content where one has the key; late if it is not of a sealed period."""

    number: int
    envelope: Envelope
    envelope_bytes: bytes
    content: Content | None = None
    refused: bool = False
    late: bool = False


@dataclass(slots=True)
class Record:
    """All messages so far; what is not right is said to `alarm`, and left out."""

    log: Log
    alarm: Alarm
    messages: Messages
    items: list[Item] = field(default_factory=list[Item])
    taken: int = 0
    _shut: list[Item] = field(default_factory=list[Item])
    _senders: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    _seen_log: int = 0
    _sealed: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, log: Log, alarm: Alarm) -> "Record":
        """A record without a message."""
        return cls(log, alarm, Messages(log))

    def has(self, mid: bytes, sender: bytes) -> bool:
        """Whether this message of somebody's is there."""
        return self._senders.get(mid) == sender

    def take(self, told: MessageTold) -> None:
        """Judge the next message (check 8), and take it."""
        if told.number != self.taken + 1:
            self.alarm(What.ORDER, "messages are missing", seq=self.taken + 1)
        self.taken = max(told.number, self.taken)
        try:
            envelope = self.messages.append(told.envelope)
        except Refused as refused:
            self.alarm(What.MESSAGE, refused.reason, seq=told.number)
            return
        item = Item(told.number, envelope, told.envelope)
        self.items.append(item)
        self._shut.append(item)
        self._senders[envelope.header.mid] = envelope.header.sender
        self._check_order(envelope)

    def _check_order(self, envelope: Envelope) -> None:
        """The server lets nobody send who has not seen the head: no message knows less than one before it."""
        header = envelope.header
        if self.messages.gaps and self.messages.gaps[-1] == len(self.messages.envelopes) - 1:
            self.alarm(What.ORDER, "a message of this sender is missing before it", mid=header.mid)
        known = self.log.hashes.index(header.log_head)
        if known < self._seen_log:
            self.alarm(What.ORDER, "sent without knowing what was known before it", mid=header.mid)
        self._seen_log = max(known, self._seen_log)

    def open(self, keyring: Keyring) -> None:
        """Open what one has keys to now."""
        for item in self._shut:
            try:
                opened = keyring.open(item.envelope)
                item.content = None if opened is None else opened.content
            except Refused as refused:
                item.refused = True
                self.alarm(What.MESSAGE, refused.reason, mid=item.envelope.header.mid)
        self._shut = [item for item in self._shut if item.content is None and not item.refused]

    def check_seals(self) -> None:
        """Check 12: digests, and which messages came after their period was sealed."""
        sealed = len(self.log.hashes), len(self.items) - self.messages.sent(self.log.epoch)
        if sealed == self._sealed:
            return
        self._sealed = sealed
        try:
            late = set(self.messages.late())
        except Refused as refused:
            self.alarm(What.DIGEST, refused.reason)
            return
        for at, item in enumerate(self.items):
            item.late = at in late

    def folded(self) -> Folded:
        """What readers see after edits, retractions and reactions."""
        return fold((item.envelope, item.content) for item in self.items if item.content is not None)
