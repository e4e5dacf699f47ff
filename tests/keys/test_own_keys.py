"""One's own keys: begun, extended, raced for, and refused in every way that does not hold."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from careteam.access.actions import Action
from careteam.audit.opening import open_change
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.enrolment import Device, Made
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.slots import kit_seed
from careteam.crypto.mh1.unlocking import unlock
from careteam.crypto.mh1.userchain import verify_chain
from careteam.identity.events import IdentityProven
from careteam.identity.models import Session
from tests.keys.world import KIT, keyed, parts, texts
from tests.world import Browser, Cast

Open = Callable[[Any], Awaitable[Browser]]


async def test_whoever_begins_a_chain_opens_it_again_with_their_kit(cast: Cast, browser: Open) -> None:
    ada = await keyed(cast.trail, browser, cast.ada)
    before = await ada.mine()
    assert (before["entries"], before["boxes"], before["pins"], before["attestation"]) == ([], {}, None, None)
    made = ada.genesis()
    answer = await ada.post(0, made, pins={"version": 1, "sealed": "cGlucw"})
    assert answer.status_code == 200, answer.text
    mine = await ada.mine()
    chain = verify_chain(ada.uid, parts(mine["entries"]))
    boxes = {digest(box): box for box in parts(mine["boxes"].values())}
    assert set(mine["boxes"]) == set(texts(boxes))
    [kit] = [holder for holder in chain.holders if holder != ada.device.id]
    assert unlock(chain, kit, kit_seed(KIT, ada.uid), boxes).seed == made.puk.seed
    assert mine["pins"] == {"version": 1, "sealed": "cGlucw"}


async def test_a_revoked_holder_loses_its_box_and_the_rest_get_new_ones(cast: Cast, browser: Open) -> None:
    ada = await (await keyed(cast.trail, browser, cast.ada)).begin()
    phone = Device.fresh()
    added = enrolment.add_holder(ada.chain, ada.device.signer, ada.puk, phone.holder, ada.now)
    assert (await ada.post(1, added)).status_code == 200
    ada.take(added)
    gone = enrolment.revoke_holders(ada.chain, ada.device.signer, ada.puk, [phone.id], 2, ada.now)
    assert (await ada.post(2, gone)).status_code == 200
    ada.take(gone)
    mine = await ada.mine()
    assert len(mine["entries"]) == 4
    assert set(mine["boxes"]) == set(texts(card.box_hash for card in ada.chain.holders.values()))
    assert ada.chain.generation == 2


async def test_of_two_devices_that_extend_at_once_one_comes_second(cast: Cast, browser: Open) -> None:
    ada = await (await keyed(cast.trail, browser, cast.ada)).begin()
    first, second = (
        enrolment.add_holder(ada.chain, ada.device.signer, ada.puk, Device.fresh().holder, ada.now) for _ in range(2)
    )
    assert (await ada.post(1, first)).status_code == 200
    late = await ada.post(1, second)
    assert (late.status_code, late.json()["type"], late.json()["seq"]) == (409, "/problems/chain-moved", 2)
    again = await ada.post(0, ada.genesis())
    assert (again.status_code, again.json()["seq"]) == (409, 2)


async def test_of_two_browsers_that_begin_at_the_same_moment_one_has_begun(cast: Cast, browser: Open) -> None:
    both = [await keyed(cast.trail, browser, cast.ada) for _ in range(2)]
    answers = await asyncio.gather(*(one.post(0, one.genesis()) for one in both))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len((await both[0].mine())["entries"]) == 1


async def test_whoever_gives_up_their_keys_begins_anew_with_the_genesis_they_named(cast: Cast, browser: Open) -> None:
    ada = await (await keyed(cast.trail, browser, cast.ada)).begin()
    again = await keyed(cast.trail, browser, cast.ada)
    made = again.genesis()
    successor = verify_chain(again.uid, made.entries).genesis
    closing = enrolment.close_chain(ada.chain, ada.device.signer, ada.puk, successor, ada.now)
    assert (await ada.post(1, closing)).status_code == 200
    assert verify_chain(ada.uid, parts((await ada.mine())["entries"])).closed == successor
    assert "another genesis" in (await again.post(0, again.genesis())).json()["reason"]
    assert (await again.post(0, made)).status_code == 200
    assert len((await again.mine())["entries"]) == 1


async def test_only_who_has_keys_already_is_asked_again_who_they_are(cast: Cast, browser: Open) -> None:
    ada = await keyed(cast.trail, browser, cast.ada)

    async def an_hour_passes() -> None:
        async with open_change(cast.trail, cast.ada, Action.PROVE_IDENTITY) as change:
            change.require(Action.PROVE_IDENTITY, subject_id=cast.ada.person_id)
            for session in await change.find(Session, person_id=cast.ada.person_id, ended_at=None):
                session.proven_at -= timedelta(hours=1)
                await change.record(IdentityProven(session_id=session.id, person_id=cast.ada.person_id))

    await an_hour_passes()
    await ada.begin()
    added = enrolment.add_holder(ada.chain, ada.device.signer, ada.puk, Device.fresh().holder, ada.now)
    asked = await ada.post(1, added)
    assert (asked.status_code, asked.json()["type"]) == (403, "/problems/step-up-needed")


async def test_what_does_not_hold_is_refused_and_says_why(cast: Cast, browser: Open) -> None:
    ada, bea = [await keyed(cast.trail, browser, who) for who in (cast.ada, cast.bea)]
    made, others = ada.genesis(), bea.genesis()

    async def refused(entries: list[bytes], boxes: list[bytes]) -> str:
        answer = await ada.post(0, Made(made.puk, entries, boxes))
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/chain-refused"), answer.text
        return answer.json()["reason"]

    flipped = bytes([*made.entries[0][:-1], made.entries[0][-1] ^ 1])
    assert "signature" in await refused([flipped], made.boxes)
    assert "another person" in await refused(others.entries, others.boxes)
    assert "missing" in await refused(made.entries, made.boxes[:1])
    assert "no entry names" in await refused(made.entries, [*made.boxes, b"more"])
    assert "restricted form" in await refused([b"\xff"], [])
    await ada.begin()
    revoking = enrolment.revoke_holders(
        ada.chain,
        ada.device.signer,
        ada.puk,
        [next(id_ for id_ in ada.chain.holders if id_ != ada.device.id)],
        1,
        ada.now,
    )
    dangling = await ada.post(1, Made(ada.puk, revoking.entries[:1], []))
    assert "rotation that must follow" in dangling.json()["reason"]


async def test_more_than_the_limits_is_refused(cast: Cast, browser: Open) -> None:
    ada = await keyed(cast.trail, browser, cast.ada)
    made = ada.genesis()
    assert (await ada.post(0, Made(made.puk, [bytes(16 * 1024 + 1)], []))).status_code == 422
    assert (await ada.post(0, Made(made.puk, made.entries, [bytes(2049)]))).status_code == 422
    await ada.begin()
    for seq in range(1, 64):
        one = enrolment.add_holder(ada.chain, ada.device.signer, ada.puk, Device.fresh().holder, ada.now)
        answer = await ada.post(seq, one)
        if answer.status_code != 200:
            assert seq == 63, answer.text
            assert "64 holders" in answer.json()["reason"]
            return
        ada.take(one)
    raise AssertionError("65 holders were taken")


async def test_pins_go_on_by_one_version_each(cast: Cast, browser: Open) -> None:
    ada = await keyed(cast.trail, browser, cast.ada)

    async def keep(version: int) -> Any:
        return await ada.browser.send_change("POST", "/api/keys/mine/pins", {"version": version, "sealed": "cGlucw"})

    assert (await keep(2)).json()["version"] == 0
    assert (await keep(1)).status_code == 200
    stale = await keep(1)
    assert (stale.status_code, stale.json()["type"], stale.json()["version"]) == (409, "/problems/pins-moved", 1)
    assert (await keep(2)).status_code == 200


async def test_a_new_device_waits_until_it_is_taken_in_or_refused(cast: Cast, browser: Open) -> None:
    ada = await (await keyed(cast.trail, browser, cast.ada)).begin()
    phone, tablet = Device.fresh(), Device.fresh()

    async def ask(device: Device) -> Any:
        [id_, pk, dpk] = texts([device.id, device.holder.pk, device.holder.dpk or b""])
        return await ada.browser.send_change("POST", "/api/keys/joining", {"id": id_, "pk": pk, "dpk": dpk})

    assert [(await ask(one)).status_code for one in (phone, tablet)] == [201, 201]
    assert [one["id"] for one in (await ada.mine())["joining"]] == texts([phone.id, tablet.id])
    added = enrolment.add_holder(ada.chain, ada.device.signer, ada.puk, phone.holder, ada.now)
    assert (await ada.post(1, added)).status_code == 200
    assert [one["id"] for one in (await ada.mine())["joining"]] == texts([tablet.id])
    [gone] = texts([tablet.id])
    assert (await ada.browser.send_change("POST", f"/api/keys/joining/{gone}/end")).status_code == 200
    assert (await ada.browser.send_change("POST", f"/api/keys/joining/{gone}/end")).status_code == 404
    assert (await ada.mine())["joining"] == []
    for _ in range(6):
        await ask(Device.fresh())
    assert len((await ada.mine())["joining"]) == 4
