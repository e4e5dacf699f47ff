"""Whatever a server, a stranger or a broken disk hands over is refused with a reason, or it is what was signed."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careteam.crypto.mh1.checkpoint import open_checkpoint, sign_checkpoint
from careteam.crypto.mh1.content import read_content
from careteam.crypto.mh1.cose import Domain, Signer
from careteam.crypto.mh1.directory import verify_directory
from careteam.crypto.mh1.encoding import Value, decode, encode
from careteam.crypto.mh1.envelope import take_envelope
from careteam.crypto.mh1.files import open_file, seal_file
from careteam.crypto.mh1.invite import make_invite, open_invite
from careteam.crypto.mh1.kit import typed
from careteam.crypto.mh1.own import Place, open_own, seal_own
from careteam.crypto.mh1.padding import unpad
from careteam.crypto.mh1.primitives import public_key
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.statements import FULL, Approval, make_approval, open_approval, open_assignment
from careteam.crypto.mh1.userchain import verify_chain
from tests.crypto.mh1.making.creating import created
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import FOREVER, Person, Story, new_person, recarried, resigned

STORY, CLINICIAN, PATIENT = created()
CLINIC = STORY.clinic
SIGNER = CLINICIAN.device.signer
lean = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=8),
    st.sampled_from([0, 16, 32, 60, 1216]).map(bytes), st.binary(max_size=70),
)  # fmt: skip
values: st.SearchStrategy[Value] = st.recursive(
    leaves,
    lambda within: st.lists(within, max_size=4) | st.dictionaries(st.integers(0, 23), within, max_size=4),
    max_leaves=8,
)


def _told() -> Story:
    """A story with an entry of most types, for their bodies to be changed."""
    story = STORY.copy("told")
    doctor = story.join(new_person("clinician", Source("doctor")))
    story.send(PATIENT, "hello")
    story.add(CLINICIAN, doctor)
    story.remove(story.clinic.coordinator, doctor)
    story.rotate(CLINICIAN)
    return story


TOLD = _told()


def changed(value: Any, data: st.DataObject) -> Any:
    """The value with one part of it, however deep, another."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 9)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: changed(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 9)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], changed(value[at], data), *value[at + 1 :]]
    return data.draw(values)


def changing(data: st.DataObject) -> Callable[[dict[int, Any]], None]:
    """A payload, changed in place."""

    def change(payload: dict[int, Any]) -> None:
        other = changed(dict(payload), data)
        if isinstance(other, dict):
            payload.clear()
            payload.update(other)

    return change


def tampered(draw: Callable[[Any], Any], good: bytes) -> bytes:
    at = draw(st.integers(0, len(good) - 1))
    kind = draw(st.sampled_from(["flip", "cut", "append", "insert", "remove", "replace"]))
    if kind == "flip":
        return good[:at] + bytes([good[at] ^ 1 << draw(st.integers(0, 7))]) + good[at + 1 :]
    if kind == "cut":
        return good[:at]
    more = draw(st.binary(min_size=1, max_size=4))
    if kind == "append":
        return good + more
    if kind == "remove":
        return good[:at] + good[at + len(more) :]
    return good[:at] + more + good[at + (len(more) if kind == "replace" else 0) :]


def _log_entry(data: bytes) -> None:
    log = STORY.copy("fuzz").log
    log.append(data)


def _message(data: bytes) -> None:
    envelope = take_envelope(data)
    envelope.verify(public_key(SIGNER.seed))
    envelope.open(STORY.keyring(CLINICIAN).message_keys[0])


INVITE, TOKEN = make_invite(CLINIC.intake, PATIENT.uid, FOREVER, Source("invite"))
OFFICER = Signer.of_office(CLINIC.rosters[0][0][2])
APPROVAL = make_approval(OFFICER, Approval(bytes(16), bytes(32), 1, 0))
FILE = seal_file(bytes(32), bytes(16), bytes(16), b"a scan" * 50, Source("file"))
NOTE_PLACE = Place("note", bytes(16), 1)
OWN = seal_own(CLINICIAN.puk, NOTE_PLACE, b"she wept" * 50, Source("note"))
NOTE = sign_checkpoint("log.example/mh1", CLINIC.log_signer, 3, bytes(32))
OFFICES = CLINIC.directory.latest  # type: ignore[union-attr]


def _note(data: bytes) -> None:
    open_checkpoint(
        data.decode("latin-1").encode("latin-1").decode(errors="replace"), "log.example/mh1", OFFICES.log_key[1]
    )


#: What is tampered with, and who opens it.
STATEMENTS: dict[str, tuple[bytes, Callable[[bytes], object]]] = {
    "a chain": (CLINICIAN.entries[0], lambda data: verify_chain(CLINICIAN.uid, [data])),
    "a directory": (CLINIC.entries[0], lambda data: verify_directory(CLINIC.org, CLINIC.root_pks, [data])),
    "an entry": (STORY.copy("next").rotating(CLINICIAN).entry, _log_entry),
    "a message": (STORY.copy("said").send(CLINICIAN, "hello"), _message),
    "an invite": (INVITE, lambda data: open_invite(CLINIC.directory, data, PATIENT.uid, STORY.now)),
    "an assignment": (
        CLINIC.assign(bytes(16), PATIENT, FULL),
        lambda data: open_assignment(data, OFFICES, bytes(16), 0),
    ),
    "an approval": (APPROVAL, lambda data: open_approval(data, OFFICES.roster)),
    "a file": (FILE, lambda data: open_file(bytes(32), bytes(16), bytes(16), 300, data)),
    "a note to oneself": (OWN, lambda data: open_own({1: CLINICIAN.puk}, NOTE_PLACE, data)),
    "a checkpoint": (NOTE.encode(), _note),
}


@pytest.mark.parametrize("what", STATEMENTS)
@lean
@given(data=st.data())
def test_what_was_tampered_with_is_refused(what: str, data: st.DataObject) -> None:
    good, opened = STATEMENTS[what]
    opened(good)
    bad = tampered(data.draw, good)
    if bad == good:
        return
    with pytest.raises(Refused):
        opened(bad)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_bytes_have_one_value_and_it_has_these_bytes_or_they_are_refused(data: bytes) -> None:
    try:
        value = decode(data)
    except Refused:
        return
    assert encode(value) == data


@settings(max_examples=150, deadline=None)
@given(values, st.data())
def test_values_come_back_and_their_tampered_bytes_are_another_value_or_refused(
    value: Value, data: st.DataObject
) -> None:
    good = encode(value)
    assert decode(good) == value
    bad = tampered(data.draw, good)
    try:
        other = decode(bad)
    except Refused:
        return
    assert encode(other) == bad


@pytest.mark.parametrize("read", [decode, read_content, take_envelope, unpad], ids=lambda read: read.__name__)
@settings(max_examples=50, deadline=None)
@given(data=st.binary(max_size=300) | values.map(encode))
def test_a_reader_of_bytes_refuses_or_reads_and_never_falls_over(read: Callable[[bytes], object], data: bytes) -> None:
    with contextlib.suppress(Refused):
        read(data)


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_a_kit_that_is_typed_anyhow_is_refused_or_read(text: str) -> None:
    with contextlib.suppress(Refused):
        assert len(typed(text)) == 19


@lean
@given(data=st.data())
def test_a_signed_entry_of_any_form_is_refused_or_taken_whole(data: st.DataObject) -> None:
    """An insider can sign anything: what the log does not refuse is then part of it, and it can go on."""
    at = data.draw(st.integers(0, len(TOLD.entries) - 1))
    before = STORY.copy("before")
    before.people, before.log.chains = TOLD.people, TOLD.log.chains
    for entry in TOLD.entries[1:at]:
        before.log.append(entry)
    if at == 0:
        before.log = type(before.log)(before.log.cid, before.log.directory, before.log.chains)
    signer = CLINIC.coordinator.device.signer if at == 2 else SIGNER
    seen = list(before.log.hashes), before.log.epoch, dict(before.log.members)
    bad = resigned(TOLD.entries[at], signer, changing(data))
    try:
        before.log.append(bad)
    except Refused:
        assert (before.log.hashes, before.log.epoch, before.log.members) == seen
    else:
        assert len(before.log.hashes) == len(seen[0]) + 1


@lean
@given(data=st.data())
def test_a_chain_entry_its_owner_signs_in_any_form_is_refused_or_taken(data: st.DataObject) -> None:
    domain: Domain = "mh1/user"
    owner: Person = CLINICIAN
    signers = [SIGNER, owner.puk.signer]

    bad = recarried(owner.entries[0], signers, changing(data), domain)
    try:
        chain = verify_chain(owner.uid, [bad])
    except Refused:
        return
    assert chain.seq == 0
