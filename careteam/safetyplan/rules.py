"""What is always true of safety plans. Pure."""

from typing import Final

#: The most lines of one step: what somebody can still read through in a bad moment.
MOST_LINES: Final = 12
#: The longest line, and the longest telephone number, in characters.
LINE: Final = 200
PHONE: Final = 40
#: The longest answer to what might get in the way.
BARRIERS: Final = 1_000
#: How likely it is that one will use it: 0 not at all, 10 certainly.
MOST_LIKELY: Final = 10
