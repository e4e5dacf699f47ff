"""The vectors made so far: whole ones, and changed ones that name only what differs."""

from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from careteam.crypto.mh1.content import Content
from careteam.crypto.mh1.folding import fold
from careteam.crypto.mh1.staleness import is_stale
from tests.crypto.mh1.world import Person, Story


@dataclass
class Book:
    vectors: list[dict[str, Any]] = field(default_factory=list)
    whole: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, kind: str, name: str, fields: dict[str, Any]) -> None:
        """A vector with all its fields, which holds."""
        assert name not in self.whole, name
        self.whole[name] = {"kind": kind, **fields}
        self.vectors.append({"kind": kind, "name": name, "ok": True, **fields})

    def derive(self, of: str, name: str, fields: dict[str, Any], *, ok: bool) -> None:
        """A vector by what differs from another; it may be refused."""
        assert name not in self.whole, name
        base = self.whole[of]
        changed = {**base, **fields}
        self.whole[name] = changed
        patch = difference([], base, changed)
        assert patch, name
        self.vectors.append({"kind": base["kind"], "name": name, "ok": ok, "of": of, "patch": patch})

    def refused(self, of: str, name: str, **fields: Any) -> None:
        self.derive(of, f"{of}: {name}", fields, ok=False)

    def holds(self, of: str, name: str, **fields: Any) -> None:
        self.derive(of, f"{of}: {name}", fields, ok=True)


def difference(path: list[Any], base: Any, changed: Any) -> list[list[Any]]:
    """The patch that makes one of the other."""
    if base == changed:
        return []
    if isinstance(base, dict) and isinstance(changed, dict):
        return _of_members(path, base, changed)
    if isinstance(base, list) and isinstance(changed, list):
        return _of_items(path, base, changed)
    return _of_values(path, base, changed)


def _of_values(path: list[Any], base: Any, changed: Any) -> list[list[Any]]:
    """Set it; where hex begins as it did, only what comes after."""
    if isinstance(base, str) and isinstance(changed, str):
        common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(base, changed, strict=False))) // 2
        if common > 64 and set(base) | set(changed) <= set("0123456789abcdef"):
            return [[path, "cut", common], [path, "append", changed[2 * common :]]]
    return [[path, "set", changed]]


def _of_members(path: list[Any], base: dict[str, Any], changed: dict[str, Any]) -> list[list[Any]]:
    patch: list[list[Any]] = [[[*path, name], "remove"] for name in base if name not in changed]
    for name, value in changed.items():
        patch += difference([*path, name], base[name], value) if name in base else [[[*path, name], "set", value]]
    return patch


def _of_items(path: list[Any], base: list[Any], changed: list[Any]) -> list[list[Any]]:
    for at in range(len(base)):
        if len(changed) == len(base) - 1 and [*base[:at], *base[at + 1 :]] == changed:
            return [[[*path, at], "remove"]]
    patch: list[list[Any]] = []
    both = min(len(base), len(changed))
    for at in range(both):
        patch += difference([*path, at], base[at], changed[at])
    if both < len(base):
        patch.append([path, "keep", both])
    return patch + [[path, "insert", at, changed[at]] for at in range(both, len(changed))]


def conversation(
    story: Story, readers: list[Person], *, recover: tuple[tuple[int, int], ...] = (), now: int | None = None
) -> dict[str, Any]:
    """A story as a vector; recover names epochs and how many of the latest roster's officers."""
    log, messages = story.log, story.messages
    needed = _opened_boxes(story, readers, recover)
    at = story.now if now is None else now
    return {
        "cid": log.cid.hex(),
        "org": story.clinic.org.hex(),
        "roots": [pk.hex() for pk in story.clinic.root_pks],
        "directory": [entry.hex() for entry in story.clinic.entries],
        "users": [_user(person) for person in story.people],
        "log": [entry.hex() for entry in story.entries],
        "boxes": [box.hex() for hash_, box in story.boxes.items() if hash_ in needed],
        "messages": [data.hex() for data in story.sent],
        "contents": [data.hex() for data in story.contents],
        "now": at,
        "readers": [_reader(story, person) for person in readers],
        "recover": [_recovery(story, number, count) for number, count in recover],
        "expect": {
            "entries": [hash_.hex() for hash_ in log.hashes],
            "epoch": log.epoch,
            "stale": is_stale(log, at, messages.sent(log.epoch)),
            "members": [[uid.hex(), log.members[uid].access] for uid in sorted(log.members)],
            "late": messages.late(),
            "gaps": messages.gaps,
            "messages": [envelope.hash.hex() for envelope in messages.envelopes],
            "texts": next((texts for person in readers if (texts := _texts(story, person)) is not None), []),
        },
    }


def _user(person: Person) -> dict[str, Any]:
    user: dict[str, Any] = {"uid": person.uid.hex(), "entries": [entry.hex() for entry in person.entries]}
    return user if person.token is None else {**user, "token": person.token.hex()}


def _reader(story: Story, person: Person) -> dict[str, Any]:
    keyring = story.keyring(person)
    opened = [at for at, one in enumerate(story.messages.envelopes) if keyring.open(one) is not None]
    return {
        "uid": person.uid.hex(),
        "genesis": person.genesis.hex(),
        "g": person.puk.number,
        "seed": person.puk.seed.hex(),
        "s": [[number, keyring.secrets[number].secret.hex()] for number in sorted(keyring.secrets)],
        "m": [[number, key.hex()] for number, key in sorted(keyring.message_keys.items())],
        "reads": opened,
    }


def _texts(story: Story, person: Person) -> list[list[str | None]] | None:
    keyring = story.keyring(person)
    opened: list[tuple[Any, Content]] = []
    for envelope in story.messages.envelopes:
        one = keyring.open(envelope)
        if one is None:
            return None
        opened.append((envelope, one.content))
    texts = fold(opened).texts
    return [[mid.hex(), texts[mid].text] for mid in sorted(texts)]


def _officers(story: Story, number: int) -> list[tuple[int, bytes]]:
    roster = story.log.epochs[number].escrows[-1].roster
    at = next(at for at, entry in enumerate(story.log.directory.entries) if entry.roster_hash == roster)
    seeds = story.clinic.rosters[story.log.directory.entries[at].roster.generation - 1]
    return [(x, box_seed) for x, (_, box_seed, _) in enumerate(seeds, 1)]


def _recovery(story: Story, number: int, count: int) -> dict[str, Any]:
    officers = [[x, seed.hex()] for x, seed in reversed(_officers(story, number)[-count:])]
    secrets = [story.keyring(person).secrets.get(number) for person in story.people if person.role != "coordinator"]
    secret = next(one for one in secrets if one is not None)
    return {"e": number, "officers": officers, "s": secret.secret.hex()}


def _opened_boxes(story: Story, readers: list[Person], recover: tuple[tuple[int, int], ...]) -> set[bytes]:
    needed: set[bytes] = set()
    for person in readers:
        for record in story.log.epochs:
            grant, genesis = record.grants.get(person.uid, (None, b""))
            if grant is not None and genesis == person.genesis:
                needed.add(grant.box_hash)
    for number, _ in recover:
        needed |= {item.box_hash for item in story.log.epochs[number].escrows[-1].items}
    return needed
