"""How hard a text is to read, by two measures that count letters: those that count syllables load a dictionary as they run."""

import re

from textstat.textstat import textstatistics

_READING = textstatistics()


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [one for one in re.split(r"(?<=[.!?:])\s+", text) if one.strip()]


def grade(text: str) -> float:
    """The school grade from which on a text is understood, by the harder of the two."""
    return max(_READING.automated_readability_index(text), _READING.coleman_liau_index(text))
