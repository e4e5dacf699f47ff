"""The load generator must see what goes wrong, or its figures are worth nothing: faults are planted and counted."""

from typing import Any

import pytest

from benchmarks.client import Listener
from benchmarks.load import Place, Tally, Target, quantiles, reckon

Heard = list[tuple[str, str, float]]


def reckoned(first: Heard, second: Heard) -> dict[str, Any]:
    """Two people in a room in which three messages were accepted: what each of them heard."""
    target = Target("a target", 0, ["", ""], [Place("/", "room", (0, 1))], read=lambda _: None, costs=("api",))
    accepted = {name: ("room", float(at), at + 0.1) for at, name in enumerate("abc")}
    listeners = [Listener(target.read, first), Listener(target.read, second)]
    return reckon(target, listeners, Tally(accepted), 3.0, {"api": 0.03})


def heard(*names: str) -> Heard:
    return [("room", name, float("abc".index(name)) + 0.2) for name in names]


def test_what_all_have_heard_is_counted_once() -> None:
    told = reckoned(heard("a", "b", "c"), heard("a", "b", "c"))
    assert (told["lost"], told["doubled"], told["other_order"]) == (0, 0, 0)
    assert (told["accepted"], told["per_second"], told["cpu_ms_per_message"]["all"]) == (3, 1.0, 10.0)
    assert told["everyone_ms"]["max"] == 200.0


@pytest.mark.parametrize(
    ("second", "lost", "doubled", "other_order"),
    [(("a", "c"), 1, 0, 1), ((), 3, 0, 1), (("a", "b", "b", "c"), 0, 1, 1), (("b", "a", "c"), 0, 0, 1)],
)
def test_planted_faults_are_counted(second: tuple[str, ...], lost: int, doubled: int, other_order: int) -> None:
    told = reckoned(heard("a", "b", "c"), heard(*second))
    assert (told["lost"], told["doubled"], told["other_order"]) == (lost, doubled, other_order)


def test_the_last_one_to_hear_counts() -> None:
    late = [*heard("a", "b"), ("room", "c", 9.0)]
    assert reckoned(heard("a", "b", "c"), late)["everyone_ms"]["max"] == 7000.0


def test_quantiles_are_values_that_were_measured() -> None:
    assert quantiles([float(value) for value in range(100, 0, -1)]) == {"p50": 51, "p95": 96, "p99": 100, "max": 100}
    assert quantiles([]) == {}
