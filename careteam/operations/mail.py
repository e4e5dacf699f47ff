"""The demo's mail catcher: takes every e-mail and delivers none; each becomes a file."""

import argparse
import asyncio
import re
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Catcher:
    """Writes each message to a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one message under the time it came and whom it is for."""
        self._count += 1
        recipient = re.sub(r"[^\w@.-]", "_", envelope.rcpt_tos[0])[:80] if envelope.rcpt_tos else "nobody"
        now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        content = envelope.original_content or b""
        (self._folder / f"{now}-{self._count:03}-{recipient}.eml").write_bytes(content)
        return "250 caught"


async def catch(folder: Path, listening: socket.socket) -> None:
    """Take e-mail on this socket until the process is stopped."""
    catcher = Catcher(folder)
    loop = asyncio.get_running_loop()

    def protocol() -> Any:
        return SMTP(catcher, hostname="localhost", loop=loop)

    server = await loop.create_server(protocol, sock=listening)
    await server.serve_forever()


def main() -> None:
    """Run as a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m careteam.operations.mail", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fd", type=int, required=True, help="a listening socket")
    options = parser.parse_args()
    options.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(catch(options.folder, socket.socket(fileno=options.fd)))


if __name__ == "__main__":
    main()
