"""The assessment over HTTP: what was tried and what it adds up to, in each version; and reviews by two."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import pytest

from careteam.access.roles import Actor
from careteam.assessment import configured
from careteam.core.settings import settings
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]

TRIAL = {
    "kind": "trial", "name": "Sertraline", "treatment": "antidepressant", "dose": "150 mg", "dose_adequate": True,
    "days": 56, "adherence": "full", "current_episode": True, "outcome": "partial", "informant": "record",
    "words": None,
}  # fmt: skip
STAGING = {"kind": "staging", "months": 18, "severity": "moderate"}
BIPOLAR = {"kind": "differential", "name": "Bipolar disorder", "status": "not-yet", "words": None}
CONDITION = {
    "kind": "condition", "name": "Depression", "code": "icd-11|6A71", "status": "active", "since": "2024-03-01",
    "course": "recurrent", "words": None,
}  # fmt: skip
CONSENT = {
    "kind": "consent", "to": "off-label", "name": "Ketamine infusions", "status": "given", "on": "2026-03-02",
    "paper": "Paper file, room 4", "words": None,
}  # fmt: skip
FLAG = {"kind": "flag", "name": "Aneurysm", "weight": "contraindication", "staff_only": True, "words": None}


async def read(cast: Cast, by: Browser, **query: Any) -> dict[str, Any]:
    answer = await by.get(f"/api/plans/{cast.plan}/assessment", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def version(cast: Cast, by: Browser) -> int:
    return (await by.get(f"/api/plans/{cast.plan}")).json()["version"]


async def note(cast: Cast, by: Browser, finding: dict[str, Any], row: str | None = None, **more: Any) -> Any:
    path = f"/api/plans/{cast.plan}/assessment/findings" + (f"/{row}" if row else "")
    return await by.send_change("PUT" if row else "POST", path, {"finding": finding, "reason": "We talked.", **more})


async def noted(cast: Cast, by: Browser, finding: dict[str, Any], row: str | None = None) -> str:
    answer = await note(cast, by, finding, row)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()["id"]


async def end(cast: Cast, by: Browser, row: str) -> Any:
    path = f"/api/plans/{cast.plan}/assessment/findings/{row}/end"
    return await by.send_change("POST", path, {"reason": "It was her sister's."})


def names(found: dict[str, Any]) -> list[str]:
    return sorted(one["body"].get("name", one["body"]["kind"]) for one in found["findings"])


async def test_each_change_is_a_version_with_its_reason_and_every_version_can_be_read_again(
    cast: Cast, browser: Open
) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    before = await version(cast, bea)
    row = await noted(cast, bea, TRIAL)
    await noted(cast, bea, STAGING)
    first = await version(cast, bea)
    assert first == before + 2
    assert (await read(cast, ada))["staging"]["stage"] == {
        "duration": 2, "severity": 3, "failed": 1, "augmentation": 0, "ect": 0, "total": 6, "band": "mild",
    }  # fmt: skip
    assert (await note(cast, bea, STAGING)).json()["type"].endswith("already-staged")

    shorter = await noted(cast, bea, TRIAL | {"days": 41}, row)
    found = await read(cast, ada)
    assert found["staging"]["stage"] is None, "nothing has failed that was long enough"
    trial = next(one for one in found["findings"] if one["body"]["kind"] == "trial")
    assert trial["judgement"] == {"adequacy": "not-adequate", "shortfalls": ["too-short"], "failed": False}
    assert (await note(cast, bea, TRIAL, row)).status_code == 409, "somebody changed it meanwhile"
    assert (await note(cast, bea, FLAG, shorter)).status_code == 422

    assert (await end(cast, bea, shorter)).status_code == 200
    assert names(await read(cast, ada)) == ["staging"]
    assert names(await read(cast, ada, version=before)) == []
    then = await read(cast, ada, version=first)
    assert names(then) == ["Sertraline", "staging"]
    assert then["staging"]["stage"]["total"] == 6
    history = (await ada.get(f"/api/plans/{cast.plan}/versions")).json()["items"]
    assert history[0]["reason"] == "It was her sister's."
    assert history[0]["title"] == (await bea.get(f"/api/plans/{cast.plan}")).json()["title"]


async def test_a_condition_changes_and_ends_in_versions_that_the_patient_can_read(cast: Cast, browser: Open) -> None:
    bea, ada, dov = await browser(cast.bea), await browser(cast.ada), await browser(cast.dov)
    row = await noted(cast, bea, CONDITION)
    first = await version(cast, ada)
    after = await noted(cast, bea, CONDITION | {"status": "remission", "course": "persistent"}, row)
    [now] = (await read(cast, ada))["findings"]
    assert (now["body"]["status"], now["body"]["course"], now["reason"]) == ("remission", "persistent", "We talked.")
    [then] = (await read(cast, ada, version=first))["findings"]
    assert (then["body"], then["finding_id"]) == (CONDITION, now["finding_id"])
    assert (await note(cast, dov, CONDITION, after)).status_code == 403, "a coach reads, and does not assess"
    assert (await note(cast, bea, CONDITION | {"status": "gone"})).status_code == 422
    assert (await end(cast, bea, after)).status_code == 200
    assert names(await read(cast, ada)) == []
    assert names(await read(cast, ada, version=first)) == ["Depression"]


async def test_a_consent_that_was_taken_back_stays_as_taken_back(cast: Cast, browser: Open) -> None:
    bea, ada = await browser(cast.bea), await browser(cast.ada)
    row = await noted(cast, bea, CONSENT)
    given = await version(cast, ada)
    back = await noted(cast, bea, CONSENT | {"status": "withdrawn", "on": "2026-04-01"}, row)
    assert (await end(cast, bea, back)).json()["type"].endswith("stays-taken-back")
    [now] = (await read(cast, ada))["findings"]
    assert (now["body"]["status"], now["body"]["on"], now["author"]["name"]) == (
        "withdrawn", "2026-04-01", "Bea Boateng",
    )  # fmt: skip
    assert (await read(cast, ada, version=given))["findings"][0]["body"] == CONSENT
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    assert (await note(cast, bea, CONSENT | {"on": tomorrow})).json()["type"].endswith("not-said-yet")
    assert await version(cast, ada) == given + 1, "what was refused left no version"
    wrong = await noted(cast, bea, CONSENT, back)
    assert (await end(cast, bea, wrong)).status_code == 200


async def test_the_clinic_chooses_by_which_rule_a_trial_counts(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    bea = await browser(cast.bea)
    await noted(cast, bea, TRIAL | {"days": 30, "current_episode": False})
    assert (await read(cast, bea))["staging"]["failed_trials"] == 0
    own = settings().model_copy(update={"trial_days": 28, "trial_same_episode": False})
    monkeypatch.setattr(configured, "settings", lambda: own)
    staging = (await read(cast, bea))["staging"]
    assert (staging["failed_trials"], staging["failed_antidepressants"]) == (1, 0)
    assert (staging["min_days"], staging["rule_cite"]) == (28, "Set by this organisation")


async def test_what_is_for_the_staff_alone_leaves_no_mark_that_a_patient_could_see(cast: Cast, browser: Open) -> None:
    cem, ada, dov = await browser(cast.cem), await browser(cast.ada), await browser(cast.dov)
    before = [await (await ada.get(path)).aread() for path in seen(cast)]
    row = await noted(cast, cem, BIPOLAR)
    await noted(cast, cem, FLAG)
    after = await noted(cast, cem, BIPOLAR | {"status": "set-aside", "words": "No signs in two years."}, row)
    assert [await (await ada.get(path)).aread() for path in seen(cast)] == before
    assert names(await read(cast, dov)) == ["Aneurysm", "Bipolar disorder"]
    assert (await note(cast, ada, BIPOLAR)).status_code == 403
    assert (await note(cast, dov, BIPOLAR, after)).status_code == 403, "a coach reads, and does not assess"
    assert (await note(cast, cem, FLAG | {"staff_only": False}, after)).status_code == 422


def seen(cast: Cast) -> list[str]:
    return [f"/api/plans/{cast.plan}{part}" for part in ("/assessment", "", "/versions")]


async def test_a_plan_is_reviewed_by_two_and_the_second_is_the_other_of_both(cast: Cast, browser: Open) -> None:
    bea, cem, ada = await browser(cast.bea), await browser(cast.cem), await browser(cast.ada)
    path = f"/api/plans/{cast.plan}/reviews"
    review = (await bea.send_change("POST", path, {"words": "Go on as planned."})).json()["id"]
    waiting = (await read(cast, cem))["waiting"]
    assert (waiting["recorded_by"]["name"], waiting["may"]) == ("Bea Boateng", ["plan.review"]), waiting
    assert (await read(cast, bea))["waiting"]["may"] == []
    assert (await read(cast, ada))["reviewed"] is None

    confirm = f"{path}/{review}/confirmation"
    assert (await bea.send_change("POST", confirm)).status_code == 409, "nobody confirms themself"
    assert (await cem.send_change("POST", path, {})).json()["type"].endswith("review-waits")
    again = await bea.send_change("POST", path, {"words": "Go on, and look again.", "next_on": "2031-05-02"})
    assert again.json()["id"] == review, "the same review, said better"
    assert (await cem.send_change("POST", confirm)).status_code == 200
    assert (await cem.send_change("POST", confirm)).status_code == 409
    reviewed = (await read(cast, ada))["reviewed"]
    assert (reviewed["words"], reviewed["next_on"]) == ("Go on, and look again.", "2031-05-02")
    assert reviewed["version"] == await version(cast, ada)
    assert (await read(cast, ada))["waiting"] is None
