"""What a server that lies about keys would have to change in its database is found there, and refused by clients."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.audit.verify import verify
from careteam.core.octets import encoded
from careteam.core.sessions import Database
from careteam.crypto.atrest import DeploymentKey
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.directory import verify_directory
from careteam.crypto.mh1.enrolment import Device
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.unlocking import unlock
from careteam.crypto.mh1.userchain import verify_chain
from careteam.keys.verify import verify_keys
from careteam.main import create_app
from careteam.reactions import install
from tests.keys.world import Keyed, attestation_of, clock, lay_directory, parts
from tests.servers import Servers
from tests.world import Browser, found_organisation, person, sign_in


class Clinic:
    """A therapist with keys that an officer vouches for, and the database as its superuser sees it, triggers off."""

    def __init__(self, owner: Any, officer: Keyed, cem: Keyed) -> None:
        self.owner = owner
        self.officer = officer
        self.cem = cem

    async def breaks(self) -> list[str]:
        """What is found."""
        return [str(one) for one in (await verify(self.owner, None, [verify_keys])).breaks]


@pytest_asyncio.fixture
async def clinic(fresh_database: Callable[..., Servers]) -> AsyncIterator[Clinic]:
    made = fresh_database()
    database = await Database(made.app_url).open()
    trail = Trail(database, DeploymentKey.generate(), install())
    await found_organisation(trail)
    await lay_directory(trail)
    app = create_app()
    app.state.trail = trail
    people = [
        await person(trail, "Ida Moreau", Role.IDENTITY_OFFICER),
        await person(trail, "Cem Aydin", Role.THERAPIST),
    ]
    browsers = [Browser(app, await sign_in(trail, who)) for who in people]
    officer, cem = [
        await Keyed(browser, who, await clock(trail)).begin() for browser, who in zip(browsers, people, strict=True)
    ]
    key = await officer.holds(trail, "identity")
    cose = attestation_of(key, cem, name="Cem Aydin", role="clinician")
    path = f"/api/keys/people/{cem.actor.person_id}/attestation"
    assert (await officer.browser.send_change("POST", path, {"cose": encoded(cose)})).status_code == 200
    added = enrolment.add_holder(cem.chain, cem.device.signer, cem.puk, Device.fresh().holder, cem.now)
    pins = {"version": 1, "sealed": encoded(b"pins")}
    assert (await cem.post(1, added, pins=pins)).status_code == 200
    cem.take(added)
    owner = await asyncpg.connect(made.owner_url)
    await owner.execute("SET session_replication_role = replica")
    yield Clinic(owner, officer, cem)
    await owner.close()
    for browser in browsers:
        await browser.aclose()
    await database.close()


async def test_what_was_kept_holds(clinic: Clinic) -> None:
    report = await verify(clinic.owner, None, [verify_keys])
    assert report.breaks == []
    assert report.further == ["2 chains of keys and 8 signed entries"]


async def test_an_exchanged_box_is_found_and_opens_nothing(clinic: Clinic) -> None:
    cem = clinic.cem
    box = enrolment.add_holder(cem.chain, cem.device.signer, cem.puk, Device.fresh().holder, cem.now).boxes[0]
    await clinic.owner.execute(
        "UPDATE care.holder_box SET box = $1, hash = $2 WHERE holder = $3", box, digest(box), cem.device.id
    )
    assert any("not the one that its card names" in one for one in await clinic.breaks())
    served = {digest(one): one for one in parts((await cem.mine())["boxes"].values())}
    with pytest.raises(Refused):
        unlock(cem.chain, cem.device.id, cem.device.box_seed, served)


async def test_a_chain_that_was_cut_is_found_and_is_behind_what_clients_have_seen(clinic: Clinic) -> None:
    cem = clinic.cem
    short = verify_chain(cem.uid, parts((await cem.mine())["entries"])[:1])
    owner, me = clinic.owner, cem.actor.person_id
    await owner.execute("DELETE FROM care.chain_entry WHERE seq = 1")
    await owner.execute("UPDATE care.user_chain SET seq = 0, hash = $1 WHERE person_id = $2", short.head, me)
    await owner.execute(
        "DELETE FROM care.holder_box WHERE hash <> ALL ($1) AND chain_id = (SELECT id FROM care.user_chain WHERE "
        "person_id = $2)", [card.box_hash for card in short.holders.values()], me,
    )  # fmt: skip
    [found] = await clinic.breaks()
    assert "HolderAdded" in found
    assert found.endswith("is gone")
    served = verify_chain(cem.uid, parts((await cem.mine())["entries"]))
    assert not served.has(cem.chain.seq, cem.chain.head)


async def test_a_replaced_attestation_is_found_and_vouches_for_nobody(clinic: Clinic) -> None:
    thief = attestation_of(clinic.cem.device.signer, clinic.cem, name="Cem Aydin", role="clinician")
    await clinic.owner.execute("UPDATE care.attestation SET cose = $1", thief)
    assert any("attested by nobody who may" in one for one in await clinic.breaks())
    said = (await clinic.officer.browser.get("/api/keys/directory")).json()
    [org] = parts([said["org"]])
    directory = verify_directory(org, parts(said["roots"]), parts(said["entries"]))
    with pytest.raises(Refused):
        directory.attestation(thief, clinic.cem.uid, clinic.cem.chain.genesis, clinic.cem.now)


async def test_another_directory_and_older_pins_are_found(clinic: Clinic) -> None:
    owner = clinic.owner
    await owner.execute("UPDATE care.pins SET sealed = 'older'")
    [found] = await clinic.breaks()
    assert "PinsKept" in found
    await owner.execute("UPDATE care.key_directory SET roots = $1", public_key(bytes(32)) + bytes(64))
    assert any("the directory" in one for one in await clinic.breaks())


async def test_an_entry_that_the_trail_does_not_know_is_found(clinic: Clinic) -> None:
    await clinic.owner.execute("UPDATE care.chain_entry SET id = gen_random_uuid() WHERE seq = 1")
    said = await clinic.breaks()
    assert any("is gone" in one for one in said)
    assert any("no entry of the trail stands for" in one for one in said)
