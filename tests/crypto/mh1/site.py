"""The web client's protocol library on a page of a real Chromium: its bundle, and files beside it, under localhost."""

import os
import shutil
import subprocess
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.async_api import Page, async_playwright

from tests.stories.pages import ARGUMENTS, chromium_path

PROJECT = Path(__file__).parents[3]


class Quiet(SimpleHTTPRequestHandler):
    """Files of one folder, without a word about it."""

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """A folder with an empty page and the bundle `mh1.js` in it, where a browser reaches it."""
    node = shutil.which("node")
    assert node is not None, "node is missing: run `python3 go.py setup`"
    subprocess.run([node, PROJECT / "web" / "scripts" / "mh1.mjs", "bundle", folder], check=True)
    (folder / "index.html").write_text("<!doctype html><title>mh1</title>")
    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()


@asynccontextmanager
async def page_of(address: str) -> AsyncGenerator[Page]:
    """A page of this site."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=chromium_path(), args=list(ARGUMENTS), chromium_sandbox=os.geteuid() != 0
        )
        page = await chromium.new_page()
        await page.goto(address)
        yield page
        await chromium.close()
