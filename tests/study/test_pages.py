"""A module as learners meet it: every exercise, every question, and that nothing anybody wrote is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from course.app import create_app
from course.config import Settings
from course.store.engine import Store
from course.store.people import Person
from course.store.tables import check_answer, private_words
from course.store.words import keep_words
from course.web import Mount
from tests.conftest import signed_in
from tests.makers import NOW
from tests.pages import CheckedClient
from tests.street_party import (
    EXERCISES,
    all_of,
    exercise,
    fields_of,
    fill,
    form_of,
    publish_changed,
    rewritten,
    section,
    send,
    without_versions,
    words_of,
)

PAGE = "/modules/asking"
TEA = "party-you-remember"
HERE = f"{PAGE}/{TEA}"
AUTOSAVE = {"X-Autosave": "1"}
WRITTEN = (TEA, "three-people", "your-street", "what-i-need", "how-sure", "how-it-went", "how-we-talk")
"""The exercises in which something is written, and not only chosen."""


def states(store: Store, person: Person) -> list[tuple[str, int, str]]:
    """(exercise, version, state) of everything somebody saved, oldest first."""
    with store.reading() as connection:
        columns = (private_words.c.activity_id, private_words.c.version, private_words.c.state)
        rows = connection.execute(
            select(*columns).where(private_words.c.learner_id == person.id).order_by(private_words.c.id)
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


# --- saving -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("activity_id", EXERCISES)
def test_every_exercise_saves_and_shows_again(
    activity_id: str, as_amina: CheckedClient, amina: Person, mount: Mount
) -> None:
    course = mount.shelf.newest().course  # type: ignore[union-attr]
    written = fill(exercise(course, activity_id), "Ünder <b>the</b> *lime* tree & more")

    saved = send(as_amina, activity_id, {**written, "act": "keep"})

    assert (saved.status_code, saved.location) == (303, f"{PAGE}#{activity_id}")
    page = as_amina.get(PAGE)
    assert fields_of(page, f"{PAGE}/{activity_id}") == written
    assert "Saved at " in section(page, activity_id).css_first("[data-save-status]").text()
    assert states(mount.store, amina) == [(activity_id, 1, "kept")]


def test_every_exercise_starts_empty(as_amina: CheckedClient) -> None:
    page = as_amina.get(PAGE)

    for activity_id in EXERCISES:
        assert set(fields_of(page, f"{PAGE}/{activity_id}").values()) <= {""}


def test_everything_saved_before_can_be_read_again(as_amina: CheckedClient, mount: Mount) -> None:
    for words in ("what I wrote first", "what I wrote then"):
        for activity_id in EXERCISES:
            one = exercise(mount.shelf.newest().course, activity_id)  # type: ignore[union-attr]
            send(as_amina, activity_id, {**fill(one, words), "act": "keep"})

    cards = {activity_id: page_cards(as_amina.get(f"{PAGE}/{activity_id}/versions")) for activity_id in EXERCISES}

    assert {len(one) for one in cards.values()} == {2}
    for activity_id in WRITTEN:
        assert "what I wrote then" in cards[activity_id][0]
        assert "what I wrote first" in cards[activity_id][1]


def page_cards(page: object) -> list[str]:
    return [" ".join(card.text().split()) for card in section(page, "main").css("section.card")]  # type: ignore[arg-type]


def test_saving_by_itself_keeps_a_draft_and_answers_in_json(
    as_amina: CheckedClient, amina: Person, mount: Mount
) -> None:
    saved = send(as_amina, TEA, {"text": "half a thou"}, headers=AUTOSAVE)

    assert saved.json is not None
    assert (saved.status_code, sorted(saved.json), saved.json["state"]) == (200, ["at", "state", "version"], "saved")
    page = as_amina.get(PAGE)
    assert fields_of(page, HERE) == {"text": "half a thou"}
    assert "Draft saved at " in section(page, TEA).css_first("[data-save-status]").text()
    assert form_of(page, TEA).hidden["base"] == str(saved.json["version"])
    assert states(mount.store, amina) == [(TEA, 1, "draft")]


def test_saving_an_empty_box_by_itself_is_no_mistake(as_amina: CheckedClient) -> None:
    saved = send(as_amina, TEA, {"text": ""}, headers=AUTOSAVE)

    assert (saved.status_code, saved.json["state"]) == (200, "saved")  # type: ignore[index]


def test_a_draft_is_kept_by_pressing_save(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    for text in ("half", "half a thou"):
        send(as_amina, TEA, {"text": text}, headers=AUTOSAVE)
    send(as_amina, TEA, {"text": "half a thought", "act": "keep"})

    assert states(mount.store, amina) == [(TEA, 3, "kept")]


@pytest.mark.parametrize("text", ["", "not finished"])
def test_save_and_come_back_later_never_complains(text: str, as_amina: CheckedClient) -> None:
    saved = send(as_amina, TEA, {"text": text, "act": "later"})

    assert (saved.status_code, saved.location) == (303, "/learning")
    assert "Saved. “A party you remember” is waiting for you. Press “Carry on” to come back to it." in words_of(
        as_amina.get("/learning")
    )
    assert as_amina.get("/carry-on").location == f"{PAGE}#{TEA}"
    assert fields_of(as_amina.get(PAGE), HERE) == {"text": text}


OTHER_WAYS = (
    ("on_paper", "Done on paper. Well done.", 1),
    ("in_talk", "Done by talking. Well done.", 1),
    ("not_now", "Not now. You can come back to it whenever you like.", 0),
)


@pytest.mark.parametrize(("act", "said", "counts"), OTHER_WAYS)
def test_an_exercise_can_be_done_another_way_or_left_for_now(
    act: str, said: str, counts: int, as_amina: CheckedClient
) -> None:
    saved = send(as_amina, TEA, {"text": "", "act": act})

    assert saved.status_code == 303
    page = as_amina.get(PAGE)
    assert said in words_of(page, f"#{TEA}")
    assert f"Keep at least 1 exercise: {counts} kept so far." in words_of(page, "#finish")
    assert as_amina.get("/carry-on").location == f"{PAGE}#three-people"


def test_what_was_half_written_stays_when_it_is_left_for_now(as_amina: CheckedClient) -> None:
    send(as_amina, TEA, {"text": "half", "act": "not_now"})

    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "half"}


def test_a_role_card_can_be_drawn_and_drawn_again(as_amina: CheckedClient, mount: Mount) -> None:
    cards = {item.key: item for item in exercise(mount.shelf.newest().course, "first-meeting").items}  # type: ignore[union-attr]

    drawn = send(as_amina, "first-meeting", {"act": "draw"})

    assert drawn.status_code == 303
    page = as_amina.get(PAGE)
    key = fields_of(page, f"{PAGE}/first-meeting")["card"]
    assert cards[key].name in words_of(page, "#first-meeting .role-card")
    assert send(as_amina, "first-meeting", {"act": "draw"}).status_code == 303


# --- who can read it --------------------------------------------------------------------------------------------------

WHO = (
    (TEA, "Only you can read this."),
    ("three-people", "Your group can read this, once they have answered too."),
    ("who-does-what", "Your trainer can read this."),
    ("what-i-need", "The person you choose for access can read this."),
)


def test_who_can_read_it_stands_before_the_box(as_amina: CheckedClient) -> None:
    page = as_amina.get(PAGE)

    for activity_id in EXERCISES:
        form = form_of(page, activity_id).node
        parts = form.css(".who-line, input:not([type=hidden]), textarea, select, button")
        assert (parts[0].attributes.get("class"), len(form.css(".who-line"))) == ("who-line", 1)
        assert len(parts) > 1


def test_each_way_of_sharing_is_said_in_its_own_words(as_amina: CheckedClient) -> None:
    page = as_amina.get(PAGE)

    said = [" ".join(form_of(page, one).node.css_first(".who-line").text().split()) for one, _ in WHO]
    assert len(set(said)) == 4
    assert said[0] == WHO[0][1]


# --- what cannot be saved as it is ------------------------------------------------------------------------------------


def test_an_empty_box_is_not_kept_and_says_why(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    refused = send(as_amina, TEA, {"text": "  \n ", "act": "keep"})

    assert refused.status_code == 422
    assert "There is nothing written yet. Write something first, or press “Not now”." in words_of(refused)
    assert states(mount.store, amina) == []


def test_200_000_characters_are_refused_in_words_and_all_still_there(
    as_amina: CheckedClient, amina: Person, mount: Mount
) -> None:
    words = "All of it matters. " * 10_526 + "The end."
    assert len(words) == 200_002

    refused = send(as_amina, TEA, {"text": words, "act": "keep"})

    assert refused.status_code == 422
    assert "20,000 characters is the most. It is all still here." in words_of(refused)
    assert "What you see in this box is not saved yet." in words_of(refused, f"#{TEA}")
    assert fields_of(refused, HERE) == {"text": words}
    assert states(mount.store, amina) == []


def test_what_was_too_long_can_be_made_shorter_on_the_same_page(as_amina: CheckedClient) -> None:
    refused = send(as_amina, TEA, {"text": "a" * 20_001, "act": "keep"})
    form = form_of(refused, TEA)

    saved = as_amina.post(form.action, data={**form.hidden, "text": "a" * 20_000, "act": "keep"})

    assert saved.status_code == 303
    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "a" * 20_000}


def test_a_text_too_long_to_save_by_itself_says_so_and_keeps_the_last_draft(as_amina: CheckedClient) -> None:
    send(as_amina, TEA, {"text": "short"}, headers=AUTOSAVE)

    refused = send(as_amina, TEA, {"text": "a" * 20_001}, headers=AUTOSAVE)

    assert (refused.status_code, refused.json["state"]) == (422, "problem")  # type: ignore[index]
    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "short"}


def test_a_hidden_character_is_taken_out_and_told(as_amina: CheckedClient) -> None:
    refused = send(as_amina, TEA, {"text": "be\x00fore\x07", "act": "keep"})

    assert refused.status_code == 422
    assert "There was a hidden character in this box that cannot be saved." in words_of(refused)
    assert fields_of(refused, HERE) == {"text": "before"}


def test_a_choice_that_is_not_on_offer_is_refused(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    assert send(as_amina, "first-meeting", {"card": "the-queen", "act": "keep"}).status_code == 422
    assert send(as_amina, "who-should-be-asked", {"answer": "zzzz"}).status_code == 422
    assert states(mount.store, amina) == []


@pytest.mark.parametrize("activity_id", ["nowhere", "street-wakes", "asking"])
def test_what_is_no_exercise_and_no_question_cannot_be_answered(activity_id: str, as_amina: CheckedClient) -> None:
    form = form_of(as_amina.get(PAGE), TEA)

    assert as_amina.post(f"/modules/the-day/{activity_id}", data=form.hidden).status_code == 404
    assert as_amina.get(f"/modules/the-day/{activity_id}/versions").status_code == 404


@pytest.mark.parametrize("base", ["-1", "x", "99999999999999999999", "٣", "", "1.0"])
def test_a_version_that_is_no_number_counts_as_the_first(base: str, as_amina: CheckedClient) -> None:
    assert send(as_amina, TEA, {"text": "mine", "act": "keep", "base": base}).status_code == 303


# --- two windows, and pressing twice ----------------------------------------------------------------------------------


def test_two_windows_show_both_texts_and_nothing_is_lost(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    """The same page is open twice; both are written in and both are saved."""
    one = two = form_of(as_amina.get(PAGE), TEA)
    as_amina.post(one.action, data={**one.hidden, "text": "from the first window", "act": "keep"})

    conflict = as_amina.post(two.action, data={**two.hidden, "text": "from the second window", "act": "keep"})

    assert conflict.status_code == 409
    assert "While this page was open, you saved “A party you remember” somewhere else." in words_of(conflict)
    assert "from the first window" in words_of(conflict, "[aria-labelledby=saved-title]")
    assert fields_of(conflict, HERE) == {"text": "from the second window"}
    assert states(mount.store, amina) == [(TEA, 1, "kept")]

    form = form_of(conflict, TEA)
    assert as_amina.post(form.action, data={**form.hidden, "text": "both", "act": "keep"}).status_code == 303
    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "both"}
    assert "from the first window" in words_of(as_amina.get(f"{HERE}/versions"))


def test_a_window_that_saves_by_itself_never_writes_over_another(as_amina: CheckedClient) -> None:
    form = form_of(as_amina.get(PAGE), TEA)
    as_amina.post(form.action, data={**form.hidden, "text": "first window", "act": "keep"})

    refused = as_amina.post(form.action, data={**form.hidden, "text": "second window"}, headers=AUTOSAVE)

    assert (refused.status_code, refused.json["state"]) == (409, "conflict")  # type: ignore[index]
    assert refused.json["message"] == "This was changed in another window. Press Save to see both."  # type: ignore[index]
    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "first window"}


def test_pressing_save_twice_saves_once(as_amina: CheckedClient, amina: Person, mount: Mount) -> None:
    form = form_of(as_amina.get(PAGE), TEA)
    sent = {**form.hidden, "text": "once", "act": "keep"}

    assert [as_amina.post(form.action, data=sent).status_code for _ in range(3)] == [303, 303, 303]
    assert states(mount.store, amina) == [(TEA, 1, "kept")]


# --- questions --------------------------------------------------------------------------------------------------------

ASKED = "who-should-be-asked"


def answer_of(mount: Mount, question_id: str, *texts: str, module: str = "the-day") -> list[str]:
    """The keys of a question's answers, by their words."""
    found = mount.shelf.newest().course.module(module).activity(question_id)  # type: ignore[union-attr]
    keys = {one.text.markdown: one.key for one in found.answers}  # type: ignore[union-attr]
    return [keys[text] for text in texts]


def tries(store: Store) -> list[tuple[str, int, bool]]:
    columns = (check_answer.c.question_id, check_answer.c.position, check_answer.c.is_right)
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(check_answer.c.id))]  # type: ignore[misc]


def test_a_question_answered_says_why_for_every_answer_and_can_be_tried_again(
    as_amina: CheckedClient, mount: Mount
) -> None:
    (wrong,) = answer_of(mount, ASKED, "Nobody", module="asking")
    (right,) = answer_of(mount, ASKED, "The people who live near it", module="asking")

    assert send(as_amina, ASKED, {"answer": wrong}).location == f"{PAGE}#{ASKED}"
    said = words_of(as_amina.get(PAGE), f"#{ASKED}")
    assert "Not quite. Here is why." in said
    for why in ("The band will say yes.", "Yes. They will hear it all day.", "Then the street will tell you later."):
        assert why in said

    again = as_amina.get(f"{PAGE}?again={ASKED}")
    assert "The band will say yes." not in words_of(again, f"#{ASKED}")
    form = form_of(again, ASKED)
    as_amina.post(form.action, data={**form.hidden, "answer": right})

    page = as_amina.get(PAGE)
    assert "That is right." in words_of(page, f"#{ASKED}")
    assert "Get 1 of the 1 questions right: 1 right so far." in words_of(page, "#finish")
    assert tries(mount.store) == [(ASKED, 1, False), (ASKED, 2, True)]


def test_a_right_answer_is_never_lost_by_trying_again(as_amina: CheckedClient, mount: Mount) -> None:
    (wrong,) = answer_of(mount, ASKED, "Nobody", module="asking")
    (right,) = answer_of(mount, ASKED, "The people who live near it", module="asking")
    for key in (right, wrong):
        form = form_of(as_amina.get(f"{PAGE}?again={ASKED}"), ASKED)
        as_amina.post(form.action, data={**form.hidden, "answer": key})

    page = as_amina.get(PAGE)

    assert "Not quite. Here is why." in words_of(page, f"#{ASKED}")
    assert "1 right so far." in words_of(page, "#finish")


def test_several_right_answers_are_all_wanted(as_amina: CheckedClient, mount: Mount) -> None:
    seen, named, pocket = answer_of(
        mount, "good-list", "Everyone can see it", "Each job has a name beside it", "It is kept in one person's pocket"
    )
    for ticked in ([seen], [seen, named, pocket], [named, seen]):
        form = form_of(as_amina.get("/modules/the-day?again=good-list"), "good-list", "the-day")
        as_amina.post(form.action, data={**form.hidden, "answer": ticked})

    assert [right for _, _, right in tries(mount.store)] == [False, False, True]


def test_an_order_is_judged_as_a_whole(as_amina: CheckedClient, mount: Mount) -> None:
    steps = answer_of(mount, "what-comes-first", "Ask the street", "Choose a day", "Hang the flags", "Clear up")
    for order in (steps[::-1], steps):
        places = {f"place-{key}": str(place) for place, key in enumerate(order, 1)}
        form = form_of(as_amina.get("/modules/the-day?again=what-comes-first"), "what-comes-first", "the-day")
        as_amina.post(form.action, data={**form.hidden, **places})

    assert [right for _, _, right in tries(mount.store)] == [False, True]
    assert "you put it at" not in words_of(as_amina.get("/modules/the-day"), "#what-comes-first")


def test_pairs_are_judged_as_a_whole(as_amina: CheckedClient, mount: Mount) -> None:
    found = mount.shelf.newest().course.module("the-day").activity("who-brings-what")  # type: ignore[union-attr]
    right = {f"match-{one.key}": one.partner_key for one in found.answers}  # type: ignore[union-attr]
    wrong = dict(zip(right, reversed(right.values()), strict=True))
    for pairs in (wrong, right):
        form = form_of(as_amina.get("/modules/the-day?again=who-brings-what"), "who-brings-what", "the-day")
        as_amina.post(form.action, data={**form.hidden, **pairs})

    assert [one[2] for one in tries(mount.store)] == [False, True]


UNFINISHED = (
    ("asking", ASKED, {}, "Choose one answer first."),
    ("the-day", "good-list", {}, "Tick at least one answer first."),
    ("the-day", "what-comes-first", {}, "Give every step a different place."),
    ("the-day", "who-brings-what", {}, "Choose a partner for every line."),
)


@pytest.mark.parametrize(("module", "question_id", "fields", "said"), UNFINISHED)
def test_an_unfinished_answer_is_asked_for_again_and_not_counted(
    module: str, question_id: str, fields: dict[str, object], said: str, as_amina: CheckedClient, mount: Mount
) -> None:
    refused = send(as_amina, question_id, fields, module=module)

    assert refused.status_code == 422
    assert said in words_of(refused, f"#{question_id}")
    assert tries(mount.store) == []


def test_two_steps_in_the_same_place_stay_as_they_were_chosen(as_amina: CheckedClient, mount: Mount) -> None:
    steps = answer_of(mount, "what-comes-first", "Ask the street", "Choose a day", "Hang the flags", "Clear up")
    chosen = {f"place-{key}": "2" for key in steps}

    refused = send(as_amina, "what-comes-first", dict(chosen), module="the-day")

    assert refused.status_code == 422
    assert fields_of(refused, "/modules/the-day/what-comes-first") == chosen


def test_pressing_check_twice_counts_one_try(as_amina: CheckedClient, mount: Mount) -> None:
    (right,) = answer_of(mount, ASKED, "The people who live near it", module="asking")
    form = form_of(as_amina.get(PAGE), ASKED)
    sent = {**form.hidden, "answer": right}

    assert [as_amina.post(form.action, data=sent).status_code for _ in range(3)] == [303, 303, 303]
    assert tries(mount.store) == [(ASKED, 1, True)]


def without_tokens(html: str) -> str:
    return re.sub(r'name="(csrf_token|once)" value="[^"]*"', "", html)


OTHER_ANSWERS = all_of(
    without_versions,
    rewritten(
        "modules/asking.md",
        ("- [ ] Only the band\n  > The band will say yes.", "- [x] Only the band\n  > Good."),
        ("- [x] The people who live near it\n  > Yes. They will hear", "- [ ] The people who live near it\n  > They"),
    ),
    rewritten(
        "modules/the-day.md",
        ("- [x] Everyone can see it", "- [ ] Everyone can see it"),
        ("- [ ] It never changes", "- [x] It never changes"),
        ("1. Ask the street\n2. Choose a day", "1. Choose a day\n2. Ask the street"),
        ("Why: A list helps", "Why: No list helps"),
    ),
)
"""The same questions, with other right answers."""


def test_a_question_looks_the_same_whichever_answer_is_right(
    as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    """Nothing in the page before answering (order, ids, hidden text) can tell: change what is right and compare."""

    def questions() -> list[str]:
        pages = [as_amina.get(f"{address}?fresh={tmp_path.name}") for address in (PAGE, "/modules/the-day")]
        ids = ((0, ASKED), (1, "good-list"), (1, "what-comes-first"))
        return [without_tokens(section(pages[page], one).html or "") for page, one in ids]

    before = questions()
    publish_changed(mount.store, tmp_path / "course", OTHER_ANSWERS)

    assert questions() == before


def test_the_partners_of_a_matching_question_stand_in_an_order_of_their_own(
    as_amina: CheckedClient, mount: Mount
) -> None:
    form = form_of(as_amina.get("/modules/the-day"), "who-brings-what", "the-day").node

    offered = [[one.attributes["value"] for one in select.css("option")] for select in form.css("select")]

    assert len(offered) == 3
    assert offered == [["", *sorted(offered[0][1:])]] * 3


# --- languages and easy read ------------------------------------------------------------------------------------------


def test_a_version_shows_what_it_lacks_as_in_the_base_in_its_own_language(as_amina: CheckedClient) -> None:
    as_amina.get("/language/cy", headers={"Sec-Fetch-Site": "same-origin"})

    page = as_amina.get(PAGE)

    assert section(page, "main").css_first("h1").text() == "Gofyn i'r stryd"
    assert section(page, TEA).attributes.get("lang") is None
    assert "Meddyliwch am barti da." in words_of(page, f"#{TEA}")
    for only_in_base in EXERCISES[1:]:
        assert section(page, only_in_base).attributes.get("lang") == "en"
    assert "Who will you ask first?" in words_of(page, "#three-people")


def test_what_is_kept_in_one_language_is_there_in_the_other(as_amina: CheckedClient) -> None:
    send(as_amina, TEA, {"text": "o dan y goeden", "act": "keep"})
    as_amina.get("/language/cy", headers={"Sec-Fetch-Site": "same-origin"})

    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "o dan y goeden"}
    assert send(as_amina, "three-people", {"line-1": "Ann", "act": "keep"}).status_code == 303


def test_a_module_nobody_has_written_in_this_language_says_which_it_is_in(as_amina: CheckedClient) -> None:
    as_amina.get("/language/cy", headers={"Sec-Fetch-Site": "same-origin"})

    page = as_amina.get("/modules/the-day")

    assert section(page, "main").css_first("article").attributes.get("lang") == "en"


def test_easy_read_is_the_same_module_in_easier_words(as_amina: CheckedClient) -> None:
    as_amina.send_form("/look", {"text_size": "normal", "theme": "system", "easy_read": "y"})

    page = as_amina.get(PAGE)

    assert "Think of a party. What was good?" in words_of(page, f"#{TEA}")
    assert "Who will you ask first?" in words_of(page, "#three-people")
    assert section(page, "three-people").attributes.get("lang") is None


# --- other ways to read -----------------------------------------------------------------------------------------------


def test_a_module_can_be_read_without_forms_and_saved_as_text(as_amina: CheckedClient) -> None:
    reading = as_amina.get(f"{PAGE}/reading")
    plain = as_amina.get(f"{PAGE}.txt")

    assert "Knock on the door of somebody you have never met." in words_of(reading)
    assert section(reading, "main").css("input:not([type=hidden]), textarea, select") == []
    assert (plain.mimetype, plain.headers["Content-Disposition"]) == ("text/plain", "attachment; filename=asking.txt")
    assert "Knock on the door of somebody you have never met." in plain.text
    for told in ("The band will say yes.", "They will hear it all day."):
        assert told not in reading.text
        assert told not in plain.text


# --- a page that has not changed --------------------------------------------------------------------------------------


def seen(browser: CheckedClient, address: str = PAGE) -> dict[str, str]:
    """Open a page twice, so that nothing is new in it, and remember which version it was."""
    browser.get(address)
    return {"If-None-Match": browser.get(address).headers["ETag"]}


def test_a_page_seen_again_unchanged_costs_nothing(as_amina: CheckedClient) -> None:
    version = seen(as_amina)

    again = as_amina.get(PAGE, headers=version)

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", version["If-None-Match"])


def mark_done(browser: CheckedClient) -> None:
    browser.send_form("/modules/the-day", {}, action="/modules/the-day/done")


def begin_the_story(browser: CheckedClient) -> None:
    browser.send_form("/scenarios/two-doors", {"act": "start"})


CHANGES = {
    "an exercise kept": lambda browser: send(browser, TEA, {"text": "mine", "act": "keep"}),
    "an exercise of another module": lambda browser: send(browser, "your-job", {"text": "x", "act": "keep"}, module="the-day"),
    "a draft": lambda browser: send(browser, TEA, {"text": "mi"}, headers=AUTOSAVE),
    "an answer": lambda browser: send(browser, "who-brings-what", {}, module="the-day") and answer_something(browser),
    "a module marked done": mark_done,
    "a story begun": begin_the_story,
    "another language": lambda browser: browser.get("/language/cy", headers={"Sec-Fetch-Site": "same-origin"}),
    "easy read": lambda browser: browser.send_form("/look", {"text_size": "normal", "theme": "system", "easy_read": "y"}),
    "a new name": lambda browser: browser.send_form("/account/name", {"name": "Amina Y."}),
}  # fmt: skip


def answer_something(browser: CheckedClient) -> None:
    form = form_of(browser.get(PAGE), ASKED)
    key = form.node.css_first("input[name=answer]").attributes["value"]
    assert browser.post(form.action, data={**form.hidden, "answer": key}).status_code == 303


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_page_is_drawn_afresh_after(change: object, as_amina: CheckedClient) -> None:
    version = seen(as_amina)
    change(as_amina)  # type: ignore[operator]
    as_amina.get("/help")  # a message waiting for the next page is not what makes it fresh

    assert as_amina.get(PAGE, headers=version).status_code == 200


def test_a_page_is_drawn_afresh_after_a_new_release(as_amina: CheckedClient, mount: Mount, tmp_path: Path) -> None:
    version = seen(as_amina)
    publish_changed(
        mount.store,
        tmp_path / "course",
        rewritten("modules/asking.md", ("A good party starts", "A great party starts")),
    )

    page = as_amina.get(PAGE, headers=version)

    assert page.status_code == 200
    assert "A great party starts" in page.text


def test_nobody_else_is_shown_a_page_by_its_version(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    version = seen(as_amina)

    assert as_joe.get(PAGE, headers=version).status_code == 200


@pytest.fixture
def fresh(settings: Settings) -> Iterator[Flask]:
    """The same site in another process: nothing of it has been drawn before."""
    app = create_app(settings)
    app.test_client_class = CheckedClient
    yield app
    app.extensions["course"]["course"].store.close()


def fill_in_everything(browser: CheckedClient, mount: Mount, words: str, act: str = "keep") -> None:
    for activity_id in EXERCISES:
        one = exercise(mount.shelf.newest().course, activity_id)  # type: ignore[union-attr]
        send(browser, activity_id, {**fill(one, words), "act": act})


def test_a_page_is_the_same_whoever_looked_before(
    as_amina: CheckedClient, as_joe: CheckedClient, joe: Person, mount: Mount, fresh: Flask
) -> None:
    """What is kept of pages between visits is nobody's: after Amina, Joe sees what he would have seen alone."""
    fill_in_everything(as_amina, mount, "Amina wrote this")
    answer_something(as_amina)
    fill_in_everything(as_joe, mount, "Joe wrote that")
    for browser in (as_amina, as_joe, as_amina, as_joe):
        browser.get(PAGE)

    alone = signed_in(fresh, joe)

    for address in (PAGE, f"{PAGE}?again={ASKED}", "/modules/the-day", f"{PAGE}/reading", "/learning", "/my-words"):
        alone.get(address)
        page = without_tokens(as_joe.get(address).text)
        assert page == without_tokens(alone.get(address).text), address
        assert "Amina" not in page
    assert "Joe wrote that" in as_joe.get(PAGE).text


def test_a_page_is_the_same_however_it_came_to_be(
    as_amina: CheckedClient, amina: Person, mount: Mount, fresh: Flask
) -> None:
    """Every state of an exercise, one after the other, looks as it would if the page had never been drawn before."""
    for act in ("later", "keep", "on_paper", "not_now", "in_talk", "keep"):
        fill_in_everything(as_amina, mount, f"<b>{act}</b> & [text text] {{{{ 7 * 7 }}}} %(day)s", act)
        as_amina.get(PAGE)

    alone = signed_in(fresh, amina)
    alone.get(PAGE)

    assert without_tokens(as_amina.get(PAGE).text) == without_tokens(alone.get(PAGE).text)
    assert fields_of(as_amina.get(PAGE), HERE) == {"text": "<b>keep</b> & [text text] {{ 7 * 7 }} %(day)s"}


# --- a course that changes --------------------------------------------------------------------------------------------


OTHER_KINDS = all_of(
    without_versions,
    rewritten(
        "modules/asking.md",
        ("### Reflect: A party", "### Table: A party"),
        ("What made it good?", "What made it good?\n\n| What | Mine |\n|--|--|\n| Food | |"),
        ("### List: Three", "### Reflect: Three"),
        ("Number of answers: 2 to 3\n", ""),
        ("### Know and don't know: Your street", "### List: Your street"),
        ("### Diary: How it went", "### Know and don't know: How it went"),
        ("Stage: Planning\n\nWhat happened", "What happened"),
        ("### Rank: What matters most", "### Scale: What matters most"),
        ("Put these in your own order.", "Scale: 1 (little) to 5 (much)\n\nSay how much."),
        ("### Scale: How sure are you?", "### Rank: How sure are you?"),
        ("Scale: 1 (not at all) to 5 (very)\nRoom for a note: yes\n", ""),
        ("### Ground rules: How we talk", "### Role cards: How we talk"),
        ("- We let people finish", "- **Host.** You let people finish.\n- **Guest.** You finish."),
        ("### Role cards: The first meeting", "### Ground rules: The first meeting"),
    ),
)


OTHER_LINES = rewritten(
    "modules/asking.md",
    ("| Time of day | |\n", "| Light | |\n"),
    ("| A place to sit | |\n", ""),
    ("- I can knock on a door\n", "- I can juggle\n"),
    ("- I can say no to a brass band", "- I can cook"),
)


def test_words_kept_in_an_exercise_that_becomes_another_kind_break_no_page(
    as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    for activity_id in EXERCISES:
        one = exercise(mount.shelf.newest().course, activity_id)  # type: ignore[union-attr]
        send(as_amina, activity_id, {**fill(one, "kept before"), "act": "keep"})
    publish_changed(mount.store, tmp_path / "course", OTHER_KINDS)

    assert as_amina.get(PAGE).status_code == 200
    for activity_id in EXERCISES:
        assert as_amina.get(f"{PAGE}/{activity_id}/versions").status_code == 200
        one = exercise(mount.shelf.newest().course, activity_id)  # type: ignore[union-attr]
        assert send(as_amina, activity_id, {**fill(one, "kept now"), "act": "keep"}).status_code == 303


@pytest.mark.parametrize("change", [OTHER_KINDS, OTHER_LINES], ids=["other kinds", "other lines"])
def test_words_are_readable_by_their_owner_whatever_becomes_of_the_exercise(
    change: object, as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    for activity_id in WRITTEN:
        one = exercise(mount.shelf.newest().course, activity_id)  # type: ignore[union-attr]
        send(as_amina, activity_id, {**fill(one, f"{activity_id} then"), "act": "keep"})
    publish_changed(mount.store, tmp_path / "course", change)  # type: ignore[arg-type]

    for activity_id in WRITTEN:
        assert f"{activity_id} then" in words_of(as_amina.get(f"{PAGE}/{activity_id}/versions"))


def test_an_exercise_that_left_the_course_is_gone_and_the_words_are_kept(
    as_amina: CheckedClient, amina: Person, mount: Mount, tmp_path: Path
) -> None:
    send(as_amina, TEA, {"text": "kept before", "act": "keep"})

    def drop(folder: Path) -> None:
        for name in ("asking.md", "asking.cy.md", "asking.easy.md"):
            file = folder / "modules" / name
            lines = file.read_text(encoding="utf-8").split("###")
            file.write_text("###".join(one for one in lines if TEA not in one), encoding="utf-8")

    publish_changed(mount.store, tmp_path / "course", drop)

    assert f'id="{TEA}"' not in as_amina.get(PAGE).text
    assert as_amina.get(f"{HERE}/versions").status_code == 404
    assert states(mount.store, amina) == [(TEA, 1, "kept")]


def test_a_module_that_is_not_there_is_not_found(as_amina: CheckedClient) -> None:
    for address in ("/modules/nowhere", "/modules/nowhere/reading", "/modules/nowhere.txt", "/modules/asking/versions"):
        assert as_amina.get(address).status_code == 404


# --- what it costs ----------------------------------------------------------------------------------------------------


def many_exercises(folder: Path) -> None:
    file = folder / "modules" / "the-day.md"
    more = "".join(
        f"### Reflect: Thought {number}\n<!-- id: thought-{number} -->\n\nWhat do you think?\n\n"
        for number in range(30)
    )
    file.write_text(file.read_text(encoding="utf-8").replace("## Check", f"{more}## Check"), encoding="utf-8")


def test_a_module_page_asks_the_database_little_however_much_was_kept(
    as_amina: CheckedClient, amina: Person, mount: Mount, tmp_path: Path
) -> None:
    release = publish_changed(mount.store, tmp_path / "course", many_exercises)

    def keep(numbers: range) -> None:
        with mount.store.transaction() as connection:
            for number in numbers:
                keep_words(
                    connection,
                    mount.vault,
                    learner_id=amina.id,
                    words_key=amina.words_key or b"",
                    module_id="the-day",
                    activity_id=f"thought-{number}",
                    base=0,
                    state="kept",
                    words='{"text": "x"}',
                    shared_as="nobody",
                    release_id=release,
                    now=NOW,
                )

    costs = []
    for numbers in (range(1), range(1, 30)):
        keep(numbers)
        as_amina.get("/modules/the-day")
        costs.append(statements_of(mount.store, lambda: as_amina.get("/modules/the-day")))

    assert len(costs[0]) == len(costs[1]) <= 12
    with mount.store.reading() as connection:
        assert connection.execute(select(func.count()).select_from(private_words)).scalar() == 30


def statements_of(store: Store, act: object) -> list[str]:
    said: list[str] = []

    def remember(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", remember)
    act()  # type: ignore[operator]
    event.remove(store.engine, "before_cursor_execute", remember)
    return said


def test_a_page_seen_again_costs_one_question_and_none_when_nobody_is_signed_in(
    as_amina: CheckedClient, mount: Mount
) -> None:
    version = seen(as_amina)

    assert len(statements_of(mount.store, lambda: as_amina.get(PAGE, headers=version))) <= 2


def test_a_phone_that_opens_the_page_with_a_problem_anew_gets_the_place_in_the_module(
    mount: Mount, as_amina: CheckedClient
) -> None:
    assert as_amina.get(HERE).headers["Location"] == f"{PAGE}#{TEA}"
    assert as_amina.get(f"{PAGE}/nothing").status_code == 404
    assert as_amina.get("/modules/nothing/here").status_code == 404
