"""Whom a person trusts: the directory from pinned roots, and others' chains, never older than what was seen before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from careteam.client.talkline import ChainTold, MemberTold, PersonTold, Transport
from careteam.client.talkstates import Broken, What
from careteam.crypto.mh1.carried import carried
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Attestation, Directory, verify_directory
from careteam.crypto.mh1.envelope import Envelope
from careteam.crypto.mh1.invite import open_invite
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.shapes import closed, whole
from careteam.crypto.mh1.userchain import Chain, verify_chain


@dataclass(slots=True)
class ChainPin:
    """How far somebody's chain was seen."""

    genesis: bytes
    seq: int
    hash: bytes


@dataclass(slots=True)
class Memory:
    """What outlives a session, sealed to oneself: the roots, and how far directory, chains and logs were seen."""

    org: bytes
    roots: list[bytes]
    directory: tuple[int, bytes] | None = None
    chains: dict[bytes, ChainPin] = field(default_factory=dict[bytes, ChainPin])
    logs: dict[bytes, tuple[int, bytes]] = field(default_factory=dict[bytes, tuple[int, bytes]])


@dataclass(slots=True)
class Own:
    """Oneself: the verified chain, the newest generation of one's keys, and the key one signs with."""

    chain: Chain
    puk: Generation
    signer: Signer

    @property
    def uid(self) -> bytes:
        """Who it is."""
        return self.chain.uid

    @property
    def genesis(self) -> bytes:
        """Which chain is one's own now."""
        return self.chain.genesis


class Trust:
    """The verified directory and chains, shared by all conversations of a session."""

    def __init__(self, own: Own, transport: Transport, memory: Memory, now: Callable[[], int]) -> None:
        self.own, self.memory, self.now = own, memory, now
        self.chains: dict[tuple[bytes, bytes], Chain] = {(own.uid, own.genesis): own.chain}
        self._transport = transport
        self._directory: Directory | None = None
        self._entries: list[bytes] = []
        self._current: dict[bytes, bytes] = {}
        self._attestations: dict[bytes, bytes] = {}

    @property
    def own_keys_went_on(self) -> bool:
        """Whether one's keys of now are others than those this session unlocked."""
        chain = self.chains[self.own.uid, self.own.genesis]
        return chain.generation != self.own.puk.number or self.own.signer.kid not in chain.positions[-1].signers

    @property
    def directory(self) -> Directory:
        """The directory as verified last."""
        if self._directory is None:
            raise Broken(What.DIRECTORY, "no directory was read yet")
        return self._directory

    async def read_directory(self) -> Directory:
        """Check 1: the directory from the pinned roots, not older than seen."""
        self._entries += await self._transport.read_directory(len(self._entries))
        known = len(self._directory.entries) if self._directory else 0
        if self._directory is None or len(self._entries) > known:
            try:
                self._directory = verify_directory(self.memory.org, self.memory.roots, self._entries)
            except Refused as refused:
                del self._entries[known:]
                raise Broken(What.DIRECTORY, refused.reason, known) from refused
        directory, seen = self._directory, self.memory.directory
        if seen is not None and (len(directory.entries) <= seen[0] or directory.entries[seen[0]].hash != seen[1]):
            self._directory, self._entries = None, []
            raise Broken(What.DIRECTORY, "the directory is not the one that was seen before", seen[0])
        self.memory.directory = len(directory.entries) - 1, directory.latest.hash
        return directory

    async def learn(self, cid: bytes, told: MemberTold) -> None:
        """Read somebody's chains, unless they are as long as they were."""
        genesis = self._current.get(told.uid)
        known = None if genesis is None else (genesis, self.chains[told.uid, genesis].seq)
        if known is None or (told.chain, told.attested) != (known, told.uid in self._attestations):
            await self.read(cid, told.uid)

    async def read(self, cid: bytes, uid: bytes) -> None:
        """Check 2: somebody's chains from their geneses, each following from the one before, not older than seen."""
        told = await self._transport.read_person(cid, uid)
        try:
            chains = [self._verified(uid, chain) for chain in told.chains]
        except Refused as refused:
            raise Broken(What.CHAIN, refused.reason) from refused
        for older, newer in pairwise(chains):
            if older.closed != newer.genesis:
                raise Broken(What.CHAIN, "a chain that does not follow from the one before")
        self._keep(uid, chains, told)

    def _verified(self, uid: bytes, told: ChainTold) -> Chain:
        entries, token = list(told.entries), None
        if told.invite is not None and entries:
            payload = closed(carried(entries[0], "mh1/user").payload, frozenset(range(8)))
            token = open_invite(self.directory, told.invite, uid, whole(payload[6])).token_pk
        return verify_chain(uid, entries, token=token, office=self.directory.office_keys)

    def _keep(self, uid: bytes, chains: list[Chain], told: PersonTold) -> None:
        pin = self.memory.chains.get(uid)
        if pin is not None and not any(
            chain.genesis == pin.genesis and chain.has(pin.seq, pin.hash) for chain in chains
        ):
            raise Broken(What.CHAIN, "somebody's chain is not the one that was seen before")
        for chain in chains:
            self.chains[uid, chain.genesis] = chain
        self._attestations.pop(uid, None)
        if chains:
            last = chains[-1]
            self._current[uid] = last.genesis
            self.memory.chains[uid] = ChainPin(last.genesis, last.seq, last.head)
            if told.attestation is not None:
                self._attestations[uid] = told.attestation

    def current(self, uid: bytes) -> Chain | None:
        """Somebody's chain of now; None without keys, and once it is closed."""
        genesis = self._current.get(uid)
        chain = self.chains.get((uid, genesis)) if genesis is not None else None
        return chain if chain is not None and chain.closed is None else None

    def attested(self, uid: bytes) -> tuple[bytes, Attestation] | None:
        """What attests somebody's chain of now, if it holds."""
        chain, cose = self.current(uid), self._attestations.get(uid)
        if chain is None or cose is None:
            return None
        try:
            return cose, self.directory.attestation(cose, uid, chain.genesis, self.now())
        except Refused:
            return None

    def role(self, uid: bytes) -> str | None:
        """As what somebody is attested."""
        proof = self.attested(uid)
        return proof[1].role if proof else None

    def signed(self, envelope: Envelope) -> bool:
        """Whether a key that was its sender's at some time signed a message."""
        header = envelope.header
        for (uid, _), chain in self.chains.items():
            found = [place.signers[header.kid] for place in chain.positions if header.kid in place.signers]
            if uid == header.sender and found:
                try:
                    envelope.verify(found[0])
                except Refused:
                    return False
                return True
        return False
