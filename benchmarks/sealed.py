"""All that end-to-end encryption costs, in one go: the library in Python and Chromium, unlocking, JavaScript, a send.

`python -m benchmarks.sealed`: what `benchmarks.encryption`, `encryption_web`, `unlocking` and `send` measure, with small
loads, and what a page loads to read and send (`web/scripts/sizes.mjs`).
"""

import argparse
import json
import subprocess
from typing import Any

from benchmarks import encryption, encryption_web, report, send, unlocking
from benchmarks.installation import progress


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """One after the other, so that none measures the others."""
    told: dict[str, Any] = {}
    history = {"messages": options.messages, "epochs": options.epochs, "repeats": options.repeats}
    for name, work in (
        ("python", lambda: encryption.measure(argparse.Namespace(**history, count=3000))),
        ("chromium", lambda: encryption_web.measure(argparse.Namespace(**history))),
        ("unlocking", lambda: unlocking.measure(argparse.Namespace(repeats=options.repeats, rotations=20, times=5))),
        ("javascript", javascript),
        ("send", lambda: send.measure(_a_send(options))),
    ):
        progress(name)
        told[name] = work()
    return told


def javascript() -> dict[str, Any]:
    """Gzipped bytes that reading and sending take beyond what every page loads."""
    command = ["node", str(report.PROJECT / "web/scripts/sizes.mjs")]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _a_send(options: argparse.Namespace) -> argparse.Namespace:
    """A sealed message beside the plain chat's."""
    load = {"seconds": options.seconds, "senders": [1, 10], "open": [], "plans": 10, "staff": 10}
    return argparse.Namespace(**load, processes=1, only=None, repeats=options.repeats)


if __name__ == "__main__":
    arguments = report.parser("sealed", __doc__)
    arguments.add_argument("--messages", type=int, default=5000, help="the newcomer's history (default 5000)")
    arguments.add_argument("--epochs", type=int, default=50, help="so many epochs of it (default 50)")
    arguments.add_argument("--seconds", type=float, default=5, help="length of each repeat of sending")
    report.main(measure, arguments.parse_args())
