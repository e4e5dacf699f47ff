"""What the protocol refuses, by the kind of reason; everything it refuses is a `Refused`."""


class Refused(Exception):
    """The input is not what mh1 demands; `reason` says why, without any content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Malformed(Refused):
    """The bytes have not the shape the specification gives them."""


class Forged(Refused):
    """A signature is missing, of another key, or wrong."""


class Unopenable(Refused):
    """A box or ciphertext does not open, or what it holds is not what was committed to."""


class NotEntitled(Refused):
    """The signer had not the right, or its proof does not give it."""


class OutOfOrder(Refused):
    """An entry does not continue its chain: sequence, hash, time or number used before."""


class Inconsistent(Refused):
    """Signed statements contradict each other, or what was given beside them."""
