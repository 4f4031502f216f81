"""A page that has not changed since this browser had it is not sent again; one that has, is."""

from __future__ import annotations

from course.web import Mount
from tests.pages import CheckedClient, form_on
from tests.street_party import words_of

THE_DAY = "/modules/the-day"


def test_a_page_that_is_the_same_is_not_sent_again(as_amina: CheckedClient) -> None:
    as_amina.get(THE_DAY)  # opening a module for the first time is something that changes
    first = as_amina.get(THE_DAY)
    again = as_amina.get(THE_DAY, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_page_is_sent_again_after_something_on_it_changed(mount: Mount, as_amina: CheckedClient) -> None:
    as_amina.get(THE_DAY)
    first = as_amina.get(THE_DAY)
    form = form_on(first, f"{THE_DAY}/done")
    as_amina.post(form.action, data=form.hidden)
    again = as_amina.get(THE_DAY, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_a_page_is_sent_again_after_another_module_was_opened(as_amina: CheckedClient) -> None:
    """The way through the course stands beside it, and says which modules are started."""
    as_amina.get("/modules/asking")
    first = as_amina.get("/modules/asking")
    as_amina.get(THE_DAY)
    again = as_amina.get("/modules/asking", headers={"If-None-Match": first.headers["ETag"]})

    assert ("In progress" in words_of(first, "#outline"), again.status_code) == (False, 200)
    assert "In progress" in words_of(again, "#outline")


def test_one_learners_page_is_never_taken_for_anothers(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    first = as_amina.get(THE_DAY)
    other = as_joe.get(THE_DAY, headers={"If-None-Match": first.headers["ETag"]})

    assert other.status_code == 200
