"""Installations as operators run them."""

from tests.operations.conftest import new_installation

__all__ = ["new_installation"]
