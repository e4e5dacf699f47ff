"""Conversations with one's open keys: trust begins with what is pinned, and what was seen since is pinned in the end."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from careteam.client.keys import Keys
from careteam.client.making import now
from careteam.client.pins import Head, Pins
from careteam.client.shapes import Entry
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talkline import MessageTold
from careteam.client.talkstates import State
from careteam.client.talktrust import Own, Trust
from careteam.client.telling import alerts_told


class Talks:
    """Somebody's conversations about one plan."""

    def __init__(self, keys: Keys, plan_id: UUID, clock: Callable[[], int] = now) -> None:
        self._keys, self.transport = keys, HttpTransport(keys.line, plan_id)
        own = Own(keys.chain, keys.newest, keys.signer)
        for cid, head in keys.pins.logs:
            if (seen := keys.memory.log(cid)) is None or seen.seq < head.seq:
                keys.memory.saw_log(cid, head)
        self.trust = Trust(own, self.transport, keys.memory, clock, keys.pins)

    async def open(self, conversation_id: UUID) -> Talk:
        """A conversation, having done what is this client's to do there.

        IntegrityAlert, of which the privacy officer is told, where the directory is not as pinned.
        """
        talk = await self._known(conversation_id)
        await talk.reconcile()
        return talk

    async def look(self, conversation_id: UUID) -> Talk:
        """A conversation as it is, with nothing written there: for whoever only signs who reads."""
        talk = await self._known(conversation_id)
        await talk.sync()
        return talk

    async def _known(self, conversation_id: UUID) -> Talk:
        async with alerts_told(self._keys.line):
            await self.trust.read_directory()
        return Talk(conversation_id.bytes, self.trust, self.transport)

    async def hear(self, talk: Talk, news: Entry) -> State:
        """Take what the live line tells of a conversation's stream, and do what is this client's to do after it."""
        if (message := news.message) is not None:
            return await talk.receive(MessageTold(message.number, message.envelope))
        return await talk.reconcile()

    async def keep(self) -> None:
        """Pin how far the directory, everybody's chains and the logs were seen, if anything went on."""
        trust = self.trust

        def grown(pins: Pins) -> Pins:
            for chain in trust.seen:
                pins = pins.with_chain(chain)
            pins = replace(pins, directory=Head.of_directory(trust.directory))
            return pins if trust.memory.seen is None else pins.with_logs(trust.memory.seen.logs)

        if grown(self._keys.pins) != self._keys.pins:
            await self._keys.keep(grown)
