"""Conversations with one's open keys: trust begins with what is pinned, and what was seen since is pinned in the end."""

from collections.abc import Callable
from uuid import UUID

from careteam.client.keys import Keys, now
from careteam.client.pins import Head, Pins
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talktrust import ChainPin, Memory, Own, Trust


class Talks:
    """Somebody's conversations about one plan."""

    def __init__(self, keys: Keys, plan_id: UUID, clock: Callable[[], int] = now) -> None:
        self._keys, self._transport = keys, HttpTransport(keys.line, plan_id)
        pins = keys.pins
        people = {one.uid: ChainPin(one.genesis, one.seq, one.hash) for one in pins.people}
        memory = Memory(pins.org, list(pins.roots), (pins.directory.seq, pins.directory.hash), people)
        self.trust = Trust(Own(keys.chain, keys.newest, keys.signer), self._transport, memory, clock)

    async def open(self, conversation_id: UUID) -> Talk:
        """A conversation, having done what is this client's to do there; Broken where the directory is not as pinned."""
        await self.trust.read_directory()
        talk = Talk(conversation_id.bytes, self.trust, self._transport)
        await talk.reconcile()
        return talk

    async def keep(self) -> None:
        """Pin how far the directory and everybody's chains were seen."""
        memory = self.trust.memory

        def grown(pins: Pins) -> Pins:
            for uid, pin in memory.chains.items():
                pins = pins.with_chain(self.trust.chains[uid, pin.genesis])
            return Pins(pins.org, pins.roots, Head.of_directory(self.trust.directory), pins.people, pins.labels)

        await self._keys.keep(grown)
