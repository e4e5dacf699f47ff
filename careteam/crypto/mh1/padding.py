"""Lengths that tell little: messages in buckets of at least 256 bytes, files filled to Padmé lengths."""

from typing import Final

from careteam.crypto.mh1.refusals import Malformed

_SMALLEST: Final = 256
_MARKER: Final = b"\x80"


def padme(length: int) -> int:
    """Padmé: rounds a length up so that at most O(log log n) of its bits remain to be seen."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    low_bits = exponent - exponent.bit_length()
    mask = (1 << low_bits) - 1
    return (length + mask) & ~mask


def padded_length(content_length: int) -> int:
    """The length a content of so many bytes is padded to."""
    return max(_SMALLEST, padme(content_length + 1))


def pad(content: bytes) -> bytes:
    """ISO 7816-4 padding to the length of the content's bucket."""
    return (content + _MARKER).ljust(padded_length(len(content)), b"\0")


def unpad(padded: bytes) -> bytes:
    """The content; refuses another bucket, and filling that is not zero."""
    content, marker, filling = padded.rpartition(_MARKER)
    if not marker or filling.strip(b"\0") or len(padded) != padded_length(len(content)):
        raise Malformed("not padded as mh1 pads")
    return content
