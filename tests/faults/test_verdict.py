"""The judge of the campaign is judged first: each fault that is planted must be found."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from tests.faults.verdict import Stored, verdict

Story: TypeAlias = tuple[dict[str, str], list[Stored], dict[tuple[str, str], list[tuple[int, str, str]]]]


def whole() -> Story:
    """Three messages, sent once, seen by two people."""
    taken = [(2, "a", "one"), (4, "b", "two"), (5, "c", "three")]
    stored = [Stored(id_, "s", seq, number) for number, (seq, id_, _) in enumerate(taken, start=1)]
    return {words: id_ for _, id_, words in taken}, stored, {("ada", "s"): [*taken], ("bea", "s"): [*taken]}


def test_a_whole_story_is_found_whole() -> None:
    assert verdict(*whole()) == []


def lost_in_the_database(story: Story) -> None:
    del story[1][1]


def lost_on_the_way(story: Story) -> None:
    del story[2]["bea", "s"][1]


def the_last_one_lost_on_the_way(story: Story) -> None:
    del story[2]["bea", "s"][-1]


def nothing_seen(story: Story) -> None:
    story[2]["ada", "s"].clear()


def doubled_on_the_way(story: Story) -> None:
    story[2]["ada", "s"].append((5, "c", "three"))


def stored_twice(story: Story) -> None:
    story[1].append(Stored("d", "s", 6, 4))


def two_entries_for_one(story: Story) -> None:
    story[1].append(Stored("c", "s", 6, 4))


def another_order(story: Story) -> None:
    seen = story[2]["ada", "s"]
    seen[0], seen[1] = seen[1], seen[0]


def other_words(story: Story) -> None:
    story[2]["ada", "s"][0] = (2, "a", "something else")


def acknowledged_as_another(story: Story) -> None:
    story[0]["two"] = "a"


def a_number_left_out(story: Story) -> None:
    story[1][2] = Stored("c", "s", 5, 4)


@pytest.mark.parametrize(
    "fault",
    [
        lost_in_the_database, lost_on_the_way, the_last_one_lost_on_the_way, nothing_seen, doubled_on_the_way,
        stored_twice, two_entries_for_one, another_order, other_words, acknowledged_as_another, a_number_left_out,
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(fault: Callable[[Story], None]) -> None:
    story = whole()
    fault(story)
    assert verdict(*story)
