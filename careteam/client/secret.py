"""What a person has that opens their keys: a recovery kit, a passkey's output, a passphrase with its account secret."""

import asyncio
from dataclasses import dataclass, field
from typing import TypeAlias

from careteam.crypto.mh1 import kit as paper
from careteam.crypto.mh1.box import box_public_key
from careteam.crypto.mh1.cards import Card, Kind
from careteam.crypto.mh1.enrolment import Holder, slot
from careteam.crypto.mh1.primitives import SYSTEM
from careteam.crypto.mh1.slots import SALT_BYTES, SECRET_BYTES, kit_seed, passkey_seed, passphrase_seed


@dataclass(frozen=True)
class Kit:
    """The recovery kit, as printed or typed."""

    text: str = field(repr=False)

    @classmethod
    def fresh(cls) -> "Kit":
        """A new one, to print and put away."""
        return cls(paper.printed(paper.new_kit()))

    async def seed(self, card: Card, uid: bytes) -> bytes | None:
        """The holder's seed, if the card is a kit's."""
        return kit_seed(paper.typed(self.text), uid) if card.kind is Kind.KIT else None

    async def holder(self, uid: bytes) -> Holder:
        """The kit as a holder to be."""
        return slot(Kind.KIT, kit_seed(paper.typed(self.text), uid))


@dataclass(frozen=True)
class Passkey:
    """What a passkey's PRF gave for `mh1/unlock/v1`, and which passkey it was."""

    credential: bytes
    prf: bytes = field(repr=False)

    async def seed(self, card: Card, uid: bytes) -> bytes | None:
        """The holder's seed, if the card is this passkey's."""
        mine = card.kind is Kind.PASSKEY and card.param == self.credential
        return passkey_seed(self.prf, self.credential) if mine else None

    async def holder(self, uid: bytes) -> Holder:
        """The passkey as a holder to be."""
        return slot(Kind.PASSKEY, passkey_seed(self.prf, self.credential), self.credential)


@dataclass(frozen=True)
class Passphrase:
    """A passphrase and its account secret; each try takes about a third of a second, beside everything else."""

    words: str = field(repr=False)
    secret: bytes = field(repr=False)

    @classmethod
    def fresh(cls, words: str) -> "Passphrase":
        """These words with a new account secret, to write down and put away."""
        return cls(words, SYSTEM(SECRET_BYTES))

    @classmethod
    def typed(cls, words: str, account: str) -> "Passphrase":
        """These words, and the account secret as somebody typed it; mh1's Malformed for what cannot be one."""
        return cls(words, paper.secret_typed(account))

    @property
    def account(self) -> str:
        """The account secret as it is written down."""
        return paper.secret_printed(self.secret)

    async def seed(self, card: Card, uid: bytes) -> bytes | None:
        """The holder's seed, if the card is a passphrase's."""
        if card.kind is not Kind.PASSPHRASE or card.param is None:
            return None
        return await asyncio.to_thread(passphrase_seed, self.words, card.param, self.secret, uid)

    async def holder(self, uid: bytes) -> Holder:
        """The passphrase as a holder to be, with a salt of its own."""
        salt = SYSTEM(SALT_BYTES)
        seed = await asyncio.to_thread(passphrase_seed, self.words, salt, self.secret, uid)
        return slot(Kind.PASSPHRASE, seed, salt)


Secret: TypeAlias = Kit | Passkey | Passphrase


def account_of(*secrets: Secret) -> bytes | None:
    """The account secret among these, where a passphrase is one of them."""
    return next((secret.secret for secret in secrets if isinstance(secret, Passphrase)), None)


async def opened_by(secret: Secret, cards: dict[bytes, Card], uid: bytes) -> tuple[bytes, bytes] | None:
    """The holder whose key this secret is, and its seed."""
    for card in cards.values():
        seed = await secret.seed(card, uid)
        if seed is not None and box_public_key(seed) == card.pk:
            return card.id, seed
    return None
