"""What therapists of the demo clinic keep to themselves, written through their own clients; all of it is made up."""

from typing import Any
from uuid import UUID, uuid4

from careteam.client.keys import Keys
from careteam.core.octets import encoded
from careteam.crypto.mh1.encoding import encode

#: For the first patients of a therapist, by name, the oldest first.
WORDS: tuple[tuple[str, ...], ...] = (
    (
        "I hurried today. When the silence came I filled it with a question, and the moment was gone. Next time: wait.",
        "Waited. It took long, and then the garden of the grandmother was there. I was moved, and it may have shown.",
    ),
    ("I notice that I look forward to these hours more than to others. Take that to supervision, without the name.",),
    (
        "My hypothesis that anger lies under the tiredness is mine so far. Nothing said today speaks for it. Hold it loosely.",
    ),
)


async def keep_notes(keys: Keys) -> None:
    """Notes about the first patients of a therapist whose notes are still empty."""
    listed: dict[str, Any] = await keys.line.get("/api/plans", status="active")
    own = [plan for plan in listed["items"] if await _keeps_notes(keys, plan["id"])]
    for plan, texts in zip(own, WORDS, strict=False):
        path = f"/api/plans/{plan['id']}/process-notes"
        kept: dict[str, Any] = await keys.line.get(path)
        if kept["items"]:
            continue
        for text in texts:
            note_id = uuid4()
            await keys.line.change(path, {"id": str(note_id), "sealed": encoded(_sealed(keys, note_id, text))})


async def _keeps_notes(keys: Keys, plan_id: str) -> bool:
    """Whether they treat there, and do not only cover."""
    page: dict[str, Any] = await keys.line.get(f"/api/plans/{plan_id}")
    return "process-note.write" in page["may"]


def _sealed(keys: Keys, note_id: UUID, text: str) -> bytes:
    return keys.seal("note", note_id, 1, encode({0: 1, 1: text}))
