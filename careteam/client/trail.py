"""One cursor per stream: the next entry is taken, one that is there already dropped, a gap read from the cursor on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from careteam.client.shapes import Entry


@dataclass
class Trail:
    """How far each stream has been read; what is kept of it lets a client go on where it was."""

    cursors: dict[UUID, int] = field(default_factory=dict[UUID, int])

    def behind(self, heads: Mapping[UUID, int]) -> list[UUID]:
        """Streams that have more than was taken."""
        return [stream for stream, head in heads.items() if head > self.cursors.get(stream, head)]

    def enter(self, stream: UUID, head: int) -> bool:
        """A stream opened: its past is read with what shows it, here it begins. Say whether it is new."""
        new = stream not in self.cursors
        self.cursors.setdefault(stream, head)
        return new

    def leave(self, stream: UUID) -> bool:
        """A stream closed. Say whether it was followed."""
        return self.cursors.pop(stream, None) is not None

    def take(self, entry: Entry) -> bool:
        """Take an entry if it is the next one of its stream; of a stream not known, the first that comes is."""
        cursor = self.cursors.get(entry.stream, entry.seq - 1)
        if entry.seq != cursor + 1:
            return False
        self.cursors[entry.stream] = entry.seq
        return True

    def misses(self, entry: Entry) -> bool:
        """Does something lie between what was taken and this entry?"""
        return entry.seq > self.cursors.get(entry.stream, entry.seq) + 1
