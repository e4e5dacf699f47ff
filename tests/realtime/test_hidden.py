"""Who does not read a stream learns neither its order nor its length: not one byte of what they are told depends on it."""

import os
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor, Role
from careteam.audit.opening import open_change
from careteam.messaging import commands as messaging
from careteam.messaging.models import Conversation
from careteam.messaging.rules import ConversationKind
from careteam.plans import commands as plans
from careteam.plans import team
from careteam.realtime import feed as feed_module
from careteam.tasks import commands as tasks
from tests.documented import DOCUMENT
from tests.realtime.live import Process, Watcher, watch
from tests.saying import envelope, say_by
from tests.world import Browser, Cast, make_cast, person, sign_in

#: `make test` asks as those who read most.
PROVE = "CARETEAM_PROVE" in os.environ
#: What a request is about, and is not when it is about nothing.
IDS = re.compile(r"{(task_id|conversation_id|goal_id|item_id|relation_id|stream_id)}")


class Hidden:
    """Activity between Bea and Dov that nobody else of the plan reads, and activity of another plan."""

    def __init__(self, cast: Cast, elsewhere: Cast) -> None:
        self.cast, self.elsewhere = cast, elsewhere
        #: Rows and streams of it, by the name that addresses have for their kind.
        self.ids: dict[str, list[UUID]] = {}
        self.told = 0

    async def open(self) -> "Hidden":
        """A conversation of two, and what the other plan is made of."""
        cast, elsewhere = self.cast, self.elsewhere
        async with cast.change(cast.bea, Action.OPEN_CONVERSATION) as change:
            self.talk = await messaging.open_conversation(
                change, kind=ConversationKind.DIRECT, member_ids=[cast.dov.person_id]
            )
        async with cast.change(cast.bea, Action.SEE_MESSAGE) as change:
            stream = (await change.get(Conversation, self.talk)).stream_id
        async with elsewhere.change(elsewhere.bea, Action.SET_GOAL) as change:
            goal = await plans.set_goal(change, words="Of another plan")
            streams = await change.streams()
        async with elsewhere.change(elsewhere.bea, Action.ASSIGN_TASK) as change:
            task = await tasks.assign_task(change, tasks.NewTask(title="x", owner_id=elsewhere.bea.person_id))
        async with elsewhere.change(elsewhere.bea, Action.SEE_MESSAGE) as change:
            self.other_talk = (await change.find(Conversation, kind=ConversationKind.STAFF))[0].id
        async with elsewhere.change(elsewhere.cora, Action.CHANGE_TEAM) as change:
            relation = (await team.must_include(change, elsewhere.dov.person_id)).id
        # Colleagues are read by all who treat, whosever patients they see.
        self.newcomers = [await person(elsewhere.trail, "Faro Okoro", Role.THERAPIST) for _ in range(2)]
        self.ids = {
            "conversation_id": [self.talk, self.other_talk], "stream_id": [stream, *streams.values()],
            "goal_id": [goal], "task_id": [task], "relation_id": [relation], "item_id": [goal],
        }  # fmt: skip
        # Looks of theirs are written down once in a quarter of an hour, and the patient may read who looked.
        await envelope(cast, cast.bea, self.talk, "Not sent")
        await envelope(elsewhere, elsewhere.bea, self.other_talk, "Not sent")
        return self

    async def goes_on(self, by: Process) -> None:
        """More of it, in every kind of stream, announced as everything is."""
        cast, elsewhere = self.cast, self.elsewhere
        for n in range(2):
            await say_by(by.trail, cast, cast.bea, self.talk, f"Among the two of us {n}")
            async with open_change(by.trail, cast.dov, Action.SEE_MESSAGE, plan_id=cast.plan) as change:
                await messaging.see_message(change, conversation_id=self.talk, number=n + 1)
                await messaging.mark_delivered(change, conversation_id=self.talk, number=n + 1)
            async with open_change(by.trail, elsewhere.bea, Action.SET_GOAL, plan_id=elsewhere.plan) as change:
                await plans.set_goal(change, words=f"Of another plan {n}")
            await say_by(by.trail, elsewhere, elsewhere.bea, self.other_talk, "Of another plan")
            new = tasks.NewTask(title="x", owner_id=elsewhere.cem.person_id)
            async with open_change(by.trail, elsewhere.bea, Action.ASSIGN_TASK, plan_id=elsewhere.plan) as change:
                await tasks.assign_task(change, new)
            async with elsewhere.view(elsewhere.cem, Action.READ_PLAN):
                pass
        async with open_change(by.trail, elsewhere.cora, Action.CHANGE_TEAM, plan_id=elsewhere.plan) as change:
            await team.join(change, person_id=self.newcomers.pop().person_id, role=Role.THERAPIST)


async def readers(cast: Cast) -> dict[str, Actor]:
    """Who reads none of it: a patient, a supporter, a member of the team, somebody of no plan."""
    sam = await person(cast.trail, "Sam Marsh", Role.SUPPORTER)
    async with cast.change(cast.cora, Action.CHANGE_TEAM) as change:
        await team.join(change, person_id=sam.person_id, role=Role.SUPPORTER)
    return {"patient": cast.ada, "supporter": sam, "member": cast.cem, "nobody of the plan": cast.fay}


@pytest.fixture
async def hidden(cast: Cast) -> Hidden:
    return await Hidden(cast, await make_cast(cast.trail)).open()


async def told_over_http(browser: Browser, cast: Cast) -> dict[str, tuple[int, str]]:
    """Every answer there is to read about the plan and across plans, and about each stream that is followed."""
    conversations = await browser.get(f"/api/plans/{cast.plan}/conversations")
    rooms = conversations.json() if conversations.status_code == 200 else []
    places = [path.replace("{plan_id}", str(cast.plan)) for path, one in DOCUMENT["paths"].items() if "get" in one]
    # A question that a device signs is another one each time.
    places = [path for path in places if "{" not in path and path != "/api/clinic" and not path.endswith("/question")]
    places += [f"/api/plans/{cast.plan}/conversations/{one['id']}{rest}" for one in rooms for rest in ("", "/messages")]
    plan = await browser.get(f"/api/plans/{cast.plan}")
    streams = {one["stream_id"] for one in rooms} | set(re.findall(r'stream_id": ?"([^"]+)', plan.text))
    places += [f"/api/streams/{stream}/entries" for stream in streams]
    found: dict[str, tuple[int, str]] = {}
    for place in places:
        answer = await browser.get(place)
        found[place] = (answer.status_code, re.sub(r'"instance":"[^"]*"', "", answer.text))
    return found


async def test_no_answer_depends_on_what_one_does_not_read(cast: Cast, hidden: Hidden, one: Process) -> None:
    async with AsyncExitStack() as opened:
        browsers = {
            name: await opened.enter_async_context(Browser(one.app, await sign_in(one.trail, actor)))
            for name, actor in (await readers(cast)).items()
            if PROVE or name in ("patient", "member")
        }
        for browser in browsers.values():
            await told_over_http(browser, cast)  # looks are written down once in a quarter of an hour
        before = {name: await told_over_http(browser, cast) for name, browser in browsers.items()}
        await hidden.goes_on(one)
        for name, browser in browsers.items():
            assert await told_over_http(browser, cast) == before[name], name
        read = {name: sum(status == 200 for status, _ in told.values()) for name, told in before.items()}
        assert read["patient"] > 12
        assert read["member"] > 12
        # The control: to those who read it, it is told.
        bea = await opened.enter_async_context(Browser(one.app, await sign_in(one.trail, cast.bea)))
        was = await told_over_http(bea, cast)
        await hidden.goes_on(one)
        assert {place for place, told in (await told_over_http(bea, cast)).items() if told != was.get(place)}


@pytest.fixture
async def pages(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    monkeypatch.setattr(feed_module, "HEARTBEAT", 0.5)
    async with AsyncExitStack() as opened:

        async def open_page(process: Process, actor: Actor) -> Watcher:
            watcher = await opened.enter_async_context(watch(process, await sign_in(process.trail, actor)))
            await watcher.until(lambda page: page.of("hello"))
            return watcher

        yield open_page


async def test_no_frame_depends_on_what_one_does_not_read(
    cast: Cast, hidden: Hidden, one: Process, other: Process, pages: Any
) -> None:
    watchers = {name: await pages(one, actor) for name, actor in (await readers(cast)).items()}
    bea = await pages(one, cast.bea)
    greeted = {name: watcher.of("hello") for name, watcher in watchers.items()}
    await hidden.goes_on(other)
    await bea.until(lambda page: len(page.bodies()) == 2)
    beats = {name: len(watcher.frames) for name, watcher in watchers.items()}
    for name, watcher in watchers.items():
        await watcher.until(lambda page, name=name: len(page.frames) > beats[name] + 1)  # two heartbeats later
        assert watcher.of("hello") == greeted[name]
        others = [frame for frame in watcher.frames if frame["type"] != "hello"]
        assert all(frame == {"type": "head", "streams": {}} for frame in others), (name, others)
    followed = {stream for watcher in watchers.values() for stream in watcher.of("hello")[0]["streams"]}
    assert followed.isdisjoint(map(str, hidden.ids["stream_id"]))


def about_ids() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation about one row or stream, with a body that it takes."""
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            if IDS.search(path):
                schema = (
                    operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
                )
                yield method, path, example(schema)


def example(schema: dict[str, Any]) -> Any:
    """Something that fits this schema."""
    if "$ref" in schema:
        return example(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return example(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    if "pattern" in schema:  # bytes
        return "A" * schema.get("minLength", 4)
    if schema.get("type") == "array":
        return [example(schema["items"])] * schema.get("minItems", 0)
    simple = {"integer": 1, "boolean": False, "string": "Words that are long enough", None: {}}
    if schema.get("type") in simple:
        made = {"uuid": str(uuid4()), "date-time": "2030-01-01T00:00:00Z"}
        return made.get(schema.get("format", ""), simple[schema.get("type")])
    properties = schema.get("properties", {})
    wanted = schema.get("required") or [*properties][: schema.get("minProperties", 0)]
    return {name: example(properties[name]) for name in wanted}


async def test_what_one_may_not_see_is_as_if_it_did_not_exist(cast: Cast, hidden: Hidden, one: Process) -> None:
    async with AsyncExitStack() as opened:
        for name, actor in (await readers(cast)).items():
            browser = await opened.enter_async_context(Browser(one.app, await sign_in(one.trail, actor)))
            for method, path, body in about_ids():
                kind = IDS.findall(path)[0]
                answers = set()
                for id_ in (*hidden.ids[kind], uuid4()):
                    place = IDS.sub(str(id_), path, count=1).replace("{plan_id}", str(cast.plan))
                    place = re.sub(r"{\w+}", lambda part: "1" if part[0] == "{seq}" else str(uuid4()), place)
                    json = {"json": body} if method != "get" else {}
                    place += "?level=urgent" if (method, place.rpartition("/")[2]) == ("get", "ladder") else ""
                    answer = await browser.request(method, place, headers={"Idempotency-Key": str(uuid4())}, **json)
                    told = answer.json()
                    told.pop("instance")
                    answers.add((answer.status_code, str(told)))
                assert len(answers) == 1, (name, method, path, answers)
                assert next(iter(answers))[0] in (403, 404), (name, method, path, answers)
