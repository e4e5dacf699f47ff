"""A server in memory with the checks of the real one; a line to it can be made to lie."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from careteam.client.memory import Memory, Seen
from careteam.client.pins import person_of
from careteam.client.refusals import Unreachable
from careteam.client.shapes import ServedAttestation, ServedChain, ServedPerson
from careteam.client.talk import Talk
from careteam.client.talkline import Appending, LogTold, MemberTold, MessageTold, Moved, Turned, Urgency
from careteam.client.talkstates import Alert
from careteam.client.talksteps import assignment
from careteam.client.talktrust import Own, Trust
from careteam.crypto.mh1 import enrolment
from careteam.crypto.mh1.entries import KEY_TYPES, read_entry, read_key_body
from careteam.crypto.mh1.log import Log, verify_log
from careteam.crypto.mh1.merkle import Tree
from careteam.crypto.mh1.primitives import Random, digest
from careteam.crypto.mh1.userchain import verify_chain
from careteam.messaging import judging
from tests.crypto.mh1.world import T0, Clinic, Person


@dataclass
class Conversation:
    """A conversation as a server keeps it."""

    cid: bytes
    members: set[bytes] = field(default_factory=set)
    entries: list[bytes] = field(default_factory=list)
    boxes: dict[bytes, bytes] = field(default_factory=dict)
    owners: dict[bytes, bytes] = field(default_factory=dict)
    envelopes: list[bytes] = field(default_factory=list)
    epoch_of: list[int] = field(default_factory=list)
    assignments: dict[bytes, bytes] = field(default_factory=dict)
    keys: dict[bytes, list[judging.Signing]] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)


class Server:
    """What everybody's clients talk to."""

    def __init__(self, clinic: Clinic, random: Random) -> None:
        self.clinic, self.random, self.now = clinic, random, T0
        self.chains: dict[bytes, list[Person]] = {}
        self.attestations: dict[bytes, bytes] = {}
        self.conversations: dict[bytes, Conversation] = {}
        #: Whether it hears of no alert.
        self.away = False

    def enrol(self, person: Person, *, attested: bool = True) -> Person:
        """Somebody's first chain, or the one after a reset."""
        self.chains.setdefault(person.uid, []).append(person)
        self.attestations.pop(person.uid, None)
        if attested:
            self.attestations[person.uid] = self.clinic.attest(person)
        return person

    def close(self, person: Person, successor: bytes) -> None:
        """The organisation closes somebody's chain, who lost everything."""
        directory = self.clinic.directory
        assert directory is not None
        close = enrolment.close_for_owner(person.chain, self.clinic.identity, self.clinic.office, successor, self.now)
        person.entries.append(close)
        person.chain = verify_chain(person.uid, person.entries, token=person.token, office=directory.office_keys)
        self.attestations.pop(person.uid, None)

    def keys(self, uid: bytes) -> ServedPerson:
        """Somebody's chains, and what attests the last."""
        chains = [ServedChain(entries=list(person.entries), invite=None) for person in self.chains.get(uid, ())]
        cose = self.attestations.get(uid)
        word = ServedAttestation(cose=cose) if cose else None
        return ServedPerson(person_id=person_of(uid), chains=chains, attestation=word)

    def open(self, *people: Person) -> Conversation:
        conversation = Conversation(self.random(16), {person.uid for person in people})
        self.conversations[conversation.cid] = conversation
        return conversation

    def log(self, cid: bytes) -> Log:
        """The verified log, from what is stored."""
        one, directory = self.conversations[cid], self.clinic.directory
        assert directory is not None
        chains = [
            verify_chain(uid, list(person.entries), token=person.token, office=directory.office_keys)
            for uid, people in self.chains.items()
            for person in people
        ]
        if one.entries:
            return verify_log(cid, directory, chains, one.entries)
        return Log(cid, directory, {(chain.uid, chain.genesis): chain for chain in chains})

    def sent(self, one: Conversation, epoch: int) -> list[bytes]:
        hashes = [judging.take_apart(data).hash for data in one.envelopes]
        return [hash_ for hash_, number in zip(hashes, one.epoch_of, strict=True) if number == epoch]

    def append(self, cid: bytes, given: Appending) -> None:
        one, log = self.conversations[cid], self.log(cid)
        sent = Tree(self.sent(one, log.epoch) if log.hashes else [])
        judging.append(log, given.head, given.entries, given.boxes, sent, self.now)
        one.entries += given.entries
        one.boxes.update({digest(box): box for box in given.boxes})
        for cose in given.entries:
            entry = read_entry(cose)
            if entry.type in KEY_TYPES:
                one.owners.update({grant.box_hash: grant.uid for grant in read_key_body(entry).grants})

    def post(self, uid: bytes, cid: bytes, data: bytes) -> int:
        one, log = self.conversations[cid], self.log(cid)
        if uid not in one.members:
            raise judging.EnvelopeRefused(reason="nobody who is a member")
        envelope, number = judging.take_apart(data), len(one.envelopes) + 1
        if data in one.envelopes:
            return one.envelopes.index(data) + 1
        judging.check_place(envelope, cid, uid, judging.head_of(log), self.now, one.epoch_of.count(log.epoch))
        key, *others = judging.signing(log, uid, envelope.header.kid, one.keys.get(uid, []))
        one.keys[uid] = [judging.check_signed(envelope, key), *others]
        one.envelopes.append(data)
        one.epoch_of.append(log.epoch)
        return number


class Line:
    """One person's way to the server; `lies` change what it answers, by the question's name."""

    def __init__(self, server: Server, uid: bytes) -> None:
        self.server, self.uid = server, uid
        self.lies: dict[str, Callable[..., Any]] = {}

    async def _answer(self, name: str, answer: Any, *asked: Any) -> Any:
        await asyncio.sleep(0)
        lie = self.lies.get(name)
        return lie(answer, *asked) if lie else answer

    async def read_directory(self, after: int) -> Sequence[bytes]:
        return await self._answer("directory", self.server.clinic.entries[after:], after)

    async def read_person(self, cid: bytes, uid: bytes) -> ServedPerson:
        return await self._answer("person", self.server.keys(uid), uid)

    async def read_log(self, cid: bytes, after: int) -> LogTold:
        one = self.server.conversations[cid]
        head = read_entry(one.entries[-1]).hash if one.entries else bytes(32)
        boxes = [one.boxes[hash_] for hash_, uid in one.owners.items() if uid == self.uid and hash_ in one.boxes]
        members = [self._member(uid) for uid in sorted(one.members)]
        told = LogTold(
            one.entries[after:], len(one.entries), head, self.server.now, boxes, members, list(one.assignments.items())
        )
        return await self._answer("log", told, after)

    def _member(self, uid: bytes) -> MemberTold:
        people = self.server.chains.get(uid)
        chain = (people[-1].genesis, people[-1].chain.seq) if people else None
        return MemberTold(uid, chain, uid in self.server.attestations)

    async def append(self, cid: bytes, appending: Appending) -> None:
        await self._do(lambda: self.server.append(cid, appending))

    async def read_messages(self, cid: bytes, after: int) -> Sequence[MessageTold]:
        kept = self.server.conversations[cid].envelopes[after : after + 5]
        return await self._answer("messages", [MessageTold(after + at, data) for at, data in enumerate(kept, 1)], after)

    async def ready_ladder(self, cid: bytes, urgency: Urgency) -> None:
        """Nobody is on duty here."""

    async def post_message(
        self, cid: bytes, envelope: bytes, urgency: Urgency | None = None, mentions: Sequence[bytes] = ()
    ) -> int | None:
        return await self._do(lambda: self.server.post(self.uid, cid, envelope))

    async def assign(self, cid: bytes, assignments: Sequence[tuple[bytes, bytes]]) -> None:
        self.server.conversations[cid].assignments.update(assignments)

    async def tell(self, cid: bytes, alert: Alert) -> None:
        if self.server.away:
            raise Unreachable("nobody answers")
        self.server.conversations[cid].alerts.append(alert)

    async def _do(self, act: Callable[[], Any]) -> Any:
        await asyncio.sleep(0)
        try:
            return act()
        except (judging.LogMoved, judging.HeadMoved, judging.EpochStale) as moved:
            raise Moved from moved
        except (judging.LogRefused, judging.EnvelopeRefused) as refused:
            raise Turned(refused.reason) from refused


class Player:
    """Somebody with a client; a new session remembers what the one before saw."""

    def __init__(self, server: Server, person: Person) -> None:
        self.server, self.person, self.line = server, person, Line(server, person.uid)
        self.memory = Memory(seen=Seen(server.clinic.org, tuple(server.clinic.root_pks)))

    async def session(self, conversation: Conversation) -> Talk:
        own = Own(self.person.chain, self.person.puk, self.person.device.signer)
        trust = Trust(own, self.line, self.memory, lambda: self.server.now)
        await trust.read_directory()
        return Talk(conversation.cid, trust, self.line, random=self.server.random)

    async def assign(self, talk: Talk, uid: bytes) -> None:
        """As a coordinator."""
        cose = assignment(talk.view, self.server.clinic.office, uid)
        assert cose is not None
        await self.line.assign(talk.cid, [(uid, cose)])


def texts(talk: Talk) -> list[str | None]:
    """What somebody reads, in its order; None for what they cannot."""
    return [item.content.text if item.content else None for item in talk.record.items]
