"""Every lie of a server about keys is found out, and nothing of it is believed."""

from typing import Any
from uuid import uuid4

import pytest

from careteam.client.alert import Broken, IntegrityAlert, OpensNothing
from careteam.client.keys import Keys
from careteam.client.memory import Memory
from careteam.client.secret import Kit, Passkey
from tests.client import malicious as m
from tests.client.conftest import OpenClient
from tests.world import Cast

#: What a client finds out that remembers: what is lied about, and which promise it sees broken.
REMEMBERING: list[tuple[str, m.Attack, Broken]] = [
    (m.MINE, m.rolled_back, "rolled-back"),
    (m.MINE, m.chain_cut, "rolled-back"),
    (m.MINE, m.entry_dropped, "chain"),
    (m.MINE, m.no_keys, "rolled-back"),
    (m.MINE, m.boxes_swapped, "chain"),
    (m.MINE, m.pins_older, "rolled-back"),
    (m.MINE, m.pins_relabelled, "pins"),
    (m.MINE, m.pins_missing, "rolled-back"),
    (m.MINE, m.others_chain, "chain"),
    (m.MINE, m.new_chain, "rolled-back"),
    (m.MINE, m.ghost_holder, "chain"),
    (m.DIRECTORY, m.directory_cut, "directory"),
    (m.DIRECTORY, m.other_directory, "directory"),
]
#: And one that has nothing but a kit. All as it was before, pins included, it cannot tell from now; None: it opens nothing.
WITH_A_KIT: list[tuple[str, m.Attack, Broken | None]] = [
    (m.MINE, m.chain_cut, "pins"),
    (m.MINE, m.entry_dropped, "chain"),
    (m.MINE, m.no_keys, None),
    (m.MINE, m.boxes_swapped, "chain"),
    (m.MINE, m.pins_relabelled, "pins"),
    (m.MINE, m.pins_missing, "pins"),
    (m.MINE, m.others_chain, "chain"),
    (m.MINE, m.new_chain, None),
    (m.MINE, m.ghost_holder, "chain"),
    (m.DIRECTORY, m.other_directory, "directory"),
]
#: Lies that bring back what was: they need two states to choose from.
NEED_A_PAST = frozenset({m.rolled_back, m.chain_cut, m.pins_older, m.pins_relabelled})


def is_possible(attack: m.Attack, told: list[m.Told]) -> bool:
    """Was there anything else before, to bring back?"""
    now = told[-1]
    past = (one for one in told if one["pins"] and len(one["entries"]) < len(now["entries"]))
    return attack not in NEED_A_PAST or any(one["pins"] != now["pins"] for one in past)


async def test_a_lie_is_an_alarm_to_whoever_remembers(cast: Cast, open_client: OpenClient) -> None:
    told: list[m.Told] = []
    server, note = m.Malicious(told), uuid4()
    keys = await Keys.make(await open_client(cast.cem, transport=server), [Kit.fresh()])
    sealed = keys.seal("note", note, 1, b"It was said.")
    await keys.refresh()
    await keys.rotate()
    await keys.add(Passkey(b"another", bytes(32)))
    await keys.refresh()
    for path, attack, broken in REMEMBERING:
        server.lie, head = {path: attack}, keys.chain.head
        assert is_possible(attack, told)
        with pytest.raises(IntegrityAlert) as alarm:
            await keys.refresh()
        assert alarm.value.broken == broken, attack.__name__
        assert alarm.value.told
        assert keys.chain.head == head
        assert keys.open("note", note, 1, sealed) == b"It was said."
        server.lie = {}
        await keys.refresh()


async def test_a_lie_is_no_use_against_a_kit(cast: Cast, open_client: OpenClient) -> None:
    told: list[m.Told] = []
    server, kit = m.Malicious(told), Kit.fresh()
    client = await open_client(cast.cem, transport=server)
    keys = await Keys.make(client, [kit])
    await keys.refresh()
    await keys.rotate()
    await keys.refresh()
    for path, attack, broken in WITH_A_KIT:
        server.lie = {path: attack}
        assert is_possible(attack, told)
        with pytest.raises(IntegrityAlert if broken else OpensNothing) as alarm:
            await Keys.unlock(client, Memory(), kit)
        found: Any = alarm.value
        assert broken is None or found.broken == broken, attack.__name__
    server.lie = {}
    assert (await Keys.unlock(client, Memory(), kit)).chain.head == keys.chain.head
