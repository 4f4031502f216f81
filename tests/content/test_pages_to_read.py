"""Pages to read, the welcome, and what the index says about them."""

from __future__ import annotations

from course.content.archive import course_from_json, course_to_json
from tests.content.planted import HISTORY, INDEX, MORE, STORY_OF_BREAD
from tests.content.small_course import FILES, checked, seen


def test_a_page_to_read_is_listed_in_the_index_and_is_no_module() -> None:
    result = checked({STORY_OF_BREAD: HISTORY, INDEX: MORE})

    assert seen(result) == []
    assert [one.id for one in result.course.modules] == ["bread"]
    assert [(one.id, one.name, one.title, one.authors) for one in result.course.pages] == [
        ("history", "history", "How bread came about", ("Test team",))
    ]
    page = result.course.pages[0]
    assert page.summary is not None and page.summary.markdown == "Bread is old. This page says how old."
    assert [type(block).__name__ for block in page.blocks] == ["Heading", "Prose", "Heading", "Prose"]
    assert result.course.more is not None
    assert result.course.more.markdown == "- [How bread came about](history.md)"


def test_a_page_can_have_other_versions_and_survives_being_stored() -> None:
    easy = HISTORY.replace("Bread is old. This page says how old.", "Bread is old.")

    result = checked({STORY_OF_BREAD: HISTORY, INDEX: MORE, "modules/history.easy.md": easy})

    assert seen(result) == []
    assert [(one.id, one.easy_read) for one in result.course.page_variants] == [("history", True)]
    assert course_from_json(course_to_json(result.course)) == result.course


def test_a_page_needs_no_summary_and_may_hold_a_recording() -> None:
    text = HISTORY.replace("## In plain English\n\nBread is old. This page says how old.\n\n", "")
    film = (
        "\n### Audio: The door\n<!-- id: the-door -->\n\nFile: media/door.mp3\nTranscript: [Read it](media/door.md)\n"
    )

    result = checked({STORY_OF_BREAD: text + film, INDEX: MORE})

    assert seen(result) == []
    assert [type(block).__name__ for block in result.course.pages[0].blocks] == ["Heading", "Prose", "Media"]


def test_a_module_links_to_a_page_as_to_any_other_file() -> None:
    module = FILES["modules/bread.md"].replace(
        "Now for a list.", "Now for a list, or [the history](history.md#the-first-loaf)."
    )

    assert seen(checked({STORY_OF_BREAD: HISTORY, INDEX: MORE, "modules/bread.md": module})) == []


def test_the_index_may_welcome_people() -> None:
    text = FILES[INDEX].replace("## Our promise", "## Welcome\n\nCome in. *Sit down.*\n\n## Our promise")

    result = checked({INDEX: text})

    assert seen(result) == []
    assert result.course.welcome is not None and result.course.welcome.markdown == "Come in. *Sit down.*"
