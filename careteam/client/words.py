"""Twelve words that two people read to each other: the same on both sides only if both see the same."""

from typing import Final

from mnemonic import Mnemonic

from careteam.crypto.mh1.encoding import Value, encode
from careteam.crypto.mh1.primitives import digest

_BYTES: Final = 16
_LIST: Final = Mnemonic("english")


def safety_words(one: bytes, other: bytes) -> str:
    """Of two hashes, whichever comes first: the geneses of two people, or one and the organisation's roots."""
    both: list[Value] = ["mh1/words", *sorted((one, other))]
    return _LIST.to_mnemonic(digest(encode(both))[:_BYTES])
