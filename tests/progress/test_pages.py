"""The learner's own page: the same count everywhere, the exact next step, and honesty when the course changes."""

from __future__ import annotations

import shutil
from pathlib import Path

from course.publishing import publish
from course.web import Mount

from ..conftest import STREET_PARTY
from ..pages import CheckedClient
from ..street_party import publish_changed, rewritten, words_of


def keep(browser: CheckedClient, activity: str = "party-you-remember", text: str = "Lanterns") -> None:
    reply = browser.send_form("/modules/asking", {"text": text, "act": "keep"}, f"/modules/asking/{activity}")
    assert reply.status_code == 303


def test_somebody_new_is_told_where_to_start(as_amina: CheckedClient) -> None:
    page = as_amina.get("/learning").text
    assert "0 of 7 steps done" in page
    assert "Next: “A party you remember” in module “Asking the street”." in page
    assert ">Start the course</a>" in page


def test_carry_on_opens_the_exact_step_left(as_amina: CheckedClient) -> None:
    keep(as_amina)
    assert as_amina.get("/carry-on").location == "/modules/asking#three-people"


def test_a_module_not_opened_yet_is_read_from_its_top(as_amina: CheckedClient) -> None:
    assert as_amina.get("/carry-on").location == "/modules/asking"


def test_a_step_passed_over_with_not_now_is_not_asked_for_again(as_amina: CheckedClient) -> None:
    as_amina.send_form("/modules/asking", {"act": "not_now"}, "/modules/asking/party-you-remember")
    assert as_amina.get("/carry-on").location == "/modules/asking#three-people"
    assert "0 of 7 steps done" in as_amina.get("/learning").text


def test_the_count_is_the_same_on_every_page(as_amina: CheckedClient) -> None:
    keep(as_amina)
    for page in ("/learning", "/modules/asking", "/modules/the-day"):
        assert "1 of 7 steps done" in as_amina.get(page).text


def test_opening_a_module_finishes_nothing(as_amina: CheckedClient) -> None:
    as_amina.get("/modules/asking")
    page = as_amina.get("/learning").text
    assert "0 of 7 steps done" in page and "In progress" in page


def test_a_requirement_added_later_is_named_until_the_learner_goes_on(
    as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    keep(as_amina)
    folder = tmp_path / "changed"
    shutil.copytree(STREET_PARTY, folder)
    index = folder / "modules/index.md"
    index.write_text(index.read_text().replace("Keep at least 1 exercise in", "Keep at least 2 exercises in"))
    publish(mount.store, folder, author="a trainer")
    page = as_amina.get("/learning").text
    assert "0 of 7 steps done" in page
    assert "The course has changed since you were last here" in page
    assert "Asking the street: Keep at least 2 exercises: 1 kept so far." in page
    as_amina.send_form("/modules/asking", {"line-1": "Rhys", "act": "keep"}, "/modules/asking/three-people")
    page = as_amina.get("/learning").text
    assert "1 of 7 steps done" in page and "The course has changed" not in page


def test_a_change_of_words_alone_changes_no_count(as_amina: CheckedClient, mount: Mount, tmp_path: Path) -> None:
    keep(as_amina)
    folder = tmp_path / "changed"
    shutil.copytree(STREET_PARTY, folder)
    page = folder / "modules/asking.md"
    page.write_text(page.read_text().replace("Think of a party you liked.", "Think of a party you loved."))
    publish(mount.store, folder, author="a trainer")
    text = as_amina.get("/learning").text
    assert "1 of 7 steps done" in text and "The course has changed" not in text


def test_each_module_leads_to_its_story_and_says_how_far_it_got(as_amina: CheckedClient) -> None:
    assert words_of(as_amina.get("/learning"), "#asking .its-story") == "Story: Two doors"

    as_amina.send_form("/scenarios/two-doors", {"act": "start"})

    assert words_of(as_amina.get("/learning"), "#asking .its-story") == "Story: Two doors In progress"


def test_the_time_left_is_told_in_minutes_and_from_an_hour_on_in_hours(
    as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    assert "Time left in all: about 35 minutes." in as_amina.get("/learning").text

    publish_changed(mount.store, tmp_path / "c", rewritten("modules/the-day.md", ("time: 15 minutes", "time: 2 hours")))

    assert "Time left in all: about 2 and a half hours." in as_amina.get("/learning").text
