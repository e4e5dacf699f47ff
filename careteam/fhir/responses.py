"""Reads the answers of QuestionnaireResponses, by the instruments of this project and the Questionnaires that came along."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from careteam.fhir.datatypes import Json, Object, a_list, an_object, objects, text
from careteam.measures.instruments import Instrument, Item, collection
from careteam.measures.scoring import NotAnAnswer, Score, score

#: What is summed and asked for by LOINC codes.
SCORED: Final = tuple(one for one in collection().instruments if one.total_loinc)
_LOINC: Final = re.compile(r"(?<!\d)\d{3,7}-\d(?!\d)")
_ORDINALS: Final = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
)


class NotScored(Exception):
    """Why a resource cannot be scored."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What a response says to one instrument."""

    instrument: Instrument
    answers: Mapping[str, int]
    score: Score
    #: The total that the response itself gives, if it is not the sum of its items.
    contradicts: str | None


class Questionnaires:
    """The Questionnaires that came along: they say which code a linkId stands for, and what an answer is worth."""

    def __init__(self, given: Iterable[Object]) -> None:
        self._known: dict[str, Object] = {}
        for one in given:
            url, id_ = text(one.get("url")), text(one.get("id"))
            for name in (
                url,
                f"{url}|{text(one.get('version'))}" if url else "",
                f"Questionnaire/{id_}" if id_ else "",
            ):
                if name:
                    self._known[name] = one

    def of(self, response: Object) -> Object:
        """The Questionnaire that a response answers; empty where it did not come along."""
        said = text(response.get("questionnaire"))
        if said.startswith("#"):
            inside = [one for one in objects(response.get("contained")) if text(one.get("id")) == said[1:]]
            return inside[0] if inside else {}
        local = "/".join(said.split("/")[-2:])
        return self._known.get(said) or self._known.get(said.partition("|")[0]) or self._known.get(local) or {}


def known(questionnaire: Object) -> list[Instrument]:
    """The instruments that a Questionnaire asks for, whole or in part."""
    asked = {code for item in _items(questionnaire) for code in _codes(item)}
    return [one for one in SCORED if any(item.id in asked for item in one.items if item.scored)]


def read_response(response: Object, questionnaires: Questionnaires) -> list[Scored]:
    """Score a QuestionnaireResponse by every instrument it answers.

    Raises:
        NotScored: it was entered in error, answers no instrument, or gives an answer that an instrument does not have.
    """
    if text(response.get("status")) == "entered-in-error":
        raise NotScored("entered in error")
    asked = {text(item.get("linkId")): item for item in _items(questionnaires.of(response))}
    given: dict[str, list[Json]] = {}
    for item in _items(response):
        question = asked.get(text(item.get("linkId")), {})
        for code in _codes(question) or _codes(item):
            given.setdefault(code, []).extend(a_list(item.get("answer")))
    found = [_scored(one, given, asked.values()) for one in SCORED if any(item.id in given for item in one.items)]
    if not found:
        raise NotScored(f"answers none of {', '.join(one.id for one in SCORED)}")
    return found


def _scored(instrument: Instrument, given: Mapping[str, list[Json]], questions: Iterable[Object]) -> Scored:
    weights = {code: weight for question in questions for code, weight in _weights(question)}
    answers = {
        item.id: _value(item, values, weights)
        for item in instrument.items
        if item.scored and (values := given.get(item.id))
    }
    try:
        result = score(instrument, answers)
    except NotAnAnswer as error:
        raise NotScored(str(error)) from error
    said = [_number(an_object(answer)) for answer in given.get(instrument.total_loinc or "", ())]
    contradicts = next((str(total) for total in said if result.total is not None and total != result.total), None)
    return Scored(instrument, answers, result, contradicts)


def _value(item: Item, answers: list[Json], weights: Mapping[str, int]) -> int:
    found = {_worth(item, an_object(answer), weights) for answer in answers}
    if len(found) != 1 or None in found:
        why = "more than one answer" if len(found) > 1 else "an answer that is not one of the instrument's"
        raise NotScored(f"{item.id} has {why}")
    return next(value for value in found if value is not None)


def _worth(item: Item, answer: Object, weights: Mapping[str, int]) -> int | None:
    """What an answer is worth: by its code, by the weight that comes with it, by its words, or as the number it is."""
    coding = an_object(answer.get("valueCoding"))
    code, words = text(coding.get("code")).strip(), text(coding.get("display")) or text(answer.get("valueString"))
    for option in item.options:
        if code and code in (option.code, *option.also):
            return option.value
    weight = _ordinal(coding)
    if weight is None:
        weight = weights.get(code)
    if weight is not None:
        return weight
    for option in item.options:
        if words.strip().casefold() == (option.text or "").casefold():
            return option.value
    return _number(answer)


def _number(answer: Object) -> int | None:
    # Fractions came as text: "2.0" is a number of points, "2.5" is not.
    said = next((answer[key] for key in ("valueInteger", "valueDecimal") if key in answer), None)
    try:
        number = float(text(said))
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _weights(question: Object) -> Iterator[tuple[str, int]]:
    for option in objects(question.get("answerOption")):
        coding = an_object(option.get("valueCoding"))
        weight = _ordinal(option)
        if weight is None:
            weight = _ordinal(coding)
        if weight is not None and text(coding.get("code")):
            yield text(coding.get("code")), weight


def _ordinal(element: Object) -> int | None:
    for extension in objects(element.get("extension")):
        if text(extension.get("url")) in _ORDINALS:
            return _number(extension)
    return None


def _items(resource: Object) -> Iterator[Object]:
    """Every item of a Questionnaire or its response, those within items and answers too, in order."""
    waiting = objects(resource.get("item"))[::-1]
    while waiting:
        item = waiting.pop()
        yield item
        below = objects(item.get("item")) + [
            one for answer in objects(item.get("answer")) for one in objects(answer.get("item"))
        ]
        waiting.extend(reversed(below))


def _codes(item: Object) -> list[str]:
    """The LOINC codes of an item; failing these, the last one that its linkId names."""
    codes = [
        text(coding.get("code")) for coding in objects(item.get("code")) if _LOINC.fullmatch(text(coding.get("code")))
    ]
    return codes or _LOINC.findall(text(item.get("linkId")))[-1:]
