"""The interface in Welsh: every sentence has a translation that fits it, and dates and times read well.

`python -m course.translating` brings the catalogue in step with the code; docs/translating.md tells the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from markupsafe import Markup

from course import language
from course.language import LANGUAGES, clock, day, translator
from course.resources import folder
from course.translating import sentences, updated

CATALOGUES = [code for code in LANGUAGES if code != "en"]
TRANSLATED = [
    (code, message)
    for code in CATALOGUES
    for message in read_po((language.FOLDER / f"{code}.po").read_text("utf-8").splitlines(keepends=True), locale=code)
    if message.id
]
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_catalogue_has_the_sentences_of_the_code_and_no_others(code: str) -> None:
    """When this fails, run `python -m course.translating` and translate what is new."""
    assert {message.id for of, message in TRANSLATED if of == code} == set(sentences())


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_catalogue_is_written_as_the_command_writes_it(code: str) -> None:
    text = (language.FOLDER / f"{code}.po").read_text("utf-8")
    assert updated(text) == text


def test_every_sentence_has_a_translation() -> None:
    assert [f"{code}: {message.id}" for code, message in TRANSLATED if not message.string] == []


def test_no_translation_is_marked_as_a_guess() -> None:
    assert [f"{code}: {message.id}" for code, message in TRANSLATED if message.fuzzy] == []


def test_a_translation_keeps_every_placeholder_and_adds_none() -> None:
    def placeholders(text: str) -> Counter[str]:
        return Counter(PLACEHOLDER.findall(text))

    changed = [
        f"{code}: {message.id}"
        for code, message in TRANSLATED
        if placeholders(message.id) != placeholders(message.string)
    ]
    assert changed == []


def test_a_percent_sign_is_only_ever_a_placeholder() -> None:
    """So that filling in the values cannot fail."""
    texts = [text for _code, message in TRANSLATED for text in (message.id, message.string)]
    assert [text for text in texts if "%" in PLACEHOLDER.sub("", text)] == []


def test_a_sentence_holds_no_html() -> None:
    texts = [text for _code, message in TRANSLATED for text in (message.id, message.string)]
    assert [text for text in texts if re.search(r"[<>]|&\w+;|&#", text)] == []


def test_a_translation_ends_as_its_sentence_does() -> None:
    """A full stop too many shows on a button, and a question without its mark is no question."""

    def end(text: str) -> str:
        return text[-1] if text[-1] in ".?:" else ""

    assert [f"{code}: {one.id}" for code, one in TRANSLATED if one.string and end(one.id) != end(one.string)] == []


def test_templates_say_nothing_that_cannot_be_translated() -> None:
    """Words outside `_()`, besides what is a name in every language."""
    names = {"PDF"}
    said = []
    for path in sorted(folder("templates").rglob("*.html")):
        tree = Environment().parse(path.read_text("utf-8"))
        html = "".join(one.data for one in tree.find_all(nodes.TemplateData))
        html = re.sub(r'(?<= )lang=""', "", html)  # the attribute alone, in a macro that writes just that
        spoken = re.findall(r'(?:aria-label|alt|title|placeholder)="([^"]*)"', html)
        for text in [*spoken, *re.sub(r"<!doctype html>|<[^>]*>|&\w+;", "\n", html).split("\n")]:
            if re.search(r"[^\W\d_]{2}", text) and text.strip() not in names:
                said.append(f"{path.name}: {text.strip()}")
    assert said == []


# --- the sentences at work --------------------------------------------------------------------------------------------


def test_a_sentence_is_said_in_welsh_with_its_values() -> None:
    assert translator("cy")("Module %(number)s of %(total)s", number=2, total=6) == "Modiwl 2 o 6"


def test_a_sentence_without_a_translation_is_said_in_english() -> None:
    assert translator("cy")("Nobody has said %(this)s yet.", this="that") == "Nobody has said that yet."


def test_a_value_that_is_html_stays_html_and_nothing_else_becomes_it() -> None:
    said = translator("en")("“%(step)s” in module “%(title)s”", step="<b>", title=Markup('<span lang="cy">Bara</span>'))
    assert said == '“&lt;b&gt;” in module “<span lang="cy">Bara</span>”'
    assert isinstance(said, Markup)
    assert not isinstance(translator("en")("Story: %(title)s", title="<b>"), Markup)


@pytest.mark.parametrize(
    ("moment", "english", "welsh"),
    [
        (datetime(2026, 11, 22, 14, 2, tzinfo=UTC), "22 November 2026, 2:02pm", "22 Tachwedd 2026, 2:02yp"),
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), "22 November 2026, 12:00am", "22 Tachwedd 2026, 12:00yb"),
        (datetime(2026, 2, 1, 12, 0, tzinfo=UTC), "1 February 2026, 12:00pm", "1 Chwefror 2026, 12:00yp"),
        (datetime(2026, 5, 31, 23, 30, tzinfo=UTC), "1 June 2026, 12:30am", "1 Mehefin 2026, 12:30yb"),  # summer time
    ],
)
def test_days_and_times_read_well(moment: datetime, english: str, welsh: str) -> None:
    assert f"{day(moment, 'en')}, {clock(moment, 'en')}" == english
    assert f"{day(moment, 'cy')}, {clock(moment, 'cy')}" == welsh
