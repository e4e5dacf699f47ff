"""CSV and JSON of a filtered trail."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import orjson

from careteam.oversight.queries import TrailEntry

COLUMNS = (
    "at", "actor", "role", "on_behalf_of", "action", "event", "with", "goal", "patient", "columns", "cause", "stream", "seq",
    "change", "hash",
)  # fmt: skip


def as_csv(entries: Sequence[TrailEntry]) -> bytes:
    """One line per entry. A cell never begins a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([_harmless(value) for value in _cells(entry)])
    return out.getvalue().encode("utf-8-sig")


def _cells(entry: TrailEntry) -> tuple[str, ...]:
    goal = (entry.goal.words or f"goal {entry.goal.number}") if entry.goal else ""
    patient = entry.plan.patient_name if entry.plan else ""
    cause = entry.cause and " ".join(filter(None, (entry.cause.event, entry.cause.person and entry.cause.person.name)))
    return (
        entry.at.isoformat(), entry.actor.name, entry.role, entry.behalf.name if entry.behalf else "",
        entry.action, entry.event,
        "; ".join(person.name for person in entry.people), goal, patient, " ".join(entry.columns), cause or "",
        entry.stream_kind, str(entry.seq), str(entry.change_id), entry.hash,
    )  # fmt: skip


#: What a spreadsheet may take for the beginning of a formula: OWASP's list, with the full-width forms that some take too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def _harmless(cell: str) -> str:
    """OWASP's rule for CSV injection: what a spreadsheet would calculate is quoted as text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_json(entries: Sequence[TrailEntry], heads: Sequence[dict[str, Any]]) -> bytes:
    """The entries with the heads of their streams, so that a later edit can be proven."""
    return orjson.dumps({"heads": heads, "entries": [entry.model_dump(mode="json") for entry in entries]})
