"""The `careteam` command: thin, and importing only what the subcommand needs."""

import argparse
import json
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from careteam.core.settings import Settings, settings
from careteam.operations.refusals import CannotGoOn

if TYPE_CHECKING:
    from careteam.audit.trail import Trail


def demo(rest: list[str]) -> int:
    """A synthetic clinic of its own, with a sign-in per role."""
    from careteam.operations import demo as demo_

    _no_more("demo", demo.__doc__, rest)
    return demo_.run(settings())


def up(rest: list[str]) -> int:
    """Run Careteam, on configured servers or its own."""
    from careteam.operations import up as up_

    _no_more("up", up.__doc__, rest)
    return up_.run(settings())


def migrate(rest: list[str]) -> int:
    """Bring the configured database up to date; prints the administrator's link on an empty one."""
    from careteam.operations import up as up_

    _no_more("migrate", migrate.__doc__, rest)
    return up_.migrate_only(settings())


def verify(rest: list[str]) -> int:
    """Recompute every chain of the trail, of keys and of who reads, and name the first broken entry."""
    from careteam.audit import verify as verify_
    from careteam.keys.verify import verify_keys
    from careteam.messaging.verify import verify_logs

    # With these come the tables of every feature; nothing follows from what the others keep, so reactions know none of them.
    import_module("careteam.reactions")
    for feature in ("notes", "phrases", "diary", "safetyplan", "library", "assessment"):
        import_module(f"careteam.{feature}.models")
    return _with_installation(lambda: verify_.main(rest, [verify_keys, verify_logs]), rest)


def import_(rest: list[str]) -> int:
    """Read FHIR R4 files and folders into plans."""
    from careteam.fhir import command

    return command.main(rest, opened=_opened)


def backup(rest: list[str]) -> int:
    """Write the database to one file, without the deployment key."""
    from careteam.operations import backup as backup_

    return backup_.main_backup(settings(), rest)


def restore(rest: list[str]) -> int:
    """Read a backup into an empty installation."""
    from careteam.operations import backup as backup_

    return backup_.main_restore(settings(), rest)


def rotate_keys(rest: list[str]) -> int:
    """Make a new deployment key and wrap every data key with it."""
    from careteam.operations import rotation

    return rotation.main(settings(), rest)


def reset_factors(rest: list[str]) -> int:
    """End the second factors of somebody who has lost theirs, when no administrator can."""
    from careteam.operations import factors

    return factors.main(settings(), rest)


def offices(rest: list[str]) -> int:
    """Who asks for an office, and signing them into the directory with two root keys."""
    from careteam.operations import offices as offices_

    return offices_.main(settings(), rest)


def score(rest: list[str]) -> int:
    """Score QuestionnaireResponses by PHQ-9 and GAD-7."""
    from careteam.fhir import score as score_

    return score_.main(rest)


def outcomes(rest: list[str]) -> int:
    """Count cases into the populations of a quality measure."""
    from careteam.fhir.quality import command

    return command.main(rest)


def openapi(rest: list[str]) -> int:
    """Print the OpenAPI document of the HTTP interface."""
    from careteam import main as main_

    _no_more("openapi", openapi.__doc__, rest)
    print(json.dumps(main_.openapi(), indent=2, sort_keys=True))
    return 0


def access_table(rest: list[str]) -> int:
    """Print who may do what, as docs/access.md."""
    from careteam.access import table

    _no_more("access-table", access_table.__doc__, rest)
    print(table.render(), end="")
    return 0


def mh1(rest: list[str]) -> int:
    """Check a file of test vectors against the encryption library."""
    from careteam.crypto.mh1.check import check_text

    parser = argparse.ArgumentParser(prog="careteam mh1", description=mh1.__doc__)
    check = parser.add_subparsers(dest="what", required=True, metavar="check").add_parser("check", help=mh1.__doc__)
    check.add_argument("file", metavar="FILE", type=Path)
    path: Path = parser.parse_args(rest).file
    try:
        text = path.read_bytes()
    except OSError as error:
        raise CannotGoOn(f"{path} cannot be read: {error.strerror}", "Name a file of vectors.") from error
    result = check_text(text)
    print(*result.failures, result.summary, sep="\n")
    return 1 if result.failures else 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "up": up,
    "migrate": migrate,
    "verify": verify,
    "import": import_,
    "backup": backup,
    "restore": restore,
    "rotate-keys": rotate_keys,
    "reset-factors": reset_factors,
    "offices": offices,
    "score": score,
    "outcomes": outcomes,
    "openapi": openapi,
    "access-table": access_table,
    "mh1": mh1,
}


def main(arguments: list[str] | None = None) -> int:
    """Run a subcommand; 0 when it did what it should, 1 when it did not, 2 when something must be put right first."""
    words = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(prog="careteam", description="Care-team coordination around one plan per patient.")
    within = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        within.add_parser(name, help=command.__doc__, add_help=False)
    chosen = parser.parse_args(words[:1])
    try:
        return COMMANDS[chosen.command](words[1:])
    except CannotGoOn as refusal:
        print(f"careteam: {refusal}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _no_more(name: str, meaning: str | None, rest: list[str]) -> None:
    argparse.ArgumentParser(prog=f"careteam {name}", description=meaning).parse_args(rest)


def _with_installation(work: Callable[[], int], rest: list[str]) -> int:
    """Do this where the installation can be reached."""
    if {"-h", "--help"} & set(rest):
        return work()
    with _reached():
        return work()


@contextmanager
def _reached() -> Generator[Settings]:
    """The configured installation, the one that runs, or our own for as long as it takes."""
    from careteam.operations.reaching import reached, tell_aside
    from careteam.operations.signals import stopping
    from careteam.operations.up import settle

    chosen = settings()
    if chosen.database_url is None and chosen.app_database_url is not None and chosen.redis_url is not None:
        # Somebody else looks after the servers and the schema.
        yield chosen
        return
    with stopping(), reached(chosen, tell=tell_aside) as installation:
        settle(installation.chosen)
        yield installation.chosen


@asynccontextmanager
async def _opened() -> "AsyncGenerator[Trail]":
    """The installation, opened for an import; founded if it is new."""
    import asyncpg

    from careteam.core.problems import Problem
    from careteam.crypto.atrest import KeyFileRefused
    from careteam.installation import close_trail, open_trail
    from careteam.operations.reaching import tell_aside
    from careteam.operations.roots import lay_foundation

    with _reached() as chosen:
        try:
            trail = await open_trail(chosen)
            try:
                await lay_foundation(trail, chosen, tell=tell_aside)
                yield trail
            finally:
                await close_trail(trail)
        except (Problem, KeyFileRefused, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            why = error.title() if isinstance(error, Problem) else f"{type(error).__name__}: {error}"
            raise CannotGoOn(
                f"The import stopped: {why}", "What was written stays. Run it again: it goes on where it stopped."
            ) from error


if __name__ == "__main__":
    sys.exit(main())
