"""`careteam score`: what the command line says and answers."""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from careteam.fhir.datatypes import text
from careteam.fhir.reading import Entry, Place, Unfit, find, read
from careteam.fhir.responses import SCORED, NotScored, Questionnaires, Scored, known, read_response

_INSTRUMENTS = ", ".join(one.id for one in SCORED)


def main(arguments: list[str]) -> int:
    """Score QuestionnaireResponses. Returns 0, or 1 if something could not be read or scored."""
    parser = argparse.ArgumentParser(
        prog="careteam score", description=f"Score QuestionnaireResponses by {_INSTRUMENTS}."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a response, a Questionnaire, or a Bundle")
    parser.add_argument("--json", action="store_true", help="one JSON line per response and instrument")
    options = parser.parse_args(arguments)
    files = [_read(file) for file in find(options.files).files]
    entries = [one for file in files for one in file if isinstance(one, Entry)]
    questionnaires = Questionnaires(one.resource for one in entries if _kind(one) == "Questionnaire")
    done = [_told(entry, questionnaires, as_json=options.json) for file in files for entry in file]
    return 0 if all(done) else 1


def _read(file: Path | Unfit) -> list[Entry | Unfit]:
    """What a file holds for us; of a Bundle's other resources nothing is said while there is something."""
    held = [file] if isinstance(file, Unfit) else list(read(file))
    ours = [one for one in held if isinstance(one, Unfit) or _kind(one) in ("QuestionnaireResponse", "Questionnaire")]
    if ours or isinstance(file, Unfit):
        return ours
    what = f"a {_kind(held[0])}" if len(held) == 1 and isinstance(held[0], Entry) else f"{len(held)} resources"
    return [Unfit(Place(str(file), 0), f"holds no QuestionnaireResponse, but {what}")]


def _kind(entry: Entry) -> str:
    return text(entry.resource.get("resourceType"))


def _told(entry: Entry | Unfit, questionnaires: Questionnaires, *, as_json: bool) -> bool:
    """Say the scores of an entry, or why it has none; whether it could be used."""
    try:
        found = _scored(entry, questionnaires)
    except NotScored as refusal:
        _tell(entry.place, str(refusal))
        return False
    for scored in found:
        print(_json(entry.place, scored) if as_json else _words(entry.place, scored))
        if scored.contradicts:
            _tell(entry.place, f"gives the total {scored.contradicts}, its items add up to {scored.score.total}")
    return True


def _scored(entry: Entry | Unfit, questionnaires: Questionnaires) -> Iterable[Scored]:
    """The scores of an entry. A Questionnaire has none: it only says what others answer."""
    if isinstance(entry, Unfit):
        raise NotScored(entry.reason)
    if _kind(entry) == "QuestionnaireResponse":
        return read_response(entry.resource, questionnaires)
    if not known(entry.resource):
        raise NotScored(f"asks for none of {_INSTRUMENTS}")
    return ()


def _tell(place: Place, said: str) -> None:
    print(f"careteam score: {place if place.entry else place.file}: {said}", file=sys.stderr)


def _json(place: Place, scored: Scored) -> str:
    result = {"total": scored.score.total, "items": scored.answers, "missing": scored.score.missing}
    return json.dumps({"file": place.file, "instrument": scored.instrument.id} | result)


def _words(place: Place, scored: Scored) -> str:
    missing = ", ".join(scored.score.missing)
    total = f"{scored.score.total} ({scored.score.band})" if not missing else f"no total, without {missing}"
    return f"{place.file}: {scored.instrument.id} {total}"
