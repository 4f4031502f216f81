"""Copies of the plan to take away: what they hold, what they leave out, and that a calendar is not filled twice."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from icalendar import Calendar
from werkzeug.test import TestResponse

from course import typeset
from course.config import Settings
from course.content.model import Wait
from course.plan.calendar import Event, calendar_of
from course.plan.pdf import MOST_LINES, plan_pdf
from course.plan.rules import later_by
from course.plan.sheet import Block, Line, PlanSheet, SheetPart, as_text, is_right_to_left
from course.store.people import Person
from course.web import Mount
from tests.conftest import signed_in
from tests.pages import CheckedClient, form_on
from tests.planting import PHRASE
from tests.street_party import fields_of, publish_changed, rewritten, words_of

from .test_pages import ASKING, THE_DAY, dates, keep, send

MADE_AT = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


def sheet(*lines: Line, **more: object) -> PlanSheet:
    block = Block(title="By when?", language="en", lines=lines)
    part = SheetPart(
        title="2. Who does what",
        about="Every job has a name.",
        serves="It serves: Fair shares",
        stands="Still to agree",
        blocks=(block,),
    )
    given = {
        "language": "en",
        "course_language": "en",
        "title": "My plan",
        "course": "How to run a street party",
        "by": "Amina Yusuf",
        "made": "Made on 22 November 2026.",
        "parts": (part,),
        "open_words": "Nothing here yet:",
        "left_open": ("Access", "What we are not sure we can do"),
    }
    return PlanSheet(**{**given, **more})  # type: ignore[arg-type]


# --- plain text -------------------------------------------------------------------------------------------------------


def test_the_text_reads_from_top_to_bottom() -> None:
    long = "The band wants to play until it is quite dark, and the baker has to be up by three in the morning."
    text = as_text(
        sheet(Line(words=long), Line(words="Music: Ros", kind="item"), Line(words="First\nthen", kind="number"))
    )
    assert text == (
        "My plan\n=======\n\nHow to run a street party\nAmina Yusuf\n\nMade on 22 November 2026.\n\n"
        "2. Who does what\n----------------\n\nEvery job has a name.\n\nIt serves: Fair shares\n\n[Still to agree]\n\n"
        "By when?\n"
        "  The band wants to play until it is quite dark, and the baker has to be up by\n"
        "  three in the morning.\n"
        "  - Music: Ros\n"
        "  3. First\n     then\n\n"
        "Nothing here yet: Access · What we are not sure we can do\n"
    )


@pytest.fixture
def filled(planned: Mount, as_amina: CheckedClient) -> CheckedClient:
    """Amina's browser, with something in every part: kept, waiting, left out and a date."""
    keep(as_amina, "three-people", line__1="Old Mrs Price", line__2="قمر")
    page = as_amina.get(ASKING)
    form = form_on(page, f"{ASKING}/what-i-need")
    cell = next(name for name in fields_of(page, form.action) if name.startswith("cell-"))
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cell: "A chair with arms"})
    form, cells = dates(as_amina)
    who = cells[0][:-1] + "1"
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "2026-12-05", who: "Ros"})
    send(as_amina, "not-sure", text="Whether it rains", stands="out")
    return as_amina


def test_a_learners_text_holds_what_is_in_the_plan_and_not_what_waits_or_is_left_out(filled: CheckedClient) -> None:
    reply = filled.get("/plan.txt")
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.headers["Content-Disposition"] == "attachment; filename=plan.txt"
    assert reply.headers["Cache-Control"] == "no-store"
    text = reply.data.decode()
    assert "Three people to ask:\n  - Old Mrs Price\n  - قمر\n" in text
    assert "  - Music: Who: Ros; By when: 5 December 2026\n" in text
    assert "A chair with arms" not in text
    assert "Whether it rains" not in text
    assert text.endswith("Nothing here yet: Access\n")

    send(filled, "access", act="put-in:asking/what-i-need")
    send(filled, "not-sure", text="Whether it rains", stands="agree")
    text = filled.get("/plan.txt").data.decode()
    assert "A chair with arms" in text
    assert "[Still to agree]\n\nIn my own words:\n  Whether it rains\n" in text


def test_a_question_leads_to_its_answer_without_another_mark(
    planned: Mount, folder: Path, as_amina: CheckedClient
) -> None:
    publish_changed(planned.store, folder, rewritten("modules/the-day.md", ("| Job | Who |", "| Job | Who does it? |")))
    form, cells = dates(as_amina)
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cells[0][:-1] + "1": "Ros"})
    assert "  - Music: Who does it? Ros\n" in as_amina.get("/plan.txt").data.decode()


def test_cells_too_long_for_a_line_together_have_a_line_each(planned: Mount, as_amina: CheckedClient) -> None:
    form, cells = dates(as_amina)
    who = "Ros asks everyone first. She meets them where the buses stop."
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "2026-12-05", cells[0][:-1] + "1": who})
    assert f"  - Music:\n    Who: {who}\n    By when: 5 December 2026\n" in as_amina.get("/plan.txt").data.decode()


@pytest.mark.parametrize(
    ("words", "expected"), [("قمر Amina", True), ("Amina قمر", False), ("12 שלום", True), ("2026", False), ("", False)]
)
def test_the_first_letter_says_which_way_words_are_read(words: str, expected: bool) -> None:
    assert is_right_to_left(words) is expected


# --- PDF --------------------------------------------------------------------------------------------------------------

WRITTEN = {
    "an empty plan": (),
    "every kind of line": tuple(
        Line(words=f"Some {kind}\nand more", kind=kind) for kind in ("text", "item", "number", "label")
    ),
    "Arabic and Hebrew": (Line(words="أمينة يوسف", rtl=True), Line(words="תמר", kind="item", rtl=True)),
    "a word without an end": (Line(words="W" * 5_000),),
    "Typst source": (Line(words='#image("/etc/passwd") *bold* $x$ \\ @ref <b>'),),
    "markup": (Line(words="<b>Ann</b> & Co"),),
}


@pytest.mark.parametrize("lines", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_the_pdf_keeps_the_standards_for_access_and_for_keeping(lines: tuple[Line, ...], standard: str) -> None:
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf_bytes(plan_pdf(sheet(*lines), MADE_AT), profile=standard)
    assert [(one.rule_id, one.message) for one in report.failures] == []


def test_the_pdf_has_a_heading_for_each_part_and_each_exercise_and_real_lists() -> None:
    made = plan_pdf(
        sheet(Line(words="one", kind="item"), Line(words="two", kind="item"), Line(words="First", kind="number")),
        MADE_AT,
    )
    assert [made.count(tag) for tag in (b"/S/H1", b"/S/H2", b"/S/H3", b"/S/LI", b"/S/L/")] == [1, 1, 1, 3, 2]
    assert b"/Lang(en)" in made
    assert plan_pdf(sheet(language="cy"), MADE_AT).count(b"/Lang(cy)") == 1


def test_a_plan_of_more_than_a_hundred_pages_has_no_pdf() -> None:
    with pytest.raises(typeset.NoPdf) as caught:
        plan_pdf(sheet(Line(words="\n" * MOST_LINES)), MADE_AT)
    assert caught.value.why == "too-long"


def test_a_learner_gets_their_plan_as_a_pdf(filled: CheckedClient) -> None:
    reply = filled.get("/plan.pdf")
    assert (reply.status_code, reply.mimetype) == (200, "application/pdf")
    assert reply.headers["Content-Disposition"] == "attachment; filename=plan.pdf"
    assert reply.data.startswith(b"%PDF-")


def test_letters_no_font_shows_lead_to_a_page_and_the_words_to_no_log(
    filled: CheckedClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send(filled, "access", text=f"{PHRASE} 李小龙")
    page = filled.get("/plan.pdf")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "Your PDF cannot show some of your words yet" in words_of(page)
    assert "No PDF of a plan: letters" in caplog.text
    assert (PHRASE in caplog.text, "李" in caplog.text) == (False, False)
    assert f"{PHRASE} 李小龙" in filled.get("/plan.txt").data.decode()


def test_a_site_without_a_pdf_maker_says_so(filled: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)  # what a missing package looks like
    typeset.kept_compiler.cache_clear()
    page = filled.get("/plan.pdf")
    typeset.kept_compiler.cache_clear()
    assert "This site has no PDF maker." in words_of(page)


# --- calendar ---------------------------------------------------------------------------------------------------------


def events(reply: TestResponse) -> list[dict[str, str]]:
    found = Calendar.from_ical(reply.data).walk("VEVENT")
    names = ("SUMMARY", "DTSTART", "DTEND", "URL", "SEQUENCE")
    return [{name: str(one.decoded(name) if "DT" in name else one[name]) for name in names} for one in found]


def uids(reply: TestResponse) -> list[str]:
    return [str(one["UID"]) for one in Calendar.from_ical(reply.data).walk("VEVENT")]


def test_each_date_and_each_answer_to_look_at_again_is_a_day(
    planned: Mount, app: Flask, amina: Person, settings: Settings
) -> None:
    planned.clock = lambda: MADE_AT
    as_amina = signed_in(app, amina)
    form, cells = dates(as_amina)
    who = cells[0][:-1] + "1"
    as_amina.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "2026-12-05", who: PHRASE})
    keep(as_amina, "your-job", THE_DAY, text=PHRASE)
    keep(as_amina, "three-people", line__1=PHRASE)
    reply = as_amina.get("/plan.ics")
    assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert reply.headers["Content-Disposition"] == "attachment; filename=plan.ics"
    assert events(reply) == [
        {
            "SUMMARY": "In my plan: Who does what (Music)",
            "DTSTART": "2026-12-05",
            "DTEND": "2026-12-06",
            "URL": "http://localhost/plan#part-who-does-what",
            "SEQUENCE": "1",
        },
        {
            "SUMMARY": "Look again at “Three people to ask”",
            "DTSTART": "2027-02-22",
            "DTEND": "2027-02-23",
            "URL": "http://localhost/modules/asking#three-people",
            "SEQUENCE": "1",
        },
        {
            "SUMMARY": "Look again at “Your job”",
            "DTSTART": "2026-12-06",
            "DTEND": "2026-12-07",
            "URL": "http://localhost/modules/the-day#your-job",
            "SEQUENCE": "1",
        },
    ]
    assert PHRASE.encode() not in reply.data


def test_a_date_that_moves_is_the_same_event_with_a_higher_number(filled: CheckedClient) -> None:
    before = filled.get("/plan.ics")
    assert uids(before) == uids(filled.get("/plan.ics"))
    form, cells = dates(filled)
    filled.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "2026-12-12"})
    after = filled.get("/plan.ics")
    assert uids(after) == uids(before)
    assert [one["SEQUENCE"] for one in events(after)] == ["2", "1"]
    assert events(after)[0]["DTSTART"] == "2026-12-12"


def test_what_is_left_out_and_what_is_somebody_elses_has_no_dates(filled: CheckedClient, as_joe: CheckedClient) -> None:
    send(filled, "who-does-what", stands="out")
    send(filled, "who-to-ask", stands="out")
    assert events(filled.get("/plan.ics")) == []
    form, cells = dates(as_joe)
    as_joe.post(form.action, data={**form.hidden, "act": "keep", cells[0]: "2026-12-05"})
    send(filled, "who-does-what", stands="in")
    assert set(uids(as_joe.get("/plan.ics"))).isdisjoint(uids(filled.get("/plan.ics")))


def test_titles_are_escaped_and_long_lines_folded() -> None:
    title = "Ask; then, decide \\ or\nnot: " + "é" * 90
    link = "https://learn.example.org/plan#part-a"
    event = Event(
        of=("a",), day=date(9999, 12, 31), title=title, words="Read it", link=link, version=3, saved_at=MADE_AT
    )
    made = calendar_of("My plan", "a-course", [event])
    lines = made.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert rb"SUMMARY:Ask\; then\, decide \\ or\nnot: " in made
    read = Calendar.from_ical(made).walk("VEVENT")[0]
    assert (str(read["SUMMARY"]), str(read["URL"])) == (title, link)
    assert str(read["UID"]).endswith("@a-course")


@pytest.mark.parametrize(
    ("day", "wait", "expected"),
    [
        (date(2026, 11, 22), Wait(count=3, unit="months"), date(2027, 2, 22)),
        (date(2026, 11, 30), Wait(count=3, unit="months"), date(2027, 2, 28)),
        (date(2027, 11, 30), Wait(count=3, unit="months"), date(2028, 2, 29)),
        (date(2026, 12, 31), Wait(count=12, unit="months"), date(2027, 12, 31)),
        (date(2026, 12, 31), Wait(count=1, unit="months"), date(2027, 1, 31)),
        (date(2026, 11, 22), Wait(count=6, unit="weeks"), date(2027, 1, 3)),
        (date(2026, 11, 22), Wait(count=10, unit="days"), date(2026, 12, 2)),
    ],
)
def test_a_day_so_much_later(day: date, wait: Wait, expected: date) -> None:
    assert later_by(day, wait) == expected


@pytest.mark.parametrize("path", ["/plan.pdf", "/plan.txt", "/plan.ics"])
def test_a_copy_is_for_its_owner_alone(planned: Mount, client: CheckedClient, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/sign-in")
