"""Conversations that the server cannot read, over the real interface: who reads is signed, and junk is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from copy import copy
from dataclasses import replace
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio

from careteam.access.roles import Actor
from careteam.audit.view import View
from careteam.client.talk import Talk
from careteam.client.talkstates import Ready, Waiting
from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1 import enrolment, writing
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.sending import compose
from careteam.messaging import newest
from careteam.messaging.models import Conversation
from tests.client.server import texts
from tests.messaging.test_conversations import conversations, place
from tests.talkers import Talkers, says
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


@pytest_asyncio.fixture
async def talkers(cast: Cast, browser: Open) -> Talkers:
    """The people of the plan, with keys."""
    return await Talkers.of(browser, cast, [cast.ada, cast.bea, cast.cem])


async def post(page: Browser, cast: Cast, team: dict[str, Any], what: str, body: dict[str, Any]) -> httpx.Response:
    return await page.send_change("POST", place(cast, team, what), body)


async def test_a_team_talks_and_the_server_keeps_only_what_it_cannot_read(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    team = (await conversations(await browser(cast.bea), cast))["team"]
    bea = await talkers[cast.bea].talk(team["id"])
    await bea.send(says("How did you sleep?"))
    ada = await talkers[cast.ada].talk(team["id"])
    await ada.send(says("Four hours."))
    await bea.sync()
    assert (texts(bea), bea.state) == (["How did you sleep?", "Four hours."], Ready())
    page = (await (await browser(cast.bea)).get(place(cast, team, "/messages"))).json()
    assert [(bool(one["envelope"]), one["author"]["name"]) for one in page["items"]] == [
        (True, "Bea Boateng"), (True, "Ada Marsh"),
    ]  # fmt: skip


async def sealed_team(talkers: Talkers, cast: Cast, browser: Open) -> tuple[dict[str, Any], Talk]:
    """The team's conversation, created by its psychiatrist."""
    team = (await conversations(await browser(cast.bea), cast))["team"]
    return team, await talkers[cast.bea].talk(team["id"])


async def test_a_newcomer_waits_for_a_member_and_then_reads_from_the_beginning(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    await bea.send(says("before"))
    await talkers.join(cast.dov)
    dov = await talkers[cast.dov].talk(team["id"])
    assert dov.state == Waiting(tuple(bea.log.members))
    await bea.reconcile()
    assert cast.dov.person_id.bytes not in bea.log.members
    await talkers.assign(team["id"], cast.dov)
    await bea.reconcile()
    await dov.sync()
    assert (dov.state, texts(dov)) == (Ready(), ["before"])


async def test_who_was_taken_off_reads_nothing_that_is_sent_afterwards(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    cem = await talkers[cast.cem].talk(team["id"])
    await bea.send(says("with you"))
    await cem.sync()
    office = await talkers[cast.cora].talk(team["id"])
    await office.remove(cast.cem.person_id.bytes)
    await bea.send(says("without you"))
    await cem.sync()
    assert (bea.log.epoch, texts(cem)) == (1, ["with you", None])


async def test_whoever_sends_after_somebodys_keys_changed_begins_a_new_epoch(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    _, bea = await sealed_team(talkers, cast, browser)
    ada = talkers[cast.ada].keyed
    made = enrolment.rotate_puk(ada.chain, ada.device.signer, ada.puk, ada.now)
    assert (await ada.post(ada.chain.seq + 1, made)).status_code == 200
    ada.take(made)
    await bea.send(says("to your new keys"))
    assert (bea.log.epoch, bea.state) == (1, Ready())


async def test_two_who_write_the_log_at_once_are_both_heard(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    cem = await talkers[cast.cem].talk(team["id"])
    await asyncio.gather(bea.rotate(), cem.rotate())
    await asyncio.gather(bea.send(says("one")), cem.send(says("other")))
    await bea.sync()
    assert (bea.log.epoch, sorted(filter(None, texts(bea)))) == (2, ["one", "other"])


async def test_a_log_that_grows_while_it_is_read_is_shown_as_it_was_at_one_moment(
    talkers: Talkers, cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    cem = await talkers[cast.cem].talk(team["id"])
    openly, written = View.openly, list[None]()

    async def while_bea_writes(view: View, query: Any) -> Any:
        rows = await openly(view, query)
        if view.actor.person_id == cast.cem.person_id and rows and isinstance(rows[0][0], Conversation) and not written:
            written.append(await bea.rotate())
        return rows

    monkeypatch.setattr(View, "openly", while_bea_writes)
    await cem.sync()
    assert (written, cem.alerts) == ([None], [])
    await cem.sync()
    assert (cem.log.epoch, cem.state) == (1, Ready())


async def test_somebody_may_go_back_and_forth_between_two_devices(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, on_the_laptop = await sealed_team(talkers, cast, browser)
    bea = talkers[cast.bea]
    trust = copy(bea.trust)
    trust.own = replace(trust.own, signer=trust.own.puk.signer)
    on_the_phone = await replace(bea, trust=trust).talk(team["id"])
    for text, at in (("1", on_the_laptop), ("2", on_the_phone), ("3", on_the_laptop), ("4", on_the_phone)):
        await at.sync()
        await at.send(says(text))
    await on_the_laptop.sync()
    assert texts(on_the_laptop) == ["1", "2", "3", "4"]


async def test_who_comes_back_goes_on_where_they_stopped(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    cem = await talkers[cast.cem].talk(team["id"])
    await cem.send(says("until Friday"))
    page = await browser(cast.bea)
    ended = await page.send_change("POST", place(cast, team, f"/members/{cast.cem.person_id}/end"))
    assert ended.status_code == 200, ended.text
    office = await talkers[cast.cora].talk(team["id"])
    await office.remove(cast.cem.person_id.bytes)
    again = await page.send_change("POST", place(cast, team, "/members"), {"person_id": str(cast.cem.person_id)})
    assert again.status_code == 201, again.text
    await talkers.assign(team["id"], cast.cem)
    await bea.reconcile()
    await cem.sync()
    await cem.send(says("back again"))
    assert texts(cem) == ["until Friday", "back again"]


async def test_the_same_envelope_sent_twice_is_one_message(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    await bea.send(says("once"))
    envelope = encoded(bea.record.items[0].envelope_bytes)
    again = await post(await browser(cast.bea), cast, team, "/messages", {"envelope": envelope})
    assert (again.status_code, again.json()["id"]) == (201, str(UUID(bytes=bea.record.items[0].envelope.header.mid)))
    await bea.sync()
    assert texts(bea) == ["once"]


async def test_junk_is_refused_with_what_to_do(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    await bea.send(says("a message"))
    good = bea.record.items[0].envelope_bytes
    page = await browser(cast.bea)

    async def refused(what: str, body: dict[str, Any]) -> tuple[int, str]:
        answer = await post(page, cast, team, what, body)
        return answer.status_code, answer.json()["type"].removeprefix("/problems/")

    ada = await browser(cast.ada)
    nobodys = await post(ada, cast, team, "/messages", {"envelope": encoded(good[:-1] + bytes([good[-1] ^ 1]))})
    assert nobodys.status_code in (409, 422)
    assert await refused("/messages", {"envelope": encoded(b"\xff")}) == (422, "envelope-refused")
    assert await refused("/messages", {"envelope": encoded(bytes(65 * 1024))}) == (413, "envelope-too-large")
    assert await refused("/log", {"head": encoded(bytes(32)), "entries": [encoded(b"\xff")], "boxes": []}) == (
        409, "log-moved",
    )  # fmt: skip
    head = encoded(bea.log.head)
    assert await refused("/log", {"head": head, "entries": [encoded(b"\xff")], "boxes": []}) == (422, "log-refused")
    entry = writing.rotate(bea.log, bea.view.writer, bea.view.beginning)
    boxes = [encoded(box) for box in entry.boxes]
    for wrong in (boxes[:-1], [*boxes, encoded(b"more")]):
        body = {"head": head, "entries": [encoded(entry.entry)], "boxes": wrong}
        assert await refused("/log", body) == (422, "log-refused")
    await bea.rotate()
    stale = compose(
        bea.record.messages, bea.trust.own.uid, bea.trust.own.signer, bea.opening.keyring.message_keys[1],
        says("under another head"), bea.view.now,
    )  # fmt: skip
    await bea.rotate()
    assert await refused("/messages", {"envelope": encoded(stale)}) == (412, "head-moved")
    office = await talkers[cast.cora].talk(team["id"])
    await office.remove(cast.cem.person_id.bytes)
    await bea.send(says("and on"))
    assert bea.state == Ready()


async def test_for_whoever_is_not_in_it_there_is_no_log(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    for who in (cast.fay, cast.adam):
        page = await browser(who)
        assert (await page.get(place(cast, team, "/log"))).status_code == 404
        body = {"head": encoded(bea.log.head), "entries": [encoded(b"x")], "boxes": []}
        assert (await post(page, cast, team, "/log", body)).status_code == 404
    mine = (await (await browser(cast.ada)).get(place(cast, team, "/log"))).json()
    assert len(mine["boxes"]) == 1


async def test_a_list_gets_what_opens_the_newest_words_of_many_conversations_at_once(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    found = await conversations(await browser(cast.bea), cast)
    team, staff = found["team"], found["staff"]
    for one in (team, staff):
        bea = await talkers[cast.bea].talk(one["id"])
        await bea.send(says("Monday"))
        mid = await bea.send(says("Tuesday"))
        await bea.send(Content(Type.REACTION, target=mid, emoji="👍"))
    page = await browser(cast.ada)
    asked = {"of": [team["id"], staff["id"], str(uuid4())]}
    answer = (await page.get("/api/inbox/newest", params=asked)).json()
    # Ada is not in the staff's: for her there is none.
    [item] = answer["items"]
    log = (await page.get(place(cast, team, "/log"))).json()
    assert item["conversation_id"] == team["id"]
    assert item["log"] | {"now": 0} == log | {"now": 0}
    whole = (await page.get(place(cast, team, "/messages"))).json()
    assert item["messages"] == {"items": whole["items"][1:], "has_more": True}
    keys = [(await page.get(place(cast, team, f"/readers/{one['person_id']}"))).json() for one in log["members"]]
    assert sorted(answer["people"], key=lambda one: one["person_id"]) == keys


async def test_what_is_too_much_for_a_list_is_left_to_whoever_opens_the_conversation(
    talkers: Talkers, cast: Cast, browser: Open
) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    page, mid = await browser(cast.bea), await bea.send(says("Thursday"))
    params = {"of": [team["id"]]}
    for _ in range(newest.MOST_MESSAGES):
        assert len((await page.get("/api/inbox/newest", params=params)).json()["items"]) == 1
        await bea.send(Content(Type.REACTION, target=mid, emoji="👍"))
    assert (await page.get("/api/inbox/newest", params=params)).json() == {"items": [], "people": []}
    params = {"of": [str(uuid4()) for _ in range(newest.MOST + 1)]}
    assert (await page.get("/api/inbox/newest", params=params)).status_code == 422


async def test_what_is_silent_counts_as_nothing_new(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, bea = await sealed_team(talkers, cast, browser)
    mid = await bea.send(says("Thursday"))
    await bea.send(Content(Type.REACTION, target=mid, emoji="👍"))
    [one] = [c for c in (await (await browser(cast.ada)).get("/api/inbox")).json()["items"] if c["id"] == team["id"]]
    assert (one["unread"], one["message_count"]) == (1, 2)
    assert decoded(one["last"]["envelope"]) == bea.record.items[0].envelope_bytes
    ada = await browser(cast.ada)
    assert (await post(ada, cast, team, "/seen", {"number": 2})).status_code == 200
    [one] = [c for c in (await ada.get("/api/inbox")).json()["items"] if c["id"] == team["id"]]
    assert one["unread"] == 0


async def test_an_alert_is_kept_for_the_privacy_officer(talkers: Talkers, cast: Cast, browser: Open) -> None:
    team, _ = await sealed_team(talkers, cast, browser)
    told = await post(await browser(cast.bea), cast, team, "/alerts", {"what": "log", "seq": 3})
    assert told.status_code == 201, told.text
    assert (await post(await browser(cast.bea), cast, team, "/alerts", {"what": "words"})).status_code == 422
