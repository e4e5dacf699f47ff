"""Every way in has a door, every table is bound, every action has a rule and a use: nothing new escapes by being forgotten."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, cast

import asyncpg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from fastapi.routing import APIRoute

import careteam
import careteam.core.clock
from careteam.access.actions import Action
from careteam.access.policy import POLICY
from careteam.access.streams import StreamKind
from careteam.audit.change import Change
from careteam.audit.event import EVENTS
from careteam.audit.view import View
from careteam.core.database import Base, Bound, bound_models
from careteam.core.problems import PROBLEMS
from careteam.main import create_app
from careteam.plans.gate import may_change, may_view
from tests.servers import Servers

#: Where doors are made.
DOORS = {"careteam.identity.gate", "careteam.plans.gate", "careteam.realtime.api", "careteam.keys.gate"}
WRITING = {"may_change", "may_mark", "may_share", "organisation_change", "chain_change"}
READING = {"may_view", "organisation_view", "organisation_disclosure", "following"}
PACKAGE = Path(careteam.__file__).parent
PROJECT = PACKAGE.parent
#: Routes without a door, each for a reason.
OPEN = {
    "read_the_clinic": "everybody may know which clinic this is, and how to get help in a crisis",
    "read_library": "texts about nobody, which open without a network too",
    "sign_in": "it is how one gets a session",
    "read_own_session": "it tells only the person who asks",
    "read_own_sessions": "it tells only the person who asks",
    "end_session": "it ends only the session of the person who asks",
    "end_own_sessions": "it ends only sessions of the person who asks",
    "keep_session": "it notes only that the person who asks is there",
    "sign_in_by_code": "it is how one gets a session",
    "ask_for_passkey": "it is a question that says nothing of anybody",
    "sign_in_by_passkey": "it is how one gets a session",
    "ask_for_proof": "it tells only the person who asks",
    "prove_by_password": "it opens its own change, once what can be guessed has been counted and checked",
    "prove_by_code": "it opens its own change, once what can be guessed has been counted and checked",
    "prove_by_passkey": "it opens its own change, once the signature has been checked",
    "read_invitation": "the link itself is the right",
    "redeem_invitation": "the link itself is the right",
}
#: Tables that the guard does not watch, each for a reason.
EXEMPT = {
    "stream": "its own trigger demands the entry that opens it; heads move only inside append_entries",
    "audit_entry": "the trail itself; the app role has no write on it",
    "audit_detail": "the trail itself; the app role has no write on it",
    "audit_pending": "filled by append_entries alone",
    "change": "the changes themselves: one row per change, never deleted",
    "delivery": "what is still owed to an entry; gone with its effect",
    "access_mark": "which looks have been written down already",
    "clock": "one row, the owner's",
    "session_activity": "says only that somebody is there",
    "spent_ticket": "keyed marks of what works once and was used",
    "sign_in_throttle": "counts of failed tries by keyed hash",
    "notice": "says only that somebody is to be told that there is something, or was; kept for a month",
    "delivered_mark": "up to where a device has received",
}


def routes(app: FastAPI) -> Iterator[APIRoute]:
    yield from (route for route in _walk(app) if route.include_in_schema)


def _walk(app: FastAPI) -> Iterator[APIRoute]:
    pending: list[Any] = list(app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute):
            yield route
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            pending.extend(getattr(inner, "routes", []))


def doors_of(route: APIRoute) -> set[str]:
    found: set[str] = set()
    pending = [route.dependant]
    while pending:
        dependant = pending.pop()
        call = dependant.call
        name = getattr(call, "__qualname__", "").partition(".")[0]
        if call is not None and call.__module__ in DOORS and name in WRITING | READING:
            found.add(name)
        pending.extend(dependant.dependencies)
    return found


def astray(app: FastAPI) -> set[str]:
    """Routes with neither door nor reason, that write without a change, or that read through one."""
    wrong: set[str] = set()
    for route in routes(app):
        doors = doors_of(route)
        reads = bool(route.methods & {"GET", "HEAD"})
        if not doors:
            wrong |= {route.name} - set(OPEN)
        elif not (doors <= READING if reads else doors & WRITING):
            wrong.add(route.name)
    return wrong


@pytest.fixture
def planted() -> FastAPI:
    """The app with three routes nobody should write."""
    app = create_app()

    @app.get("/api/no-door")
    async def no_door() -> None: ...

    @app.post("/api/plans/{plan_id}/writes")
    async def writes_through_a_view(view: Annotated[View, may_view(Action.READ_PLAN)]) -> None: ...

    @app.get("/api/plans/{plan_id}/reads")
    async def reads_through_a_change(change: Annotated[Change, may_change(Action.SET_GOAL)]) -> None: ...

    return app


def test_every_route_has_a_door_of_its_kind_or_a_reason(planted: FastAPI) -> None:
    assert astray(create_app()) == set()
    assert astray(planted) == {"no_door", "writes_through_a_view", "reads_through_a_change"}


def test_the_walk_finds_every_route_of_the_interface(planted: FastAPI) -> None:
    for app in (create_app(), planted):
        documented = {one["operationId"] for path in app.openapi()["paths"].values() for one in path.values()}
        assert len({route.unique_id for route in routes(app)}) == len(documented)


def test_a_reason_stands_only_for_a_route_without_a_door() -> None:
    assert set(OPEN) == {route.name for route in routes(create_app()) if not doors_of(route)}


def unexplained(tables: set[str]) -> set[str]:
    """Tables that are neither bound nor named with a reason."""
    return tables - set(bound_models()) - set(EXEMPT)


def test_every_table_is_bound_or_stands_with_a_reason() -> None:
    tables = {table.name for table in Base.metadata.tables.values()}
    assert unexplained(tables) == set()
    assert unexplained({*tables, "planted"}) == {"planted"}
    assert set(EXEMPT) <= tables - set(bound_models())


@pytest_asyncio.fixture
async def owner(servers: Servers) -> "AsyncIterator[asyncpg.Connection[asyncpg.Record]]":
    """The database as its owner sees it; what is planted in it is undone."""
    connection = await asyncpg.connect(servers.owner_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def unwatched(owner: Any) -> set[str]:
    """Bound tables without an enabled, deferred trigger of the guard for each kind of write."""
    rows = await owner.fetch(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgname = 'recorded' AND p.proname = 'require_entry' AND t.tginitdeferred AND t.tgenabled = 'O' "
        "AND t.tgtype & 28 = 28"
    )
    return set(bound_models()) - {row["relname"] for row in rows}


async def test_every_bound_table_has_its_trigger(owner: Any) -> None:
    assert await unwatched(owner) == set()
    await owner.execute("ALTER TABLE care.task DISABLE TRIGGER recorded")
    await owner.execute("DROP TRIGGER recorded ON care.goal")
    assert await unwatched(owner) == {"task", "goal"}


async def writable(owner: Any) -> set[str]:
    """Tables that the app role may write, and that nobody named."""
    rows = await owner.fetch(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'care'::regnamespace AND c.relkind IN ('r', 'p', 'v') "
        "AND (has_table_privilege('care_app', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER') "
        "OR has_any_column_privilege('care_app', c.oid, 'INSERT, UPDATE'))"
    )
    return unexplained({row["relname"] for row in rows})


async def test_the_app_role_writes_no_table_that_is_not_named(owner: Any) -> None:
    assert await writable(owner) == set()
    await owner.execute("CREATE TABLE care.planted (id uuid); GRANT UPDATE (id) ON care.planted TO care_app")
    assert await writable(owner) == {"planted"}


def unused(code: str) -> set[str]:
    """Actions that nothing asks about."""
    return {action.name for action in Action} - set(re.findall(r"\bAction\.(\w+)", code))


def test_every_action_has_a_rule_and_is_used() -> None:
    assert set(POLICY) == set(Action)
    code = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py") if path.parent.name != "access")
    assert unused(code) == set()
    assert unused(code.replace("Action.SET_GOAL", "Action.SET_GOALS")) == {"SET_GOAL"}


def speechless(described: dict[str, type]) -> set[str]:
    """Events and problems that do not say in a sentence what they are."""
    return {
        name
        for name, one in described.items()
        if not (one.__doc__ or "").strip().endswith(".") or (one.__doc__ or "").startswith(f"{name}(")
    }


def test_every_event_and_problem_says_what_it_is() -> None:
    described: dict[str, type] = {**EVENTS, **{problem.__name__: problem for problem in PROBLEMS.values()}}
    assert speechless(described) == set()
    assert speechless({"Planted": dataclass(type("Planted", (), {"__annotations__": {"id": int}}))}) == {"Planted"}


def unknown_to_the_web(names: set[str]) -> set[str]:
    """Events after which the web client would not know what to read again."""
    known = (PACKAGE.parent / "web" / "src" / "live" / "invalidations.ts").read_text()
    return {name for name in names if not re.search(rf"\b{name}\b", known)}


def test_every_event_is_known_to_the_web() -> None:
    ours = {event.__name__ for event in EVENTS.values() if event.__module__.startswith("careteam.")}
    assert unknown_to_the_web(ours) == set()
    assert unknown_to_the_web({*ours, "GoalPlanted"}) == {"GoalPlanted"}


def raw_sql(text: str) -> bool:
    return bool(re.search(r"\b(fetch|fetchrow|fetchval|execute|executemany)\(\s*(f?\"|_[A-Z]|[A-Z_]{4,})", text))


#: Files with statements of their own; everything else asks through the ORM, and writes through `Change`.
RAW = {
    "access/sql.py", "audit/accounts.py", "audit/change.py", "audit/opening.py", "audit/sealing.py", "audit/view.py",
    "audit/trail.py", "audit/relay.py", "audit/verify.py", "audit/rotation.py", "identity/signed_in.py", "identity/founding.py",
    "identity/throttle.py", "identity/names.py", "identity/invitations.py", "identity/clinic.py",
    "identity/known.py", "identity/sign_ins.py", "realtime/entries.py", "keys/verify.py", "messaging/verify.py",
    "notifications/outbox.py",
}  # fmt: skip


def test_raw_sql_stands_only_in_the_files_named_for_it() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "operations" and raw_sql(path.read_text())
    }
    assert found == RAW
    for planted_line in (
        'await connection.fetch("SELECT 1")',
        'connection.execute(\n    f"DELETE',
        "c.fetchval(_COUNT)",
    ):
        assert raw_sql(planted_line)


def homeless(models: list[type[Bound]]) -> set[str]:
    """Bound models whose rows would go to a kind of stream that there is not."""
    return {model.__name__ for model in models if model.home not in set(StreamKind)}


def test_a_bound_model_names_the_kind_of_stream_it_lives_in() -> None:
    models: list[type[Bound]] = list(bound_models().values())
    assert homeless(models) == set()
    assert homeless([*models, cast("type[Bound]", type("Planted", (), {"home": "plan/planted"}))]) == {"Planted"}


def untested(page: str) -> set[str]:
    """Tests that a page names and that do not exist."""
    code = "\n".join(path.read_text() for path in (PROJECT / "tests").rglob("test_*.py"))
    return {name for name in re.findall(r"`(test_[a-z_]+)`", page) if f"def {name}(" not in code}


@pytest.mark.parametrize("name", ["attacks.md", "security.md"])
def test_a_page_about_what_was_tried_names_tests_that_exist(name: str) -> None:
    page = (PROJECT / "docs" / name).read_text()
    assert page.count("`test_") > 10
    assert untested(page) == set()
    assert untested(page + "`test_planted`") == {"test_planted"}
