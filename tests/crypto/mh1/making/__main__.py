"""Write vectors.json, and tell what refuses each of its negative vectors with `--why`."""

import json
import sys
from pathlib import Path

from careteam.crypto.mh1.check import ALL_KINDS, checks, resolved
from careteam.crypto.mh1.refusals import Refused
from careteam.crypto.mh1.vectorfields import Fields
from tests.crypto.mh1.making import whole_file

FILE = Path(__file__).parents[1] / "vectors.json"


def why(document: dict) -> None:
    named = {vector["name"]: vector for vector in document["vectors"]}
    for vector in document["vectors"]:
        if not vector["ok"]:
            try:
                ALL_KINDS[vector["kind"]](Fields(resolved(vector, named, depth=0)))
            except Refused as refusal:
                print(f"{vector['name'][:80]:80} {type(refusal).__name__}: {refusal.reason}")


def main() -> int:
    document = whole_file()
    failures = [f"{name}: {failure}" for name, failure in checks(document) if failure is not None]
    print(*failures, sep="\n")
    lines = ",\n".join(json.dumps(vector, separators=(",", ":")) for vector in document["vectors"])
    FILE.write_text('{"vectors":[\n' + lines + "\n]}\n", encoding="utf-8")
    if "--why" in sys.argv:
        why(document)
    negative = sum(not vector["ok"] for vector in document["vectors"])
    print(f"{len(document['vectors'])} vectors, {negative} negative, {FILE.stat().st_size // 1024} KiB")
    return 1 if failures else 0


sys.exit(main())
