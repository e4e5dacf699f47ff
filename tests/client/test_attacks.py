"""The attacks that encrypted conversations must stand: each is a case against the Python client and the browser's.

Python cases are functions `test_<name>` of the modules below, the browser's are tests of exactly that name. What each comes
to (nothing is believed, an alert with an owner, nothing is sent where it is not known who reads) stands in the case.
"""

import re
from pathlib import Path

import pytest

from tests.client import test_lies_of_keys, test_lies_of_logs, test_lies_of_messages

WEB = Path(__file__).parents[2] / "web/src/talk"
CASES = (test_lies_of_keys, test_lies_of_logs, test_lies_of_messages)

#: What a server does by itself, or with the help of a member or of somebody who was removed, to whom it promises what.
ATTACKS = {
    "keys and offices": (
        "a key swapped for that of somebody newly assigned",
        "a key swapped for that of somebody known",
        "a chain rolled back to a revoked device",
        "a chain that another follows without a close",
        "a chain with an entry by nobody",
        "no chain where there was one",
        "a directory rolled back",
        "a directory that one root alone signed",
        "a directory of other roots",
        "a member whom only the server names",
        "an assignment that no coordinator signed",
        "an alert lasts though the server tells the truth again",
    ),
    "the log": (
        "a ghost that the server adds itself",
        "a dropped log entry",
        "a withheld end of the log",
        "a log rolled back between two sessions",
        "an empty log where there was one",
        "a log that forked",
        "an entry with a bit changed",
        "a removal withheld from a sender",
        "the cut off sender sees it at the first contact",
        "an insider adds somebody without a coordinator",
        "an insider removes somebody without a coordinator",
        "an insider adds a grant for no member",
        "an insider leaves a member out",
    ),
    "the keys of epochs": (
        "an insider hands one member another key",
        "an insider plants shares that are of no use",
        "an insider shares with new officers what is of no use",
        "an insider breaks the way back",
        "an insider seals what was not sent",
        "swapped boxes",
        "a box with a bit changed",
        "a withheld box",
    ),
    "messages": (
        "an envelope with a bit changed anywhere",
        "an envelope of another conversation",
        "an envelope that names another epoch",
        "words put into somebodys mouth",
        "an insider sends what opens for nobody",
        "a replayed envelope",
        "a dropped envelope",
        "ones own newest message dropped",
        "a number left out",
        "the same messages without end",
        "envelopes in another order",
        "an envelope dropped from a sealed period",
        "envelopes of a sealed period in another order",
        "a message sent without knowing of a removal",
        "a message dated back into a sealed period",
    ),
}
NAMES = [name for names in ATTACKS.values() for name in names]


def test_no_attack_is_listed_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_attack_is_driven_against_both_clients(name: str) -> None:
    function = f"test_{name.replace(' ', '_')}"
    assert any(hasattr(module, function) for module in CASES), "no case in Python"
    assert name in in_the_browser(), "no case in TypeScript"


def test_no_case_of_the_browsers_lacks_a_row() -> None:
    assert in_the_browser() == set(NAMES)


def in_the_browser() -> set[str]:
    """The titles of the cases against the browser's client."""
    return {
        title
        for file in WEB.glob("attacks-on-*.test.ts")
        for title in re.findall(r'^test\("([^"]+)"', file.read_text(), re.MULTILINE)
    }
