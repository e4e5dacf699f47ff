"""Everything lost: new keys wait, an identity officer and a coordinator sign, and they follow; nothing else makes them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from careteam.access.roles import Actor, Role
from careteam.core.octets import decoded, encoded
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.carried import countersigned
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.enrolment import Made
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.slots import kit_seed
from careteam.crypto.mh1.unlocking import unlock
from careteam.crypto.mh1.userchain import Chain, verify_chain
from careteam.keys.verify import verify_keys
from tests.keys.world import KIT, Keyed, attestation_for, keyed, parts, texts
from tests.world import Browser, Cast, person

Open: TypeAlias = Callable[[Actor | None], Awaitable[Browser]]


@dataclass
class Lost:
    """Cem has lost everything and made new keys; Ida may vouch, and Cora co-ordinates."""

    ida: Keyed
    cora: Keyed
    identity: Signer
    coordinator: Signer
    #: With the keys that nothing opens any more.
    before: Keyed
    again: Keyed
    made: Made

    @classmethod
    async def of(cls, cast: Cast, browser: Open) -> "Lost":
        ida = await person(cast.trail, "Ida Moreau", Role.IDENTITY_OFFICER)
        ida, cora = [await (await keyed(cast.trail, browser, who)).begin() for who in (ida, cast.cora)]
        identity, coordinator = await ida.holds(cast.trail, "identity"), await cora.holds(cast.trail, "coordinator")
        before = await (await keyed(cast.trail, browser, cast.cem)).begin()
        again = await keyed(cast.trail, browser, cast.cem)
        return cls(ida, cora, identity, coordinator, before, again, again.genesis())

    @property
    def genesis(self) -> bytes:
        return verify_chain(self.again.uid, self.made.entries).genesis

    def path(self, last: str) -> str:
        return f"/api/keys/people/{self.again.actor.person_id}/{last}"

    async def asks(self, **otherwise: Any) -> Any:
        """Cem lets the new keys wait."""
        body = {
            "entry": texts(self.made.entries)[0],
            "boxes": texts(self.made.boxes),
            "pins": {"version": 5, "sealed": "bmV3"},
        }
        return await self.again.browser.send_change("POST", "/api/keys/successor", body | otherwise)

    def word(self, genesis: bytes | None = None) -> bytes:
        return attestation_for(
            self.identity, self.again.uid, genesis or self.genesis, "clinician", "Cem Aydin", self.again.now
        )

    async def signs(self, close: bytes | None = None, word: bytes | None = None) -> Any:
        """Ida has compared words."""
        half = close or enrolment.close_by_officer(self.before.chain, self.identity, self.genesis, self.again.now)
        body = {"close": encoded(half), "attestation": encoded(word or self.word())}
        return await self.ida.browser.send_change("POST", self.path("successor"), body)

    async def listed(self, by: Keyed) -> list[dict[str, Any]]:
        """Who waits, as this officer is shown."""
        items = (await by.browser.get("/api/keys/successors", params={"limit": 100})).json()["items"]
        return [one for one in items if one["person"]["id"] == str(self.again.actor.person_id)]

    async def countersigns(self, half: bytes, by: Signer | None = None) -> Any:
        """Cora signs too."""
        entry = countersigned("mh1/user", half, by or self.coordinator)
        return await self.cora.browser.send_change("POST", self.path("close"), {"entry": encoded(entry)})


async def test_who_lost_everything_goes_on_with_new_keys_once_both_offices_have_signed(
    cast: Cast, browser: Open
) -> None:
    lost = await Lost.of(cast, browser)
    assert (await lost.asks()).status_code == 201
    mine = await lost.again.mine()
    assert (mine["successor"]["signed"], parts([mine["successor"]["entry"]])) == (False, list(lost.made.entries))
    [asked] = await lost.listed(lost.ida)
    assert (asked["attest_as"], asked["close"], asked["signed_by"]) == (["clinician"], None, None)
    assert (await lost.signs()).status_code == 200
    [signed] = await lost.listed(lost.cora)
    assert signed["signed_by"]["name"] == "Ida Moreau"
    answer = await lost.countersigns(decoded(signed["close"]))
    assert answer.status_code == 200, answer.text
    mine = await lost.again.mine()
    assert (mine["successor"], mine["pins"]) == (None, {"version": 5, "sealed": "bmV3"})
    assert mine["attestation"]["role"] == "clinician"
    chain = verify_chain(lost.again.uid, parts(mine["entries"]))
    boxes = {digest(box): box for box in parts(mine["boxes"].values())}
    [kit] = [holder for holder in chain.holders if holder != lost.again.device.id]
    assert unlock(chain, kit, kit_seed(KIT, lost.again.uid), boxes).seed == lost.made.puk.seed
    seen = (await lost.ida.browser.get(f"/api/keys/people/{lost.again.actor.person_id}")).json()
    assert [len(one["entries"]) for one in seen["chains"]] == [2, 1]
    assert await lost.listed(lost.ida) == []
    async with cast.trail.database.writing() as connection:
        assert (await verify_keys(connection)).breaks == []


async def test_neither_office_closes_anything_alone_or_for_other_keys_than_wait(cast: Cast, browser: Open) -> None:
    lost = await Lost.of(cast, browser)
    half = enrolment.close_by_officer(lost.before.chain, lost.identity, lost.genesis, lost.again.now)
    assert (await lost.countersigns(half)).json()["type"] == "/problems/no-successor", "nobody asked for it"
    assert (await lost.signs()).json()["type"] == "/problems/no-successor"
    await lost.asks()
    assert (await lost.countersigns(half)).json()["type"] == "/problems/no-successor", "nobody compared words"
    other = enrolment.close_by_officer(lost.before.chain, lost.identity, bytes(32), lost.again.now)
    assert (await lost.signs(other)).json()["type"] == "/problems/chain-refused"
    assert (await lost.signs(word=lost.word(bytes(32)))).json()["type"] == "/problems/statement-refused"
    forged = enrolment.close_by_officer(lost.before.chain, lost.coordinator, lost.genesis, lost.again.now)
    assert (await lost.signs(forged)).json()["type"] == "/problems/office-needed"
    await lost.signs()
    assert (await lost.countersigns(half, lost.identity)).json()["type"] == "/problems/chain-refused"
    assert (await lost.countersigns(other)).json()["type"] == "/problems/no-successor"
    unsigned = await lost.again.post(0, lost.made)
    assert unsigned.json()["type"] == "/problems/chain-moved", "nobody begins anew by themselves"
    assert len((await lost.again.mine())["entries"]) == 1


async def test_whoever_still_opens_the_old_keys_ends_it_or_makes_what_was_signed_void(
    cast: Cast, browser: Open
) -> None:
    lost = await Lost.of(cast, browser)
    assert (await lost.asks(boxes=[])).json()["type"] == "/problems/chain-refused"
    await lost.asks()
    await lost.signs()
    [signed] = await lost.listed(lost.cora)
    kept = enrolment.rotate_puk(lost.before.chain, lost.before.device.signer, lost.before.puk, lost.before.now)
    assert (await lost.before.post(1, kept)).status_code == 200
    [void] = await lost.listed(lost.cora)
    assert (void["close"], void["signed_by"]) == (None, None)
    assert (await lost.countersigns(decoded(signed["close"]))).json()["type"] == "/problems/chain-refused"
    ended = await lost.before.browser.send_change("POST", "/api/keys/successor/end", {})
    assert ended.status_code == 200
    assert (await lost.listed(lost.cora), (await lost.again.mine())["successor"]) == ([], None)
    none = await lost.before.browser.send_change("POST", "/api/keys/successor/end", {})
    assert none.status_code == 404


async def test_who_has_no_keys_has_none_to_lose(cast: Cast, browser: Open) -> None:
    dov = await keyed(cast.trail, browser, cast.dov)
    made = dov.genesis()
    assert Chain(dov.uid).holders == {}
    body = {"entry": texts(made.entries)[0], "boxes": texts(made.boxes), "pins": {"version": 1, "sealed": "bmV3"}}
    answer = await dov.browser.send_change("POST", "/api/keys/successor", body)
    assert answer.json()["type"] == "/problems/no-keys"
