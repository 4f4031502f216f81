"""The index, its certificate sentences, what serves what, and the course that "course new" makes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from course.content.check import check_course
from course.content.coverage import CoverageRow, coverage, coverage_text
from course.content.load import read_folder
from course.content.model import CertificateRule
from course.content.new import new_course
from course.errors import ContentError
from tests.content.small_course import FILES, checked, seen

INDEX = "modules/index.md"
RULES = (
    "- Mark every module done.\n- Keep at least 1 exercise in every module.\n"
    "- Pass every knowledge check.\n- Finish every scenario.\n"
)
SECOND = FILES["quizzes/market-day.md"].replace("id: market-day", "id: rainy-day")


def rule(lines: str) -> CertificateRule:
    files: dict[str, str | bytes] = {INDEX: FILES[INDEX].replace(RULES, lines), "quizzes/rainy-day.md": SECOND}
    result = checked(files)
    assert seen(result) == []
    return result.course.certificate


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("- Mark every module done.\n", CertificateRule()),
        ("- Pass every knowledge check.\n", CertificateRule(mark_modules=False, pass_checks=True)),
        ("- Keep at least 2 exercises in every module.\n", CertificateRule(mark_modules=False, kept_exercises=2)),
        ("- keep at least one exercise in each module\n", CertificateRule(mark_modules=False, kept_exercises=1)),
        ("- Finish every scenario.\n", CertificateRule(mark_modules=False, scenarios=("market-day", "rainy-day"))),
        ("- Keep [Yeast](bread.md#yeast).\n", CertificateRule(mark_modules=False, exercises=(("bread", "yeast"),))),
        ("- Finish at least 2 scenarios.\n", CertificateRule(mark_modules=False, scenario_count=2)),
        (
            "- Finish [Market day](../quizzes/market-day.md).\n- Finish at least 1 other scenario.\n",
            CertificateRule(mark_modules=False, scenarios=("market-day",), scenario_count=1),
        ),
    ],
)
def test_the_list_says_what_earns_the_certificate(lines: str, expected: CertificateRule) -> None:
    assert rule(lines) == expected


def test_a_line_that_is_not_understood_names_the_ones_that_are() -> None:
    result = checked({INDEX: FILES[INDEX].replace("- Pass every knowledge check.", "- Pass every knowledge cheque.")})
    assert [problem.fix for problem in result.problems] == [
        'Did you mean "Pass every knowledge check."? The lines I know are: "Mark every module done." '
        '"Keep at least 1 exercise in every module." "Keep [Name](module.md#exercise)." '
        '"Pass every knowledge check." "Finish every scenario." '
        '"Finish at least 3 scenarios." "Finish [Name](../quizzes/name.md)." "Finish at least 3 other scenarios." '
        '"Confirm your plan.".'
    ]


def test_modules_come_in_the_order_of_the_index() -> None:
    rye = FILES["modules/bread.md"].replace("id: bread", "id: rye")
    both = FILES[INDEX].replace("1. [Bread](bread.md)", "1. [Rye](rye.md)\n2. [Bread](bread.md)")
    course = checked({INDEX: both, "modules/rye.md": rye}).course
    assert [module.id for module in course.modules] == ["rye", "bread"]


def test_a_folder_without_an_index_still_is_a_course(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    page = FILES["modules/bread.md"].split("## Start here")[0].replace("pass mark: 3 of 4\n", "")
    page = page.replace("![A loaf on a table](media/loaf.svg)\n", "")
    for name in ("b", "a"):
        (tmp_path / "modules" / f"{name}.md").write_text(page.replace("id: bread", f"id: {name}"), encoding="utf-8")

    result = check_course(read_folder(tmp_path))

    assert seen(result) == [(INDEX, 1, 1, "no-index")]
    assert result.sound
    assert [module.id for module in result.course.modules] == ["a", "b"]
    assert result.course.stages[:2] == ("Planning", "Funding")


def test_coverage_shows_what_nothing_serves_yet() -> None:
    page = FILES["modules/bread.md"]
    page = page.replace("Hint: Think of your hands.", "Serves: sharing-power\n\nHint: Think of your hands.")
    course = checked({"modules/bread.md": page}).course
    assert coverage(course) == (
        CoverageRow("principle", "sharing-power", "Sharing power", ("bread",), ("bread/what-comes-first",), ()),
        CoverageRow("feature", "ground-rules", "Ground rules", ("bread",), (), ("bread/what-you-ate",)),
    )
    assert [row.gaps for row in coverage(course)] == [("exercise",), ("check",)]
    assert coverage_text(course) == (
        "principle sharing-power: Sharing power\n"
        "    modules     1  bread\n"
        "    checks      1  bread/what-comes-first\n"
        "    exercises   0  none yet\n"
        "    planned     0  none yet\n"
        "feature ground-rules: Ground rules\n"
        "    modules     1  bread\n"
        "    checks      0  none yet\n"
        "    exercises   1  bread/what-you-ate\n"
        "    planned     0  none yet\n"
        "0 of 2 are served by a module, a check and an exercise.\n"
        "0 of 2 are planned: they come back in the learner's plan.\n"
    )


def test_a_new_course_has_nothing_wrong_in_it_and_every_id(tmp_path: Path) -> None:
    folder = new_course(tmp_path, "Sharing research!", date(2026, 9, 14))

    assert folder == tmp_path / "sharing-research"
    result = check_course(read_folder(folder))
    assert seen(result) == []
    assert (result.course.id, result.course.title) == ("sharing-research", "Sharing research!")
    assert result.course.last_checked == "2026-09-14"
    assert [row.gaps for row in coverage(result.course)] == [(), ()]
    assert (folder / "modules" / ".ids" / "first-steps.json").is_file()


def test_a_new_course_never_overwrites_anything(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ContentError, match="is there already and is not empty"):
        new_course(tmp_path, "mine")


def test_a_new_course_needs_a_name_that_can_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="Give the course a name with letters in it"):
        new_course(tmp_path, "../..")
    assert list(tmp_path.iterdir()) == []
