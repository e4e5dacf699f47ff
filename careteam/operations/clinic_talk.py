"""What the people of the demo clinic say to each other, read from `clinic_talk.txt`."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HEADING = re.compile(r"\[(team|staff|direct)(?: about (\w+))?\]")
_TASK = re.compile(r"\+ (\w) (\d+): (.+)")


@dataclass(frozen=True)
class Talk:
    """A short exchange, about one of the plan's goals where it names one, and the task that came of it."""

    room: str
    about: str | None
    lines: tuple[tuple[str, str], ...]
    #: Who does it, what, within how many days; it comes from the exchange's last line.
    task: tuple[str, str, int] | None


#: What a patient wrote last and nobody has answered yet: (hours ago, words).
WAITING = (
    (3.0, "Is it fine to take the walk in the evening instead?"),
    (0.7, "May I drink coffee on the morning of the session?"),
    (20.0, "I could not sleep again. Should I still come on Thursday?"),
    (6.5, "The letter came back. The address was wrong, sorry."),
)


@cache
def talks(room: str) -> tuple[Talk, ...]:
    """The exchanges of a conversation: `team` with the patient, `staff`, or `direct` between patient and therapist."""
    text = files("careteam.operations").joinpath("clinic_talk.txt").read_text(encoding="utf-8")
    paragraphs = [part for part in text.split("\n\n") if part.startswith("[")]
    return tuple(talk for talk in map(_read, paragraphs) if talk.room == room)


def _read(paragraph: str) -> Talk:
    heading, *said = paragraph.strip().splitlines()
    where = _HEADING.fullmatch(heading)
    if where is None:
        raise ValueError(f"not a heading: {heading}")
    task = next((match for line in said if (match := _TASK.fullmatch(line))), None)
    lines = tuple((line[0], line[3:]) for line in said if not line.startswith("+"))
    return Talk(where[1], where[2], lines, (task[1], task[3], int(task[2])) if task else None)
