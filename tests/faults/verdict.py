"""What became of everything that was sent: the database beside what senders were promised and observers saw. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Stored:
    """A message as the database has it, by its place in its conversation's stream."""

    id: str
    stream: str
    seq: int
    number: int


#: What one observer took of one stream: number, message id and envelope of each entry that carried a message.
Taken = Sequence[tuple[int, str, str]]


def verdict(
    acknowledged: Mapping[str, str], stored: Sequence[Stored], seen: Mapping[tuple[str, str], Taken]
) -> list[str]:
    """Everything that is wrong. `acknowledged`: the answered message id by what was said; `seen`: by person and stream."""
    wrong = _in_the_database(acknowledged, stored)
    order: dict[str, list[tuple[int, str]]] = {}
    for one in sorted(stored, key=lambda one: one.seq):
        order.setdefault(one.stream, []).append((one.seq, one.id))
    said_as = {id_: words for words, id_ in acknowledged.items()}
    for (name, stream), taken in seen.items():
        mine = [(seq, id_) for seq, id_, _ in taken]
        if lost := [entry for entry in order.get(stream, []) if entry not in set(mine)]:
            wrong.append(f"{name} lost {len(lost)} messages of {stream}, the first is {lost[0]}")
        if doubled := [id_ for id_, times in Counter(id_ for _, id_ in mine).items() if times > 1]:
            wrong.append(f"{name} has {len(doubled)} messages twice, the first is {doubled[0]}")
        if mine != order.get(stream, []):
            wrong.append(f"{name} has another order or other messages in {stream} than the database")
        if other := [id_ for _, id_, words in taken if said_as.get(id_, words) != words]:
            wrong.append(f"{name} was told other words than were sent: {other[0]}")
    return wrong


def _in_the_database(acknowledged: Mapping[str, str], stored: Sequence[Stored]) -> list[str]:
    wrong: list[str] = []
    ids = Counter(one.id for one in stored)
    if lost := [id_ for id_ in acknowledged.values() if id_ not in ids]:
        wrong.append(f"{len(lost)} acknowledged messages are not in the database, the first is {lost[0]}")
    if len(set(acknowledged.values())) != len(acknowledged):
        wrong.append("two messages were acknowledged as one")
    if more := ids.keys() - set(acknowledged.values()):
        wrong.append(f"{len(more)} messages are there that nobody was promised: sent twice?")
    if doubled := [id_ for id_, times in ids.items() if times > 1]:
        wrong.append(f"{len(doubled)} messages have two entries, the first is {doubled[0]}")
    numbers: dict[str, list[int]] = {}
    for one in sorted(stored, key=lambda one: one.seq):
        numbers.setdefault(one.stream, []).append(one.number)
    gaps = [stream for stream, found in numbers.items() if found != list(range(1, len(found) + 1))]
    return [*wrong, *(f"the messages of {stream} are not numbered 1, 2, 3 ..." for stream in gaps)]
