"""How one problem is printed: for a terminal, for GitHub and for another program."""

from __future__ import annotations

from course.content.problems import Problem, in_reading_order
from tests.content.small_course import FILES, checked

PROBLEM = Problem(
    path="modules/bread.md",
    line=7,
    column=3,
    severity="error",
    code="bad-tick-box",
    message='"[x ]" is not a tick box.',
    fix="Write [x] for a right answer and [ ] (with one space inside) for the others.",
    excerpt="- [x ] Wash your hands",
    width=4,
)


def test_a_terminal_shows_the_place_the_line_a_marker_and_the_fix() -> None:
    assert PROBLEM.as_text() == (
        'modules/bread.md:7:3: error: "[x ]" is not a tick box. [bad-tick-box]\n'
        "    - [x ] Wash your hands\n"
        "      ^^^^\n"
        "    Fix: Write [x] for a right answer and [ ] (with one space inside) for the others.\n"
    )


def test_a_mistake_far_along_a_long_line_is_still_shown() -> None:
    page = FILES["modules/bread.md"].replace("Now for a list.", "word " * 200 + "and <b>bold</b> words.")
    found = next(problem for problem in checked({"modules/bread.md": page}).problems if problem.code == "raw-html")
    _, line, marker, _, _ = found.as_text().split("\n")
    assert line[marker.index("^") :].startswith("<b>bold")
    assert marker.strip() == "^^^"
    assert len(line) <= 124


def test_a_marker_never_runs_past_the_line_that_is_shown() -> None:
    page = FILES["modules/bread.md"].replace("Now for a list.", "So " + "we eat and " * 60 + "sleep.")
    found = next(problem for problem in checked({"modules/bread.md": page}).problems if problem.code == "long-sentence")
    _, line, marker, _, _ = found.as_text().split("\n")
    assert len(marker) <= len(line) + 1


def test_github_gets_one_line_with_nothing_left_that_it_would_misread() -> None:
    odd = Problem("modules/a,b.md", 2, 1, "advice", "no-feedback", "100% sure:\nyes", "Add a line.")
    assert PROBLEM.as_github() == (
        "::error file=modules/bread.md,line=7,col=3,title=bad-tick-box::"
        '"[x ]" is not a tick box. Write [x] for a right answer and [ ] (with one space inside) for the others.'
    )
    assert odd.as_github() == (
        "::notice file=modules/a%2Cb.md,line=2,col=1,title=no-feedback::100%25 sure:%0Ayes Add a line."
    )


def test_a_program_gets_the_same_facts_by_name() -> None:
    assert PROBLEM.as_json() == {
        "path": "modules/bread.md",
        "line": 7,
        "column": 3,
        "severity": "error",
        "code": "bad-tick-box",
        "message": '"[x ]" is not a tick box.',
        "fix": "Write [x] for a right answer and [ ] (with one space inside) for the others.",
        "excerpt": "- [x ] Wash your hands",
        "width": 4,
    }


def test_problems_come_by_file_and_then_from_the_top_down() -> None:
    def at(path: str, line: int, column: int) -> Problem:
        return Problem(path, line, column, "error", "code", "message", "fix")

    mixed = [at("b", 1, 1), at("a", 10, 1), at("a", 2, 9), at("a", 2, 1)]
    assert in_reading_order(mixed) == (at("a", 2, 1), at("a", 2, 9), at("a", 10, 1), at("b", 1, 1))


def test_many_mistakes_in_one_page_are_all_told_apart() -> None:
    page = FILES["modules/bread.md"]
    page = page.replace("stage: Planning", "stage: Plannning").replace("media/loaf.svg", "media/lof.svg")
    page = page.replace("[!TIP]", "[!TIPP]").replace("- [x] Wash", "- [x ] Wash").replace("### Rank:", "### Rnak:")
    page = page.replace("Shared with: my cohort", "Shared with: my firends").replace(
        "File: media/door.mp3", "File: door.mp3"
    )
    assert [problem.code for problem in checked({"modules/bread.md": page}).problems] == [
        "unknown-stage",
        "image-not-found",
        "callout-kind",
        "bad-setting",
        "activity-spelling",
        "file-not-found",
        "bad-tick-box",
    ]
