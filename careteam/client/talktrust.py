"""Whom a person trusts: the directory from pinned roots, and others' chains, never older than what was seen before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from careteam.client.alert import demand
from careteam.client.lineage import attested, known_directory, lineage, whose
from careteam.client.memory import Memory
from careteam.client.pins import Head, Pinned, Pins, person_of
from careteam.client.shapes import ServedPerson
from careteam.client.talkline import MemberTold, Transport
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.directory import Attestation, Directory
from careteam.crypto.mh1.envelope import Envelope
from careteam.crypto.mh1.puk import Generation
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.userchain import Chain


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
    """The verified directory and chains, shared by all conversations of a session; what it sees, `memory` remembers."""

    def __init__(
        self, own: Own, transport: Transport, memory: Memory, now: Callable[[], int], pins: Pins | None = None
    ) -> None:
        self.own, self.memory, self.now = own, memory, now
        self.chains: dict[tuple[bytes, bytes], Chain] = {(own.uid, own.genesis): own.chain}
        self._transport, self._pins = transport, pins
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
        demand(self._directory is not None, "directory", "no directory was read yet")
        assert self._directory is not None
        return self._directory

    async def read_directory(self) -> Directory:
        """Check 1: the directory from the pinned roots, not older than seen."""
        async with self.memory.turn:
            assert self.memory.seen is not None, "the roots are pinned before anything is read"
            entries = [*self._entries, *await self._transport.read_directory(len(self._entries))]
            if self._directory is None or len(entries) > len(self._entries):
                self._directory = known_directory(self.memory.seen, entries)
                self._entries = entries
            if self._pins is not None:
                self._pins.directory.check_directory(self._directory)
            self.memory.saw_directory(Head.of_directory(self._directory))
            return self._directory

    async def learn(self, cid: bytes, told: MemberTold) -> None:
        """Read somebody's chains, unless they are as long as they were."""
        genesis = self._current.get(told.uid)
        known = None if genesis is None else (genesis, self.chains[told.uid, genesis].seq)
        if known is None or (told.chain, told.attested) != (known, told.uid in self._attestations):
            await self.read(cid, told.uid)

    async def read(self, cid: bytes, uid: bytes) -> None:
        """Check 2: somebody's chains from their geneses, each following from the one before, not older than seen."""
        async with self.memory.turn:
            served = whose(await self._transport.read_person(cid, uid), person_of(uid))
            self._keep(uid, served)

    def _keep(self, uid: bytes, served: ServedPerson) -> None:
        seen = self.memory.seen
        pinned = seen and seen.chains.get(uid), self._pins and self._pins.of(uid)
        chains = lineage(served, self.directory, "person", *pinned)
        self.chains.update({(uid, chain.genesis): chain for chain in chains})
        self._attestations.pop(uid, None)
        if chains:
            self._current[uid] = chains[-1].genesis
            self.memory.saw(Pinned.of_chain(chains[-1]))
            if served.attestation is not None:
                self._attestations[uid] = served.attestation.cose

    @property
    def seen(self) -> Sequence[Chain]:
        """Everybody's newest chain, as far as they were read."""
        return [self.chains[uid, genesis] for uid, genesis in self._current.items()]

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
        said = attested(cose, chain, self.directory, self.now())
        return said and (cose, said)

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
