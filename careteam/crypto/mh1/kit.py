"""The recovery kit and the account secret on paper: bytes and their check as groups of four Crockford characters."""

from typing import Final

from careteam.crypto.mh1.primitives import SYSTEM, Random, digest
from careteam.crypto.mh1.refusals import Malformed

KIT_BYTES: Final = 19
SECRET_BYTES: Final = 16
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: How many characters there are, the check among them.
_CHARACTERS: Final = 32
_SECRET_CHARACTERS: Final = 28
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
    return _written(kit + digest(b"mh1/kit" + kit)[:1], _CHARACTERS)


def typed(text: str) -> bytes:
    """The kit somebody typed: any case, with or without groups, O for 0, I and L for 1."""
    kit, groups = _read(text, _CHARACTERS, KIT_BYTES)
    if printed(kit) != groups:
        raise Malformed("the kit has a typing error")
    return kit


def secret_printed(secret: bytes) -> str:
    """The account secret as it is written down, with twelve bits of check."""
    if len(secret) != SECRET_BYTES:
        raise Malformed("an account secret is 16 bytes")
    return _written(secret + digest(b"mh1/secret" + secret)[:2], _SECRET_CHARACTERS)


def secret_typed(text: str) -> bytes:
    """The account secret somebody typed, as freely as a kit."""
    secret, groups = _read(text, _SECRET_CHARACTERS, SECRET_BYTES)
    if secret_printed(secret) != groups:
        raise Malformed("the account secret has a typing error")
    return secret


def _written(data: bytes, count: int) -> str:
    number = int.from_bytes(data, "big") >> 8 * len(data) - 5 * count
    text = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(count)))
    return "-".join(text[at : at + 4] for at in range(0, count, 4))


def _read(text: str, count: int, length: int) -> tuple[bytes, str]:
    """The first bytes of what was typed, and all of it as it is written down."""
    characters = [character for character in text if character not in " -"]
    if len(characters) != count or not all(character in _READ for character in characters):
        raise Malformed(f"{count} letters and digits")
    number = 0
    for character in characters:
        number = number << 5 | _READ[character]
    written = _written((number << -5 * count % 8).to_bytes((5 * count + 7) // 8, "big"), count)
    return (number >> 5 * count - 8 * length).to_bytes(length, "big"), written
