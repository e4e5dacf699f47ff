"""Each primitive agrees with an implementation that is not ours: kyber-py, pyhpke, pycose, argon2-cffi, the RFCs."""

import warnings

import pytest
from argon2.low_level import Type as Argon2Type
from argon2.low_level import hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from careteam.crypto.mh1 import box, merkle, slots
from careteam.crypto.mh1.cose import Signer, cosign, sign, take_apart, take_apart_detached
from careteam.crypto.mh1.encoding import encode
from careteam.crypto.mh1.epoch import Epoch
from careteam.crypto.mh1.escrow import Threshold, combine, shares
from careteam.crypto.mh1.primitives import digest, ed25519_sign, ed25519_verify, hkdf, public_key
from careteam.crypto.mh1.refusals import Forged, Unopenable
from tests.crypto.mh1 import oracle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pycose.headers import KID, Algorithm
    from pycose.keys import OKPKey
    from pycose.messages import Sign1Message

bytes32 = st.binary(min_size=32, max_size=32)


@settings(max_examples=5, deadline=None)
@given(bytes32, st.binary(max_size=100), st.binary(min_size=64, max_size=64))
def test_boxes_open_in_another_implementation_and_its_boxes_in_ours(seed: bytes, secret: bytes, chance: bytes) -> None:
    pk, context = box.box_public_key(seed), [b"c" * 16, 1]
    info = b"mh1/grant" + digest(encode(context))
    assert oracle.unseal(seed, info, box.seal(pk, "mh1/grant", context, secret)) == secret
    assert box.unseal(seed, "mh1/grant", context, oracle.seal(pk, info, secret, chance)) == secret
    with pytest.raises(Unopenable):
        box.unseal(seed, "mh1/slot", context, oracle.seal(pk, info, secret, chance))


def test_single_shot_hpke_is_that_of_pyhpke() -> None:
    """pyhpke has no X-Wing: with X25519 it shows that info, the empty aad and `enc` before the ciphertext are as said."""
    private = X25519PrivateKey.generate()
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    theirs = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)
    ours = suite.encrypt(b"secret", private.public_key(), info=b"info")
    recipient = theirs.create_recipient_context(ours[:32], KEMKey.from_pyca_cryptography_key(private), info=b"info")
    assert recipient.open(ours[32:]) == b"secret"
    public = KEMKey.from_pyca_cryptography_key(
        X25519PublicKey.from_public_bytes(private.public_key().public_bytes_raw())
    )
    enc, sender = theirs.create_sender_context(public, info=b"info")
    assert suite.decrypt(enc + sender.seal(b"secret"), private, info=b"info") == b"secret"


def _pycose(data: bytes, seed: bytes, external: bytes) -> Sign1Message:
    message = Sign1Message.from_cose_obj(_array(data), allow_unknown_attributes=False)
    message.external_aad = external
    message.key = OKPKey(crv="ED25519", x=public_key(seed), d=seed)
    return message


def _array(data: bytes) -> list[object]:
    import cbor2

    return cbor2.loads(data)


def test_signatures_verify_in_pycose_and_its_signatures_in_ours() -> None:
    seed = bytes(range(32))
    signer = Signer(b"k" * 16, seed)
    message = _pycose(sign(signer, "mh1/log", b"payload"), seed, b"mh1/log")
    assert message.verify_signature()
    assert (message.get_attr(KID), message.get_attr(Algorithm).fullname, message.payload) == (
        b"k" * 16,
        "EDDSA",
        b"payload",
    )
    message.external_aad = b"mh1/msg"
    assert not message.verify_signature()
    detached = _pycose(cosign(signer, "mh1/user", b"payload"), seed, b"mh1/user")
    assert detached.verify_signature(detached_payload=b"payload")
    made = Sign1Message(phdr={Algorithm: "EDDSA", KID: b"k" * 16}, payload=b"payload", external_aad=b"mh1/dir")
    made.key = OKPKey(crv="ED25519", x=public_key(seed), d=seed)
    taken = take_apart(made.encode(tag=False), "mh1/dir")
    taken.verify(public_key(seed))
    other = take_apart_detached(cosign(signer, "mh1/dir", b"payload"), "mh1/dir", b"other")
    with pytest.raises(Forged):
        other.verify(public_key(seed))


@pytest.mark.parametrize(
    ("ikm", "salt", "info", "length", "okm"),
    [
        ("0b" * 22, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9", 42,
         "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"),
        ("0b" * 22, "", "", 42,
         "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"),
    ],
)  # fmt: skip
def test_hkdf_is_that_of_rfc_5869(ikm: str, salt: str, info: str, length: int, okm: str) -> None:
    assert hkdf(bytes.fromhex(ikm), bytes.fromhex(salt), bytes.fromhex(info), length).hex() == okm


@pytest.mark.parametrize(
    ("seed", "pk", "message", "signature"),
    [
        ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ],
)  # fmt: skip
def test_signatures_are_those_of_rfc_8032(seed: str, pk: str, message: str, signature: str) -> None:
    assert public_key(bytes.fromhex(seed)).hex() == pk
    assert ed25519_sign(bytes.fromhex(seed), bytes.fromhex(message)).hex() == signature
    ed25519_verify(bytes.fromhex(pk), bytes.fromhex(message), bytes.fromhex(signature))


def test_trees_are_those_of_certificate_transparency() -> None:
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    data = [bytes.fromhex(leaf) for leaf in leaves]
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root(data[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(data).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_passphrase_is_stretched_as_argon2_cffi_does() -> None:
    salt, secret, uid = b"s" * 16, b"a" * 16, b"u" * 16
    stretched = hash_secret_raw("Ångström-fish 42".encode(), salt, 3, 64 * 1024, 4, 32, Argon2Type.ID)
    expected = hkdf(stretched + secret, uid, b"mh1/slot/2skd")
    assert slots.passphrase_seed("A\u030angstro\u0308m-\ufb01sh 42", salt, secret, uid) == expected


def _times(left: int, right: int) -> int:
    """Multiplication in GF(2^8), bit by bit."""
    product = 0
    while right:
        product ^= left if right & 1 else 0
        left = left << 1 ^ (0x11B if left & 0x80 else 0)
        right >>= 1
    return product


@settings(max_examples=25, deadline=None)
@given(bytes32, bytes32, st.integers(2, 16), st.data())
def test_shares_are_points_of_the_polynomial_and_any_threshold_of_them_combines(
    secret: bytes, roster: bytes, k: int, data: st.DataObject
) -> None:
    n = data.draw(st.integers(k, 16))
    epoch = Epoch(b"c" * 16, 7, secret)
    made = shares(epoch, Threshold(roster, k, n))
    start = b"mh1/escrow/coef/" + (7).to_bytes(8, "big") + roster
    coefficients = [secret, *(hkdf(secret, epoch.cid, start + bytes([j])) for j in range(1, k))]
    for x, share in enumerate(made, 1):
        power, values = 1, bytes(32)
        for coefficient in coefficients:
            values = bytes(value ^ _times(byte, power) for value, byte in zip(values, coefficient, strict=True))
            power = _times(power, x)
        assert share == values + bytes([x])
    chosen = data.draw(st.permutations(made))[:k]
    assert combine(k, chosen) == secret
    with pytest.raises(Unopenable):
        combine(k, chosen[:-1])
    assert k == 2 or combine(k - 1, chosen) != secret
