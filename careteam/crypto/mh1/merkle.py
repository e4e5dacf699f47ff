"""Trees over hashes (RFC 6962 and 9162): roots, and proofs that a leaf is in a tree and a tree continues another."""

from collections.abc import Sequence

from careteam.crypto.mh1.primitives import EMPTY_DIGEST, digest, u64
from careteam.crypto.mh1.refusals import Inconsistent, Malformed


def record(chain: int, owner: bytes, seq: int, entry: bytes) -> bytes:
    """The leaf data of a chain's entry: 0 user, 1 directory, 2 conversation; no names."""
    return digest(bytes([chain]) + owner + u64(seq) + entry)


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return digest(b"\0" + data)


def _node(left: bytes, right: bytes) -> bytes:
    return digest(b"\1" + left + right)


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf data, in their order."""
    return Tree(leaves).root


def check_root(leaves: Sequence[bytes], expected: bytes) -> None:
    """Demand that these leaf data give the root."""
    if root(leaves) != expected:
        raise Inconsistent("the leaves do not give the root")


class Tree:
    """A tree that grows by its right edge: only the roots of its complete parts are kept."""

    def __init__(self, leaves: Sequence[bytes] = ()) -> None:
        self.size = 0
        self._parts: list[bytes] = []
        for data in leaves:
            self.add(data)

    @classmethod
    def of(cls, size: int, parts: bytes) -> "Tree":
        """The tree of this size that `parts` kept."""
        tree = cls()
        tree.size, tree._parts = size, [parts[at : at + 32] for at in range(0, len(parts), 32)]
        return tree

    @property
    def parts(self) -> bytes:
        """All that is needed to let it grow on."""
        return b"".join(self._parts)

    def add(self, data: bytes) -> None:
        """Append a leaf."""
        part, size = leaf_hash(data), self.size
        while size & 1:
            part = _node(self._parts.pop(), part)
            size >>= 1
        self._parts.append(part)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of what there is."""
        if not self._parts:
            return EMPTY_DIGEST
        value = self._parts[-1]
        for part in reversed(self._parts[:-1]):
            value = _node(part, value)
        return value


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The proof that the leaf at this index is in the tree."""
    if len(leaves) <= 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """The proof that the tree continues the one of its first leaves."""
    return [] if old_size == 0 else _consistency(leaves, old_size, whole=True)


def _consistency(leaves: Sequence[bytes], old_size: int, *, whole: bool) -> list[bytes]:
    if old_size == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if old_size <= split:
        return [*_consistency(leaves[:split], old_size, whole=whole), root(leaves[split:])]
    return [*_consistency(leaves[split:], old_size - split, whole=False), root(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def check_inclusion(data: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes) -> None:
    """Demand that the leaf is at this index of the tree (RFC 9162, 2.1.3.2)."""
    _check_hashes(proof)
    if not 0 <= index < size:
        raise Inconsistent("an index beyond the tree")
    place, last, value = index, size - 1, leaf_hash(data)
    for step in proof:
        if last == 0:
            raise Inconsistent("a proof is too long")
        if place & 1 or place == last:
            value = _node(step, value)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            value = _node(value, step)
        place, last = place >> 1, last >> 1
    if last or value != expected:
        raise Inconsistent("a leaf is not in the tree")


def check_consistency(old_size: int, size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Demand that the tree continues the older one (RFC 9162, 2.1.4.2)."""
    _check_hashes(proof)
    if not 0 <= old_size <= size:
        raise Inconsistent("a tree does not shrink")
    if old_size == size or old_size == 0:
        if proof or old_root != (new_root if old_size else EMPTY_DIGEST) or (size == 0 and new_root != EMPTY_DIGEST):
            raise Inconsistent("another tree of the same size")
        return
    _check_growth(old_size, size, list(proof), old_root, new_root)


def _check_growth(old_size: int, size: int, steps: list[bytes], old_root: bytes, new_root: bytes) -> None:
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        raise Inconsistent("a proof is too short")
    place, last = old_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Inconsistent("a proof is too long")
        if place & 1 or place == last:
            old, new = _node(step, old), _node(step, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = _node(new, step)
        place, last = place >> 1, last >> 1
    if last or old != old_root or new != new_root:
        raise Inconsistent("a tree does not continue the older one")


def _check_hashes(proof: Sequence[bytes]) -> None:
    if any(len(step) != 32 for step in proof):
        raise Malformed("a proof is made of hashes")
