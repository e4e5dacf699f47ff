"""Passwords as argon2id keeps them, worked on four at a time, so that signing in cannot exhaust the machine."""

import asyncio
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from careteam.core.settings import settings

_WORKERS = ThreadPoolExecutor(4, thread_name_prefix="password")


async def hashed(password: str) -> str:
    """The salted hash to keep of a password."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, _hash, password)


async def matches(password_hash: str | None, password: str) -> bool:
    """Is this the password? Without a hash the answer is no, after the same work."""
    return await asyncio.get_running_loop().run_in_executor(_WORKERS, _verify, password_hash, password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=settings().password_memory_kib, parallelism=1)


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_hex(16))


def _hash(password: str) -> str:
    return _hasher().hash(_folded(password))


def _verify(password_hash: str | None, password: str) -> bool:
    nobodys = _nobodys()
    try:
        _hasher().verify(password_hash or nobodys, _folded(password))
    except VerifyMismatchError:
        return False
    return password_hash is not None


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
