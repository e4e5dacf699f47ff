"""What patients read where they are asked in our own words can be read at about grade 8."""

from careteam.measures import instruments
from tests.assessment.test_plain_words import SENTENCE, TEXTS, WHOLE, texts
from tests.reading import grade, sentences


def test_what_patients_read_at_a_reading_and_a_check_in_is_plain() -> None:
    asked = [instruments.instrument(name) for name in ("BP", "check-in")]
    items = [item for one in asked if one is not None for item in one.items]
    answers = [option.text for item in items for option in item.options]
    written = [*texts(TEXTS.with_name("own-reading.ts")), *(item.text for item in items), *answers]
    said = [one for text in written if text for one in sentences(text)]
    assert len(said) > 25, "the texts are where this test looks"
    assert grade(" ".join(said)) <= WHOLE
    assert {one: found for one in said if len(one.split()) > 4 and (found := grade(one)) > SENTENCE} == {}
