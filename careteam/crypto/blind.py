"""Blind indexes: finding a sealed word by keyed fingerprints of it, without the database learning the word.

A fingerprint is HMAC-SHA256 cut to 16 bytes, separated by purpose and field. Equal words of a field have equal
fingerprints: a thief of the database learns which rows share a word or its beginning, never the word.
"""

import hashlib
import hmac
import re
import unicodedata

SHORTEST_PREFIX = 2
LONGEST_PREFIX = 12
_FINGERPRINT_BYTES = 16
_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc\u02b9\u00b4`")


def exact(index_key: bytes, field: str, text: str) -> bytes:
    """The fingerprint of a whole value (e-mail address, identifier): case and spacing do not count, accents do."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return _fingerprint(index_key, "exact", field, " ".join(folded.split()))


def prefixes(index_key: bytes, field: str, text: str) -> list[bytes]:
    """What to store beside a sealed name: fingerprints of the first 2 to 12 letters of each word, sorted."""
    found = {word[:length] for word in words(text) for length in range(SHORTEST_PREFIX, LONGEST_PREFIX + 1)}
    found |= {word[:LONGEST_PREFIX] for word in words(text)}
    return sorted(_fingerprint(index_key, "word", field, prefix) for prefix in found)


def query_tokens(index_key: bytes, field: str, text: str) -> list[bytes]:
    """The fingerprints a row must all have to match what was typed; empty when no word was.

    A single letter is one just begun and does not count, unless it is all there is: then it finds words of one letter.
    """
    typed = words(text)
    begun = [word for word in typed if len(word) >= SHORTEST_PREFIX] or typed
    return sorted(_fingerprint(index_key, "word", field, prefix) for prefix in {w[:LONGEST_PREFIX] for w in begun})


def words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and punctuation."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return re.findall(r"[^\W_]+", plain.translate(_APOSTROPHES))


def _fingerprint(index_key: bytes, purpose: str, field: str, text: str) -> bytes:
    if "\0" in field:
        raise ValueError("a field name holds no NUL")
    message = f"careteam/{purpose}/1\0{field}\0{text}".encode()
    return hmac.digest(index_key, message, hashlib.sha256)[:_FINGERPRINT_BYTES]
