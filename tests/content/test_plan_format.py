"""What authors write about the learner's plan, and what it becomes: sections, what goes to them, dates and reminders."""

from __future__ import annotations

import pytest

from course.content.archive import course_from_json, course_to_json
from course.content.coverage import coverage
from course.content.model import Exercise, PlanSection, Text, Wait
from course.content.plain import plain_text
from tests.content.planted import INDEX, MODULE, PLANNED
from tests.content.small_course import FILES, WELSH, checked, seen


def exercise(lines: str, activity_id: str = "what-you-ate", *, planned: bool = True) -> Exercise:
    """An exercise of the small course with setting lines added, and nothing to complain about."""
    heading = f"<!-- id: {activity_id} -->\n\n"
    files: dict[str, str | bytes] = {MODULE: FILES[MODULE].replace(heading, heading + lines, 1)}
    if planned:
        files.update(PLANNED)
    result = checked(files)
    assert seen(result) == []
    found = result.course.modules[0].activity(activity_id)
    assert isinstance(found, Exercise)
    return found


def test_the_index_names_the_sections_in_order_with_what_they_serve() -> None:
    plan = (
        "## My co-production plan\n\nIt is yours.\n\n"
        "### Scope, said honestly\n<!-- id: scope -->\n\nServes: sharing-power, ground-rules\n\nWhich parts?\n\n"
        "### Who is in\n<!-- id: who -->\n\nNames.\n\n"
    )
    result = checked({INDEX: FILES[INDEX].replace("## How this course", plan + "## How this course")})

    assert seen(result) == []
    assert [(one.id, one.name, one.text.markdown, one.serves) for one in result.course.plan] == [
        ("scope", "Scope, said honestly", "Which parts?", ("sharing-power", "ground-rules")),
        ("who", "Who is in", "Names.", ()),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Goes to plan: Key decisions", ("Key decisions", False)),
        ("goes to plan: key decisions.", ("Key decisions", False)),
        ("Goes to plan: Key decisions, only if I move it", ("Key decisions", True)),
        ("Goes to plan: Key decisions , Only if I move it.", ("Key decisions", True)),
    ],
)
def test_an_exercise_goes_to_a_section_at_once_or_when_it_is_moved(line: str, expected: tuple[str, bool]) -> None:
    one = exercise(line + "\n")
    assert (one.plan, one.plan_if_moved) == expected


def test_without_sections_in_the_index_an_exercise_may_name_any() -> None:
    one = exercise("Goes to plan: Who does what, when, only if I move it\n", planned=False)
    assert (one.plan, one.plan_if_moved) == ("Who does what, when", True)


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("Key decision", 'Did you mean "Key decisions"? The sections are in modules/index.md: Key decisions.'),
        (
            "Key decisions, only if I moved",
            'Did you mean "Key decisions, only if I move it"? The sections are in modules/index.md: Key decisions.',
        ),
        ("Bread", "The sections are in modules/index.md: Key decisions."),
    ],
)
def test_a_section_that_is_not_there_is_told_with_the_one_that_was_meant(written: str, fix: str) -> None:
    page = FILES[MODULE].replace("Length: a few", f"Goes to plan: {written}\nLength: a few", 1)
    assert [problem.fix for problem in checked({**PLANNED, MODULE: page}).problems] == [fix]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3 months", Wait(count=3, unit="months")),
        ("One month.", Wait(count=1, unit="months")),
        ("six weeks", Wait(count=6, unit="weeks")),
        ("10 days", Wait(count=10, unit="days")),
    ],
)
def test_a_reminder_is_so_many_days_weeks_or_months_ahead(written: str, expected: Wait) -> None:
    assert exercise(f"Look again in: {written}\n").look_again == expected


def test_a_column_of_a_table_can_take_dates() -> None:
    assert exercise("Dates: you\n", "who-does-what").date_column == 2
    assert exercise("", "who-does-what").date_column is None


def test_taking_dates_changes_what_is_asked_and_nothing_else_does() -> None:
    before = exercise("", "who-does-what")
    assert exercise("Dates: You\n", "who-does-what").meaning_rev != before.meaning_rev
    moved = exercise("Goes to plan: Key decisions\nLook again in: 2 weeks\n", "who-does-what")
    assert (moved.meaning_rev, moved.wording_rev) == (before.meaning_rev, before.wording_rev)


def test_in_another_language_what_the_first_file_says_counts() -> None:
    heading = "<!-- id: what-you-ate -->\n\n"
    result = checked(
        {
            **PLANNED,
            MODULE: FILES[MODULE].replace(heading, heading + "Goes to plan: Key decisions\nLook again in: 1 week\n", 1),
            "modules/bread.cy.md": WELSH.replace(
                heading,
                heading + "Mynd i'r cynllun: Penderfyniadau, dim ond os symudaf ef\nEdrych eto ymhen: 3 mis\n",
                1,
            ),
        }
    )
    assert seen(result) == []
    one = result.course.module_variants[0].activity("what-you-ate")
    assert isinstance(one, Exercise)
    assert (one.plan, one.plan_if_moved, one.look_again) == ("Key decisions", False, Wait(count=1, unit="weeks"))


def test_a_plan_survives_being_saved_with_its_release() -> None:
    files = {
        **PLANNED,
        MODULE: FILES[MODULE]
        .replace(
            "Length: a few", "Goes to plan: Key decisions, only if I move it\nLook again in: 2 weeks\nLength: a few", 1
        )
        .replace("Choices: lead, help", "Choices: lead, help\nDates: You", 1),
    }
    course = checked(files).course
    assert course.plan == (
        PlanSection(
            id="key-decisions", name="Key decisions", text=Text(markdown="Who decides?", line=course.plan[0].text.line)
        ),
    )
    assert course_from_json(course_to_json(course)) == course


def test_the_certificate_can_ask_for_the_plan() -> None:
    index = str(PLANNED[INDEX]).replace("- Finish every", "- Confirm your plan.\n- Finish every")
    result = checked({INDEX: index})
    assert seen(result) == []
    assert result.course.certificate.confirm_plan


def test_what_the_plan_serves_is_planned() -> None:
    plan = "## My co-production plan\n\n### Who\n<!-- id: who -->\n\nServes: sharing-power\n\nWho?\n\n"
    files: dict[str, str | bytes] = {
        INDEX: FILES[INDEX].replace("## How this course", plan + "## How this course"),
        MODULE: FILES[MODULE].replace("Length: a few", "Goes to plan: Who\nLength: a few", 1),
    }
    assert [(row.id, row.planned) for row in coverage(checked(files).course)] == [
        ("sharing-power", ("plan/who",)),
        ("ground-rules", ("bread/what-you-ate",)),
    ]


def test_the_plain_text_says_where_an_answer_goes_and_which_cells_are_dates() -> None:
    heading = "<!-- id: who-does-what -->\n\n"
    lines = "Goes to plan: Key decisions, only if I move it\nDates: You\nLook again in: 1 month\n"
    module = checked({**PLANNED, MODULE: FILES[MODULE].replace(heading, heading + lines, 1)}).course.modules[0]
    assert (
        "- Job: Knead; Me: ____; You: ____ (date)\n"
        "- Job: Bake; Me: ____; You: ____ (date)\n\n"
        "Choose from: lead, help\n\n"
        "Shared with: nobody\n\n"
        "Goes to your plan if you move it there: Key decisions\n\n"
        "Look again in: 1 month\n"
    ) in plain_text(module)


@pytest.mark.parametrize(
    ("written", "english", "welsh"),
    [
        ("1 day", "1 day", "1 diwrnod"),
        ("1 week", "1 week", "1 wythnos"),
        ("1 month", "1 month", "1 mis"),
        ("3 months", "3 months", "3 mis"),
    ],
)
def test_the_plain_text_says_how_long_until_then_in_its_own_language(written: str, english: str, welsh: str) -> None:
    page = FILES[MODULE].replace("Length: a few", f"Look again in: {written}\nLength: a few", 1)
    course = checked({MODULE: page, "modules/bread.cy.md": WELSH}).course
    assert f"\nLook again in: {english}\n" in plain_text(course.modules[0])
    assert f"\nEdrych eto ymhen: {welsh}\n" in plain_text(course.module_variants[0])
