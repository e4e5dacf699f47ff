"""What people send under load: sealed by their own clients, one after the other, as the server demands."""

from collections.abc import Callable, Mapping

import orjson

from careteam.client.talk import Talk
from careteam.core.octets import encoded
from careteam.crypto.mh1.content import Content, Type
from careteam.crypto.mh1.sending import compose

#: What everybody says.
WORDS = "Slept five hours, mood a little better than yesterday, took the evening dose at nine as agreed. "


class Letters:
    """The clients of one room's people, by their place among the clinic's."""

    def __init__(self, talks: Mapping[int, Talk], now: Callable[[], int]) -> None:
        self._talks, self._now = talks, now
        self._unsent: dict[int, bytes] = {}

    def next(self, sender: int) -> bytes:
        """The body of somebody's next request."""
        talk = self._talks[sender]
        own, m = talk.trust.own, talk.opening.keyring.message_keys[talk.log.epoch]
        content = Content(Type.TEXT, (WORDS * 3)[:256])
        sealed = compose(talk.record.messages, own.uid, own.signer, m, content, self._now())
        self._unsent[sender] = sealed
        return orjson.dumps({"envelope": encoded(sealed)})

    def taken(self, sender: int) -> None:
        """The last one was accepted: the next follows it."""
        self._talks[sender].record.messages.append(self._unsent.pop(sender))
