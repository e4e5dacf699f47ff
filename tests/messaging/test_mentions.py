"""Writing to somebody by name: who is mentioned finds it in Today until they have been there; the server knows the name alone."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import UUID

from careteam.access.roles import Actor
from careteam.crypto.mh1.content import Content, Type
from tests.messaging.test_coming_back import today
from tests.messaging.test_conversations import conversations, place
from tests.saying import Sayers, say, sealed
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def named(page: Browser, cast: Cast, talk: dict[str, Any]) -> bool:
    return (await page.get(place(cast, talk))).json()["mentioned"]


async def test_whoever_is_mentioned_has_it_in_today_until_they_have_been_there(cast: Cast, browser: Open) -> None:
    bea, cem, dov = await browser(cast.bea), await browser(cast.cem), await browser(cast.dov)
    talk = (await conversations(bea, cast))["staff"]
    body = await sealed(cast, cast.bea, talk["id"], "@Cem Aydin, can you call her?")
    # A stranger and oneself are told nothing.
    body["mentions"] = [str(who.person_id) for who in (cast.cem, cast.fay, cast.bea)]
    assert (await bea.send_change("POST", place(cast, talk, "/messages"), body)).status_code == 201
    assert await today(cem) == [("mention", "Bea Boateng mentioned you in “Team without the patient”.")]
    assert [await today(who) for who in (bea, dov)] == [[], []]
    assert (await cem.get("/api/counts")).json()["today"] == 1
    assert [await named(who, cast, talk) for who in (bea, cem, dov)] == [False, True, False]
    await cem.send_change("POST", place(cast, talk, "/seen"), {"number": talk["message_count"] + 1})
    assert (await today(cem), await named(cem, cast, talk)) == ([], False)


async def test_who_writes_there_has_been_there(cast: Cast, browser: Open) -> None:
    bea, cem = await browser(cast.bea), await browser(cast.cem)
    talk = (await conversations(bea, cast))["staff"]
    body = await sealed(cast, cast.bea, talk["id"], "@Cem Aydin?") | {"mentions": [str(cast.cem.person_id)]}
    assert (await bea.send_change("POST", place(cast, talk, "/messages"), body)).status_code == 201
    await say(cast, cast.cem, talk["id"], "Yes")
    assert await today(cem) == []


async def test_the_python_client_mentions_whom_a_message_refers_to(cast: Cast, browser: Open) -> None:
    cem = await browser(cast.cem)
    talk = (await conversations(cem, cast))["staff"]
    client = await (await Sayers.of(cast.trail)).talk_of(cast.bea, cast.plan, talk["id"])
    await client.sync()
    content = Content(Type.TEXT, "@Cem Aydin, please", references=(cast.cem.person_id.bytes, UUID(int=7).bytes))
    assert client.mentioned(content) == (cast.cem.person_id.bytes,)
    await client.send(content)
    assert [kind for kind, _ in await today(cem)] == ["mention"]
