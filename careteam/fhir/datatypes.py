"""Reads FHIR's JSON and its datatypes: forgiving about shape, exact about words."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple, TypeAlias

#: What a JSON document holds. Numbers with a fraction stay text, so that "7.0" is not told as "7".
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Object: TypeAlias = "dict[str, Json]"

#: FHIR's date and dateTime: year, optional month, day, time, zone.
_MOMENT = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_FORMER_NAMES = ("old", "maiden")


class Coding(NamedTuple):
    """One code of one code system, with the source's display."""

    system: str
    code: str
    display: str


class Moment(NamedTuple):
    """A point in time as the source gives it: the last instant of the stated year, month, day or second."""

    at: datetime
    #: The source said a time, but not in which zone; it was read as UTC.
    without_zone: bool

    @property
    def day(self) -> date:
        """The calendar day that the source names."""
        return self.at.date()


def an_object(value: Json) -> Object:
    """`value` where an object is due; the first of a list is taken for it."""
    if isinstance(value, list):
        return an_object(value[0]) if value else {}
    return value if isinstance(value, dict) else {}


def a_list(value: Json) -> list[Json]:
    """`value` where a list is due; a lone value counts as a list of one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def objects(value: Json) -> list[Object]:
    """The objects of a list; what is not an object is left out."""
    return [item for item in a_list(value) if isinstance(item, dict)]


def text(value: Json) -> str:
    """The source's words, unchanged; nothing where there are none (blank counts as none).

    NUL and unpaired surrogates, which no database stores, become U+FFFD.
    """
    if isinstance(value, list):
        return next((found for item in value if (found := text(item))), "")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        return ""
    return _UNSTORABLE.sub("\ufffd", value)


def code(value: Json) -> str:
    """A primitive code, or the first code of a CodeableConcept, in lower case; its text when it has no code."""
    if isinstance(value, dict):
        found = next((coding.code for coding in codings(value) if coding.code), "") or text(value.get("text"))
    else:
        found = text(value)
    return found.strip().lower().replace(" ", "-").replace("_", "-")


def codings(value: Json) -> list[Coding]:
    """Every coding of a CodeableConcept, of a list of them, or of a bare Coding."""
    found: list[Coding] = []
    for concept in objects(value):
        of_concept = objects(concept.get("coding")) or ([concept] if "code" in concept else [])
        found += [Coding(*(text(coding.get(key)).strip() for key in Coding._fields)) for coding in of_concept]
    return found


def words(value: Json) -> str:
    """What a CodeableConcept says: its text, else the display of its first coding that has one, else a code."""
    if isinstance(value, str):
        return text(value)
    for concept in objects(value):
        said = text(concept.get("text"))
        if said:
            return said
        listed = [coding for coding in objects(concept.get("coding")) if text(coding.get("system")) != _ABSENT]
        for key in ("display", "code"):
            if found := next((found for coding in listed if (found := text(coding.get(key)))), ""):
                return found
    return ""


def moment(value: Json) -> Moment | None:
    """Read a FHIR date, dateTime or instant; nothing where `value` is none. A partial one ends with its period."""
    match = _MOMENT.fullmatch(text(value).strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        last = int(day) if day else monthrange(int(year), int(month or 12))[1]
        on = date(int(year), int(month or 12), last)
        if hour is None:
            return Moment(datetime.combine(on, time(23, 59, 59), UTC), without_zone=False)
        # A leap second is given as :60, an end of day sometimes as 24:00.
        clock = timedelta(hours=int(hour), minutes=int(minute), seconds=min(int(second or 0), 59))
        offset = datetime.strptime(zone, "%z").tzinfo if zone else UTC
        at = datetime.combine(on, time(), offset) + clock
        # A zone can put it before the first year or beyond the last, where nothing can keep it.
        at.astimezone(UTC)
        return Moment(at, without_zone=zone is None)
    except (ValueError, OverflowError):
        return None


def names_of(resource: Object) -> list[Object]:
    """The resource's HumanNames, the one in use first: official, usual, any other, then former ones."""
    order = ("official", "usual", "", "temp", "nickname", "anonymous", *_FORMER_NAMES)

    def rank(name: Object) -> tuple[bool, int]:
        use = text(name.get("use"))
        ended = bool(text(an_object(name.get("period")).get("end")))
        return ended or use in _FORMER_NAMES, order.index(use) if use in order else 2

    return sorted(objects(resource.get("name")), key=rank)


def full_name(resource: Object, *, titles: bool = False) -> str:
    """The name to show: given and family name; `titles` asks for the source's own text, or prefix and suffix too."""
    for name in names_of(resource):
        said = text(name.get("text"))
        parts = [text(part) for key in ("given", "family") for part in a_list(name.get(key))]
        if titles and not said:
            parts = [*map(text, a_list(name.get("prefix"))), *parts, *map(text, a_list(name.get("suffix")))]
        built = " ".join(part for part in parts if part)
        if found := (said or built) if titles or not text(name.get("family")) else built:
            return found
    return ""


def family_name(resource: Object) -> str:
    """The family name in use; where the source has none, the name as a text or the given name."""
    names = names_of(resource)
    for key in ("family", "text", "given"):
        if found := next((found for name in names if (found := text(name.get(key)))), ""):
            return found
    return ""


def telecom(resource: Object, system: str) -> str:
    """The first current phone or e-mail of a resource."""
    points = [point for point in objects(resource.get("telecom")) if text(point.get("system")) == system]
    current = [point for point in points if text(point.get("use")) != "old"]
    return next((found for point in current if (found := text(point.get("value")).strip())), "")


def quantity(value: Json) -> str:
    """A Quantity in words: `< 7 %`."""
    measured = an_object(value)
    said = (text(measured.get(key)).strip() for key in ("comparator", "value"))
    unit = text(measured.get("unit")) or text(measured.get("code"))
    return " ".join(part for part in (*said, unit.strip()) if part)


def strings(value: Json, skip: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Every text of a document with the path to it, leaving out members named in `skip`."""
    waiting: list[tuple[str, Json]] = [("", value)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, str):
            yield path, found
        elif isinstance(found, list):
            waiting.extend((path, item) for item in reversed(found))
        elif isinstance(found, dict):
            below = [(f"{path}.{key}" if path else key, item) for key, item in found.items() if key not in skip]
            waiting.extend(reversed(below))


def members(value: Json, named: str) -> Iterator[Json]:
    """Every value that stands anywhere in a document under the name `named`."""
    waiting: list[Json] = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting.extend(reversed(found))
        elif isinstance(found, dict):
            if named in found:
                yield found[named]
            waiting.extend(reversed(list(found.values())))
