"""Danger over HTTP: what is found opens one case in the same change; it climbs, merges, and ends with what a person records."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.view import open_feed
from careteam.coverage.paged import paged
from careteam.measures.clock import go_on
from careteam.safety import events
from careteam.safety.models import SafetyCase, SafetyEvidence
from tests.coverage.alarms import answer, mine, told
from tests.measures.test_measures import course, day, give, given, nine, phq, problem, put_back, read, schedule
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def cases(cast: Cast, by: Browser) -> list[dict[str, Any]]:
    return (await by.get(f"/api/plans/{cast.plan}/safety/cases")).json()["items"]


async def tell(cast: Cast, by: Browser, message: UUID | None, **more: Any) -> Any:
    body = {"rule": "message-words", "version": 3, "message_id": str(message) if message else None, **more}
    return await by.send_change("POST", f"/api/plans/{cast.plan}/safety/findings", body)


async def decide(cast: Cast, by: Browser, *, agreed: bool) -> None:
    """Let the patient answer whether their device may tell the team."""
    said = await by.send_change("PUT", f"/api/plans/{cast.plan}/word-check", {"agreed": agreed, "wording": 1})
    assert said.status_code == 200


async def act(cast: Cast, by: Browser, case: dict[str, Any], what: str, body: dict[str, Any] | None = None) -> Any:
    return await by.send_change("POST", f"/api/plans/{cast.plan}/safety/cases/{case['id']}/{what}", body)


ASSESSED = {"assessment": "Called him. Thoughts come and go, no plan; his brother is there."}
DONE = {"outcome": "reached-and-safe", "done": "We went through his safety plan. We speak tomorrow at 10."}


async def earlier(cast: Cast, minutes: int) -> None:
    """Let what was found so far have been found so many minutes earlier, in the database's own words."""
    async with cast.change(cast.bea, Action.CLOSE_CASE) as change:
        for row in await change.find(SafetyEvidence):
            row.at -= timedelta(minutes=minutes)
            ids = (row.id,)
            await change.record(
                events.EvidenceAdded(evidence_ids=ids, case_id=row.case_id, goal_id=None, tier="urgent", pages=False)
            )


async def test_what_is_found_in_an_answer_opens_one_case_that_a_person_ends(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    await given(cast, ada, nine(8, last=0))
    assert await cases(cast, bea) == [], "nothing was found"
    result = await given(cast, ada, nine(8, last=2))
    (case,) = await cases(cast, bea)
    assert (case["tier"], case["closed_at"], case["may"]) == ("urgent", None, ["case.take", "case.assess"])
    (evidence,) = case["evidence"]
    assert (evidence["rule"], evidence["source_id"], evidence["instrument"]) == ("phq-9-item-9-often", result, "PHQ-9")
    (alarm,) = await mine(bea, cast)
    assert (alarm["subject_kind"], alarm["subject_id"], alarm["level"]) == ("case", case["id"], "urgent")
    assert (alarm["cause"], told(alarm), alarm["may"]) == ("safety", ["Bea Boateng"], ["alarm.acknowledge"])
    ended = await bea.send_change("POST", answer(alarm, "outcome"), {"outcome": "answered"})
    assert problem(ended) == (409, "ends-with-its-case"), "what was found has to be said"
    (row,) = [one for one in (await cem.get("/api/today")).json()["items"] if one["id"] == case["id"]]
    assert (row["kind"], row["title"], row["priority"]) == (
        "case", "PHQ-9: item 9 on more than half the days, or nearly every day", "urgent"
    )  # fmt: skip
    assert problem(await act(cast, bea, case, "outcome", DONE)) == (409, "not-assessed")
    assert (await act(cast, cem, case, "take")).status_code == 200, "who was not told may take it on all the same"
    assert problem(await act(cast, bea, case, "take")) == (409, "alarm-is-taken")
    assert case["id"] not in [one["id"] for one in (await bea.get("/api/today")).json()["items"]]
    assert (await act(cast, cem, case, "assessment", ASSESSED)).status_code == 200
    assert (await act(cast, cem, case, "outcome", DONE)).status_code == 200
    assert problem(await act(cast, bea, case, "outcome", DONE)) == (409, "case-is-closed")
    (case,) = await cases(cast, bea)
    assert (case["assessment"], case["done"], case["outcome"]) == (
        ASSESSED["assessment"],
        DONE["done"],
        DONE["outcome"],
    )
    assert (case["in_hand"]["acknowledged_by"]["name"], case["may"]) == ("Cem Aydin", [])
    assert await mine(cem, cast) == []
    seen = (await read(cast, ada))["latest"][0]
    assert (seen["wants_look"], seen["looked_by"]["name"]) == (True, "Cem Aydin")


async def test_duplicates_merge_and_what_is_new_is_told_again(cast: Cast, browser: Open) -> None:
    ada, bea, cem = await browser(cast.ada), await browser(cast.bea), await browser(cast.cem)
    await given(cast, ada, nine(8, last=1))
    (case,) = await cases(cast, bea)
    assert case["tier"] == "at-risk"
    (alarm,) = await mine(bea, cast)
    assert alarm["level"] == "same-day"
    assert (await act(cast, cem, case, "take")).status_code == 200
    assert (await act(cast, cem, case, "assessment", ASSESSED)).status_code == 200
    message = uuid4()
    await decide(cast, ada, agreed=True)
    said = await tell(cast, ada, message)
    assert (said.status_code, said.json()["id"]) == (201, str(cast.plan)), "the answer does not name the case"
    (case,) = await cases(cast, bea)
    assert (case["tier"], len(case["evidence"]), case["outdated"]) == ("urgent", 2, True)
    assert case["in_hand"]["lapsed"] is True
    assert {one["name"] for one in case["in_hand"]["told"]} == {"Bea Boateng", "Cem Aydin"}, "and who has it in hand"
    assert problem(await act(cast, cem, case, "outcome", DONE)) == (409, "not-assessed"), "not of what is new"
    assert (await act(cast, cem, case, "take")).status_code == 200
    assert (await tell(cast, ada, message)).status_code == 201
    assert (await tell(cast, ada, uuid4(), version=4)).status_code == 201
    (case,) = await cases(cast, bea)
    assert len(case["evidence"]) == 3, "the same message counts once"
    assert case["in_hand"]["lapsed"] is False, "more of the same is not told within the half hour"
    await earlier(cast, 31)
    assert (await tell(cast, ada, None)).status_code == 201
    (case,) = await cases(cast, bea)
    assert (len(case["evidence"]), case["in_hand"]["lapsed"]) == (4, True)
    assert (await tell(cast, ada, None)).status_code == 201
    assert len((await cases(cast, bea))[0]["evidence"]) == 4


async def test_a_score_that_rises_against_the_persons_own_is_at_risk(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    for total in (8, 12, 13):
        await given(cast, ada, nine(total))
    assert await cases(cast, bea) == []
    await given(cast, ada, phq(3, 3, 3, 3, 3))
    assert await cases(cast, bea) == [], "what was left out is not compared"
    await given(cast, ada, nine(14))
    (case,) = await cases(cast, bea)
    assert (case["tier"], [one["rule"] for one in case["evidence"]]) == ("at-risk", ["phq-9-rise"])


async def test_nothing_is_taken_in_that_the_patient_has_not_agreed_to(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    assert problem(await tell(cast, ada, uuid4())) == (409, "telling-not-agreed"), "they were not asked yet"
    await decide(cast, ada, agreed=False)
    assert problem(await tell(cast, ada, uuid4())) == (409, "telling-not-agreed")
    await decide(cast, ada, agreed=True)
    assert (await tell(cast, ada, message := uuid4())).status_code == 201
    await decide(cast, ada, agreed=False)
    assert problem(await tell(cast, ada, uuid4())) == (409, "telling-not-agreed"), "the newest decision counts"
    (case,) = await cases(cast, bea)
    assert [one["source_id"] for one in case["evidence"]] == [str(message)]


async def test_who_may_tell_read_and_end_what_was_found(cast: Cast, browser: Open) -> None:
    ada, bea, fay, eli = [await browser(one) for one in (cast.ada, cast.bea, cast.fay, cast.eli)]
    assert (await tell(cast, bea, None)).status_code == 403
    assert (await tell(cast, fay, None)).status_code == 404
    await decide(cast, ada, agreed=True)
    for rule in ("phq-9-rise", "nothing"):
        assert (await tell(cast, ada, None, rule=rule)).status_code == 404, "no device tells of that"
    assert (await tell(cast, ada, None)).status_code == 201
    (case,) = await cases(cast, bea)
    path = f"/api/plans/{cast.plan}/safety/cases"
    assert (await ada.get(path)).status_code == 403, "the patient sees help, not the case"
    assert (await fay.get(path)).status_code == 404
    assert (await eli.get(path)).status_code == 403, "not before they say why"
    for what, body in (("take", None), ("assessment", ASSESSED), ("outcome", DONE)):
        assert (await act(cast, ada, case, what, body)).status_code == 403
    rules = (await bea.get("/api/safety/rules")).json()
    assert rules["signed_off"] is False
    assert (await ada.get("/api/safety/rules")).status_code == 403
    assert [one["tier"] for one in rules["tiers"]] == ["urgent", "at-risk"]
    by_id = {one["id"]: one for one in rules["rules"]}
    assert (by_id["phq-9-item-9-some"]["item"], by_id["phq-9-rise"]["rise_since_last"]) == (9, 5)
    async with cast.change(cast.bea, Action.CLOSE_CASE) as change:
        (row,) = await change.find(SafetyCase)
    async with open_feed(cast.trail, [row.stream_id]) as view:
        (alarm,) = await mine(bea, cast)
        found = await paged(view, UUID(alarm["id"]))
    assert found is not None
    assert cast.bea.person_id in found.person_ids


async def test_a_blood_pressure_has_no_score_and_a_dangerous_one_opens_an_urgent_case(
    cast: Cast, browser: Open
) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    await schedule(cast, bea, "BP", every_days=1)
    for upper, lower in ((80, 80), (301, 80), (49, 40)):
        refused = await give(cast, ada, {"items": {"8480-6": upper, "8462-4": lower}}, "BP")
        assert problem(refused) == (422, "answer-not-possible")
    assert problem(await give(cast, bea, {"total": 120}, "BP")) == (422, "answer-not-possible"), "there is no total"
    await given(cast, ada, {"items": {"8480-6": 179, "8462-4": 109, "8867-4": 72, "bp-symptoms": 0}}, "BP")
    assert await cases(cast, bea) == []
    (latest,) = (await read(cast, bea))["latest"]
    assert [latest[name] for name in ("total", "band", "change", "risks", "missing")] == [None, None, None, [], []]
    result = await given(cast, bea, {"items": {"8480-6": 180, "8462-4": 109}}, "BP")
    (case,) = await cases(cast, bea)
    assert (case["tier"], [(one["rule"], one["source_id"]) for one in case["evidence"]]) == (
        "urgent",
        [("bp-upper", result)],
    )
    (latest,) = (await read(cast, ada))["latest"]
    assert (latest["wants_look"], [(one["label"], one["value"]) for one in latest["risks"]]) == (
        True,
        [("Systolic", 180)],
    )
    (line,) = (await bea.get("/api/caseload")).json()["items"]
    assert (line["course"], [one for one in line["lasting"] if one["need"] == "not-improving"]) == (None, [])


async def test_a_check_in_that_nobody_answers_the_same_day_opens_a_case(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    await schedule(cast, bea, "check-in", every_days=None, due_on=day(1))
    (asked,) = (await read(cast, ada))["schedules"]
    assert asked["opens_at"][:10] == asked["due_at"][:10], "it asks how that day is, not the one before"
    await put_back(cast, 2)
    while await go_on(cast.trail):
        """Whatever else is due."""
    (missed,) = await course(cast, bea, "check-in")
    (case,) = await cases(cast, bea)
    assert (missed["kind"], case["tier"]) == ("missed", "at-risk")
    assert [(one["rule"], one["source_id"]) for one in case["evidence"]] == [("check-in-missed", missed["id"])]
    (alarm,) = await mine(bea, cast)
    assert (alarm["level"], alarm["subject_kind"]) == ("same-day", "case")
    assert (await read(cast, ada))["schedules"] == [], "once is once"
    await given(cast, ada, {"items": {"check-in-today": 2, "check-in-call": 1}}, "check-in")
    (case,) = await cases(cast, bea)
    assert [one["rule"] for one in case["evidence"]] == ["check-in-missed", "check-in-call"], "it joins the open case"
    for what, body in (("take", None), ("assessment", ASSESSED), ("outcome", DONE)):
        assert (await act(cast, bea, case, what, body)).status_code == 200
    looked = [one["looked_by"]["name"] for one in await course(cast, bea, "check-in")]
    assert looked == ["Bea Boateng", "Bea Boateng"]
    by_id = {one["id"]: one for one in (await bea.get("/api/safety/rules")).json()["rules"]}
    assert (by_id["check-in-missed"]["missed"], by_id["bp-upper"]["missed"], by_id["bp-upper"]["low"]) == (
        True,
        False,
        180,
    )
