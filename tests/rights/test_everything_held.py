"""A learner sees what is held about them, and takes all of it away: as a page to read, and as JSON."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import Table

from course.language import translator
from course.rights import copy as copy_module
from course.rights.copy import Copy, as_json
from course.store import held, people
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import certificate, learner, metadata, private_words
from course.web import Mount
from tests.conftest import NOW, PASSWORD, signed_in
from tests.pages import CheckedClient
from tests.planting import PHRASE

ON_SQLITE = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""What the database has no part in."""

READ, JSON = "/account/copy.html", "/account/copy.json"


def taken(browser: CheckedClient) -> dict[str, Any]:
    reply = browser.get(JSON)
    assert reply.status_code == 200, reply.location
    return json.loads(reply.text)  # type: ignore[no-any-return]


# --- nothing is forgotten ---------------------------------------------------------------------------------------------


def about_people() -> set[Table]:
    """Every table with a learner_id, and every table that leads to one; and mail, which leads by its address."""
    found = {learner, *(table for table in metadata.sorted_tables if "learner_id" in table.c)}
    for table in metadata.sorted_tables:
        if any(key.column.table in found for key in table.foreign_keys):
            found.add(table)
    return found


def test_every_table_is_in_the_copy_or_has_a_reason_not_to_be() -> None:
    """A new table fails here until somebody has decided."""
    copied = {part.table for part in held.PARTS}
    explained = {metadata.tables[name] for name in held.NOT_ABOUT_ANYBODY}

    assert about_people() - copied == set()
    assert set(metadata.sorted_tables) == copied | explained
    assert copied & explained == set()
    assert all(held.NOT_ABOUT_ANYBODY.values())


@pytest.mark.parametrize("part", held.PARTS, ids=lambda part: part.name)
def test_every_column_is_in_the_copy_or_has_a_reason_not_to_be(part: held.Part) -> None:
    assert sorted([*part.shown, *part.left_out]) == sorted(column.name for column in part.table.c)
    assert all(part.left_out.values())


def test_a_table_that_nobody_thought_of_would_be_noticed() -> None:
    """The test above is not asleep."""
    assert private_words in about_people()
    assert metadata.tables["course_scene_answer"] in about_people()
    assert metadata.tables["course_release"] not in about_people()


def test_the_copy_holds_as_many_rows_as_the_database(full: CheckedClient, amina: Person, store: Store) -> None:
    copy = taken(full)

    for part in held.PARTS:
        if part.name in ("account", "choices", "messages"):
            continue
        with store.reading() as connection:
            rows = connection.execute(part.table.select().where(part.table.c[part.of] == amina.id)).all()
        assert rows, f"the learner of this test has nothing in {part.name}"
        assert len(copy[part.name]["held"]) == len(rows), part.name
        shown = {"choices"} if part is held.STORIES else set()
        assert all(set(part.shown) | shown <= set(row) for row in copy[part.name]["held"]), part.name
    assert [row["subject"] for row in copy["messages"]["held"]] == ["Waiting for you"]
    assert copy["stories"]["held"][0]["choices"][0].keys() >= set(held.CHOICES.shown)
    assert copy["account"]["held"][0].keys() == set(held.ACCOUNT.shown)


def test_what_was_written_stands_in_the_copy_with_its_prompt(full: CheckedClient) -> None:
    words = taken(full)["words"]["held"]
    first = next(one for one in words if one["activity_id"] == "party-you-remember")

    assert (first["version"], first["state"], first["words"]) == (1, "kept", {"text": PHRASE})
    assert (first["shared_as"], first["release_id"], first["prompt_language"]) == ("nobody", 1, "en")
    assert first["title"].endswith("A party you remember")
    assert {one["state"] for one in words} == {"kept", "draft"}
    assert [one["activity_id"] for one in words if not one["prompt"] and one["module_id"] != "_plan"] == []
    assert any(one["module_id"] == "_plan" and one["words"]["text"].startswith(PHRASE) for one in words)


def test_answers_and_plays_are_in_words_too(full: CheckedClient) -> None:
    copy = taken(full)
    (play,) = copy["stories"]["held"]
    (choice,) = play["choices"]

    assert (play["outcome"], play["title"]) == ("open", "Two doors")
    assert (choice["position"], choice["scene_id"]) == (1, "first-door")
    assert choice["choice_words"] and choice["scene_title"]
    (answer,) = copy["check_answers"]["held"]
    assert (answer["answer"], answer["answer_words"], answer["is_right"]) == (["a", "b"], ["a", "b"], False)


def test_times_are_in_utc_and_say_so(full: CheckedClient) -> None:
    copy = taken(full)
    times = re.findall(r'"(\d{4}-\d\d-\d\dT[^"]*)"', json.dumps(copy))

    assert len(times) > 10
    assert [one for one in times if datetime.fromisoformat(one).utcoffset() != timedelta(0)] == []


def test_the_copy_says_what_it_is_and_that_it_is_whole(full: CheckedClient) -> None:
    copy = taken(full)

    assert (copy["format"], copy["version"], copy["end"]) == ("equal-footing/everything-held", 1, True)
    assert list(copy)[-1] == "end"
    assert all(part["why"] and part["how_long"] for part in copy.values() if isinstance(part, dict) and "held" in part)
    assert len(copy["left_out"]) == 4


def test_nothing_that_opens_anything_is_in_either_copy(full: CheckedClient, amina: Person, store: Store) -> None:
    with store.reading() as connection:
        row = connection.execute(learner.select().where(learner.c.id == amina.id)).one()
        links = connection.execute(metadata.tables["course_one_time_link"].select()).all()
    secrets = [row.password_hash, row.words_key.hex(), *(link.token_hash for link in links), "an-old-token"]

    for where in (READ, JSON):
        assert [one for one in secrets if one in full.get(where).text] == []


def test_nothing_of_anybody_else_is_in_it(full: CheckedClient, as_joe: CheckedClient) -> None:
    assert PHRASE in full.get(JSON).text

    for where in (READ, JSON):
        assert PHRASE not in as_joe.get(where).text
        assert "Amina" not in as_joe.get(where).text
        assert "Joe Brannigan" in as_joe.get(where).text


# --- the page to read -------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_the_page_to_read_needs_nothing_else(full: CheckedClient) -> None:
    reply = full.get(READ)
    page = LexborHTMLParser(reply.text)

    assert reply.headers["Content-Disposition"] == "attachment; filename=everything-held-about-me.html"
    assert reply.headers["Cache-Control"] == "no-store"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert page.css("[src], link, script, iframe, form") == []
    assert {(one.attributes["href"] or "")[:1] for one in page.css("a[href]")} == {"#"}
    assert "http" not in reply.text.replace('http-equiv="Content', "")
    assert reply.text.rstrip().endswith("</html>") and "This is the end of the copy." in reply.text
    assert PHRASE in reply.text and "A party you remember" in reply.text and "Nothing is held." not in reply.text


@ON_SQLITE
def test_words_are_never_taken_for_html(as_amina: CheckedClient) -> None:
    as_amina.send_form("/account/name", {"name": "<b>Amina"})
    place = "/modules/asking/party-you-remember"
    as_amina.send_form("/modules/asking", {"text": "<script>x</script> أهلا 你好", "act": "keep"}, place)

    page = as_amina.get(READ).text

    assert "&lt;script&gt;x&lt;/script&gt; أهلا 你好" in page and "<script>" not in page
    assert "<bdi>&lt;b&gt;Amina</bdi>" in page


@ON_SQLITE
def test_somebody_new_has_a_copy_that_says_that_nothing_is_held(as_joe: CheckedClient) -> None:
    assert as_joe.get(READ).text.count("Nothing is held.") == 14
    assert taken(as_joe)["words"]["held"] == []


@ON_SQLITE
def test_the_page_is_in_the_learners_language_and_the_json_always_the_same(as_amina: CheckedClient) -> None:
    as_amina.get("/language/cy")

    assert '<html lang="cy">' in as_amina.get(READ).text
    assert taken(as_amina)["account"]["why"].startswith("To know you again")


@ON_SQLITE
def test_json_is_saved_and_kept_by_nobody(as_amina: CheckedClient) -> None:
    reply = as_amina.get(JSON)

    assert (reply.mimetype, reply.headers["Cache-Control"]) == ("application/json", "no-store")
    assert reply.headers["Content-Disposition"] == "attachment; filename=everything-held-about-me.json"
    assert as_amina.get(JSON).text.partition('"site"')[2] == reply.text.partition('"site"')[2]  # a double press


@ON_SQLITE
def test_words_written_under_a_release_that_is_damaged_are_there_all_the_same(
    full: CheckedClient, mount: Mount, store: Store, amina: Person
) -> None:
    with store.transaction() as connection:
        connection.execute(metadata.tables["course_release"].update().values(compiled="{"))
    mount.shelf._kept.clear()
    copy = Copy(store, mount.vault, mount.shelf, mount.settings, amina, translator("en"), "en")

    made = json.loads("".join(as_json(copy, NOW)))

    assert any(one["words"] == {"text": PHRASE} and one["prompt"] == "" for one in made["words"]["held"])


# --- who may take it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [READ, JSON])
def test_after_a_while_the_password_is_asked_for_again(
    as_amina: CheckedClient, later: Callable[..., None], where: str
) -> None:
    assert as_amina.get(where).status_code == 200
    later(minutes=16)
    assert (as_amina.get(where).status_code, as_amina.get(where).location) == (303, "/account/copy#take")
    page = as_amina.get("/account/copy").text
    assert "Type your password again" in page and READ not in page

    wrong = as_amina.send_form("/account/copy", {"password": "not it at all"})
    assert wrong.status_code == 422 and "This is not your present password." in wrong.text
    assert as_amina.get(where).status_code == 303
    right = as_amina.send_form("/account/copy", {"password": PASSWORD})
    assert (right.status_code, right.location) == (303, "/account/copy#take")
    assert as_amina.get(where).status_code == 200


def test_guessing_the_password_here_is_slow_too(as_amina: CheckedClient, later: Callable[..., None]) -> None:
    later(minutes=16)
    for _ in range(10):
        assert as_amina.send_form("/account/copy", {"password": "not it"}).status_code == 422
    refused = as_amina.send_form("/account/copy", {"password": PASSWORD})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "900")


@ON_SQLITE
def test_a_press_without_a_password_is_asked_for_one(as_amina: CheckedClient, later: Callable[..., None]) -> None:
    later(minutes=16)
    reply = as_amina.send_form("/account/copy", {})
    assert reply.status_code == 422 and '<a href="#password">Type your password.</a>' in reply.text


@ON_SQLITE
def test_being_sure_of_one_person_says_nothing_of_the_next(app: Flask, as_amina: CheckedClient, joe: Person) -> None:
    """Joe's session is put into a browser that Amina was sure of a moment ago."""
    as_joe = signed_in(app, joe)
    with as_amina.session_transaction() as hers, as_joe.session_transaction() as his:
        his["course_sure"] = hers["course_sure"]
    assert as_joe.get(JSON).status_code == 303


@ON_SQLITE
def test_where_a_host_signs_people_in_a_press_is_enough(member: Callable[[str], CheckedClient]) -> None:
    browser = member("7")
    assert browser.get("/learn/account/copy.json").location == "/learn/account/copy#take"
    assert browser.send_form("/learn/account/copy", {}).status_code == 303
    copy = json.loads(browser.get("/learn/account/copy.json").text)
    assert copy["account"]["held"][0]["host_identity"] == "7"
    assert copy["messages"]["held"] == []


# --- however much there is --------------------------------------------------------------------------------------------


def test_twenty_thousand_versions_need_no_more_memory_than_a_few(amina: Person, mount: Mount, store: Store) -> None:
    """Versions as long as people write them; the copy is read piece by piece as it would be sent."""
    place = f"{amina.id}/asking/party-you-remember"
    locked = mount.vault.lock(amina.words_key or b"", place, json.dumps({"text": "Lanterns and bread. " * 20}))
    row = {"learner_id": amina.id, "module_id": "asking", "activity_id": "party-you-remember", "state": "kept"}
    row |= {"words": locked, "shared_as": "nobody", "release_id": 1, "saved_at": NOW}
    with store.transaction() as connection:
        connection.execute(private_words.insert(), [{**row, "version": number} for number in range(1, 20_001)])
    copy = Copy(store, mount.vault, mount.shelf, mount.settings, amina, translator("en"), "en")
    length = versions = 0
    tracemalloc.start()
    for piece in as_json(copy, NOW):
        length += len(piece)
        versions += piece.count('"version": ') - piece.count('"format"')
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert versions == 20_000
    assert length > 10_000_000
    assert most < length / 2


def test_the_newest_and_the_oldest_of_many_are_there(as_amina: CheckedClient) -> None:
    place = "/modules/asking/party-you-remember"
    for number in range(held.AT_ONCE + 2):
        as_amina.send_form("/modules/asking", {"text": f"Lantern {number}.", "act": "keep"}, place)

    written = [one["words"]["text"] for one in taken(as_amina)["words"]["held"]]

    assert written == [f"Lantern {number}." for number in range(held.AT_ONCE + 2)]


# --- the page ---------------------------------------------------------------------------------------------------------


@ON_SQLITE
def test_the_page_says_what_why_and_how_long(as_amina: CheckedClient) -> None:
    page = as_amina.get("/account/copy").text

    for said in (
        "What you wrote",
        "Links we sent you",
        "is kept for 30 days",
        "for 30 minutes",
        "8 days.",
        "for 15 minutes",
    ):
        assert said in page
    assert 'href="/account/copy"' in as_amina.get("/account").text


@ON_SQLITE
def test_privacy_says_the_same_to_everybody(client: CheckedClient) -> None:
    page = client.get("/privacy").text

    for said in (
        "What you wrote",
        "8 days.",
        "After 24 months",
        "for 180 days",
        "locked key to what you wrote",
        "writes messages to files",
    ):
        assert said in page


def test_a_certificate_has_no_owner_only_when_it_was_left_behind() -> None:
    """The one table about people whose learner may be missing."""
    without = [table.name for table in about_people() if "learner_id" in table.c and table.c.learner_id.nullable]
    assert without == [certificate.name]
    assert people.LONGEST_SESSION == timedelta(days=8)


# --- the shape is written down ----------------------------------------------------------------------------------------


def test_the_guide_names_everything_in_the_json_and_nothing_else(full: CheckedClient) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "your-data.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", guide, flags=re.MULTILINE))
    copy = taken(full)

    assert set(rows) == set(copy)
    for name, part in copy.items():
        if isinstance(part, dict) and "held" in part:
            entry = part["held"][0]
            inside = {key for choice in entry.get("choices", ()) for key in choice}
            assert set(re.findall(r"`(\w+)`", rows[name])) - {"_plan"} == set(entry) | inside, name


def test_the_style_of_the_copy_needs_no_escaping() -> None:
    style = (Path(copy_module.__file__).parent / "copy.css").read_text("utf-8")

    assert [sign for sign in "<>&'\"" if sign in style] == []
    assert "url(" not in style and "@import" not in style
