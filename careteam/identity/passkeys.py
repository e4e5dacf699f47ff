"""Passkeys as WebAuthn speaks of them: what a browser is asked, and whether its answer is good. Nothing is stored here."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, cast
from urllib.parse import urlsplit
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from pydantic import Field, model_validator
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.structs import CredentialDeviceType
from webauthn.registration.verify_registration_response import VerifiedRegistration

from careteam.core.paging import Request, Shape
from careteam.core.settings import settings
from careteam.identity.refusals import PasskeyRefused, PrfResultsRefused
from careteam.identity.tickets import Ticket, encoded

#: COSE names of what a passkey may sign with: Ed25519, ECDSA with SHA-256, RSA with SHA-256.
ALGORITHMS = (-8, -7, -257)
#: Longer ids than this are no credential ids (WebAuthn 3, 4).
_LONGEST_ID = 1023

Bytes = Annotated[str, Field(min_length=1, max_length=8192, pattern="^[A-Za-z0-9_-]+$")]
CredentialId = Annotated[str, Field(min_length=1, max_length=_LONGEST_ID * 4 // 3 + 1, pattern="^[A-Za-z0-9_-]+$")]


class _Answer(Request):
    """What a browser answers, in base64url. It never holds what a passkey derives for its person (PRF)."""

    credential_id: CredentialId
    client_data: Bytes

    @model_validator(mode="before")
    @classmethod
    def _without_prf_results(cls, body: Any) -> Any:
        if holds_prf_results(body):
            raise PrfResultsRefused
        return body


class NewPasskeyAnswer(_Answer):
    """A new passkey."""

    attestation: Bytes


class PasskeyAnswer(_Answer):
    """A passkey's signature."""

    authenticator_data: Bytes
    signature: Bytes
    user_handle: Bytes


class PasskeyQuestion(Shape):
    """What to ask of a passkey; `credential_ids` names those it may be (none: any)."""

    challenge: str
    rp_id: str
    credential_ids: list[str]


class NewPasskeyQuestion(Shape):
    """What to ask for a new passkey; `credential_ids` are here already."""

    challenge: str
    rp_id: str
    rp_name: str
    user_handle: str
    user_name: str
    algorithms: list[int]
    credential_ids: list[str]


@dataclass(frozen=True)
class NewKey:
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    synced: bool


def holds_prf_results(body: Any) -> bool:
    """Is there, anywhere in this body, a `prf` that holds `results`?"""
    if isinstance(body, list):
        return any(map(holds_prf_results, cast("list[Any]", body)))
    if not isinstance(body, dict):
        return False
    parts = cast("dict[str, Any]", body)
    prf = parts.get("prf")
    return (isinstance(prf, dict) and "results" in prf) or any(map(holds_prf_results, parts.values()))


def rp_id() -> str:
    """The name that passkeys are made for: the host of the address people type."""
    return urlsplit(settings().public_url).hostname or ""


def _origin() -> str:
    address = urlsplit(settings().public_url)
    return f"{address.scheme}://{address.netloc}"


def question(ticket: Ticket, credential_ids: Sequence[bytes] = ()) -> PasskeyQuestion:
    """What to ask of a passkey."""
    return PasskeyQuestion(challenge=ticket.text, rp_id=rp_id(), credential_ids=list(map(encoded, credential_ids)))


def new_question(ticket: Ticket, person_id: UUID, name: str, credential_ids: Sequence[bytes]) -> NewPasskeyQuestion:
    """What to ask for a new passkey of this person."""
    return NewPasskeyQuestion(
        challenge=ticket.text,
        rp_id=rp_id(),
        rp_name=settings().clinic_name,
        user_handle=encoded(person_id.bytes),
        user_name=name,
        algorithms=list(ALGORITHMS),
        credential_ids=list(map(encoded, credential_ids)),
    )


def challenge_of(answer: _Answer) -> bytes:
    """The challenge that the browser says it was given; PasskeyRefused where it says none, or is framed elsewhere."""
    try:
        said: dict[str, Any] = json.loads(base64url_to_bytes(answer.client_data))
        if said.get("crossOrigin", False) is not False:
            raise PasskeyRefused
        return base64url_to_bytes(said["challenge"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise PasskeyRefused from error


def made(answer: NewPasskeyAnswer, challenge: bytes) -> NewKey:
    """The passkey of this answer to this challenge; PasskeyRefused where anything about it is not as it must be."""
    response = {"clientDataJSON": answer.client_data, "attestationObject": answer.attestation}
    try:
        found: VerifiedRegistration = verify_registration_response(
            credential=_credential(answer, response),
            expected_challenge=challenge,
            expected_rp_id=rp_id(),
            expected_origin=_origin(),
            require_user_verification=True,
        )
    except Exception as error:  # foreign bytes: the parsers below raise whatever they stumble over
        raise PasskeyRefused from error
    synced = found.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    return NewKey(found.credential_id, found.credential_public_key, found.sign_count, synced)


def sign_count_of(
    answer: PasskeyAnswer, challenge: bytes, *, public_key: bytes | None, sign_count: int, person_id: UUID | None
) -> int:
    """How often the key of this good signature has signed now; PasskeyRefused otherwise.

    Without a public key (an unknown passkey) the same work is done with nobody's. A count that did not grow means that
    there are two keys with one name: a copy.
    """
    response = {
        "clientDataJSON": answer.client_data,
        "authenticatorData": answer.authenticator_data,
        "signature": answer.signature,
        "userHandle": answer.user_handle,
    }
    try:
        found: VerifiedAuthentication = verify_authentication_response(
            credential=_credential(answer, response),
            expected_challenge=challenge,
            expected_rp_id=rp_id(),
            expected_origin=_origin(),
            credential_public_key=public_key or _nobodys(),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # foreign bytes: the parsers below raise whatever they stumble over
        raise PasskeyRefused from error
    if public_key is None or person_id is None or answer.user_handle != encoded(person_id.bytes):
        raise PasskeyRefused
    return found.new_sign_count


def _credential(answer: _Answer, response: dict[str, str]) -> dict[str, Any]:
    named = answer.credential_id
    return {"id": named, "rawId": named, "type": "public-key", "response": response, "clientExtensionResults": {}}


@cache
def _nobodys() -> bytes:
    """The public key of nobody, as COSE writes it."""
    numbers = generate_private_key(SECP256R1()).public_key().public_numbers()
    return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
