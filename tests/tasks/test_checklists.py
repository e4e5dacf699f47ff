"""Checklists over HTTP: ticked off by whose task it is, with who and when, and seen by whoever sees the task."""

from careteam.access.roles import Actor
from tests.tasks.test_tasks import Open, act, assign, read, to
from tests.world import Browser, Cast


async def tick(cast: Cast, browser: Browser, task: str, item: str, ticked: bool = True) -> int:
    path = f"/api/plans/{cast.plan}/tasks/{task}/checklist/{item}"
    return (await browser.send_change("PUT", path, {"ticked": ticked})).status_code


async def items(cast: Cast, browser: Browser, task: str) -> list[tuple[str, str | None]]:
    """What is to be ticked off, and by whom it was."""
    seen = await read(cast, browser, task)
    return [(item["words"], item["ticked_by"] and item["ticked_by"]["name"]) for item in seen["checklist"]]


async def test_an_owner_ticks_off_what_a_task_lists_and_everybody_sees_who_did(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    task = await assign(cast, bea, to(cast.cem, shared=True, checklist=["Ring the pharmacy", "Tell Ada"]))
    first, second = [item["id"] for item in (await read(cast, cem, task))["checklist"]]
    assert await tick(cast, cem, task, first) == 200
    assert await items(cast, ada, task) == [("Ring the pharmacy", "Cem Aydin"), ("Tell Ada", None)]
    (listed,) = (await bea.get(f"/api/plans/{cast.plan}/tasks")).json()["items"]
    assert (listed["checklist_ticked"], listed["checklist_length"]) == (1, 2)
    assert await tick(cast, cem, task, second) == 200
    assert await tick(cast, cem, task, first, ticked=False) == 200
    assert await items(cast, bea, task) == [("Ring the pharmacy", None), ("Tell Ada", "Cem Aydin")]


async def test_nobody_else_ticks_and_nothing_is_ticked_once_the_task_is_over(cast: Cast, browser: Open) -> None:
    async def of(who: Actor) -> tuple[str, str]:
        task = await assign(cast, bea, to(who, shared=True, checklist=["Find the shoes"]))
        return task, (await read(cast, bea, task))["checklist"][0]["id"]

    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    task, item = await of(cast.cem)
    other, elsewhere = await of(cast.ada)
    assert await tick(cast, bea, task, item) == 403
    assert await tick(cast, cem, task, elsewhere) == 404
    assert await tick(cast, ada, other, elsewhere) == 200
    assert await tick(cast, ada, other, elsewhere) == 200  # it is ticked already: nothing happens
    assert (await act(cast, cem, task, "completion")).status_code == 200
    assert await tick(cast, cem, task, item) == 409
    assert "task.check" not in (await read(cast, cem, task))["may"]
