"""What a person's client is to write next in a conversation's log, chosen from what is verified; sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from careteam.client.talkkeys import Opening
from careteam.client.talkline import MemberTold
from careteam.client.talkrecord import Record
from careteam.client.talktrust import Trust
from careteam.crypto.mh1 import writing
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Attestation
from careteam.crypto.mh1.entries import MemberCard
from careteam.crypto.mh1.log import CLINICIAN, Log
from careteam.crypto.mh1.primitives import Random
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.sending import closing_hashes
from careteam.crypto.mh1.statements import FULL, Assignment, make_assignment, open_assignment
from careteam.crypto.mh1.userchain import Chain
from careteam.crypto.mh1.writing import Beginning, Writer, Written


@dataclass(frozen=True, slots=True)
class View:
    """A conversation as verified, and beside it what the server only says: who should be a member."""

    log: Log
    trust: Trust
    record: Record
    opening: Opening
    members: Mapping[bytes, MemberTold]
    assignments: Mapping[bytes, bytes]
    random: Random
    #: No later than the server's time.
    now: int

    @property
    def is_full_member(self) -> bool:
        """Whether one may write the entries that begin an epoch."""
        own = self.trust.own
        member = self.log.members.get(own.uid)
        return member is not None and member.genesis == own.genesis and member.access == FULL

    @property
    def is_or_was_member(self) -> bool:
        """Whether the messages are one's to read, or some of them were: they are not a coordinator's."""
        uid = self.trust.own.uid
        return uid in self.members or any(uid in record.grants for record in self.log.epochs)

    @property
    def head_is_open(self) -> bool:
        """Whether one is a member, and the newest epoch's key is the one that everybody has."""
        own = self.trust.own
        member = self.log.members.get(own.uid)
        here = member is not None and member.genesis == own.genesis
        epoch = self.log.epoch
        return here and epoch in self.opening.keyring.message_keys and epoch not in self.opening.spoiled

    @property
    def chains(self) -> list[Chain]:
        """The members' chains, as the log has them."""
        return [self.log.chain(one.uid, one.genesis) for one in self.log.members.values()]

    @property
    def writer(self) -> Writer:
        """Oneself, at the head of one's chain."""
        own = self.trust.own
        return Writer.of(self.trust.chains[own.uid, own.genesis], own.signer)

    @property
    def beginning(self) -> Beginning:
        """What a new epoch is begun with."""
        older = self.opening.keyring.secrets.get(self.log.epoch)
        return Beginning(self.now, closing_hashes(self.record.messages), older)

    @property
    def attested(self) -> dict[bytes, tuple[MemberCard, bytes, Attestation]]:
        """Who should be a member and has keys that an identity officer attests."""
        found: dict[bytes, tuple[MemberCard, bytes, Attestation]] = {}
        for uid in self.members:
            proof = self.trust.attested(uid)
            if proof is not None:
                found[uid] = MemberCard(uid, proof[1].genesis, FULL), *proof
        return found

    def assigned(self, uid: bytes) -> bytes | None:
        """A coordinator's word that somebody belongs here, with the keys of now, and not used yet."""
        cose, attested = self.assignments.get(uid), self.attested.get(uid)
        if cose is None or attested is None:
            return None
        card, _, attestation = attested
        ts = max(self.now, self.log.ts)
        try:
            one = open_assignment(cose, self.trust.directory.at(ts), self.log.cid, ts)
        except Refused:
            return None
        said = one.uid, one.genesis, one.access, one.role
        fits = said == (uid, card.genesis, card.access, attestation.role)
        return cose if fits and not self.log.used(one.nonce) else None


def next_step(view: View) -> Written | None:
    """The next entry that is this person's to write, if there is one."""
    if view.trust.own_keys_went_on:
        return None
    if not view.log.hashes:
        return _create(view)
    if not (view.is_full_member and view.head_is_open):
        return None
    return _readmit(view) or _add(view) or _end(view) or _link(view) or _reshare(view)


def rotation(view: View) -> Written:
    """A new epoch for the same members."""
    return writing.rotate(view.log, view.writer, view.beginning, view.random)


def removal(view: View, uid: bytes, reason: int) -> Written:
    """Somebody's removal."""
    return writing.remove(view.log, view.writer, uid, reason, view.now)


def assignment(view: View, coordinator: Signer, uid: bytes) -> bytes | None:
    """A coordinator's word that somebody with the keys of now belongs here; None where nobody attests them."""
    attested = view.attested.get(uid)
    if attested is None:
        return None
    card, _, attestation = attested
    nonce, until = view.random(16), attestation.not_after
    return make_assignment(
        coordinator, Assignment(view.log.cid, uid, card.genesis, attestation.role, card.access, nonce, until)
    )


def standing(coordinator: Signer, card: MemberCard, role: str, until: int, nonce: bytes) -> bytes:
    """A coordinator's word that somebody on duty belongs wherever they are called in, 31 days at most."""
    return make_assignment(coordinator, Assignment(None, card.uid, card.genesis, role, card.access, nonce, until))


def _create(view: View) -> Written | None:
    """By a clinician who is a member, or by a coordinator."""
    own, attested = view.trust.own, view.attested
    mine = attested.get(own.uid)
    clinician = mine is not None and mine[0].genesis == own.genesis and mine[2].role == CLINICIAN
    coordinator = view.trust.directory.latest.is_coordinator(own.uid, own.genesis)
    if not attested or not (clinician or coordinator):
        return None
    cards = [(card, cose) for card, cose, _ in attested.values()]
    return writing.create(view.log, view.writer, cards, view.now, view.random)


def _readmit(view: View) -> Written | None:
    """Somebody lost all keys, and has new ones that are attested, in the same role."""
    for uid, (card, cose, attestation) in view.attested.items():
        member = view.log.members.get(uid)
        if member is not None and member.genesis != card.genesis and member.role == attestation.role:
            card = MemberCard(uid, card.genesis, member.access)
            return writing.readmit(view.log, view.writer, card, cose, view.beginning, view.random)
    return None


def _add(view: View) -> Written | None:
    for uid, (card, cose, _) in view.attested.items():
        assigned = None if uid in view.log.members else view.assigned(uid)
        if assigned is not None:
            return writing.add(view.log, view.writer, card, cose, assigned, view.beginning, view.random)
    return None


def _end(view: View) -> Written | None:
    """Whose assignment has ended, and whom the server no longer counts in."""
    ts = max(view.now, view.log.ts)
    for uid, member in view.log.members.items():
        ended = member.assigned_until is not None and member.assigned_until < ts
        if ended and uid not in view.members:
            return removal(view, uid, 0)
    return None


def _link(view: View) -> Written | None:
    """The way back that an epoch's author did not know."""
    secrets = view.opening.keyring.secrets
    for record in view.log.epochs[1:]:
        epoch, older = secrets.get(record.number), secrets.get(record.number - 1)
        if not record.hist and epoch is not None and older is not None:
            return writing.link(view.log, view.writer, epoch, older, view.now, view.random)
    return None


def _reshare(view: View) -> Written | None:
    """The newest epoch's shares for the records officers of now, where it was begun for others."""
    log, epoch = view.log, view.opening.keyring.secrets.get(view.log.epoch)
    roster = log.directory.at(max(view.now, log.ts)).roster_hash
    if epoch is None or log.epochs[-1].escrows[-1].roster == roster:
        return None
    return writing.reshare(log, view.writer, epoch, view.now)
