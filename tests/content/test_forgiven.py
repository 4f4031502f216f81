"""Ten ways in which people and editors write the same Markdown, and one tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from course.content.model import Course
from course.content.walk import replace_texts
from tests.content.small_course import FILES, checked, seen


def asterisks(text: str) -> str:
    return re.sub(r"(?m)^( *)- ", r"\1* ", text)


def plus_signs(text: str) -> str:
    return re.sub(r"(?m)^( *)- ", r"\1+ ", text)


def four_spaces(text: str) -> str:
    return re.sub(r"(?m)^  (?=\S)", "    ", text)


def two_spaces(text: str) -> str:
    return re.sub(r"(?m)^    (?=\S)", "  ", text)


def no_line_before_a_list(text: str) -> str:
    return re.sub(r"(?m)^(?!#|<!--|---|>| |[-*]|\|)(.+)\n\n(?=- |\d\. )", r"\1\n", text)


def capital_ticks(text: str) -> str:
    return text.replace("[x]", "[X]")


def curly_apostrophes(text: str) -> str:
    return text.replace("don't know:", "don’t know:")


def capitals_in_the_words_we_know(text: str) -> str:
    text = text.replace("### Reflect:", "### REFLECT:").replace("### Know and don't know:", "### Know And Don't Know:")
    text = text.replace("Shared with: my cohort", "SHARED WITH: My Cohort").replace("Why:", "WHY:")
    return text.replace("[!TIP]", "[!tip]").replace("Otherwise, go to", "otherwise, go to")


def other_dashes(text: str) -> str:
    text = text.replace(" — 1 point, 1 trust", " -- one point, one trust").replace(" — −1 trust", " – -1 trust")
    return text.replace(" — 1 point", " (one point)")


def windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


VARIATIONS: list[Callable[[str], str]] = [
    asterisks,
    plus_signs,
    four_spaces,
    two_spaces,
    no_line_before_a_list,
    capital_ticks,
    curly_apostrophes,
    capitals_in_the_words_we_know,
    other_dashes,
    windows,
]


def tree(course: Course) -> Course:
    """The course without line numbers and digests: what a learner would get."""

    def bare(one: Any) -> Any:
        blocks = {"blocks": tuple(unlined(block) for block in one.blocks)} if hasattr(one, "blocks") else {}
        scenes = {"scenes": tuple(unlined(scene) for scene in one.scenes)} if hasattr(one, "scenes") else {}
        return replace(one, digest="", **blocks, **scenes)

    def unlined(block: Any) -> Any:
        return replace(block, line=0) if hasattr(block, "line") else block

    course = replace_texts(course, lambda text, document, inline: replace(text, line=0))
    return replace(
        course,
        modules=tuple(bare(module) for module in course.modules),
        scenarios=tuple(bare(scenario) for scenario in course.scenarios),
    )


@pytest.mark.parametrize("variation", VARIATIONS, ids=lambda one: one.__name__)
def test_the_same_page_written_another_way_gives_the_same_tree(variation: Callable[[str], str]) -> None:
    files: dict[str, str | bytes] = {path: variation(text) for path, text in FILES.items()}
    assert files != FILES

    result = checked(files)

    assert seen(result) == []
    assert tree(result.course) == tree(checked().course)


def test_nested_lists_read_the_same_with_any_bullet_and_indent() -> None:
    neat = "- one\n    - two\n        - three\n- four"
    for written in (neat, "* one\n  * two\n    * three\n* four", "+ one\n   + two\n      + three\n+ four"):
        page = FILES["modules/bread.md"].replace("Now for a list.", f"Now for a list.\n\n{written}")
        result = checked({"modules/bread.md": page})
        assert seen(result) == []
        prose = [block.text.markdown for block in result.course.modules[0].blocks if type(block).__name__ == "Prose"]
        assert any("- one\n    - two\n        - three\n- four" in text for text in prose), prose
