"""The OpenAPI document: every operation with the problems it may answer with, derived from what the operation takes."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal (RFC 9457): `detail` says what to do; further members depend on the type.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
    "required": ["type", "title", "status", "instance"],
}
MEANING = {
    401: "Nobody is signed in, or the sign-in was refused.",
    403: "The actor's role does not allow this, or the request came from another site.",
    404: "There is nothing here that the actor may see.",
    409: "The state of things does not allow it, or somebody else changed it meanwhile.",
    410: "The link was used or has ended.",
    413: "The request is larger than Careteam takes.",
    415: "The body must be JSON.",
    422: "The request is not well formed, or names something that is not there to be named.",
    429: "Too many tries in a short time.",
    503: "Two changes got in each other's way; try again.",
}
READING = frozenset({"get", "head"})
#: What FastAPI says of malformed requests; ours are problems.
FOREIGN = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI) -> None:
    """Let the app describe itself with its problems."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(get_openapi(title=app.title, version=app.version, routes=app.routes))
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every operation's refusals in place of FastAPI's own."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for name in FOREIGN:
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    for operations in document["paths"].values():
        for method, operation in operations.items():
            responses = operation["responses"]
            responses.pop("422", None)
            for status in sorted({*refusals(method, operation), *(int(s) for s in responses if s[0] == "4")}):
                responses[str(status)] = _problem(status)
    return document


def refusals(method: str, operation: dict[str, Any]) -> Iterator[int]:
    """The statuses of the problems that an operation may answer with."""
    parameters: list[dict[str, Any]] = operation.get("parameters", [])
    guarded, keyed = "security" in operation, any(one["name"] == "Idempotency-Key" for one in parameters)
    takes = {one["in"] for one in parameters} | ({"body"} if "requestBody" in operation else set[str]())
    if guarded:
        yield from (401, 403)
    if "path" in takes or keyed:
        yield 404
    if takes:
        yield 422
    if method not in READING:
        yield from (403, 413, 415, 503)
        if guarded:
            yield 409


def _problem(status: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": MEANING[status], "content": content}
