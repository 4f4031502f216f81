"""A page drawn once for many readers shows each of them their own things, and keeps nothing of anybody's."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from course.store.people import Person
from course.web import Mount
from tests.conftest import signed_in
from tests.pages import CheckedClient
from tests.street_party import EXERCISES, fields_of, fill, form_of, send

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

PAGE = "/modules/asking"
TEA = "party-you-remember"
SECRET = "Eleri said <b>nothing</b> & left"


def once_off(page: str) -> str:
    """A page without what is new in every copy."""
    return re.sub(r'name="(csrf_token|once)" value="[^"]+"', "", page)


def kept_text(mount: Mount) -> str:
    """Every text that the mount keeps between requests."""
    sheets = list(mount.sheets.values())
    pieces = [sheet.page for sheet in sheets] + [piece for sheet in sheets for piece in sheet._pieces.values()]
    return "\n".join("\n".join(piece.pieces) for piece in pieces)


def write_everything(mount: Mount, browser: CheckedClient, words: str) -> None:
    release = mount.shelf.newest()
    assert release is not None
    module = release.course.module("asking")
    assert module is not None
    for one in module.exercises():
        reply = send(browser, one.id, {**fill(one, words), "act": "keep"})
        assert reply.status_code == 303, reply.text
    send(browser, "who-should-be-asked", {"answer": next(iter(module.questions())).answers[0].key})


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_nothing_that_somebody_wrote_or_is_called_stays_behind(
    mount: Mount, as_amina: CheckedClient, amina: Person
) -> None:
    write_everything(mount, as_amina, SECRET)
    page = as_amina.get(PAGE).text
    assert "Eleri said &lt;b&gt;nothing&lt;/b&gt; &amp; left" in page

    kept = kept_text(mount)

    assert "Question" in kept or "Check my answer" in kept
    assert [word for word in ("Eleri", amina.name, amina.public_id, str(amina.email)) if word in kept] == []
    for sheet in mount.sheets.values():
        assert amina.public_id not in repr(vars(sheet)) and "Eleri" not in repr(vars(sheet))


def test_a_page_from_the_kept_pieces_is_the_page_drawn_afresh(
    mount: Mount, as_amina: CheckedClient, as_joe: CheckedClient
) -> None:
    """Joe fills the shelf with pieces first; then Amina's page is made from them, and once more from nothing."""
    as_joe.get(PAGE)
    write_everything(mount, as_joe, "Joe's words")
    as_joe.get(PAGE)
    write_everything(mount, as_amina, SECRET)
    from_pieces = as_amina.get(PAGE).text
    mount.sheets.clear()
    afresh = as_amina.get(PAGE).text

    assert once_off(from_pieces) == once_off(afresh)
    assert "Joe" not in from_pieces


@pytest.mark.parametrize("activity_id", EXERCISES)
def test_each_exercise_shows_what_was_written_in_it(mount: Mount, as_amina: CheckedClient, activity_id: str) -> None:
    release = mount.shelf.newest()
    assert release is not None
    exercise = release.course.module("asking").activity(activity_id)  # type: ignore[union-attr]
    for words in ("[first]", SECRET):
        wanted = fill(exercise, words)  # type: ignore[arg-type]
        send(as_amina, activity_id, {**wanted, "act": "keep"})
        shown = as_amina.get(PAGE)
        shown = as_amina.get(PAGE)  # from the pieces that the first visit left

        assert {**fields_of(shown, f"{PAGE}/{activity_id}"), **wanted} == fields_of(shown, f"{PAGE}/{activity_id}")

    assert form_of(shown, activity_id).hidden["base"] == "2"


def test_a_page_with_a_message_is_not_shown_to_the_next_reader(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    refused = send(as_amina, TEA, {"act": "keep", "text": ""})
    assert (refused.status_code, "There is nothing written yet" in refused.text) == (422, True)

    assert "There is nothing written yet" not in as_joe.get(PAGE).text
    assert "There is nothing written yet" not in as_amina.get(PAGE).text


def test_a_look_of_ones_own_is_not_the_next_readers(
    app: Flask, mount: Mount, as_amina: CheckedClient, joe: Person
) -> None:
    as_amina.get(PAGE)
    as_amina.send_form("/look", {"theme": "dark", "text_size": "larger"})
    as_joe = signed_in(app, joe)

    assert 'data-theme="dark"' in as_amina.get(PAGE).text
    assert 'data-theme="dark"' not in as_joe.get(PAGE).text


def test_only_so_many_sheets_are_kept(mount: Mount, as_amina: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.drawn_once.MOST_SHEETS", 2)
    for theme in ("dark", "light", "contrast"):
        as_amina.send_form("/look", {"theme": theme, "text_size": "normal"})
        as_amina.get(PAGE)
        as_amina.get(PAGE)

    assert [theme for key in mount.sheets for theme in ("dark", "light", "contrast") if theme in key] == ["light", "contrast"]
