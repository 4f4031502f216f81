"""A knowledge check that asks one question of several, and exercises that come back to an earlier answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from werkzeug.test import TestResponse

from course.web import Mount
from tests.pages import CheckedClient
from tests.street_party import all_of, form_of, publish_changed, rewritten, section, without_versions, words_of

SECOND = """### Question: Whose bins are they?
<!-- id: whose-bins -->

One of: asking

Whose bins are in the way? Choose one.

- [x] Everybody's
  > Yes. So everybody can move one.
- [ ] The band's
  > A band brings drums and not bins.

### Question: Who should be asked?
<!-- id: who-should-be-asked -->

One of: asking
"""
ASKED, BINS = "who-should-be-asked", "/modules/asking/whose-bins"
COMES_BACK = "Earlier: [A party you remember](asking.md#party-you-remember)\n\nWhat will you do on the day?"
AGAIN = """### Scale: How sure are you now?
<!-- id: how-sure-now -->

Earlier: [How sure are you?](asking.md#how-sure)
Scale: 1 (not at all) to 5 (very)

Say how sure you feel now.

- I can knock on a door
- I can say no to a brass band

### Reflect: Your job
"""


@pytest.fixture
def changed(mount: Mount, tmp_path: Path) -> Iterator[None]:
    """The sample course, where the check of the first module asks one of two and the second module looks back."""
    publish_changed(
        mount.store,
        tmp_path / "course",
        all_of(
            without_versions,
            rewritten(
                "modules/asking.md", ("### Question: Who should be asked?\n<!-- id: who-should-be-asked -->\n", SECOND)
            ),
            rewritten(
                "modules/the-day.md", ("What will you do on the day?", COMES_BACK), ("### Reflect: Your job\n", AGAIN)
            ),
        ),
    )
    yield


def asked(page: TestResponse) -> list[str]:
    """Titles of the questions on a page."""
    return re.findall(r'<h3 id="[a-z-]+-title">(Who should be asked\?|Whose bins are they\?)</h3>', page.text)


@pytest.mark.usefixtures("changed")
def test_one_question_of_the_bank_is_asked_and_counted(as_amina: CheckedClient) -> None:
    page = as_amina.get("/modules/asking")

    assert len(asked(page)) == 1
    assert "Question 1 of 1" in words_of(page)
    assert "Get 1 of the 1 questions right" in words_of(page)


@pytest.mark.usefixtures("changed")
def test_another_try_asks_another_question_and_either_one_passes(as_amina: CheckedClient) -> None:
    first = asked(as_amina.get("/modules/asking"))
    ids = {"Who should be asked?": "who-should-be-asked", "Whose bins are they?": "whose-bins"}
    one, other = ids[first[0]], next(ids[title] for title in ids if title not in first)

    as_amina.send_form("/modules/asking", {"answer": wrong(as_amina, one)}, f"/modules/asking/{one}")
    page = as_amina.get("/modules/asking")
    again = section(page, one).css_first("a.button")
    assert again is not None and f"again={other}" in (again.attributes["href"] or "")
    assert "Not yet right" in words_of(page)

    here = f"/modules/asking?again={other}"
    as_amina.send_form(here, {"answer": right(as_amina, other)}, f"/modules/asking/{other}")

    page = as_amina.get("/modules/asking")
    assert [ids[title] for title in asked(page)] == [other]
    assert "Get 1 of the 1 questions right: 1 right so far" in words_of(page)


@pytest.mark.usefixtures("changed")
def test_a_link_to_either_question_comes_to_its_place_on_the_page(as_amina: CheckedClient) -> None:
    page = as_amina.get("/modules/asking")

    assert [len(re.findall(f'id="{one}"', page.text)) for one in ("whose-bins", "who-should-be-asked")] == [1, 1]


def answers(browser: CheckedClient, question_id: str) -> dict[str, str]:
    """Words to key of each answer of a question that is asked for."""
    page = browser.get(f"/modules/asking?again={question_id}")
    return {
        " ".join(label.text().split()): label.css_first("input").attributes["value"] or ""
        for label in form_of(page, question_id).node.css("label.choice")
    }


def right(browser: CheckedClient, question_id: str) -> str:
    found = answers(browser, question_id)
    return found.get("Everybody's") or found["The people who live near it"]


def wrong(browser: CheckedClient, question_id: str) -> str:
    found = answers(browser, question_id)
    return found.get("The band's") or found["Nobody"]


# --- earlier answers --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("changed")
def test_before_there_is_an_earlier_answer_the_exercise_is_as_any_other(as_amina: CheckedClient) -> None:
    assert "What you wrote in" not in as_amina.get("/modules/the-day").text


@pytest.mark.usefixtures("changed")
def test_what_was_written_earlier_stands_above_the_box_and_goes_when_it_is_taken_out(as_amina: CheckedClient) -> None:
    before = "/modules/asking/party-you-remember"
    as_amina.send_form("/modules/asking", {"text": "Lanterns & <b>plums</b>", "act": "keep"}, before)

    shown = section(as_amina.get("/modules/the-day"), "your-job")
    assert "What you wrote in “A party you remember”" in shown.text()
    assert "Lanterns & <b>plums</b>" in shown.text()

    as_amina.send_form("/modules/asking", {"text": "", "act": "later"}, before)
    assert "Lanterns" not in as_amina.get("/modules/the-day").text


@pytest.mark.usefixtures("changed")
def test_earlier_marks_stand_beside_each_line_of_the_same_scale(as_amina: CheckedClient) -> None:
    form = form_of(as_amina.get("/modules/asking"), "how-sure")
    marks = [box.attributes["name"] or "" for box in form.node.css("input[type=radio]")]
    names = list(dict.fromkeys(marks))
    as_amina.send_form("/modules/asking", {names[0]: "2", names[1]: "5", "act": "keep"}, "/modules/asking/how-sure")

    first, second = section(as_amina.get("/modules/the-day"), "how-sure-now").css("fieldset")
    assert "You marked this 2 before." in first.text()
    assert "You marked this 5 before." in second.text()


@pytest.mark.usefixtures("changed")
def test_nobody_sees_what_somebody_else_wrote_earlier(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    as_amina.send_form("/modules/asking", {"text": "Only mine", "act": "keep"}, "/modules/asking/party-you-remember")
    as_amina.get("/modules/the-day")

    assert "Only mine" not in as_joe.get("/modules/the-day").text


@pytest.mark.usefixtures("changed")
def test_a_page_from_kept_pieces_has_ones_own_question_and_earlier_answers_and_keeps_neither(
    as_amina: CheckedClient, as_joe: CheckedClient, mount: Mount
) -> None:
    """Joe fills the shelf with pieces first; then Amina's pages are made from them, and once more from nothing."""
    pages = ("/modules/asking", "/modules/the-day")
    for browser, who in ((as_joe, "joe"), (as_amina, "amina")):
        text = {"text": f"zqx-{who}", "act": "keep"}
        browser.send_form("/modules/asking", text, "/modules/asking/party-you-remember")
        browser.send_form("/modules/asking?again=whose-bins", {"answer": wrong(browser, "whose-bins")}, BINS)
        for page in pages * 2:
            browser.get(page)
    as_joe.send_form(
        "/modules/asking?again=who-should-be-asked", {"answer": right(as_joe, ASKED)}, f"{pages[0]}/{ASKED}"
    )

    from_pieces = [without_tokens(as_amina.get(page)) for page in pages]
    kept = repr(
        [(sheet.page.pieces, [one.pieces for one in sheet._pieces.values()]) for sheet in mount.sheets.values()]
    )
    mount.sheets.clear()

    assert [without_tokens(as_amina.get(page)) for page in pages] == from_pieces
    assert ["zqx-amina" in page for page in from_pieces] == [True, True]
    assert "zqx" not in kept and "zqx-joe" not in "".join(from_pieces)


def without_tokens(page: TestResponse) -> str:
    return re.sub(r'name="(csrf_token|once)" value="[^"]+"', "", page.text)


@pytest.mark.usefixtures("changed")
def test_all_earlier_answers_of_a_module_are_found_in_one_statement(as_amina: CheckedClient, mount: Mount) -> None:
    as_amina.send_form("/modules/asking", {"text": "Lanterns", "act": "keep"}, "/modules/asking/party-you-remember")
    asked: list[str] = []
    event.listen(mount.store.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    page = as_amina.get("/modules/the-day")

    assert "Lanterns" in page.text
    assert len([one for one in asked if "course_private_words.saved_at" in one and "UNION" not in one]) == 1


def test_a_question_that_does_not_count_says_so_and_takes_no_number(
    as_amina: CheckedClient, mount: Mount, tmp_path: Path
) -> None:
    one = ("### Question: What makes a good job list?\n<!-- id: good-list -->\n", "pass mark: 2 of 3")
    other = (one[0] + "\nOptional: yes\n", "pass mark: 2 of 2")
    publish_changed(mount.store, tmp_path / "course", rewritten("modules/the-day.md", *zip(one, other, strict=True)))

    page = as_amina.get("/modules/the-day")

    assert "A question that does not count" in words_of(page, "#good-list")
    assert "Question 1 of 2" in words_of(page, "#what-comes-first")


# --- reading without forms --------------------------------------------------------------------------------------------


def test_the_reading_view_has_the_rows_of_a_table_and_both_sides_of_a_match(as_amina: CheckedClient) -> None:
    assert "Job Me My neighbour Music Food" in words_of(as_amina.get("/modules/asking/reading"), "main")
    day = words_of(as_amina.get("/modules/the-day/reading"))
    assert "The baker The drummer The gardener" in day
    assert {"Bread", "Noise", "Flowers"} <= set(day.split())


def test_the_reading_view_does_not_give_away_the_right_order(as_amina: CheckedClient) -> None:
    page = as_amina.get("/modules/the-day/reading").text
    steps = ["Ask the street", "Choose a day", "Hang the flags", "Clear up"]
    question = page[page.index('id="what-comes-first"') :]

    assert sorted(steps, key=question.index) == ["Hang the flags", "Clear up", "Ask the street", "Choose a day"]
