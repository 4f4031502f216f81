"""A release: made from a folder, never changed, and never made of something unsound."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.errors import ContentError, NotFound, UnsoundCourse
from course.publishing import publish
from course.shelf import KEPT, Shelf
from course.store import releases
from course.store.engine import Store
from course.web import Mount
from tests.pages import CheckedClient
from tests.street_party import publish_changed, rewritten, words_of

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
STREET_PARTY = Path(__file__).resolve().parents[1] / "samples" / "street-party"


def numbers(store: Store) -> list[int]:
    with store.reading() as connection:
        return [row.id for row in releases.all_releases(connection)]


def heading(words: str) -> tuple[str, str]:
    return ("# Asking the street", f"# {words}")


def test_a_folder_that_has_not_changed_makes_no_release(mount: Mount) -> None:
    assert publish(mount.store, STREET_PARTY, author="a test") is None
    assert numbers(mount.store) == [1]


def test_a_change_makes_a_release_that_learners_see_at_once(
    client: CheckedClient, as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    assert (
        publish_changed(mount.store, tmp_path / "course", rewritten("modules/asking.md", heading("Asking around"))) == 2
    )

    assert "Asking around" in words_of(as_amina.get("/modules/asking"))
    assert "Asking around" in words_of(client.get("/"), "body")


UNSOUND = (
    ("a link to nowhere", rewritten("modules/asking.md", ("(the-day.md)", "(the-night.md)"))),
    ("a story that leads nowhere", rewritten("quizzes/two-doors.md", ("(#evening)", "(#morning)"))),
    ("a question without a right answer", rewritten("modules/asking.md", ("- [x] The people", "- [ ] The people"))),
)


@pytest.mark.parametrize("change", [case[1] for case in UNSOUND], ids=[case[0] for case in UNSOUND])
def test_an_unsound_course_is_refused_and_the_last_good_release_stays(
    change: object, as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    good = rewritten("modules/asking.md", heading("Good"))
    publish_changed(mount.store, tmp_path / "course", good)
    change(tmp_path / "course")  # type: ignore[operator]

    with pytest.raises(UnsoundCourse):
        publish(mount.store, tmp_path / "course", author="a test")

    assert numbers(mount.store) == [2, 1]
    assert "Good" in words_of(as_amina.get("/modules/asking"))


def test_a_folder_that_holds_no_course_is_refused(mount: Mount, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(ContentError):
        publish(mount.store, tmp_path / "empty", author="a test")

    assert numbers(mount.store) == [1]


def test_going_back_is_publishing_an_older_folder_again(mount: Mount, tmp_path: Path) -> None:
    publish_changed(mount.store, tmp_path / "course", rewritten("modules/asking.md", heading("New")))

    made = publish(mount.store, STREET_PARTY, author="a test")

    assert made is not None and made[0] == 3
    with mount.store.reading() as connection:
        newest, _, first = releases.all_releases(connection)
    assert newest.digest == first.digest


# --- the shelf --------------------------------------------------------------------------------------------------------


def test_a_release_that_is_not_there_is_not_found(mount: Mount) -> None:
    for number in (0, -1, 99):
        with pytest.raises(NotFound):
            mount.shelf.release(number)


def test_every_release_can_be_read_for_ever_however_many_there_are(mount: Mount, tmp_path: Path) -> None:
    titles = [f"Title {number}" for number in range(KEPT + 2)]
    previous = "Asking the street"
    for title in titles:
        publish_changed(
            mount.store, tmp_path / "course", rewritten("modules/asking.md", (f"# {previous}\n", f"# {title}\n"))
        )
        previous = title
    shelf = Shelf(mount.store)

    for _ in range(2):
        found = [shelf.release(number).course.modules[0].title for number in range(1, KEPT + 4)]

    assert found == ["Asking the street", *titles]
    newest = shelf.newest()
    assert newest is not None and newest.id == KEPT + 3


def test_pictures_belong_to_their_release(mount: Mount, tmp_path: Path) -> None:
    (before,) = (mount.shelf.newest(),)
    assert before is not None
    drawing = before.media("modules/media/flags.svg")

    publish_changed(
        mount.store, tmp_path / "course", rewritten("modules/media/flags.svg", ("</svg>", "<!-- new --></svg>"))
    )

    after = mount.shelf.newest()
    assert after is not None
    assert mount.shelf.release(before.id).media("modules/media/flags.svg") == drawing
    assert after.media("modules/media/flags.svg") != drawing
    with pytest.raises(NotFound):
        after.media("modules/media/none.svg")
    with pytest.raises(NotFound):
        after.media("modules/asking.md/../../secret")
