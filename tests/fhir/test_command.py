"""`careteam import` says one line for every entry, then the sum; and answers by its exit code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.command import main
from tests.fhir.world import DIABETES, PSYCHIATRY, bundle, care_plan, goal, patient, write

KEYS = ["file", "entry", "resource", "outcome", "reason", "label", "change"]
Capture = pytest.CaptureFixture[str]


def lines(capture: Capture, *arguments: object) -> tuple[int, list[dict[str, Any]], dict[str, int]]:
    code = main(["--dry-run", "--json", *map(str, arguments)])
    *entries, last = [json.loads(line) for line in capture.readouterr().out.splitlines()]
    assert list(last) == ["summary"]
    return code, entries, last["summary"]


def test_each_entry_is_one_line_and_the_last_is_the_sum(tmp_path: Path, capsys: Capture) -> None:
    made = bundle(patient(), care_plan("a", PSYCHIATRY), care_plan("b", DIABETES))
    [path] = write(tmp_path, input=made)
    code, entries, summary = lines(capsys, path)
    assert code == 0
    assert all(list(entry) == KEYS for entry in entries)
    assert entries[1] == {
        "file": str(path),
        "entry": 2,
        "resource": "CarePlan",
        "outcome": "taken",
        "reason": "",
        "label": f"plan {PSYCHIATRY}",
        "change": "created",
    }
    assert (entries[2]["outcome"], entries[2]["reason"], entries[2]["change"]) == (
        "refused",
        "not mental health",
        "none",
    )
    assert summary == {"entries": 3, "taken": 2, "refused": 1, "plans": 1}


def test_refusals_are_no_failure_and_an_unreadable_file_is(tmp_path: Path, capsys: Capture) -> None:
    good, bad = write(tmp_path, good=goal("g"), bad="{")
    assert lines(capsys, good)[0] == 0
    code, entries, summary = lines(capsys, bad, good)
    assert code == 1
    assert [(entry["file"], entry["entry"], entry["outcome"]) for entry in entries] == [
        (str(bad), 0, "refused"),
        (str(good), 0, "refused"),
    ]
    assert summary == {"entries": 2, "taken": 0, "refused": 2, "plans": 0}


def test_words_survive_any_terminal(tmp_path: Path) -> None:
    label = "Schlaf wäre schön \u2014 张无忌 \ud83d"
    [path] = write(tmp_path, input=bundle(patient(family="Größe"), goal("g", label)))
    command = [sys.executable, "-c", "import sys; from careteam.fhir.command import main; sys.exit(main(sys.argv[1:]))"]
    run = {"capture_output": True, "env": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path.cwd())}}
    told = subprocess.run([*command, "--dry-run", "--json", str(path)], check=True, **run)
    assert json.loads(told.stdout.splitlines()[1])["label"] == label.replace("\ud83d", "\ufffd")
    assert subprocess.run([*command, "--dry-run", str(path)], check=True, **run).stdout


def test_people_read_a_short_account(tmp_path: Path, capsys: Capture) -> None:
    zoneless = goal("g", statusDate="2020-01-01T10:00")
    made = bundle(patient(), care_plan("a", PSYCHIATRY), care_plan("b", DIABETES), zoneless)
    (tmp_path / "notes.txt").write_text("not JSON")
    write(tmp_path, input=made)
    assert main(["--dry-run", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"Ada Winter: plan {PSYCHIATRY} (active)",
        "  1 goal",
        "Refused:",
        "       1  CarePlan               not mental health",
        "Taken in spite of a fault:",
        f"  {tmp_path / 'input.json'} entry 4 Goal: a time without a zone, read as UTC: statusDate",
        "4 entries: 3 taken, 1 refused; 1 plans.",
    ]
    assert told.err == "Not read, since not JSON by name: notes.txt\n"


def test_without_a_path_the_usage_is_told(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--dry-run", "--json"])
    assert left.value.code == 2
    assert "PATH" in capsys.readouterr().err
