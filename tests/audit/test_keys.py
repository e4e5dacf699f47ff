"""Idempotency keys: one effect per person and key, one answer for everybody who asks again."""

import asyncio
import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI

from careteam.access.actions import Action
from careteam.audit.chain import commitment
from careteam.audit.opening import AlreadyDone
from careteam.audit.sealing import details_context
from careteam.audit.trail import Trail
from careteam.core import problems, sessions
from careteam.core.sessions import Database
from careteam.crypto import atrest
from careteam.main import create_app
from careteam.plans import commands
from tests.servers import Servers
from tests.world import Browser, Cast, sign_in


async def goals(cast: Cast) -> int:
    async with cast.trail.database.writing() as connection:
        return await connection.fetchval("SELECT count(*) FROM care.goal WHERE plan_id = $1", cast.plan)


async def ask(browser: Browser, cast: Cast, key: UUID, words: str = "Sleep") -> tuple[int, dict[str, Any]]:
    answer = await browser.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": words}, key=key)
    return answer.status_code, {**answer.json(), "instance": ""}


async def test_the_same_request_has_one_effect_and_one_answer_however_often_it_comes(
    cast: Cast, browser: Callable[..., Any]
) -> None:
    bea, key = await browser(cast.bea), uuid4()
    answers = await asyncio.gather(*(ask(bea, cast, key) for _ in range(6)))
    assert [status for status, _ in answers] == [201] * 6
    assert all(answer == answers[0] for answer in answers)
    assert await goals(cast) == 1
    assert await ask(bea, cast, key) == answers[0]


async def test_another_request_under_the_same_key_is_refused(cast: Cast, browser: Callable[..., Any]) -> None:
    bea, key = await browser(cast.bea), uuid4()
    await ask(bea, cast, key)
    status, told = await ask(bea, cast, key, "Something else")
    assert (status, told["type"]) == (422, "/problems/key-reused")
    task = {"title": "x", "pool": "therapist"}
    elsewhere = await bea.send_change("POST", f"/api/plans/{cast.plan}/tasks", task, key=key)
    assert elsewhere.json()["type"] == "/problems/key-reused"
    assert await goals(cast) == 1


async def test_keys_of_different_people_have_nothing_to_do_with_each_other(
    cast: Cast, browser: Callable[..., Any]
) -> None:
    key = uuid4()
    (status, one), (other_status, other) = [
        await ask(await browser(actor), cast, key) for actor in (cast.bea, cast.cem)
    ]
    assert (status, other_status) == (201, 201)
    assert one["id"] != other["id"]
    assert await goals(cast) == 2


async def test_a_refused_request_leaves_its_key_free(cast: Cast, browser: Callable[..., Any]) -> None:
    bea, ada, key = await browser(cast.bea), await browser(cast.ada), uuid4()
    assert (await ask(ada, cast, key))[0] == 403
    assert (await ask(bea, cast, key, ""))[0] == 422
    assert (await ask(bea, cast, key))[0] == 201


async def test_who_asks_while_it_is_being_done_is_told_when_to_ask_again(
    cast: Cast, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sessions.SESSION, "lock_timeout", "100ms")
    database = await Database(servers.app_url).open()
    app: FastAPI = create_app()
    app.state.trail = Trail(database, cast.trail.deployment_key, cast.trail.reactions)
    key = uuid4()
    body = b'{"words":"Sleep"}'
    asked = f"POST /api/plans/{cast.plan}/goals\n".encode() + body
    async with Browser(app, await sign_in(cast.trail, cast.bea)) as bea:
        async with cast.change(cast.bea, Action.SET_GOAL, key=key, request=asked) as change:
            goal = await commands.set_goal(change, words="Sleep")
            answer = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep"}, key=key)
            assert (answer.status_code, answer.json()["type"]) == (409, "/problems/in-progress")
            assert answer.headers["retry-after"] == "1"
        again = await bea.send_change("POST", f"/api/plans/{cast.plan}/goals", {"words": "Sleep"}, key=key)
        assert (again.status_code, again.json()["id"]) == (201, str(goal))
    assert await goals(cast) == 1
    await database.close()


async def test_whoever_has_the_database_and_no_key_cannot_try_what_was_said(
    cast: Cast, browser: Callable[..., Any]
) -> None:
    key, body = uuid4(), b'{"words":"Sleep"}'
    headers = {"Idempotency-Key": str(key), "Content-Type": "application/json"}
    path = f"/api/plans/{cast.plan}/goals"
    answer = await (await browser(cast.bea)).post(path, content=body, headers=headers)
    assert answer.status_code == 201
    goal, change = answer.json()["id"], UUID(answer.json()["change_id"])
    async with cast.trail.database.writing() as connection:
        request = await connection.fetchval("SELECT request FROM care.change WHERE key = $1", key)
        said = await connection.fetchrow(
            "SELECT e.detail, d.salt, d.sealed FROM care.audit_entry e JOIN care.audit_detail d USING (stream_id, seq) "
            "WHERE e.change_id = $1 AND e.event = 'GoalSet'", change,
        )  # fmt: skip
    asked = f"POST {path}\n".encode() + body
    assert request != sha256(asked).digest()
    assert request == hmac.digest(cast.trail.ring.request_key(), asked, "sha256")
    context = details_context(cast.plan, change, said["salt"])
    details = atrest.unseal(cast.trail.ring.get(cast.plan), said["sealed"], context=context)
    assert goal.encode() in details
    assert said["detail"] != commitment(said["salt"], details), "the stored salt alone proves no guess"
    assert said["detail"] == commitment(cast.trail.ring.commitment_salt(cast.plan, said["salt"]), details)


async def test_a_key_is_kept_for_more_than_seven_days(cast: Cast) -> None:
    key = uuid4()
    async with cast.change(cast.bea, Action.SET_GOAL, key=key, request=b"x") as change:
        await commands.set_goal(change, words="Sleep")
    async with cast.trail.database.writing() as connection:
        # Nothing sweeps them: the application has no right to.
        assert not await connection.fetchval("SELECT has_table_privilege('care.change', 'DELETE')")
        assert not await connection.fetchval("SELECT has_table_privilege('care.change', 'TRUNCATE')")
    with pytest.raises(AlreadyDone):
        async with cast.change(cast.bea, Action.SET_GOAL, key=key, request=b"x"):
            pass
    with pytest.raises(problems.KeyReused):
        async with cast.change(cast.bea, Action.SET_GOAL, key=key, request=b"y"):
            pass
