"""The recovery kit on paper: 19 random bytes and a check byte as eight groups of four Crockford characters."""

from typing import Final

from careteam.crypto.mh1.primitives import SYSTEM, Random, digest
from careteam.crypto.mh1.refusals import Malformed

KIT_BYTES: Final = 19
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS: Final = 32
_READ: Final = {
    **{character: value for value, character in enumerate(_ALPHABET)},
    **{character.lower(): value for value, character in enumerate(_ALPHABET)},
    **dict.fromkeys("Oo", 0),
    **dict.fromkeys("IiLl", 1),
}


def new_kit(random: Random = SYSTEM) -> bytes:
    """A fresh kit secret of 152 bits."""
    return random(KIT_BYTES)


def printed(kit: bytes) -> str:
    """The kit as it is printed."""
    if len(kit) != KIT_BYTES:
        raise Malformed("a kit is 19 bytes")
    number = int.from_bytes(kit + _check(kit), "big")
    text = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_CHARACTERS)))
    return "-".join(text[at : at + 4] for at in range(0, _CHARACTERS, 4))


def typed(text: str) -> bytes:
    """The kit somebody typed: any case, with or without groups, O for 0, I and L for 1."""
    characters = [character for character in text if character not in " -"]
    if len(characters) != _CHARACTERS or not all(character in _READ for character in characters):
        raise Malformed("a kit is 32 letters and digits")
    number = 0
    for character in characters:
        number = number << 5 | _READ[character]
    data = number.to_bytes(KIT_BYTES + 1, "big")
    kit = data[:KIT_BYTES]
    if data[KIT_BYTES:] != _check(kit):
        raise Malformed("the kit has a typing error")
    return kit


def _check(kit: bytes) -> bytes:
    return digest(b"mh1/kit" + kit)[:1]
