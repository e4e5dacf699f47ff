"""Everything lost, and the way back from Python: new keys wait, both offices sign, and the history is read again."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import pytest

from careteam.access.roles import Actor, Role
from careteam.client import succession, vouching
from careteam.client.alert import IntegrityAlert, NothingLost, OpensNothing
from careteam.client.client import Client
from careteam.client.keys import Keys
from careteam.client.memory import Memory
from careteam.client.pins import Head, OtherSecret, Pins
from careteam.client.refusals import Refused
from careteam.client.secret import Kit, Passphrase
from careteam.client.talks import Talks
from careteam.client.talkstates import Ready, Waiting
from careteam.client.words import safety_words
from careteam.crypto.mh1.cards import Kind
from careteam.crypto.mh1.enrolment import slot
from careteam.crypto.mh1.kit import printed
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.refusals import Malformed
from careteam.crypto.mh1.slots import kit_seed
from careteam.keys.rules import Office, Scope
from tests.client.conftest import OpenClient
from tests.client.server import texts
from tests.client.test_docs import shown
from tests.keys.world import KIT, SIGNERS
from tests.messaging.test_conversations import conversations
from tests.saying import Sayers, everybody_reads, say
from tests.talkers import Open
from tests.world import Cast, person


@dataclass
class Clinic:
    """A team that talks, an identity officer and a coordinator with kits, and Cem, who has lost everything."""

    sayers: Sayers
    team: UUID
    officer: Client
    coordinator: Client
    cem: Client

    @classmethod
    async def of(cls, cast: Cast, browser: Open, open_client: OpenClient) -> Self:
        team = UUID((await conversations(await browser(cast.bea), cast))["team"]["id"])
        await everybody_reads(cast, team)
        sayers = await Sayers.of(cast.trail)
        ida = await person(cast.trail, "Ida Moreau", Role.IDENTITY_OFFICER)
        held: list[tuple[Actor, Office, Scope]] = []
        for actor, name, office in (
            (ida, "Ida Moreau", Office.IDENTITY),
            (cast.cora, "Cora Lindt", Office.COORDINATOR),
        ):
            await sayers.begin(actor, name, [slot(Kind.KIT, kit_seed(KIT, actor.person_id.bytes))])
            held.append((actor, office, Scope.ANYONE))
        await sayers.hold(held, SIGNERS[:2])
        clients = [await open_client(actor) for actor in (ida, cast.cora, cast.cem)]
        return cls(sayers, team, *clients)

    async def found(self, client: Client) -> tuple[Keys, succession.Succession]:
        """Cem's waiting keys, as an office reads them."""
        keys = await Keys.unlock(client, secret=Kit(printed(KIT)))
        [waiting] = [one for one in await succession.lost(keys) if one.person.name == "Cem Aydin"]
        found = await succession.read(keys, waiting)
        assert found is not None
        return keys, found


async def test_who_lost_everything_reads_the_whole_history_again_with_python_alone(
    cast: Cast, browser: Open, open_client: OpenClient, tmp_path: Path
) -> None:
    clinic = await Clinic.of(cast, browser, open_client)
    await say(cast, cast.bea, clinic.team, "How did she sleep?")
    page, file, name = shown(), tmp_path / "keys.json", "Cem Aydin"
    kit, read_out = await page["ask_anew"](clinic.cem, file)
    assert len(read_out.split()) == 12
    with pytest.raises(OpensNothing):
        await Keys.unlock(clinic.cem, Memory.at(file))
    theirs = printed(KIT)
    assert not await page["vouch_anew"](clinic.officer, theirs, name, "other words")
    assert not await page["close_old"](clinic.coordinator, theirs, name)
    assert await page["vouch_anew"](clinic.officer, theirs, name, read_out)
    asked = await succession.asked(clinic.cem, Memory.at(file))
    assert asked is not None
    assert (asked.signed, asked.words) == (True, read_out)
    assert await page["close_old"](clinic.coordinator, theirs, name)
    keys = await Keys.unlock(clinic.cem, Memory.at(file))
    assert (await Keys.unlock(await open_client(cast.cem), secret=Kit(kit))).newest.seed == keys.newest.seed
    talks = Talks(keys, cast.plan)
    assert isinstance((await talks.open(clinic.team)).state, Waiting)
    bea = await clinic.sayers.talk(cast.bea, cast.plan, clinic.team)
    await bea.reconcile()
    again = await talks.open(clinic.team)
    assert (again.state, texts(again)) == (Ready(), ["How did she sleep?"])


async def test_what_is_no_succession_is_refused_with_its_reason(
    cast: Cast, browser: Open, open_client: OpenClient
) -> None:
    clinic = await Clinic.of(cast, browser, open_client)
    with pytest.raises(NothingLost):
        await succession.deposit(await open_client(cast.fay), [Kit.fresh()])
    with pytest.raises(Refused, match="not-found"):
        await succession.end(clinic.cem)
    await succession.deposit(clinic.cem, [Kit.fresh()])
    elsewhere = await succession.asked(clinic.cem)
    assert elsewhere is not None
    assert (elsewhere.signed, elsewhere.words) == (False, None)

    officer, found = await clinic.found(clinic.officer)
    coordinator, _ = await clinic.found(clinic.coordinator)
    vouches, signs_too = (
        await vouching.office_of(officer, "identity"),
        await vouching.office_of(coordinator, "coordinator"),
    )
    assert vouches is not None
    assert signs_too is not None
    with pytest.raises(succession.NotSigned):
        await succession.countersign(coordinator, signs_too, found)
    with pytest.raises(Refused, match="office-needed"):
        await succession.sign(officer, signs_too, found)
    await succession.sign(officer, vouches, found)
    _, signed = await clinic.found(clinic.coordinator)
    lies: list[dict[str, Any]] = [
        {"lost": signed.lost.model_copy(update={"close": b"junk"})},
        {"after": signed.before},
    ]
    for lie in lies:
        with pytest.raises(IntegrityAlert, match="person"):
            await succession.countersign(coordinator, signs_too, replace(signed, **lie))
    await succession.end(clinic.cem)
    assert await succession.asked(clinic.cem) is None
    with pytest.raises(Refused, match="no-successor"):
        await succession.countersign(coordinator, signs_too, signed)


async def test_whose_device_still_opens_the_keys_makes_no_new_ones_by_mistake(
    cast: Cast, open_client: OpenClient
) -> None:
    client, memory = await open_client(cast.cem), Memory()
    keys = await Keys.make(client, [Kit.fresh()], memory)
    device = memory.device
    with pytest.raises(NothingLost):
        await succession.deposit(client, [Kit.fresh()], memory)
    assert memory.device == device
    assert (await Keys.unlock(client, memory)).newest.seed == keys.newest.seed


async def test_any_device_shows_the_account_secret_while_a_passphrase_opens_the_keys(
    cast: Cast, open_client: OpenClient
) -> None:
    client, kit, chosen = await open_client(cast.cem), Kit.fresh(), Passphrase.fresh("four herons wading")
    keys = await Keys.make(client, [kit])
    added = await keys.add(chosen)
    typed = Passphrase.typed(chosen.words, chosen.account.lower())
    assert (await Keys.unlock(client, secret=kit)).pins.secret == typed.secret == chosen.secret
    with pytest.raises(Malformed):
        Passphrase.typed(chosen.words, chosen.account[:-1])
    with pytest.raises(OtherSecret):
        await keys.add(Passphrase.fresh("four herons wading"))
    other = await Keys.unlock(await open_client(cast.cem), secret=typed)
    await other.revoke(added)
    await keys.refresh()
    assert keys.pins.secret is None
    with pytest.raises(OpensNothing):
        await Keys.unlock(client, secret=chosen)


def test_words_and_pins_are_those_that_browsers_make() -> None:
    # The same in `web/src/features/keys/codes.test.ts` and `web/src/keyring/pins.test.ts`.
    assert safety_words(bytes(range(32)), bytes(32)) == (
        "skirt please casino quarter push silly link usage demand chat split syrup"
    )
    one, other, third = (bytes([n]) * 32 for n in (1, 2, 3))
    pins = Pins(bytes(16), (one, other, third), Head(4, one), labels=((bytes(8), "Laptop"),), secret=bytes(range(16)))
    assert digest(pins.encoded()).hex() == "565dcb9941092f9fb9feaf4dae79467df06c2e73b7f3fbe989321a46400ce40c"
