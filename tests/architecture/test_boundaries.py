"""Imports go one way, on the server and in the browser: the contracts hold, and planted violations break each of them."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

import careteam

PROJECT = Path(careteam.__file__).parents[1]
CONTRACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
#: Models that others may know: rights, the trail, and the plan everything points at.
SHARED = {"careteam.access.models", "careteam.audit.models", "careteam.plans.models"}


def lint(folder: Path) -> str:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    assert run.stdout, run.stderr
    return run.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "careteam", tmp_path / "careteam", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def told(said: str) -> dict[str, str]:
    """What the report says of each broken contract."""
    _, _, broken = said.partition("Broken contracts")
    parts = re.split(r"\n([^\n]+)\n-{3,}\n", broken)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_contracts_hold(copy: Path) -> None:
    assert f"{len(CONTRACTS)} kept, 0 broken" in lint(copy)


#: For each contract: what is planted where, and the words in which the report names it.
PLANTED: dict[str, list[tuple[str, str, str]]] = {
    "Packages depend downwards only": [
        ("core/clock.py", "import careteam.access.roles", "careteam.core.clock -> careteam.access.roles"),
        ("crypto/blind.py", "import careteam.access.actions", "careteam.crypto.blind -> careteam.access.actions"),
        ("access/rules.py", "import careteam.audit.chain", "careteam.access.rules -> careteam.audit.chain"),
        ("client/trail.py", "import careteam.access.roles", "careteam.client.trail -> careteam.access.roles"),
        ("audit/relay.py", "import careteam.identity.rules", "careteam.audit.relay -> careteam.identity.rules"),
        ("identity/rules.py", "import careteam.plans.rules", "careteam.identity.rules -> careteam.plans.rules"),
        ("plans/rules.py", "import careteam.tasks.rules", "careteam.plans.rules -> careteam.tasks.rules"),
        ("tasks/rules.py", "import careteam.messaging.rules", "careteam.tasks.rules -> careteam.messaging.rules"),
        ("tasks/to_do.py", "import careteam.worklist.rules", "careteam.tasks.to_do -> careteam.worklist.rules"),
        ("worklist/words.py", "import careteam.oversight.events", "careteam.worklist.words -> careteam.oversight.events"),
        ("oversight/export.py", "import careteam.reactions", "careteam.oversight.export -> careteam.reactions"),
        ("reactions.py", "import careteam.installation", "careteam.reactions -> careteam.installation"),
        ("installation.py", "import careteam.operations.home", "careteam.installation -> careteam.operations.home"),
        ("operations/home.py", "import careteam.main", "careteam.operations.home -> careteam.main"),
        ("worker.py", "import careteam.cli", "careteam.worker -> careteam.cli"),
        ("stray/__init__.py", "", "careteam.stray"),
    ],
    "Inside a feature: api > gate > commands > queries > models, events > rules": [
        ("plans/gate.py", "import careteam.plans.api", "careteam.plans.gate -> careteam.plans.api"),
        ("plans/models.py", "import careteam.plans.commands", "careteam.plans.models -> careteam.plans.commands"),
        ("identity/models.py", "import careteam.identity.queries", "careteam.identity.models -> careteam.identity.queries"),
        ("messaging/models.py", "import careteam.messaging.events", "careteam.messaging.models -> careteam.messaging.events"),
        ("tasks/rules.py", "import careteam.tasks.events", "careteam.tasks.rules -> careteam.tasks.events"),
        ("worklist/rules.py", "import careteam.worklist.queries", "careteam.worklist.rules -> careteam.worklist.queries"),
        ("oversight/events.py", "import careteam.oversight.queries", "careteam.oversight.events -> careteam.oversight.queries"),
        ("realtime/queries.py", "import careteam.realtime.api", "careteam.realtime.queries -> careteam.realtime.api"),
    ],
    "Only main knows the HTTP faces": [
        ("worklist/queries.py", "import careteam.tasks.api", "careteam.worklist.queries -> careteam.tasks.api")
    ],
    "Only the doors open database sessions": [
        ("tasks/queries.py", "import careteam.core.sessions", "careteam.tasks.queries -> careteam.core.sessions")
    ],
    "Rules, policy and cryptography are pure": [
        ("tasks/rules.py", "import sqlalchemy", "careteam.tasks.rules -> sqlalchemy"),
        ("access/policy.py", "import careteam.access.sql", "careteam.access.sql -> sqlalchemy"),
        ("audit/chain.py", "import asyncpg", "careteam.audit.chain -> asyncpg"),
        ("crypto/blind.py", "import fastapi", "careteam.crypto.blind -> fastapi"),
    ],
    "Features do not know HTTP, Redis, Celery or the database's driver": [
        ("tasks/commands.py", "import celery", "careteam.tasks.commands -> celery"),
        ("plans/queries.py", "import fastapi", "careteam.plans.queries -> fastapi"),
        ("identity/events.py", "import redis", "careteam.identity.events -> redis"),
        ("messaging/commands.py", "import asyncpg", "careteam.messaging.commands -> asyncpg"),
    ],
    "No cycles anywhere": [("core/ids.py", "import careteam.core.database", "careteam.core")],
}  # fmt: skip


def test_planted_violations_break_every_contract(copy: Path) -> None:
    assert set(PLANTED) == {contract["name"] for contract in CONTRACTS}
    for plants in PLANTED.values():
        for place, line, _ in plants:
            file = copy / "careteam" / place
            file.parent.mkdir(exist_ok=True)
            with file.open("a") as module:
                module.write(f"\n{line}\n")
    report = told(lint(copy))
    assert set(report) == set(PLANTED)
    for contract, plants in PLANTED.items():
        for place, _, named in plants:
            assert named in report[contract], (contract, place)


def test_the_list_of_those_who_open_sessions_is_true() -> None:
    (contract,) = (one for one in CONTRACTS if one.get("protected_modules") == ["careteam.core.sessions"])
    graph = grimp.build_graph("careteam", cache_dir=None)
    assert set(contract["allowed_importers"]) == graph.find_modules_that_directly_import("careteam.core.sessions")


def strangers(graph: grimp.ImportGraph) -> set[tuple[str, str]]:
    """Who imports the models of a feature that is not their own."""
    models = {module for module in graph.modules if module.endswith(".models")} - SHARED
    assert len(models) >= 3
    return {
        (importer, model)
        for model in models
        for importer in graph.find_modules_that_directly_import(model)
        if not importer.startswith(model.rpartition(".")[0])
    }


def test_a_models_module_is_imported_only_inside_its_own_package() -> None:
    graph = grimp.build_graph("careteam", cache_dir=None)
    assert strangers(graph) == set()
    graph.add_import(importer="careteam.worklist.queries", imported="careteam.tasks.models")
    assert strangers(graph) == {("careteam.worklist.queries", "careteam.tasks.models")}


WEB = PROJECT / "web"
#: For each rule of the client: a module that breaks it, and what it imports.
PLANTED_IN_THE_WEB = {
    "no-cycles": ("lib/planted-one.ts", "./planted-two"),
    "features-stand-alone": ("features/tasks/planted.ts", "../plans/planted"),
    "routes-do-not-know-the-app": ("routes/planted.ts", "../app/planted"),
    "features-looks-down-only": ("features/plans/planted.ts", "../../routes/planted"),
    "live-looks-down-only": ("live/planted.ts", "../features/plans/planted"),
    "ui-looks-down-only": ("ui/planted.ts", "../live/planted"),
    "client-looks-down-only": ("client/planted.ts", "../ui/planted"),
    "lib-looks-down-only": ("lib/planted.ts", "../client/planted"),
    "i18n-looks-down-only": ("i18n/planted.ts", "../client/planted"),
    "crypto-looks-down-only": ("crypto/planted.ts", "../lib/planted"),
    "the-product-talks-to-no-server-of-tests": ("ui/planted-server.ts", "../talk/testing/planted"),
    "the-product-does-not-check-vectors": ("ui/planted-vectors.ts", "../crypto/mh1/vectors/planted"),
}


LAYERS = ("features", "live", "ui", "client", "lib", "i18n", "crypto")


@pytest.fixture
def web(tmp_path: Path) -> Path:
    for name in ("src", "scripts"):
        shutil.copytree(WEB / name, tmp_path / name)
    for name in ("package.json", "tsconfig.json", ".dependency-cruiser.cjs"):
        shutil.copy(WEB / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(WEB / "node_modules")
    return tmp_path


def cruise(web: Path) -> "subprocess.CompletedProcess[str]":
    node = shutil.which("node")
    assert node, "the web client is checked with Node"
    command = [node, "scripts/check-imports.mjs"]
    return subprocess.run(command, cwd=web, capture_output=True, text=True, check=False)


def test_planted_violations_break_every_rule_of_the_web_client(web: Path) -> None:
    (web / "src" / "app" / "planted.ts").write_text("export const planted = 1;\n")
    for place in ("crypto/mh1/vectors", "talk/testing"):
        (web / "src" / place / "planted.ts").write_text("export const planted = 1;\n")
    (web / "src" / "lib" / "planted-two.ts").write_text('export { planted } from "./planted-one";\n')
    for place, imported in PLANTED_IN_THE_WEB.values():
        (web / "src" / place).write_text(f'export {{ planted }} from "{imported}";\n')
    run = cruise(web)
    assert run.returncode == 1
    broken = {line.partition(":")[0]: line for line in reversed(run.stderr.splitlines()) if "planted" in line}
    rules = set(re.findall(r'name: "([a-z0-9-]+)"', (WEB / ".dependency-cruiser.cjs").read_text()))
    assert rules | {f"{layer}-looks-down-only" for layer in LAYERS} == set(broken)
    assert set(PLANTED_IN_THE_WEB) == set(broken)


def test_a_check_that_sees_too_few_files_of_the_web_client_fails(web: Path) -> None:
    script = web / "scripts" / "check-imports.mjs"
    script.write_text(script.read_text().replace('cruise(["src"]', 'cruise(["src/lib"]'))
    run = cruise(web)
    assert run.returncode == 1
    assert "files were looked at" in run.stderr
