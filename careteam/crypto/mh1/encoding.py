"""Deterministic CBOR, restricted: one value has one encoding, and every other encoding of it is refused."""

from typing import Final, NoReturn, TypeAlias

import cbor2

from careteam.crypto.mh1.refusals import Malformed

Value: TypeAlias = bool | int | bytes | str | list["Value"] | dict[int, "Value"] | None

LIMIT: Final = 2**53
_LARGEST_KEY: Final = 23
_DEEPEST: Final = 16


def _refuse_tag(*_: object) -> NoReturn:
    raise ValueError("a tag")


class _NoTags(dict[int, object]):
    """Refuses every tag before anything is built from it: some stand for programs, patterns, or enormous numbers."""

    def __missing__(self, _: int) -> object:
        return _refuse_tag


_NO_TAGS: Final = _NoTags()


def encode(value: Value) -> bytes:
    """The one encoding of a value; refuses what the restricted form cannot hold."""
    plain = _plain(value, 0)
    try:
        return cbor2.dumps(plain)
    except UnicodeEncodeError as error:
        raise Malformed("text is not Unicode") from error


def decode(data: bytes) -> Value:
    """The value of an encoding that is exactly the one `encode` makes."""
    try:
        value: object = cbor2.loads(
            data,
            semantic_decoders=_NO_TAGS,  # pyright: ignore[reportArgumentType]
            max_depth=_DEEPEST + 2,
            allow_indefinite=False,
            allow_duplicate_keys=False,
        )
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError) as error:
        raise Malformed("not CBOR of the restricted form") from error
    plain = _plain(value, 0)
    if cbor2.dumps(plain) != data:
        raise Malformed("not the one encoding of its value")
    return plain


def _plain(value: object, depth: int) -> Value:
    """The value with its keys in order, of no other types than the restricted form has."""
    kind = type(value)
    if kind is bytes or kind is str or value is None or kind is bool:
        return value  # pyright: ignore[reportReturnType]
    if kind is int:
        if not -LIMIT < value < LIMIT:  # pyright: ignore[reportOperatorIssue]
            raise Malformed("an integer is too large")
        return value  # pyright: ignore[reportReturnType]
    if isinstance(value, list):
        if depth == _DEEPEST and value:
            raise Malformed("nested too deeply")
        return [_plain(item, depth + 1) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, dict):
        return _plain_map(value, depth)  # pyright: ignore[reportUnknownArgumentType]
    raise Malformed(f"a {kind.__name__} has no place in mh1")


def _plain_map(value: dict[object, object], depth: int) -> Value:
    if depth == _DEEPEST and value:
        raise Malformed("nested too deeply")
    keys: list[int] = []
    for key in value:
        if type(key) is not int or not 0 <= key <= _LARGEST_KEY:
            raise Malformed("a key is no integer from 0 to 23")
        keys.append(key)
    return {key: _plain(value[key], depth + 1) for key in sorted(keys)}
