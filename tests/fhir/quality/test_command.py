"""`careteam outcomes` says one line per path, and answers by its exit code."""

import json
from pathlib import Path

import pytest

from careteam.fhir.quality import command
from careteam.fhir.quality.command import main
from careteam.fhir.quality.valuesets import table
from tests.fhir.quality.test_cms159 import BASE
from tests.fhir.quality.world import Resource, bundle, changed

Capture = pytest.CaptureFixture[str]
YEAR = "2025-01-01/2025-12-31"


def write(folder: Path, resources: list[Resource]) -> Path:
    folder.mkdir()
    for one in resources:
        (folder / f"{one['resourceType']}-{one['id']}.json").write_text(json.dumps(one))
    return folder


def run(
    capture: Capture, *arguments: object, measure: str = "cms159", period: str = YEAR
) -> tuple[int, list[dict[str, object]], str]:
    code = main(["--measure", measure, "--period", period, "--json", *map(str, arguments)])
    said = capture.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_a_folder_and_a_bundle_are_one_line_each(tmp_path: Path, capsys: Capture) -> None:
    folder, file = write(tmp_path / "case", BASE), tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle(BASE)))
    code, lines, said = run(capsys, folder, file)
    group = {"initial-population": 1, "denominator": 1, "denominator-exclusion": 0, "numerator": 1}
    expected = {"patient": "p", "measure": "cms159", "period": YEAR, "groups": [group]}
    assert lines == [{"path": str(folder)} | expected, {"path": str(file)} | expected]
    assert (code, said) == (0, "")


def test_a_path_that_cannot_be_read_is_named_and_the_others_are_read(tmp_path: Path, capsys: Capture) -> None:
    good, broken, nobody = (
        write(tmp_path / "good", BASE),
        tmp_path / "broken.json",
        write(tmp_path / "nobody", BASE[1:]),
    )
    broken.write_text("{")
    code, lines, said = run(capsys, tmp_path / "nowhere", broken, nobody, good)
    assert [line["path"] for line in lines] == [str(good)]
    assert code == 1
    named = [line.split(": ")[1:3] for line in said.splitlines()]
    assert named == [
        [str(tmp_path / "nowhere"), "unreadable"],
        [str(broken), "unreadable"],
        [str(nobody), "a case is about one patient"],
    ]


def test_a_folder_with_a_broken_file_is_not_counted(tmp_path: Path, capsys: Capture) -> None:
    folder = write(tmp_path / "case", BASE)
    (folder / "Observation-later.json").write_text("[")
    code, lines, said = run(capsys, folder)
    assert (code, lines) == (1, [])
    assert "Observation-later.json" in said


def test_what_is_no_resource_is_told_and_left_out(tmp_path: Path, capsys: Capture) -> None:
    folder = write(tmp_path / "case", BASE)
    (folder / "notes.json").write_text('{"by": "somebody"}')
    code, lines, said = run(capsys, folder)
    assert (code, len(lines)) == (1, 1)
    assert "notes.json entry 0: left out, malformed: no resourceType" in said


def test_the_same_resource_twice_counts_once_and_two_of_one_name_are_refused(tmp_path: Path, capsys: Capture) -> None:
    folder = write(tmp_path / "case", BASE)
    (folder / "all.json").write_text(json.dumps(bundle(BASE)))
    assert run(capsys, folder)[0] == 0
    (folder / "all.json").write_text(json.dumps(bundle(changed(BASE, "index", valueInteger=9))))
    code, lines, said = run(capsys, folder)
    assert (code, lines) == (1, [])
    assert "Observation/index is there twice, and not the same" in said


@pytest.mark.parametrize(
    ("measure", "period", "said"),
    [
        ("cms9999", YEAR, "cms9999 is not offered"),
        ("cms159", "2025", "2025 is not START/END"),
        ("cms159", "2025-12-31/2025-01-01", "ends before it begins"),
    ],
)
def test_what_is_not_offered_is_named(capsys: Capture, measure: str, period: str, said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run(capsys, "somewhere", measure=measure, period=period)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_the_table_of_codes_names_its_source_and_is_what_the_measures_ask_for() -> None:
    assert "VSAC" in table().source
    for name, one in table().sets.items():
        assert (one.oid is None) == (one.version is None), name
        assert one.codes, name
        assert all(len(set(codes)) == len(codes) > 0 for codes in one.codes.values()), name
    texts = "".join(path.read_text() for path in Path(command.__file__).parent.glob("*.py"))
    kinds = [name.replace("Adolescent", "{kind}").replace("Adult", "{kind}") for name in table().sets]
    assert [
        name
        for name, kind in zip(table().sets, kinds, strict=True)
        if f'"{name}"' not in texts and f'"{kind}"' not in texts
    ] == []
