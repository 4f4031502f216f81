"""Mistakes to plant in a made-up module: each makes one, and says which code must be found on which line."""

from __future__ import annotations

import random
from collections.abc import Callable

Lines = list[str]
Mistake = Callable[[Lines, random.Random], int]
"""Changes the lines and returns the number of the line to blame, from 1."""

END_OF_DETAILS = 5
"""Where something is missing from a page, this is the line after which it is wanted."""
LONG = "and ".join("they bring the list and the plan to the hall " for _ in range(5)).strip().capitalize() + "."


def between(*text: str, at: int = 0) -> Mistake:
    """New lines between two paragraphs of the lesson; line `at` of them is to blame."""

    def plant(lines: Lines, chance: random.Random) -> int:
        first, last = lines.index("## Part 1 of the way"), lines.index("## Your turn")
        blanks = [n for n in range(first + 1, last) if lines[n] == "" and lines[n + 1][:2] not in ("- ", "> ", "##")]
        place = chance.choice(blanks) + 1
        lines[place:place] = [*text, ""]
        return place + 1 + at

    return plant


def details(old: str, *new: str, at: int = 0) -> Mistake:
    """A line of the details block that begins with `old` becomes these lines."""

    def plant(lines: Lines, chance: random.Random) -> int:
        place = next(n for n, line in enumerate(lines) if line.startswith(old))
        lines[place : place + 1] = new
        return place + 1 + at

    return plant


def whole(line: str, *new: str, blame: int = 0) -> Mistake:
    """A line that is the same in every module becomes these lines. `blame` is the line to blame, when not the first."""

    def plant(lines: Lines, chance: random.Random) -> int:
        place = next(n for n, found in enumerate(lines) if found.startswith(line))
        lines[place : place + 1] = new
        return blame or place + 1

    return plant


def in_activity(word: str, change: Callable[[Lines, int, int], int]) -> Mistake:
    """A change to one of the activities of a kind. `change` gets the lines, its first line and the line after it."""

    def plant(lines: Lines, chance: random.Random) -> int:
        starts = [n for n, line in enumerate(lines) if line.startswith(f"### {word}:")]
        start = chance.choice(starts)
        end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("#")), len(lines))
        return change(lines, start, end)

    return plant


def _drop_id(lines: Lines, start: int, end: int) -> int:
    del lines[start + 1]
    return start + 1


def _setting(text: str) -> Callable[[Lines, int, int], int]:
    def change(lines: Lines, start: int, end: int) -> int:
        place = next(n for n in range(start, end) if lines[n].startswith("Shared with:"))
        lines[place] = text
        return place + 1

    return change


def _answers(lines: Lines, start: int, end: int) -> list[int]:
    return [n for n in range(start, end) if lines[n].startswith("- [")]


def _tick(ticked: str, blame: int = 0) -> Callable[[Lines, int, int], int]:
    """Every box of a question becomes this one; answer `blame`, from 0, is to blame."""

    def change(lines: Lines, start: int, end: int) -> int:
        for n in _answers(lines, start, end):
            lines[n] = f"- {ticked}{lines[n][5:]}"
        return _answers(lines, start, end)[blame] + 1

    return change


def _bad_box(lines: Lines, start: int, end: int) -> int:
    place = _answers(lines, start, end)[2]
    lines[place] = lines[place].replace("- [ ]", "- [x ]")
    return place + 1


def _same_answer(lines: Lines, start: int, end: int) -> int:
    boxes = _answers(lines, start, end)
    lines[boxes[3]] = lines[boxes[0]]
    return boxes[3] + 1


def _no_instruction(lines: Lines, start: int, end: int) -> int:
    place = next(n for n in range(start, end) if lines[n].endswith("Choose one."))
    lines[place] = lines[place].removesuffix(" Choose one.")
    return _answers(lines, start, end)[0] + 1


def _text_after(lines: Lines, start: int, end: int) -> int:
    place = _answers(lines, start, end)[-1] + 2
    lines[place:place] = ["", "That is all there is to say."]
    return place + 2


def _same_id(lines: Lines, start: int, end: int) -> int:
    ids = [n for n, line in enumerate(lines) if line.startswith("<!-- id:")]
    lines[ids[-1]] = lines[ids[0]]
    return ids[-1] + 1


def _no_prompt(lines: Lines, start: int, end: int) -> int:
    del lines[start + 4 : end - 1]
    return start + 1


MISTAKES: tuple[tuple[str, Mistake], ...] = (
    ("raw-html", between("Some <b>bold</b> words.")),
    ("unsafe-html", between("<script>go()</script>")),
    ("heading-skip", between("##### Far too deep")),
    ("heading-no-space", between("##Next")),
    ("empty-heading", between("##")),
    ("two-titles", between("# A second title")),
    ("image-no-alt", between("![](media/tide.svg)")),
    ("image-poor-alt", between("![image](media/tide.svg)")),
    ("image-not-found", between("![The tide at noon](media/nowhere.svg)")),
    ("image-elsewhere", between("![The tide at noon](https://example.org/tide.png)")),
    ("link-not-found", between("Look at [the other page](nowhere.md).")),
    ("link-unsafe", between("[Press this](javascript:go)")),
    ("link-words", between("Look [here](m0001.md) for more.")),
    ("unclosed-code-block", between("```", "print(1)")),
    ("unclosed-comment", between("<!-- not for learners")),
    ("fence-not-needed", between(":::note")),
    ("pasted-bullet", between("• One thing")),
    ("callout-kind", between("> [!NOTICE]", "> Somebody rings.")),
    ("callout-title", between("> [!NOTE] Please read", "> Somebody rings.")),
    ("callout-empty", between("> [!NOTE]")),
    ("footnote-missing", between("Somebody said so.[^nobody]")),
    ("footnote-unused", between("[^alone]: Nobody points here.")),
    ("dashes-under-text", between("Somebody rings", "---", at=1)),
    ("long-sentence", between(LONG)),
    ("answers-without-question", between("- [x] Yes", "- [ ] No")),
    ("activity-spelling", between("### Relfect: The day", "", "What did you see?")),
    ("id-without-heading", between("<!-- id: lost -->")),
    ("no-pass-mark", whole("pass mark:", blame=1)),
    ("bad-pass-mark", details("pass mark:", "pass mark: many")),
    ("pass-mark-too-high", details("pass mark:", "pass mark: 9 of 3")),
    ("pass-mark-total", details("pass mark:", "pass mark: 2 of 8")),
    ("bad-time", details("time:", "time: soon")),
    ("front-matter-unknown", details("time:", "time: 20 minutes", "colour: red", at=1)),
    ("front-matter-twice", details("time:", "time: 20 minutes", "time: 30 minutes", at=1)),
    ("no-id", whole("id: m", blame=1)),
    ("no-title", whole("# The matter", blame=END_OF_DETAILS)),
    ("no-summary", whole("## In plain English", "## In other words", blame=END_OF_DETAILS)),
    ("missing-id", in_activity("Reflect", _drop_id)),
    ("unknown-setting", in_activity("Reflect", _setting("Shard with: nobody"))),
    ("bad-setting", in_activity("Reflect", _setting("Shared with: the moon"))),
    ("no-prompt", in_activity("Reflect", _no_prompt)),
    ("no-right-answer", in_activity("Question", _tick("[ ]"))),
    ("two-right-answers", in_activity("Question", _tick("[x]", blame=1))),
    ("bad-tick-box", in_activity("Question", _bad_box)),
    ("same-answer", in_activity("Question", _same_answer)),
    ("no-instruction", in_activity("Question", _no_instruction)),
    ("text-after-answers", in_activity("Question", _text_after)),
    ("duplicate-id", in_activity("Question", _same_id)),
)
