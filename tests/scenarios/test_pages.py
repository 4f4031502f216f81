"""Playing a story in pages: one scene, one choice; stopping and coming back; pressing twice; a story that changes meanwhile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from course.store.answers import attempts_at, newest_attempt
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import attempt
from course.web import Mount
from tests.pages import CheckedClient, form_on
from tests.street_party import publish_changed, rewritten, section, words_of

STORY = "/scenarios/two-doors"
FIRST, SECOND, EVENING = f"{STORY}/first-door", f"{STORY}/second-door", f"{STORY}/evening"
CHAIR, SHORT = f"{STORY}/ending-chair", f"{STORY}/ending-short"
ASK, SAY = "Ask what he would like", "Say it is about the party"
NOTE, HOME, BACK = "Leave a note", "Go home", "Go back to the first door"


def begin(browser: CheckedClient) -> str:
    """Start, carry on or find where one is; returns the address of the scene."""
    return browser.send_form(STORY, {"act": "start"}).location


def choose(browser: CheckedClient, scene: str, words: str = "") -> str:
    """Choose in a scene by the words of a choice (none where the scene goes on by itself); where it leads."""
    page = browser.get(scene)
    form = form_on(page, scene)
    keys = {label.text(strip=True): label.css_first("input").attributes["value"] for label in form.node.css("label")}
    reply = browser.post(form.action, data={**form.hidden, **({"choice": keys[words]} if words else {})})
    assert reply.status_code == 303, reply.text
    return reply.location


def play(browser: CheckedClient, *path: tuple[str, str]) -> str:
    begin(browser)
    for scene, words in path:
        there = choose(browser, scene, words)
    return there


WELL = ((FIRST, ASK), (SECOND, NOTE), (EVENING, ""))
FAST = ((FIRST, SAY), (SECOND, HOME), (EVENING, ""))


def path_of(store: Store, person: Person) -> list[str]:
    with store.reading() as connection:
        found = newest_attempt(connection, person.id, "two-doors")
    return [scene for scene, _ in found.path] if found else []


def outcomes(store: Store) -> list[tuple[str, str | None]]:
    with store.reading() as connection:
        return [
            tuple(row)
            for row in connection.execute(select(attempt.c.outcome, attempt.c.ending_id).order_by(attempt.c.id))
        ]  # type: ignore[misc]


# --- from the opening to an ending ------------------------------------------------------------------------------------


def test_a_story_opens_with_its_beginning_and_a_button(as_amina: CheckedClient) -> None:
    opening = as_amina.get(STORY)

    assert "You have a list of names and a tin of biscuits." in words_of(opening)
    assert begin(as_amina) == FIRST


def test_each_choice_leads_on_and_says_what_happened(as_amina: CheckedClient) -> None:
    begin(as_amina)

    assert choose(as_amina, FIRST, ASK) == SECOND
    page = words_of(as_amina.get(SECOND))
    assert f"You chose: {ASK}" in page
    assert "He thinks for a long time." in page
    assert "So it is about the noise" not in page
    assert "Nobody answers. A dog barks." in page


@pytest.mark.parametrize(("path", "ending"), [(WELL, CHAIR), (FAST, SHORT)], ids=["well", "fast"])
def test_what_was_chosen_decides_the_ending(
    path: tuple[tuple[str, str], ...], ending: str, as_amina: CheckedClient, mount: Mount
) -> None:
    assert play(as_amina, *path) == ending
    assert "What were you protecting: the plan, or the people?" in words_of(as_amina.get(ending))
    assert outcomes(mount.store) == [("ended", ending.rpartition("/")[2])]


def test_an_ending_names_what_the_story_rests_on(as_amina: CheckedClient) -> None:
    assert "Notes on biscuits" in as_amina.get(play(as_amina, *WELL)).text


def test_going_round_the_loop_again_earns_nothing(as_amina: CheckedClient) -> None:
    """Trust counts the last choice at each door: asked twice is asked once."""
    begin(as_amina)
    for scene, words in ((FIRST, ASK), (SECOND, BACK), (FIRST, ASK), (SECOND, BACK), (FIRST, SAY), (SECOND, HOME)):
        choose(as_amina, scene, words)

    assert choose(as_amina, EVENING) == SHORT


def test_a_finished_story_is_a_step_of_the_course(as_amina: CheckedClient) -> None:
    line = "Play the story to an ending: Two doors ."
    assert f"{line} To do" in words_of(as_amina.get("/modules/asking"), "#finish")

    play(as_amina, *FAST)

    assert f"{line} Done" in words_of(as_amina.get("/modules/asking"), "#finish")
    assert "See how your story ended" in words_of(as_amina.get(STORY))


def test_what_is_counted_is_shown_in_words_and_numbers(as_amina: CheckedClient) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, ASK)

    said = words_of(as_amina.get(SECOND), ".gauges")

    assert re.search(r"Trust.*\b1\b", said)
    assert "Pace" in said


# --- stopping, coming back, starting again ----------------------------------------------------------------------------


def test_somebody_who_comes_back_is_where_they_were(as_amina: CheckedClient) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, ASK)

    assert as_amina.get(STORY).location == SECOND
    assert as_amina.get(FIRST).location == SECOND
    assert as_amina.get(CHAIR).location == SECOND
    assert as_amina.get(f"{STORY}/nowhere").location == SECOND
    assert begin_again_without_leaving(as_amina) == SECOND


def begin_again_without_leaving(browser: CheckedClient) -> str:
    form = form_on(browser.get(SECOND), STORY)
    return browser.post(STORY, data={**form.hidden, "act": "start"}).location


def test_a_scene_before_the_story_began_leads_to_its_opening(as_amina: CheckedClient) -> None:
    assert as_amina.get(SECOND).location == STORY


def test_starting_again_keeps_what_was_played(as_amina: CheckedClient, mount: Mount) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, ASK)
    form = form_on(as_amina.get(SECOND), STORY)

    assert [as_amina.post(STORY, data={**form.hidden, "act": "again"}).location for _ in range(3)] == [FIRST] * 3
    assert outcomes(mount.store) == [("restarted", None), ("open", None)]


def test_a_story_can_be_played_again_after_an_ending_and_stays_finished(as_amina: CheckedClient, mount: Mount) -> None:
    play(as_amina, *FAST)

    assert as_amina.send_form(SHORT, {"act": "again"}, action=STORY).location == FIRST
    assert outcomes(mount.store) == [("ended", "ending-short"), ("open", None)]
    assert "Two doors . Done" in words_of(as_amina.get("/modules/asking"), "#finish")


# --- pressing twice, and the back button ------------------------------------------------------------------------------


def test_pressing_twice_records_one_choice(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    begin(as_amina)
    form = form_on(as_amina.get(FIRST), FIRST)
    keys = [one.attributes["value"] for one in form.node.css("input[name=choice]")]

    replies = [as_amina.post(FIRST, data={**form.hidden, "choice": key}) for key in (keys[1], keys[1], keys[0])]

    assert [(one.status_code, one.location) for one in replies] == [(303, SECOND)] * 3
    assert path_of(mount.store, amina) == ["first-door"]
    assert f"You chose: {ASK}" in words_of(as_amina.get(SECOND))


def test_a_choice_sent_again_with_the_back_button_changes_nothing(
    as_amina: CheckedClient, amina: Person, mount: Mount
) -> None:
    begin(as_amina)
    old = form_on(as_amina.get(FIRST), FIRST)
    key = old.node.css_first("input[name=choice]").attributes["value"]
    choose(as_amina, FIRST, ASK)
    choose(as_amina, SECOND, NOTE)

    reply = as_amina.post(FIRST, data={**old.hidden, "choice": key})

    assert (reply.status_code, reply.location) == (303, EVENING)
    assert path_of(mount.store, amina) == ["first-door", "second-door"]


def test_a_choice_after_the_ending_leads_to_the_ending(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    play(as_amina, *FAST)
    token = form_on(as_amina.get(SHORT), STORY).hidden

    reply = as_amina.post(EVENING, data={**token, "choice": "onward", "position": "4"})

    assert (reply.status_code, reply.location) == (303, SHORT)
    assert "This story was over already. Here is where it ended." in words_of(as_amina.get(SHORT), "body")
    assert len(path_of(mount.store, amina)) == 3


# --- what is not on offer ---------------------------------------------------------------------------------------------

NOT_OFFERED = (
    ("no such choice", {"choice": "zzzz", "position": "1"}),
    ("going on where there is a choice", {"choice": "onward", "position": "1"}),
    ("a place further on", {"choice": "SAY", "position": "2"}),
)


@pytest.mark.parametrize("sent", [case[1] for case in NOT_OFFERED], ids=[case[0] for case in NOT_OFFERED])
def test_a_choice_that_is_not_on_offer_is_refused(
    sent: dict[str, str], as_amina: CheckedClient, amina: Person, mount: Mount
) -> None:
    begin(as_amina)
    form = form_on(as_amina.get(FIRST), FIRST)
    key = form.node.css_first("input[name=choice]").attributes["value"] or ""
    fields = {**form.hidden, **sent, "choice": sent["choice"].replace("SAY", key)}

    assert as_amina.post(FIRST, data=fields).status_code == 422
    assert path_of(mount.store, amina) == []


@pytest.mark.parametrize("position", ["one", "", "-1", "٣", "99999999999"])
def test_a_place_on_the_path_that_is_no_place_changes_nothing(
    position: str, as_amina: CheckedClient, amina: Person, mount: Mount
) -> None:
    begin(as_amina)
    form = form_on(as_amina.get(FIRST), FIRST)
    key = form.node.css_first("input[name=choice]").attributes["value"]

    reply = as_amina.post(FIRST, data={**form.hidden, "choice": key, "position": position})

    assert reply.status_code in (303, 422)
    assert path_of(mount.store, amina) == []


def test_a_choice_of_another_scene_is_refused(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    begin(as_amina)
    form = form_on(as_amina.get(FIRST), FIRST)
    key = form.node.css_first("input[name=choice]").attributes["value"]

    assert as_amina.post(SECOND, data={**form.hidden, "choice": key}).status_code == 422
    assert path_of(mount.store, amina) == []


def test_no_choice_at_all_is_asked_for_again(as_amina: CheckedClient) -> None:
    begin(as_amina)

    refused = as_amina.send_form(FIRST, {})

    assert refused.status_code == 422
    assert "Choose what you would do first." in words_of(refused)
    assert "A man opens." in words_of(refused)


def test_a_choice_in_a_story_that_was_not_begun_is_not_found(as_amina: CheckedClient) -> None:
    token = form_on(as_amina.get(STORY), STORY).hidden

    assert as_amina.post(FIRST, data={**token, "choice": "zzzz", "position": "1"}).status_code == 404
    assert as_amina.post(FIRST, data={**token, "position": "1"}).status_code == 404
    assert as_amina.get(f"{STORY}/-/paths").status_code == 404


def test_a_story_that_is_not_there_is_not_found(as_amina: CheckedClient) -> None:
    token = form_on(as_amina.get(STORY), STORY).hidden

    assert as_amina.get("/scenarios/nowhere").status_code == 404
    assert as_amina.post("/scenarios/nowhere", data=token).status_code == 404
    assert as_amina.get("/scenarios/nowhere/-/paths").status_code == 404


# --- the other paths --------------------------------------------------------------------------------------------------


def test_after_an_ending_every_other_path_can_be_seen(as_amina: CheckedClient) -> None:
    play(as_amina, *FAST)

    said = words_of(as_amina.get(f"{STORY}/-/paths"))

    assert [words in said for words in (SAY, ASK, NOTE, BACK, HOME)] == [True] * 5
    assert "This leads to: Evening" in said


def test_the_other_paths_are_not_told_before_an_ending(as_amina: CheckedClient) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, ASK)

    assert as_amina.get(f"{STORY}/-/paths").location == STORY


def test_what_a_choice_leads_to_is_not_in_the_page_before_it_is_made(as_amina: CheckedClient) -> None:
    begin(as_amina)

    page = as_amina.get(FIRST).text

    for told in ("So it is about the noise", "A chair in the shade", "second-door", "data-effect", "+1"):
        assert told not in page


def test_nobody_else_sees_which_way_somebody_went(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    play(as_amina, *FAST)

    assert as_joe.get(SHORT).location == STORY
    assert as_joe.get(f"{STORY}/-/paths").status_code == 404
    assert "You chose" not in words_of(as_joe.get(STORY))


# --- a story that changes while it is played --------------------------------------------------------------------------


def test_a_story_under_way_is_played_as_it_was_when_it_began(
    as_amina: CheckedClient, as_joe: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, ASK)
    publish_changed(
        mount.store,
        tmp_path / "course",
        rewritten("quizzes/two-doors.md", ("A dog barks.", "A cat looks out."), ("Leave a note", "Leave a biscuit")),
    )

    here = words_of(as_amina.get(SECOND))
    assert ("A dog barks." in here, "This story has been changed since you began." in here) == (True, True)
    assert choose(as_amina, SECOND, NOTE) == EVENING

    begin(as_joe)
    choose(as_joe, FIRST, ASK)
    assert "A cat looks out." in words_of(as_joe.get(SECOND))


def test_starting_again_plays_the_new_story(as_amina: CheckedClient, mount: Mount, tmp_path: Path) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, ASK)
    publish_changed(
        mount.store, tmp_path / "course", rewritten("quizzes/two-doors.md", ("A man opens.", "A girl opens."))
    )

    as_amina.send_form(SECOND, {"act": "again"}, action=STORY)

    assert "A girl opens." in words_of(as_amina.get(FIRST))


def without_the_story(folder: Path) -> None:
    (folder / "quizzes" / "two-doors.md").unlink()
    rewritten("modules/asking.md", ("Now play [two doors](../quizzes/two-doors.md).", "That is all."))(folder)
    rewritten("modules/index.md", ("- Finish every scenario.\n", ""))(folder)


def test_a_story_taken_out_of_the_course_can_be_played_to_its_end_by_whoever_began(
    as_amina: CheckedClient, as_joe: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    begin(as_amina)
    choose(as_amina, FIRST, SAY)
    publish_changed(mount.store, tmp_path / "course", without_the_story)

    assert choose(as_amina, SECOND, HOME) == EVENING
    assert choose(as_amina, EVENING) == SHORT
    assert as_amina.get(f"{STORY}/-/paths").status_code == 200
    assert as_joe.get(STORY).status_code == 404


def test_a_path_that_leads_nowhere_any_more_is_closed_kept_and_told(
    as_amina: CheckedClient, amina: Person, mount: Mount, tmp_path: Path
) -> None:
    """A release is pinned, so this takes one whose scenes are not those the path went through: an attempt brought over."""
    begin(as_amina)
    choose(as_amina, FIRST, SAY)
    release = publish_changed(
        mount.store,
        tmp_path / "course",
        rewritten(
            "quizzes/two-doors.md",
            ("- [Say it is about the party](#the-second-door)", "- [Hum a tune](#the-second-door)"),
            ("<!-- id: second-door -->", "<!-- id: back-door -->"),
        ),
    )
    with mount.store.transaction() as connection:
        connection.execute(attempt.update().values(release_id=release))
    as_amina.get("/modules/asking")
    seen = as_amina.get("/modules/asking")

    told = as_amina.get(SECOND, follow_redirects=True)

    assert "This story has changed since you started it" in words_of(told, "body")
    assert outcomes(mount.store) == [("superseded", None)]
    assert path_of(mount.store, amina) == ["first-door"]
    kept = {"If-None-Match": seen.headers["ETag"]}
    assert as_amina.get("/modules/asking", headers=kept).status_code == 200, "the story there is not under way any more"
    assert begin(as_amina) == FIRST
    assert outcomes(mount.store) == [("superseded", None), ("open", None)]


# --- in another language ----------------------------------------------------------------------------------------------


def test_a_story_nobody_has_written_in_this_language_says_which_it_is_in(as_amina: CheckedClient) -> None:
    begin(as_amina)
    as_amina.get("/language/cy", headers={"Sec-Fetch-Site": "same-origin"})

    page = as_amina.get(FIRST)

    assert section(page, "main").css_first("article").attributes.get("lang") == "en"
    assert "A man opens." in words_of(page)


def test_every_attempt_is_kept(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    for _ in range(2):
        play(as_amina, *FAST)
        as_amina.send_form(SHORT, {"act": "again"}, action=STORY)

    with mount.store.reading() as connection:
        assert [one.outcome for one in attempts_at(connection, amina.id, "two-doors")] == ["open", "ended", "ended"]
