"""Publishing: what learners see is the last good release, and a trainer at the demo edits a file and reloads the page."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from course.app import create_app
from course.config import Settings
from course.errors import UnsoundCourse
from course.publishing import FolderWatch, publish
from course.store import releases
from course.store.engine import Store

from ..conftest import STREET_PARTY
from ..pages import CheckedClient


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample course, to change."""
    return Path(shutil.copytree(STREET_PARTY, tmp_path / "course"))


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_learners_see_a_new_release_on_their_next_page(client: CheckedClient, store: Store, folder: Path) -> None:
    assert "How to run a street party" in client.get("/").text
    rewrite(folder, "modules/index.md", "# How to run a street party", "# How to hold a street party")
    publish(store, folder, author="Gwen")
    assert "How to hold a street party" in client.get("/").text


def test_publishing_the_same_folder_again_makes_no_release(store: Store, folder: Path) -> None:
    assert publish(store, folder, author="Gwen") is None


def test_a_course_with_errors_is_refused_whole_and_nothing_is_stored(store: Store, folder: Path) -> None:
    rewrite(folder, "quizzes/two-doors.md", "(#the-second-door)", "(#the-third-door)")
    with pytest.raises(UnsoundCourse) as refused:
        publish(store, folder, author="Gwen")
    assert {problem.code for problem in refused.value.problems if problem.severity == "error"} >= {"unknown-scene"}
    with store.reading() as connection:
        assert len(releases.all_releases(connection)) == 1


def test_going_back_is_publishing_the_older_course_again(client: CheckedClient, store: Store, folder: Path) -> None:
    rewrite(folder, "modules/index.md", "# How to run a street party", "# How to hold a street party")
    publish(store, folder, author="Gwen")
    publish(store, STREET_PARTY, author="Gwen", note="Back to the first one")
    assert "How to run a street party" in client.get("/").text
    with store.reading() as connection:
        rows = releases.all_releases(connection)
    assert len(rows) == 3 and rows[0].digest == rows[2].digest


def test_in_the_demo_a_trainer_edits_a_file_and_reloads_the_page(settings: Settings, folder: Path) -> None:
    app = create_app(replace(settings, folder=str(folder), publish_on_start=True))
    mount = app.extensions["course"]["course"]
    watch = FolderWatch(mount.store, mount.settings)
    rewrite(folder, "modules/index.md", "# How to run a street party", "# How to hold a street party, slowly")
    watch.look()
    assert "How to hold a street party, slowly" in app.test_client().get("/").text
    mount.store.close()


def test_in_the_demo_a_mistake_leaves_the_last_good_course_up(settings: Settings, folder: Path) -> None:
    app = create_app(replace(settings, folder=str(folder), publish_on_start=True))
    mount = app.extensions["course"]["course"]
    watch = FolderWatch(mount.store, mount.settings)
    rewrite(folder, "modules/asking.md", "Choose one.", "Choose one or maybe two.")
    watch.look()
    assert "How to run a street party" in app.test_client().get("/").text
    mount.store.close()


def test_a_picture_is_served_from_the_release_and_kept_by_browsers(client: CheckedClient) -> None:
    reply = client.get("/media/1/flags.svg")
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
    assert "immutable" in reply.headers["Cache-Control"]
    assert "sandbox" in reply.headers["Content-Security-Policy"]


def test_a_picture_in_a_story_is_found_in_the_storys_own_folder(as_amina: CheckedClient) -> None:
    page = as_amina.get("/scenarios/two-doors").text
    assert 'src="/media/1/quizzes/biscuits.svg"' in page
    assert as_amina.get("/media/1/quizzes/biscuits.svg").status_code == 200


def test_a_recording_can_be_fetched_in_parts(client: CheckedClient) -> None:
    reply = client.get("/media/1/morning.wav", headers={"Range": "bytes=0-99"})
    assert (reply.status_code, len(reply.data), reply.headers["Content-Range"][:11]) == (206, 100, "bytes 0-99/")


@pytest.mark.parametrize("path", ["../index.md", "..%2findex.md", "nothing.svg", "/etc/passwd", "%00"])
def test_nothing_but_the_media_of_a_release_can_be_fetched(client: CheckedClient, path: str) -> None:
    assert client.get(f"/media/1/{path}").status_code == 404
    assert client.get("/media/999/flags.svg").status_code == 404
