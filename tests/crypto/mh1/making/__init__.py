"""Makes our own vectors, the same every time: `python -m tests.crypto.mh1.making` writes vectors.json beside it."""

from typing import Any

from tests.crypto.mh1.making import chains, creating, epochs, members, own, sending, small
from tests.crypto.mh1.making.book import Book
from tests.crypto.mh1.oracle import Source, boxes_without_chance


def whole_file() -> dict[str, Any]:
    """The document."""
    book = Book()
    with boxes_without_chance(Source("boxes")):
        for part in (creating, members, epochs, sending, chains, small, own):
            part.make(book)
    return {"vectors": book.vectors}
