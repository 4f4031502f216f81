"""A release: made only from a sound course, the same from the same files, and safe to open again."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from course.content.archive import (
    Compiled,
    compile_release,
    course_files,
    course_from_json,
    digest_of,
    known_texts,
    open_archive,
    packed,
)
from course.content.load import read_folder
from course.errors import ContentError, UnsoundCourse

INDEX = """---
id: tea
authors: [The team]
---

# Tea for everyone

## In plain English

A course about *tea*.

## Modules

1. [Making tea](making-tea.md)
"""

MODULE = """---
id: making-tea
time: 10 minutes
stage: Planning
authors: [The team]
---

# Making tea

## In plain English

This is about making tea for other people.

![A red pot of tea](media/pot.svg)

## Ask first

Ask people how they like it. Then play [The last cup](../quizzes/last-cup.md).

### Reflect: How do you like it?
<!-- id: how-you-like-it -->

Shared with: nobody

Think of the best cup you ever had.
"""

SCENARIO = """---
id: last-cup
---

# The last cup

There is one cup left in the pot.

## The pot
<!-- id: the-pot -->

Two people look at you.

- [Share it](#ending-shared)
- [Make more](#ending-more)

## Ending: Shared
<!-- id: ending-shared -->

You each have half.

## Ending: More
<!-- id: ending-more -->

Everybody waits, and everybody has a cup.

## Debrief

Who decided?
"""

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"/>'

FILES = {
    "modules/index.md": INDEX.encode(),
    "modules/making-tea.md": MODULE.encode(),
    "modules/media/pot.svg": PICTURE,
    "quizzes/last-cup.md": SCENARIO.encode(),
}


def write(root: Path, files: dict[str, bytes]) -> Path:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "course", FILES)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compile_release(write(tmp_path_factory.mktemp("course"), FILES))


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return buffer.getvalue()


def test_a_release_holds_the_rendered_course(compiled: Compiled) -> None:
    (module,) = compiled.course.modules
    assert [block.text.html for block in module.blocks if hasattr(block, "text")] == [
        "In plain English",
        "<p>This is about making tea for other people.</p>\n"
        '<p><img alt="A red pot of tea" loading="lazy" src="course:media/pot.svg"></p>',
        "Ask first",
        '<p>Ask people how they like it. Then play <a href="course:scenario/last-cup">The last cup</a>.</p>',
    ]
    assert compiled.course.summary.html == "<p>A course about <em>tea</em>.</p>"
    assert [problem.severity for problem in compiled.problems if problem.severity == "error"] == []


def test_a_release_comes_back_from_json(compiled: Compiled) -> None:
    assert course_from_json(compiled.compiled) == compiled.course


def test_a_release_made_from_its_own_archive_is_the_same(compiled: Compiled) -> None:
    assert compile_release(open_archive(compiled.archive)) == compiled


def test_a_release_made_with_the_last_one_at_hand_is_the_same(compiled: Compiled, folder: Path) -> None:
    assert compile_release(folder, known=known_texts(compiled.compiled)) == compiled


def test_nothing_is_known_from_a_release_of_another_sanitiser(compiled: Compiled) -> None:
    assert known_texts(compiled.compiled) != {}
    assert known_texts(compiled.compiled.replace('{"sanitiser":"', '{"sanitiser":"0', 1)) == {}


def test_an_unsound_course_makes_no_release(folder: Path) -> None:
    (folder / "modules/making-tea.md").write_text(MODULE.replace("last-cup.md", "lost-cup.md"))
    with pytest.raises(UnsoundCourse) as refused:
        compile_release(folder)
    assert "modules/making-tea.md" in {problem.path for problem in refused.value.problems}  # type: ignore[attr-defined]


def test_a_folder_without_a_course_makes_no_release(tmp_path: Path) -> None:
    with pytest.raises(UnsoundCourse):
        compile_release(tmp_path)


def test_times_and_order_and_hidden_files_leave_no_trace(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", dict(reversed(FILES.items())))
    for path in FILES:
        os.utime(other / path, (1_000_000_000, 1_000_000_000))
    write(other, {"modules/.DS_Store": b"x", "modules/making-tea.md~": b"x", ".git/config": b"x", "README.md": b"x"})
    first, second = dict(course_files(folder)), dict(course_files(other))
    assert first == second == FILES
    assert (digest_of(first), packed(first)) == (digest_of(second), packed(second))


def test_side_files_belong_to_the_course(folder: Path) -> None:
    write(folder, {"modules/.ids/making-tea.json": b"{}"})
    assert dict(course_files(folder)) == FILES | {"modules/.ids/making-tea.json": b"{}"}


@pytest.mark.parametrize(
    "changed",
    [
        FILES | {"modules/index.md": INDEX.encode() + b"\n"},
        FILES | {"modules/new.md": b""},
        {path: content for path, content in FILES.items() if path != "modules/media/pot.svg"},
        {path.replace("pot.svg", "cup.svg"): content for path, content in FILES.items()},
        {"a": b"bc"} | FILES,
    ],
)
def test_any_change_changes_the_digest(changed: dict[str, bytes]) -> None:
    assert digest_of(changed) != digest_of(FILES)


def test_no_two_sets_of_files_run_together() -> None:
    assert digest_of({"a": b"bc"}) != digest_of({"ab": b"c"}) != digest_of({"a": b"b", "c": b""})


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_bytes(b"secret")
    (folder / "modules/media/secret.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(ContentError):
        dict(course_files(folder))


# Opening a zip file


def test_an_archive_opens_as_the_same_files(compiled: Compiled) -> None:
    assert dict(course_files(open_archive(compiled.archive))) == FILES
    assert set(read_folder(open_archive(compiled.archive)).pages) == {path for path in FILES if path.endswith(".md")}


def test_a_zip_file_with_one_folder_around_the_course_opens_too() -> None:
    wrapped = {f"my-course-main/{path}": content for path, content in FILES.items()}
    assert dict(course_files(open_archive(zip_of(wrapped)))) == FILES


@pytest.mark.parametrize(
    "name",
    [
        "../modules/a.md",
        "modules/../../a.md",
        "/modules/a.md",
        "modules//a.md",
        "modules/./a.md",
        "modules\\a.md",
        "C:/modules/a.md",
        "modules/a\x07.md",
        "modules/a\u202egpj.md",
        "modules/a?.md",
        "MODULES/INDEX.md",
    ],
)
def test_a_zip_file_with_a_strange_name_is_refused(name: str) -> None:
    with pytest.raises(ContentError):
        open_archive(zip_of(FILES | {name: b"x"}))


def test_a_zip_file_with_the_same_name_twice_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("modules/index.md", b"one")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("modules/index.md", b"two")
    with pytest.raises(ContentError, match="twice"):
        open_archive(buffer.getvalue())


def test_a_link_in_a_zip_file_is_refused() -> None:
    buffer = io.BytesIO(zip_of(FILES))
    with zipfile.ZipFile(buffer, "a") as archive:
        link = zipfile.ZipInfo("modules/media/secret.svg")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(ContentError, match="link"):
        open_archive(buffer.getvalue())


def test_a_small_zip_file_of_something_huge_is_refused() -> None:
    with pytest.raises(ContentError, match="too large"):
        open_archive(zip_of(FILES | {"modules/media/zeros.bin": bytes(20 * 2**20)}))


def test_a_course_of_many_alike_pages_is_not_taken_for_a_bomb() -> None:
    pages = {f"modules/m{n}.md": MODULE.encode() for n in range(1_000)}
    assert (open_archive(packed(FILES | pages)) / "modules/m999.md").read_bytes() == MODULE.encode()


@pytest.mark.parametrize("damage", [b"", b"not a zip file", b"PK\x03\x04" + bytes(40), b"PK\x05\x06" + bytes(18)])
def test_what_is_no_zip_file_is_refused(damage: bytes) -> None:
    with pytest.raises(ContentError):
        open_archive(damage)


def test_a_cut_zip_file_is_refused(compiled: Compiled) -> None:
    for length in range(0, len(compiled.archive) - 1, 97):
        with pytest.raises(ContentError):
            open_archive(compiled.archive[:length])
