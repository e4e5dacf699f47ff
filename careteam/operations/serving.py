"""One API process: serves the web app on a socket that its parent has opened, or on one of its own."""

import argparse
import socket

import uvicorn

from careteam.core import logs
from careteam.core.settings import settings
from careteam.operations.supervisor import listen


def main(arguments: list[str] | None = None) -> None:
    """Serve until asked to stop; requests under way are finished first."""
    parser = argparse.ArgumentParser(prog="python -m careteam.operations.serving", description=__doc__)
    parser.add_argument("--fd", type=int, help="a listening socket, handed down by the parent process")
    options = parser.parse_args(arguments)
    logs.configure(settings().log_level)
    listening = socket.socket(fileno=options.fd) if options.fd is not None else listen(settings().bind, settings().port)
    uvicorn.Server(configuration()).run(sockets=[listening])


def configuration() -> uvicorn.Config:
    """How the app is served, in every installation alike."""
    return uvicorn.Config(
        "careteam.main:create_app",
        factory=True,
        ws="websockets-sansio",
        # Envelopes do not compress, and a compressor costs each socket 40 KB.
        ws_per_message_deflate=False,
        ws_max_size=65_536,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=8,
        access_log=False,
        server_header=False,
        log_config=None,
    )


if __name__ == "__main__":
    main()
