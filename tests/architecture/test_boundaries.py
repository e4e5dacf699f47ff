"""Imports go one way: the contracts hold, a planted violation breaks each, and models stay inside their feature."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

import careteam

PROJECT = Path(careteam.__file__).parents[1]
#: Models that others may know: rights, the trail, and the plan everything points at.
SHARED = {"careteam.access.models", "careteam.audit.models", "careteam.plans.models"}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


def test_a_models_module_is_imported_only_inside_its_own_package() -> None:
    graph = grimp.build_graph("careteam", cache_dir=None)
    models = {m for m in graph.modules if m.endswith(".models")} - SHARED
    assert len(models) >= 3
    strangers = {
        (importer, model)
        for model in models
        for importer in graph.find_modules_that_directly_import(model)
        if not importer.startswith(model.rpartition(".")[0])
    }
    assert strangers == set()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(PROJECT / "careteam", folder / "careteam", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout[-2000:]
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("core/paging.py", "import careteam.access.roles", "Packages depend downwards only"),
        ("tasks/commands.py", "import careteam.messaging.commands", "Packages depend downwards only"),
        ("stray/__init__.py", "", "Packages depend downwards only"),
        ("plans/models.py", "import careteam.plans.commands", "Inside a feature"),
        ("worklist/queries.py", "import careteam.tasks.api", "Only main knows the HTTP faces"),
        ("tasks/queries.py", "import careteam.core.sessions", "Only the doors open database sessions"),
        ("tasks/rules.py", "import sqlalchemy", "Rules and policy are pure"),
        ("tasks/commands.py", "import celery", "Features do not know HTTP, Redis or Celery"),
        ("crypto/blind.py", "import careteam.crypto.atrest\nimport careteam.core.ids", None),
    ],
)
def test_a_planted_violation_breaks_its_contract(copy: Path, module: str, line: str, broken: str | None) -> None:
    file = copy / "careteam" / module
    before = file.read_text() if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        result = lint(copy)
    finally:
        if before is None:
            shutil.rmtree(file.parent)
        else:
            file.write_text(before)
    if broken is None:
        assert result.returncode == 0
    else:
        assert result.returncode != 0
        assert any(broken in told and "BROKEN" in told for told in result.stdout.splitlines())
