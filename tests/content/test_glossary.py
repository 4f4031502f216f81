"""The glossary as it is read, and which words of capitals look like abbreviations."""

from __future__ import annotations

import pytest

from course.content.abbreviations import is_abbreviation
from course.content.archive import course_from_json, course_to_json
from tests.content.planted import GLOSSARY, HISTORY, INDEX, MORE, STORY_OF_BREAD, WORDS
from tests.content.small_course import checked, seen

WELSH_WORDS = """---
id: glossary
---

# Geirfa

## Cyfrannwr cyhoeddus

Hefyd: aelod lleyg

Rhywun sy'n cymryd rhan.
"""


def test_a_glossary_is_terms_with_their_forms_and_meaning() -> None:
    result = checked({WORDS: GLOSSARY})

    assert seen(result) == []
    glossary = result.course.glossary
    assert glossary is not None and glossary.intro is not None
    assert glossary.intro.markdown == "These words come up often."
    assert [(one.name, one.slug, one.also, one.text.markdown) for one in glossary.terms] == [
        (
            "Public contributor",
            "public-contributor",
            ("lay member", "PPI member"),
            "Somebody who takes part and is not paid to do research.",
        ),
        ("R&D", "rd", (), "Research and development."),
    ]


def test_the_glossary_is_no_module_and_the_course_survives_being_stored() -> None:
    course = checked({WORDS: GLOSSARY, "modules/glossary.cy.md": WELSH_WORDS}).course

    assert [one.id for one in course.modules] == ["bread"]
    assert [(one.language, one.terms[0].also) for one in course.glossary_variants] == [("cy", ("aelod lleyg",))]
    assert course_from_json(course_to_json(course)) == course


def test_other_forms_may_stand_in_the_same_paragraph_as_the_meaning() -> None:
    text = GLOSSARY.replace("PPI member\n\nSomebody", "PPI member\nSomebody")

    glossary = checked({WORDS: text}).course.glossary

    assert glossary is not None
    assert glossary.terms[0].text.markdown == "Somebody who takes part and is not paid to do research."


def test_there_may_be_several_lines_of_other_forms_and_each_form_counts_once() -> None:
    many = ", ".join(f"form {place}" for place in range(20))
    text = GLOSSARY.replace("Also: lay", f"Also: {many}\nAlso: Public contributor, LAY MEMBER, lay")

    result = checked({WORDS: text})

    assert seen(result) == []
    assert result.course.glossary is not None
    assert result.course.glossary.terms[0].also == (*many.split(", "), "LAY MEMBER", "PPI member")


def test_a_course_without_a_glossary_is_not_asked_for_abbreviations() -> None:
    text = MORE.replace("In one afternoon.", "In one NHS afternoon.")

    assert seen(checked({INDEX: text, STORY_OF_BREAD: HISTORY})) == []


@pytest.mark.parametrize("word", ["NIHR", "PPI", "R&D", "GP", "ARC", "NHS", "REC", "T2D", "HSC", "BMJ", "DŴR"])
def test_these_look_like_abbreviations(word: str) -> None:
    assert is_abbreviation(word)


@pytest.mark.parametrize("word", ["PROFESSOR", "VISITOR", "LLŶRAŴ", "NEVER", "XIV", "II", "UK", "PDF", "A4", "I"])
def test_these_do_not(word: str) -> None:
    assert not is_abbreviation(word)


def test_a_word_that_also_stands_in_small_letters_is_only_said_loudly() -> None:
    loud = MORE.replace(
        "In one afternoon.", "It was NOT made in one day, and not in two. STOP, he said. So we did stop."
    )

    assert seen(checked({INDEX: loud, STORY_OF_BREAD: HISTORY, WORDS: GLOSSARY})) == []


def test_code_addresses_and_references_are_not_looked_at() -> None:
    quiet = MORE.replace("In one afternoon.", "In `NHS` style, says [the paper](https://example.org/NHS/).").replace(
        "- A made-up book.", "- NHS, *A made-up book*."
    )

    assert seen(checked({INDEX: quiet, STORY_OF_BREAD: HISTORY, WORDS: GLOSSARY})) == []


def test_the_s_of_more_than_one_is_no_part_of_an_abbreviation() -> None:
    plural = GLOSSARY.replace("Research and development.", "Research and development, by GPs and a GP’s team.")

    found = checked({WORDS: plural})

    assert [(one.line, one.column, one.code) for one in found.problems] == [(17, 30, "abbreviation-not-explained")]
