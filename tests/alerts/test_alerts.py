"""Integrity alerts: told once, owned by the privacy officer, closed with what came of it; no content anywhere."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import uuid4

from careteam.access.roles import Actor
from tests.oversight.test_trail import all_of
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def tell(page: Browser, path: str, **found: Any) -> str:
    told = await page.send_change("POST", path, found)
    assert told.status_code == 201, told.text
    return told.json()["id"]


async def waiting(page: Browser, *, closed: bool = False) -> dict[str, Any]:
    return {one["id"]: one for one in await all_of(page, "/api/oversight/alerts", closed=closed)}


async def test_what_is_found_in_a_conversation_is_the_privacy_officers_until_closed(cast: Cast, browser: Open) -> None:
    bea, pia = await browser(cast.bea), await browser(cast.pia)
    room = (await bea.get(f"/api/plans/{cast.plan}/conversations")).json()[0]["id"]
    path = f"/api/plans/{cast.plan}/conversations/{room}/alerts"
    found = await tell(bea, path, what="log", seq=3)
    assert await tell(bea, path, what="log", seq=3) == found
    assert await tell(bea, path, what="log", seq=4) != found

    alert = (await waiting(pia))[found]
    assert (alert["what"], alert["state"], alert["seq"], alert["who"]["name"]) == ("log", "open", 3, "Bea Boateng")
    assert (alert["plan_id"], alert["patient_name"], alert["conversation_id"]) == (str(cast.plan), "Ada Marsh", room)
    assert (await pia.get("/api/oversight/summary")).json()["alerts"] >= 2

    assert (await pia.send_change("POST", f"/api/alerts/{found}/look", {})).status_code == 200
    told = (await pia.get(f"/api/oversight/alerts/{found}")).json()
    assert (told["alert"]["state"], told["alert"]["handled_by"]["name"]) == ("looking", "Pia Novak")
    assert [entry["event"] for entry in told["trail"]][:2] == ["AlertTaken", "IntegrityAlerted"]
    assert "ConversationOpened" in {entry["event"] for entry in told["trail"]}

    body = {"outcome": "restored", "words": "An old copy of the database had been put back."}
    assert (await pia.send_change("POST", f"/api/alerts/{found}/close", body)).status_code == 200
    again = await pia.send_change("POST", f"/api/alerts/{found}/close", body)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/alert-is-closed")
    assert found not in await waiting(pia)
    closed = (await waiting(pia, closed=True))[found]
    assert (closed["state"], closed["outcome"], closed["words"]) == ("closed", "restored", body["words"])


async def test_served_wrongly_after_the_close_is_new_and_a_message_found_wrong_stays_the_same(
    cast: Cast, browser: Open
) -> None:
    bea, pia = await browser(cast.bea), await browser(cast.pia)
    room = (await bea.get(f"/api/plans/{cast.plan}/conversations")).json()[0]["id"]
    path = f"/api/plans/{cast.plan}/conversations/{room}/alerts"
    log, message = {"what": "log", "seq": 1}, {"what": "message", "mid": str(uuid4())}
    first = [await tell(bea, path, **found) for found in (log, message)]
    for found in first:
        body = {"outcome": "tampering", "words": "Reported."}
        assert (await pia.send_change("POST", f"/api/alerts/{found}/close", body)).status_code == 200
    assert await tell(bea, path, **log) != first[0]
    assert await tell(bea, path, **message) == first[1]


async def test_what_is_found_in_keys_says_whose_and_each_who_finds_it_is_heard(cast: Cast, browser: Open) -> None:
    ada, bea, pia = [await browser(who) for who in (cast.ada, cast.bea, cast.pia)]
    about = str(cast.cem.person_id)
    mine, hers = [await tell(who, "/api/alerts", what="person", about_id=about) for who in (ada, bea)]
    assert mine != hers
    told = await waiting(pia)
    assert {told[one]["about"]["id"] for one in (mine, hers)} == {about}
    assert told[mine]["plan_id"] is None
    assert (await ada.send_change("POST", "/api/alerts", {"what": "log"})).status_code == 422
    assert (await ada.send_change("POST", "/api/alerts", {"what": "words"})).status_code == 422


async def test_alerts_are_nobody_elses(cast: Cast, browser: Open) -> None:
    found = await tell(await browser(cast.bea), "/api/alerts", what="directory")
    for who in (cast.ada, cast.bea, cast.eli, cast.adam):
        page = await browser(who)
        assert (await page.get("/api/oversight/alerts")).status_code == 403
        assert (await page.get(f"/api/oversight/alerts/{found}")).status_code == 403
        assert (await page.send_change("POST", f"/api/alerts/{found}/look", {})).status_code == 403
    assert (await (await browser(cast.eli)).get("/api/oversight/summary")).json()["alerts"] is None


async def test_nobody_fills_the_privacy_officers_page(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    room = (await bea.get(f"/api/plans/{cast.plan}/conversations")).json()[0]["id"]
    path = f"/api/plans/{cast.plan}/conversations/{room}/alerts"
    told = [await tell(bea, path, what="log", seq=seq) for seq in range(53)]
    assert len(set(told)) == 50
