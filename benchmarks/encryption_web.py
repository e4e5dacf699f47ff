"""What encryption costs a browser: messages sealed and opened a second, and a newcomer opening a long history."""

import argparse
import asyncio
import gzip
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import report
from tests.crypto.mh1.site import page_of, site

MEASURE = """async ([messages, epochs]) => {
  const { measure } = await import("/mh1.js");
  return measure(messages, epochs);
}"""


def main() -> None:
    """Measure, and print JSON."""
    parser = report.parser("encryption_web", __doc__)
    parser.add_argument("--messages", type=int, default=5000, help="the newcomer's history (default 5000)")
    parser.add_argument("--epochs", type=int, default=50, help="so many epochs of it (default 50)")
    report.main(measure, parser.parse_args())


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """In one Chromium, as often as asked."""
    with TemporaryDirectory() as folder, site(Path(folder)) as address:
        told = asyncio.run(_in_chromium(address, options))
        sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in sorted(Path(folder).glob("*.js"))}
    return {"bundle_with_checker_gzip_bytes": sizes, "results": told}


async def _in_chromium(address: str, options: argparse.Namespace) -> list[Any]:
    async with page_of(address) as page:
        return [await page.evaluate(MEASURE, [options.messages, options.epochs]) for _ in range(options.repeats)]


if __name__ == "__main__":
    main()
