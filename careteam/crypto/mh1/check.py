"""Running a file of vectors against the library: what section 10 of the specification asks, one line per failure."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from careteam.crypto.mh1.checkchains import CHAIN_KINDS
from careteam.crypto.mh1.checkflat import flat_checks
from careteam.crypto.mh1.checkkinds import KINDS
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.vectorfields import Failed, Fields, patched

ALL_KINDS = {**KINDS, **CHAIN_KINDS}


@dataclass(slots=True)
class Result:
    """What a file's checks came to."""

    passed: int = 0
    failures: list[str] = field(default_factory=list[str])

    @property
    def summary(self) -> str:
        """The last line."""
        return f"{self.passed} passed, {len(self.failures)} failed"

    def take(self, name: str, failure: str | None) -> None:
        """Count one check."""
        if failure is None:
            self.passed += 1
        else:
            self.failures.append(_one_line(f"{name}: {failure}"))


def _one_line(text: str) -> str:
    """The text in one line that can be printed, whatever a stranger's file put into it."""
    return " ".join(text.splitlines()).encode(errors="backslashreplace").decode()


def check_text(text: str | bytes) -> Result:
    """Check a file's text."""
    result = Result()
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        result.take("file", f"not JSON: {error}")
        return result
    for name, failure in checks(document):
        result.take(name, failure)
    return result


def checks(document: object) -> Iterator[tuple[str, str | None]]:
    """Each check's name, and why it failed, if it did."""
    if not isinstance(document, dict):
        yield "file", "not an object"
        return
    members: dict[str, Any] = document  # pyright: ignore[reportUnknownVariableType]
    for name, check in flat_checks(Fields(members)):
        yield name, outcome(check, ok=True)
    vectors = members.get("vectors", [])
    if not isinstance(vectors, list):
        yield "vectors", "not a list"
        return
    yield from _vector_checks(vectors)  # pyright: ignore[reportUnknownArgumentType]


def _vector_checks(vectors: list[Any]) -> Iterator[tuple[str, str | None]]:
    listed = [_members(vector) for vector in vectors]
    named: dict[str, Mapping[str, Any]] = {}
    for members in listed:
        if members is not None and isinstance(members.get("name"), str):
            named.setdefault(members["name"], members)
    for place, members in enumerate(listed):
        if members is None:
            yield f"vector {place}", "not an object"
        else:
            yield str(members.get("name", f"vector {place}")), check_vector(members, named)


def _members(vector: object) -> Mapping[str, Any] | None:
    return vector if isinstance(vector, dict) else None  # pyright: ignore[reportUnknownVariableType]


def check_vector(vector: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Why one vector fails, or None."""
    kind, ok = vector.get("kind"), vector.get("ok")
    check = ALL_KINDS.get(kind) if isinstance(kind, str) else None
    if check is None:
        return f"there is no kind {kind!r}"
    if not isinstance(ok, bool):
        return "ok is neither true nor false"
    try:
        fields = Fields(resolved(vector, named, depth=0))
    except Exception as error:
        return f"cannot be read: {type(error).__name__}: {error}"
    return outcome(lambda: check(fields), ok=ok)


def resolved(vector: Mapping[str, Any], named: Mapping[str, Mapping[str, Any]], *, depth: int) -> Mapping[str, Any]:
    """A vector's members: its own, or those of the vector it changes."""
    if "of" not in vector:
        return vector
    if vector["of"] not in named or depth > len(named):
        raise Failed("there is no vector that it changes")
    return patched(resolved(named[vector["of"]], named, depth=depth + 1), vector.get("patch", []))


def outcome(check: Callable[[], None], *, ok: bool) -> str | None:
    """Why a check fails; what ought to be refused passes only by the library's own refusal."""
    try:
        check()
    except Refused as refusal:
        return f"refused: {refusal.reason}" if ok else None
    except Failed as failure:
        return str(failure)
    except Exception as error:  # whatever a stranger's file makes of us is a failure of that check alone
        return f"crashed: {type(error).__name__}: {error}"
    return None if ok else "accepted, and ought to be refused"
