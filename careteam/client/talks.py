"""Conversations with one's open keys: trust begins with what is pinned, and what was seen since is pinned in the end."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from careteam.client.keys import Keys, now
from careteam.client.pins import Head, Pins
from careteam.client.talk import Talk
from careteam.client.talkhttp import HttpTransport
from careteam.client.talktrust import Own, Trust


class Talks:
    """Somebody's conversations about one plan."""

    def __init__(self, keys: Keys, plan_id: UUID, clock: Callable[[], int] = now) -> None:
        self._keys, self._transport = keys, HttpTransport(keys.line, plan_id)
        own = Own(keys.chain, keys.newest, keys.signer)
        self.trust = Trust(own, self._transport, keys.memory, clock, keys.pins)

    async def open(self, conversation_id: UUID) -> Talk:
        """A conversation, having done what is this client's to do there; IntegrityAlert where the directory is not as pinned."""
        await self.trust.read_directory()
        talk = Talk(conversation_id.bytes, self.trust, self._transport)
        await talk.reconcile()
        return talk

    async def keep(self) -> None:
        """Pin how far the directory and everybody's chains were seen."""
        trust = self.trust

        def grown(pins: Pins) -> Pins:
            for chain in trust.seen:
                pins = pins.with_chain(chain)
            return replace(pins, directory=Head.of_directory(trust.directory))

        await self._keys.keep(grown)
