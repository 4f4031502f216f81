"""A module put together with what one learner has done in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from course.content.model import Answer, Course, ExerciseKind, Question, QuestionMode
from course.study.lesson import (
    EarlierAnswer,
    ExercisePlace,
    Lesson,
    QuestionPlace,
    lesson_for,
    next_of_bank,
    shown_answers,
    shown_partners,
)
from tests.makers import NOW, course, exercise, facts, items, module, question, text

SINGLE = question("single", right="b", meaning_rev="1")
MULTIPLE = question("multiple", QuestionMode.MULTIPLE, right="ac", meaning_rev="1")
ORDERING = question("ordering", QuestionMode.ORDERING, meaning_rev="1")
MATCHING = question("matching", QuestionMode.MATCHING, meaning_rev="1")
TEA = exercise("tea")
MODULE = module("kitchen", TEA, SINGLE, MULTIPLE, ORDERING, MATCHING)
COURSE = course(module("hall"), MODULE, module("loft"))


@dataclass(frozen=True)
class Kept:
    words: str = ""
    version: int = 1
    state: str = "kept"
    saved_at: datetime = NOW


@dataclass(frozen=True)
class Tried:
    answer: str
    meaning_rev: str = "1"
    answered_at: datetime = NOW


def lesson(one: str = "kitchen", *, of: Course = COURSE, kept: Any = None, tries: Any = None) -> Lesson:
    found = of.module(one)
    assert found is not None
    return lesson_for(of, found, facts(), kept or {}, tries or {}, language="en", easy_read=False)


# --- where it stands in the course ------------------------------------------------------------------------------------

NEIGHBOURS = (("hall", 1, None, "kitchen"), ("kitchen", 2, "hall", "loft"), ("loft", 3, "kitchen", None))


@pytest.mark.parametrize(("one", "number", "before", "after"), NEIGHBOURS)
def test_a_lesson_knows_its_neighbours(one: str, number: int, before: str | None, after: str | None) -> None:
    found = lesson(one)

    assert found.number == number
    assert (found.before and found.before.id, found.after and found.after.id) == (before, after)


def test_the_only_module_has_no_neighbours() -> None:
    found = lesson("alone", of=course(module("alone")))

    assert (found.number, found.before, found.after) == (1, None, None)


# --- exercises --------------------------------------------------------------------------------------------------------


def test_an_exercise_nobody_touched_is_empty() -> None:
    assert lesson().place(TEA) == ExercisePlace()


def test_what_was_kept_is_in_its_box() -> None:
    place = lesson(kept={"tea": Kept('{"text": "Milk first"}', version=3, state="draft")}).place(TEA)

    assert place == ExercisePlace(value={"text": "Milk first"}, version=3, state="draft", saved_at=NOW)
    assert place.text("text") == "Milk first"


def test_an_exercise_done_without_words_has_empty_boxes() -> None:
    place = lesson(kept={"tea": Kept("", state="on_paper")}).place(TEA)

    assert (place.value, place.state, place.text("text")) == ({}, "on_paper", "")


def test_what_could_not_be_saved_is_still_in_the_box() -> None:
    before = lesson(kept={"tea": Kept('{"text": "old"}', version=2)})

    place = before.with_unsaved("tea", {"text": "new"}, base=1).place(TEA)

    assert place == ExercisePlace(value={"text": "new"}, version=1, state="kept", saved_at=NOW, is_unsaved=True)
    assert before.place(TEA).value == {"text": "old"}


BOXES = (
    ("a line", {"lines": ["a", "b"]}, lambda place: place.line(2), "b"),
    ("a line past the last", {"lines": ["a"]}, lambda place: place.line(2), ""),
    ("a line of nothing", {}, lambda place: place.line(1), ""),
    ("a cell", {"cells": {"r1/1": "me"}}, lambda place: place.part("cells", "r1/1"), "me"),
    ("an empty cell", {"cells": {"r1/1": "me"}}, lambda place: place.part("cells", "r1/2"), ""),
    ("a mark of 0", {"marks": {"k": "0"}}, lambda place: place.part("marks", "k"), "0"),
    ("a mark of nothing", {}, lambda place: place.part("marks", "k"), ""),
    ("a place", {"order": ["y", "x"]}, lambda place: place.rank_of("x"), "2"),
    ("no place", {"order": ["y"]}, lambda place: place.rank_of("x"), ""),
    ("a text that is not there", {"lines": ["a"]}, lambda place: place.text("text"), ""),
)


@pytest.mark.parametrize(("value", "look", "shown"), [case[1:] for case in BOXES], ids=[case[0] for case in BOXES])
def test_what_stands_in_a_box(value: dict[str, Any], look: Any, shown: str) -> None:
    assert look(ExercisePlace(value=value)) == shown


def test_words_of_an_exercise_that_has_become_another_kind_do_not_break_the_page() -> None:
    grown = course(module("m", exercise("tea", ExerciseKind.LIST, count=(1, 3))))

    place = lesson("m", of=grown, kept={"tea": Kept('{"text": "I was a reflection"}')}).place(TEA)

    assert [place.line(1), place.part("marks", "k"), place.rank_of("x")] == ["", "", ""]


# --- questions --------------------------------------------------------------------------------------------------------


def test_a_question_nobody_answered_says_nothing_of_its_answer() -> None:
    assert lesson().place(SINGLE) == QuestionPlace()


PAIRS = {"a": "A", "b": "B", "c": "C"}
ANSWERED = (
    (SINGLE, "b", QuestionPlace(given="b", is_right=True, is_answered=True)),
    (SINGLE, "a", QuestionPlace(given="a", is_right=False, is_answered=True)),
    (MULTIPLE, ["a", "c"], QuestionPlace(given=["a", "c"], is_right=True, is_answered=True)),
    (ORDERING, ["b", "a", "c"], QuestionPlace(given=["b", "a", "c"], is_right=False, is_answered=True)),
    (MATCHING, PAIRS, QuestionPlace(given=PAIRS, is_right=True, is_answered=True)),
    (SINGLE, "gone", QuestionPlace(was_before_change=True)),
    (MULTIPLE, ["a", "gone"], QuestionPlace(was_before_change=True)),
    (ORDERING, ["a", "b", "c", "gone"], QuestionPlace(was_before_change=True)),
    (MATCHING, {"gone": "A"}, QuestionPlace(was_before_change=True)),
    (MATCHING, {"a": "A", "b": "B", "c": "gone"}, QuestionPlace(was_before_change=True)),
    (SINGLE, ["b"], QuestionPlace(was_before_change=True)),
    (MULTIPLE, "b", QuestionPlace(was_before_change=True)),
    (MATCHING, ["a", "b"], QuestionPlace(was_before_change=True)),
)  # fmt: skip


@pytest.mark.parametrize(("one", "answer", "place"), ANSWERED)
def test_the_latest_try_is_seen_against_the_question_as_it_is_now(
    one: Question, answer: Any, place: QuestionPlace
) -> None:
    assert lesson(tries={one.id: Tried(json.dumps(answer))}).place(one) == place


def test_a_question_whose_meaning_changed_says_so_and_is_read_with_its_new_meaning() -> None:
    place = lesson(tries={"single": Tried('"b"', meaning_rev="0")}).place(SINGLE)

    assert place == QuestionPlace(given="b", is_right=True, is_answered=True, was_before_change=True)


def test_a_try_at_a_question_that_has_left_is_passed_over() -> None:
    assert lesson(tries={"gone": Tried('"a"')}).questions == {}


def test_a_form_that_was_not_finished_is_shown_as_it_was_sent() -> None:
    place = lesson().with_unanswered("ordering", {"place-a": "2", "place-b": "2"}).place(ORDERING)

    assert [place.place_of(answer) for answer in ORDERING.answers] == ["2", "2", ""]
    assert not place.is_answered


def test_what_was_chosen_can_be_asked_answer_by_answer() -> None:
    single, several = QuestionPlace(given="b"), QuestionPlace(given=["a", "c"])
    order, pairs = QuestionPlace(given=["c", "a", "b"]), QuestionPlace(given={"a": "C", "b": "B"})

    assert [single.chose(one) for one in SINGLE.answers] == [False, True, False]
    assert [several.chose(one) for one in MULTIPLE.answers] == [True, False, True]
    assert [order.place_of(one) for one in ORDERING.answers] == ["2", "3", "1"]
    assert [pairs.partner_of(one) for one in MATCHING.answers] == ["C", "B", ""]
    assert [lesson().blank.chose(one) for one in SINGLE.answers] == [False, False, False]


# --- the order things are shown in, which must not tell the answer -----------------------------------------------------


def options(*keys: str, partners: str = "   ") -> tuple[Answer, ...]:
    return tuple(
        Answer(key=key, text=text(key), partner_key=partner) for key, partner in zip(keys, partners, strict=True)
    )


def test_the_steps_of_an_order_are_shown_by_their_random_keys() -> None:
    one = question("o", QuestionMode.ORDERING, answers=options("q", "f", "m"))

    assert [answer.key for answer in shown_answers(one)] == ["f", "m", "q"]


def test_the_answers_of_other_questions_are_shown_as_written() -> None:
    for mode in (QuestionMode.SINGLE, QuestionMode.MULTIPLE, QuestionMode.MATCHING):
        one = question("o", mode, answers=options("q", "f", "m"))

        assert [answer.key for answer in shown_answers(one)] == ["q", "f", "m"]


def test_partners_are_shown_by_their_own_random_keys() -> None:
    one = question("o", QuestionMode.MATCHING, answers=options("q", "f", "m", partners="zxy"))

    assert [answer.partner_key for answer in shown_partners(one)] == ["x", "y", "z"]


# --- banks: one of several questions is asked -------------------------------------------------------------------------

BANK = tuple(question(name, right="a", bank="power", meaning_rev="1") for name in ("first", "second", "third"))
ALONE = question("alone", meaning_rev="1")
CHECK = module("check", *BANK, ALONE)
CHECKED = course(CHECK)


def asked(learner: int = 0, **tries: Tried) -> set[str]:
    found = lesson_for(CHECKED, CHECK, facts(), {}, tries, language="en", easy_read=False, learner=learner)
    return set(found.asked)


def test_of_a_bank_one_question_is_asked_and_not_the_same_of_everybody() -> None:
    assert [asked(learner) for learner in range(4)] == [
        {"first", "alone"},
        {"second", "alone"},
        {"third", "alone"},
        {"first", "alone"},
    ]


def test_the_question_of_a_bank_that_was_tried_last_stays_on_the_page() -> None:
    later = Tried('"b"', answered_at=NOW + timedelta(minutes=1))

    assert asked(first=Tried('"b"')) == {"first", "alone"}
    assert asked(first=Tried('"b"'), second=later) == {"second", "alone"}
    assert asked(first=later, second=Tried('"b"')) == {"first", "alone"}


def test_another_try_brings_the_next_question_of_the_bank_and_goes_round() -> None:
    assert [next_of_bank(CHECK, one) for one in ("first", "second", "third", "alone")] == [
        "second",
        "third",
        "first",
        "alone",
    ]


def test_asking_for_another_question_puts_it_in_place_of_its_neighbour() -> None:
    found = lesson_for(CHECKED, CHECK, facts(), {}, {}, language="en", easy_read=False)

    assert found.asking("third").asked == {"third", "alone"}
    assert found.asking("no such question").asked == found.asked
    assert found.with_unanswered("second", {}).asked == {"second", "alone"}


# --- coming back to an earlier answer ---------------------------------------------------------------------------------


BEFORE = exercise("before", ExerciseKind.SCALE, items=items("k1", "k2"))
HALL = module("hall", BEFORE)
LOFT = module("loft", exercise("after", earlier=("hall", "before")))
MARKED = {("hall", "before"): Kept('{"marks": {"k2": "4"}}', state="draft")}


def looking_back(before: dict[tuple[str, str], Kept], *, language: str = "en", **more: Any) -> EarlierAnswer | None:
    """What the exercise of the loft says of the one in the hall."""
    one = course(HALL, LOFT, **more)
    found = lesson_for(one, LOFT, facts(), {}, {}, language=language, easy_read=False, before=before)
    earlier: EarlierAnswer | None = found.place(LOFT.blocks[0]).earlier  # type: ignore[arg-type]
    return earlier


def test_an_earlier_answer_stands_beside_an_exercise_that_was_never_touched() -> None:
    earlier = looking_back(MARKED)

    assert earlier == EarlierAnswer(HALL, BEFORE, {"marks": {"k2": "4"}})
    assert [earlier.mark(number) for number in (1, 2, 3)] == ["", "4", ""]


@pytest.mark.parametrize(
    "before", [{}, {("hall", "before"): Kept("", state="on_paper")}], ids=["untouched", "on paper"]
)
def test_without_words_there_is_no_earlier_answer(before: dict[tuple[str, str], Kept]) -> None:
    assert looking_back(before) is None


def test_an_earlier_answer_has_the_title_of_the_version_that_is_read_now() -> None:
    welsh = replace(BEFORE, title="O'r blaen")
    neuadd = replace(HALL, language="cy", blocks=(welsh,))
    without = replace(HALL, language="cy", blocks=())

    assert looking_back(MARKED, language="cy", module_variants=(neuadd,)) == EarlierAnswer(
        neuadd, welsh, {"marks": {"k2": "4"}}
    )
    assert looking_back(MARKED, language="cy", module_variants=(without,)) == looking_back(MARKED)
