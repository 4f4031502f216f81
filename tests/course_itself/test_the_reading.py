"""How hard the course is to read: summaries for eleven-year-olds, pages for thirteen, stories a little under that."""

from __future__ import annotations

import re

import pytest

from course.content.model import Module, Scenario
from course.content.reading import BODY_AGE, SUMMARY_AGE, reading_age

from .the_course import COURSE, MODULES, PAGES, name, texts

SENTENCE_END = re.compile(r"[.!?…:][\"”’)*_]*(?:\s+|$)|\n\s*(?:[-+*]|\d+\.)\s|\n\s*\n")
SHORT, LONGEST = 16, 30
STORY_AGE = BODY_AGE - 1


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_summary_can_be_read_at_eleven(module: Module) -> None:
    assert module.summary is not None
    age = reading_age([module.summary.markdown])
    assert age is not None and age <= SUMMARY_AGE


def test_the_course_summary_can_be_read_at_eleven() -> None:
    age = reading_age([COURSE.summary.markdown])
    assert age is not None and age <= SUMMARY_AGE


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_can_be_read_at_thirteen_and_a_story_at_twelve(page: Module | Scenario) -> None:
    age = reading_age(list(texts(page)))
    assert age is not None and age <= (STORY_AGE if isinstance(page, Scenario) else BODY_AGE)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_sentences_are_short(page: Module | Scenario) -> None:
    lengths = [
        len(sentence.split())
        for text in texts(page)
        for sentence in SENTENCE_END.split(text)
        if len(sentence.split()) > 2
    ]
    assert sum(lengths) / len(lengths) <= SHORT
    assert max(lengths) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_summary_is_not_the_opening_again(module: Module) -> None:
    assert module.summary is not None
    summary = module.summary.markdown.split()
    others = [text.split() for text in texts(module) if text != module.summary.markdown]
    runs = {tuple(words[at : at + 8]) for words in others for at in range(len(words) - 7)}
    assert [run for at in range(len(summary) - 7) if (run := tuple(summary[at : at + 8])) in runs] == []


def test_every_page_is_measured() -> None:
    """So that no test above passes because it had nothing to read."""
    assert [page.id for page in PAGES if sum(len(text.split()) for text in texts(page)) < 1000] == []
