"""The membership log of a conversation: who can read, by whose signature, verified entry by entry (section 3.5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from careteam.crypto.mh1 import entries as forms
from careteam.crypto.mh1.cose import key_kid
from careteam.crypto.mh1.directory import Directory, Snapshot
from careteam.crypto.mh1.entries import Entry, Escrow, Grant, KeyBody, MemberCard, read_member_card
from careteam.crypto.mh1.membership import Author, EpochRecord, Member, Point
from careteam.crypto.mh1.primitives import EMPTY_DIGEST, WRAPPED_BYTES
from careteam.crypto.mh1.refusals import Inconsistent, NotEntitled, OutOfOrder
from careteam.crypto.mh1.shapes import ZERO_HASH, closed, digest32, ident, octets, row, size_and_root, whole
from careteam.crypto.mh1.statements import FULL, epoch_range, open_approval, open_assignment
from careteam.crypto.mh1.userchain import REASONS, Chain

CLINICIAN: Final = "clinician"
MOST_DAYS: Final = 30
MOST_MESSAGES: Final = 5000


@dataclass(slots=True)
class Log:
    """A verified log; `append` verifies one entry more, or leaves it as it was."""

    cid: bytes
    directory: Directory
    chains: dict[tuple[bytes, bytes], Chain]
    hashes: list[bytes] = field(default_factory=list[bytes])
    points: dict[bytes, Point] = field(default_factory=dict[bytes, Point])
    members: dict[bytes, Member] = field(default_factory=dict[bytes, Member])
    epochs: list[EpochRecord] = field(default_factory=list[EpochRecord])
    checkpoints: list[tuple[int, int, bytes]] = field(default_factory=list[tuple[int, int, bytes]])
    marked: bool = False
    days: int = MOST_DAYS
    messages: int = MOST_MESSAGES
    ts: int = 0
    _nonces: set[bytes] = field(default_factory=set[bytes])
    _seen: dict[tuple[bytes, bytes], int] = field(default_factory=dict[tuple[bytes, bytes], int])
    _granted: dict[tuple[bytes, bytes], int] = field(default_factory=dict[tuple[bytes, bytes], int])

    @property
    def head(self) -> bytes:
        """The hash of the last entry; zeros before the first."""
        return self.hashes[-1] if self.hashes else ZERO_HASH

    @property
    def epoch(self) -> int:
        """The current epoch."""
        return len(self.epochs) - 1

    def chain(self, uid: bytes, genesis: bytes) -> Chain:
        """The verified chain of this genesis."""
        chain = self.chains.get((uid, genesis))
        if chain is None:
            raise Inconsistent("a person's chain is missing")
        return chain

    def used(self, nonce: bytes) -> bool:
        """Whether an assignment of this nonce added somebody."""
        return nonce in self._nonces

    def append(self, cose: bytes) -> Entry:
        """Verify the next entry, and take it."""
        entry = forms.read_entry(cose)
        self._check_place(entry)
        offices = self.directory.at(entry.ts)
        if entry.type == forms.RECORDS_ACCESS:
            self._records_access(entry, offices)
        else:
            author = self._author(entry, offices)
            _JUDGES[entry.type](self, entry, author, offices)
            self._seen[author.uid, author.genesis] = entry.chain_seq
        self.ts = entry.ts
        self.hashes.append(entry.hash)
        self.points[entry.hash] = Point(self.epoch, self.marked, frozenset(self.members))
        return entry

    def _check_place(self, entry: Entry) -> None:
        if entry.cid != self.cid:
            raise Inconsistent("an entry of another conversation")
        if entry.seq != len(self.hashes) or entry.prev != self.head:
            raise OutOfOrder("an entry does not continue the log")
        if (entry.type == forms.CREATE) != (entry.seq == 0):
            raise OutOfOrder("a create is first, and only first")
        if entry.ts < self.ts:
            raise OutOfOrder("the log's time runs backwards")
        if entry.epoch != self.epoch + (entry.type in forms.KEY_TYPES):
            raise OutOfOrder("not the epoch after the entry")

    def _author_chain(self, entry: Entry) -> Chain:
        """The chain of the author that field 10 names a position of."""
        for chain in self.chains.values():
            if chain.uid == entry.author and chain.has(entry.chain_seq, entry.chain_hash):
                return chain
        raise Inconsistent("no such position in the author's chain")

    def _author(self, entry: Entry, offices: Snapshot) -> Author:
        chain = self._author_chain(entry)
        uid, genesis, position = chain.uid, chain.genesis, chain.positions[entry.chain_seq]
        pk = position.signers.get(entry.kid)
        if pk is None:
            raise NotEntitled("signed by a key that was not the author's at that position")
        entry.signed.verify(pk)
        if entry.chain_seq < self._seen.get((uid, genesis), 0):
            raise OutOfOrder("the author's chain runs backwards")
        member = self.members.get(uid)
        if member is not None and member.genesis != genesis:
            member = None
        return Author(uid, genesis, position.generation, member, offices.is_coordinator(uid, genesis))

    def _create(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        body = forms.read_key_body(entry)
        members: dict[bytes, Member] = {}
        for item in row(body.specific):
            card_, attested = row(item, 2)
            card = read_member_card(card_)
            if card.uid in members:
                raise Inconsistent("a member twice")
            members[card.uid] = self._attested(card, octets(attested), entry.ts)
        own = members.get(author.uid)
        member = own if own is not None and own.genesis == author.genesis else None
        clinician = member is not None and member.access == FULL and member.role == CLINICIAN
        if not clinician and not author.coordinator:
            raise NotEntitled("created by neither a clinician nor a coordinator")
        if body.closing != (0, EMPTY_DIGEST):
            raise Inconsistent("nothing was sent before the first epoch")
        self._begin(entry, body, author, members, offices)
        self.marked = member is None

    def _add(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        _demand_full(author)
        body = forms.read_key_body(entry)
        card_, attested, assigned_ = row(body.specific, 3)
        card = read_member_card(card_)
        if card.uid in self.members:
            raise Inconsistent("adds who is a member")
        member = self._attested(card, octets(attested), entry.ts)
        assigned = open_assignment(octets(assigned_), offices, self.cid, entry.ts)
        if (assigned.uid, assigned.genesis, assigned.role, assigned.access) != (
            card.uid,
            card.genesis,
            member.role,
            card.access,
        ):
            raise Inconsistent("assigned as somebody else")
        if assigned.nonce in self._nonces:
            raise OutOfOrder("an assignment is used once in a log")
        member = Member(card.uid, card.genesis, card.access, member.role, assigned.not_after)
        self._begin(entry, body, author, {**self.members, card.uid: member}, offices)
        self._nonces.add(assigned.nonce)

    def _rotate(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        _demand_full(author)
        self._begin(entry, forms.read_key_body(entry), author, self.members, offices)

    def _readmit(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        _demand_full(author)
        body = forms.read_key_body(entry)
        card_, attested = row(body.specific, 2)
        card = read_member_card(card_)
        before = self.members.get(card.uid)
        if before is None or before.genesis == card.genesis:
            raise Inconsistent("readmits who has no new chain here")
        now = self._attested(card, octets(attested), entry.ts)
        if (now.access, now.role) != (before.access, before.role):
            raise NotEntitled("readmitted with another access or role")
        now = Member(now.uid, now.genesis, now.access, now.role, before.assigned_until)
        self._begin(entry, body, author, {**self.members, card.uid: now}, offices)

    def _remove(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        body = closed(entry.body, {0, 1})
        whole(body[1], 0, REASONS - 1)
        member = self.members.get(ident(body[0]))
        if member is None:
            raise Inconsistent("removes who is no member")
        ended = member.assigned_until is not None and member.assigned_until < entry.ts
        itself = author.member is not None and author.uid == member.uid
        if not (author.coordinator or itself or (author.full and ended)):
            raise NotEntitled("removed by nobody who may")
        self.members = {uid: one for uid, one in self.members.items() if uid != member.uid}
        self.marked = True

    def _link(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        _demand_full(author)
        body = closed(entry.body, {0, 3})
        number, hist = whole(body[0], 1, self.epoch), octets(body[3], WRAPPED_BYTES)
        if self.epochs[number].hist:
            raise Inconsistent("links a history that is not missing")
        self.epochs[number].hist = hist

    def _reshare(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        _demand_full(author)
        body = closed(entry.body, {4, 5})
        escrow = forms.read_escrow(body[4], body[5])
        _check_roster(escrow, offices)
        self.epochs[self.epoch].escrows.append(escrow)

    def _policy(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        if not author.coordinator:
            raise NotEntitled("the policy is a coordinator's to set")
        body = closed(entry.body, {0, 1})
        self.days, self.messages = whole(body[0], 1, self.days), whole(body[1], 1, self.messages)

    def _checkpoint(self, entry: Entry, author: Author, offices: Snapshot) -> None:
        if author.member is None:
            raise NotEntitled("written by no member")
        self.checkpoints.append((self.epoch, *size_and_root(closed(entry.body, {6})[6])))

    def _records_access(self, entry: Entry, offices: Snapshot) -> None:
        body = closed(entry.body, {0, 1, 2, 3})
        request = digest32(body[0])
        epoch_range(body[1], self.epoch)
        whole(body[2], 0, 2)
        if (entry.chain_seq, entry.chain_hash) != (0, ZERO_HASH):
            raise Inconsistent("an office key is on no user chain")
        roster = offices.roster
        approvals = [open_approval(octets(item), roster) for item in row(body[3])]
        if any((one.cid, one.request) != (self.cid, request) or one.ts > entry.ts for one in approvals):
            raise Inconsistent("an approval of something else")
        approved = {one.x for one in approvals}
        if len(approved) < roster.k:
            raise NotEntitled("fewer officers approved than the threshold")
        for x in approved:
            officer = roster.officers[x - 1]
            if officer.uid == entry.author and key_kid(officer.sign_pk) == entry.kid:
                entry.signed.verify(officer.sign_pk)
                self.marked = True
                return
        raise NotEntitled("written by none of the officers who approved")

    def _attested(self, card: MemberCard, cose: bytes, ts: int) -> Member:
        self.chain(card.uid, card.genesis)
        attested = self.directory.attestation(cose, card.uid, card.genesis, ts)
        return Member(card.uid, card.genesis, card.access, attested.role, None)

    def _begin(
        self, entry: Entry, body: KeyBody, author: Author, members: dict[bytes, Member], offices: Snapshot
    ) -> None:
        """Begin an epoch for exactly these members."""
        _check_roster(body.escrow, offices)
        if [grant.uid for grant in body.grants] != sorted(members):
            raise Inconsistent("the grants are not exactly the members'")
        grants = {grant.uid: (grant, members[grant.uid].genesis) for grant in body.grants}
        for grant, genesis in grants.values():
            if grant.kind != members[grant.uid].access:
                raise Inconsistent("a grant of another kind than the member's access")
            if not self._granted.get((grant.uid, genesis), 1) <= grant.generation <= self._newest(grant, genesis):
                raise Inconsistent("a grant to a generation that is not the member's")
            if (grant.uid, genesis) == (author.uid, author.genesis) and grant.generation != author.generation:
                raise Inconsistent("the author's own grant is not to its generation")
        for grant, genesis in grants.values():
            self._granted[grant.uid, genesis] = grant.generation
        self.epochs.append(EpochRecord(entry.epoch, entry.seq, entry.ts, body, grants, [body.escrow], body.hist))
        self.members = dict(members)
        self.marked = False

    def _newest(self, grant: Grant, genesis: bytes) -> int:
        return self.chain(grant.uid, genesis).generation


_Judge = Callable[[Log, Entry, Author, Snapshot], None]
_JUDGES: Final[dict[int, _Judge]] = {
    forms.CREATE: Log._create,  # pyright: ignore[reportPrivateUsage]
    forms.ADD: Log._add,  # pyright: ignore[reportPrivateUsage]
    forms.REMOVE: Log._remove,  # pyright: ignore[reportPrivateUsage]
    forms.ROTATE: Log._rotate,  # pyright: ignore[reportPrivateUsage]
    forms.LINK: Log._link,  # pyright: ignore[reportPrivateUsage]
    forms.RESHARE: Log._reshare,  # pyright: ignore[reportPrivateUsage]
    forms.READMIT: Log._readmit,  # pyright: ignore[reportPrivateUsage]
    forms.POLICY: Log._policy,  # pyright: ignore[reportPrivateUsage]
    forms.CHECKPOINT: Log._checkpoint,  # pyright: ignore[reportPrivateUsage]
}


def _demand_full(author: Author) -> None:
    if not author.full:
        raise NotEntitled("written by nobody who is a full member")


def _check_roster(escrow: Escrow, offices: Snapshot) -> None:
    if escrow.roster != offices.roster_hash or len(escrow.items) != len(offices.roster.officers):
        raise Inconsistent("not the roster of the directory at that time")


def verify_log(cid: bytes, directory: Directory, chains: Iterable[Chain], entries: list[bytes]) -> Log:
    """The log of these entries; a person who was reset has a chain more."""
    log = Log(cid, directory, {(chain.uid, chain.genesis): chain for chain in chains})
    for entry in entries:
        log.append(entry)
    if not log.hashes:
        raise OutOfOrder("a log without a create")
    return log
