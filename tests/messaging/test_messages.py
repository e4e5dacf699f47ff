"""Messages: numbered, counted by heads, seen and delivered; what a screen costs the database."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from careteam.access.actions import Action
from careteam.access.roles import Actor, PlanStatus
from careteam.audit.trail import Trail
from careteam.messaging import commands as messaging
from careteam.messaging import queries
from careteam.messaging.rules import ConversationKind
from careteam.plans import commands
from tests.messaging.test_conversations import conversations, place
from tests.saying import heard, say, sealed
from tests.world import Browser, Cast, make_cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def send(cast: Cast, who: Actor, conversation: dict[str, Any], words: str, **more: Any) -> UUID:
    return await say(cast, who, conversation["id"], words, **more)


async def page(browser: Browser, cast: Cast, conversation: dict[str, Any], **query: int) -> dict[str, Any]:
    answer = await browser.get(place(cast, conversation, "/messages"), params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_messages_are_numbered_from_one_and_paged_backwards_without_a_gap(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    team = (await conversations(ada, cast))["team"]
    for n in range(5):
        await send(cast, cast.ada if n % 2 else cast.bea, team, f"words {n}")
    newest = await page(ada, cast, team, limit=2)
    middle = await page(ada, cast, team, limit=2, before=newest["items"][0]["number"])
    oldest = await page(ada, cast, team, limit=2, before=middle["items"][0]["number"])
    assert [[m["number"] for m in one["items"]] for one in (newest, middle, oldest)] == [[4, 5], [2, 3], [1]]
    assert [one["has_more"] for one in (newest, middle, oldest)] == [True, True, False]
    assert [m["author"]["role"] for m in newest["items"]] == ["patient", "psychiatrist"]
    assert (await page(ada, cast, team, before=1))["items"] == []


async def test_a_message_is_about_goals_and_steps_of_its_plan_only(cast: Cast, browser: Open) -> None:
    other = await make_cast(cast.trail)
    async with cast.change(cast.bea, Action.SET_GOAL) as change:
        goal = await commands.set_goal(change, words="Sleep through")
    async with other.change(other.bea, Action.SET_GOAL) as change:
        foreign = await commands.set_goal(change, words="Of another plan")
    ada = await browser(cast.ada)
    team = (await conversations(ada, cast))["team"]
    await send(cast, cast.ada, team, "Last night", about=goal)
    unsent = await sealed(cast, cast.ada, team["id"], "Last night", about=foreign)
    refused = await ada.send_change("POST", place(cast, team, "/messages"), unsent)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/not-of-this-plan")
    told = (await page(ada, cast, team))["items"]
    assert [m["about"] for m in told] == [[{"id": str(goal), "kind": "goal", "title": "Sleep through"}]]


async def test_a_repeated_send_is_one_message(cast: Cast, browser: Open) -> None:
    ada, key = await browser(cast.ada), uuid4()
    team = (await conversations(ada, cast))["team"]
    path = place(cast, team, "/messages")
    body = await sealed(cast, cast.ada, team["id"], "Once")
    answers = [await ada.send_change("POST", path, body, key=key) for _ in range(3)]
    assert {a.status_code for a in answers} == {201}
    assert len({a.text for a in answers}) == 1
    assert [m["id"] for m in (await page(ada, cast, team))["items"]] == [answers[0].json()["id"]]


async def test_a_plan_that_has_ended_still_takes_messages(cast: Cast, browser: Open) -> None:
    async with cast.change(cast.bea, Action.SET_PLAN_STATUS) as change:
        await commands.set_plan_status(change, status=PlanStatus.COMPLETED, reason="Done")
    ada = await browser(cast.ada)
    team = (await conversations(ada, cast))["team"]
    await send(cast, cast.ada, team, "Thank you")
    assert await heard(cast, cast.bea, team["id"]) == ["Thank you"]


async def test_the_patients_side_waits_from_its_first_message_until_staff_answer(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    team = (await conversations(ada, cast))["team"]
    assert team["waiting_since"] is None
    await send(cast, cast.ada, team, "Is anybody there?")
    since = (await conversations(bea, cast))["team"]["waiting_since"]
    await send(cast, cast.ada, team, "Hello?")
    assert (await conversations(bea, cast))["team"]["waiting_since"] == since is not None
    await send(cast, cast.bea, team, "Yes")
    assert (await conversations(bea, cast))["team"]["waiting_since"] is None


async def test_a_conversation_tells_which_of_its_members_cannot_sign_in_yet(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    team = (await conversations(bea, cast))["team"]

    async def have_account() -> set[str]:
        told = (await bea.get(place(cast, team))).json()["receipts"]
        return {one["person_id"] for one in told if one["has_account"]}

    assert await have_account() == {str(cast.bea.person_id)}
    await browser(cast.ada)
    assert await have_account() == {str(cast.bea.person_id), str(cast.ada.person_id)}


async def test_receipts_only_grow_and_never_pass_the_newest_message(cast: Cast, browser: Open) -> None:
    ada = await browser(cast.ada)
    team = (await conversations(ada, cast))["team"]
    for words in ("one", "two", "three"):
        await send(cast, cast.bea, team, words)

    async def receipt() -> tuple[int, int]:
        told = (await ada.get(place(cast, team))).json()["receipts"]
        mine = next(one for one in told if one["person_id"] == str(cast.ada.person_id))
        return mine["delivered_number"], mine["seen_number"]

    async def delivered(number: int) -> None:
        assert (await ada.post(place(cast, team, "/delivered"), json={"number": number})).status_code == 204

    async def seen(number: int) -> None:
        assert (await ada.send_change("POST", place(cast, team, "/seen"), {"number": number})).status_code == 200

    assert await receipt() == (0, 0)
    await delivered(2)
    assert await receipt() == (2, 0)
    await seen(1)
    await delivered(1)
    assert await receipt() == (2, 1)
    await seen(99)
    assert await receipt() == (3, 3)
    await seen(2)
    assert await receipt() == (3, 3)
    entries = await (await browser(cast.eli)).get(f"/api/plans/{cast.plan}/trail", params={"event": "MessagesSeen"})
    assert len(entries.json()["items"]) == 2


async def test_no_words_are_in_the_trail_or_readable_in_the_database(cast: Cast, browser: Open) -> None:
    ada, words = await browser(cast.ada), f"canary {uuid4().hex}"
    team = (await conversations(ada, cast))["team"]
    await send(cast, cast.ada, team, words)
    eli = await browser(cast.eli)
    trail = (await eli.get(f"/api/plans/{cast.plan}/trail")).text
    assert "MessageSent" in trail
    assert words not in trail
    async with cast.trail.database.writing() as connection:
        stored = await connection.fetch("SELECT m::text AS all FROM care.message m WHERE plan_id = $1", cast.plan)
    assert [words.encode().hex() in row["all"] or words in row["all"] for row in stored] == [False]


async def test_the_inbox_shows_the_newest_activity_first_and_pages_by_key(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    known = await conversations(bea, cast)
    direct = await cem.send_change(
        "POST", f"/api/plans/{cast.plan}/conversations", {"kind": "direct", "member_ids": [str(cast.bea.person_id)]}
    )
    await send(cast, cast.cem, known["team"], "first")
    await send(cast, cast.cem, known["staff"], "second")
    first = (await bea.get("/api/inbox", params={"limit": 2})).json()
    rest = (await bea.get("/api/inbox", params={"limit": 2, "after": first["next"]})).json()
    assert [one["id"] for one in first["items"]] == [known["staff"]["id"], known["team"]["id"]]
    assert [one["id"] for one in rest["items"]] == [direct.json()["id"]]
    assert rest["next"] is None
    assert first["items"][0]["last"]["author"]["name"] == "Cem Aydin"
    assert first["items"][0]["patient_name"] == "Ada Marsh"
    assert first["items"][0]["unread"] == 1


@contextmanager
def counted(trail: Trail) -> Iterator[list[str]]:
    """The statements of views."""
    statements: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(trail.database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(trail.database.engine.sync_engine, "before_cursor_execute", note)


async def test_a_screen_costs_as_many_queries_with_fifty_rows_as_with_one(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    path = f"/api/plans/{cast.plan}/conversations"
    cost: dict[str, list[int]] = {}
    for size in (1, 30):
        for n in range(size):
            opened = await bea.send_change("POST", path, {"kind": "staff", "title": f"Topic {size} {n}"})
            await send(cast, cast.bea, {"id": opened.json()["id"]}, "words")
        for n in range(size):
            await send(cast, cast.bea, {"id": opened.json()["id"]}, f"words {n}")
        one = f"{path}/{opened.json()['id']}"
        of = "&".join(f"of={one['id']}" for one in (await bea.get(path)).json())
        screens = {
            "inbox": "/api/inbox", "shelf": "/api/inbox?shelf=team", "counts": "/api/inbox/counts", "list": path,
            "one": one, "messages": f"{one}/messages", "newest": f"/api/inbox/newest?{of}",
        }  # fmt: skip
        for screen, address in screens.items():
            with counted(cast.trail) as statements:
                assert (await bea.get(address)).status_code == 200
            cost.setdefault(screen, []).append(len(statements))
    most = dict.fromkeys(cost, 10) | {"newest": 16}
    assert {screen: of for screen, of in cost.items() if not of[0] == of[1] <= most[screen]} == {}


PEOPLE = st.sampled_from(["ada", "bea", "cem"])
STEPS = st.lists(st.tuples(PEOPLE, st.sampled_from(["send", "see"]), st.integers(0, 8)), max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_unread_counts_are_always_right(cast: Cast, steps: list[tuple[str, str, int]]) -> None:
    async with cast.change(cast.bea, Action.OPEN_CONVERSATION) as change:
        conversation = await messaging.open_conversation(change, kind=ConversationKind.TEAM, title="A model")
    seen, sent = {"ada": 0, "bea": 0, "cem": 0}, 0
    for who, what, number in steps:
        if what == "send":
            await say(cast, getattr(cast, who), conversation, "words")
            sent += 1
            seen[who] = sent
        else:
            async with cast.change(getattr(cast, who), Action.SEE_MESSAGE) as change:
                await messaging.see_message(change, conversation_id=conversation, number=number)
            seen[who] = max(seen[who], min(number, sent))
    for who, number in seen.items():
        async with cast.view(getattr(cast, who), Action.READ_CONVERSATION) as view:
            told = await queries.conversation(view, conversation)
            page = await queries.messages(view, conversation, before=None, after=None, limit=50)
            numbers = [one.number for one in page.items]
        assert (told.unread, told.message_count) == (sent - number, sent)
        assert numbers == list(range(1, sent + 1))
