"""A patient's invite: its token travels in a URL's fragment or on paper, and binds the patient's key to it (3.7)."""

from dataclasses import dataclass
from typing import Final

from careteam.crypto.mh1.cose import Signer, sign, take_apart
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.encoding import encode
from careteam.crypto.mh1.primitives import SYSTEM, Random, enrolled, hkdf, public_key, same
from careteam.crypto.mh1.refusals import Inconsistent, Malformed, NotEntitled
from careteam.crypto.mh1.shapes import decoded_map, ident, octets, version_one, whole

TOKEN_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Invite:
    """Who is invited, by which token key, until when."""

    id: bytes
    uid: bytes
    token_pk: bytes
    not_after: int


def token_signer(token: bytes, invite_id: bytes) -> Signer:
    """The key a token gives; it signs the patient's genesis."""
    if len(token) != TOKEN_BYTES:
        raise Malformed("a token is 16 bytes")
    return Signer.of_office(hkdf(token, invite_id, b"mh1/invite/key"))


def make_invite(officer: Signer, uid: bytes, not_after: int, random: Random = SYSTEM) -> tuple[bytes, bytes]:
    """A signed invite and its token, which no server may see."""
    invite_id, token = random(16), random(TOKEN_BYTES)
    token_pk = public_key(token_signer(token, invite_id).seed)
    return sign(officer, "mh1/invite", encode({0: 1, 1: invite_id, 2: uid, 3: token_pk, 4: not_after})), token


def open_invite(directory: Directory, cose: bytes, uid: bytes, ts: int) -> Invite:
    """Demand that an identity officer of that time invited this person, and that the invite still holds."""
    signed = take_apart(cose, "mh1/invite")
    body = decoded_map(signed.payload, {0, 1, 2, 3, 4})
    version_one(body[0])
    invite = Invite(ident(body[1]), ident(body[2]), enrolled(octets(body[3])), whole(body[4]))
    officers = directory.at(ts).identity_officers(signed.kid)
    if not officers:
        raise NotEntitled("invited by nobody who may")
    signed.verify(officers[0].pk)
    if invite.uid != uid:
        raise Inconsistent("invites somebody else")
    if invite.not_after < ts:
        raise NotEntitled("the invite has ended")
    return invite


def accept(invite: Invite, token: bytes) -> Signer:
    """The token's key, if the invite is for this token."""
    signer = token_signer(token, invite.id)
    check_token(signer, invite.token_pk)
    return signer


def check_token(signer: Signer, pk: bytes) -> None:
    """Demand that a token gives this public key."""
    if not same(public_key(signer.seed), pk):
        raise Inconsistent("a token of another invite")
