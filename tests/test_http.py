"""Bad input: every request that cannot be carried out gets its problem, never a 5xx, and nothing is lost by it."""

import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import httpx
import pytest

from careteam.access.actions import Action
from careteam.access.roles import Actor
from careteam.core.logs import JsonLines
from careteam.core.octets import encoded
from careteam.core.problems import PROBLEMS
from careteam.core.settings import settings
from careteam.http import HEADERS, MOST_BYTES
from careteam.plans import commands
from tests.api.world import SEALED
from tests.documented import DOCUMENT
from tests.world import Browser, Cast, make_cast

PROVE = "CARETEAM_PROVE" in os.environ

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]
JSON = "application/json"
TOO_LARGE, NOT_JSON, MALFORMED = (413, "too-large"), (415, "not-json"), (422, "malformed")
GOAL = b'{"words": "Sleep through"}'


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and type, once the answer is known to be a problem document that says what to do."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["instance"].startswith("/requests/")
    name = told["type"].removeprefix("/problems/")
    assert name in PROBLEMS
    return answer.status_code, name


async def ask(
    browser: Browser, path: str, body: Any = b"{}", *, key: UUID | str | None = None, kind: str = JSON
) -> httpx.Response:
    headers = {"Idempotency-Key": str(key or uuid4()), "Content-Type": kind}
    return await browser.post(path, content=body, headers=headers)


async def in_pieces(whole: bytes) -> AsyncIterator[bytes]:
    """A body without a length said before."""
    for start in range(0, len(whole), 65_536):
        yield whole[start : start + 65_536]


async def entries(cast: Cast) -> int:
    async with cast.trail.database.writing() as connection:
        return await connection.fetchval(
            "SELECT count(*) FROM care.audit_entry WHERE plan_id = $1 AND event NOT LIKE '%Viewed'", cast.plan
        )


BODIES: dict[str, tuple[bytes, str, tuple[int, str]]] = {
    "oversized": (b" " * (MOST_BYTES + 1), JSON, TOO_LARGE),
    "of another kind": (GOAL, "text/plain", NOT_JSON),
    "of no kind": (GOAL, "", NOT_JSON),
    "broken off": (b'{"words": ', JSON, MALFORMED),
    "empty": (b"", JSON, MALFORMED),
    "nothing": (b"null", JSON, MALFORMED),
    "a text": (b'"words"', JSON, MALFORMED),
    "no UTF-8": (b"\xff\xfe\x00", JSON, MALFORMED),
    "too deep to read": (b"[" * 100_000, JSON, MALFORMED),
    "deep": (b'{"words": ' + b"[" * 900 + b"]" * 900 + b"}", JSON, MALFORMED),
    "a number of 5000 digits": (b'{"words": ' + b"1" * 5_000 + b"}", JSON, MALFORMED),
    "not a number": (b'{"words": NaN}', JSON, MALFORMED),
    "the same field twice": (b'{"words": "a", "words": "b"}', JSON, MALFORMED),
    "an unknown field": (b'{"words": "a", "unknown": 1}', JSON, MALFORMED),
    "a field of half a character": (b'{"words": "a", "\\ud800": 1}', JSON, MALFORMED),
    "half a character": (b'{"words": "a\\ud800"}', JSON, MALFORMED),
    "NUL": (b'{"words": "a\\u0000"}', JSON, MALFORMED),
    "only spaces": (b'{"words": "  \\n "}', JSON, MALFORMED),
    "the last day of all": (b'{"words": "a", "due_on": "9999-12-31"}', JSON, MALFORMED),
    "another century": (b'{"words": "a", "due_on": "1899-12-31"}', JSON, MALFORMED),
    "no such day": (b'{"words": "a", "due_on": "2026-02-30"}', JSON, MALFORMED),
}


async def test_a_bad_body_gets_its_problem_and_loses_nothing_not_even_its_key(cast: Cast, browser: Open) -> None:
    bea, path, before = await browser(cast.bea), f"/api/plans/{cast.plan}/goals", await entries(cast)
    for what, (body, kind, expected) in BODIES.items():
        key = uuid4()
        for sent in (body, in_pieces(body)) if body else (body,):
            assert problem(await ask(bea, path, sent, key=key, kind=kind)) == expected, what
        assert await entries(cast) == before, what
        assert (await ask(bea, path, GOAL, key=key)).status_code == 201, what
        # The goal, and the version of the plan it makes.
        before += 2
        assert await entries(cast) == before, what


async def test_a_body_where_none_is_asked_for_is_json_all_the_same(cast: Cast, browser: Open) -> None:
    path = f"/api/plans/{cast.plan}/tasks/{uuid4()}/claim"
    bea = await browser(cast.bea)
    assert problem(await ask(bea, path, b"\xff")) == MALFORMED
    assert problem(await ask(bea, path, b'{"a": {"b": 1, "b": 2}}')) == MALFORMED
    assert problem(await ask(bea, path, in_pieces(b" " * (MOST_BYTES + 1)))) == TOO_LARGE
    assert problem(await ask(bea, path, b"")) == (404, "not-found")


@pytest.mark.parametrize("key", ["", "x", "1" * 4_000, "g" * 32])
async def test_a_key_is_a_uuid(cast: Cast, browser: Open, key: str) -> None:
    bea = await browser(cast.bea)
    headers = {"Content-Type": JSON, "Idempotency-Key": key}
    path = f"/api/plans/{cast.plan}/goals"
    assert problem(await bea.post(path, content=GOAL, headers=headers)) == MALFORMED
    assert problem(await bea.post(path, content=GOAL, headers={"Content-Type": JSON})) == MALFORMED


def fields(schema: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The fields of a request body, each with the kinds of value it takes."""
    if "$ref" in schema:
        return fields(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    for part in schema.get("anyOf", ()):
        if "$ref" in part:
            return fields(part)
    found: dict[str, list[dict[str, Any]]] = {}
    for name, field in schema.get("properties", {}).items():
        found[name] = field.get("anyOf", [field])
    return found


def writing() -> Iterator[tuple[str, str, dict[str, list[dict[str, Any]]]]]:
    """Every operation that takes a body: method, address, fields."""
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get(JSON)
            if content is not None:
                yield method, path, fields(content["schema"])


def placed(cast: Cast, path: str, **named: str) -> str:
    """An address about the cast's plan and what is named, and otherwise about nothing."""
    kinds = {"role": "therapist", "measure": "first-reply", "figure": "drop-out", "instrument": "PHQ-9"}
    known = {"plan_id": str(cast.plan), **kinds, **named}
    return re.sub(r"{(\w+)}", lambda name: known.get(name[1], str(uuid4())), path)


async def test_no_text_of_any_request_holds_what_nobody_types(cast: Cast, browser: Open) -> None:
    browsers = [
        await browser(actor) for actor in (cast.bea, cast.cem, cast.ada, cast.cora, cast.adam, cast.eli, cast.pia)
    ]
    for method, path, taken in writing():
        assert taken, path
        text = [name for name, kinds in taken.items() if any(kind.get("type") == "string" for kind in kinds)]
        asked = browsers
        for bad in ("a\0b", "a\ud800b", "\x1b[2J") if text else ():
            told, past = set[int](), list[Browser]()
            for one in asked:
                headers = {"Idempotency-Key": str(uuid4()), "Content-Type": JSON}
                body = json.dumps(dict.fromkeys(text, bad))
                answer = await one.request(method, placed(cast, path), content=body, headers=headers)
                told.add(problem(answer)[0])
                if answer.status_code == 422:
                    past = past or [one]
                    assert {f"/{name}" for name in text} <= {error["pointer"] for error in answer.json()["errors"]}
                    assert "2J" not in answer.text, "what was sent is not sent back"
            assert told <= {403, 404, 422}, path
            assert 422 in told, f"nobody came past the door of {path}"
            # Whoever does not come past the door with one text does not with the next; `make prove` asks them all the same.
            asked = browsers if PROVE else past


#: Lists of one value of each kind that no list gave, and what is no list at all.
WRONG_CURSORS = ("W10", "WzUsNV0", "WyJhXHUwMDAwYiJd", "WzExODA1OTE2MjA3MTc0MTEzMDM0MjRd", "%00", "%ED%A0%80", "=")


async def first_reader(browsers: list[Browser], address: str) -> Browser | None:
    """The first of them who reads this."""
    for one in browsers:
        if (await one.get(address)).status_code == 200:
            return one
    return None


async def test_a_list_takes_only_cursors_of_its_own(cast: Cast, browser: Open) -> None:
    browsers = [
        await browser(actor) for actor in (cast.bea, cast.cem, cast.ada, cast.cora, cast.eli, cast.adam, cast.pia)
    ]
    note = {"id": str(uuid4()), "sealed": encoded(SEALED)}
    assert (await browsers[1].send_change("POST", f"/api/plans/{cast.plan}/process-notes", note)).status_code == 201
    for path, operations in DOCUMENT["paths"].items():
        parameters = operations.get("get", {}).get("parameters", ())
        cursors = [kind for one in parameters if one["name"] == "after" for kind in one["schema"].get("anyOf", ())]
        if not any(kind.get("type") == "string" for kind in cursors):
            continue
        address = placed(cast, path, note_id=note["id"])
        reader = await first_reader(browsers, address)
        assert reader, path
        for wrong in WRONG_CURSORS:
            answer = await reader.get(f"{address}?after={wrong}")
            assert problem(answer) == MALFORMED, (path, wrong)


async def test_an_address_that_is_no_address_is_told_so(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    for path in (f"/api/plans/{cast.plan}x", "/api/plans/%00", "/api/plans/1", f"/api/plans/{cast.plan}/tasks/x"):
        assert problem(await bea.get(path)) == MALFORMED
    for path in ("/api/nothing", f"/api/plans/{uuid4()}", f"/api/plans/{cast.plan}/tasks/{uuid4()}", "/api/"):
        assert problem(await bea.get(path)) == (404, "not-found")
    assert problem(await bea.request("PATCH", f"/api/plans/{cast.plan}")) == (405, "method-not-allowed")
    for number in ("-1", "0", "101", "1e9", "9" * 40):
        assert problem(await bea.get("/api/inbox", params={"limit": number})) == MALFORMED


async def test_times_outside_of_any_trail_are_malformed(cast: Cast, browser: Open) -> None:
    eli = await browser(cast.eli)
    for at in ("0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "1899-12-31T23:59:59Z", "x", "1e400"):
        for side in ("from", "to"):
            answer = await eli.get(f"/api/plans/{cast.plan}/trail", params={side: at})
            assert problem(answer) == MALFORMED, at
    for at in ("2026-11-24", "2026-11-24T09:00:00", "2026-11-24T09:00:00+01:00"):
        assert (await eli.get(f"/api/plans/{cast.plan}/trail", params={"from": at})).status_code == 200


async def test_wrong_plan_wrong_role_and_nobody_each_get_their_own_problem(cast: Cast, browser: Open) -> None:
    elsewhere = await make_cast(cast.trail)
    async with elsewhere.change(elsewhere.bea, Action.SET_GOAL) as change:
        goal = await commands.set_goal(change, words="Of another plan")
    before = await entries(cast), await entries(elsewhere)
    bea, ada, nobody = await browser(cast.bea), await browser(cast.ada), await browser(None)
    for path in (f"/api/plans/{elsewhere.plan}/goals", f"/api/plans/{uuid4()}/goals"):
        assert problem(await ask(bea, path, GOAL)) == (404, "not-found")
    headers = {"Idempotency-Key": str(uuid4())}
    crossed = await bea.put(f"/api/plans/{cast.plan}/goals/{goal}", json=json.loads(GOAL), headers=headers)
    assert problem(crossed) == (404, "not-found")
    assert problem(await ask(ada, f"/api/plans/{cast.plan}/goals", GOAL)) == (403, "forbidden")
    assert problem(await ask(nobody, f"/api/plans/{cast.plan}/goals", GOAL)) == (401, "not-signed-in")
    assert (await entries(cast), await entries(elsewhere)) == before


async def test_what_comes_out_of_order_is_refused_or_has_no_effect(cast: Cast, browser: Open) -> None:
    bea, fay, plan = await browser(cast.bea), await browser(cast.fay), f"/api/plans/{cast.plan}"
    task = {"title": "Call the pharmacy", "pool": "psychiatrist"}
    id_ = (await bea.send_change("POST", f"{plan}/tasks", task)).json()["id"]
    for step in ("start", "completion", "hand-back"):
        assert problem(await bea.send_change("POST", f"{plan}/tasks/{id_}/{step}"))[0] in (403, 409), step
    assert (await bea.send_change("POST", f"{plan}/tasks/{id_}/claim")).status_code == 200
    assert (await bea.send_change("POST", f"{plan}/tasks/{id_}/completion")).status_code == 200
    for step in ("claim", "start", "hand-back"):
        assert problem(await bea.send_change("POST", f"{plan}/tasks/{id_}/{step}"))[0] in (403, 409), step
    talk = (await bea.get(f"{plan}/conversations")).json()[0]
    room = f"{plan}/conversations/{talk['id']}"
    assert (await bea.send_change("POST", f"{room}/seen", {"number": 2_147_483_647})).status_code == 200
    assert (await bea.get(room)).json()["unread"] == 0
    for number in (-1, 2**31, 10**400, 1.5, "x"):
        assert problem(await bea.send_change("POST", f"{room}/seen", {"number": number})) == MALFORMED
    assert problem(await fay.send_change("POST", f"{room}/delivered", {"number": 1})) == (404, "not-found")
    elsewhere = await make_cast(cast.trail)
    theirs = (await (await browser(elsewhere.bea)).get(f"/api/plans/{elsewhere.plan}/conversations")).json()[0]
    foreign = f"{plan}/conversations/{theirs['id']}"
    assert problem(await bea.send_change("POST", f"{foreign}/delivered", {"number": 1})) == (404, "not-found")
    assert problem(await bea.send_change("POST", f"{foreign}/messages", {"envelope": "eA"})) == (404, "not-found")
    assert problem(await bea.send_change("POST", f"{room}/messages", {"envelope": "eA"})) == (422, "envelope-refused")


async def test_every_answer_is_dressed_and_open_to_no_other_site(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    bea = await browser(cast.bea)
    places = ("/api/clinic", "/api/inbox", "/api/nothing", f"/api/plans/{uuid4()}", "/api/plans/x", "/", "/docs")
    answers = [await bea.get(place) for place in places]
    answers.append(await bea.post("/api/session", content=b"x", headers={"Origin": "https://evil.example"}))
    answers.append(await ask(bea, f"/api/plans/{cast.plan}/goals", b" " * (MOST_BYTES + 1)))
    for answer in answers:
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, answer.url
        assert "'none'" in answer.headers["content-security-policy"]
        assert not [name for name in answer.headers if name.startswith("access-control-") or name == "server"]
        assert "strict-transport-security" not in answer.headers
        if answer.url.path.startswith("/api/"):
            assert answer.headers["cache-control"] == "no-store"
    monkeypatch.setenv("CARETEAM_PUBLIC_URL", "https://careteam.example")
    settings.cache_clear()
    try:
        assert "max-age=63072000" in (await bea.get("/api/clinic")).headers["strict-transport-security"]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


async def test_the_interface_describes_itself_to_nobody_who_asks(browser: Open) -> None:
    nobody = await browser(None)
    for place in ("/openapi.json", "/docs", "/redoc", "/metrics", "/api/openapi.json", "/api/docs"):
        answer = await nobody.get(place)
        assert answer.status_code == 404 or answer.headers["content-type"].startswith("text/html")
        assert "operationId" not in answer.text


async def test_no_other_site_reaches_any_route_that_changes_something(cast: Cast, browser: Open) -> None:
    bea = await browser(cast.bea)
    bea.headers.pop("Origin")
    bea.headers.pop("Sec-Fetch-Site")
    attacks: list[dict[str, str]] = [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": settings().public_url, "Sec-Fetch-Site": "cross-site"},
        {"Origin": settings().public_url, "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ]
    before, asked = await entries(cast), 0
    for path, operations in DOCUMENT["paths"].items():
        for method in set(operations) - {"get"}:
            for headers in attacks:
                answer = await bea.request(method, placed(cast, path), json={}, headers=headers)
                assert problem(answer) == (403, "cross-site"), (method, path, headers)
                asked += 1
    assert asked > 7 * 25
    assert await entries(cast) == before
    assert (await bea.get("/api/session")).status_code == 200, "nobody was signed out"


async def test_what_goes_wrong_on_our_side_says_only_a_number(
    cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("Ada Marsh sleeps badly")

    monkeypatch.setattr(commands, "set_goal", broken)
    caplog.handler.setFormatter(JsonLines())
    bea = await browser(cast.bea)
    answer = await ask(bea, f"/api/plans/{cast.plan}/goals", GOAL, key=(key := uuid4()))
    assert problem(answer) == (500, "unexpected")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    number = answer.json()["instance"].removeprefix("/requests/")
    assert number in caplog.text
    assert "RuntimeError" in caplog.text
    assert "Ada" not in answer.text + caplog.text
    monkeypatch.undo()
    assert (await ask(bea, f"/api/plans/{cast.plan}/goals", GOAL, key=key)).status_code == 201, "its key stayed free"
