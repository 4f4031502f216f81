"""Whose eyes a learner looks through: chosen before the story begins, said on every page, and never a way of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from course.content.model import Hat, Prose, Scenario, Text, When
from course.errors import NotOnOffer
from course.scenarios.rules import NoHat, hat_for, is_shown, passages_of, seen_by, stories_before
from course.store.tables import attempt
from course.web import Mount
from tests.makers import choice, scenario, scene
from tests.pages import CheckedClient, form_on
from tests.street_party import publish_changed, rewritten, section, words_of

from .hatted import add_hats, hat_key, hatted
from .test_pages import ASK, FIRST, HOME, NOTE, SECOND, SHORT, STORY, choose

__all__ = ["hatted"]
ADA, BEN, RUTH = "Ada Lovell", "Ben Okri", "Dr Ruth Cole"
MINE, WATCH, SHOES = "You know his coat.", "You look at your watch.", "Your shoes still squeak."


def begin(browser: CheckedClient, mount: Mount, name: str, act: str = "start") -> TestResponse:
    """Open the story, choose a hat and begin."""
    return browser.send_form(f"{STORY}?again=1", {"hat": hat_key(mount, name), "act": act}, action=STORY)


def worn(mount: Mount) -> list[tuple[str, str | None]]:
    """The outcome of each attempt, and the hat it was played with, by name."""
    names = {hat_key(mount, name): name for name in (ADA, BEN, RUTH)}
    with mount.store.reading() as connection:
        rows = connection.execute(select(attempt.c.outcome, attempt.c.hat).order_by(attempt.c.id))
        return [(row.outcome, names.get(row.hat)) for row in rows]


# --- choosing one -----------------------------------------------------------------------------------------------------


def test_a_learner_chooses_a_hat_on_the_opening_page_and_none_is_chosen_for_them(
    hatted: Mount, as_amina: CheckedClient
) -> None:
    opening = as_amina.get(STORY)

    form = form_on(opening, STORY).node
    assert [one.attributes["type"] for one in form.css("input[name=hat]")] == ["radio"] * 3
    assert form.css("input[name=hat][checked]") == []
    said = words_of(opening)
    assert [f"{name}." in said for name in (ADA, BEN, RUTH)] == [True] * 3
    assert "Whose eyes will you look through?" in said
    assert begin(as_amina, hatted, ADA).location == FIRST
    assert worn(hatted) == [("open", ADA)]


def test_without_a_hat_the_page_asks_for_one_and_nothing_begins(hatted: Mount, as_amina: CheckedClient) -> None:
    refused = as_amina.send_form(STORY, {"act": "start"})

    assert refused.status_code == 422
    assert "Choose whose eyes you will look through first." in words_of(refused)
    assert "It is Saturday." in words_of(refused)
    assert worn(hatted) == []


@pytest.mark.parametrize("hat", ["zzzz", "Ada", "' or 1=1", "a" * 600])
def test_a_hat_that_is_not_offered_is_refused_in_words(hat: str, hatted: Mount, as_amina: CheckedClient) -> None:
    refused = as_amina.send_form(STORY, {"act": "start", "hat": hat})

    assert refused.status_code == 422
    assert "What was sent is not one of the answers on the page." in words_of(refused)
    assert worn(hatted) == []


def test_a_story_without_hats_begins_with_a_button_and_refuses_one(mount: Mount, as_amina: CheckedClient) -> None:
    opening = as_amina.get(STORY)

    assert form_on(opening, STORY).node.css("input[name=hat]") == []
    assert as_amina.send_form(STORY, {"act": "start", "hat": "zzzz"}).status_code == 422
    assert as_amina.send_form(STORY, {"act": "start"}).location == FIRST
    assert "eyes" not in words_of(as_amina.get(FIRST))


def test_before_the_first_choice_another_hat_can_be_taken(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    opening = form_on(as_amina.get(STORY), STORY).node
    assert [one.attributes["value"] for one in opening.css("input[checked]")] == [hat_key(hatted, ADA)]

    assert [begin(as_amina, hatted, BEN).location for _ in range(2)] == [FIRST] * 2

    assert worn(hatted) == [("restarted", ADA), ("open", BEN)]
    assert MINE not in words_of(as_amina.get(FIRST))


def test_an_old_tab_does_not_change_the_hat_half_way(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    choose(as_amina, FIRST, ASK)

    reply = begin(as_amina, hatted, BEN)

    assert reply.location == SECOND
    assert "You are in this story already, with another hat." in words_of(as_amina.get(SECOND), "body")
    assert worn(hatted) == [("open", ADA)]


def test_starting_again_lets_one_choose_another_hat(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    choose(as_amina, FIRST, ASK)
    again = section(as_amina.get(SECOND), "main").css_first("p.one-button a").attributes["href"]
    assert again == f"{STORY}?again=1"

    opening = as_amina.get(again)

    assert form_on(opening, STORY).node.css("input[checked]") == []
    assert "You are in the middle of this story." in words_of(opening)
    assert "Go on from where you were" in words_of(opening)
    assert begin(as_amina, hatted, BEN, act="again").location == FIRST
    assert worn(hatted) == [("restarted", ADA), ("open", BEN)]


def test_starting_again_without_choosing_asks_and_keeps_the_story_going(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    choose(as_amina, FIRST, ASK)

    refused = as_amina.send_form(f"{STORY}?again=1", {"act": "again"}, action=STORY)

    assert refused.status_code == 422
    assert worn(hatted) == [("open", ADA)]
    assert as_amina.get(STORY).location == SECOND


# --- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "mine"), [(ADA, MINE), (BEN, WATCH), (RUTH, WATCH)])
def test_a_scene_says_whose_eyes_these_are_and_shows_what_they_alone_see(
    name: str, mine: str, hatted: Mount, as_amina: CheckedClient
) -> None:
    begin(as_amina, hatted, name)

    page = as_amina.get(FIRST)

    assert words_of(page, ".whose-eyes") == f"You are looking through {name}’s eyes."
    (own,) = section(page, "main").css(".eyes")
    called = name if name == RUTH else name.split()[0]
    assert " ".join(own.text(separator=" ").split()) == f"Through {called}’s eyes {mine}"


def test_an_outcome_and_an_ending_show_what_this_hat_sees(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, BEN)
    choose(as_amina, FIRST, ASK)
    assert "You write it on your hand." not in words_of(as_amina.get(SECOND))
    choose(as_amina, SECOND, HOME)
    assert "Through Ben’s eyes You eat six." in words_of(as_amina.get(f"{STORY}/evening"), ".happened")
    ending = choose(as_amina, f"{STORY}/evening")
    assert ("Four o'clock!" in words_of(as_amina.get(ending))) == (ending == SHORT)
    assert words_of(as_amina.get(ending), ".whose-eyes") == "You are looking through Ben Okri’s eyes."


def test_the_words_of_other_hats_are_not_in_the_page(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    assert WATCH not in as_amina.get(FIRST).text
    choose(as_amina, FIRST, ASK)
    assert "You write it on your hand." in as_amina.get(SECOND).text


def test_the_other_paths_are_told_for_the_hat_that_was_worn_and_name_those_untried(
    hatted: Mount, as_amina: CheckedClient
) -> None:
    def finish(name: str, act: str) -> str:
        begin(as_amina, hatted, name, act)
        for here, words in ((FIRST, ASK), (SECOND, NOTE), (f"{STORY}/evening", "")):
            choose(as_amina, here, words)
        return words_of(as_amina.get(f"{STORY}/-/paths"))

    first = finish(ADA, "start")
    assert ("You eat six." in first, f"{BEN} {RUTH}" in first, ADA in first) == (False, True, True)
    second = finish(BEN, "again")
    assert ("You eat six." in second, "You have not tried them yet:" in second) == (True, True)
    assert BEN not in second.partition("You have not tried them yet:")[2].partition("Back")[0]
    third = finish(RUTH, "again")
    assert "You have not tried them yet:" not in third
    assert words_of(as_amina.get(STORY)).count("Played to an ending") == 3


def test_the_other_paths_ask_once_which_hats_were_worn(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    for here, words in ((FIRST, ASK), (SECOND, NOTE), (f"{STORY}/evening", "")):
        choose(as_amina, here, words)
    asked: list[str] = []
    event.listen(hatted.store.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    as_amina.get(f"{STORY}/-/paths")

    assert sum("course_attempt.hat IS NOT NULL" in one for one in asked) == 1


def test_a_welsh_page_says_it_in_welsh_and_marks_the_names(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    as_amina.get("/language/cy", headers={"Sec-Fetch-Site": "same-origin"})

    page = as_amina.get(FIRST)

    assert words_of(page, ".eyes-label") == "Trwy lygaid Ada"
    assert section(page, "main").css_first(".eyes-label").attributes.get("lang") == "cy"
    assert section(page, "main").css_first(".eyes-label span").attributes.get("lang") == "en"


def test_a_story_that_gets_hats_while_it_is_played_goes_on_without_one(
    mount: Mount, as_amina: CheckedClient, tmp_path: Path
) -> None:
    as_amina.send_form(STORY, {"act": "start"})
    choose(as_amina, FIRST, ASK)
    publish_changed(mount.store, tmp_path / "course", add_hats)

    page = as_amina.get(SECOND)
    assert "eyes" not in words_of(page)
    assert section(page, "main").css_first("p.one-button a").attributes["href"] == f"{STORY}?again=1"
    assert begin(as_amina, mount, ADA, act="again").location == FIRST
    assert worn(mount) == [("restarted", None), ("open", ADA)]


def test_a_hat_that_is_gone_from_the_newest_release_is_worn_to_the_end(
    hatted: Mount, as_amina: CheckedClient, tmp_path: Path
) -> None:
    begin(as_amina, hatted, RUTH)
    choose(as_amina, FIRST, ASK)
    publish_changed(
        hatted.store,
        tmp_path / "course",
        rewritten(
            "quizzes/two-doors.md", ("- **Dr Ruth Cole.** You live at number nine.\n", ""), (" or Dr Ruth Cole:", ":")
        ),
    )

    assert words_of(as_amina.get(SECOND), ".whose-eyes") == f"You are looking through {RUTH}’s eyes."


# --- earlier stories --------------------------------------------------------------------------------------------------


def end_before(browser: CheckedClient, words: str) -> None:
    there = "/scenarios/the-day-before"
    form = form_on(browser.get(there), there)
    browser.post(there, data={**form.hidden, "act": "again"})
    choose(browser, f"{there}/rain", words)


def test_how_an_earlier_story_ended_last_is_seen_in_this_one(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    seen = [SHOES in words_of(as_amina.get(FIRST))]
    for words in ("Walk", "Wait", "Walk"):
        end_before(as_amina, words)
        seen.append(SHOES in words_of(as_amina.get(FIRST)))
    assert seen == [False, True, False, True]
    assert "Because of how “The day before” ended for you Your shoes still squeak." in words_of(as_amina.get(FIRST))


def test_how_a_story_ended_for_somebody_else_is_never_seen(
    hatted: Mount, as_amina: CheckedClient, as_joe: CheckedClient
) -> None:
    end_before(as_joe, "Walk")
    begin(as_amina, hatted, ADA)
    begin(as_joe, hatted, ADA)

    assert SHOES in words_of(as_joe.get(FIRST))
    assert SHOES not in words_of(as_amina.get(FIRST))


def test_an_earlier_story_played_again_but_not_finished_counts_as_it_last_ended(
    hatted: Mount, as_amina: CheckedClient
) -> None:
    end_before(as_amina, "Walk")
    there = "/scenarios/the-day-before"
    as_amina.send_form(f"{there}/ending-wet", {"act": "again"}, action=there)
    begin(as_amina, hatted, ADA)

    assert SHOES in words_of(as_amina.get(FIRST))


# --- where one is -----------------------------------------------------------------------------------------------------


def test_the_outline_marks_the_story_as_the_place_where_one_is(hatted: Mount, as_amina: CheckedClient) -> None:
    begin(as_amina, hatted, ADA)
    for address in (FIRST, f"{STORY}?again=1", f"{STORY}/-/paper"):
        outline = section(as_amina.get(address), "outline")
        here = [one.text(strip=True) for one in outline.css("[aria-current]")]
        assert here == ["Story: Two doors"], address


# --- the rules --------------------------------------------------------------------------------------------------------

WET = (("before", "wet"), ("before", "damp"))
SHOWN = (
    ("one's own hat", ("a",), (), "a", {}, True),
    ("one of two hats", ("b", "a"), (), "a", {}, True),
    ("another hat", ("b",), (), "a", {}, False),
    ("no hat", ("b",), (), None, {}, False),
    ("an ending reached", (), WET, "a", {"before": "damp"}, True),
    ("another ending", (), WET, "a", {"before": "dry"}, False),
    ("a story never played", (), WET, None, {}, False),
    ("both", ("a",), WET, "a", {"before": "wet"}, True),
    ("the hat without the ending", ("a",), WET, "a", {}, False),
    ("the ending without the hat", ("a",), WET, "b", {"before": "wet"}, False),
    ("for nobody", (), (), "a", {"before": "wet"}, False),
)


@pytest.mark.parametrize(
    ("hats", "endings", "hat", "ended", "shown"), [case[1:] for case in SHOWN], ids=[case[0] for case in SHOWN]
)
def test_who_is_shown_a_passage(
    hats: tuple[str, ...],
    endings: tuple[tuple[str, str], ...],
    hat: str | None,
    ended: dict[str, str],
    shown: bool,
) -> None:
    passage = When(text=Text(markdown=""), hats=hats, endings=endings)
    assert is_shown(passage, hat, ended) is shown


def passage(words: str, *hats: str, after: str = "") -> When:
    return When(text=Text(markdown=words), hats=hats, endings=(("before", after),) if after else ())


def story() -> Scenario:
    told = Prose(text=Text(markdown="told"))
    ask = replace(choice("ask", "end"), more=(passage("more a", "a"), told, passage("more b", "b")))
    start = replace(scene("start", ask), body=(told, passage("body b", "b")))
    end = replace(scene("end"), body=(passage("end", after="wet"),))
    made = scenario("story", start, end)
    hats = tuple(Hat(key=key, name=key, text=Text(markdown=""), short=key) for key in "ab")
    return replace(made, hats=hats, intro=(passage("intro", after="wet"),), debrief=(passage("debrief", "a"),))


def test_a_story_as_one_learner_sees_it_has_their_passages_and_the_same_ways() -> None:
    whole = story()
    assert [one.text.markdown for one in passages_of(seen_by(whole, "a", {}))] == ["debrief", "more a"]
    assert [one.text.markdown for one in passages_of(seen_by(whole, "b", {"before": "wet"}))] == [
        "intro",
        "body b",
        "more b",
        "end",
    ]
    assert len(passages_of(whole)) == 6
    for hat in ("a", "b", None):
        seen = seen_by(whole, hat, {})
        assert [[(one.key, one.to) for one in here.choices] for here in seen.scenes] == [[("ask", "end")], []]
        assert Prose(text=Text(markdown="told")) in seen.scenes[0].choices[0].more
    assert stories_before(whole) == frozenset({"before"})


def test_a_hat_is_asked_for_by_stories_that_have_some_and_by_no_others() -> None:
    assert hat_for(story(), "a") == "a"
    assert hat_for(scenario("plain", scene("start")), "") is None
    with pytest.raises(NoHat):
        hat_for(story(), "")
    for one in (story(), scenario("plain", scene("start"))):
        with pytest.raises(NotOnOffer):
            hat_for(one, "zzzz")
