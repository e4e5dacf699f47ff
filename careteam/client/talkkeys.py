"""Which epochs of a conversation a person can open; a key that is not as it was signed spoils its own epoch only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from careteam.client.talkrecord import Alarm
from careteam.client.talkstates import What
from careteam.client.talktrust import Own
from careteam.crypto.mh1.conversation import Keyring, Reader
from careteam.crypto.mh1.entries import Grant
from careteam.crypto.mh1.log import EpochRecord, Log
from careteam.crypto.mh1.refusals import Inconsistent, Refused


@dataclass(slots=True)
class Opening:
    """The keys of a conversation as far as they were opened; `spoiled` are epochs whose key is not to be used."""

    log: Log
    own: Own
    alarm: Alarm
    keyring: Keyring = field(default_factory=Keyring)
    spoiled: set[int] = field(default_factory=set[int])
    _entries: int = 0

    def read(self, boxes: Mapping[bytes, bytes]) -> None:
        """Open what the entries since last time give (checks 5, 6 and 7)."""
        if self._entries == len(self.log.hashes):
            return
        self._entries = len(self.log.hashes)
        puk = self.own.puk
        reader = Reader.of(self.log, self.own.uid, self.own.genesis, puk.number, puk.seed)
        reader.keyring = self.keyring
        for record in self.log.epochs:
            grant, genesis = record.grants.get(self.own.uid, (None, b""))
            known = record.number in self.keyring.message_keys and len(record.escrows) == 1
            if grant is None or known or genesis != self.own.genesis or grant.generation > puk.number:
                continue
            self._open(reader, record, grant, boxes)
        try:
            reader.walk()
        except Refused as refused:
            self.alarm(What.HISTORY, refused.reason, seq=self.log.epoch)

    def _open(self, reader: Reader, record: EpochRecord, grant: Grant, boxes: Mapping[bytes, bytes]) -> None:
        try:
            reader.open_grant(record, grant, boxes)
        except Inconsistent as refused:
            self.spoiled.add(record.number)
            self.alarm(What.ESCROW, refused.reason, seq=record.number)
        except Refused as refused:
            self.spoiled.add(record.number)
            self.alarm(What.GRANT, refused.reason, seq=record.number)
