"""What each maker makes, its opener opens: holders and kits, invites, messages, files, reports, ceremonies."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careteam.crypto.mh1 import enrolment, kit, slots
from careteam.crypto.mh1.box import box_public_key, seal, unseal
from careteam.crypto.mh1.cards import Kind, words_of_new_device
from careteam.crypto.mh1.content import Attachment, Content, FileRef, Type
from careteam.crypto.mh1.conversation import open_share, recover_epoch
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.envelope import take_envelope
from careteam.crypto.mh1.escrow import recover
from careteam.crypto.mh1.files import open_file, seal_file, sealed_length
from careteam.crypto.mh1.folding import fold
from careteam.crypto.mh1.invite import accept, make_invite, open_invite
from careteam.crypto.mh1.own import PURPOSES, Place, open_own, seal_own
from careteam.crypto.mh1.padding import padded_length, padme
from careteam.crypto.mh1.primitives import digest, public_key
from careteam.crypto.mh1.refusals import Inconsistent, Malformed, NotEntitled, Refused, Unopenable
from careteam.crypto.mh1.report import open_report, seal_report, sign_report, take_report
from careteam.crypto.mh1.sending import compose, must_rotate
from careteam.crypto.mh1.statements import Request, make_request, make_share_check, open_request, open_share_check
from careteam.crypto.mh1.unlocking import generations, unlock
from careteam.crypto.mh1.userchain import verify_chain
from tests.crypto.mh1.making.creating import created
from tests.crypto.mh1.oracle import Source
from tests.crypto.mh1.world import DAY, FOREVER, T0, Clinic, new_person

ids = st.binary(min_size=16, max_size=16)
texts = st.text(max_size=300)


@pytest.fixture
def source(request: pytest.FixtureRequest) -> Source:
    return Source(request.node.name)


def test_a_kit_on_paper_opens_everything_after_the_phone_was_lost(source: Source) -> None:
    secret, uid = kit.new_kit(source), source(16)
    paper = kit.printed(secret)
    holder = enrolment.slot(Kind.KIT, slots.kit_seed(secret, uid), random=source)
    person = new_person("patient", source, uid=uid, slots=[holder])
    first = person.puk.seed
    for ts in (T0 + 1, T0 + 2):
        person.rotate(ts, source)
    chain = verify_chain(uid, person.entries)
    newest = unlock(chain, holder.id, slots.kit_seed(kit.typed(paper.lower()), uid), person.boxes)
    assert (newest.seed, generations(chain, newest)[1].seed) == (person.puk.seed, first)
    with pytest.raises(Unopenable):
        unlock(chain, holder.id, slots.kit_seed(kit.new_kit(source), uid), person.boxes)


def test_an_account_secret_is_read_as_it_was_written_down_and_a_slip_is_noticed() -> None:
    known, paper = bytes(range(16)), "000G-40R4-0M30-E209-185G-R38E-1Y93"  # the same in web/src/crypto/mh1/kit.test.ts
    assert kit.secret_printed(known) == paper
    assert kit.secret_typed(paper.lower().replace("-", " ")) == known
    for at, character in enumerate(paper):
        slip = paper[:at] + ("8" if character == "7" else "7") + paper[at + 1 :]
        with pytest.raises(Malformed):
            kit.secret_typed(slip)


def test_a_revoked_phone_opens_no_later_generation(source: Source) -> None:
    person, tablet = new_person("patient", source), enrolment.Device.fresh(source)
    phone = person.device
    person.take(enrolment.add_holder(person.chain, phone.signer, person.puk, tablet.holder, T0 + 1))
    old = unlock(person.chain, phone.id, phone.box_seed, person.boxes)
    person.take(enrolment.revoke_holders(person.chain, tablet.signer, person.puk, [phone.id], 2, T0 + 2, source))
    with pytest.raises(Unopenable):
        unlock(person.chain, phone.id, phone.box_seed, person.boxes)
    assert unlock(person.chain, tablet.id, tablet.box_seed, person.boxes).seed == person.puk.seed != old.seed
    for box in person.boxes.values():
        with pytest.raises(Refused):
            unseal(phone.box_seed, "mh1/slot", [person.uid, 2, phone.id], box)


def test_a_note_to_oneself_opens_after_the_keys_have_changed(source: Source) -> None:
    person, place = new_person("clinician", source), Place("note", source(16), 1)
    before, sealed = person.puk, seal_own(person.puk, place, b"she wept", source)
    person.rotate(T0 + 1, source)
    later = seal_own(person.puk, replace(place, version=2), b"she laughed", source)
    own = generations(person.chain, person.puk)
    assert (open_own(own, place, sealed), open_own(own, replace(place, version=2), later)) == (
        b"she wept",
        b"she laughed",
    )
    with pytest.raises(Unopenable):
        open_own({1: before}, replace(place, version=2), later)


def test_what_one_seals_to_oneself_opens_in_no_other_place(source: Source) -> None:
    person, other = new_person("clinician", source), new_person("clinician", source)
    place = Place("note", source(16), 1)
    sealed = seal_own(person.puk, place, b"she wept", source)
    elsewhere = [replace(place, purpose=purpose) for purpose in PURPOSES - {"note"}]  # type: ignore[arg-type]
    for wrong in [*elsewhere, replace(place, id=source(16)), replace(place, version=2)]:
        with pytest.raises(Unopenable):
            open_own({1: person.puk}, wrong, sealed)
    with pytest.raises(Unopenable):
        open_own({1: other.puk}, place, sealed)


def test_the_length_of_a_note_to_oneself_tells_little(source: Source) -> None:
    person, place = new_person("clinician", source), Place("note", source(16), 1)
    lengths = {len(seal_own(person.puk, place, b"x" * length, source)) for length in range(256)}
    assert len(lengths) == 1


def test_a_passkey_and_a_passphrase_give_the_same_seed_again(source: Source) -> None:
    prf, credential, salt, secret, uid = source(32), source(40), source(16), source(16), source(16)
    assert slots.passkey_seed(prf, credential) == slots.passkey_seed(prf, credential)
    assert slots.passkey_seed(prf, credential) != slots.passkey_seed(prf, credential + b"x")
    seed = slots.passphrase_seed("\u212bngstr\u00f6m", salt, secret, uid)
    assert seed == slots.passphrase_seed("\u00c5ngstro\u0308m", salt, secret, uid)
    assert seed != slots.passphrase_seed("\u00c5ngstr\u00f6m", salt, source(16), uid)


def test_an_invites_token_binds_the_patients_key(source: Source) -> None:
    clinic = Clinic(source)
    uid = source(16)
    cose, token = make_invite(clinic.intake, uid, T0 + DAY, source)
    assert clinic.directory is not None
    invite = open_invite(clinic.directory, cose, uid, T0)
    patient = new_person("patient", source, uid=uid, token=accept(invite, token))
    assert verify_chain(uid, patient.entries, token=invite.token_pk).genesis == patient.genesis
    attested = clinic.attest(patient, officer=clinic.intake)
    assert clinic.directory.attestation(attested, uid, patient.genesis, T0).role == "patient"
    with pytest.raises(Inconsistent):
        accept(invite, source(16))
    server = new_person("patient", source, uid=uid)
    with pytest.raises(Refused):
        verify_chain(uid, server.entries, token=invite.token_pk)


@settings(max_examples=25, deadline=None)
@given(texts, st.none() | ids, st.none() | ids, st.none() | texts)
def test_a_message_says_what_was_written(text: str, reply: bytes | None, plan: bytes | None, lang: str | None) -> None:
    story, clinician, _ = STORY
    content = Content(Type.TEXT, text, reply=reply, lang=lang)
    m = story.keyring(clinician).message_keys[0]
    signer = clinician.device.signer
    data = compose(story.messages, clinician.uid, signer, m, content, story.now, plan_ref=plan)
    envelope = take_envelope(data).expect(story.log.cid, 0)
    envelope.verify(public_key(signer.seed))
    assert envelope.open(m).content == content
    assert envelope.header.plan_ref == plan
    with pytest.raises(Unopenable):
        envelope.open(bytes(32))


STORY = created()


def test_a_sender_rotates_first_where_the_epoch_is_stale() -> None:
    story, clinician, patient = created()
    m = story.keyring(clinician).message_keys[0]
    later = story.now + 31 * DAY
    assert must_rotate(story.messages, later)
    with pytest.raises(NotEntitled):
        compose(story.messages, clinician.uid, clinician.device.signer, m, Content(Type.TEXT, "x"), later)
    story.now = later
    story.rotate(patient)
    assert not must_rotate(story.messages, later)


def test_reactions_and_receipts_fold_by_person() -> None:
    story, clinician, patient = created()
    story.send(patient, "done!")
    mid = story.messages.envelopes[0].header.mid
    for person, type_ in ((clinician, Type.REACTION), (patient, Type.REACTION), (patient, Type.REACTION_REMOVE)):
        story.send(person, Content(type_, target=mid, emoji="\N{PARTY POPPER}"))
    story.send(clinician, Content(Type.RECEIPT, target=mid))
    keyring = story.keyring(patient)
    opened = [(one, keyring.open(one)) for one in story.messages.envelopes]
    folded = fold((envelope, one.content) for envelope, one in opened if one is not None)
    assert folded.reactions == {(clinician.uid, mid, "\N{PARTY POPPER}")}
    assert folded.receipts == {(clinician.uid, mid)}


def test_content_that_no_reader_would_take_is_not_made() -> None:
    with pytest.raises(Malformed):
        Content(Type.EDIT, "without a base", target=bytes(16)).encoded()
    with pytest.raises(Malformed):
        Content(Type.TEXT, "a lone surrogate \ud800").encoded()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=40))
def test_a_file_comes_back_and_tells_little_of_its_size(size: int, pattern: bytes) -> None:
    plaintext = (pattern * (size // len(pattern) + 1))[:size]
    key, cid, blob = bytes(32), bytes(16), b"b" * 16
    sealed = seal_file(key, cid, blob, plaintext)
    assert len(sealed) == sealed_length(size) == sealed_length(padme(size))
    assert open_file(key, cid, blob, size, sealed) == plaintext
    with pytest.raises(Refused):
        open_file(key, cid, b"c" * 16, size, sealed)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**7))
def test_padded_lengths_grow_by_an_eighth_at_most_and_never_shrink(length: int) -> None:
    assert padme(length) >= length
    assert padme(length) <= length + max(8, length // 8)
    assert padded_length(length) <= padded_length(length + 1)
    assert padme(padme(length)) == padme(length)


def test_a_report_shows_one_message_to_the_safety_officer(source: Source) -> None:
    story, clinician, patient = created()
    data = story.send(clinician, "this should not have been said")
    story.send(clinician, "this is nobody's business")
    okm = take_envelope(data).okm(story.keyring(patient).message_keys[0])
    safety_seed = story.clinic.safety_seed
    box = seal_report(box_public_key(safety_seed), data, okm, patient.uid)
    mid = take_envelope(data).header.mid
    taken = take_report(sign_report(patient.device.signer, story.log.cid, mid, patient.uid, T0, box))
    taken.signed.verify(public_key(patient.device.sign_seed))
    pk = public_key(clinician.device.sign_seed)
    opened = open_report(safety_seed, taken.cid, taken.mid, taken.reporter, pk, taken.box)
    assert opened.content.text == "this should not have been said"
    with pytest.raises(Unopenable):
        take_envelope(story.sent[1]).open_alone(okm)
    with pytest.raises(Refused):
        open_report(source(32), taken.cid, taken.mid, taken.reporter, pk, taken.box)


def test_two_officers_recover_all_of_a_conversation_and_one_nothing(source: Source) -> None:
    story, clinician, _ = created()
    story.send(clinician, "in the first epoch")
    written = story.rotate(clinician)
    assert written.epoch is not None
    seeds = [(x, seed) for x, (_, seed, _) in enumerate(story.clinic.rosters[0], 1)]
    recovered = recover_epoch(story.log, 1, seeds, story.boxes)
    assert recovered.secret == written.epoch.secret
    older = recovered.older(story.log.epochs[1].hist)
    assert story.messages.envelopes[0].open(older.m).content.text == "in the first epoch"
    with pytest.raises(Unopenable):
        recover_epoch(story.log, 1, seeds[:1], story.boxes)
    # On paper: each officer re-seals its share to the workstation, and says beforehand that it is in order.
    workstation, escrow = source(32), story.log.epochs[1].escrows[-1]
    shares = []
    for x, seed in seeds:
        share = open_share(story.log.cid, 1, escrow, x, seed, story.boxes)
        context = [story.log.cid, 1, escrow.roster, x, digest(b"request")]
        box = seal(box_public_key(workstation), "mh1/records", [*context], share)
        shares.append(unseal(workstation, "mh1/records", [*context], box))
        officer = Signer.of_office(story.clinic.rosters[0][x - 1][2])
        checked = make_share_check(officer, story.log.cid, digest(share), x, T0, 1)
        assert open_share_check(checked, story.clinic.offices.roster) == (story.log.cid, 1, digest(share))
    assert recover(story.log.cid, 1, 2, shares, recovered.c).secret == recovered.secret


def test_a_request_of_the_records_office_is_a_coordinators_and_ends_within_three_days(source: Source) -> None:
    clinic = Clinic(source)
    offices, hour = clinic.directory.latest, 60 * 60 * 1000  # type: ignore[union-attr]
    asked = Request(source(16), 0, 2, 0, "a court's order", source(16), source(32), b"age1", T0 + 72 * hour)
    signed = make_request(clinic.office, asked)
    assert open_request(signed, offices, T0) == asked
    for now in (T0 - 1, asked.expiry + 1):
        with pytest.raises(NotEntitled):
            open_request(signed, offices, now)
    with pytest.raises(NotEntitled):
        open_request(make_request(clinic.identity, asked), offices, T0)
    with pytest.raises(Malformed):
        open_request(make_request(clinic.office, replace(asked, first=3)), offices, T0)


def test_new_devices_show_the_same_words_and_attachments_their_thumbnail(source: Source) -> None:
    device = enrolment.Device.fresh(source)
    holder = device.holder
    assert holder.dpk is not None
    shown = words_of_new_device(holder.id, holder.pk, holder.dpk)
    assert (len(shown), shown) == (20, words_of_new_device(device.id, holder.pk, public_key(device.sign_seed)))
    file = FileRef(source(16), source(32), 5, source(32))
    content = Content(Type.TEXT, "", attachments=(Attachment(file, "a", "image/png", file),), gossip=(1, source(32)))
    assert content.encoded() != Content(Type.TEXT, "").encoded()
    assert FOREVER > T0
