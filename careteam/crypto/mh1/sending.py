"""Sending: the next message of a person's key in a conversation, never under a stale epoch (check 9)."""

from careteam.crypto.mh1.content import Content, message_class
from careteam.crypto.mh1.conversation import Messages
from careteam.crypto.mh1.cose import Signer
from careteam.crypto.mh1.envelope import Header, seal_message
from careteam.crypto.mh1.primitives import SYSTEM, Random
from careteam.crypto.mh1.refusals import NotEntitled
from careteam.crypto.mh1.staleness import is_stale


def compose(
    messages: Messages,
    sender: bytes,
    signer: Signer,
    m: bytes,
    content: Content,
    ts: int,
    *,
    plan_ref: bytes | None = None,
    mid: bytes | None = None,
    random: Random = SYSTEM,
) -> bytes:
    """The next message under the head epoch's message key; refuses while the epoch is stale: rotate first.

    A message that was refused because the log moved is sent again under the same mid, with everything else anew.
    """
    log = messages.log
    if must_rotate(messages, ts):
        raise NotEntitled("the epoch is stale: rotate, then send")
    counter, prev = messages.next_of(signer.kid)
    mid, class_ = mid or random(16), message_class(content.type)
    header = Header(log.cid, log.epoch, mid, sender, signer.kid, counter, prev, log.head, ts, class_, plan_ref)
    return seal_message(signer, m, header, content, random)


def must_rotate(messages: Messages, now: int) -> bool:
    """Whether a sender must begin a new epoch before it sends."""
    return is_stale(messages.log, now, messages.sent(messages.log.epoch))


def closing_hashes(messages: Messages) -> tuple[bytes, ...]:
    """What was sent in the current epoch, as a new one's entry seals it."""
    return tuple(messages.envelopes[at].hash for at in messages.by_epoch.get(messages.log.epoch, []))
