"""Cursors: a list takes back what it gave, and nothing else."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from careteam.core.paging import cursor, position
from careteam.core.problems import Malformed

ID, AT = uuid4(), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def encoded(*values: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_a_cursor_is_read_as_it_was_given() -> None:
    assert position(cursor(AT.isoformat(), str(ID), 7, ""), datetime, UUID, int, str) == (AT, ID, 7, "")
    assert position(None, UUID) is None


def test_a_time_without_a_zone_is_taken_as_utc() -> None:
    assert position(encoded("2026-11-24T09:30:00"), datetime) == (AT,)


@pytest.mark.parametrize("kind", [str, int, UUID, datetime])
def test_no_kind_of_value_takes_another(kind: type) -> None:
    fit = {str: "words", int: 5, UUID: str(ID), datetime: AT.isoformat()}
    wrong: list[Any] = [None, True, 1.5, [], {}, 2**63, -(2**70), "a\0b", "0001-01-01T00:00:00+23:00"]
    wrong += [value for other, value in fit.items() if other is not kind and kind is not str]
    if kind is int:
        wrong.remove(True)  # JSON's true is Python's 1
    if kind is str:
        wrong = [*wrong[:-1], 5]
    assert position(encoded(fit[kind]), kind)
    for value in wrong:
        with pytest.raises(Malformed):
            position(encoded(value), kind)


@pytest.mark.parametrize("garbage", ["", "x", "=", "%%%", "ä", "A" * 499, encoded(), encoded(1, 2), "bnVsbA", "e30"])
def test_what_is_no_cursor_of_this_list_is_malformed(garbage: str) -> None:
    with pytest.raises(Malformed) as refused:
        position(garbage, int)
    assert refused.value.errors == [{"pointer": "/after", "detail": "not a cursor of this list"}]
