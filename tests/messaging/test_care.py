"""Who looks after a conversation, who owes the next word, and the inbox's shelves with their counts."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.audit.models import Entry
from careteam.audit.view import View, open_view
from careteam.core import problems
from careteam.messaging import care, inbox
from careteam.messaging import commands as messaging
from careteam.messaging.inbox import Shelf
from careteam.messaging.queries import ConversationSummary
from careteam.messaging.rules import ConversationKind, ConversationState
from careteam.plans import team
from tests.messaging.test_conversations import conversations, leave, place
from tests.saying import say
from tests.world import Browser, Cast

#: `make prove` draws more.
EXAMPLES = 20 if "CARETEAM_PROVE" in os.environ else 3
Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def act(browser: Browser, cast: Cast, talk: dict[str, Any], what: str, **body: Any) -> tuple[int, dict[str, Any]]:
    answer = await browser.send_change("POST", place(cast, talk, f"/{what}"), body)
    return answer.status_code, answer.json()


async def seen_by(browser: Browser, cast: Cast, talk: dict[str, Any]) -> dict[str, Any]:
    return (await browser.get(place(cast, talk))).json()


async def test_of_two_who_claim_at_once_one_looks_after_it_and_the_other_is_told_who(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    talk = (await conversations(bea, cast))["team"]
    answers = await asyncio.gather(*(act(who, cast, talk, "claim") for who in (bea, cem)))
    assert sorted(status for status, _ in answers) == [200, 409]
    refusal = next(body for status, body in answers if status == 409)
    owner = (await seen_by(bea, cast, talk))["owner"]
    assert refusal["type"] == "/problems/conversation-already-claimed"
    assert refusal["claimed_by"] == {"id": owner["id"], "name": owner["name"]}


async def test_it_is_handed_over_with_a_word_that_the_patient_does_not_read(cast: Cast, browser: Open) -> None:
    ada, bea, cem, dov = [await browser(who) for who in (cast.ada, cast.bea, cast.cem, cast.dov)]
    talk = (await conversations(bea, cast))["team"]
    to_dov = {"person_id": str(cast.dov.person_id), "why": "I am away until Monday"}
    assert (await act(cem, cast, talk, "claim"))[0] == 200
    assert (await act(dov, cast, talk, "hand-over", **to_dov))[0] == 403
    for stranger in (cast.ada, cast.fay):
        status, body = await act(cem, cast, talk, "hand-over", person_id=str(stranger.person_id))
        assert (status, body["type"]) == (409, "/problems/cannot-look-after")
    assert (await act(cem, cast, talk, "hand-over", **to_dov))[0] == 200
    of_dov, of_ada = await seen_by(dov, cast, talk), await seen_by(ada, cast, talk)
    assert (of_dov["owner"]["name"], of_dov["owner_word"]) == ("Dov Adler", "I am away until Monday")
    assert (of_ada["owner"]["name"], of_ada["owner_word"]) == ("Dov Adler", None)
    assert not [action for action in of_ada["may"] if action.startswith("conversation.")]
    # The lead may as well.
    assert (await act(bea, cast, talk, "release"))[0] == 200
    assert (await seen_by(bea, cast, talk))["owner"] is None


async def test_who_owes_the_next_word_follows_from_who_wrote_last(cast: Cast, browser: Open) -> None:
    ada, bea, cem = [await browser(who) for who in (cast.ada, cast.bea, cast.cem)]
    talks = await conversations(bea, cast)
    talk, staff = talks["team"], talks["staff"]
    states = [talk["state"]]
    for who in (cast.ada, cast.cem):
        await say(cast, who, talk["id"], "words")
        states.append((await seen_by(ada, cast, talk))["state"])
    await say(cast, cast.cem, staff["id"], "words")
    states.append((await seen_by(bea, cast, staff))["state"])
    assert states == ["open", "waiting-for-us", "waiting-for-patient", "open"]
    await act(cem, cast, talk, "claim")
    assert (await act(cem, cast, talk, "close", outcome="Agreed on mornings"))[0] == 200
    closed = await seen_by(ada, cast, talk)
    assert (closed["state"], closed["outcome"], closed["closed_by"]["name"]) == (
        "closed", "Agreed on mornings", "Cem Aydin",
    )  # fmt: skip
    assert (await act(cem, cast, talk, "close"))[1]["type"] == "/problems/conversation-already-closed"
    await say(cast, cast.ada, talk["id"], "And in the evening?")
    again = await seen_by(bea, cast, talk)
    assert (again["state"], again["owner"]["name"], again["outcome"]) == ("waiting-for-us", "Cem Aydin", None)


async def test_what_was_closed_by_mistake_waits_again_since_the_same_moment(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    talk = (await conversations(cem, cast))["team"]
    await say(cast, cast.ada, talk["id"], "Are you there?")
    before = await seen_by(cem, cast, talk)
    await act(cem, cast, talk, "close")
    assert (await seen_by(cem, cast, talk))["waiting_since"] is None
    assert (await cem.get("/api/today")).json()["count"] == 0
    await act(cem, cast, talk, "reopen")
    assert (await seen_by(cem, cast, talk)) == before


async def test_who_leaves_the_team_looks_after_nothing_and_the_trail_says_so(cast: Cast, browser: Open) -> None:
    bea, dov = await browser(cast.bea), await browser(cast.dov)
    talks = await conversations(bea, cast)
    for talk in talks.values():
        assert (await act(dov, cast, talk, "claim"))[0] == 200
    assert (await act(dov, cast, talks["team"], "close"))[0] == 200
    await leave(cast, cast.dov)
    assert [(await seen_by(bea, cast, talk))["owner"] for talk in talks.values()] == [None, None]
    async with cast.view(cast.eli, Action.REVIEW_TRAIL) as view:
        told = await view.all(select(Entry).where(Entry.event == "ConversationReturned"))
    assert {entry.stream_id for entry in told} == {UUID(talk["stream_id"]) for talk in talks.values()}
    assert all(cast.dov.person_id in entry.subjects and entry.cause for entry in told)


async def test_nobody_looks_after_what_was_theirs_whose_time_is_over(cast: Cast, browser: Open) -> None:
    bea, cem, dov = [await browser(who) for who in (cast.bea, cast.cem, cast.dov)]
    talk = (await conversations(bea, cast))["team"]
    await say(cast, cast.ada, talk["id"], "Are you there?")
    assert (await act(dov, cast, talk, "claim"))[0] == 200
    assert (await cem.get("/api/today")).json()["count"] == 0
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.limit(change, await team.must_include(change, cast.dov.person_id), change.now)
    row = (await cem.get("/api/today")).json()["items"][0]
    assert (row["id"], row["claimable"]) == (talk["id"], True)
    assert (await cem.get("/api/inbox/counts")).json()["unassigned"] == 1
    assert (await act(cem, cast, talk, "claim"))[0] == 200


async def test_an_unanswered_patient_is_its_owners_to_answer(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    talk = (await conversations(bea, cast))["team"]
    await say(cast, cast.ada, talk["id"], "Are you there?")
    free = [(await who.get("/api/today")).json()["items"][0] for who in (bea, cem)]
    assert [row["claimable"] for row in free] == [True, True]
    await act(cem, cast, talk, "claim")
    assert (await bea.get("/api/today")).json()["items"] == []
    [mine] = (await cem.get("/api/today")).json()["items"]
    assert (mine["claimable"], mine["why"]) == (False, "You look after it. In “Whole team”.")


WHO = st.sampled_from(["ada", "bea", "cem"])
WHAT = st.sampled_from(["claim", "release", "close", "reopen", "to-bea", "to-cem", "say"])
STEPS = st.lists(st.tuples(WHO, WHAT, st.integers(0, 1)), max_size=14)
CLOSED, FOR_US = ConversationState.CLOSED, ConversationState.WAITING_FOR_US


@dataclass
class Model:
    """A conversation as it should be: whose it is, and who owes the next word."""

    owner: str | None = None
    state: ConversationState = ConversationState.OPEN
    before: ConversationState = ConversationState.OPEN

    def takes(self, who: str, what: str) -> bool:
        """May they do this now? Bea leads, and Ada is the patient."""
        owns = who == "bea" or self.owner in (None, who)
        match what:
            case "claim":
                return who != "ada" and self.owner in (None, who)
            case "reopen":
                return who != "ada"
            case "close":
                return who != "ada" and owns and self.state is not CLOSED
            case _:
                return what == "say" or (who != "ada" and owns)

    def take(self, who: str, what: str) -> None:
        """What follows from it."""
        match what:
            case "say":
                self.state = FOR_US if who == "ada" else ConversationState.WAITING_FOR_PATIENT
            case "claim":
                self.owner = who
            case "release":
                self.owner = None
            case "close":
                self.before, self.state = self.state, CLOSED
            case "reopen":
                self.state = self.before if self.state is CLOSED else self.state
            case _:
                self.owner = what[3:]

    def shelves(self, reader: str) -> set[Shelf]:
        """On which shelves of theirs it lies."""
        if self.state is CLOSED:
            return {Shelf.CLOSED}
        found = {
            Shelf.TEAM: True,
            Shelf.MINE: self.owner == reader,
            Shelf.UNASSIGNED: self.owner is None and reader != "ada",
            Shelf.WAITING: self.state is FOR_US and reader != "ada",
        }
        return {shelf for shelf, there in found.items() if there}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_a_conversation_lies_where_a_model_says_and_counts_equal_their_pages(
    cast: Cast, steps: list[tuple[str, str, int]]
) -> None:
    models: dict[UUID, Model] = {}
    for title in ("One", "Two"):
        async with cast.change(cast.bea, Action.OPEN_CONVERSATION) as change:
            room = await messaging.open_conversation(change, kind=ConversationKind.TEAM, title=title)
        models[room] = Model()
    for who, what, which in steps:
        room = list(models)[which]
        if models[room].takes(who, what):
            await perform(cast, getattr(cast, who), what, room)
            models[room].take(who, what)
        else:
            with pytest.raises(problems.Problem):
                await perform(cast, getattr(cast, who), what, room)
    for reader in ("ada", "bea", "cem"):
        async with open_view(cast.trail, getattr(cast, reader), Action.READ_INBOX, screen="test") as view:
            found = {shelf: await all_on(view, shelf) for shelf in Shelf}
            counted = await inbox.counts(view)
        for room, model in models.items():
            lies = {shelf for shelf, rows in found.items() if room in rows} - {Shelf.UNREAD}
            assert lies == model.shelves(reader), (reader, model)
            assert {row.state for rows in found.values() for id_, row in rows.items() if id_ == room} == {model.state}
        assert counted.model_dump() == {str(shelf): len(rows) for shelf, rows in found.items()}


async def all_on(view: View, shelf: Shelf) -> dict[UUID, ConversationSummary]:
    """A shelf in small pages; nothing on it comes twice."""
    rows: list[ConversationSummary] = []
    after: str | None = None
    while True:
        page = await inbox.inbox(view, shelf=shelf, after=after, limit=2)
        rows, after = rows + page.items, page.next
        if after is None:
            assert len({row.id for row in rows}) == len(rows)
            return {row.id: row for row in rows}


async def perform(cast: Cast, who: Actor, what: str, room: UUID) -> None:
    """One act of the model."""
    if what == "say":
        await say(cast, who, room, "words")
        return
    acts = {
        "claim": (Action.CLAIM_CONVERSATION, care.claim_conversation),
        "release": (Action.RELEASE_CONVERSATION, care.release_conversation),
        "close": (Action.CLOSE_CONVERSATION, care.close_conversation),
        "reopen": (Action.REOPEN_CONVERSATION, care.reopen_conversation),
    }
    if what in acts:
        action, command = acts[what]
        async with cast.change(who, action) as change:
            await command(change, conversation_id=room)
    else:
        async with cast.change(who, Action.HAND_OVER_CONVERSATION) as change:
            person_id = getattr(cast, what[3:]).person_id
            await care.hand_over_conversation(change, conversation_id=room, person_id=person_id)
