"""The page of the plan: what flows in, one's own words, how parts stand, and looking it over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from course.store.people import Person
from course.store.tables import plan_confirmation, private_words
from course.study.rules import LONGEST_WORDS
from course.web import Mount
from tests.conftest import signed_in
from tests.pages import CheckedClient, form_on
from tests.street_party import fields_of, publish_changed, rewritten, section, words_of

from .conftest import ASKED_FOR

ASKING, THE_DAY = "/modules/asking", "/modules/the-day"


def keep(browser: CheckedClient, exercise: str, page: str = ASKING, **fields: str) -> None:
    sent = {name.replace("__", "-"): value for name, value in fields.items()}
    reply = browser.send_form(page, {"act": "keep", **sent}, f"{page}/{exercise}")
    assert reply.status_code in (200, 303), reply.text


def part(browser: CheckedClient, name: str) -> str:
    return " ".join(section(browser.get("/plan"), f"part-{name}").text(separator=" ").split())


def send(browser: CheckedClient, name: str, **fields: str):  # type: ignore[no-untyped-def]
    form = form_on(browser.get("/plan"), f"/plan/{name}")
    return browser.post(form.action, data={**form.hidden, "act": "keep", **fields})


# --- what flows in ----------------------------------------------------------------------------------------------------


def test_a_plan_with_nothing_in_it_says_which_modules_feed_it(planned: Mount, as_amina: CheckedClient) -> None:
    page = as_amina.get("/plan")
    assert "There is nothing in your plan yet" in words_of(page)
    assert "Module 1: Asking the street" in words_of(page)
    assert "Module 2: On the day" in words_of(page)


def test_the_way_into_a_plan_stands_first_and_says_how_every_part_stands(
    planned: Mount, as_amina: CheckedClient
) -> None:
    page = as_amina.get(ASKING)
    form = form_on(page, f"{ASKING}/what-i-need")
    cell = next(name for name in fields_of(page, form.action) if name.startswith("cell-"))
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cell: "A chair"})
    keep(as_amina, "three-people", line__1="Old Mrs Price")
    send(as_amina, "who-does-what", text="The music", stands="agree")
    send(as_amina, "not-sure", stands="out")
    page = as_amina.get("/plan")
    assert words_of(page, "#parts") == (
        "The parts of your plan Who to ask Something in it Who does what Still to agree Access Waits to be put in "
        "What we are not sure we can do Left out Looking it over Take a copy"
    )
    assert page.text.index('id="parts"') < page.text.index('id="part-who-to-ask"')
    assert 'href="#parts"' in page.text

    send(as_amina, "not-sure", stands="in")
    assert "What we are not sure we can do Nothing yet" in words_of(as_amina.get("/plan"), "#parts")


def test_a_box_is_folded_until_there_is_something_in_it(planned: Mount, as_amina: CheckedClient) -> None:
    def is_open(name: str) -> bool:
        return "open" in section(as_amina.get("/plan"), f"part-{name}").css_first(".plan-write").attributes  # type: ignore[union-attr]

    keep(as_amina, "three-people", line__1="Old Mrs Price")
    assert [is_open(name) for name in ("who-to-ask", "access", "not-sure")] == [False, False, False]
    send(as_amina, "who-to-ask", text="And her sister")
    send(as_amina, "access", stands="agree")
    assert [is_open(name) for name in ("who-to-ask", "access", "not-sure")] == [True, True, False]
    refused = send(as_amina, "not-sure", text="x" * (LONGEST_WORDS + 1))
    assert "open" in section(refused, "part-not-sure").css_first(".plan-write").attributes  # type: ignore[union-attr]


def test_an_answer_shows_in_its_part_and_follows_every_change(planned: Mount, as_amina: CheckedClient) -> None:
    keep(as_amina, "three-people", line__1="Old Mrs Price")
    before = part(as_amina, "who-to-ask")
    assert "Part 1 All the parts Who to ask Who lives in the street? It serves: Fair shares · A shared list" in before.replace(
        "It serves all the principles.", ""
    )
    assert "Old Mrs Price" in before
    assert "Change this in module 1" in before

    keep(as_amina, "three-people", line__1="The twins")
    after = part(as_amina, "who-to-ask")
    assert ("The twins" in after, "Old Mrs Price" in after) == (True, False)

    as_amina.send_form(ASKING, {"act": "not_now"}, f"{ASKING}/three-people")
    gone = part(as_amina, "who-to-ask")
    assert "The twins" not in gone
    assert "What you keep in “ Three people to ask ”, in module 1, comes here." in gone


def test_a_draft_is_not_in_the_plan_until_it_is_kept(planned: Mount, as_amina: CheckedClient) -> None:
    keep(as_amina, "three-people", line__1="The twins")
    keep(as_amina, "three-people", line__1="The tw", act="later")
    shown = part(as_amina, "who-to-ask")
    assert "The twins" in shown
    assert "You have begun to change this" in shown


def test_done_on_paper_is_said_in_the_plan(planned: Mount, as_amina: CheckedClient) -> None:
    keep(as_amina, "three-people", act="on_paper")
    assert "You did this on paper." in part(as_amina, "who-to-ask")


def test_only_its_owner_sees_a_plan(
    planned: Mount, as_amina: CheckedClient, as_joe: CheckedClient, client: CheckedClient
) -> None:
    keep(as_amina, "three-people", line__1="Old Mrs Price")
    send(as_amina, "not-sure", text="Whether it rains")
    assert "Old Mrs Price" not in as_joe.get("/plan").text
    assert "Whether it rains" not in as_joe.get("/plan").text
    assert client.get("/plan").headers["Location"].startswith("/sign-in")


def test_a_course_without_a_plan_says_so(mount: Mount, folder: Path, as_amina: CheckedClient) -> None:
    publish_changed(mount.store, folder, rewritten("modules/asking.md", ("Goes to plan: Who does what\n", "")))
    assert "This course has no plan" in words_of(as_amina.get("/plan"))
    assert "My plan" not in words_of(as_amina.get("/learning"), "body")
    form = form_on(as_amina.get("/look"), "/look")
    assert as_amina.post("/plan", data=form.hidden).status_code == 404


def test_without_sections_in_the_index_the_plan_has_those_that_exercises_name(
    mount: Mount, as_amina: CheckedClient
) -> None:
    assert "Part 1 All the parts Who does what" in part(as_amina, "who-does-what")


def test_in_welsh_the_exercise_has_its_welsh_name(planned: Mount, as_amina: CheckedClient) -> None:
    keep(as_amina, "three-people", line__1="Old Mrs Price")
    as_amina.get("/language/cy")
    page = as_amina.get("/plan")
    assert "Fy nghynllun" in words_of(page)
    assert "Newid hyn ym modiwl 1" in words_of(page)


# --- only if I move it ------------------------------------------------------------------------------------------------


def test_an_answer_waits_outside_the_plan_until_it_is_moved_and_can_be_taken_out(
    planned: Mount, as_amina: CheckedClient
) -> None:
    page = as_amina.get(ASKING)
    form = form_on(page, f"{ASKING}/what-i-need")
    cells = [name for name in fields_of(page, form.action) if name.startswith("cell-")]
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "A chair"})
    assert "This is not in your plan." in part(as_amina, "access")

    for _ in range(2):  # a second press is harmless
        assert send(as_amina, "access", text="Ask everyone", act="put-in:asking/what-i-need").status_code == 303
    assert "This is not in your plan." not in part(as_amina, "access")
    assert "You moved “What I need” into your plan." in part(as_amina, "access")
    assert fields_of(as_amina.get("/plan"), "/plan/access")["text"] == "Ask everyone"

    send(as_amina, "access", text="Ask everyone", act="take-out:asking/what-i-need")
    assert "This is not in your plan." in part(as_amina, "access")


def test_an_answer_that_always_goes_in_cannot_be_moved(planned: Mount, as_amina: CheckedClient) -> None:
    assert send(as_amina, "who-to-ask", act="take-out:asking/three-people").status_code == 422


# --- one's own words --------------------------------------------------------------------------------------------------


def test_own_words_are_kept_locked_and_shown_again(planned: Mount, as_amina: CheckedClient) -> None:
    reply = send(as_amina, "not-sure", text="Whether it rains", stands="agree")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/plan#part-not-sure")

    form = fields_of(as_amina.get("/plan"), "/plan/not-sure")
    assert (form["text"], form["stands"]) == ("Whether it rains", "agree")
    assert "Still to agree" in part(as_amina, "not-sure")
    with planned.store.reading() as connection:
        rows = connection.execute(private_words.select()).all()
    assert [(row.module_id, row.activity_id, row.version, row.shared_as) for row in rows] == [
        ("_plan", "not-sure", 1, "nobody")
    ]
    assert b"rains" not in rows[0].words


def test_a_second_press_saves_once_and_an_empty_box_saves_nothing(planned: Mount, as_amina: CheckedClient) -> None:
    form = form_on(as_amina.get("/plan"), "/plan/not-sure")
    data = {**form.hidden, "act": "keep", "text": "Whether it rains"}
    assert [as_amina.post(form.action, data=data).status_code for _ in range(2)] == [303, 303]
    assert send(as_amina, "access", text="").status_code == 303
    with planned.store.reading() as connection:
        assert len(connection.execute(private_words.select()).all()) == 1


def test_words_can_be_taken_away_again(planned: Mount, as_amina: CheckedClient) -> None:
    send(as_amina, "not-sure", text="Whether it rains")
    send(as_amina, "not-sure", text="")
    assert "Whether it rains" not in as_amina.get("/plan").text
    assert "Whether it rains" not in as_amina.get("/my-words").text
    assert "Removed" in words_of(as_amina.get("/plan/not-sure/versions"))


def test_two_windows_show_both_texts(planned: Mount, as_amina: CheckedClient) -> None:
    form = form_on(as_amina.get("/plan"), "/plan/not-sure")
    send(as_amina, "not-sure", text="From one window")
    reply = as_amina.post(form.action, data={**form.hidden, "act": "keep", "text": "From the other"})
    assert reply.status_code == 409
    assert "From one window" in words_of(reply)
    again = form_on(reply, "/plan/not-sure")
    fields = {**again.hidden, **fields_of(reply, again.action)}
    assert fields["text"] == "From the other"
    assert as_amina.post(again.action, data={**fields, "act": "keep"}).status_code == 303
    assert fields_of(as_amina.get("/plan"), "/plan/not-sure")["text"] == "From the other"


@pytest.mark.parametrize(
    ("text", "said", "left"),
    [
        ("x" * (LONGEST_WORDS + 1), "20,000 characters is the most", "x" * (LONGEST_WORDS + 1)),
        ("a\x07b", "There was a hidden character in this box", "ab"),
    ],
)
def test_words_that_cannot_be_saved_stay_in_the_box_with_the_reason(
    planned: Mount, as_amina: CheckedClient, text: str, said: str, left: str
) -> None:
    reply = send(as_amina, "not-sure", text=text)
    assert reply.status_code == 422
    assert said in words_of(reply, ".error-summary")
    assert fields_of(reply, "/plan/not-sure")["text"] == left
    assert fields_of(as_amina.get("/plan"), "/plan/not-sure")["text"] == ""


def test_a_phone_that_opens_the_page_with_a_problem_anew_gets_the_part(
    planned: Mount, as_amina: CheckedClient
) -> None:
    refused = send(as_amina, "not-sure", text="x" * (LONGEST_WORDS + 1))
    assert refused.request.path == "/plan/not-sure"
    assert as_amina.get("/plan/not-sure").headers["Location"] == "/plan#part-not-sure"
    assert as_amina.get("/plan/nothing").status_code == 404


def test_a_page_that_saves_itself_keeps_a_draft(planned: Mount, as_amina: CheckedClient) -> None:
    form = form_on(as_amina.get("/plan"), "/plan/not-sure")

    def autosave(text: str, base: str):  # type: ignore[no-untyped-def]
        data = {**form.hidden, "base": base, "text": text}
        reply = as_amina.post(form.action, data=data, headers={"X-Autosave": "1"})
        assert reply.json is not None
        return reply.status_code, reply.json["state"], reply.json.get("version")

    assert autosave("Whether", "0") == (200, "saved", 1)
    assert autosave("Whether it", "1") == (200, "saved", 2)
    assert autosave("Something else", "0") == (409, "conflict", None)
    assert autosave("x" * (LONGEST_WORDS + 1), "2") == (422, "problem", None)
    assert "Draft saved" in part(as_amina, "not-sure")


def test_words_for_a_part_that_has_gone_are_shown_to_copy_and_stay_readable(
    planned: Mount, folder: Path, as_amina: CheckedClient
) -> None:
    send(as_amina, "not-sure", text="Whether it rains")
    form = form_on(as_amina.get("/plan"), "/plan/not-sure")
    publish_changed(
        planned.store,
        folder,
        rewritten(
            "modules/index.md", ("### What we are not sure we can do\n<!-- id: not-sure -->\n\nBe honest.\n\n", "")
        ),
    )
    reply = as_amina.post(form.action, data={**form.hidden, "act": "keep", "text": "And the band"})
    assert reply.status_code == 404
    assert "This part of the plan is no longer there" in reply.text
    assert "And the band" in reply.text
    assert as_amina.post(form.action, data=form.hidden, headers={"X-Autosave": "1"}).status_code == 404
    mine = words_of(as_amina.get("/my-words"))
    assert "Whether it rains" in mine
    assert "this part has since left the plan" in mine


def test_everything_i_wrote_and_its_versions_hold_the_plan_too(planned: Mount, as_amina: CheckedClient) -> None:
    send(as_amina, "not-sure", text="Whether it rains")
    send(as_amina, "not-sure", text="Whether it snows", stands="out")
    send(as_amina, "access", stands="agree")  # nothing written
    mine = words_of(as_amina.get("/my-words"))
    assert "What we are not sure we can do My plan · saved" in mine
    assert "Whether it snows" in mine
    assert "Access" not in mine
    versions = words_of(as_amina.get("/plan/not-sure/versions"))
    assert versions.index("Whether it snows") < versions.index("Whether it rains")
    assert as_amina.get("/plan/nothing/versions").status_code == 404


# --- dates ------------------------------------------------------------------------------------------------------------


def dates(browser: CheckedClient):  # type: ignore[no-untyped-def]
    page = browser.get(THE_DAY)
    form = form_on(page, f"{THE_DAY}/by-when")
    cells = [name for name in fields_of(page, form.action) if name.startswith("cell-")]
    return form, [name for name in cells if name.endswith("/2")]


def test_a_cell_for_a_date_is_a_calendar_and_takes_a_typed_date(planned: Mount, as_amina: CheckedClient) -> None:
    form, cells = dates(as_amina)
    assert [node.attributes["type"] for node in form.node.css("input[name$='/2']")] == ["date", "date"]
    reply = as_amina.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "2026-11-22"})
    assert reply.status_code == 303
    assert "Music (By when): 22 November 2026" in part(as_amina, "who-does-what")
    assert fields_of(as_amina.get(THE_DAY), f"{THE_DAY}/by-when")[cells[0]] == "2026-11-22"


def test_a_date_that_is_none_is_said_beside_its_cell_and_nothing_is_lost(
    planned: Mount, as_amina: CheckedClient
) -> None:
    form, cells = dates(as_amina)
    data = {
        **form.hidden,
        "act": "keep",
        cells[0]: "when it is dry",
        cells[1]: "2026-12-01",
        cells[0][:-1] + "1": "Ros",
    }
    reply = as_amina.post(form.action, data=data)
    assert reply.status_code == 422
    assert "Choose the date from the calendar, or write it like this: 2026-11-22." in words_of(reply, ".error-summary")
    left = form_on(reply, f"{THE_DAY}/by-when")
    assert {
        name: value for name, value in fields_of(reply, left.action).items() if value and name.startswith("cell-")
    } == {
        cells[0]: "when it is dry",
        cells[1]: "2026-12-01",
        cells[0][:-1] + "1": "Ros",
    }
    kinds = {one.attributes["name"]: one.attributes["type"] for one in left.node.css("input[name$='/2']")}
    assert kinds == {cells[0]: "text", cells[1]: "date"}, "a calendar would show nothing for words"
    autosaved = as_amina.post(form.action, data=data, headers={"X-Autosave": "1"})
    assert autosaved.status_code == 422


# --- looking it over --------------------------------------------------------------------------------------------------


def press(browser: CheckedClient):  # type: ignore[no-untyped-def]
    return browser.send_form("/plan", {}, "/plan")


def test_looking_it_over_keeps_the_day_and_a_later_change_does_not_take_it_back(
    planned: Mount, app: Flask, amina: Person
) -> None:
    planned.clock = lambda: datetime(2026, 11, 22, 23, 50, tzinfo=UTC)
    as_amina = signed_in(app, amina)
    send(as_amina, "not-sure", text="Whether it rains")
    form = form_on(as_amina.get("/plan"), "/plan")
    assert [as_amina.post("/plan", data=form.hidden).status_code for _ in range(2)] == [303, 303]
    page = words_of(as_amina.get("/plan"), "#looked-over")
    assert "You looked your plan over on 22 November 2026." in page
    assert "changed" not in page
    with planned.store.reading() as connection:
        assert len(connection.execute(plan_confirmation.select()).all()) == 1

    planned.clock = lambda: datetime(2026, 11, 23, 0, 10, tzinfo=UTC)
    send(as_amina, "not-sure", text="Whether it snows")
    page = words_of(as_amina.get("/plan"), "#looked-over")
    assert "You looked your plan over on 22 November 2026. You have changed it since then." in page
    assert press(as_amina).status_code == 303
    assert "You looked your plan over on 23 November 2026." in words_of(as_amina.get("/plan"), "#looked-over")


def test_the_certificate_can_ask_for_it_as_its_last_step(planned: Mount, folder: Path, as_amina: CheckedClient) -> None:
    publish_changed(planned.store, folder, ASKED_FOR)
    assert "This is a step towards your certificate." in words_of(as_amina.get("/plan"))
    assert "Look your plan over, and press the button at its end: My plan" in words_of(as_amina.get("/learning"))
    assert "My plan Look your plan over" in words_of(as_amina.get("/certificate"))
    assert "0 of 8 steps done" in words_of(as_amina.get("/learning"))

    press(as_amina)

    assert "1 of 8 steps done" in words_of(as_amina.get("/learning"))
    assert "Look your plan over" not in words_of(as_amina.get("/certificate"))


def test_when_only_the_plan_is_left_carrying_on_leads_to_it_and_it_gives_the_certificate(
    planned: Mount, folder: Path, as_amina: CheckedClient
) -> None:
    rules = (
        "- Mark every module done.\n- Keep at least 1 exercise in every module.\n"
        "- Pass every knowledge check.\n- Finish every scenario.\n"
    )
    publish_changed(planned.store, folder, rewritten("modules/index.md", (rules, "- Confirm your plan.\n")))
    assert as_amina.get("/carry-on").headers["Location"] == "/plan#looked-over"
    assert "Next: look your plan over." in words_of(as_amina.get("/learning"))
    press(as_amina)
    page = words_of(as_amina.get("/certificate"))
    assert "Certificate of completion" in page
    assert "Made a plan, and looked it over" in page


def test_a_module_says_where_an_exercise_goes_and_my_learning_leads_to_the_plan(
    planned: Mount, as_amina: CheckedClient
) -> None:
    page = words_of(as_amina.get(ASKING))
    assert "It goes into your plan, in the part “Who to ask”. See your plan" in page
    assert "It goes into your plan, in the part “Access”, when you move it there." in page
    assert "/plan" in [
        node.attributes["href"] for node in section(as_amina.get("/learning"), "plan-title").parent.css("a")
    ]  # type: ignore[union-attr]
