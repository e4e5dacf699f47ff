"""What is wrong with a request is said by a typed problem that tells what to do, and nothing is lost by it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import httpx
import orjson

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.core.octets import encoded
from careteam.http import MOST_BYTES
from tests.api.world import World, make_world
from tests.saying import sealed
from tests.stories.clinic import team_conversation
from tests.world import Browser, Cast, open_plan_for

Open = Callable[[Any], Awaitable[Browser]]


#: Bytes, and none that anybody has sealed.
ENVELOPE = encoded(b"Good morning")


@dataclass(frozen=True)
class Wrong:
    """A request somebody should not have sent, and what they are told."""

    problem: str
    status: int
    who: str = "member"
    method: str = "POST"
    path: str = "conversations/{team}/messages"
    body: Any = field(default_factory=lambda: {"envelope": ENVELOPE})
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes | None = None


CASES = {
    "oversized": Wrong("too-large", 413, content=b'{"envelope": "' + b"a" * MOST_BYTES + b'"}'),
    "a message longer than messages are": Wrong("envelope-too-large", 413, body={"envelope": "a" * 100_000}),
    "an empty message": Wrong("malformed", 422, body={"envelope": ""}),
    "a message that is not sealed": Wrong("envelope-refused", 422),
    "plain words": Wrong("malformed", 422, body={"body": "Good morning"}),
    "not JSON": Wrong("malformed", 422, content=b'{"envelope": '),
    "not said to be JSON": Wrong("not-json", 415, content=b"body=Good", headers={"Content-Type": "text/plain"}),
    "an unknown field": Wrong("malformed", 422, body={"envelope": ENVELOPE, "urgent": True}),
    "a body that is a list": Wrong("malformed", 422, body=["Good morning"]),
    "without a key": Wrong("malformed", 422, headers={"Idempotency-Key": ""}),
    "from another site": Wrong("cross-site", 403, headers={"Origin": "https://elsewhere.example"}),
    "another plan's conversation": Wrong("not-found", 404, path="conversations/{other_team}/messages"),
    "another plan": Wrong("not-found", 404, path="../{other}/conversations/{other_team}/messages", who="patient"),
    "a patient gives a task": Wrong(
        "forbidden", 403, who="patient", path="tasks", body={"title": "Walk", "pool": "therapist"}
    ),
    "a supervisor writes": Wrong("forbidden", 403, who="supervisor"),
    "an administrator looks": Wrong(
        "not-found", 404, who="administrator", method="GET", path="conversations/{team}/messages", body=None
    ),
    "a task for two": Wrong(
        "malformed", 422, path="tasks", body={"title": "Walk", "pool": "therapist", "owner_id": "{nothing}"}
    ),
    "a task for somebody who is not there": Wrong(
        "not-on-the-team", 409, path="tasks", body={"title": "Walk", "owner_id": "{nothing}"}
    ),
    "a task due before there were computers": Wrong(
        "malformed", 422, path="tasks", body={"title": "Walk", "pool": "therapist", "due_at": "1900-01-01T00:00:00Z"}
    ),
    "completed before it is claimed": Wrong("forbidden", 403, path="tasks/{pool_task}/completion", body={}),
    "claimed by another role": Wrong("forbidden", 403, path="tasks/{pool_task}/claim", body={}),
    "a status no plan has": Wrong(
        "malformed", 422, method="PUT", path="status", body={"status": "finished", "reason": "Over"}
    ),
    "back to a draft": Wrong(
        "plan-cannot-become", 409, method="PUT", path="status", body={"status": "draft", "reason": "Once more"}
    ),
    "a cursor of another list": Wrong("malformed", 422, method="GET", path="tasks?after=WzFd", body=None),
    "a plan that is no plan": Wrong("malformed", 422, method="GET", path="../me", body=None),
    "a method it does not take": Wrong("method-not-allowed", 405, method="PATCH", path="goals", body={}),
}


def _filled(value: Any, names: dict[str, Any]) -> Any:
    """A body with the ids of this world in place of their names."""
    if isinstance(value, dict):
        return {key: _filled(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, names) for one in value]
    return value.format(**names) if isinstance(value, str) and value.startswith("{") else value


async def _send(world: World, wrong: Wrong, names: dict[str, Any]) -> httpx.Response:
    path, _, query = wrong.path.format(**names).partition("?")
    url = f"/api/plans/{path[3:]}" if path.startswith("../") else f"/api/plans/{world.cast.plan}/{path}"
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json", **wrong.headers}
    content = wrong.content if wrong.content is not None else orjson.dumps(_filled(wrong.body, names))
    body = {} if wrong.method == "GET" else {"content": content}
    return await world.browsers[wrong.who].request(wrong.method, url, params=query, headers=headers, **body)


async def _heads(trail: Trail) -> dict[Any, Any]:
    """How far each stream is; looking is written down, and that is no change."""
    async with trail.database.writing() as connection:
        rows = await connection.fetch("SELECT id, head_seq FROM care.stream WHERE kind <> 'plan/access'")
    return dict(rows)


async def test_a_wrong_request_gets_its_problem_and_changes_nothing(cast: Cast, browser: Open) -> None:
    world = await make_world(cast, browser)
    other, _ = await open_plan_for(cast.trail, cast.cora, "Noa Berg", [(cast.bea, Role.PSYCHIATRIST)])
    elsewhere = replace(cast, plan=other)
    names = {
        "team": world.lived.team, "pool_task": world.lived.pool_task, "other": other,
        "other_team": await team_conversation(elsewhere), "nothing": uuid4(),
    }  # fmt: skip
    before, told = await _heads(cast.trail), dict[str, Any]()
    for name, wrong in CASES.items():
        response = await _send(world, wrong, names)
        problem = response.json()
        told[name] = (problem["type"].removeprefix("/problems/"), response.status_code)
        assert problem["title"], name
        assert problem["detail"], name
        assert problem["instance"].startswith("/requests/"), name
        assert response.headers["content-type"] == "application/problem+json", name
    assert told == {name: (wrong.problem, wrong.status) for name, wrong in CASES.items()}
    assert await _heads(cast.trail) == before


async def test_a_request_sent_twice_has_one_effect_and_its_key_serves_for_no_other(cast: Cast, browser: Open) -> None:
    world = await make_world(cast, browser)
    bea, once = world.browsers["member"], await sealed(cast, cast.bea, world.lived.team, "Said once")
    asked = (
        ("POST", f"/api/plans/{cast.plan}/conversations/{world.lived.team}/messages", once),
        ("POST", f"/api/plans/{cast.plan}/tasks", {"title": "Given once", "pool": "therapist"}),
        ("POST", f"/api/plans/{cast.plan}/goals", {"words": "Set once"}),
        ("POST", f"/api/plans/{cast.plan}/tasks/{world.lived.pool_task}/cancellation", {"reason": "Not needed"}),
    )
    for method, path, body in asked:
        key = uuid4()
        first = await bea.send_change(method, path, body, key=key)
        heads = await _heads(cast.trail)
        again = await bea.send_change(method, path, body, key=key)
        assert (again.status_code, again.json()) == (first.status_code, first.json())
        other = {"pool": "psychiatrist", "envelope": ENVELOPE}
        another = {name: other.get(name, "Another") for name in body}
        refused = await bea.send_change(method, path, another, key=key)
        assert refused.json()["type"] == "/problems/key-reused"
        assert await _heads(cast.trail) == heads


async def test_what_comes_out_of_order_is_refused_or_changes_nothing(cast: Cast, browser: Open) -> None:
    world = await make_world(cast, browser)
    bea, base = world.browsers["member"], f"/api/plans/{cast.plan}"
    task = f"{base}/tasks/{await world.task(owner=cast.bea)}"
    assert (await bea.send_change("POST", f"{task}/completion")).status_code == 200
    for late in ("start", "completion", "hand-back", "claim"):
        refused = await bea.send_change("POST", f"{task}/{late}")
        assert refused.json()["type"] in ("/problems/task-cannot-become", "/problems/forbidden"), late
    history = (await bea.get(task)).json()["history"]
    assert [step["event"] for step in history] == ["TaskAssigned", "TaskCompleted"]

    room = f"{base}/conversations/{world.lived.team}"
    for number in (2, 1, 2_000_000):
        assert (await bea.send_change("POST", f"{room}/seen", {"number": number})).status_code == 200
        assert (await bea.get(room)).json()["unread"] == 0
