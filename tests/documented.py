"""The OpenAPI document, made once for all tests of a process that read it: making it takes as long as making the app."""

from typing import Any

from careteam.main import openapi

DOCUMENT: dict[str, Any] = openapi()
