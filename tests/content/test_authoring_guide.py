"""The trainers' guide tells the truth: its examples check clean, and what it lists is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.content.certificate_lines import SENTENCES
from course.content.check import check_course
from course.content.index import SECTIONS
from course.content.words import ENGLISH, WELSH
from tests.content.small_course import checked, seen, source_of

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    found = re.search(rf"```markdown {kind}\n(.*?)\n```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1] + "\n"


def test_the_examples_have_nothing_wrong_in_them() -> None:
    pages: dict[str, str | bytes] = {
        "modules/asking-well.md": example("module"),
        "quizzes/the-late-letter.md": example("scenario"),
    }
    assert seen(check_course(source_of(pages))) == [("modules/index.md", 1, 1, "no-index")]


def test_every_activity_is_in_the_guide() -> None:
    assert [word for word in ENGLISH.activities if f"### {word.capitalize()}: …" not in GUIDE] == []


def test_every_setting_is_in_the_guide() -> None:
    assert [word for word in ENGLISH.settings if f"{word.capitalize()}:" not in GUIDE] == []


def test_every_certificate_sentence_is_in_the_guide() -> None:
    assert [sentence for sentence in SENTENCES if f"- {sentence}\n" not in GUIDE] == []


def test_every_section_of_the_index_is_in_the_guide() -> None:
    assert [name for name in SECTIONS if f"## {name.capitalize()}`" not in GUIDE.replace("English", "english")] == []


def test_the_example_of_a_glossary_has_nothing_wrong_in_it() -> None:
    found = re.search(r"```text\n(---\nid: glossary\n.*?)\n```", GUIDE, re.DOTALL)
    assert found is not None
    assert seen(checked({"modules/glossary.md": found[1] + "\n"})) == []


@pytest.mark.parametrize("word", [*WELSH.also, *WELSH.activities, *WELSH.sharing, *WELSH.markers])
def test_the_welsh_words_are_in_the_guide(word: str) -> None:
    assert word in GUIDE.casefold()
