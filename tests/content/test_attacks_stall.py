"""Small texts made to keep the machine busy are refused by name and line, or rendered; the next text is rendered either way."""

from __future__ import annotations

import pytest

from course.content import limits, model
from course.content.around import Around
from course.content.render import render_course
from course.content.render_pool import Job, Piece, render_jobs
from course.errors import CourseError, TooMuch


def piece(markdown: str, line: int = 1, path: str = "modules/a.md") -> Piece:
    return Piece(path=path, line=line, markdown=markdown, around=Around())


def page(*texts: str) -> model.Course:
    blocks = tuple(model.Prose(text=model.Text(markdown=text, line=10 * at)) for at, text in enumerate(texts, 1))
    module = model.Module(id="a", name="a", path="modules/a.md", title="A", blocks=blocks)
    return model.Course(id="c", title="C", summary=model.Text(markdown="", line=1), modules=(module,))


def lines(text: str, length: int = 3_900) -> str:
    """The same text on lines short enough to be let in."""
    return "\n".join(text[at : at + length] for at in range(0, len(text), length))


STALLS = {
    "10 KB of [": "[" * 10_000,
    "10 KB of [ on short lines": lines("[" * 10_000, 100),
    "10 KB of [ with spaces": lines("[ " * 5_000),
    "10 KB of [ in paragraphs": "\n\n".join(["[" * 20] * 500),
    "10 KB of ![": lines("![" * 5_000),
    "10 KB of ](": lines("](" * 5_000),
    "10 KB of [^1]": lines("[^1]" * 2_500),
    "10 KB of [](": lines("[](" * 3_333),
    "10 KB of <![CDATA[": lines("<![CDATA[" * 1_111),
    "10 KB of <!--": lines("<!--" * 2_500),
    "10 KB of <a ": lines("<a " * 3_333),
    "10 KB of &": lines("&" * 10_000),
    "10 KB of backslashes": lines("\\" * 10_000),
    "10 KB of backticks": lines("`" * 10_000),
    "10 KB of single backticks": lines("`a" * 5_000),
    "4 KB of *": "*" * 4_000,
    "4 KB of _": "_" * 4_000,
    "50 KB of *a_b**c": lines("*a_b**c" * 7_000),
    "50 KB of * a": lines("* a" * 16_000),
    "lists 400 deep": "\n".join("  " * depth + "- x" for depth in range(400)),
    "lists 30 deep": "\n".join("  " * depth + "- x" for depth in range(30)),
    "quotes 400 deep": "> " * 400 + "x",
    "quotes deeper line by line": "\n".join(">" * depth + " x" for depth in range(200)),
    "a table with 1,000 columns": "|a" * 1_900 + "\n" + "|-" * 1_900 + "\n" + "|b" * 1_900,
    "a list of 20,000": "- x\n" * 20_000,
    "20,000 headings": "# x\n" * 20_000,
    "1,000 fences": "```\n" * 999 + "x",
    "1,000 references": "".join(f"[a{n}]: #x\n" for n in range(1_000)) + "[a1]" * 900,
    "1 MB of words": "word " * 200_000,
    "one line of 100 KB": "word " * 20_000,
    "100 KB of line ends": "\n" * 99_000,
    "100 KB of tabs": lines("\t" * 99_000),
}


SLOW = "***\n" * 24_000
"""Within every limit that is checked beforehand, and 20 seconds of work."""


@pytest.mark.parametrize("text", STALLS.values(), ids=STALLS.keys())
def test_a_text_made_to_stall_is_refused_or_rendered(text: str) -> None:
    try:
        (done,) = render_course(page(text)).modules
        html = done.blocks[0].text.html  # type: ignore[union-attr]
        assert html or not text.strip()
    except TooMuch as refused:
        assert refused.path == "modules/a.md"
        assert refused.line >= 10
        assert refused.reason.endswith(".")


def test_the_line_past_a_limit_is_named() -> None:
    with pytest.raises(TooMuch) as refused:
        render_course(page("Fine.", "First line.\nSecond line.\n" + "x" * 4_097))
    assert (refused.value.line, refused.value.reason) == (
        22,
        "This line is longer than 4,096 letters. Break it into shorter lines.",
    )


def test_a_text_that_takes_too_long_ends_its_worker_and_is_named() -> None:
    assert limits.past_a_limit(SLOW) is None
    with pytest.raises(TooMuch) as refused:
        render_jobs([Job(path="modules/a.md", pieces=(piece("Fine.", 1), piece(SLOW, 7), piece("Fine too.", 9)))])
    assert (refused.value.path, refused.value.line, refused.value.reason) == ("modules/a.md", 7, limits.TOO_SLOW)


def test_other_texts_are_rendered_after_a_worker_was_ended() -> None:
    with pytest.raises(CourseError):
        render_jobs([Job(path="modules/a.md", pieces=(piece(SLOW),))])
    assert render_jobs([Job(path="modules/b.md", pieces=(piece("*Fine.*"),))]) == [["<p><em>Fine.</em></p>"]]


def test_a_slow_file_among_many_stops_the_release_and_is_the_one_named() -> None:
    jobs = [Job(path=f"modules/{n}.md", pieces=(piece("*Fine.*", path=f"modules/{n}.md"),)) for n in range(20)]
    jobs[11] = Job(path="modules/slow.md", pieces=(piece(SLOW, 3, "modules/slow.md"),))
    with pytest.raises(TooMuch) as refused:
        render_jobs(jobs, workers=2)
    assert (refused.value.path, refused.value.line) == ("modules/slow.md", 3)
