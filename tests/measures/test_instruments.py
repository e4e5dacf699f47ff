"""Instruments as data: each clinical number has a source, and none stands in the code."""

import ast
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from careteam.measures import instruments, scoring
from careteam.measures.instruments import Collection, Instrument, Number, collection, instrument

SHARED = Path(__file__).parents[2].parent / "shared"
SHIPPED: dict[str, Any] = json.loads(files("careteam.measures").joinpath("instruments.json").read_text())
#: Numbers of a definition, not of a source: nothing, one, the number of hundredths.
PLAIN = {0, 1, 100}


def numbers(value: Any, path: str = "") -> Iterator[tuple[str, str | None]]:
    """Every number of an instrument, where it stands, with the source named beside it."""
    if isinstance(value, dict):
        for key, found in value.items():
            if isinstance(found, int) and not isinstance(found, bool):
                yield f"{path}/{key}", value.get("source")
            yield from numbers(found, f"{path}/{key}")
    elif isinstance(value, list):
        for place, found in enumerate(value):
            yield from numbers(found, f"{path}/{place}")


def test_every_number_of_an_instrument_names_a_source_that_is_there() -> None:
    sources = SHIPPED["sources"]
    for one in SHIPPED["instruments"]:
        assert {one["item_source"], one["licence"]["source"]} <= set(sources)
        for path, source in numbers(one):
            # The values of answers were read where the items were.
            named = one["item_source"] if "/options/" in path else source
            assert named in sources, (one["id"], path)
    assert sum(1 for one in SHIPPED["instruments"] for _ in numbers(one)) > 60


@pytest.mark.parametrize("module", [instruments, scoring])
def test_the_code_holds_no_clinical_number(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text())
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }
    assert found <= PLAIN


def test_every_number_is_that_of_the_reviewed_content() -> None:
    path = SHARED / "content" / "measures.json"
    if not path.is_file():
        pytest.skip(f"the content is not beside the project: {path}")
    given = {one["id"]: one for one in json.loads(path.read_text())["measures"]}
    for one in collection().instruments:
        if one.id in ("sleep-1", "check-in"):  # our own, and without a number but its scale
            continue
        draft, rules = given[one.id], one.scoring
        scored = [item for item in one.items if item.scored]
        for key, number in (("caseness", rules.caseness), ("mcid", rules.important_change)):
            assert (number and number.value) == draft.get(key), (one.id, key)
        if "reliableChange" in draft:
            assert rules.reliable_change
            assert rules.reliable_change.value == draft["reliableChange"]
        if "bands" in draft:
            assert [[band.name, band.low, band.high] for band in rules.bands] == draft["bands"]
            assert [rules.range and rules.range.low, rules.range and rules.range.high] == draft["range"]
            assert [item.id for item in scored] == draft["items"]
            assert (one.loinc, one.total_loinc) == (draft["panel"], draft["total"])
            for item in scored:
                assert [[answer.code, answer.text, answer.value] for answer in item.options] == draft["options"]


def known(id_: str) -> Instrument:
    found = instrument(id_)
    assert found is not None
    return found


def value(number: Number | None) -> int:
    assert number is not None
    return number.value


def test_the_rules_that_the_content_tells_in_words() -> None:
    path = SHARED / "content" / "measures.json"
    if not path.is_file():
        pytest.skip(f"the content is not beside the project: {path}")
    given = {one["id"]: one for one in json.loads(path.read_text())["measures"]}
    phq, who, screener, pressure = map(known, ("PHQ-9", "WHO-5", "C-SSRS-screener", "BP"))
    assert given["PHQ-9"]["response"] == f">={value(phq.scoring.response_percent)}% fall from baseline"
    assert given["PHQ-9"]["remission"] == f"<{value(phq.scoring.remission_below)}"
    assert [risk.item for risk in phq.scoring.risk] == [given["PHQ-9"]["item9"]]
    factor = value(who.scoring.factor)
    assert f"x{factor} = " in given["WHO-5"]["score"]
    assert f"{value(who.scoring.reliable_change)} points = real change" in given["WHO-5"]["cut"]
    assert f"raw <{who.scoring.bands[0].high // factor + 1} " in given["WHO-5"]["cut"]
    coded = [item.id for item in pressure.items if item.id != "bp-symptoms"]
    assert [pressure.loinc, *coded] == list(given["BP"]["loinc"].values())
    assert [item.id for item in screener.items] == list(given["C-SSRS-screener"]["items"].values())
    assert screener.level_loinc == given["C-SSRS-screener"]["riskLevel"]


def test_everything_is_a_draft_until_a_clinical_lead_signs_it() -> None:
    assert collection().status == "draft"
    assert "clinical lead must sign off" in collection().sign_off


def test_words_are_shipped_only_where_their_licence_allows() -> None:
    for one in collection().instruments:
        assert all(bool(item.text) == one.licence.text_allowed for item in one.items), one.id


def changed(id_: str, **parts: Any) -> dict[str, Any]:
    return SHIPPED | {"instruments": [one | (parts if one["id"] == id_ else {}) for one in SHIPPED["instruments"]]}


def without(id_: str) -> dict[str, Any]:
    return next(one for one in SHIPPED["instruments"] if one["id"] == id_)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (changed("GAD-7", items=without("GAD-7")["items"][1:]), "its items add up to"),
        (changed("GAD-7", items=without("GAD-7")["items"] * 2), "an id of its own"),
        (
            changed("WHO-5", items=[one | {"text": "words"} for one in without("WHO-5")["items"]]),
            "does not allow its words",
        ),
        (
            changed("PHQ-9", scoring=without("PHQ-9")["scoring"] | {"bands": without("PHQ-9")["scoring"]["bands"][:4]}),
            "bands",
        ),
        (changed("mood-1", scoring={"rule": "sum"}), "has a range"),
        (changed("mood-1", items=[{"id": "mood", "label": "Mood"}]), "what can be answered"),
        (changed("PHQ-9", stray=1), "stray"),
    ],
)
def test_an_instrument_that_contradicts_itself_is_not_read(broken: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Collection.model_validate(broken)
