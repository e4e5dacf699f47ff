"""A safety plan over HTTP: written by patient and team, every version kept; the word check is the patient's to agree to."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus
from careteam.plans.commands import set_plan_status
from tests.api.operations import SAFETY_PLAN
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def write(cast: Cast, by: Browser, version: int, **said: Any) -> Any:
    body = {"version": version, "content": {**SAFETY_PLAN, **said}, "review_on": "2027-01-10"}
    return await by.send_change("POST", f"/api/plans/{cast.plan}/safety-plan/versions", body)


async def read(cast: Cast, by: Browser) -> dict[str, Any]:
    answer = await by.get(f"/api/plans/{cast.plan}/safety-plan")
    assert answer.is_success, answer.text
    return answer.json()


async def decide(cast: Cast, by: Browser, agreed: bool) -> Any:
    return await by.send_change("PUT", f"/api/plans/{cast.plan}/word-check", {"agreed": agreed, "wording": 1})


async def test_patient_and_who_treats_write_it_and_every_version_stays(cast: Cast, browser: Open) -> None:
    ada, bea, dov = await browser(cast.ada), await browser(cast.bea), await browser(cast.dov)
    assert await read(cast, ada) == {
        "current": None, "word_check": None, "may": ["safety-plan.write", "word-check.decide"],
    }  # fmt: skip
    ben = [{"words": "Ben, my brother", "phone": "555-0199"}]
    assert (await write(cast, ada, 1, people=ben)).status_code == 201
    assert (await write(cast, dov, 2, barriers="My phone is empty at night")).status_code == 201
    seen = await read(cast, bea)
    assert seen["may"] == ["safety-plan.write"]
    assert (seen["current"]["version"], seen["current"]["review_on"]) == (2, "2027-01-10")
    assert seen["current"]["content"] == {**SAFETY_PLAN, "barriers": "My phone is empty at night"}
    pages = f"/api/plans/{cast.plan}/safety-plan/versions"
    newest = (await ada.get(pages, params={"limit": 1})).json()
    older = (await ada.get(pages, params={"limit": 1, "after": newest["next"]})).json()
    assert newest["items"] == [seen["current"]]
    (first,) = older["items"]
    assert (first["content"]["people"], first["written_by"]["role"], older["next"]) == (ben, "patient", None)


async def test_of_two_who_write_at_once_one_looks_again(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    for version in (1, 2):
        answers = await asyncio.gather(*(write(cast, who, version) for who in (ada, bea, ada)))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    for late in (2, 4):
        refused = await write(cast, ada, late)
        assert refused.json()["type"] == "/problems/safety-plan-changed"


async def test_nothing_is_no_safety_plan(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    empty: dict[str, Any] = {name: [] for name, value in SAFETY_PLAN.items() if isinstance(value, list)}
    assert (await write(cast, ada, 1, **empty)).status_code == 422
    assert (await write(cast, ada, 1, people=[{"words": "  ", "phone": None}])).status_code == 422
    assert (await write(cast, ada, 1, people=[{"words": "x", "phone": None}] * 13)).status_code == 422


async def test_it_does_not_pause_with_the_treatment(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    for version, status, code in ((1, PlanStatus.ON_HOLD, 201), (2, PlanStatus.COMPLETED, 403)):
        async with cast.change(cast.bea, Action.SET_PLAN_STATUS) as change:
            await set_plan_status(change, status=status, reason="A journey")
        assert (await write(cast, ada, version)).status_code == code
    assert (await read(cast, ada))["current"]["version"] == 1, "it can still be read"


async def test_only_the_patient_agrees_and_may_take_it_back(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    assert (await decide(cast, bea, True)).status_code == 403
    for agreed in (True, False):
        assert (await decide(cast, ada, agreed)).is_success
        assert (await read(cast, bea))["word_check"]["agreed"] is agreed
    entries = (await (await browser(cast.pia)).get(f"/api/plans/{cast.plan}/trail")).json()["items"]
    assert [one["event"] for one in entries].count("WordCheckDecided") == 2


async def test_what_it_says_is_unreadable_in_the_database(cast: Cast, browser: Open) -> None:
    assert (await write(cast, await browser(cast.ada), 1, barriers="The neighbours hear me")).is_success
    async with cast.trail.database.writing() as connection:
        row = await connection.fetchrow("SELECT content FROM care.safety_plan_version WHERE plan_id = $1", cast.plan)
    assert b"neighbours" not in row["content"]
