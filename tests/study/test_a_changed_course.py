"""The course changes while a learner has a page open: clear words, the right status, nothing they wrote is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from course.publishing import publish
from course.web import Mount

from ..conftest import STREET_PARTY
from ..pages import CheckedClient, form_on


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STREET_PARTY, tmp_path / "course"))


def without(folder: Path, name: str, start: str, end: str) -> None:
    """Take a part out of a file, and its easy-read and Welsh versions with it."""
    for variant in ("cy", "easy"):
        (folder / f"modules/{Path(name).stem}.{variant}.md").unlink(missing_ok=True)
    path = folder / name
    text = path.read_text()
    path.write_text(text[: text.index(start)] + text[text.index(end) :])


def test_words_for_an_exercise_that_has_gone_are_shown_to_copy(
    as_amina: CheckedClient, mount: Mount, folder: Path
) -> None:
    form = form_on(as_amina.get("/modules/asking"), "/modules/asking/party-you-remember")
    without(folder, "modules/asking.md", "### Reflect: A party", "### List: Three people")
    publish(mount.store, folder, author="a trainer")
    reply = as_amina.post(form.action, data={**form.hidden, "text": "Lanterns in the plum tree", "act": "keep"})
    assert reply.status_code == 404
    assert "This part of the course is no longer there" in reply.text
    assert "Lanterns in the plum tree" in reply.text


def test_words_kept_before_an_exercise_left_can_still_be_read(
    as_amina: CheckedClient, mount: Mount, folder: Path
) -> None:
    as_amina.send_form("/modules/asking", {"text": "A brass band", "act": "keep"}, "/modules/asking/party-you-remember")
    without(folder, "modules/asking.md", "### Reflect: A party", "### List: Three people")
    publish(mount.store, folder, author="a trainer")
    page = as_amina.get("/my-words").text
    assert "A brass band" in page and "this exercise has since left the course" in page


def test_an_answer_that_has_gone_from_a_question_is_not_taken(
    as_amina: CheckedClient, mount: Mount, folder: Path
) -> None:
    course = mount.shelf.release(1).course
    question = next(course.modules[0].questions())
    form = form_on(as_amina.get("/modules/asking"), f"/modules/asking/{question.id}")
    without(folder, "modules/asking.md", "- [ ] Only the band", "- [x] The people who live near it")
    publish(mount.store, folder, author="a trainer")
    reply = as_amina.post(form.action, data={**form.hidden, "answer": question.answers[0].key})
    assert reply.status_code == 422
    assert "What was sent is not one of the answers on the page." in reply.text


def test_everything_i_wrote_is_empty_and_kind_at_first(as_amina: CheckedClient) -> None:
    assert "Nothing written yet" in as_amina.get("/my-words").text


def test_everything_i_wrote_shows_only_my_words(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    as_joe.send_form("/modules/asking", {"text": "Only Joe", "act": "keep"}, "/modules/asking/party-you-remember")
    as_amina.send_form("/modules/asking", {"line-1": "Rhys", "act": "keep"}, "/modules/asking/three-people")
    page = as_amina.get("/my-words").text
    assert "Rhys" in page and "Only Joe" not in page
