"""How often signing in may be tried: counted before the try, by address typed and by network, known or not alike."""

import ipaddress
from typing import Any

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

    def __init__(self, address: bytes, network: bytes) -> None:
        self._address = address
        self._network = network

    @classmethod
    async def begin(cls, trail: Trail, connection: Any, *, email: str, network: str) -> "SignInTry":
        """Count this try; TooManyRequests where there were too many. A network beyond its limit marks no address."""
        key = trail.ring.index_key(None)
        one = cls(blind.exact(key, "tried-address", email), blind.exact(key, "tried-network", _network(network)))
        if await connection.fetchval(_COUNT, one._network) > PER_NETWORK:
            raise problems.TooManyRequests
        if await connection.fetchval(_COUNT, one._address) > PER_ADDRESS:
            raise problems.TooManyRequests
        return one

    async def succeeded(self, connection: Any) -> None:
        """It was them: forget the address' failures, and do not count this try against the network."""
        await connection.execute(_FORGET, self._address)
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
