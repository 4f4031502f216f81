"""A course folder with anything at all in it: refused in words, and soon, or published; never read from elsewhere."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from course.app import create_app
from course.config import Settings
from course.content.check import check_course
from course.content.load import read_folder
from course.errors import ContentError, UnsoundCourse
from course.publishing import FolderWatch, publish
from course.store import releases
from course.store.engine import Store

from ..conftest import STREET_PARTY
from ..pages import CheckedClient

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STREET_PARTY, tmp_path / "course"))


def huge(path: Path) -> None:
    """Ten gigabytes, none of which are on the disk."""
    with path.open("wb") as file:
        file.truncate(10 * 2**30)


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        here = Path.cwd()
        os.chdir(path.parent)  # the name of a socket must be short
        try:
            end.bind(path.name)
        finally:
            os.chdir(here)


ODD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a link to a file elsewhere": (
        "modules/secret.md",
        lambda path: path.symlink_to("/etc/passwd"),
        "modules/secret.md is a link to another place. Put the file itself here.",
    ),
    "a link to a folder elsewhere": (
        "modules/media/etc",
        lambda path: path.symlink_to("/etc"),
        "modules/media/etc is a link to another place. Put the file itself here.",
    ),
    "a link in a circle": (
        "modules/media/again",
        lambda path: path.symlink_to("."),
        "modules/media/again is a link to another place. Put the file itself here.",
    ),
    "a pipe that nobody writes into": (
        "modules/media/pipe.svg",
        lambda path: os.mkfifo(path),
        "modules/media/pipe.svg is not an ordinary file. Move it out of the course folder.",
    ),
    "a socket": (
        "modules/media/socket.svg",
        listening,
        "modules/media/socket.svg is not an ordinary file. Move it out of the course folder.",
    ),
    "a file larger than memory": (
        "modules/media/film.mp4",
        huge,
        "The course folder is too large: more than 20,000 files or 500 megabytes.",
    ),
    "a name that is no text": (
        "modules/media/" + os.fsdecode(b"\xff\xfe.svg"),
        lambda path: path.write_bytes(b""),
        r"'modules/media/\udcff\udcfe.svg' has a name we cannot use. Give the file another name.",
    ),
    "a name of two lines": (
        "modules/media/a\nb.svg",
        lambda path: path.write_bytes(b""),
        r"'modules/media/a\nb.svg' has a name we cannot use. Give the file another name.",
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_ordinary_file_is_refused_by_name(store: Store, folder: Path, what: str) -> None:
    name, make, said = ODD[what]
    make(folder / name)
    with pytest.raises(ContentError) as refused:
        publish(store, folder, author="Mallory")
    assert str(refused.value) == said
    check_course(read_folder(folder))  # and looking for mistakes comes to an end


PAGES = {
    "of five million letters": (b"# A\n\n" + b"word " * 1_000_000, "file-too-big"),
    "that is not UTF-8": (b"# \xff\xfe\n", "not-utf-8"),
    "in two bytes a letter": ("# A\n".encode("utf-16"), "not-utf-8"),
    "with a null in it": (b"# A\n\na\0b\n", "nul-byte"),
    "of nothing but brackets": (b"# A\n\n" + b"[" * 4_000 + b"\n", "too-deep"),
    "with a script for a title": (b"# <script>alert(1)</script>\n", "unsafe-html"),
}


@pytest.mark.parametrize("what", PAGES)
def test_a_page_nobody_should_read_is_refused(store: Store, folder: Path, what: str) -> None:
    page, code = PAGES[what]
    (folder / "modules/odd.md").write_bytes(page)
    with pytest.raises(UnsoundCourse) as refused:
        publish(store, folder, author="Mallory")
    assert code in {problem.code for problem in refused.value.problems if problem.path == "modules/odd.md"}  # type: ignore[attr-defined]
    with store.reading() as connection:
        assert len(releases.all_releases(connection)) == 1


@pytest.mark.parametrize(
    "key", ['\\"><img src=x onerror=alert(1)>', "a b", "", "k" * 33, "a\\u0000b"], ids=lambda key: key[:12] or "empty"
)
def test_a_side_file_with_keys_that_are_none_is_damaged(store: Store, folder: Path, key: str) -> None:
    """A key goes into pages and forms, and stays with each answer: 40 letters are what the database holds."""
    side = folder / "quizzes/.ids/two-doors.json"
    side.write_text(side.read_text().replace('"2r9x"', f'"{key}"'))
    with pytest.raises(UnsoundCourse) as refused:
        publish(store, folder, author="Mallory")
    assert "side-file-damaged" in {problem.code for problem in refused.value.problems}  # type: ignore[attr-defined]


@pytest.mark.parametrize("content", [b"{", b"[" * 200_000, b'{"blocks": []}', b'{"blocks": {"a": 1}}', b"9" * 10_000])
def test_a_side_file_that_is_none_is_damaged(store: Store, folder: Path, content: bytes) -> None:
    (folder / "modules/.ids/asking.json").write_bytes(content)
    with pytest.raises(UnsoundCourse) as refused:
        publish(store, folder, author="Mallory")
    assert "side-file-damaged" in {problem.code for problem in refused.value.problems}  # type: ignore[attr-defined]


def test_in_the_demo_a_folder_that_cannot_be_read_leaves_the_last_good_course_up(
    settings: Settings, folder: Path
) -> None:
    app = create_app(replace(settings, folder=str(folder), publish_on_start=True))
    app.test_client_class = CheckedClient
    mount = app.extensions["course"]["course"]
    watch = FolderWatch(mount.store, mount.settings)
    os.mkfifo(folder / "modules/media/pipe.svg")
    shutil.rmtree(folder / "quizzes")
    watch.look()
    assert app.test_client().get("/").status_code == 200
    mount.store.close()
