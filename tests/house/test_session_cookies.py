"""A session cookie is checked once and then known; a cookie nobody signed is never taken."""

from __future__ import annotations

import pytest
from flask import Flask

from course.cookies import SessionCookies
from tests.pages import CheckedClient

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
PAGE = "/modules/the-day"


def cookie_of(browser: CheckedClient) -> str:
    kept = browser.get_cookie("course_session")
    assert kept is not None
    return kept.value


def test_a_cookie_that_was_changed_signs_nobody_in(app: Flask, as_amina: CheckedClient) -> None:
    assert as_amina.get(PAGE).status_code == 200
    assert as_amina.get(PAGE).status_code == 200
    signed = cookie_of(as_amina)

    # Not its last letter: two bits of that are no part of the signature, so one in sixteen changes of it change nothing.
    forged = signed[:-5] + ("A" if signed[-5] != "A" else "B") + signed[-4:]
    for changed in (forged, "x" + signed, signed.rpartition(".")[0]):
        as_amina.set_cookie("course_session", changed)
        assert as_amina.get(PAGE).status_code == 303


def test_one_request_changes_nothing_that_the_next_one_reads(app: Flask, as_amina: CheckedClient) -> None:
    """A message for one visit is in the session's cookie, and must not be shown twice."""
    as_amina.send_form("/look", {"theme": "dark", "text_size": "normal"})
    with_message = cookie_of(as_amina)
    assert "Saved. This is how pages look" in as_amina.get("/look").text

    assert "Saved. This is how pages look" not in as_amina.get("/look").text
    as_amina.set_cookie("course_session", with_message)
    assert "Saved. This is how pages look" in as_amina.get("/look").text


def test_what_is_kept_of_cookies_is_bounded(
    app: Flask, as_amina: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("course.cookies.MOST_KEPT", 2)
    for theme in ("dark", "light", "contrast", "dark"):
        as_amina.send_form("/look", {"theme": theme, "text_size": "normal"})
        as_amina.get("/look")
        as_amina.get("/look")

    assert isinstance(app.session_interface, SessionCookies)
    assert len(app.session_interface._checked) <= 2
