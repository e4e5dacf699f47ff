"""How often signing in may be tried: counted before the try, by address typed and by network, known or not alike."""

import ipaddress
from typing import Any
from uuid import UUID

from careteam.audit.trail import Trail
from careteam.core import problems
from careteam.crypto import blind

#: Tries in a quarter of an hour.
PER_ADDRESS = 5
PER_NETWORK = 50

#: One row of its own each, so that no two tries wait for each other crosswise.
_COUNT = """
INSERT INTO care.sign_in_throttle AS t (subject, failures, since) VALUES ($1, 1, care.now())
ON CONFLICT (subject) DO UPDATE SET
  failures = CASE WHEN t.since <= care.now() - interval '15 minutes' THEN 1 ELSE least(t.failures + 1, 1000) END,
  since = CASE WHEN t.since <= care.now() - interval '15 minutes' THEN care.now() ELSE t.since END
RETURNING failures"""
_FORGIVE = "UPDATE care.sign_in_throttle SET failures = greatest(failures - 1, 0) WHERE subject = $1"
_FORGET = "DELETE FROM care.sign_in_throttle WHERE subject = $1"
_SWEEP = """
DELETE FROM care.sign_in_throttle WHERE subject IN (
  SELECT subject FROM care.sign_in_throttle WHERE since <= care.now() - interval '15 minutes' LIMIT 100
  FOR UPDATE SKIP LOCKED)"""


class SignInTry:
    """One try to sign in, already counted: concurrent tries cannot slip past the limit together."""

    def __init__(self, about: bytes | None, network: bytes) -> None:
        self._about = about
        self._network = network

    @classmethod
    async def begin(
        cls, trail: Trail, connection: Any, *, network: str, email: str | None = None, person_id: UUID | None = None
    ) -> "SignInTry":
        """Count this try; TooManyRequests where there were too many. A network beyond its limit marks nobody.

        `email`: at the password of whoever this may be. `person_id`: at the code (or, signed in, the password) of
        somebody who has shown one thing already; whoever knows the password does not win tries by typing it again.
        """
        key = trail.ring.index_key(None)
        if email is not None:
            about = blind.exact(key, "tried-address", email)
        else:
            about = blind.exact(key, "tried-person", str(person_id)) if person_id else None
        one = cls(about, blind.exact(key, "tried-network", _network(network)))
        if await connection.fetchval(_COUNT, one._network) > PER_NETWORK:
            raise problems.TooManyRequests
        if about is not None and await connection.fetchval(_COUNT, about) > PER_ADDRESS:
            raise problems.TooManyRequests
        return one

    async def succeeded(self, connection: Any) -> None:
        """It was them: forget the failures at them, and do not count this try against the network."""
        if self._about is not None:
            await connection.execute(_FORGET, self._about)
        await connection.execute(_FORGIVE, self._network)
        await connection.execute(_SWEEP)


def _network(host: str) -> str:
    """The network an address belongs to: an IPv6 site has 2**64 of them."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
