"""A clinic comes back on an empty machine from its backup and its key; from the backup alone it does not."""

import json
import os
import tarfile
from collections.abc import Callable

import pytest

from careteam.crypto.atrest import create_deployment_key
from tests.operations.running import Installation

New = Callable[..., Installation]


@pytest.fixture(scope="module")
def clinic(new_installation: New) -> Installation:
    """An installation with an organisation and a first person."""
    made = new_installation()
    with made.up():
        made.run("backup", "while-running.tar")
    return made


def test_a_clinic_comes_back_on_an_empty_machine(clinic: Installation, new_installation: New) -> None:
    there = clinic.run("verify").splitlines()[-1]
    elsewhere = new_installation()
    elsewhere.run("restore", "while-running.tar", "--key", str(clinic.key_file))
    assert elsewhere.key_file.read_text() == clinic.key_file.read_text()
    assert elsewhere.run("verify").splitlines()[-1] == there


def test_a_backup_holds_neither_the_key_nor_a_password(clinic: Installation) -> None:
    file = clinic.home.parent / "while-running.tar"
    assert file.stat().st_mode & 0o077 == 0
    key = json.loads(clinic.key_file.read_text())
    passwords = json.loads((clinic.home / "keys" / "servers.json").read_text())
    with tarfile.open(file) as tar:
        assert sorted(tar.getnames()) == ["database.dump", "manifest.json"]
    content = file.read_bytes()
    for secret in (*key["keys"].values(), *passwords.values()):
        assert secret.encode() not in content


def test_a_restore_without_the_right_key_changes_nothing(clinic: Installation, new_installation: New) -> None:
    elsewhere = new_installation()
    assert "deployment key is needed" in elsewhere.run("restore", "while-running.tar", code=2)
    stranger = clinic.home.parent / "stranger.json"
    create_deployment_key(stranger)
    said = elsewhere.run("restore", "while-running.tar", "--key", str(stranger), code=2)
    assert "another deployment key" in said
    assert not elsewhere.key_file.exists()


def test_a_restore_never_overwrites_a_clinic(clinic: Installation) -> None:
    assert "never overwrites" in clinic.run("restore", "while-running.tar", code=2)


def test_a_damaged_backup_is_refused(clinic: Installation, new_installation: New) -> None:
    content = bytearray((clinic.home.parent / "while-running.tar").read_bytes())
    content[len(content) // 2] ^= 1
    (clinic.home.parent / "damaged.tar").write_bytes(content)
    said = new_installation().run("restore", "damaged.tar", "--key", str(clinic.key_file), code=2)
    assert "damaged" in said


@pytest.mark.skipif("CARETEAM_PROVE" not in os.environ, reason="it starts the clinic again: `make prove` does")
def test_rotated_keys_open_what_was_sealed_before(clinic: Installation) -> None:
    before = json.loads(clinic.key_file.read_text())
    assert "1 data keys are wrapped" in clinic.run("rotate-keys")
    after = json.loads(clinic.key_file.read_text())
    assert set(before["keys"]).isdisjoint(after["keys"])
    # Every start tries the key on what it has to open.
    clinic.run("verify")
