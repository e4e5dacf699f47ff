"""The trail as supervisors, privacy officers and patients may see it."""

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.oversight.export import as_csv
from careteam.plans import commands
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def all_of(browser: Browser, path: str, **wanted: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        params = {**wanted, "limit": 3, **({"after": after} if after else {})}
        answer = await browser.get(path, params=params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["items"]
        after = answer.json()["next"]
        if after is None:
            return found


async def set_goal(cast: Cast, words: str, goal_id: Any = None) -> Any:
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        return await commands.set_goal(change, words=words, goal_id=goal_id)


async def test_a_supervisor_finds_every_act_on_a_plan_newest_first(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep four nights of seven")
    await set_goal(cast, "Sleep five nights of seven", goal)
    entries = await all_of(await browser(cast.eli), f"/api/plans/{cast.plan}/trail")
    assert [entry["at"] for entry in entries] == sorted((entry["at"] for entry in entries), reverse=True)
    assert len({(entry["stream_id"], entry["seq"]) for entry in entries}) == len(entries)
    first, second = (entry for entry in reversed(entries) if entry["event"] == "GoalSet")
    assert first["actor"]["name"] == "Bea Boateng"
    assert first["role"] == "psychiatrist"
    assert second["columns"] == ["words"]
    assert second["goal"] == {"id": str(goal), "words": None}


async def test_the_trail_is_filtered_by_person_event_goal_and_date(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    other = await set_goal(cast, "Walk")
    eli, path = await browser(cast.eli), f"/api/plans/{cast.plan}/trail"
    assert [e["subjects"] for e in await all_of(eli, path, goal=str(goal))] == [[str(goal)]]
    assert {e["event"] for e in await all_of(eli, path, actor=str(cast.bea.person_id))} == {"GoalSet"}
    assert len(await all_of(eli, path, event="GoalSet")) == 2
    assert await all_of(eli, path, to="2000-01-01T00:00:00Z") == []
    assert str(other) in (await all_of(eli, path, event="GoalSet"))[0]["subjects"]


async def test_before_and_after_need_a_reason(cast: Cast, browser: Open) -> None:
    goal = await set_goal(cast, "Sleep")
    await set_goal(cast, "Sleep through", goal)
    eli = await browser(cast.eli)
    entry = (await all_of(eli, f"/api/plans/{cast.plan}/trail", event="GoalSet"))[0]
    detail = f"/api/streams/{entry['stream_id']}/entries/{entry['seq']}/detail"
    refused = await eli.get(detail)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/needs-reason")
    reason = {"reason": "Complaint of 3 May about goals"}
    assert (await eli.send_change("POST", f"/api/plans/{cast.plan}/access", reason)).status_code == 201
    row = (await eli.get(detail)).json()["rows"][0]
    assert (row["table"], row["before"], row["after"]) == ("goal", {"words": "Sleep"}, {"words": "Sleep through"})


async def test_care_team_patient_coordinator_and_administrator_do_not_review_trails(cast: Cast, browser: Open) -> None:
    for actor in (cast.bea, cast.ada, cast.cora):
        assert (await (await browser(actor)).get(f"/api/plans/{cast.plan}/trail")).status_code == 403
    assert (await (await browser(cast.adam)).get(f"/api/plans/{cast.plan}/trail")).status_code == 404
    assert (await (await browser(cast.adam)).get(f"/api/people/{cast.bea.person_id}/trail")).status_code == 403


async def test_a_patient_reads_who_opened_what_of_their_plan(cast: Cast, browser: Open) -> None:
    await (await browser(cast.dov)).get(f"/api/plans/{cast.plan}")
    looks = await all_of(await browser(cast.ada), f"/api/plans/{cast.plan}/access-log")
    assert ("Dov Adler", "health_coach", "plan") in {
        (look["who"]["name"], look["role"], look["screen"]) for look in looks
    }
    assert "Ada Marsh" not in {look["who"]["name"] for look in looks}
    assert (await (await browser(cast.bea)).get(f"/api/plans/{cast.plan}/access-log")).status_code == 403


async def test_looking_again_within_a_quarter_of_an_hour_adds_nothing(cast: Cast, browser: Open) -> None:
    dov, ada = await browser(cast.dov), await browser(cast.ada)
    for _ in range(3):
        await dov.get(f"/api/plans/{cast.plan}")
    looks = await all_of(ada, f"/api/plans/{cast.plan}/access-log")
    assert sum(look["who"]["name"] == "Dov Adler" for look in looks) == 1


async def test_a_persons_trail_spans_plans_and_names_the_patients(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    entries = await all_of(await browser(cast.pia), f"/api/people/{cast.bea.person_id}/trail", event="GoalSet")
    assert [entry["plan"] for entry in entries] == [{"id": str(cast.plan), "patient_name": "Ada Marsh"}]


async def test_an_export_is_itself_in_the_trail(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    eli, path = await browser(cast.eli), f"/api/plans/{cast.plan}/trail"
    answer = await eli.send_change("POST", f"{path}/exports", {"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "GoalSet" in {line["event"] for line in lines}
    told = (await eli.send_change("POST", f"{path}/exports", {"format": "json"})).json()
    assert {head["kind"] for head in told["heads"]} >= {"plan/record", "plan/team", "plan/roster", "plan/access"}
    assert len(await all_of(eli, path, event="TrailExported")) == 2


async def test_no_cell_of_an_export_is_a_formula(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    async with cast.view(cast.pia, Action.EXPORT_TRAIL) as view:
        from careteam.oversight.queries import Filter, exported

        entry = (await exported(view, Filter()))[0]
    evil = entry.model_copy(update={"actor": entry.actor.model_copy(update={"name": "=HYPERLINK(1)"})})
    row = next(csv.reader(io.StringIO(as_csv([evil]).decode("utf-8-sig").split("\r\n", 1)[1])))
    assert row[1] == "'=HYPERLINK(1)"


async def test_the_summary_counts_what_was_done_and_looked_at(cast: Cast, browser: Open) -> None:
    await set_goal(cast, "Sleep")
    told = (await (await browser(cast.eli)).get("/api/oversight/summary")).json()
    assert told["acts"] >= 1
    assert told["plans"] >= 1
