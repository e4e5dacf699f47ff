"""What is always true of process notes."""

from typing import Final

#: The most bytes that one sealed version may have: some twenty pages.
MOST_BYTES: Final = 65_536
