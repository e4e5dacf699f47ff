"""What patients are asked in our own words, and read when they type in a reading, can be read at about grade 8."""

from careteam.measures import instruments
from tests.reading import grade, sentences, texts
from tests.test_plain_texts import SENTENCE, WHOLE


def test_what_patients_read_at_a_reading_and_a_check_in_is_plain() -> None:
    asked = [instruments.instrument(name) for name in ("BP", "check-in")]
    items = [item for one in asked if one is not None for item in one.items]
    answers = [option.text for item in items for option in item.options]
    written = [*texts("own-reading.ts"), *(item.text for item in items), *answers]
    said = [one for text in written if text for one in sentences(text)]
    assert len(said) > 25, "the texts are where this test looks"
    assert grade(" ".join(said)) <= WHOLE
    assert {one: found for one in said if len(one.split()) > 4 and (found := grade(one)) > SENTENCE} == {}
