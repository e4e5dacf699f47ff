"""Every way in has a door, every table is bound, every action has a rule and a use: nothing new escapes by being forgotten."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

import careteam
import careteam.core.clock
from careteam.access.actions import Action
from careteam.access.policy import POLICY
from careteam.audit.event import EVENTS
from careteam.core.database import Base, Bound, bound_models
from careteam.core.problems import PROBLEMS
from careteam.main import create_app
from tests.servers import Servers

#: Where doors are made.
DOORS = {"careteam.identity.gate", "careteam.plans.gate", "careteam.realtime.api"}
WRITING = {"may_change", "may_mark", "organisation_change"}
READING = {"may_view", "organisation_view", "organisation_disclosure", "following"}
PACKAGE = Path(careteam.__file__).parent
#: Routes without a door, each for a reason.
OPEN = {
    "read_the_clinic": "everybody may know which clinic this is, and how to get help in a crisis",
    "sign_in": "it is how one gets a session",
    "read_own_session": "it tells only the person who asks",
    "end_session": "it ends only the session of the person who asks",
    "end_own_sessions": "it ends only sessions of the person who asks",
    "keep_session": "it notes only that the person who asks is there",
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
    "sign_in_throttle": "counts of failed tries by keyed hash",
    "delivered_mark": "up to where a device has received",
}


def routes() -> Iterator[APIRoute]:
    yield from (route for route in _walk(create_app()) if route.include_in_schema)


def _walk(app: FastAPI) -> Iterator[APIRoute]:
    pending: list[Any] = list(app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute):
            yield route
        else:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            pending.extend(getattr(inner, "routes", []))


def test_the_walk_finds_every_route_of_the_interface() -> None:
    documented = {
        operation["operationId"] for path in create_app().openapi()["paths"].values() for operation in path.values()
    }
    assert len({route.unique_id for route in routes()}) == len(documented)


def doors_of(route: APIRoute) -> list[str]:
    found: list[str] = []
    pending = [route.dependant]
    while pending:
        dependant = pending.pop()
        call = dependant.call
        name = "" if call is None else call.__qualname__.partition(".")[0]
        if call is not None and call.__module__ in DOORS and name in WRITING | READING:
            found.append(name)
        pending.extend(dependant.dependencies)
    return found


@pytest.mark.parametrize("route", list(routes()), ids=lambda route: route.name)
def test_a_route_has_a_door_or_a_reason(route: APIRoute) -> None:
    assert doors_of(route) or route.name in OPEN, f"{route.name} has no door"


@pytest.mark.parametrize("route", list(routes()), ids=lambda route: route.name)
def test_a_route_that_writes_has_a_change_and_one_that_reads_has_none(route: APIRoute) -> None:
    doors = doors_of(route)
    if doors and not route.methods & {"GET", "HEAD"}:
        assert WRITING & set(doors), f"{route.name} writes without a change"
    elif doors:
        assert set(doors) <= READING, f"{route.name} reads through a change"


def test_a_reason_stands_only_for_a_route_that_exists() -> None:
    assert set(OPEN) <= {route.name for route in routes()}


def test_every_table_is_bound_or_stands_with_a_reason() -> None:
    tables = {table.name for table in Base.metadata.tables.values()}
    assert tables == set(bound_models()) | set(EXEMPT)
    assert not set(bound_models()) & set(EXEMPT)


async def test_every_bound_table_has_its_trigger(servers: Servers) -> None:
    connection = await asyncpg.connect(servers.owner_url)
    rows = await connection.fetch("SELECT tgrelid::regclass::text AS t FROM pg_trigger WHERE tgname = 'recorded'")
    await connection.close()
    assert {f"care.{table}" for table in bound_models()} <= {row["t"].replace('"', "") for row in rows}


async def test_the_app_role_writes_no_table_that_is_not_named(servers: Servers) -> None:
    connection = await asyncpg.connect(servers.owner_url)
    rows = await connection.fetch(
        "SELECT DISTINCT table_name FROM information_schema.role_table_grants "
        "WHERE grantee = 'care_app' AND table_schema = 'care' AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE')"
    )
    await connection.close()
    assert {row["table_name"] for row in rows} <= set(bound_models()) | set(EXEMPT)


def test_every_action_has_a_rule_and_is_used() -> None:
    assert set(POLICY) == set(Action)
    code = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py") if path.parent.name != "access")
    unused = {action.name for action in Action if f"Action.{action.name}" not in code}
    assert unused == set()


def test_every_event_and_problem_says_what_it_is() -> None:
    for name, described in {**EVENTS, **{p.__name__: p for p in PROBLEMS.values()}}.items():
        assert (described.__doc__ or "").strip().endswith("."), name
        assert not (described.__doc__ or "").startswith(f"{name}("), name


def test_every_event_is_known_to_the_web() -> None:
    known = (PACKAGE.parent / "web" / "src" / "live" / "invalidations.ts").read_text()
    ours = {event.__name__ for event in EVENTS.values() if event.__module__.startswith("careteam.")}
    assert {name for name in ours if not re.search(rf"\b{name}\b", known)} == set()


def raw_sql(text: str) -> bool:
    return bool(re.search(r"\b(fetch|fetchrow|fetchval|execute|executemany)\(\s*(f?\"|_[A-Z]|[A-Z_]{4,})", text))


def test_raw_sql_stands_only_in_the_files_named_for_it() -> None:
    allowed: set[str] = {
        "access/sql.py", "audit/change.py", "audit/sealing.py", "audit/view.py", "audit/trail.py",
        "audit/relay.py", "audit/verify.py", "audit/rotation.py", "identity/signed_in.py", "identity/founding.py",
        "identity/throttle.py", "identity/names.py", "identity/invitations.py", "identity/clinic.py",
        "identity/signing_in.py", "operations", "realtime/feed.py", "realtime/entries.py",
    }  # fmt: skip
    found = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if raw_sql(path.read_text())}
    assert {path for path in found if not any(path.startswith(one) for one in allowed)} == set()


def test_a_bound_model_names_the_kind_of_stream_it_lives_in() -> None:
    kinds = {"plan/record", "plan/roster", "plan/team", "plan/access", "conversation", "private", "organisation"}
    models: list[type[Bound]] = list(bound_models().values())
    assert {model.home for model in models} <= kinds
