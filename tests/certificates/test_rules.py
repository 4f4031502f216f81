"""What a certificate says, what is left to do, how names and numbers are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from course import resources
from course.certificates.rules import (
    HOW_MADE,
    Earned,
    about_hours,
    earned,
    how_made,
    is_earned,
    name_for_certificate,
    number_in,
    said,
    spaced,
    still_to_do,
)
from course.content.model import CertificateRule, Text
from course.errors import NotYetEarned
from course.progress.rules import progress_of
from course.store.progress import Facts
from tests.certificates.a_course import COURSE, module, scenario

NOTHING_DONE = Facts(exercises={}, ever_kept=frozenset(), questions={}, scenarios={}, opened=frozenset(), marked={})
NUMBER = "0123456789abcdefghjkmnpqrstv"


def everything_done(course) -> Facts:
    exercises = {(one.id, part.id): "kept" for one in course.modules for part in one.exercises()}
    return Facts(
        exercises=exercises,
        ever_kept=frozenset(exercises),
        questions={(one.id, part.id): True for one in course.modules for part in one.questions()},
        scenarios={one.id: "ended" for one in course.scenarios},
        opened=frozenset(one.id for one in course.modules),
        marked={one.id: datetime(2026, 11, 22, tzinfo=UTC) for one in course.modules},
    )


def finished(course):
    return progress_of(course, everything_done(course))


# --- what it says -----------------------------------------------------------------------------------------------------


def test_the_certificate_says_what_was_done_in_plain_sentences():
    assert earned(COURSE, finished(COURSE)) == Earned(
        course_id="sharing",
        course_title="Sharing the work",
        hours="about 2 and a half hours",
        done=(
            "Marked 2 of 2 modules done",
            "Kept at least one exercise in each module",
            "Passed each knowledge check (retakes are free)",
            "Finished 2 scenarios",
        ),
    )


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (CertificateRule(), ("Marked 2 of 2 modules done",)),
        (CertificateRule(mark_modules=False, scenarios=("kitchen",)), ("Finished 1 scenario",)),
        (CertificateRule(mark_modules=False, scenario_count=2), ("Finished 2 scenarios",)),
        (
            CertificateRule(mark_modules=False, pass_checks=True),
            ("Passed each knowledge check (retakes are free)",),
        ),
    ],
)
def test_it_says_only_what_the_course_asked_for(rule, says):
    course = replace(COURSE, certificate=rule)
    assert earned(course, finished(course)).done == says


@pytest.mark.parametrize(
    ("exercises", "least", "says"),
    [
        ((1, 3), 1, "Kept at least one exercise in each module"),
        ((2, 3), 2, "Kept at least 2 exercises in each module"),
        ((1, 3), 2, "Kept at least 2 exercises in each module, or all of them where there are fewer"),
    ],
)
def test_it_does_not_claim_more_exercises_than_a_module_has(exercises, least, says):
    course = replace(
        COURSE,
        certificate=CertificateRule(mark_modules=False, kept_exercises=least),
        modules=tuple(module(f"module-{index}", exercises=many) for index, many in enumerate(exercises)),
    )
    assert earned(course, finished(course)).done == (says,)


def test_there_is_none_before_the_last_step():
    facts = replace(everything_done(COURSE), scenarios={"kitchen": "ended", "minutes": "open"})
    with pytest.raises(NotYetEarned):
        earned(COURSE, progress_of(COURSE, facts))


def test_a_course_that_asks_for_nothing_gives_no_certificate():
    empty = replace(COURSE, certificate=CertificateRule(mark_modules=False))
    assert is_earned(finished(empty)) is False


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, ""),
        (1, "about half an hour"),
        (30, "about half an hour"),
        (44, "about half an hour"),
        (45, "about 1 hour"),
        (60, "about 1 hour"),
        (75, "about 1 and a half hours"),
        (119, "about 2 hours"),
        (135, "about 2 and a half hours"),
        (720, "about 12 hours"),
    ],
)
def test_minutes_are_rounded_to_the_half_hour(minutes, words):
    assert about_hours(minutes) == words


def test_it_repeats_how_the_course_was_made_only_while_the_course_says_so():
    rewritten = replace(COURSE, made=Text(markdown="Public contributors rewrote all of it."))
    assert [how_made(one) for one in (COURSE, rewritten, replace(COURSE, made=None))] == [HOW_MADE, (), ()]


def test_our_own_course_says_how_it_was_made_and_so_does_its_certificate():
    index = (resources.folder("modules") / "index.md").read_text(encoding="utf-8")
    assert how_made(replace(COURSE, made=Text(markdown=index))) == HOW_MADE


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Marked 3 of 12 modules done", "<Marked %(done)s of %(all)s modules done|{'done': '3', 'all': '12'}>"),
        ("Finished 1 scenario", "<Finished 1 scenario|{}>"),
        ("about 2 hours", "<about %(hours)s hours|{'hours': '2'}>"),
        ("about 2 and a half hours", "<about %(hours)s and a half hours|{'hours': '2'}>"),
        ("Passed each knowledge check (retakes are free)", "<Passed each knowledge check (retakes are free)|{}>"),
        ("A sentence from another version", "A sentence from another version"),
    ],
)
def test_kept_sentences_can_be_shown_in_another_language(kept, shown):
    assert said(kept, lambda sentence, **values: f"<{sentence}|{values}>") == shown


# --- what is left -----------------------------------------------------------------------------------------------------


def test_everything_is_to_do_at_the_start():
    left = still_to_do(COURSE, progress_of(COURSE, NOTHING_DONE))
    assert [(part.module_id, part.title, [step.kind for step in part.steps]) for part in left] == [
        ("arriving", "Arriving", ["exercises", "check", "mark"]),
        ("power", "Power", ["exercises", "check", "mark"]),
        ("", "", ["scenario", "scenarios"]),
    ]


def test_only_what_is_left_is_listed():
    facts = everything_done(COURSE)
    progress = progress_of(COURSE, replace(facts, marked={"arriving": facts.marked["arriving"]}))
    left = still_to_do(COURSE, progress)
    assert [(part.module_id, [step.kind for step in part.steps]) for part in left] == [("power", ["mark"])]


def test_nothing_is_left_at_the_end():
    assert still_to_do(COURSE, finished(COURSE)) == ()


def test_a_scenario_added_to_the_course_is_to_do_again():
    named = replace(COURSE.certificate, scenarios=("kitchen", "harvest"))
    larger = replace(COURSE, scenarios=(*COURSE.scenarios, scenario("harvest")), certificate=named)
    left = still_to_do(larger, progress_of(larger, everything_done(COURSE)))
    assert [(part.module_id, [step.scenario_id for step in part.steps]) for part in left] == [("", ["harvest"])]


# --- names and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("  Siân   Llŷr ", "Siân Llŷr"),
        ("Ọlábísí", "Ọlábísí"),
        ("Nguyễn Thị Hồng", "Nguyễn Thị Hồng"),
        ("أمينة يوسف", "أمينة يوسف"),
        ("李小龙", "李小龙"),
        ("نرگس\u200cخان", "نرگس\u200cخان"),
        ("Sia\u0302n", "Siân"),
        ("<b>Ann</b>", "<b>Ann</b>"),
        ("Ann\nLee\tWong\0", "Ann Lee Wong"),
        ("Ann\u202eeel", "Anneel"),
        ("\u2066\u2069 \n", ""),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_hidden_commands(typed, printed):
    assert name_for_certificate(typed) == printed


def test_a_wall_of_accents_is_too_long_at_once():
    """Half a million accents on one letter. Composed, they would take half an hour."""
    typed = "e" + "\u0316\u0301" * 250_000
    assert name_for_certificate(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        f"  {NUMBER}\n",
        NUMBER.upper(),
        spaced(NUMBER),
        spaced(NUMBER).replace(" ", "-"),
        "oi23456789abcdefghjkmnpqrstv",
        "OL23456789ABCDEFGHJKMNPQRSTV",
        f"Number: {spaced(NUMBER)}",
        f"https://learn.example.org/c/{NUMBER}",
        f"https://learn.example.org/c/{NUMBER}.pdf",
        f"https://learn.example.org/learn/c/{NUMBER}/qr.svg",
        f"https://learn.example.org/verify?number={NUMBER}#main",
        f"learn.example.org/verify?number={spaced(NUMBER).replace(' ', '+')}",
    ],
)
def test_a_number_is_found_however_it_is_written(typed):
    assert number_in(typed) == NUMBER


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "x" * 300, "😀" * 28, NUMBER[:-1], NUMBER + "0", "u" * 28, "'; drop table", "/" * 5000]
)
def test_anything_else_holds_no_number(typed):
    assert number_in(typed) == ""


def test_a_number_that_ends_in_pdf_is_not_cut():
    assert number_in(NUMBER[:-3] + "pdf") == NUMBER[:-3] + "pdf"
