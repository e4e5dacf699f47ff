"""The first start makes the organisation's own keys as files, and whoever holds two of them signs offices in."""

import json
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio

from careteam.access.roles import Role
from careteam.audit.trail import Trail
from careteam.core.octets import decoded, encoded
from careteam.core.sessions import Database
from careteam.core.settings import Settings
from careteam.crypto.atrest import DeploymentKey
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.main import create_app
from careteam.operations import records
from careteam.operations.offices import accept_all, show, sign, signers_of
from careteam.operations.refusals import CannotGoOn
from careteam.operations.roots import keys_of, lay_foundation, read_key
from careteam.reactions import install
from tests.keys.world import Keyed, clock, parts
from tests.servers import Servers
from tests.world import Browser, person, sign_in


@pytest_asyncio.fixture
async def fresh(fresh_database: Callable[..., Servers]) -> AsyncIterator[Trail]:
    """An installation on an empty database."""
    database = await Database(fresh_database().app_url).open()
    yield Trail(database, DeploymentKey.generate(), install())
    await database.close()


async def test_the_first_start_makes_keys_that_only_its_owner_reads(fresh: Trail, tmp_path: Path) -> None:
    chosen, told = Settings(home=tmp_path), list[str]()
    link = await lay_foundation(fresh, chosen, tell=told.append)
    keys = keys_of(chosen)
    files = sorted(file.name for file in keys.folder.iterdir())
    assert files == [
        "README.txt", "log-key.json", "records-officer-1.json", "records-officer-2.json", "records-officer-3.json",
        "root-1.json", "root-2.json", "root-3.json", "safety-officer.json",
    ]  # fmt: skip
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.folder.glob("*.json")} == {0o600}
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert len(told) == 1
    seeds = [read_key(file)["seed"] for file in keys.roots]
    roots = [public_key(decoded(seed)) for seed in seeds]
    assert urlsplit(link or "").fragment == f".{encoded(digest(b''.join(roots)))}"
    before = {file: file.read_bytes() for file in keys.folder.iterdir()}
    assert await lay_foundation(fresh, chosen, tell=told.append) == link
    assert {file: file.read_bytes() for file in keys.folder.iterdir()} == before
    assert len(told) == 1


async def test_two_roots_sign_an_office_in_and_one_cannot(fresh: Trail, tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path)
    await lay_foundation(fresh, chosen, tell=lambda _: None)
    assert (await show(fresh))[0] == "Nobody asks for an office, and nobody holds one."
    app, ida = create_app(), await person(fresh, "Ida Moreau", Role.IDENTITY_OFFICER)
    app.state.trail = fresh
    async with Browser(app, await sign_in(fresh, ida)) as browser:
        officer = await Keyed(browser, ida, await clock(fresh)).begin()
        _, asked = await officer.asks("identity")
        line = (await show(fresh))[0]
        assert asked.json()["id"] in line
        assert "Ida Moreau  asks" in line
        keys = keys_of(chosen)
        signers = signers_of(keys, [])
        with pytest.raises(CannotGoOn, match="does not ask"):
            await sign(fresh, [ida.person_id], signers)
        with pytest.raises(CannotGoOn, match="Two root keys"):
            signers_of(keys, [keys.roots[0], keys.roots[0]])
        for taken in keys.roots[1:]:
            taken.unlink()
        with pytest.raises(CannotGoOn, match="Two root keys"):
            signers_of(keys, [])
        await accept_all(fresh, signers)
        assert "in force" in (await show(fresh))[0]
        said = (await browser.get("/api/keys/directory")).json()
        assert len(parts(said["entries"])) == 2


async def test_two_roots_sign_other_records_officers_in_by_the_cards_of_keys_they_made_themselves(
    fresh: Trail, tmp_path: Path
) -> None:
    chosen = Settings(home=tmp_path)
    await lay_foundation(fresh, chosen, tell=lambda _: None)
    signers = signers_of(keys_of(chosen), [])[:2]
    rule, *before = (await show(fresh))[1:]
    assert rule == "Records officers: any 2 of these 3 open a conversation together."
    key = tmp_path / "mira.json"
    card, compared = records.make(key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert not read_key(card).keys() & {"seed", "box_seed"}
    with pytest.raises(CannotGoOn, match="there already"):
        records.make(key)

    stays = before[0].split()[0]
    await records.name(fresh, [stays, str(card)], None, signers)
    rule, *after = (await show(fresh))[1:]
    assert rule == "Records officers: any 2 of these 2 open a conversation together."
    assert (after[0], compared in after[1]) == (before[0], True)

    junk = tmp_path / "junk.json"
    junk.write_text(json.dumps({**read_key(card), "box_pk": encoded(bytes([255]) * 1216)}))
    for named, together, why in (
        ([stays, str(card)], None, "officers already"),
        ([stays, stays], None, "named twice"),
        ([stays, str(card)], 3, "does not hold"),
        ([stays, str(junk)], None, "no records officer's card"),
        ([stays, str(keys_of(chosen).roots[0])], None, "no records officer's card"),
        ([stays, before[1].split()[0]], None, "cannot be read as a key"),
    ):
        with pytest.raises(CannotGoOn, match=why):
            await records.name(fresh, named, together, signers)
    with pytest.raises(CannotGoOn, match="does not hold"):
        await records.name(fresh, [stays, str(card)], 2, [Signer.of_office(bytes(32))] * 2)
    assert (await show(fresh))[1:] == [rule, *after]
