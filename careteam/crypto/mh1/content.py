"""What a message says, inside its ciphertext: texts, edits, retractions, reactions, receipts, answers and signals."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from careteam.crypto.mh1.encoding import Value, decode, encode
from careteam.crypto.mh1.refusals import Malformed
from careteam.crypto.mh1.shapes import closed, digest32, ident, octets, row, size_and_root, whole, words


class Type(IntEnum):
    """What kind of event a message is; the server sees only content or silent."""

    TEXT = 0
    EDIT = 1
    RETRACT = 2
    REACTION = 3
    REACTION_REMOVE = 4
    RECEIPT = 5
    FORM = 6
    CALL = 7


TYPE, TEXT, GOSSIP, REPLY, ATTACHMENTS, REFERENCES, TARGET, BASE, EMOJI, REASON, LANG = range(11)
#: Required and allowed keys by type; gossip and private references are always allowed.
_FORMS: Final[dict[Type, tuple[frozenset[int], frozenset[int]]]] = {
    Type.TEXT: (frozenset({TEXT}), frozenset({REPLY, ATTACHMENTS, LANG})),
    Type.EDIT: (frozenset({TEXT, TARGET, BASE}), frozenset({ATTACHMENTS, LANG})),
    Type.RETRACT: (frozenset({TARGET, BASE}), frozenset({REASON})),
    Type.REACTION: (frozenset({TARGET, EMOJI}), frozenset()),
    Type.REACTION_REMOVE: (frozenset({TARGET, EMOJI}), frozenset()),
    Type.RECEIPT: (frozenset({TARGET}), frozenset()),
    Type.FORM: (frozenset({TEXT}), frozenset({REPLY, LANG})),
    Type.CALL: (frozenset({TEXT}), frozenset()),
}
_ALWAYS: Final = frozenset({GOSSIP, REFERENCES})


def message_class(type_: Type) -> int:
    """0 content, 1 silent: all of a type that the server may tell."""
    return 0 if type_ in (Type.TEXT, Type.FORM) else 1


@dataclass(frozen=True, slots=True)
class FileRef:
    """Where a file lies and how it opens; size is that of the file before filling."""

    blob: bytes
    key: bytes
    size: int
    sha256: bytes

    def value(self) -> list[Value]:
        """The reference as content carries it."""
        return [self.blob, self.key, self.size, self.sha256]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message, with its name and type, and a thumbnail where there is one."""

    file: FileRef
    name: str
    mime: str
    thumb: FileRef | None = None

    def value(self) -> Value:
        """The attachment as content carries it."""
        value = dict(enumerate([*self.file.value(), self.name, self.mime]))
        return value if self.thumb is None else {**value, 6: self.thumb.value()}


@dataclass(frozen=True, slots=True)
class Content:
    """One message's content."""

    type: Type
    text: str | None = None
    gossip: tuple[int, bytes] | None = None
    reply: bytes | None = None
    attachments: tuple[Attachment, ...] | None = None
    references: tuple[bytes, ...] | None = None
    target: bytes | None = None
    base: bytes | None = None
    emoji: str | None = None
    reason: str | None = None
    lang: str | None = None

    def encoded(self) -> bytes:
        """The content's bytes; refuses what no reader would take."""
        parts: dict[int, Value] = {
            TEXT: self.text,
            GOSSIP: None if self.gossip is None else list(self.gossip),
            REPLY: self.reply,
            ATTACHMENTS: None if self.attachments is None else [one.value() for one in self.attachments],
            REFERENCES: None if self.references is None else list(self.references),
            TARGET: self.target,
            BASE: self.base,
            EMOJI: self.emoji,
            REASON: self.reason,
            LANG: self.lang,
        }
        given: dict[int, Value] = {key: value for key, value in parts.items() if value is not None}
        data = encode({TYPE: int(self.type), **given})
        read_content(data)
        return data


def read_content(data: bytes) -> Content:
    """Content of the one form its type has."""
    value = decode(data)
    if not isinstance(value, dict) or TYPE not in value:
        raise Malformed("content is a map with a type")
    type_ = Type(whole(value[TYPE], 0, max(Type)))
    required, allowed = _FORMS[type_]
    body = closed(value, required | {TYPE}, allowed | _ALWAYS)
    return Content(
        type_,
        text=_text(body, TEXT),
        gossip=size_and_root(body[GOSSIP]) if GOSSIP in body else None,
        reply=ident(body[REPLY]) if REPLY in body else None,
        attachments=tuple(_attachment(one) for one in row(body[ATTACHMENTS])) if ATTACHMENTS in body else None,
        references=tuple(ident(one) for one in row(body[REFERENCES])) if REFERENCES in body else None,
        target=ident(body[TARGET]) if TARGET in body else None,
        base=digest32(body[BASE]) if BASE in body else None,
        emoji=_text(body, EMOJI),
        reason=_text(body, REASON),
        lang=_text(body, LANG),
    )


def _text(body: dict[int, Value], key: int) -> str | None:
    return words(body[key]) if key in body else None


def _attachment(value: Value) -> Attachment:
    body = closed(value, set(range(6)), {6})
    thumb = _file_ref(row(body[6], 4)) if 6 in body else None
    return Attachment(_file_ref([body[key] for key in range(4)]), words(body[4]), words(body[5]), thumb)


def _file_ref(parts: list[Value]) -> FileRef:
    blob, key, size, sha256 = parts
    return FileRef(ident(blob), octets(key, 32), whole(size), digest32(sha256))
