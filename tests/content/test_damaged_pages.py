"""Whatever happens to a file, the checker answers: it never raises, and it never takes for ever."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.check import Checked
from course.content.course_json import course_from_json, course_to_json
from tests.content.small_course import FILES, WELSH, checked, seen

SNIPPETS = (
    "# ", "## ", "### ", "#### Question: ", "---\n", "- [ ] ", "- [x] ", "> ", "> [!TIP]\n", "|", "|---|", "```\n",
    "~~~", "<!--", "-->", "<!-- id: x -->\n", "[", "](", ")", "[^1]", "[^1]: ", "![", "\t", "    ", "\n\n", "\r",
    "\r\n", "\ufeff", "\u2028", "—", "−1", ": ", "[[", "]]", "<script>", "Why: ", "Transcript:\n", "Choose one.",
    "Otherwise, go to ", "If you have 99999999999999 or more trust, go to ", "1. ", "12345678901. ", "\\", "`", "*",
    "_", "🍞", "ŵ", "{", "}", "{0}", "%s", "Shared with: ", "Scale: ", "id: ", "tallies: [", "pass mark: ",
)  # fmt: skip
PAGES = {**FILES, "modules/bread.cy.md": WELSH, "quizzes/market-day.easy.md": FILES["quizzes/market-day.md"]}


def damage(text: str, chance: random.Random) -> str:
    """One to eight things that go wrong with files: words lost, doubled, moved, or strange ones put in."""
    for _ in range(chance.randint(1, 8)):
        lines = text.split("\n")
        at, other = chance.randrange(len(text) + 1), chance.randrange(len(lines))
        match chance.randrange(7):
            case 0:
                text = text[:at] + chance.choice(SNIPPETS) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 60) :]
            case 2:
                text = "\n".join(lines[:other] + lines[other + 1 :])
            case 3:
                text = "\n".join([*lines[:other], lines[other], *lines[other:]])
            case 4:
                text = "\n".join([*lines[:other], chance.choice(SNIPPETS) + lines[other], *lines[other + 1 :]])
            case 5:
                chance.shuffle(lines)
                text = "\n".join(lines)
            case 6:
                text = text[:at] + chr(chance.choice((0, 9, 11, 12, 133, 8232, 0xFFFE, 0x1F35E))) + text[at:]
    return text


def assert_whole(result: Checked) -> None:
    """Everything the checker says can be shown, and the tree can be kept and read back."""
    for problem in result.problems:
        assert problem.line >= 1 and problem.column >= 1 and problem.width >= 1, problem
        assert problem.as_text() and problem.as_github() and problem.as_json()
    assert course_from_json(course_to_json(result.course)) == result.course


@pytest.mark.parametrize("seed", range(300))
def test_a_randomly_damaged_course_is_still_answered(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted(PAGES))
    assert_whole(checked({**PAGES, path: damage(PAGES[path], chance)}))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=12)), max_size=40).map("".join))
def test_any_text_at_all_is_answered(text: str) -> None:
    assert_whole(checked({"modules/bread.md": text, "quizzes/market-day.md": text, "modules/index.md": text}))


@pytest.mark.parametrize("path", sorted(FILES))
def test_losing_any_one_line_never_loses_the_page(path: str) -> None:
    lines = FILES[path].split("\n")
    for at in range(len(lines)):
        result = checked({path: "\n".join(lines[:at] + lines[at + 1 :])})
        assert_whole(result)


def test_losing_the_heading_of_an_activity_is_always_noticed() -> None:
    lines = FILES["modules/bread.md"].split("\n")
    headings = [at for at, line in enumerate(lines) if line.startswith("### ")]
    assert len(headings) == 15
    for at in headings:
        result = checked({"modules/bread.md": "\n".join(lines[:at] + lines[at + 1 :])})
        assert ("modules/bread.md", at + 1, 10, "id-without-heading") in seen(result)


@pytest.mark.parametrize(
    "text",
    ["[" * 4000, "[a](" * 900, "![" * 2000, "`" * 4001, "*" * 4000, "> " * 2000, "<" * 4000, "- " * 2000, "|" * 4000, "\\" * 4000,
     "<!--" * 1000, "[^" * 2000, "<a " * 1300, "(" * 4000, "a:" * 2000, "[x](a(" * 600, "- [ ] " * 600],
)  # fmt: skip
def test_a_page_of_one_mark_repeated_is_answered(text: str) -> None:
    page = "\n".join([text] * (90_000 // len(text)))
    assert_whole(checked({"modules/bread.md": FILES["modules/bread.md"] + page}))
