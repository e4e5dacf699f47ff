"""Copies of the trail: complete, harmless in a spreadsheet, and themselves written down."""

import csv
import io
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

import httpx
import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.oversight.export import as_csv
from careteam.oversight.queries import Filter, exported
from tests.oversight.test_trail import all_of, give_reason, set_goal
from tests.world import Browser, Cast, open_plan_for

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


def lines_of(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_an_export_is_itself_in_the_trail(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli, path = await browser(cast.eli), f"/api/plans/{cast.plan}/trail"
    answer = await eli.send_change("POST", f"{path}/exports", {"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "GoalSet" in {line["event"] for line in lines_of(answer)}
    told = (await eli.send_change("POST", f"{path}/exports", {"format": "json"})).json()
    assert {head["kind"] for head in told["heads"]} >= {"plan/record", "plan/team", "plan/roster", "plan/access"}
    assert len(await all_of(eli, path, event="TrailExported")) == 2


async def test_an_export_holds_what_was_filtered(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    await set_goal(cast, "Walk")
    eli = await browser(cast.eli)
    wanted = {"format": "csv", "event": ["GoalSet"], "goal": str(goal), "actor": str(cast.bea.person_id)}
    (line,) = lines_of(await eli.send_change("POST", f"/api/plans/{cast.plan}/trail/exports", wanted))
    assert (line["actor"], line["role"], line["goal"]) == ("Bea Boateng", "psychiatrist", "goal 1")
    early = {"format": "json", "to": "2000-01-01T00:00:00Z"}
    answer = await eli.send_change("POST", f"/api/plans/{cast.plan}/trail/exports", early)
    assert answer.json()["entries"] == []


async def test_a_persons_export_is_in_the_organisations_trail(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli, pia = await browser(cast.eli), await browser(cast.pia)
    path = f"/api/people/{cast.bea.person_id}/trail/exports"
    assert "GoalSet" in {line["event"] for line in lines_of(await eli.send_change("POST", path))}
    (told,) = await all_of(pia, f"/api/people/{cast.eli.person_id}/trail", event="PersonTrailExported")
    assert [person["name"] for person in told["people"]] == ["Bea Boateng"]


async def test_only_those_who_oversee_take_copies(cast: Cast, browser: Open) -> None:
    for actor, status in ((cast.bea, 403), (cast.ada, 403), (cast.adam, 404)):
        answer = await (await browser(actor)).send_change("POST", f"/api/plans/{cast.plan}/trail/exports")
        assert answer.status_code == status
    own = f"/api/people/{cast.bea.person_id}/trail/exports"
    assert (await (await browser(cast.bea)).send_change("POST", own)).status_code == 403


async def test_names_and_goals_are_never_formulas(cast: Cast, browser: Open) -> None:
    plan, _ = await open_plan_for(cast.trail, cast.cora, "+HYPERLINK(1)", [(cast.bea, Role.PSYCHIATRIST)])
    evil = replace(cast, plan=plan)
    await set_goal(evil, "=1+1")
    eli = await browser(cast.eli)
    await give_reason(eli, evil)
    lines = lines_of(await eli.send_change("POST", f"/api/plans/{plan}/trail/exports", {"event": ["GoalSet"]}))
    assert [(line["goal"], line["patient"]) for line in lines] == [("'=1+1", "'+HYPERLINK(1)")]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
async def test_no_cell_of_an_export_is_a_formula(cast: Cast, first: str) -> None:
    async with cast.view(cast.pia, Action.EXPORT_TRAIL) as view:
        entry = (await exported(view, Filter()))[0]
    evil = entry.model_copy(update={"actor": entry.actor.model_copy(update={"name": f"{first}HYPERLINK(1)"})})
    rows = list(csv.reader(io.StringIO(as_csv([evil]).decode("utf-8-sig"), newline="")))
    assert rows[1][1] == f"'{first}HYPERLINK(1)"
