# ruff: noqa: E501  A story is written as trainers write it.
"""Your hat, and earlier stories: who a passage is for, wherever in a story it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from course.content.course_json import course_from_json, course_to_json
from course.content.model import Prose, Scenario, When
from course.content.render import render_course
from course.content.stamp import stamp
from tests.content.small_course import FILES, checked, seen

STORY = """---
id: the-bus
tallies: [trust]
---

# The bus

A bus stop, in the rain.

> **If you ended at [A regular](market-day.md#ending-a-regular):** A woman with two loaves nods at you.

## Your hat

Whose eyes will you look through?

- **Joe Brannigan.** You were a cook. You are cold.
- **Dr Helen Achebe:** You sign for the money.
- **Sam Li.** You drive the bus.

## The stop
<!-- id: the-stop -->

Joe looks at the clock.

> **If you are Joe:** Your feet hurt.
>
> You count to ten.

> If only it were summer.

> __If you are Dr Helen Achebe or Sam:__ You look at your list.

- [Wait](#ending-home) — 1 trust

    The bus comes.

    > **If you are Joe**: You sit down.
    > **If you are Sam, or Joe:** You laugh.

    It smells of wet coats.

- [Walk](#ending-home) — −1 trust

    > **If you’re Sam and you ended at [A regular](market-day.md#ending-a-regular) or [Home](market-day.md#ending-home-early):** Bread!

## Ending: Home
<!-- id: ending-home -->

Tea.

> **If you are Dr Helen Achebe:** You ring the office.

## Debrief

Who was cold?

> **If you are Sam:** And who was late?
"""
EARLIER = ("market-day", "ending-regular")


def story(text: str = STORY) -> Scenario:
    result = checked({"quizzes/the-bus.md": text})
    assert seen(result) == []
    found = result.course.scenario("the-bus")
    assert found is not None
    return found


def words(block: object) -> tuple[str, list[str], tuple[tuple[str, str], ...]]:
    """What a block says, for whom by first name, and after which endings."""
    assert isinstance(block, Prose | When), block
    if isinstance(block, Prose):
        return block.text.markdown, [], ()
    hats = story().hats
    names = [hat.short for key in block.hats for hat in hats if hat.key == key]
    return block.text.markdown, names, block.endings


def test_hats_have_a_name_a_short_name_and_words() -> None:
    assert [(hat.name, hat.short, hat.text.markdown) for hat in story().hats] == [
        ("Joe Brannigan", "Joe", "You were a cook. You are cold."),
        ("Dr Helen Achebe", "Dr Helen Achebe", "You sign for the money."),
        ("Sam Li", "Sam", "You drive the bus."),
    ]
    assert [block.text.markdown for block in story().hats_lead] == ["Whose eyes will you look through?"]
    assert [scene.id for scene in story().scenes] == ["the-stop", "ending-home"]


def test_a_scene_holds_passages_in_the_order_written_and_other_quotes_stay_quotes() -> None:
    assert [words(block) for block in story().scenes[0].body] == [
        ("Joe looks at the clock.", [], ()),
        ("Your feet hurt.\n\nYou count to ten.", ["Joe"], ()),
        ("> If only it were summer.", [], ()),
        ("You look at your list.", ["Dr Helen Achebe", "Sam"], ()),
    ]


def test_an_outcome_holds_passages_between_words_for_everyone() -> None:
    wait, walk = story().scenes[0].choices
    assert wait.consequence is not None and wait.consequence.markdown == "The bus comes."
    assert [words(block) for block in wait.more] == [
        ("You sit down.", ["Joe"], ()),
        ("You laugh.", ["Sam", "Joe"], ()),
        ("It smells of wet coats.", [], ()),
    ]
    assert walk.consequence is None
    assert [words(block) for block in walk.more] == [
        ("Bread!", ["Sam"], (EARLIER, ("market-day", "ending-home-early")))
    ]


def test_endings_the_debrief_and_the_opening_hold_passages_too() -> None:
    ending = story().scenes[1]
    assert [words(block) for block in ending.body] == [
        ("Tea.", [], ()),
        ("You ring the office.", ["Dr Helen Achebe"], ()),
    ]
    assert [words(block) for block in story().debrief] == [
        ("Who was cold?", [], ()),
        ("And who was late?", ["Sam"], ()),
    ]
    assert [words(block) for block in story().intro] == [
        ("A bus stop, in the rain.", [], ()),
        ("A woman with two loaves nods at you.", [], (EARLIER,)),
    ]


def test_code_under_a_choice_is_code_whatever_it_says() -> None:
    code = "```\n> **If you are Joe:** You sit down.\n```"
    (said,) = (
        choice.consequence
        for choice in story(STORY.replace("    The bus comes.\n", _under(code))).scenes[0].choices[:1]
    )
    assert said is not None and said.markdown == code


def _under(words: str) -> str:
    return "".join(f"    {line}\n" for line in words.split("\n"))


@pytest.mark.parametrize("named", ["J.", "J. Li", "j", "Mo, a cook", "Mo", "Mo, a cook and J. Li"])
def test_a_name_is_known_with_and_without_the_marks_after_it(named: str) -> None:
    text = STORY.replace("**Sam Li.**", "**J. Li.** You knit.\n- **Mo, a cook:**").replace("Sam", "J. or Mo")
    assert story(text.replace("If you are Joe:", f"If you are Joe or {named}:")).hats[2].short == "J."


@pytest.mark.parametrize(
    "head",
    [
        "If you ended at [A regular](market-day.md#ending-a-regular) and you are Sam",
        "If you are Sam, and if you ended up with the [A regular](market-day.md#ending-a-regular)",
    ],
)
def test_a_hat_and_an_ending_may_be_asked_for_in_either_order(head: str) -> None:
    text = STORY.replace("**If you are Joe**: You sit down.", f"**{head}:** You sit down.")
    assert words(story(text).scenes[0].choices[0].more[0]) == ("You sit down.", ["Sam"], (EARLIER,))


def test_words_to_anybody_who_is_something_are_for_everyone() -> None:
    told = "**If you are worried:** ring us.\n\nIf you are Joeish: sit down."
    blocks = story(STORY.replace("Joe looks at the clock.", told)).scenes[0].body
    assert words(blocks[0]) == (told, [], ())


def test_a_welsh_version_has_the_same_hats_under_welsh_words() -> None:
    welsh = STORY.replace("## Your hat", "## Eich het").replace("**If you are Joe:**", "**Os chi yw Joe:**")
    welsh = welsh.replace("__If you are Dr Helen Achebe or Sam:__", "__Os chi yw Dr Helen Achebe neu Sam:__")
    welsh = welsh.replace("**If you ended at [A regular]", "**Os gorffennoch chi yn [A regular]")
    welsh = welsh.replace(
        ") or [Home](market-day.md#ending-home-early):**", ") neu [Home](market-day.md#ending-home-early):**"
    )
    result = checked({"quizzes/the-bus.md": STORY, "quizzes/the-bus.cy.md": welsh})
    assert seen(result) == []
    (other,) = result.course.scenario_variants
    assert [hat.key for hat in other.hats] == [hat.key for hat in story().hats]
    assert [words(block) for block in other.scenes[0].body] == [words(block) for block in story().scenes[0].body]
    assert words(other.intro[1]) == ("A woman with two loaves nods at you.", [], (EARLIER,))


def test_who_a_passage_is_for_is_no_part_of_its_first_sentence() -> None:
    twenty_five = " ".join(["tea"] * 24) + " now."
    text = STORY.replace("Your feet hurt.", twenty_five).replace("You sit down.", twenty_five)
    assert seen(checked({"quizzes/the-bus.md": text})) == []
    longer = STORY.replace("Your feet hurt.", "Oh " + twenty_five)
    line = longer[: longer.index("Oh tea")].count("\n") + 1
    assert seen(checked({"quizzes/the-bus.md": longer})) == [("quizzes/the-bus.md", line, 23, "long-sentence")]


def test_other_words_for_one_hat_change_the_wording_of_the_scene_and_never_its_meaning() -> None:
    before, after = story().scenes[0], story(STORY.replace("Your feet hurt.", "Your back hurts.")).scenes[0]
    assert (before.wording_rev == after.wording_rev, before.meaning_rev == after.meaning_rev) == (False, True)
    elsewhere = story(STORY.replace("You laugh.", "You cough.")).scenes[0]
    assert (before.wording_rev == elsewhere.wording_rev, before.meaning_rev == elsewhere.meaning_rev) == (False, True)


def test_a_release_keeps_hats_and_passages_as_html() -> None:
    course = render_course(checked({"quizzes/the-bus.md": STORY}).course)
    assert course_from_json(course_to_json(course)) == course
    kept = course.scenario("the-bus")
    assert kept is not None
    assert kept.hats[0].text.html == "You were a cook. You are cold."
    more = kept.scenes[0].choices[0].more
    assert [block.text.html for block in more] == [
        "<p>You sit down.</p>",
        "<p>You laugh.</p>",
        "<p>It smells of wet coats.</p>",
    ]


def test_a_release_made_before_there_were_hats_still_opens() -> None:
    course = checked().course
    written = course_to_json(course)
    assert '"hats"' not in written and '"more"' not in written and "When" not in written
    assert course_from_json(written) == course


def test_a_story_without_hats_keeps_the_marks_it_was_stamped_with() -> None:
    scenes = checked().course.scenarios[0].scenes
    assert [scene.wording_rev for scene in scenes] == MARKS


MARKS = ["5ea2b669e2", "91b19b2958", "3c82bbe9c2", "63e556dc2f", "0b1d78072c"]
"""As they were before stories had hats."""


def test_stamping_keeps_a_hat_when_its_words_change_and_gives_a_new_one_a_key(tmp_path: Path) -> None:
    for path, text in {**FILES, "quizzes/the-bus.md": STORY}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    page, side = tmp_path / "quizzes/the-bus.md", tmp_path / "quizzes/.ids/the-bus.json"
    stamp(tmp_path)
    first = json.loads(side.read_text())["blocks"]["your hat"]
    assert (first["kind"], list(first["items"].values())) == ("hats", ["Joe Brannigan", "Dr Helen Achebe", "Sam Li"])
    assert list(first["items"]) == [hat.key for hat in story().hats]

    page.write_text(
        STORY.replace("You are cold.", "You are wet.")
        .replace("- **Sam Li.**", "- **Ada Lovell.** You knit.\n- **Sam Li.**")
        .replace("**If you are Joe:**", "**If you are Joe or Ada:**")
    )
    report = stamp(tmp_path)
    assert report.questions == ()
    second = json.loads(side.read_text())["blocks"]["your hat"]
    assert list(second["items"].values()) == ["Joe Brannigan", "Dr Helen Achebe", "Ada Lovell", "Sam Li"]
    assert [key for key, name in second["items"].items() if name != "Ada Lovell"] == list(first["items"])
    assert second["rev"] != first["rev"]


def test_two_hats_of_one_first_name_are_told_apart_by_a_title() -> None:
    made = story(STORY.replace("Sam Li", "Dr Joe Cole").replace("Sam", "Dr Joe Cole"))
    assert [hat.short for hat in made.hats] == ["Joe", "Dr Helen Achebe", "Dr Joe Cole"]
    joe, helen, doctor = (hat.key for hat in made.hats)
    assert [block.hats for block in made.scenes[0].body if isinstance(block, When)] == [(joe,), (helen, doctor)]
