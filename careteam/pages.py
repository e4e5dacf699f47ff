"""Serves the web client: the page with a fresh nonce under a strict policy, its assets by content hash."""

import secrets
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

from careteam.core import problems

#: Where `npm run build` leaves the client, beside the package.
DIST = Path(__file__).parent.parent / "web" / "dist"
_NONCE = "__CSP_NONCE__"
#: What the service worker may do: ask this server, and nothing else.
WORKER_POLICY = "default-src 'none'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
#: What the script may do that stretches passphrases: compute, with WebAssembly, and nothing else. Pages may not.
STRETCHING_POLICY = (
    "default-src 'none'; script-src 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'"
)
_STRETCHING = "assets/stretching.worker-"
#: Types that not every machine's list of file types has.
_TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}


def policy(nonce: str) -> str:
    """The Content-Security-Policy of a page. Scripts only from here, styles with this nonce, no markup from strings."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default"
    )


@cache
def _page(changed: float) -> str:
    return (DIST / "index.html").read_text()


def page() -> Response:
    """The one page of the client."""
    index = DIST / "index.html"
    if not index.exists():
        raise problems.NotFound
    nonce = secrets.token_urlsafe(16)
    html = _page(index.stat().st_mtime).replace(_NONCE, nonce)
    return HTMLResponse(html, headers={"Content-Security-Policy": policy(nonce), "Cache-Control": "no-store"})


def install(app: FastAPI) -> None:
    """Serve the client for every address that is not the interface's."""

    @app.get("/{path:path}", include_in_schema=False)
    async def client(path: str, request: Request) -> Response:
        if path == "api" or path.startswith("api/"):
            raise problems.NotFound
        file = (DIST / path).resolve()
        if path and path != "index.html" and file.is_relative_to(DIST.resolve()) and file.is_file():
            return FileResponse(file, headers=_headers(path), media_type=_TYPES.get(file.suffix))
        return page()

    del client


def _headers(path: str) -> dict[str, str]:
    if path.startswith("assets/"):
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        return {**kept, "Content-Security-Policy": STRETCHING_POLICY} if path.startswith(_STRETCHING) else kept
    if path == "sw.js":
        return {"Cache-Control": "no-cache", "Content-Security-Policy": WORKER_POLICY}
    return {"Cache-Control": "no-cache"}
