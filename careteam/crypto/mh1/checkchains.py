"""The kinds of vectors of whole chains: a person's, the directory, a conversation with its readers (section 10)."""

from collections.abc import Callable
from typing import Any, Final

from careteam.crypto.mh1.conversation import Keyring, Messages, Reader, recover_epoch
from careteam.crypto.mh1.directory import Directory, verify_directory
from careteam.crypto.mh1.folding import fold
from careteam.crypto.mh1.invite import check_token, open_invite, token_signer
from careteam.crypto.mh1.log import Log, verify_log
from careteam.crypto.mh1.primitives import digest
from careteam.crypto.mh1.staleness import is_stale
from careteam.crypto.mh1.unlocking import generations, unlock
from careteam.crypto.mh1.userchain import Chain, OfficeKeys, verify_chain
from careteam.crypto.mh1.vectorfields import Fields, equal, fail, octets_of


def _expected(got: dict[str, Any], expected: Fields) -> None:
    """Compare what is expected, in hex."""
    for name, value in expected.members.items():
        if name not in got:
            fail(f"there is no {name} to expect")
        equal(name, got[name], value)


def _userchain(f: Fields) -> None:
    office = OfficeKeys()
    if "office" in f:
        keys = f.fields("office")
        office = OfficeKeys(frozenset(keys.hexes("identity")), frozenset(keys.hexes("coordinators")))
    chain = verify_chain(f.hex("uid"), f.hexes("entries"), token=f.maybe_hex("token"), office=office)
    for one in f.objects("unlocks"):
        newest = unlock(chain, one.hex("holder"), one.hex("seed"), f.boxes())
        equal("puk", newest.seed, one.hex("puk"))
        equal("first", generations(chain, newest)[1].seed, one.hex("first"))
    _expected(
        {
            "seq": chain.seq,
            "hash": chain.head.hex(),
            "genesis": chain.genesis.hex(),
            "g": chain.generation,
            "enc_pk_sha256": digest(chain.keys.enc_pk).hex(),
            "sign_pk": chain.keys.sign_pk.hex(),
            "holders": sorted(holder.hex() for holder in chain.holders),
            "closed": None if chain.closed is None else chain.closed.hex(),
        },
        f.fields("expect"),
    )


def _directory(f: Fields) -> None:
    directory = verify_directory(f.hex("org"), f.hexes("roots"), f.hexes("entries"))
    for one in f.objects("attestations"):
        attested = directory.attestation(one.hex("cose"), one.hex("uid"), one.hex("genesis"), one.number("ts"))
        equal("role", attested.role, one.text("role"))
    for one in f.objects("invites"):
        invite = open_invite(directory, one.hex("cose"), one.hex("uid"), one.number("ts"))
        signer = token_signer(one.hex("token"), invite.id)
        check_token(signer, one.hex("pk"))
        check_token(signer, invite.token_pk)
    latest = directory.latest
    _expected({"hash": latest.hash.hex(), "roster": latest.roster_hash.hex()}, f.fields("expect"))


def _conversation(f: Fields) -> None:
    directory = verify_directory(f.hex("org"), f.hexes("roots"), f.hexes("directory"))
    log = verify_log(f.hex("cid"), directory, _chains(f, directory), f.hexes("log"))
    messages = Messages(log)
    for data in f.hexes("messages"):
        messages.append(data)
    late = messages.late()
    texts = _read(f, log, messages)
    for one in f.objects("recover"):
        officers = [(x, octets_of(seed)) for x, seed in one.items("officers")]
        equal("recovered", recover_epoch(log, one.number("e"), officers, f.boxes()).secret, one.hex("s"))
    _expected(
        {
            "entries": [hash_.hex() for hash_ in log.hashes],
            "epoch": log.epoch,
            "stale": is_stale(log, f.number("now"), messages.sent(log.epoch)),
            "members": [[uid.hex(), log.members[uid].access] for uid in sorted(log.members)],
            "late": late,
            "gaps": messages.gaps,
            "messages": [envelope.hash.hex() for envelope in messages.envelopes],
            "texts": texts,
        },
        f.fields("expect"),
    )


def _chains(f: Fields, directory: Directory) -> list[Chain]:
    office = directory.office_keys
    return [
        verify_chain(user.hex("uid"), user.hexes("entries"), token=user.maybe_hex("token"), office=office)
        for user in f.objects("users")
    ]


def _read(f: Fields, log: Log, messages: Messages) -> list[list[str | None]]:
    """Let each reader read; the texts as they are for one who reads everything."""
    contents, texts = f.hexes("contents"), list[list[str | None]]()
    for one in f.objects("readers"):
        reader = Reader.of(log, one.hex("uid"), one.hex("genesis"), one.number("g"), one.hex("seed"))
        keyring = reader.read(f.boxes())
        equal(
            "s", [[number, keyring.secrets[number].secret.hex()] for number in sorted(keyring.secrets)], one.items("s")
        )
        equal("m", [[number, key.hex()] for number, key in sorted(keyring.message_keys.items())], one.items("m"))
        opened = [(at, keyring.open(envelope)) for at, envelope in enumerate(messages.envelopes)]
        read = [(at, one_) for at, one_ in opened if one_ is not None]
        equal("reads", [at for at, _ in read], one.items("reads"))
        for at, message in read:
            equal(f"message {at}", message.data, contents[at])
        if len(read) == len(opened):
            texts = _texts(messages, keyring)
    return texts


def _texts(messages: Messages, keyring: Keyring) -> list[list[str | None]]:
    opened = [(envelope, keyring.open(envelope)) for envelope in messages.envelopes]
    folded = fold((envelope, one.content) for envelope, one in opened if one is not None)
    return [[mid.hex(), folded.texts[mid].text] for mid in sorted(folded.texts)]


CHAIN_KINDS: Final[dict[str, Callable[[Fields], None]]] = {
    "userchain": _userchain,
    "directory": _directory,
    "conversation": _conversation,
}
