"""What readers see after edits, retractions and reactions; the originals stay for the record (section 3.6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.envelope import Envelope


@dataclass(slots=True)
class Version:
    """A text as it is now: its latest honoured version, and all before it; None once retracted."""

    author: bytes
    base: bytes
    text: str | None
    versions: list[bytes] = field(default_factory=list[bytes])


@dataclass(slots=True)
class Folded:
    """A conversation as its readers see it."""

    texts: dict[bytes, Version] = field(default_factory=dict[bytes, Version])
    reactions: set[tuple[bytes, bytes, str]] = field(default_factory=set[tuple[bytes, bytes, str]])
    receipts: set[tuple[bytes, bytes]] = field(default_factory=set[tuple[bytes, bytes]])


def fold(messages: Iterable[tuple[Envelope, Content]]) -> Folded:
    """Fold messages in their order."""
    folded = Folded()
    for envelope, content in messages:
        _take(folded, envelope, content)
    return folded


def _take(folded: Folded, envelope: Envelope, content: Content) -> None:
    sender, target = envelope.header.sender, content.target
    if content.type in (Type.TEXT, Type.FORM):
        folded.texts[envelope.header.mid] = Version(sender, envelope.hash, content.text, [envelope.hash])
    elif content.type in (Type.EDIT, Type.RETRACT) and target is not None:
        _revise(folded.texts.get(target), envelope, content)
    elif content.type is Type.REACTION and target is not None:
        folded.reactions.add((sender, target, content.emoji or ""))
    elif content.type is Type.REACTION_REMOVE and target is not None:
        folded.reactions.discard((sender, target, content.emoji or ""))
    elif content.type is Type.RECEIPT and target is not None:
        folded.receipts.add((sender, target))


def _revise(version: Version | None, envelope: Envelope, content: Content) -> None:
    """Honoured only of the author, and only against the latest version; nothing after a retraction."""
    if version is None or version.text is None:
        return
    if version.author != envelope.header.sender or version.base != content.base:
        return
    version.base, version.text = envelope.hash, content.text
    version.versions.append(envelope.hash)
