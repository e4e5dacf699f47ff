"""Quick replies are one's own and leave no words elsewhere; templates are the clinic's, kept by a coordinator."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID

import pytest

from careteam.access.roles import Actor
from careteam.phrases import commands
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
MONDAY = {"title": "Back on Monday", "words": "Dear {patient's name}, I am back {next working time}."}


async def offered(page: Browser) -> dict[str, list[dict[str, Any]]]:
    return (await page.get("/api/phrases")).json()


async def added(page: Browser, where: str, phrase: dict[str, str]) -> str:
    answer = await page.send_change("POST", f"/api/{where}", phrase)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_a_quick_reply_is_its_authors_alone(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    id_ = await added(bea, "quick-replies", {**MONDAY, "title": "  Back on Monday "})
    assert (await offered(bea))["quick_replies"] == [{"id": id_, **MONDAY}]
    assert (await offered(cem))["quick_replies"] == []
    assert (await cem.send_change("PUT", f"/api/quick-replies/{id_}", MONDAY)).status_code == 404
    assert (await cem.send_change("POST", f"/api/quick-replies/{id_}/end")).status_code == 404
    assert (await bea.send_change("PUT", f"/api/quick-replies/{id_}", {"title": "Monday", "words": "Soon"})).is_success
    assert (await offered(bea))["quick_replies"] == [{"id": id_, "title": "Monday", "words": "Soon"}]


async def test_nothing_of_a_quick_replys_words_is_left_when_it_is_deleted(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    id_ = await added(bea, "quick-replies", MONDAY)
    assert (await bea.send_change("POST", f"/api/quick-replies/{id_}/end")).is_success
    assert (await offered(bea))["quick_replies"] == []
    assert (await bea.send_change("PUT", f"/api/quick-replies/{id_}", MONDAY)).status_code == 404
    async with cast.trail.database.writing() as connection:
        row = await connection.fetchrow("SELECT title, words FROM care.quick_reply WHERE id = $1", UUID(id_))
    assert tuple(row) == (None, None)
    trail = await (await browser(cast.pia)).get(f"/api/people/{cast.bea.person_id}/trail")
    assert {"QuickReplyKept", "QuickReplyEnded"} <= {one["event"] for one in trail.json()["items"]}
    for entry in trail.json()["items"]:
        if entry["event"].startswith("QuickReply"):
            shown = await (await browser(cast.pia)).get(f"/api/organisation/trail/{entry['seq']}")
            assert not [word for word in ("Back on Monday", "next working time") if word in shown.text]


async def test_templates_are_a_coordinators_to_keep_and_everybodys_who_treats_to_use(cast: Cast, browser: Open) -> None:
    cora, bea, ada = await browser(cast.cora), await browser(cast.bea), await browser(cast.ada)
    id_ = await added(cora, "message-templates", MONDAY)
    assert {"id": id_, **MONDAY} in (await offered(bea))["templates"]
    assert (await offered(bea))["may"] == ["quick-reply.keep"]
    assert (await offered(cora))["may"] == ["message-template.keep"]
    assert (await ada.get("/api/phrases")).status_code == 403
    for page in (bea, ada):
        assert (await page.send_change("PUT", f"/api/message-templates/{id_}", MONDAY)).status_code == 403
    assert (await cora.send_change("POST", "/api/quick-replies", MONDAY)).status_code == 403
    assert (await cora.send_change("POST", f"/api/message-templates/{id_}/end")).is_success
    assert id_ not in [one["id"] for one in (await offered(bea))["templates"]]
    assert (await cora.send_change("PUT", f"/api/message-templates/{id_}", MONDAY)).status_code == 404


async def test_they_stand_by_title_and_are_only_so_many(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_OWN", 3)
    bea = await browser(cast.bea)
    for title in ("beta", "Alpha", "gamma"):
        await added(bea, "quick-replies", {"title": title, "words": "x"})
    assert [one["title"] for one in (await offered(bea))["quick_replies"]] == ["Alpha", "beta", "gamma"]
    refused = await bea.send_change("POST", "/api/quick-replies", MONDAY)
    assert (refused.status_code, refused.json()["most"]) == (409, 3)


@pytest.mark.parametrize("empty", ["title", "words"])
async def test_nothing_is_called_nothing_or_says_nothing(cast: Cast, browser: Open, empty: str) -> None:
    bea = await browser(cast.bea)
    assert (await bea.send_change("POST", "/api/quick-replies", {**MONDAY, empty: "  "})).status_code == 422
