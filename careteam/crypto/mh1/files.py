"""Files in Tink's AES256_GCM_HKDF_1MB streaming format, filled to a Padmé length and bound to their conversation."""

from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from careteam.crypto.mh1.padding import padme
from careteam.crypto.mh1.primitives import SYSTEM, Random, gcm_open, hkdf
from careteam.crypto.mh1.refusals import Malformed

SEGMENT_BYTES: Final = 2**20
_SALT_BYTES: Final = 32
_PREFIX_BYTES: Final = 7
_TAG_BYTES: Final = 16
HEADER_BYTES: Final = 1 + _SALT_BYTES + _PREFIX_BYTES


def _aad(cid: bytes, blob: bytes) -> bytes:
    return b"mh1/file" + cid + blob


def _nonce(prefix: bytes, index: int, *, last: bool) -> bytes:
    return prefix + index.to_bytes(4, "big") + (b"\1" if last else b"\0")


def _cuts(length: int, overhead: int) -> list[tuple[int, int]]:
    """Where segments begin and end; the first leaves room for the header."""
    cuts, start, end = list[tuple[int, int]](), 0, SEGMENT_BYTES - HEADER_BYTES - overhead
    while end < length:
        cuts.append((start, end))
        start, end = end, end + SEGMENT_BYTES - overhead
    return [*cuts, (start, length)]


def sealed_length(size: int) -> int:
    """The length of the ciphertext of a file of this size."""
    filled = padme(size)
    rest = filled - (SEGMENT_BYTES - HEADER_BYTES - _TAG_BYTES)
    segments = 1 + max(0, -(-rest // (SEGMENT_BYTES - _TAG_BYTES)))
    return HEADER_BYTES + filled + _TAG_BYTES * segments


def seal_file(key: bytes, cid: bytes, blob: bytes, plaintext: bytes, random: Random = SYSTEM) -> bytes:
    """A file under a key of its own."""
    salt, prefix = random(_SALT_BYTES), random(_PREFIX_BYTES)
    cipher = AESGCM(hkdf(key, salt, _aad(cid, blob)))
    filled = plaintext.ljust(padme(len(plaintext)), b"\0")
    cuts = _cuts(len(filled), _TAG_BYTES)
    segments = [
        cipher.encrypt(_nonce(prefix, index, last=index == len(cuts) - 1), filled[start:end], b"")
        for index, (start, end) in enumerate(cuts)
    ]
    return bytes([HEADER_BYTES]) + salt + prefix + b"".join(segments)


def open_file(key: bytes, cid: bytes, blob: bytes, size: int, sealed: bytes) -> bytes:
    """The file of this size; refuses other lengths, other filling, and segments moved or missing."""
    if size < 0 or len(sealed) != sealed_length(size) or sealed[0] != HEADER_BYTES:
        raise Malformed("not a sealed file of this size")
    salt, prefix = sealed[1 : 1 + _SALT_BYTES], sealed[1 + _SALT_BYTES : HEADER_BYTES]
    segment_key = hkdf(key, salt, _aad(cid, blob))
    body = sealed[HEADER_BYTES:]
    cuts = _cuts(len(body), 0)
    filled = b"".join(
        gcm_open(segment_key, _nonce(prefix, index, last=index == len(cuts) - 1), body[start:end], b"")
        for index, (start, end) in enumerate(cuts)
    )
    if filled[size:].strip(b"\0"):
        raise Malformed("a file's filling is not zero")
    return filled[:size]
