"""Checkpoints of the transparency log: C2SP signed notes of origin, size and root, and nothing else (section 3.11)."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.encoding import LIMIT
from careteam.crypto.mh1.primitives import digest, ed25519_sign, ed25519_verify, public_key, utf8
from careteam.crypto.mh1.refusals import Forged, Malformed

_ED25519: Final = b"\x01"
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)
_SIGNATURE_LINE: Final = re.compile(r"\u2014 ([^\s+]+) ([^ ]+)")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the log is, and its root."""

    size: int
    root: bytes


def sign_checkpoint(origin: str, signer: Signer, size: int, root: bytes) -> str:
    """The signed note of a log's state."""
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    return f"{text}\n" + note_signature(origin, signer, text)


def note_signature(name: str, signer: Signer, text: str) -> str:
    """A signature line; a witness adds its own."""
    stamp = _key_id(name, public_key(signer.seed)) + ed25519_sign(signer.seed, utf8(text))
    return f"\u2014 {name} {base64.b64encode(stamp).decode()}\n"


def open_checkpoint(note: str, origin: str, pk: bytes) -> Checkpoint:
    """The state a note states, if the log of this origin and key signed it; other names' signatures are ignored."""
    text, blank, signatures = note.partition("\n\n")
    lines = text.split("\n")
    if not blank or not signatures.endswith("\n") or len(lines) != 3 or lines[0] != origin:
        raise Malformed("not a checkpoint of this log")
    if not _SIZE.fullmatch(lines[1]) or int(lines[1]) >= LIMIT:
        raise Malformed("not a size")
    root = _bytes_of(lines[2])
    if len(root) != 32:
        raise Malformed("not a root")
    _check_signed(utf8(f"{text}\n"), signatures[:-1].split("\n"), origin, pk)
    return Checkpoint(int(lines[1]), root)


def _check_signed(text: bytes, lines: list[str], origin: str, pk: bytes) -> None:
    signed = False
    for line in lines:
        parts = _SIGNATURE_LINE.fullmatch(line)
        if not parts:
            raise Malformed("not a signature line")
        stamp = _bytes_of(parts[2])
        if parts[1] == origin and stamp[:4] == _key_id(origin, pk):
            ed25519_verify(pk, text, stamp[4:])
            signed = True
    if not signed:
        raise Forged("the log did not sign its checkpoint")


def _key_id(name: str, pk: bytes) -> bytes:
    return digest(utf8(name) + b"\n" + _ED25519 + pk)[:4]


def _bytes_of(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64") from error
    if base64.b64encode(data).decode() != text:
        raise Malformed("not the one base64 of its bytes")
    return data
