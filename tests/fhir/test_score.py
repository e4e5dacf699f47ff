"""`careteam score` sums what was answered, says what is missing, and refuses what it does not know with a reason."""

import json
from pathlib import Path
from typing import Any

import pytest

from careteam.fhir.score import main
from careteam.measures.instruments import Instrument, instrument
from tests.fhir.world import SHARED

Capture = pytest.CaptureFixture[str]
Resource = dict[str, Any]


def known(id_: str) -> Instrument:
    found = instrument(id_)
    assert found is not None
    return found


PHQ9, GAD7 = known("PHQ-9"), known("GAD-7")
ITEMS = [item.id for item in PHQ9.items if item.scored]
CODES = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def response(items: list[Resource], **more: Any) -> Resource:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items} | more


def answered(link: str, **answer: Any) -> Resource:
    return {"linkId": link, "answer": [answer]}


def coded(link: str, code: str) -> Resource:
    return answered(link, valueCoding={"system": "http://loinc.org", "code": code})


def run(capture: Capture, folder: Path, *resources: Resource) -> tuple[int, list[dict[str, Any]], str]:
    files = [folder / f"{place}.json" for place, _ in enumerate(resources)]
    for file, one in zip(files, resources, strict=True):
        file.write_text(json.dumps(one))
    return score(capture, *files)


def score(capture: Capture, *files: Path) -> tuple[int, list[dict[str, Any]], str]:
    code = main(["--json", *map(str, files)])
    said = capture.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_a_response_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    code, [line], said = run(capsys, tmp_path, response([coded(f"/{item}", CODES[1]) for item in ITEMS]))
    assert line == {
        "file": str(tmp_path / "0.json"),
        "instrument": "PHQ-9",
        "total": 9,
        "items": dict.fromkeys(ITEMS, 1),
        "missing": [],
    }
    assert (code, said) == (0, "")


def test_a_missing_item_is_named_and_never_nought(tmp_path: Path, capsys: Capture) -> None:
    partial = [coded(item, CODES[3]) for item in ITEMS[:-1]]
    for left in (partial, [*partial, {"linkId": ITEMS[-1]}], [*partial, {"linkId": ITEMS[-1], "answer": []}]):
        _, [line], _ = run(capsys, tmp_path, response(left))
        assert (line["total"], line["missing"]) == (None, [ITEMS[-1]])
        assert ITEMS[-1] not in line["items"]


WEIGHT = [{"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 2.0}]


@pytest.mark.parametrize(
    "answer",
    [
        {"valueCoding": {"code": "LA6570-1"}},
        {"valueCoding": {"code": "LA18938-3", "display": "More days than not"}},
        {"valueCoding": {"code": "local", "extension": WEIGHT}},
        {"valueCoding": {"display": "more than half the days"}},
        {"valueString": "More than half the days"},
        {"valueInteger": 2},
        {"valueDecimal": 2.0},
    ],
)
def test_an_answer_may_be_told_in_many_ways(tmp_path: Path, capsys: Capture, answer: Resource) -> None:
    items = [item.id for item in GAD7.items]
    _, [line], _ = run(capsys, tmp_path, response([answered(item, **answer) for item in items]))
    assert (line["instrument"], line["total"]) == ("GAD-7", 14)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([{"valueInteger": 4}], "no such answer to 44250-9"),
        ([{"valueDecimal": 1.5}], "44250-9 has an answer that is not one of the instrument's"),
        ([{"valueCoding": {"code": "LA33-6"}}], "44250-9 has an answer that is not one of the instrument's"),
        ([{"valueInteger": 1}, {"valueInteger": 2}], "44250-9 has more than one answer"),
    ],
)
def test_what_is_no_answer_is_refused(tmp_path: Path, capsys: Capture, answers: list[Resource], said: str) -> None:
    items = [{"linkId": ITEMS[0], "answer": answers}, *(coded(item, CODES[0]) for item in ITEMS[1:])]
    code, lines, told = run(capsys, tmp_path, response(items))
    assert (code, lines) == (1, [])
    assert said in told


def test_items_are_found_at_any_depth_and_two_instruments_in_one_response(tmp_path: Path, capsys: Capture) -> None:
    both = [coded(item, CODES[1]) for item in ITEMS] + [coded(item.id, CODES[0]) for item in GAD7.items]
    deep: list[Resource] = both
    for _ in range(200):
        deep = [{"linkId": "group", "item": deep}]
    _, lines, _ = run(capsys, tmp_path, response([{"linkId": "q", "answer": [{"valueBoolean": True, "item": deep}]}]))
    assert [(line["instrument"], line["total"]) for line in lines] == [("PHQ-9", 9), ("GAD-7", 0)]


def test_a_questionnaire_says_what_its_own_links_and_answers_mean(tmp_path: Path, capsys: Capture) -> None:
    options = [
        {"valueCoding": {"code": f"a{worth}"}, "extension": [WEIGHT[0] | {"valueDecimal": worth}]} for worth in range(4)
    ]
    asked = [
        {"linkId": f"q{place}", "code": [{"code": item}], "type": "choice", "answerOption": options}
        for place, item in enumerate(ITEMS)
    ]
    questionnaire = {"resourceType": "Questionnaire", "url": "http://example.org/ours", "item": asked}
    given = [answered(f"q{place}", valueCoding={"code": "a3"}) for place in range(9)]
    code, [line], _ = run(capsys, tmp_path, response(given, questionnaire="http://example.org/ours|2"), questionnaire)
    assert (code, line["total"]) == (0, 27)
    inside = response(given, questionnaire="#it", contained=[questionnaire | {"id": "it"}])
    assert run(capsys, tmp_path, inside)[1][0]["total"] == 27
    assert run(capsys, tmp_path, response(given, questionnaire="http://example.org/other"))[0] == 1


def test_a_total_that_contradicts_its_items_is_told(tmp_path: Path, capsys: Capture) -> None:
    items = [*(coded(item, CODES[1]) for item in ITEMS), answered("44261-6", valueDecimal=10)]
    code, [line], said = run(capsys, tmp_path, response(items))
    assert (code, line["total"]) == (0, 9)
    assert "gives the total 10, its items add up to 9" in said


def test_what_cannot_be_scored_is_named_and_the_rest_is_scored(tmp_path: Path, capsys: Capture) -> None:
    good = response([coded(item, CODES[0]) for item in ITEMS])
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "patient.json").write_text('{"resourceType": "Patient"}')
    (tmp_path / "void.json").write_text(json.dumps(good | {"status": "entered-in-error"}))
    (tmp_path / "zgood.json").write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": good}]}))
    files = [tmp_path / "nowhere.json", *sorted(tmp_path.glob("*.json"))]
    code, [line], said = score(capsys, *files)
    assert (code, line["total"]) == (1, 0)
    reasons = [text.split(": ", 2)[1:] for text in said.splitlines()]
    assert [Path(file).name for file, _ in reasons] == ["nowhere.json", "broken.json", "patient.json", "void.json"]
    assert "a Patient" in said


@pytest.mark.parametrize("folder", ["hl7_r4_examples_4.0.1", "us_core_examples", "questionnaires_uwcirg"])
def test_public_questionnaires_and_responses_are_read_or_refused_with_a_reason(folder: str, capsys: Capture) -> None:
    files = sorted((SHARED / folder).glob("*Questionnaire*.json"))
    if not files:
        pytest.skip(f"the public inputs are not beside the project: {SHARED / folder}")
    _, lines, said = score(capsys, *files)
    refused = {Path(text.split(": ", 2)[1]) for text in said.splitlines()}
    assert all(text.split(": ", 2)[2] for text in said.splitlines())
    scored = {Path(line["file"]) for line in lines}
    read = {
        file
        for file in files
        if file not in refused and json.loads(file.read_text())["resourceType"] == "Questionnaire"
    }
    assert scored | read | refused == set(files)
    assert [(line["instrument"], line["total"]) for line in lines] == (
        [("PHQ-9", 12)] if folder == "us_core_examples" else []
    )
    assert {file.stem for file in read} & {
        "1_Questionnaire-PHQ9",
        "Questionnaire-phq-9-example",
        "Questionnaire-phq-9-questionnaire",
    }


@pytest.mark.parametrize(("name", "one"), [("1_Questionnaire-PHQ9.json", PHQ9), ("1_Questionnaire-GAD7.json", GAD7)])
def test_the_public_questionnaires_score_as_their_own_weights_say(
    name: str, one: Instrument, tmp_path: Path, capsys: Capture
) -> None:
    file = SHARED / "questionnaires_uwcirg" / name
    if not file.is_file():
        pytest.skip(f"the public inputs are not beside the project: {file}")
    asked = [
        item
        for item in json.loads(file.read_text())["item"]
        if item["linkId"].strip("/") in {each.id for each in one.items if each.scored}
    ]
    for place in range(4):
        chosen = [item["answerOption"][place] for item in asked]
        weights = [
            next(each["valueDecimal"] for each in option["extension"] if "valueDecimal" in each) for option in chosen
        ]
        given = [
            answered(item["linkId"], valueCoding=option["valueCoding"])
            for item, option in zip(asked, chosen, strict=True)
        ]
        _, [line], _ = run(capsys, tmp_path, response(given))
        assert (line["instrument"], line["total"]) == (one.id, sum(weights))
