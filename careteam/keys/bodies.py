"""What requests about keys say: bytes within their bounds, and nothing else."""

from typing import Annotated

from pydantic import Field

from careteam.core.octets import Octets
from careteam.core.paging import Request
from careteam.keys.rules import LONGEST_BOX, LONGEST_ENTRY, LONGEST_SEALED, MOST_ENTRIES, MOST_HOLDERS, Office, Scope

Entry = Annotated[bytes, Octets(1, LONGEST_ENTRY)]
Box = Annotated[bytes, Octets(1, LONGEST_BOX)]
Sealed = Annotated[bytes, Octets(1, LONGEST_SEALED)]
Ident = Annotated[bytes, Octets(16, 16)]
SealingKey = Annotated[bytes, Octets(1216, 1216)]
SigningKey = Annotated[bytes, Octets(32, 32)]


class SealedPins(Request):
    """Whom one trusts, sealed to oneself: with the version after the one that is kept."""

    version: Annotated[int, Field(ge=1, lt=2**31)]
    sealed: Sealed


class ExtendChain(Request):
    """The next entries of one's chain, beginning with this number, the boxes they name, and what one then trusts."""

    seq: Annotated[int, Field(ge=0, le=MOST_ENTRIES)]
    entries: Annotated[list[Entry], Field(min_length=1, max_length=MOST_HOLDERS + 1)]
    boxes: Annotated[list[Box], Field(max_length=2 * MOST_HOLDERS)]
    pins: SealedPins | None = None


class JoinDevice(Request):
    """The card of a new device that asks to be taken in."""

    id: Ident
    pk: SealingKey
    dpk: SigningKey


class AskOffice(Request):
    """The key of an office, its secret half sealed to oneself under the request's id."""

    office: Office
    scope: Scope = Scope.ANYONE
    id: Ident
    pk: SigningKey
    sealed: Sealed


class Statement(Request):
    """Something an office has signed."""

    cose: Entry


class AskSuccessor(Request):
    """New keys for the case that all that opens the old ones is lost: a genesis, its boxes, and whom one then trusts."""

    entry: Entry
    boxes: Annotated[list[Box], Field(max_length=MOST_HOLDERS)]
    pins: SealedPins


class SignSuccessor(Request):
    """The identity officer's half of the close of somebody's chain, and their word for the keys that follow."""

    close: Entry
    attestation: Entry


class CloseChain(Request):
    """The close of somebody's chain, signed by both offices; with the word for the new keys where one person holds both."""

    entry: Entry
    attestation: Entry | None = None
