"""Somebody's keys from Python: made, opened by every holder, extended, joined, vouched for; on a real server."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from typing_extensions import override

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.client import joining, vouching
from careteam.client.alert import IntegrityAlert, OpensNothing
from careteam.client.keys import Keys
from careteam.client.memory import Memory
from careteam.client.refusals import Refused
from careteam.client.secret import Kit, Passkey, Passphrase, Secret
from careteam.crypto.mh1.primitives import digest
from careteam.keys.founding import accept
from tests.client.conftest import OpenClient
from tests.identity.world import PASSWORD
from tests.keys.world import SIGNERS
from tests.world import Cast, person

NOTE = b"She slept."


async def hold(trail: Trail, keys: Keys, office: vouching.Office, scope: vouching.Scope = "anyone") -> None:
    """Have an office signed into the directory."""
    await accept(trail, [await vouching.ask_office(keys, office, scope)], SIGNERS[:2])


@pytest.mark.parametrize(
    "secret",
    [Kit.fresh(), Passkey(b"a credential", bytes(range(32))), Passphrase("four herons wading", bytes(16))],
    ids=["kit", "passkey", "passphrase"],
)
async def test_what_was_sealed_opens_by_every_holder(cast: Cast, open_client: OpenClient, secret: Secret) -> None:
    client, note = await open_client(cast.cem), uuid4()
    keys = await Keys.make(client, [secret])
    sealed = keys.seal("note", note, 1, NOTE)
    elsewhere = await Keys.unlock(await open_client(cast.cem), secret=secret)
    assert elsewhere.open("note", note, 1, sealed) == NOTE
    with pytest.raises(OpensNothing):
        await Keys.unlock(client, secret=Kit.fresh())


async def test_a_device_is_remembered_in_a_file_of_ones_own(
    cast: Cast, open_client: OpenClient, tmp_path: Path
) -> None:
    client, file = await open_client(cast.cem), tmp_path / "keys.json"
    made = await Keys.make(client, [Kit.fresh()], Memory.at(file))
    assert file.stat().st_mode & 0o777 == 0o600
    again = await Keys.unlock(client, Memory.at(file))
    assert again.newest.seed == made.newest.seed
    assert again.memory == made.memory


async def test_holders_come_and_go_and_what_is_older_still_opens(cast: Cast, open_client: OpenClient) -> None:
    client, note, kit, passkey = await open_client(cast.cem), uuid4(), Kit.fresh(), Passkey(b"id", bytes(32))
    keys = await Keys.make(client, [kit])
    sealed = [keys.seal("note", note, 1, NOTE)]
    added = await keys.add(passkey)
    await keys.rotate()
    sealed.append(keys.seal("note", note, 2, NOTE))
    other = await Keys.unlock(await open_client(cast.cem), secret=passkey)
    assert [other.open("note", note, n, one) for n, one in enumerate(sealed, 1)] == [NOTE, NOTE]
    await keys.revoke(added, reason=1)
    with pytest.raises(OpensNothing):
        await other.refresh()
    with pytest.raises(OpensNothing):
        await Keys.unlock(client, secret=passkey)
    by_kit = await Keys.unlock(client, secret=kit)
    assert by_kit.chain.generation == 3
    assert [by_kit.open("note", note, n, one) for n, one in enumerate(sealed, 1)] == [NOTE, NOTE]


async def test_two_of_ones_devices_at_once_both_come_through(cast: Cast, open_client: OpenClient) -> None:
    kit, first = Kit.fresh(), Memory()
    keys = await Keys.make(await open_client(cast.cem), [kit], first)
    other = await Keys.unlock(await open_client(cast.cem), secret=kit)
    one, two = Passkey(b"one", bytes(32)), Passkey(b"two", bytes(32))
    await keys.add(one)
    await other.add(two)
    await keys.rotate()
    assert len(keys.chain.holders) == 4
    assert keys.chain.seq == 3


async def test_what_was_added_elsewhere_is_taken_out_by_who_has_not_heard_of_it(
    cast: Cast, open_client: OpenClient
) -> None:
    kit, passkey = Kit.fresh(), Passkey(b"id", bytes(32))
    keys = await Keys.make(await open_client(cast.cem), [kit])
    added = await (await Keys.unlock(await open_client(cast.cem), secret=kit)).add(passkey)
    await keys.revoke(added, reason=1)
    with pytest.raises(OpensNothing):
        await Keys.unlock(await open_client(cast.cem), secret=passkey)


class Slow(httpx.AsyncHTTPTransport):
    """A line on which the next answer about one's own keys takes long."""

    slow = False

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        if self.slow and request.url.path == "/api/keys/mine":
            self.slow = False
            await answer.aread()
            await asyncio.sleep(1)
        return answer


async def test_an_answer_that_comes_late_is_no_false_alarm(cast: Cast, open_client: OpenClient) -> None:
    line = Slow()
    keys = await Keys.make(await open_client(cast.cem, transport=line), [Kit.fresh()])
    line.slow = True
    await asyncio.gather(keys.refresh(), keys.rotate())
    assert keys.chain.generation == 2


async def test_a_new_device_joins_by_its_code(cast: Cast, open_client: OpenClient) -> None:
    keys = await Keys.make(await open_client(cast.cem), [Kit.fresh()])
    phone, memory = await open_client(cast.cem), Memory()
    code = await joining.ask_to_join(phone, memory)
    assert await joining.waiting(keys.line, "0000-0000-0000-0000") is None
    waiting = await joining.waiting(keys.line, code.lower())
    assert waiting is not None
    with pytest.raises(OpensNothing):
        await Keys.unlock(phone, memory)
    await keys.admit(waiting)
    assert (await Keys.unlock(phone, memory)).newest.seed == keys.newest.seed
    assert await joining.waiting(keys.line, code) is None


async def test_an_officer_vouches_and_words_are_compared(cast: Cast, trail: Trail, open_client: OpenClient) -> None:
    ivo = await person(trail, "Ivo Lang", Role.IDENTITY_OFFICER)
    officer, cem, bea = [await Keys.make(await open_client(who), [Kit.fresh()]) for who in (ivo, cast.cem, cast.bea)]
    assert await vouching.office_of(officer, "identity") is None
    await hold(trail, officer, "identity")
    signer = await vouching.office_of(officer, "identity")
    assert signer is not None
    for waiting in await vouching.unattested(officer):
        if waiting.person.id in (cast.cem.person_id, cast.bea.person_id):
            await vouching.attest(officer, signer, waiting)
    known = await vouching.person(bea, cast.cem.person_id)
    assert known is not None
    assert known.attested is not None
    assert (known.attested.role, known.compared) == ("clinician", False)
    await vouching.compared(bea, known)
    await cem.rotate()
    again = await vouching.person(bea, cast.cem.person_id)
    assert again is not None
    assert again.attested is not None
    assert again.compared


async def test_an_invited_patients_keys_are_bound_to_the_link(
    cast: Cast, trail: Trail, open_client: OpenClient
) -> None:
    cora = await open_client(cast.cora)
    keys = await Keys.make(cora, [Kit.fresh()])
    await hold(trail, keys, "identity", "patients")
    signer = await vouching.office_of(keys, "identity")
    assert signer is not None
    email = f"{uuid4().hex}@harbor.example"
    invited = await cora.change("/api/people", {"name": "Noa Berg", "email": email, "role": "patient"})
    token = await vouching.invite(keys, signer, UUID(invited["id"]))
    link = (await cora.get(f"/api/people/{invited['id']}/invitation-link"))["url"]
    noa = await open_client(None)
    await noa.redeem(link.partition("#")[0].rpartition("/")[2], PASSWORD)
    with pytest.raises(IntegrityAlert):
        await Keys.make(noa, [Kit.fresh()], token=bytes(16))
    made = await Keys.make(noa, [kit := Kit.fresh()], token=token)
    assert (await Keys.unlock(noa, secret=kit)).chain.token == made.chain.token is not None
    (waiting,) = [one for one in await vouching.unattested(keys) if one.person.id == made.person_id]
    assert waiting.invited
    await vouching.attest(keys, signer, waiting)
    assert made.person_id not in [one.person.id for one in await vouching.unattested(keys)]


async def test_roots_other_than_the_invitations_are_an_alarm(cast: Cast, open_client: OpenClient) -> None:
    client = await open_client(cast.cem)
    with pytest.raises(IntegrityAlert, match="directory"):
        await Keys.make(client, [Kit.fresh()], roots=digest(b"other roots"))
    with pytest.raises(OpensNothing):
        await Keys.unlock(client, secret=Kit.fresh())


async def test_a_person_of_no_common_plan_is_not_there(cast: Cast, open_client: OpenClient) -> None:
    keys = await Keys.make(await open_client(cast.fay), [Kit.fresh()])
    with pytest.raises(Refused, match="not-found"):
        await vouching.person(keys, cast.ada.person_id)
