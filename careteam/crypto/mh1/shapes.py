"""What a decoded value must look like: closed maps, rows, byte strings of given lengths; else `Malformed`."""

from collections.abc import Set
from typing import Final

from careteam.crypto.mh1.encoding import LIMIT, Value, decode
from careteam.crypto.mh1.refusals import Malformed

ID_BYTES: Final = 16
HASH_BYTES: Final = 32
ZERO_HASH: Final = bytes(HASH_BYTES)


def closed(value: Value, required: Set[int], optional: Set[int] = frozenset()) -> dict[int, Value]:
    """A map with all required keys and no other than the optional ones."""
    if not isinstance(value, dict):
        raise Malformed("not a map")
    keys = value.keys()
    if not required <= keys or not keys <= required | optional:
        raise Malformed(f"not the keys there must be: {sorted(keys)}")
    return value


def row(value: Value, length: int | None = None) -> list[Value]:
    """An array, of this length where one is given."""
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise Malformed("not an array of the right length")
    return value


def octets(value: Value, *lengths: int) -> bytes:
    """A byte string, of one of these lengths where any is given."""
    if not isinstance(value, bytes) or (lengths and len(value) not in lengths):
        raise Malformed("not a byte string of the right length")
    return value


def ident(value: Value) -> bytes:
    """An identifier of 16 bytes."""
    return octets(value, ID_BYTES)


def digest32(value: Value) -> bytes:
    """A hash of 32 bytes."""
    return octets(value, HASH_BYTES)


def whole(value: Value, least: int = 0, most: int = LIMIT - 1) -> int:
    """An integer within bounds; never a boolean."""
    if type(value) is not int or not least <= value <= most:
        raise Malformed("not an integer within its bounds")
    return value


def words(value: Value) -> str:
    """A text."""
    if not isinstance(value, str):
        raise Malformed("not a text")
    return value


def version_one(value: Value) -> None:
    """Version 1: another is refused, never guessed."""
    if type(value) is not int or value != 1:
        raise Malformed("not version 1")


def size_and_root(value: Value) -> tuple[int, bytes]:
    """A number of leaves and the root of their tree."""
    size, root = row(value, 2)
    return whole(size), digest32(root)


def decoded_map(data: bytes, required: Set[int], optional: Set[int] = frozenset()) -> dict[int, Value]:
    """A closed map from its encoding."""
    return closed(decode(data), required, optional)
