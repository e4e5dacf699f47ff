"""How hard a text is to read, by two measures that count letters: those that count syllables load a dictionary as they run."""

import re
from collections.abc import Collection
from pathlib import Path

from textstat.textstat import textstatistics

_READING = textstatistics()
_ENGLISH = Path(__file__).parents[1] / "web/src/i18n/en"
#: What a gap is filled with: a name, a number, a day.
_FILLING = "Anna"
_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
#: A gap, with one more template in it at most.
_GAP = re.compile(r"\$\{(?:[^{}`]|`[^`]*`)*\}")
#: A key at the beginning of its line, as the formatter indents it, a string that is no key, or a template.
_KEY_OR_STRING = re.compile(
    rf'^( +)"?([\w-]+)"?:|"([^"\n]*)"(?!:)|`((?:[^`$]|\$(?!\{{)|{_GAP.pattern})*)`', re.MULTILINE
)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [one for one in re.split(r"(?<=[.!?:])\s+", text) if one.strip()]


def grade(text: str) -> float:
    """The school grade from which on a text is understood, by the harder of the two."""
    return max(_READING.automated_readability_index(text), _READING.coleman_liau_index(text))


def texts(file: str, *, only: Collection[str] = (), without: Collection[str] = ()) -> list[str]:
    """What a file of English texts says, its gaps filled: all, or what stands under some keys and not under others.

    Raise ValueError where a key is not there.
    """
    source = _COMMENT.sub("", (_ENGLISH / file).read_text(encoding="utf-8"))
    found, seen, path = list[str](), set[str](), dict[int, str]()
    for indent, key, quoted, template in _KEY_OR_STRING.findall(source[source.index("export const") :]):
        if key:
            path = {depth: name for depth, name in path.items() if depth < len(indent)} | {len(indent): key}
            seen.add(key)
        elif not {*path.values()} & {*without} and (not only or {*path.values()} & {*only}):
            found.append(_GAP.sub(_FILLING, quoted or template))
    if missing := {*only, *without} - seen:
        raise ValueError(f"{file} has no {', '.join(sorted(missing))}")
    return found
