"""Every vector is reproduced, opened or refused as it says; a checker of strangers' files never falls over."""

import json
from pathlib import Path
from typing import Any

import pytest

from careteam.cli import main
from careteam.crypto.mh1.check import check_text, check_vector, checks
from tests.crypto.mh1.making import whole_file

HERE = Path(__file__).parent
SHARED = HERE.parents[3] / "shared" / "spec" / "vectors.json"
OWN = HERE / "vectors.json"
CHUNKS = 8


def load(path: Path) -> dict[str, Any]:
    if not path.exists():
        pytest.skip(f"the shared vectors are not here: {path.name}")
    return json.loads(path.read_text(encoding="utf-8"))


def failures(document: dict[str, Any], number: int) -> list[str]:
    """What fails of every eighth vector; the flat checks are in the first chunk."""
    named = {vector["name"]: vector for vector in document["vectors"]}
    flat = checks({**document, "vectors": []}) if number == 0 else ()
    vectors = ((vector["name"], check_vector(vector, named)) for vector in document["vectors"][number::CHUNKS])
    return [f"{name}: {failure}" for name, failure in (*flat, *vectors) if failure is not None]


@pytest.mark.parametrize("number", range(CHUNKS))
def test_the_shared_vectors_hold(number: int) -> None:
    assert failures(load(SHARED), number) == []


@pytest.mark.parametrize("number", range(CHUNKS))
def test_our_own_vectors_hold(number: int) -> None:
    assert failures(load(OWN), number) == []


def test_half_of_our_own_vectors_are_refusals() -> None:
    vectors = load(OWN)["vectors"]
    assert len(vectors) >= 100
    assert sum(not vector["ok"] for vector in vectors) * 2 >= len(vectors)
    assert len({vector["name"] for vector in vectors}) == len(vectors)


@pytest.mark.prove
def test_our_own_vectors_are_made_again_to_the_byte() -> None:
    assert whole_file()["vectors"] == load(OWN)["vectors"]


def test_the_shared_file_is_counted_whole() -> None:
    document = load(SHARED)
    flat = sum(1 for name, _ in checks({**document, "vectors": []}) if name.startswith("flat"))
    assert (flat, len(document["vectors"])) == (23, 504)


A_PAD = {"kind": "pad", "name": "small", "ok": True, "n": 0, "padded": 256}


@pytest.mark.parametrize(
    ("document", "failed"),
    [
        ({}, []),
        ({"strange": [1], "vectors": [A_PAD]}, []),
        (
            {
                "vectors": [
                    A_PAD,
                    {"kind": "pad", "name": "more", "ok": True, "of": "small", "patch": [[["n"], "set", 256]]},
                ]
            },
            ["more"],
        ),
        ({"vectors": [{**A_PAD, "ok": False}]}, ["small"]),
        ({"vectors": [{**A_PAD, "kind": "unknown"}]}, ["small"]),
        ({"vectors": [{**A_PAD, "n": "x"}]}, ["small"]),
        ({"vectors": [{**A_PAD, "n": "x", "ok": False}]}, ["small"]),
        ({"vectors": [{**A_PAD, "ok": 1}]}, ["small"]),
        ({"vectors": [7, None, {}]}, ["vector 0", "vector 1", "vector 2"]),
        ({"vectors": {"kind": "pad"}}, ["vectors"]),
        ({"vectors": [{"kind": "pad", "name": "loop", "ok": True, "of": "loop"}]}, ["loop"]),
        ({"vectors": [{"kind": "pad", "name": "orphan", "ok": False, "of": "nobody"}]}, ["orphan"]),
        (
            {
                "vectors": [
                    A_PAD,
                    {"kind": "pad", "name": "bad patch", "ok": False, "of": "small", "patch": [[[], "set"]]},
                ]
            },
            ["bad patch"],
        ),
        ({"vectors": [{"kind": "cbor", "name": "hex", "ok": False, "hex": "0g"}]}, ["hex"]),
        ({"vectors": [{**A_PAD, "name": "a\nb\ud800", "n": 300}]}, ["a\nb\ud800"]),
        ({"dsk": 5, "dpk": None}, ["flat: device key"]),
        ([], ["file"]),
    ],
)
def test_strange_content_fails_its_check_and_no_other(document: object, failed: list[str]) -> None:
    assert [name for name, failure in checks(document) if failure is not None] == failed


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\x00", '"x"', b"\xff\xfe\xfa"])
def test_what_is_no_file_of_vectors_is_one_failure(text: str | bytes) -> None:
    assert check_text(text).summary == "0 passed, 1 failed"


def test_the_command_tells_each_failure_and_the_count_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "vectors.json"
    file.write_text(json.dumps({"vectors": [A_PAD, {**A_PAD, "name": "wrong", "padded": 257}]}))
    assert main(["mh1", "check", str(file)]) == 1
    assert capsys.readouterr().out.splitlines() == ["wrong: padded length differs", "1 passed, 1 failed"]
    file.write_text(json.dumps({"vectors": [A_PAD]}))
    assert main(["mh1", "check", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == ["1 passed, 0 failed"]


def test_a_failure_is_one_line_whatever_its_name() -> None:
    text = json.dumps({"vectors": [{**A_PAD, "name": "a\nb\ud800", "n": 300}]})
    assert check_text(text).failures == ["a b\\ud800: padded length differs"]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert main(["mh1", "check", str(tmp_path / "none.json")]) == 2
