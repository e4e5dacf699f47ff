"""What patients read about their plan can be read at about grade 8, measured over the very texts that they are shown."""

import re
from pathlib import Path

from tests.reading import grade, sentences

TEXTS = Path(__file__).parents[2] / "web/src/i18n/en/own-plan.ts"
#: About grade 8 (Flesch-Kincaid): what the whole may be, and what one sentence may be.
WHOLE, SENTENCE = 8.0, 9.0
#: What a gap is filled with: a name, a number, a day.
FILLING = "Anna"


def texts(file: Path = TEXTS) -> list[str]:
    """All texts of the file, their gaps filled."""
    source = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [quoted or template for quoted, template in re.findall(r'"([^"]*)"|`([^`]*)`', source)]
    return [re.sub(r"\$\{[^}]*\}", FILLING, text) for text in found]


def test_what_patients_read_about_their_plan_is_plain() -> None:
    said = [one for text in texts() for one in sentences(text)]
    assert len(said) > 25, "the texts are where this test looks"
    assert grade(" ".join(said)) <= WHOLE
    hard = {one: found for one in said if len(one.split()) > 4 and (found := grade(one)) > SENTENCE}
    assert hard == {}


def test_the_measure_tells_plain_from_hard_words() -> None:
    hard = "Pharmacological augmentation necessitates interdisciplinary reevaluation of contraindications."
    assert grade(hard) > SENTENCE > grade("You and your team find out what can help you.")
