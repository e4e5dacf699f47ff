"""Every operation, asked as every role: whoever may use it succeeds, whoever may not is refused, and nothing else happens.

Each request and answer is held against the OpenAPI document (Schemathesis): statuses, types and shapes that are not
declared there fail, and so does whatever ends on our side.
"""

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from copy import deepcopy
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from careteam.audit.trail import Trail
from tests.api.operations import OPERATIONS
from tests.api.world import ROLES, World, make_world
from tests.conftest import browsers
from tests.documented import DOCUMENT
from tests.world import Browser, make_cast

PROVE = bool(os.environ.get("CARETEAM_PROVE"))
#: Generated requests per operation, well-formed and malformed each.
EXAMPLES = 40 if PROVE else 1
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip


def _operations() -> dict[str, APIOperation]:
    schema = schemathesis.openapi.from_dict(deepcopy(DOCUMENT))
    schema.config.generation.with_security_parameters = False
    found: Iterator[APIOperation] = (one.ok() for one in schema.get_all_operations() if isinstance(one, Ok))
    return {f"{one.method.upper()} {one.path}": one for one in found}


DOCUMENTED = _operations()


def test_every_operation_says_here_who_may_use_it() -> None:
    assert set(OPERATIONS) == set(DOCUMENTED)


def generated(operation: APIOperation) -> list[Case]:
    """The same requests in every run: some as the document wants them, some that are wrong."""
    cases: list[Case] = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        settled = settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip

        @settled
        @given(operation.as_strategy(generation_mode=mode))
        def collect(case: Case) -> None:
            cases.append(case)

        with contextlib.suppress(Unsatisfiable):  # nothing about a request without parts can be wrong
            collect()
    return cases


def aimed(case: Case, world: World, turn: int) -> Case:
    """Most generated requests name what is there; each third keeps its own invention."""
    names = case.path_parameters or {}
    if turn % 3 < 2:
        case.path_parameters = {name: str(_pick(world.known.get(name, [value]), turn)) for name, value in names.items()}
    return case


def _pick(values: list[Any], turn: int) -> Any:
    return values[turn % len(values)]


async def send(browser: Browser, case: Case, *, key: str | None = None) -> httpx.Response:
    """Send a case as this person's browser does, and hold the answer against the document."""
    parts = case.as_transport_kwargs(base_url=str(browser.base_url))
    headers = dict(parts.get("headers") or {})
    if any(one["name"] == "Idempotency-Key" for one in case.operation.definition.raw.get("parameters", [])):
        headers["Idempotency-Key"] = key or str(uuid4())
    asked = {name: parts[name] for name in ("params", "json", "data") if parts.get(name) is not None}
    if "data" in asked:
        asked["content"] = asked.pop("data")
    response = await browser.request(parts["method"], parts["url"], headers=headers, **asked)
    case.validate_response(response, checks=CHECKS)
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json", response.text
        assert {"type", "title", "status", "detail", "instance"} <= response.json().keys()
    return response


@pytest_asyncio.fixture(autouse=True)
async def nobody_was_refused(trail: Trail) -> None:
    """Forget other tests' tries: all of them come from one address, which is counted too."""
    async with trail.database.writing() as connection:
        await connection.execute("DELETE FROM care.sign_in_throttle")


@pytest_asyncio.fixture(scope="module")
async def seen(app: FastAPI, trail: Trail) -> AsyncIterator[World]:
    """A world for all operations that only look."""
    async with browsers(app, trail) as open_as:
        yield await make_world(await make_cast(trail), open_as)


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) & set(DOCUMENTED)))
async def test_whoever_may_use_it_succeeds_and_nothing_undeclared_comes_back(
    name: str, trail: Trail, browser: Callable[[Any], Awaitable[Browser]], seen: World
) -> None:
    operation, wanted = DOCUMENTED[name], OPERATIONS[name]
    world = seen if name.startswith("GET ") else await make_world(await make_cast(trail), browser)
    answers: dict[str, int] = {}
    asking = (*ROLES, *sorted(wanted.roles - set(ROLES)))
    for role in asking:
        ask = await wanted.ask(world, world.actor(role))
        case = operation.Case(
            path_parameters={"plan_id": str(world.cast.plan), **{key: str(value) for key, value in ask.path.items()}},
            query=ask.query,
            **({} if ask.body is None else {"body": ask.body, "media_type": "application/json"}),
        )
        answers[role] = (await send(world.browsers[role], case)).status_code
    assert {role for role, status in answers.items() if status < 300} == wanted.roles, answers

    for turn, case in enumerate(generated(operation)):
        for role in asking if PROVE else taking_turns(asking, wanted.roles, turn):
            await send(world.browsers[role], aimed(case, world, turn))


def taking_turns(asking: Sequence[str], allowed: Collection[str], turn: int) -> list[str]:
    """One of those who may and one of those who may not, each time another; `make prove` asks as everybody."""
    others = [role for role in asking if role not in allowed]
    return [_pick(some, turn) for some in (sorted(allowed), others) if some]
