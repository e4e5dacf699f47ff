"""What a send costs the database: counted, since time cannot be tested."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

import pytest

from careteam.access.roles import Actor
from careteam.audit.trail import Trail
from careteam.core.sessions import Database
from tests.messaging.test_conversations import conversations, place
from tests.saying import say, sealed
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def test_a_send_takes_two_round_trips(cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = await browser(cast.ada)
    team = (await conversations(ada, cast))["team"]
    path = place(cast, team, "/messages")
    for words in ("Keys and statements are warm now", "Now so are those that follow"):
        await say(cast, cast.ada, team["id"], words)
        answer = await ada.send_change("POST", path, await sealed(cast, cast.ada, team["id"], words))
        assert answer.status_code == 201
    counted = await sealed(cast, cast.ada, team["id"], "Counted")
    statements: list[str] = []

    def watched(lend: Callable[[Database], AbstractAsyncContextManager[Any]]) -> Any:
        @asynccontextmanager
        async def lend_watched(database: Database) -> AsyncIterator[Any]:
            def note(query: Any) -> None:
                statements.append(query.query)

            async with lend(database) as connection:
                connection.add_query_logger(note)
                try:
                    yield connection
                finally:
                    connection.remove_query_logger(note)

        return lend_watched

    for door in ("writing", "sharing"):
        monkeypatch.setattr(Database, door, watched(getattr(Database, door)))
    assert (await ada.send_change("POST", path, counted)).status_code == 201
    # Who is it, key, standing, conversation and membership; rows, entry and result, which is also the commit.
    assert len(statements) == 2, statements


async def test_no_statement_of_a_send_is_planned_anew(cast: Cast, trail: Trail, browser: Open) -> None:
    ada = await browser(cast.ada)
    team = (await conversations(ada, cast))["team"]
    path = place(cast, team, "/messages")
    for number in range(8):
        body = await sealed(cast, cast.ada, team["id"], f"Number {number}")
        assert (await ada.send_change("POST", path, body)).status_code == 201
    async with trail.database.sharing() as connection:
        known = await connection.fetch("SELECT statement, custom_plans, generic_plans FROM pg_prepared_statements")
    assert max(row["generic_plans"] for row in known) >= 8
    assert not [row["statement"] for row in known if row["custom_plans"]]
