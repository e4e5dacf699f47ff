"""The web client as it is served: its page with a fresh nonce, its worker and manifest with their types, never stale."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from careteam import pages
from tests.world import Browser


@pytest.fixture
def client(app: FastAPI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Somebody's browser before a small client."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text('<meta nonce="__CSP_NONCE__">')
    for name in ("sw.js", "manifest.webmanifest", "assets/a-1234.js", "assets/stretching.worker-1234.js"):
        (tmp_path / name).write_text("0")
    monkeypatch.setattr(pages, "DIST", tmp_path)
    return Browser(app)


async def test_every_address_is_the_page_under_a_policy_with_its_own_nonce(client: Browser) -> None:
    first, second = [await client.get(path) for path in ("/home", "/index.html")]
    assert first.headers["content-type"].startswith("text/html")
    assert first.headers["cache-control"] == "no-store"
    assert first.text != second.text
    for page in (first, second):
        nonce = page.text.split('"')[1]
        assert f"'nonce-{nonce}'" in page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("/sw.js", "text/javascript", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/assets/a-1234.js", "text/javascript", "public, max-age=31536000, immutable"),
    ],
)
async def test_files_have_their_type_and_what_can_change_is_asked_for_anew(
    client: Browser, path: str, kind: str, kept: str
) -> None:
    answer = await client.get(path)
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert answer.headers["cache-control"] == kept


async def test_the_worker_may_ask_this_server_and_nothing_else(client: Browser) -> None:
    policy = (await client.get("/sw.js")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy


async def test_only_what_stretches_passphrases_may_run_webassembly_and_it_may_do_nothing_else(client: Browser) -> None:
    policy = (await client.get("/assets/stretching.worker-1234.js")).headers["content-security-policy"]
    assert "default-src 'none'; script-src 'wasm-unsafe-eval';" in policy
    for path in ("/", "/sw.js", "/assets/a-1234.js"):
        assert "wasm" not in (await client.get(path)).headers["content-security-policy"]


async def test_nothing_outside_the_client_is_served(client: Browser) -> None:
    for path in ("/..%2f..%2fpyproject.toml", "/assets/..%2f..%2fsecret"):
        assert (await client.get(path)).headers["content-type"].startswith("text/html")
