"""Where one is signed in: one's own sessions and nobody else's, and signing out of one of them."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import uuid4

from careteam.access.roles import Actor
from tests.world import Browser, Cast

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


async def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(cast: Cast, browser: Open) -> None:
    phone, computer = await browser(cast.ada), await browser(cast.ada)
    await browser(cast.bea)
    told = (await phone.get("/api/sessions")).json()
    assert [one["device"] for one in told] == ["test", "test"]
    assert [one["here"] for one in told].count(True) == 1
    other = next(one for one in told if not one["here"])
    assert (await phone.send_change("POST", f"/api/sessions/{other['id']}/end")).status_code == 200
    assert (await computer.get("/api/session")).status_code == 401
    assert [one["here"] for one in (await phone.get("/api/sessions")).json()] == [True]


async def test_nobody_ends_another_persons_session(cast: Cast, browser: Open) -> None:
    ada, bea = await browser(cast.ada), await browser(cast.bea)
    hers = (await bea.get("/api/sessions")).json()[0]["id"]
    for session in (hers, uuid4()):
        assert (await ada.send_change("POST", f"/api/sessions/{session}/end")).status_code == 404
    assert (await bea.get("/api/session")).status_code == 200
