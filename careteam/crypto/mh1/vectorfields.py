"""Reading the members of a vector: bytes as lower-case hex, integers, texts and lists, each of its kind or `Failed`."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NoReturn

from careteam.crypto.mh1.primitives import digest


class Failed(Exception):
    """A check does not hold, or its vector cannot be read."""


def fail(why: str) -> NoReturn:
    """The check does not hold."""
    raise Failed(why)


def equal(what: str, got: object, expected: object) -> None:
    """Demand that a result is the expected one."""
    if got != expected:
        fail(f"{what} differs")


def octets_of(value: object) -> bytes:
    """Bytes from their hex."""
    if not isinstance(value, str):
        fail("not hex")
    try:
        data = bytes.fromhex(value)
    except ValueError:
        fail("not hex")
    if data.hex() != value:
        fail("not lower-case hex")
    return data


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of one JSON object."""

    members: Mapping[str, Any]

    def __contains__(self, name: str) -> bool:
        return name in self.members

    def _of(self, name: str) -> Any:
        if name not in self.members:
            fail(f"there is no {name}")
        return self.members[name]

    def hex(self, name: str) -> bytes:
        """Bytes."""
        return octets_of(self._of(name))

    def maybe_hex(self, name: str) -> bytes | None:
        """Bytes, where there are any."""
        return octets_of(self.members[name]) if self.members.get(name) is not None else None

    def number(self, name: str) -> int:
        """An integer."""
        value = self._of(name)
        if type(value) is not int:
            fail(f"{name} is no integer")
        return value

    def text(self, name: str) -> str:
        """A text."""
        value = self._of(name)
        if not isinstance(value, str):
            fail(f"{name} is no text")
        return value

    def items(self, name: str) -> list[Any]:
        """A list; an absent one is empty."""
        value = self.members.get(name, [])
        if not isinstance(value, list):
            fail(f"{name} is no list")
        return value  # pyright: ignore[reportUnknownVariableType]

    def hexes(self, name: str) -> list[bytes]:
        """A list of bytes."""
        return [octets_of(item) for item in self.items(name)]

    def fields(self, name: str) -> "Fields":
        """An object."""
        return as_fields(self._of(name))

    def objects(self, name: str) -> list["Fields"]:
        """A list of objects."""
        return [as_fields(item) for item in self.items(name)]

    def boxes(self) -> dict[bytes, bytes]:
        """The vector's boxes by their hashes."""
        return {digest(box): box for box in self.hexes("boxes")}


def as_fields(value: object) -> Fields:
    """The members of an object."""
    if not isinstance(value, dict):
        fail("not an object")
    return Fields(value)  # pyright: ignore[reportUnknownArgumentType]


def patched(base: Mapping[str, Any], patch: object) -> dict[str, Any]:
    """A deep copy of a vector's members with these changes, in order (section 10)."""
    copy: dict[str, Any] = deepcopy(dict(base))
    if not isinstance(patch, list):
        fail("a patch is a list")
    for path, op, *arguments in patch:  # pyright: ignore[reportUnknownVariableType]
        _apply(copy, path, op, arguments)  # pyright: ignore[reportUnknownArgumentType]
    return copy


def _apply(copy: dict[str, Any], path: list[Any], op: str, arguments: list[Any]) -> None:
    within: Any = copy
    for step in path[:-1]:
        within = within[step]
    last = path[-1]
    if op == "set":
        within[last] = deepcopy(arguments[0])
    elif op == "remove":
        del within[last]
    elif op in ("flip", "cut", "append"):
        within[last] = _tampered(octets_of(within[last]), op, arguments).hex()
    elif op == "keep":
        within[last] = within[last][: arguments[0]]
    elif op == "insert":
        within[last].insert(arguments[0], deepcopy(arguments[1]))
    elif op == "swap":
        items, one, other = within[last], *arguments
        items[one], items[other] = items[other], items[one]
    else:
        fail(f"there is no operation {op}")


def _tampered(data: bytes, op: str, arguments: list[Any]) -> bytes:
    if op == "flip":
        return flipped(data, arguments[0], arguments[1])
    return data[: arguments[0]] if op == "cut" else data + octets_of(arguments[0])


def flipped(data: bytes, at: int, bit: int) -> bytes:
    """The bytes with one bit changed."""
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)
