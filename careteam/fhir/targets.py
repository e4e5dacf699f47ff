"""Puts a goal's targets into words: what is measured, how much, by when."""

from calendar import monthrange
from datetime import date, timedelta

from careteam.fhir.datatypes import Json, Object, an_object, moment, objects, quantity, text, words

_DAYS = {"d": 1, "day": 1, "days": 1, "wk": 7, "week": 7, "weeks": 7}
_MONTHS = {"mo": 1, "month": 1, "months": 1, "a": 12, "year": 12, "years": 12}


def target_words(goal: Object) -> str:
    """All targets of a goal: `Hemoglobin A1c total in Blood < 7 %; Steps per day 8000`."""
    said = (" ".join(filter(None, (words(one.get("measure")), _detail(one)))) for one in _targets(goal))
    return "; ".join(dict.fromkeys(one for one in said if one))


def due_on(goal: Object) -> date | None:
    """When the first target of a goal is due. A year or a month is due when it ends."""
    start = moment(goal.get("startDate"))
    dues = (_due(one, start.day if start else None) for one in (*_targets(goal), {"dueDate": goal.get("targetDate")}))
    return min((due for due in dues if due), default=None)


def _targets(goal: Object) -> list[Object]:
    return objects(goal.get("target"))


def _detail(target: Object) -> str:
    for key, value in target.items():
        match key:
            case "detailQuantity":
                return quantity(value)
            case "detailRange":
                return _range(an_object(value))
            case "detailRatio":
                return " : ".join(quantity(an_object(value).get(part)) for part in ("numerator", "denominator"))
            case "detailCodeableConcept":
                return words(value)
            case "detailBoolean":
                return "yes" if value else "no"
            case "detailString" | "detailInteger":
                return text(value)
            case _:
                pass
    return ""


def _range(value: Object) -> str:
    low, high = quantity(value.get("low")), quantity(value.get("high"))
    if low and high:
        unit = high.rpartition(" ")[2]
        return f"{low.removesuffix(' ' + unit)} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def _due(target: Object, start: date | None) -> date | None:
    if due := moment(target.get("dueDate")):
        return due.day
    return _later(start, target.get("dueDuration")) if start else None


def _later(start: date, duration: Json) -> date | None:
    """`start` and a Duration after it; nothing where the duration is no whole number of a known unit."""
    after = an_object(duration)
    number, unit = text(after.get("value")).removesuffix(".0"), text(after.get("code")) or text(after.get("unit"))
    if not number.isdecimal() or len(number) > 5:
        return None
    try:
        if unit in _DAYS:
            return start + timedelta(days=int(number) * _DAYS[unit])
        if unit in _MONTHS:
            month = start.month - 1 + int(number) * _MONTHS[unit]
            year = start.year + month // 12
            return date(year, month % 12 + 1, min(start.day, monthrange(year, month % 12 + 1)[1]))
    except (ValueError, OverflowError):
        return None
    return None
