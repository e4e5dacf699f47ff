"""What is asked of the database, counted, since time cannot be tested: by views, and by the doors before them."""

from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import event

from careteam.core.sessions import Database


@contextmanager
def counted(database: Database, *doors: str) -> Generator[list[str]]:
    """The statements that views send meanwhile, and those on connections that these doors lend (`writing`, `sharing`)."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    for door in doors:
        setattr(database, door, _watched(getattr(database, door), sent))
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
        for door in doors:
            delattr(database, door)


def _watched(
    lend: Callable[[], AbstractAsyncContextManager[Any]], sent: list[str]
) -> Callable[[], AbstractAsyncContextManager[Any]]:
    @asynccontextmanager
    async def lend_watched() -> AsyncGenerator[Any]:
        def note(query: Any) -> None:
            sent.append(query.query)

        async with lend() as connection:
            connection.add_query_logger(note)
            try:
                yield connection
            finally:
                connection.remove_query_logger(note)

    return lend_watched
