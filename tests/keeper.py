"""Runs a test run's servers beside it and stops them when the run has ended, however it ended."""

import json
import shutil
import signal
import sys
import time
from pathlib import Path

import psycopg

from careteam.operations.home import Home
from careteam.operations.migration import migrate
from careteam.operations.processes import started_at
from careteam.operations.servers import OwnServers
from tests.servers import TEMPLATE


def keep(run: Path, watched: int) -> None:
    """Start the servers, migrate the template, say so in `ready.json`, and wait for the end of process `watched`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    born = started_at(watched)
    home = Home(run / "home").make()
    with OwnServers(home, durable=False) as servers:
        with psycopg.connect(servers.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        migrate(servers.url_of(TEMPLATE), app_password=home.secret("app"))
        draft = run / "ready.draft"
        draft.write_text(
            json.dumps(
                {
                    "postgres_url": servers.url_of("postgres"),
                    "redis_url": servers.redis_url,
                    "app_password": home.secret("app"),
                }
            )
        )
        draft.rename(run / "ready.json")
        while born and started_at(watched) == born:
            time.sleep(0.3)
    shutil.rmtree(run, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
