"""The trainers' guide tells the truth: its examples check clean, and what it lists is what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course.content.certificate_lines import SENTENCES
from course.content.check import check_course
from course.content.index import SECTIONS
from course.content.model import Exercise, Wait, When
from course.content.words import ENGLISH, WELSH
from tests.content.small_course import seen, source_of

GUIDE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def example(kind: str) -> str:
    found = re.search(rf"```markdown {kind}\n(.*?)\n```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1] + "\n"


def test_the_first_examples_have_nothing_wrong_in_them() -> None:
    pages: dict[str, str | bytes] = {
        "modules/asking-well.md": example("module"),
        "quizzes/the-late-letter.md": example("scenario"),
    }
    assert seen(check_course(source_of(pages))) == [("modules/index.md", 1, 1, "no-index")]


def whole_guide() -> dict[str, str | bytes]:
    """A course made of every example: the later ones are put where the guide says that they belong."""
    module = example("module").replace("pass mark: 1 of 1", "pass mark: 2 of 2")
    story = example("scenario").replace("id: the-late-letter", "id: the-next-visit").replace("# The late", "# The next")
    first_scene = "## A knock at the door\n<!-- id: knock-at-the-door -->\n\n"
    story = story.replace(first_scene, f"{example('hats')}\n{first_scene}{example('passages')}\n{example('earlier')}\n")
    return {
        "modules/index.md": example("index"),
        "modules/asking-well.md": "\n".join([module, example("activity"), example("bank")]),
        "modules/history.md": "---\nid: history\n---\n\n# How this came about\n\nSomebody asked.\n",
        "modules/glossary.md": example("glossary"),
        "quizzes/the-late-letter.md": example("scenario"),
        "quizzes/the-next-visit.md": story,
    }


def test_all_the_examples_make_one_course_with_nothing_wrong_in_it() -> None:
    assert seen(check_course(source_of(whole_guide()))) == []


def test_the_examples_do_what_the_guide_says() -> None:
    course = check_course(source_of(whole_guide())).course
    module, visit = course.modules[0], course.scenario("the-next-visit")
    assert visit is not None
    table = module.activity("what-first")
    assert isinstance(table, Exercise)
    assert (table.plan, table.date_column, table.look_again, table.earlier) == (
        course.plan[0].name,
        2,
        Wait(count=3, unit="months"),
        ("asking-well", "question-that-stayed"),
    )
    assert [[question.id for question in bank] for bank in module.checks()] == [
        ["ask-first"],
        ["opens-a-door", "closes-it"],
    ]
    tom, priya = (hat.key for hat in visit.hats)
    better = (("the-late-letter", "ending-better-letter"),)
    assert [(block.hats, block.endings) for block in visit.scenes[0].body if isinstance(block, When)] == [
        ((tom,), ()),
        ((tom, priya), ()),
        ((), better),
        ((tom,), better),
    ]
    assert course.certificate.exercises == (("asking-well", "question-that-stayed"),)
    assert (course.certificate.scenarios, course.certificate.confirm_plan) == (("the-late-letter",), True)
    assert [page.id for page in course.pages] == ["history"]
    assert course.glossary is not None
    assert course.glossary.terms[0].also == ("lay member", "PPI member")


def test_every_activity_is_in_the_guide() -> None:
    assert [word for word in ENGLISH.activities if f"### {word.capitalize()}: …" not in GUIDE] == []


def test_every_setting_is_in_the_guide() -> None:
    assert [word for word in ENGLISH.settings if f"{word.capitalize()}:" not in GUIDE] == []


def test_every_certificate_sentence_is_in_the_guide() -> None:
    assert [sentence for sentence in SENTENCES if f"- {sentence}\n" not in GUIDE] == []


def test_every_section_of_the_index_is_in_the_guide() -> None:
    assert [name for name in SECTIONS if f"## {name.capitalize()}`" not in GUIDE.replace("English", "english")] == []


@pytest.mark.parametrize("word", [*WELSH.also, *WELSH.activities, *WELSH.sharing, *WELSH.markers])
def test_the_welsh_words_are_in_the_guide(word: str) -> None:
    assert word in GUIDE.casefold()
