"""The channel e-mail: one plain letter to one person, over the server that the settings name."""

from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

import aiosmtplib

from careteam.core.settings import settings

#: Seconds for the whole conversation with the server.
PATIENCE = 15
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Letter:
    """A letter. `number` is the same each time it is sent, so that a mailbox can tell a copy."""

    to: str
    subject: str
    text: str
    number: str


def configured() -> bool:
    """Is there a server to send e-mail by?"""
    return settings().smtp_url is not None


async def send(letter: Letter) -> None:
    """Hand the letter to the server; raise where it does not take it."""
    server = urlsplit(settings().smtp_url or "")
    message = EmailMessage()
    message["From"] = settings().mail_from
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Message-ID"] = f"<{letter.number}@{urlsplit(settings().public_url).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    await aiosmtplib.send(
        message,
        hostname=server.hostname,
        port=server.port,
        username=unquote(server.username) if server.username else None,
        password=unquote(server.password) if server.password else None,
        use_tls=server.scheme == "smtps",
        # Off this machine nothing travels in the clear: the letter holds a link that opens an account.
        start_tls=None if server.scheme == "smtps" or server.hostname in _LOCAL else True,
        timeout=PATIENCE,
    )
