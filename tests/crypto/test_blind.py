"""Names are found by their beginnings whatever their case and accents; nobody without the key can find them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careteam.crypto.blind import exact, prefixes, query_tokens, words

KEY = bytes(range(32))
names = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "Mn")), max_size=40)


def found(stored: str, typed: str, field: str = "name", key: bytes = KEY) -> bool:
    tokens = query_tokens(key, field, typed)
    return bool(tokens) and set(tokens) <= set(prefixes(KEY, "name", stored))


@pytest.mark.parametrize(
    "typed", ["jö", "Jor", "JÖRGEN", "hansen jo", "ha", "müll", "muller-h", "  hansen ", "o'brien", "obr", "O\u2019Br"]
)
def test_a_name_is_found_by_the_beginning_of_its_words(typed: str) -> None:
    assert found("Jörgen Müller-Hansen O'Brien", typed)


@pytest.mark.parametrize("typed", ["", "  ", "-", "j", "rgen", "hansen peter", "mullerin", "brien"])
def test_what_does_not_begin_a_word_is_not_found(typed: str) -> None:
    assert not found("Jörgen Müller-Hansen O'Brien", typed)


def test_one_letter_finds_only_the_word_of_one_letter() -> None:
    assert found("Malcolm X", "x")
    assert not found("Xaver", "x")


def test_of_long_words_the_first_twelve_letters_count() -> None:
    assert found("Wolfeschlegelstein", "wolfeschlegelst")
    assert found("Wolfeschlegelstein", "wolfeschlege")


@given(names)
def test_every_beginning_of_two_letters_or_more_finds_the_name(name: str) -> None:
    for word in words(name):
        for length in range(2, len(word) + 1):
            assert found(name, word[:length])
        assert found(name, word)


@given(names)
def test_folding_a_folded_name_changes_nothing(name: str) -> None:
    assert words(" ".join(words(name))) == words(name)


@pytest.mark.parametrize("name", ["Straße", "İpek", "ŁUCJA", "Éva", "E\u0301va", "ﬁona", "Ἀθηνᾶ"])
def test_case_accents_and_ligatures_do_not_count(name: str) -> None:
    assert words(name.upper()) == words(name.lower()) == words(name)


def test_fields_keys_and_purposes_do_not_meet() -> None:
    assert not found("Anna", "anna", field="city")
    assert not found("Anna", "anna", key=bytes(32))
    assert exact(KEY, "name", "anna") not in prefixes(KEY, "name", "Anna")
    assert exact(KEY, "a", "b") != exact(KEY, "ab", "")
    with pytest.raises(ValueError, match="NUL"):
        exact(KEY, "name\0", "anna")


@pytest.mark.parametrize(
    ("stored", "typed"), [("Ann@Clinic.org", " ann@clinic.ORG "), ("MRN 12", "mrn   12"), ("①2", "12")]
)
def test_an_exact_value_is_found_whatever_its_case_and_spacing(stored: str, typed: str) -> None:
    assert exact(KEY, "email", stored) == exact(KEY, "email", typed)


@pytest.mark.parametrize(
    ("one", "other"), [("ann@clinic.org", "änn@clinic.org"), ("a.b@c.org", "ab@c.org"), ("12", "123")]
)
def test_an_exact_value_is_not_found_by_another(one: str, other: str) -> None:
    assert exact(KEY, "email", one) != exact(KEY, "email", other)


def test_fingerprints_are_short_each_once_and_in_no_telling_order() -> None:
    tokens = prefixes(KEY, "name", "Anna Anna-Maria")
    assert {len(token) for token in tokens} == {16}
    assert tokens == sorted(set(tokens)) == prefixes(KEY, "name", "maria ANNA")


def test_known_answers_still_match() -> None:
    """A change of folding or keying would make stored names impossible to find."""
    assert exact(KEY, "email", "Ann@Clinic.org").hex() == "53ba070de69599f5382f7c778b664ee8"
    assert [token.hex() for token in query_tokens(KEY, "name", "Ánn")] == ["3b9d4f5907ecd146bac4b589eec934f4"]
