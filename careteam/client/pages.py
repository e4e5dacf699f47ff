"""Lists that the server tells page by page, read to their end."""

from typing import Any, TypeVar

from careteam.client.line import Line
from careteam.client.shapes import Page, Told

T = TypeVar("T", bound=Told)
MOST = 100


async def every(line: Line, path: str, kind: type[T]) -> list[T]:
    """All rows of a list."""
    rows: list[T] = []
    after = None
    while True:
        told: Any = await line.get(path, after=after, limit=MOST)
        page = Page[kind].model_validate(told)
        rows += page.items
        if (after := page.next) is None:
            return rows
