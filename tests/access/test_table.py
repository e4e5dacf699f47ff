"""The page about rights is the policy itself, put into words."""

from pathlib import Path

import pytest

from careteam.access import table
from careteam.access.actions import Action
from careteam.access.policy import POLICY
from careteam.access.streams import nobody

PAGE = Path(__file__).parents[2] / "docs" / "access.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == table.render(), "run: careteam access-table > docs/access.md"


def test_every_action_is_on_the_page_and_leaves_it_with_its_right(monkeypatch: pytest.MonkeyPatch) -> None:
    page = table.render()
    assert [action for action in Action if f"| `{action}` | " not in page] == []
    for action in (Action.CLAIM_TASK, Action.READ_PLAN, Action.ROTATE_KEYS):
        monkeypatch.setitem(POLICY, action, nobody)
        assert f"`{action}`" not in table.render()
