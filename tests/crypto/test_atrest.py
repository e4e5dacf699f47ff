"""Sealed values open only with their key at their place; keys live in one closed file."""

import json
import os
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.crypto.atrest import (
    DeploymentKey,
    KeyFileRefused,
    KeyNotLoaded,
    KeyRing,
    Unsealable,
    column_context,
    create_deployment_key,
    new_data_key,
    seal,
    unseal,
)

Place = tuple[UUID | None, str, UUID, str]

KEY = bytes(range(32))
PLAN, OTHER_PLAN = UUID(int=1), UUID(int=2)
ROW, OTHER_ROW = UUID(int=3), UUID(int=4)
CONTEXT = column_context(PLAN, "goal", ROW, "words")

plain_names = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8)
places = st.tuples(st.none() | st.uuids(), plain_names, st.uuids(), plain_names)
contexts = places.map(lambda place: column_context(*place))


@given(st.binary(), contexts)
def test_what_was_sealed_opens_at_its_place(plaintext: bytes, context: bytes) -> None:
    sealed = seal(KEY, plaintext, context=context)
    assert unseal(KEY, sealed, context=context) == plaintext
    assert len(sealed) == 1 + 12 + len(plaintext) + 16
    assert len(plaintext) < 4 or plaintext not in sealed


@given(st.binary(max_size=40), st.data())
def test_any_flipped_bit_is_refused(plaintext: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(KEY, plaintext, context=CONTEXT))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unsealable):
        unseal(KEY, bytes(sealed), context=CONTEXT)


@given(st.binary(max_size=40), st.integers(0, 200))
def test_what_was_never_sealed_is_refused(noise: bytes, cut: int) -> None:
    for value in (noise, seal(KEY, noise, context=CONTEXT)[: min(cut, 28 + len(noise))]):
        with pytest.raises(Unsealable):
            unseal(KEY, value, context=CONTEXT)


@pytest.mark.parametrize(
    "elsewhere",
    [
        column_context(OTHER_PLAN, "goal", ROW, "words"),
        column_context(None, "goal", ROW, "words"),
        column_context(PLAN, "task", ROW, "words"),
        column_context(PLAN, "goal", OTHER_ROW, "words"),
        column_context(PLAN, "goal", ROW, "target"),
        column_context(PLAN, "goalw", ROW, "ords"),
        b"",
    ],
)
def test_a_value_moved_to_another_plan_table_row_or_column_is_refused(elsewhere: bytes) -> None:
    with pytest.raises(Unsealable):
        unseal(KEY, seal(KEY, b"sleep through the night", context=CONTEXT), context=elsewhere)


def test_a_value_is_refused_under_another_key() -> None:
    with pytest.raises(Unsealable):
        unseal(new_data_key(), seal(KEY, b"x", context=CONTEXT), context=CONTEXT)


@given(places, places)
def test_two_places_never_share_a_context(one: Place, other: Place) -> None:
    assert (column_context(*one) == column_context(*other)) == (one == other)


def test_the_organisation_is_not_the_plan_of_all_zeros() -> None:
    assert column_context(None, "person", ROW, "name") != column_context(UUID(int=0), "person", ROW, "name")


def test_a_name_with_nul_cannot_forge_a_context() -> None:
    with pytest.raises(ValueError, match="NUL"):
        column_context(None, "goal\0words", ROW, "")


def test_equal_values_are_sealed_differently() -> None:
    assert len({seal(KEY, b"same", context=CONTEXT) for _ in range(100)}) == 100


def test_known_answers_still_open() -> None:
    """Made once with AES-256-GCM by hand; a change of format or context breaks data that is already stored."""
    nonce = bytes(12)
    sealed = bytes.fromhex("01") + nonce + bytes.fromhex(KNOWN_SEALED)
    assert unseal(KEY, sealed, context=CONTEXT) == b"sleep"
    wrapped = b"\x01\x02k1" + nonce + bytes.fromhex(KNOWN_WRAPPED)
    assert DeploymentKey("k1", {"k1": KEY}).unwrap(wrapped, key_id=ROW) == bytes(32)


def test_a_wrapped_key_opens_only_in_its_row_and_unaltered() -> None:
    deployment, data_key = DeploymentKey.generate(), new_data_key()
    wrapped = deployment.wrap(data_key, key_id=ROW)
    assert deployment.unwrap(wrapped, key_id=ROW) == data_key
    assert data_key not in wrapped
    with pytest.raises(Unsealable):
        deployment.unwrap(wrapped, key_id=OTHER_ROW)
    for at in range(len(wrapped)):
        with pytest.raises(Unsealable):
            deployment.unwrap(wrapped[:at] + bytes([wrapped[at] ^ 1]) + wrapped[at + 1 :], key_id=ROW)
        with pytest.raises(Unsealable):
            deployment.unwrap(wrapped[:at], key_id=ROW)
    with pytest.raises(Unsealable):
        DeploymentKey.generate().unwrap(wrapped, key_id=ROW)


def test_after_a_rotation_old_keys_unwrap_and_new_ones_use_the_fresh_key() -> None:
    old, data_key = DeploymentKey.generate(), new_data_key()
    wrapped = old.wrap(data_key, key_id=ROW)
    fresh = old.rotated()
    assert fresh.unwrap(wrapped, key_id=ROW) == data_key
    assert not fresh.wraps_with_active(wrapped)
    anew = fresh.wrap(data_key, key_id=ROW)
    assert fresh.wraps_with_active(anew)
    assert fresh.retired().unwrap(anew, key_id=ROW) == data_key
    with pytest.raises(Unsealable):
        fresh.retired().unwrap(wrapped, key_id=ROW)
    with pytest.raises(Unsealable):
        old.unwrap(anew, key_id=ROW)


def test_a_key_file_is_closed_and_survives_a_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "deployment.key"
    made = create_deployment_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert DeploymentKey.load(path) == made
    assert set(json.loads(path.read_text())) == {"active", "keys"}
    rotated = made.rotated()
    rotated.save(path)
    assert DeploymentKey.load(path) == rotated
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601])
def test_a_key_file_that_others_can_touch_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "deployment.key"
    create_deployment_key(path)
    path.chmod(mode)
    with pytest.raises(KeyFileRefused, match="0600"):
        DeploymentKey.load(path)


def test_a_key_file_is_never_overwritten_by_a_new_key(tmp_path: Path) -> None:
    path = tmp_path / "deployment.key"
    made = create_deployment_key(path)
    with pytest.raises(KeyFileRefused, match="exists"):
        create_deployment_key(path)
    assert DeploymentKey.load(path) == made


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"active": "a", "keys": {}}',
        '{"active": "a", "keys": {"a": "!!"}}',
        '{"active": "a", "keys": {"a": "AAAA"}}',
        '{"active": "a", "keys": {"a": 7}}',
        '{"active": "", "keys": {"": "' + "A" * 43 + '="}}',
        '{"active": "a", "keys": {"a": "' + "A" * 43 + '="}, "more": 1}',
        "\xff",
    ],
)
def test_a_malformed_key_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "deployment.key"
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(KeyFileRefused):
        DeploymentKey.load(path)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileRefused, match=r"nowhere\.key cannot be read"):
        DeploymentKey.load(tmp_path / "nowhere.key")


def test_a_key_is_never_printed() -> None:
    deployment = DeploymentKey("a", {"a": KEY})
    ring = KeyRing()
    ring.add(PLAN, KEY)
    assert repr(KEY)[2:10] not in repr(deployment) + repr(ring)
    assert "keys" not in repr(deployment)


def test_a_ring_gives_only_the_keys_it_was_given() -> None:
    ring, organisation = KeyRing(), new_data_key()
    with pytest.raises(KeyNotLoaded, match="organisation"):
        ring.get(None)
    ring.add(None, organisation)
    ring.add(PLAN, KEY)
    assert (ring.get(None), ring.get(PLAN)) == (organisation, KEY)
    assert PLAN in ring
    assert OTHER_PLAN not in ring
    with pytest.raises(KeyNotLoaded, match=str(OTHER_PLAN)):
        ring.get(OTHER_PLAN)
    with pytest.raises(ValueError, match="32 bytes"):
        ring.add(OTHER_PLAN, b"short")


def test_derived_keys_differ_by_scope_and_purpose_and_go_with_their_key() -> None:
    ring = KeyRing()
    ring.add(None, KEY)
    ring.add(PLAN, new_data_key())
    derived = {ring.index_key(None), ring.index_key(PLAN), ring.invitation_key(), ring.get(None), ring.get(PLAN)}
    assert len(derived) == 5
    assert ring.index_key(None).hex() == KNOWN_INDEX_KEY
    ring.forget(PLAN)
    with pytest.raises(KeyNotLoaded):
        ring.index_key(PLAN)
    ring.add(None, new_data_key())
    assert ring.index_key(None).hex() != KNOWN_INDEX_KEY


KNOWN_SEALED = "7dd0d0bbc5c337737892862c689f031819bd452eaa"
KNOWN_WRAPPED = "0ebcb5deb52c83bd08a8a935182c9199d24356532881602f809eb383c5ff5d5665206adf010d9edd5b5520fe6b38be25"
KNOWN_INDEX_KEY = "d94994d9fcc975d61d2f356452b2fb0c76b7e3943d33da51aecc5942859f01b7"
