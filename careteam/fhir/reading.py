"""Reads files and folders into entries: one for each Bundle entry, loose resource or line of an NDJSON file."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from careteam.fhir.datatypes import Json, Object, a_list, an_object, text

#: What a folder is searched for. A file named outright is read whatever its name is.
SUFFIXES = (".json", ".ndjson", ".jsonl")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in the input: the file as it was named, and the number of the Bundle's entry from 1.

    A loose resource is entry 0. In NDJSON the number is that of the line.
    """

    file: str
    entry: int

    @override
    def __str__(self) -> str:
        return f"{self.file} entry {self.entry}"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One resource of the input with what its Bundle says about it."""

    place: Place
    resource: Object
    full_url: str = ""
    bundle: str = ""
    #: The Bundle entry's `request.method` and `request.url`.
    method: str = ""
    request_url: str = ""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Something of the input that is not a resource. `unreadable` when the bytes themselves could not be read."""

    place: Place
    reason: str
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The files that are to be read, in order, and in their place what could not be found or opened."""

    files: tuple[Path | Unfit, ...]
    #: Files of a folder that are not JSON by their name.
    skipped: tuple[Path, ...]


def find(paths: Iterable[Path]) -> Found:
    """Look up files and, recursively, folders: in the order named, each folder sorted, each file once."""
    files: dict[Path, Path | Unfit] = {}
    skipped: list[Path] = []
    for path in paths:
        for one in _walk(path) if path.is_dir() else (path,):
            if isinstance(one, Unfit):
                files[Path(one.place.file)] = one
            elif not one.exists():
                files[one] = _unreadable(one, "there is no such file or folder")
            elif one == path or one.suffix.lower() in SUFFIXES:
                files.setdefault(one.resolve(), one)
            else:
                skipped.append(one)
    return Found(tuple(files.values()), tuple(skipped))


def _walk(folder: Path) -> Iterator[Path | Unfit]:
    closed: list[Unfit] = []

    def unreadable(error: OSError) -> None:
        closed.append(_unreadable(Path(error.filename), error.strerror or str(error)))

    for at, below, names in os.walk(folder, onerror=unreadable):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield from (Path(at, name) for name in sorted(names) if not name.startswith("."))
    yield from closed


def read(file: Path) -> Iterator[Entry | Unfit]:
    """Yield what `file` holds, in its order: at least one thing, unless it is a Bundle without entries."""
    try:
        content = file.read_bytes()
    except OSError as error:
        yield _unreadable(file, error.strerror or str(error))
        return
    try:
        by_line = file.suffix.lower() != ".json" and _by_line(content)
        yield from _lines(file, content) if by_line else _document(file, _loads(content))
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _by_line(content):
            yield from _lines(file, content)
        else:
            yield _unreadable(file, f"not JSON ({error.msg}, line {error.lineno})" if content.strip() else "empty")
    except RecursionError:
        yield _unreadable(file, "nested too deeply")
    except ValueError as error:
        # Not UTF-8, or a number of thousands of digits.
        yield _unreadable(file, f"not JSON ({error})")


def _unreadable(file: Path, reason: str, entry: int = 0) -> Unfit:
    return Unfit(Place(str(file), entry), f"unreadable: {reason}", unreadable=True)


def _loads(content: bytes) -> Json:
    # Fractions stay text: "7.0" must not become "7". Bytes let the parser tell UTF-8 (with or without BOM), -16, -32.
    return json.loads(content, parse_float=str, parse_constant=str)


def _by_line(content: bytes) -> bool:
    """Whether the first line that is not blank is a JSON object by itself, and another line follows."""
    lines = (line for line in content.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip())
    try:
        return isinstance(_loads(next(lines)), dict) and next(lines, None) is not None
    except (ValueError, RecursionError, StopIteration):
        return False


def _lines(file: Path, content: bytes) -> Iterator[Entry | Unfit]:
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield _resource(Place(str(file), number), _loads(line))
        except (ValueError, RecursionError) as error:
            yield _unreadable(file, f"this line is not JSON ({type(error).__name__})", number)


def _document(file: Path, document: Json) -> Iterator[Entry | Unfit]:
    if isinstance(document, list) and document:
        for number, item in enumerate(document, start=1):
            yield _resource(Place(str(file), number), item)
        return
    bundle = an_object(document)
    if bundle.get("resourceType") != "Bundle":
        yield _resource(Place(str(file), 0), document)
        return
    entries = a_list(bundle.get("entry"))
    if not isinstance(bundle.get("entry"), list | dict | None):
        yield Unfit(Place(str(file), 0), "malformed: Bundle.entry is not a list")
        return
    for number, entry in enumerate(entries, start=1):
        yield _entry(Place(str(file), number), entry, text(bundle.get("type")))


def _entry(place: Place, entry: Json, bundle: str) -> Entry | Unfit:
    if not isinstance(entry, dict):
        return Unfit(place, "malformed: the entry is not an object")
    request = an_object(entry.get("request"))
    method = text(request.get("method")).upper()
    if "resource" not in entry:
        if method == "DELETE":
            return Unfit(place, "a deletion: it is not carried out")
        if "response" in entry:
            return Unfit(place, "a response without a resource")
        return Unfit(place, f"a {method} request without a resource" if method else "no resource")
    return _resource(
        place,
        entry["resource"],
        full_url=text(entry.get("fullUrl")).strip(),
        bundle=bundle or "collection",
        method=method,
        request_url=text(request.get("url")).strip(),
    )


def _resource(place: Place, resource: Json, **about: str) -> Entry | Unfit:
    if not isinstance(resource, dict):
        return Unfit(place, "malformed: the resource is not an object")
    if not text(resource.get("resourceType")) or not isinstance(resource["resourceType"], str):
        return Unfit(place, "malformed: no resourceType")
    return Entry(place, resource, **about)
