"""Reading a course folder: what is taken, what is refused, and that a zip file reads the same."""

from __future__ import annotations

import zipfile
from pathlib import Path

from course.content.check import check_course
from course.content.load import PAGE_LIMIT, read_folder
from course.content.problems import Problem
from tests.content.small_course import FILES, MEDIA, TRANSCRIPTS, seen


def write(folder: Path) -> Path:
    """The small course on disk."""
    for path, text in {**FILES, **dict.fromkeys(MEDIA, "x"), **TRANSCRIPTS}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_a_folder_gives_its_pages_media_and_transcripts(tmp_path: Path) -> None:
    source = read_folder(write(tmp_path))
    assert source.pages == FILES
    assert source.media == MEDIA
    assert source.transcripts == TRANSCRIPTS
    assert source.problems == ()
    assert seen(check_course(source)) == []


def test_a_zip_file_reads_the_same_as_the_folder(tmp_path: Path) -> None:
    folder = write(tmp_path / "course")
    archive = tmp_path / "course.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(folder.rglob("*")):
            packed.write(file, file.relative_to(folder))
    with zipfile.ZipFile(archive) as packed:
        assert read_folder(zipfile.Path(packed)) == read_folder(folder)


def test_hidden_files_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "modules" / ".DS_Store").write_bytes(b"\xff\xfe")
    (tmp_path / "modules" / ".bread.md.swp").write_bytes(b"\xff\xfe")
    assert read_folder(tmp_path) == read_folder(write(tmp_path / "again"))


def test_an_empty_folder_is_told_how_to_begin(tmp_path: Path) -> None:
    result = check_course(read_folder(tmp_path))
    assert seen(result) == [("modules/", 1, 1, "no-pages")]
    assert not result.sound


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    write(tmp_path)
    huge = tmp_path / "modules" / "bread.md"
    with huge.open("wb") as file:
        file.truncate(5_000_000)
    source = read_folder(tmp_path)
    assert "modules/bread.md" not in source.pages
    assert [problem.code for problem in source.problems] == ["file-too-big"]


def test_a_page_just_within_the_limit_is_read(tmp_path: Path) -> None:
    write(tmp_path)
    text = FILES["quizzes/market-day.md"]
    filler = "\n" + "<!-- x -->\n" * ((PAGE_LIMIT - len(text.encode()) - 1) // 11)
    (tmp_path / "quizzes" / "market-day.md").write_text(text + filler, encoding="utf-8")
    assert read_folder(tmp_path).problems == ()


def test_a_character_that_is_not_utf_8_is_named_by_line_and_byte(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "quizzes" / "market-day.md").write_bytes(b"---\nid: x\n---\n\n# Caf\xe9\n")
    assert read_folder(tmp_path).problems == (
        Problem(
            path="quizzes/market-day.md",
            line=5,
            column=6,
            severity="error",
            code="not-utf-8",
            message='This file has a character that was not saved in the usual way ("UTF-8"): byte 6 on this line.',
            fix="Open the file in your editor and save it again as UTF-8.",
            excerpt="# Caf\ufffd",
        ),
    )


def test_a_shortcut_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret", encoding="utf-8")
    course = write(tmp_path / "course")
    (course / "modules" / "secret.md").symlink_to(secret)
    (course / "modules" / "media" / "outside").symlink_to(tmp_path)
    (course / "modules" / "nowhere.md").symlink_to(tmp_path / "gone.md")

    source = read_folder(course)

    assert [(problem.path, problem.code) for problem in source.problems] == [
        ("modules/media/outside", "leaves-folder"),
        ("modules/nowhere.md", "leaves-folder"),
        ("modules/secret.md", "leaves-folder"),
    ]
    assert source.pages == FILES


def test_a_shortcut_inside_the_folder_is_followed(tmp_path: Path) -> None:
    course = write(tmp_path)
    (course / "quizzes" / "again.md").symlink_to(course / "quizzes" / "market-day.md")
    assert read_folder(course).pages["quizzes/again.md"] == FILES["quizzes/market-day.md"]


def test_a_folder_that_contains_itself_is_read_once(tmp_path: Path) -> None:
    course = write(tmp_path)
    (course / "modules" / "loop").symlink_to(course / "modules")
    assert read_folder(course).media == MEDIA


def test_a_damaged_side_file_is_named_and_the_course_still_reads(tmp_path: Path) -> None:
    course = write(tmp_path)
    side = course / "modules" / ".ids" / "bread.json"
    side.parent.mkdir()
    side.write_text('{\n "blocks": {,}\n}', encoding="utf-8")

    result = check_course(read_folder(course))

    assert seen(result) == [("modules/.ids/bread.json", 2, 13, "side-file-damaged")]
    assert result.course.modules[0].id == "bread"


def test_a_draft_can_take_the_place_of_a_page(tmp_path: Path) -> None:
    source = read_folder(write(tmp_path))
    draft = source.with_page(
        "modules/bread.md", FILES["modules/bread.md"].replace("# Baking bread together", "# Loaves")
    )
    assert check_course(draft).course.modules[0].title == "Loaves"
    assert check_course(source).course.modules[0].title == "Baking bread together"


def test_a_draft_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    source = read_folder(write(tmp_path)).with_page("modules/bread.md", "x" * 5_000)
    assert [problem.code for problem in source.problems] == ["line-too-long"]
    assert "modules/bread.md" not in source.pages
