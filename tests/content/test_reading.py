"""Syllables, reading age and long sentences."""

from __future__ import annotations

import pytest

from course.content.reading import reading_age, syllables
from tests.content.small_course import FILES, WELSH, checked, seen

HARD = (
    "Participatory methodologies necessitate collaborative prioritisation of investigative questions by stakeholders. "
    "Deliberation facilitates identification of epistemologically appropriate uncertainties."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1), ("the", 1), ("bread", 1), ("make", 1), ("made", 1), ("baked", 1), ("wanted", 2), ("table", 2), ("people", 2),
        ("research", 2), ("question", 2), ("idea", 3), ("being", 2), ("science", 2), ("society", 4), ("experience", 4),
        ("area", 3), ("don't", 1), ("didn't", 2), ("it's", 1), ("together", 3), ("everyone", 3), ("university", 5), ("voices", 2),
        ("machines", 2), ("uncertainties", 4), ("rhythm", 1), ("you", 1), ("create", 2), ("our", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_short_words_in_short_sentences_are_easy() -> None:
    easy = reading_age(["We met in a hall. It was cold. Ros made tea. We sat and we talked. Then we went home."])
    assert easy is not None and easy < 7


def test_long_words_in_long_sentences_are_hard() -> None:
    hard = reading_age([HARD])
    assert hard is not None and hard > 20


def test_a_few_words_have_no_reading_age() -> None:
    assert reading_age(["Four words, no more."], fewest=15) is None


def test_links_footnotes_and_code_do_not_count() -> None:
    plain = reading_age(["See the form and the note."])
    marked = reading_age(["See [the form](https://example.org/participatory-methodologies)[^1] and the note."])
    assert plain == marked


def codes(page: str, path: str = "modules/bread.md") -> list[str]:
    return [code for _, _, _, code in seen(checked({path: page}))]


def test_a_page_aims_at_thirteen_and_a_summary_at_eleven() -> None:
    page = FILES["modules/bread.md"].replace("This module is about bread.", HARD)
    assert [problem.message for problem in checked({"modules/bread.md": page}).problems] == [
        "The summary is much too hard to read. The target is reading age 11."
    ]


def test_the_details_can_set_another_target() -> None:
    hard = FILES["modules/bread.md"].replace("Now for a list.", "\n\n".join([HARD] * 6))
    assert codes(hard) == ["too-hard"]
    assert codes(hard.replace("stage: Planning", "stage: Planning\nreading age: 18")) == []


def test_the_formula_is_never_used_for_welsh() -> None:
    assert codes(WELSH.replace("Mae'r modiwl hwn am fara.", HARD), "modules/bread.cy.md") == []


def test_a_sentence_may_have_25_words_and_15_in_easy_read() -> None:
    def page(words: int) -> str:
        return FILES["modules/bread.md"].replace("Now for a list.", "We " + "eat " * (words - 2) + "bread.")

    assert codes(page(25)) == []
    assert codes(page(26)) == ["long-sentence"]
    easy = FILES["modules/bread.md"].replace(" and\nthen", ". Then\nread")
    assert codes(easy.replace("Now for a list.", "We " + "eat " * 13 + "bread."), "modules/bread.easy.md") == []
    assert codes(easy.replace("Now for a list.", "We " + "eat " * 14 + "bread."), "modules/bread.easy.md") == [
        "long-sentence"
    ]


def test_what_people_say_in_a_transcript_is_theirs() -> None:
    page = FILES["modules/bread.md"].replace("Stand back.", "Well " + "and then " * 20 + "I stood back.")
    assert codes(page) == []


def test_setting_lines_are_not_read_as_text() -> None:
    longest = "Serves: " + ", ".join(["ground-rules", "sharing-power"] * 14)
    page = FILES["modules/bread.md"].replace("Serves: ground-rules", longest)
    assert codes(page) == []
