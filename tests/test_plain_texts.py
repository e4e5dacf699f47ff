"""What patients read in the app can be read at about grade 8, measured over the very texts that they are shown."""

import pytest

from tests.reading import grade, sentences, texts

#: About grade 8: what all texts of a file may be, and what one sentence of more than a few words may be.
WHOLE, SENTENCE = 8.0, 9.0
#: Of each file what patients and those who support them are shown.
READ = {
    "their pages": texts("patient.ts"),
    "their plan": texts("own-plan.ts"),
    "their diary": texts("diary.ts", without=("staffTitle", "onlyShared", "emptyStaff", "course", "courseOf", "courseSays")),
    "exercises": texts("library.ts", without=("staff",)),
    "check-ins": texts("measures.ts", only=("noneBodyPatient", "patientTitle", "noTotalWhy", "checkIn", "reminder")),
    "the safety plan and the word check": texts(
        "safetyplan.ts",
        without=(
            "whatStaff", "noneBodyStaff", "leaveStaff", "leadStaff", "tellsStaff", "patientAgreed", "patientDeclined",
            "patientUndecided",
        ),
    ),
    "signing in and help in a crisis": texts("identity.ts"),
    "what to expect of a message": texts(
        "messaging.ts", only=("waitsFor", "waitsMeanwhile", "backAt", "urgency", "receipts"), without=("staff",)
    ),
}  # fmt: skip


@pytest.mark.parametrize("read", READ.values(), ids=READ.keys())
def test_what_patients_read_is_plain(read: list[str]) -> None:
    said = [one for text in read for one in sentences(text)]
    assert len(said) > 10, "the texts are where this test looks"
    assert grade(" ".join(said)) <= WHOLE
    hard = {one: found for one in said if len(one.split()) > 4 and (found := grade(one)) > SENTENCE}
    assert hard == {}


def test_the_measure_tells_plain_from_hard_words() -> None:
    hard = "Pharmacological augmentation necessitates interdisciplinary reevaluation of contraindications."
    assert grade(hard) > SENTENCE > grade("You and your team find out what can help you.")
