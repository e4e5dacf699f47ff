"""Somebody at a client: signing in, reading and writing, over a line that breaks."""

from uuid import uuid4

import httpx
import pytest
from pyotp import TOTP
from typing_extensions import override

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.client.refusals import FactorNeeded, Refused, Unreachable
from careteam.core.octets import encoded
from tests.client.conftest import OpenClient
from tests.identity.authenticator import code
from tests.identity.world import PASSWORD, someone
from tests.saying import SAID, say
from tests.world import Cast


class Breaking(httpx.AsyncHTTPTransport):
    """A line that breaks once the server has done what was asked, so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if self.left and request.method == "POST":
            self.left -= 1
            await answer.aread()
            await answer.aclose()
            raise httpx.ReadError("the line broke")
        return answer


async def test_a_password_signs_in_and_signing_out_ends_it(trail: Trail, open_client: OpenClient) -> None:
    who = await someone(trail, Role.THERAPIST)
    client = await open_client(None)
    session = await client.sign_in(who.email, PASSWORD)
    assert (session.person.id, session.roles) == (who.actor.person_id, ["therapist"])
    assert (await client.session()).person == session.person
    await client.sign_out()
    with pytest.raises(Refused) as refused:
        await client.session()
    assert (refused.value.problem.type, refused.value.problem.status) == ("not-signed-in", 401)


async def test_a_second_factor_is_shown_when_it_is_asked_for(trail: Trail, open_client: OpenClient) -> None:
    who = await someone(trail, Role.THERAPIST)
    first = await open_client(None)
    await first.sign_in(who.email, PASSWORD)
    asked = await first.get("/api/factors/authenticator/question")
    shown = await code(trail, asked["secret"])
    await first.change("/api/factors/authenticator", {"ticket": asked["ticket"], "code": shown})
    client = await open_client(None)
    with pytest.raises(FactorNeeded) as needed:
        await client.sign_in(who.email, PASSWORD)
    assert needed.value.ways == ("code",)
    next_code = await code(trail, asked["secret"], steps=1)
    assert TOTP(asked["secret"]).verify(next_code, valid_window=2)
    session = await client.sign_in(who.email, PASSWORD, code=lambda: next_code)
    assert session.person.id == who.actor.person_id


async def test_a_wrong_password_is_refused_with_its_problem(trail: Trail, open_client: OpenClient) -> None:
    who = await someone(trail, Role.THERAPIST)
    client = await open_client(None)
    with pytest.raises(Refused, match="sign-in-refused") as refused:
        await client.sign_in(who.email, "another one entirely")
    assert refused.value.problem.detail


async def test_what_is_said_is_read_and_seen_by_the_others(cast: Cast, open_client: OpenClient) -> None:
    bea, ada = await open_client(cast.bea), await open_client(cast.ada)
    talk = next(one for one in await bea.inbox() if one.kind == "team")
    said = [
        await say(cast, cast.bea, talk.id, "How was the night?"),
        await say(cast, cast.ada, talk.id, "Better"),
    ]
    page = await ada.messages(talk)
    assert [(one.id, one.number) for one in page.items] == [(said[0], 1), (said[1], 2)]
    assert [SAID[encoded(one.envelope)] for one in page.items] == ["How was the night?", "Better"]
    assert [one.id for one in (await bea.messages(talk, before=2)).items] == said[:1]
    await bea.see(talk, 2)
    assert next(one for one in await bea.inbox() if one.id == talk.id).unread == 0
    assert talk.plan_id in [plan.id for plan in await bea.plans()]


async def test_a_task_is_given_claimed_and_done(cast: Cast, open_client: OpenClient) -> None:
    bea, cem = await open_client(cast.bea), await open_client(cast.cem)
    given = await bea.assign(cast.plan, "Call the school", pool="therapist")
    mine = await cem.get(f"/api/plans/{cast.plan}/tasks/{given.id}")
    await cem.change(f"/api/plans/{mine['plan_id']}/tasks/{given.id}/claim")
    (task,) = await cem.tasks()
    assert (task.id, task.owner and task.owner.id) == (given.id, cast.cem.person_id)
    await cem.complete(task)
    assert await cem.tasks() == []
    with pytest.raises(Refused) as refused:
        await cem.claim(task)
    assert refused.value.problem.status == 409


async def test_an_answer_lost_on_the_way_is_asked_for_again_and_nothing_is_done_twice(
    cast: Cast, open_client: OpenClient
) -> None:
    bea = await open_client(cast.bea, transport=Breaking(times=3))
    done = await bea.assign(cast.plan, "Only once", owner_id=cast.bea.person_id)
    assert [(one.id, one.title) for one in await bea.tasks()] == [(done.id, "Only once")]


async def test_a_client_is_not_patient_for_ever(cast: Cast, open_client: OpenClient) -> None:
    bea = await open_client(cast.bea, transport=Breaking(times=1_000), patience=0.3)
    with pytest.raises(Unreachable):
        await bea.assign(cast.plan, "Is anybody there?", pool="therapist")


async def test_the_same_key_for_another_request_is_refused(cast: Cast, open_client: OpenClient) -> None:
    bea, key = await open_client(cast.bea), uuid4()
    path, same = f"/api/plans/{cast.plan}/tasks", {"title": "The same", "pool": "therapist"}
    assert await bea.change(path, same, key=key) == await bea.change(path, same, key=key)
    with pytest.raises(Refused, match="key-reused"):
        await bea.change(path, {**same, "title": "Another"}, key=key)
