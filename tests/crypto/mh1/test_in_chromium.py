"""The library of the web client: in a real Chromium, by its command, and beside the one in Python."""

import json
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from careteam.crypto.mh1.check import check_text
from tests.crypto.mh1.site import PROJECT, page_of, site

OWN = Path(__file__).with_name("vectors.json")
SHARED = PROJECT.parent / "shared" / "spec" / "vectors.json"
CHECK = """async (name) => {
  const [{ checkText }, text] = await Promise.all([import("/mh1.js"), fetch(name).then((answer) => answer.text())]);
  const { failures, summary } = await checkText(text);
  return [...failures, summary];
}"""
MAKE = """async () => {
  const { makeText, systemRandom } = await import("/mh1.js");
  return makeText(systemRandom);
}"""


def mh1(*words: str | Path, cwd: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    """Run a command of the library, from where the caller stands."""
    npm = shutil.which("npm")
    assert npm is not None, "npm is missing: run `python3 go.py setup`"
    command = [npm, "--prefix", str(PROJECT / "web"), "run", "--silent", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest_asyncio.fixture(scope="module")
async def page(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Page]:
    """A page on which the library can be loaded, with the vector files beside it."""
    folder = tmp_path_factory.mktemp("mh1")
    for name, file in {"own.json": OWN, "shared.json": SHARED}.items():
        if file.exists():
            shutil.copy(file, folder / name)
    with site(folder) as address:
        async with page_of(address) as opened:
            yield opened


async def test_our_own_vectors_hold_in_chromium(page: Page) -> None:
    count = len(json.loads(OWN.read_text(encoding="utf-8"))["vectors"])
    assert await page.evaluate(CHECK, "/own.json") == [f"{count} passed, 0 failed"]


async def test_the_shared_vectors_hold_in_chromium(page: Page) -> None:
    if not SHARED.exists():
        pytest.skip("the specification's vectors are not beside this checkout")
    assert await page.evaluate(CHECK, "/shared.json") == ["527 passed, 0 failed"]


async def test_what_chromium_makes_opens_in_python(page: Page) -> None:
    assert check_text(await page.evaluate(MAKE)).failures == []


def test_what_node_makes_opens_in_python_and_again_in_node(tmp_path: Path) -> None:
    assert mh1("mh1:make", "--", "made.json", cwd=tmp_path).returncode == 0
    result = check_text((tmp_path / "made.json").read_bytes())
    assert (result.failures, result.passed > 50) == ([], True)
    checked = mh1("mh1:check", "--", "made.json", cwd=tmp_path)
    assert (checked.returncode, checked.stdout.splitlines()) == (0, [result.summary])


def test_the_command_tells_each_failure_and_the_count_last(tmp_path: Path) -> None:
    small = {"kind": "pad", "name": "small", "ok": True, "n": 0, "padded": 256}
    (tmp_path / "wrong.json").write_text(json.dumps({"vectors": [small, {**small, "name": "wrong", "padded": 257}]}))
    checked = mh1("mh1:check", "--", "wrong.json", cwd=tmp_path)
    assert (checked.returncode, checked.stdout.splitlines()) == (
        1,
        ["wrong: padded length differs", "1 passed, 1 failed"],
    )
    missing = mh1("mh1:check", "--", "none.json", cwd=tmp_path)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "cannot be read" in missing.stderr
