"""Installations with homes of their own, in memory where the machine offers that."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.operations.running import Installation
from tests.servers import RUN


@pytest.fixture(scope="module")
def new_installation() -> Iterator[Callable[..., Installation]]:
    """Make an installation that nobody has started yet: `new_installation(CARETEAM_X="y")`."""
    folder = Path(tempfile.mkdtemp(dir=os.environ[RUN]))
    folder.chmod(0o711)
    count = 0

    def make(**chosen: str) -> Installation:
        nonlocal count
        count += 1
        return Installation(folder / f"home-{count}", chosen=chosen)

    yield make
    shutil.rmtree(folder, ignore_errors=True)
