"""Stored entries as a verified log, kept in memory by its head: rebuilt from rows where this process has it not."""

from collections import OrderedDict
from collections.abc import Sequence

from careteam.audit.change import Change
from careteam.crypto.mh1.directory import Directory
from careteam.crypto.mh1.entries import named
from careteam.crypto.mh1.log import Log
from careteam.keys.chains import chains_of, directory_of
from careteam.messaging.models import Conversation, LogEntry

#: How many logs a process keeps.
MOST_LOGS = 256

_logs: OrderedDict[bytes, Log] = OrderedDict()


def keep(log: Log) -> None:
    """Have this log at hand while it ends as it does now. Should its last entry never be stored, nobody asks for it."""
    _logs[log.head] = log
    _logs.move_to_end(log.head)
    while len(_logs) > MOST_LOGS:
        _logs.popitem(last=False)


async def log_of(change: Change, conversation: Conversation, entries: Sequence[bytes] = ()) -> Log:
    """The verified log of a conversation, with the chains of all that it and these new entries name, as they are now.

    Whoever appends to it owns it: it is no longer kept.
    """
    _, directory, _ = await directory_of(change)
    kept = _logs.pop(conversation.log_head, None) if conversation.log_head else None
    if kept is None:
        return await _rebuilt(change, conversation, directory, entries)
    kept.directory = directory
    people = {uid for uid, _ in kept.chains} | named(entries)
    kept.chains.update(await chains_of(change, people, directory.office_keys))
    return kept


async def log_for(change: Change, conversation: Conversation, sender: bytes) -> Log:
    """The same for one who sends under it: where it is at hand, only their own chains are read anew, and no directory."""
    kept = _logs.get(conversation.log_head) if conversation.log_head else None
    if kept is None:
        keep(log := await log_of(change, conversation))
        return log
    keep(kept)
    kept.chains.update(await chains_of(change, [sender], kept.directory.office_keys))
    return kept


async def _rebuilt(change: Change, conversation: Conversation, directory: Directory, entries: Sequence[bytes]) -> Log:
    rows = await change.find(LogEntry, conversation_id=conversation.id) if conversation.log_length else []
    stored = [row.cose for row in sorted(rows, key=lambda row: row.seq)]
    chains = await chains_of(change, named([*stored, *entries]), directory.office_keys)
    log = Log(conversation.id.bytes, directory, chains)
    for cose in stored:
        log.append(cose)
    return log
