"""Files and folders become entries: each resource once, in a stable order, and what cannot be read is said."""

import json
from pathlib import Path

from careteam.fhir.intake import take_in
from careteam.fhir.reading import Entry, Place, Unfit, find, read
from tests.fhir.world import bundle, goal, patient, write


def places(path: Path) -> list[tuple[int, str]]:
    return [(one.place.entry, str(one.resource["resourceType"])) for one in read(path) if isinstance(one, Entry)]


def unfit(path: Path) -> list[Unfit]:
    return [one for one in read(path) if isinstance(one, Unfit)]


def test_bundle_entries_are_counted_from_one_and_a_loose_resource_is_entry_zero(tmp_path: Path) -> None:
    many, loose = write(tmp_path, many=bundle(patient(), goal("g")), loose=patient())
    assert places(many) == [(1, "Patient"), (2, "Goal")]
    assert places(loose) == [(0, "Patient")]


def test_a_folder_is_read_recursively_in_the_order_of_names(tmp_path: Path) -> None:
    below = tmp_path / "a"
    below.mkdir()
    write(tmp_path, z=patient("z"), b=patient("b"))
    write(below, c=patient("c"))
    (tmp_path / "README.md").write_text("not read")
    (tmp_path / ".hidden.json").write_text("not looked at")
    found = find([tmp_path])
    assert [file.name for file in found.files if isinstance(file, Path)] == ["b.json", "z.json", "c.json"]
    assert [file.name for file in found.skipped] == ["README.md"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    [path] = write(tmp_path, one=patient())
    assert len(find([path, tmp_path, path]).files) == 1


def test_a_byte_order_mark_and_other_encodings_of_unicode_are_read(tmp_path: Path) -> None:
    text = json.dumps(patient(family="Ærø"), ensure_ascii=False)
    marked, wide = write(tmp_path, marked=text.encode("utf-8-sig"), wide=text.encode("utf-16"))
    assert places(marked) == places(wide) == [(0, "Patient")]


def test_ndjson_gives_one_resource_per_line_whatever_the_file_is_called(tmp_path: Path) -> None:
    lines = f"{json.dumps(patient())}\n\n{json.dumps(goal('g'))}\n"
    [named_json] = write(tmp_path, lines=lines)
    named_ndjson = tmp_path / "lines.ndjson"
    named_ndjson.write_text(lines)
    assert places(named_json) == places(named_ndjson) == [(1, "Patient"), (3, "Goal")]


def test_a_broken_line_of_ndjson_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "lines.ndjson"
    path.write_text(f"{json.dumps(patient())}\n{{broken\n{json.dumps(goal('g'))}\n")
    assert places(path) == [(1, "Patient"), (3, "Goal")]
    [broken] = unfit(path)
    assert broken.unreadable
    assert broken.place.entry == 2


def test_what_is_not_json_is_unreadable_and_named(tmp_path: Path) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    long = b'{"resourceType": "Patient", "x": ' + b"9" * 5_000 + b"}"
    files = write(
        tmp_path, text="hello", cut='{"resourceType": ', empty="", binary=b"\xff\xfe\xfa\x00\x01", deep=deep, long=long
    )
    for path in files:
        [only] = list(read(path))
        assert isinstance(only, Unfit)
        assert only.unreadable
        assert only.place == Place(str(path), 0)
        assert only.reason.startswith("unreadable: ")


def test_json_that_is_no_resource_is_refused_but_was_readable(tmp_path: Path) -> None:
    contents = {
        "list": [],
        "word": '"word"',
        "number": "3",
        "nothing": "null",
        "other": {"a": 1},
        "odd": {"resourceType": 7},
    }
    for path in write(tmp_path, **contents):
        [only] = list(read(path))
        assert isinstance(only, Unfit), path
        assert not only.unreadable
        assert only.reason.startswith("malformed: ")


def test_every_entry_of_a_bundle_counts_even_when_it_is_nothing(tmp_path: Path) -> None:
    entries = [
        "word",
        None,
        {},
        {"resource": 5},
        {"resource": {"id": "x"}},
        {"request": {"method": "DELETE", "url": "Patient/1"}},
        {"request": {"method": "GET", "url": "Patient/1"}},
        {"response": {"status": "200"}},
        {"resource": patient()},
    ]
    [path] = write(tmp_path, bundle={"resourceType": "Bundle", "entry": entries})
    assert [one.place.entry for one in read(path)] == list(range(1, 10))
    assert [one.reason for one in unfit(path)] == [
        "malformed: the entry is not an object",
        "malformed: the entry is not an object",
        "no resource",
        "malformed: the resource is not an object",
        "malformed: no resourceType",
        "a deletion: it is not carried out",
        "a GET request without a resource",
        "a response without a resource",
    ]


def test_a_bundle_without_entries_holds_nothing_and_one_with_a_lone_entry_holds_one(tmp_path: Path) -> None:
    head = {"resourceType": "Bundle", "type": "searchset"}
    none, null, lone, word = write(
        tmp_path,
        none=head,
        null=head | {"entry": None},
        lone=head | {"entry": {"resource": patient()}},
        word=head | {"entry": "x"},
    )
    assert list(read(none)) == list(read(null)) == []
    assert places(lone) == [(1, "Patient")]
    assert [one.reason for one in unfit(word)] == ["malformed: Bundle.entry is not a list"]


def test_a_missing_path_is_one_unreadable_line_and_the_others_are_read(tmp_path: Path) -> None:
    [path] = write(tmp_path, one=patient())
    intake = take_in([tmp_path / "nowhere.json", path])
    assert intake.unreadable
    assert [(Path(one.file).name, one.entry, one.outcome) for one in intake.outcomes] == [
        ("nowhere.json", 0, "refused"),
        ("one.json", 0, "taken"),
    ]


def test_words_that_no_database_stores_are_replaced_and_all_others_kept(tmp_path: Path) -> None:
    [path] = write(tmp_path, one=patient(family="  Zo\u00eb\u0000\ud83d ").copy())
    [only] = take_in([path]).outcomes
    assert only.label == "  Zo\u00eb\ufffd\ufffd "
