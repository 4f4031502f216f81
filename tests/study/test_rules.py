"""What a learner sends, and what it means: every kind of exercise and every way to ask a question, as tables."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from course.content.model import Answer, ExerciseKind, Question, QuestionMode, ScaleRange
from course.errors import NotOnOffer
from course.study.rules import (
    LONGEST_WORDS,
    RULES_BOXES,
    Written,
    cells_to_fill,
    is_blank,
    is_right,
    read_exercise,
    read_given,
)
from tests.makers import exercise, items, question, rows, text

REFLECT = exercise("reflect")
DIARY = exercise("diary", ExerciseKind.DIARY, stage="Planning")
LIST = exercise("list", ExerciseKind.LIST, count=(2, 3))
POOL = exercise("pool", ExerciseKind.POOL)
TABLE = exercise("table", ExerciseKind.TABLE, rows=rows(r1="Music,,", r2="Food,,bread"))
CHOICES = exercise("choices", ExerciseKind.TABLE, rows=rows(r1="Music,,", r2="Food,,"), choices=("lead", "help"))
SCALE = exercise("scale", ExerciseKind.SCALE, items=items("k", "n"), scale=ScaleRange(low=0, high=10), note=True)
BARE_SCALE = exercise("bare", ExerciseKind.SCALE, items=items("k", "n"), scale=ScaleRange(low=1, high=5))
RANK = exercise("rank", ExerciseKind.RANK, items=items("x", "y", "z"))
ROLES = exercise("roles", ExerciseKind.ROLES, items=items("host", "guest"))
RULES = exercise("rules", ExerciseKind.RULES, items=items("first"))
EVERY_KIND = (REFLECT, DIARY, LIST, POOL, TABLE, CHOICES, SCALE, BARE_SCALE, RANK, ROLES, RULES)

# --- what is read -----------------------------------------------------------------------------------------------------

READ = (
    (REFLECT, {"text": "A long walk"}, {"text": "A long walk"}),
    (REFLECT, {"text": "  spaces round it \n"}, {"text": "spaces round it"}),
    (REFLECT, {"text": "two\r\nlines\r\n\r\nand a gap"}, {"text": "two\nlines\n\nand a gap"}),
    (REFLECT, {"text": "tab\there"}, {"text": "tab\there"}),
    (REFLECT, {"text": "<b>*not* Markdown</b> &amp;"}, {"text": "<b>*not* Markdown</b> &amp;"}),
    (REFLECT, {"text": "Siân 🫖 مرحبا"}, {"text": "Siân 🫖 مرحبا"}),
    (REFLECT, {"text": "mine", "state": "kept", "other": "x"}, {"text": "mine"}),
    (DIARY, {"text": "We met", "date": "2026-11-22"}, {"text": "We met", "date": "2026-11-22"}),
    (DIARY, {"text": "We met"}, {"text": "We met", "date": ""}),
    (LIST, {"line-1": "Ann", "line-3": "Cai"}, {"lines": ["Ann", "", "Cai"]}),
    (LIST, {"line-0": "no", "line-4": "one too many"}, {"lines": ["", "", ""]}),
    (POOL, {"know": "names", "unknown": "hours"}, {"know": "names", "unknown": "hours"}),
    (TABLE, {"cell-r1/1": "me", "cell-r1/2": "them", "cell-r2/1": ""}, {"cells": {"r1/1": "me", "r1/2": "them"}}),
    (TABLE, {"cell-r2/2": "over a printed cell", "cell-r1/0": "so is this"}, {"cells": {}}),
    (CHOICES, {"cell-r1/1": "lead", "cell-r2/2": "help"}, {"cells": {"r1/1": "lead", "r2/2": "help"}}),
    (SCALE, {"mark-k": "0", "mark-n": "10"}, {"marks": {"k": "0", "n": "10"}, "notes": {}}),
    (SCALE, {"note-k": "only a note"}, {"marks": {}, "notes": {"k": "only a note"}}),
    (BARE_SCALE, {"mark-k": "5", "note-k": "no room for this"}, {"marks": {"k": "5"}, "notes": {}}),
    (RANK, {"place-x": "3", "place-y": "1", "place-z": "2"}, {"order": ["y", "z", "x"]}),
    (RANK, {"place-x": "3", "place-y": ""}, {"order": ["x"]}),
    (RANK, {"place-z": "1", "place-x": "1"}, {"order": ["x", "z"]}),
    (ROLES, {"card": "guest"}, {"card": "guest"}),
    (RULES, {"line-1": "Listen", "line-2": " ", "line-5": "Share"}, {"lines": ["Listen", "Share"]}),
    (RULES, {f"line-{n}": str(n) for n in range(1, 20)}, {"lines": [str(n) for n in range(1, RULES_BOXES + 1)]}),
)  # fmt: skip


@pytest.mark.parametrize(("one", "form", "value"), READ)
def test_what_is_read_from_a_form(one: Any, form: dict[str, str], value: dict[str, Any]) -> None:
    assert read_exercise(one, form) == Written(value)


NOTHING = (
    (REFLECT, {"text": ""}),
    (DIARY, {"text": "", "date": ""}),
    (LIST, {"lines": ["", "", ""]}),
    (POOL, {"know": "", "unknown": ""}),
    (TABLE, {"cells": {}}),
    (CHOICES, {"cells": {}}),
    (SCALE, {"marks": {}, "notes": {}}),
    (BARE_SCALE, {"marks": {}, "notes": {}}),
    (RANK, {"order": []}),
    (ROLES, {"card": ""}),
    (RULES, {"lines": []}),
)


@pytest.mark.parametrize(("one", "value"), NOTHING)
def test_an_empty_form_is_blank_and_that_is_no_problem(one: Any, value: dict[str, Any]) -> None:
    written = read_exercise(one, {})

    assert (written, written.is_blank) == (Written(value), True)


def test_every_kind_of_exercise_is_in_these_tables() -> None:
    assert {one.kind for one, _ in NOTHING} == {one.kind for one, _, _ in READ} == set(ExerciseKind)


BLANK = (
    ({}, True),
    ({"text": " \n\t"}, True),
    ({"text": "", "date": "2026-11-22"}, True),
    ({"text": "x", "date": ""}, False),
    ({"lines": ["", " ", ""]}, True),
    ({"lines": ["", "x"]}, False),
    ({"marks": {"k": "0"}, "notes": {}}, False),
    ({"marks": {}, "notes": {"k": " "}}, True),
    ({"order": ["x"]}, False),
)


@pytest.mark.parametrize(("value", "blank"), BLANK)
def test_blank_means_nothing_written_ticked_or_chosen(value: dict[str, Any], blank: bool) -> None:
    assert is_blank(value) is blank


def test_the_cells_to_fill_are_the_empty_ones() -> None:
    assert cells_to_fill(TABLE) == ["r1/1", "r1/2", "r2/1"]


# --- what cannot be kept as it is -------------------------------------------------------------------------------------

BOXES = (
    (REFLECT, "text"),
    (DIARY, "text"),
    (LIST, "line-2"),
    (POOL, "know"),
    (POOL, "unknown"),
    (TABLE, "cell-r1/2"),
    (SCALE, "note-n"),
    (RULES, "line-1"),
)


def all_words(value: Any) -> list[str]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return [value] if isinstance(value, str) else [word for part in parts for word in all_words(part) if word]


@pytest.mark.parametrize(("one", "name"), BOXES)
def test_200_000_characters_are_too_long_for_one_box_and_none_is_lost(one: Any, name: str) -> None:
    words = "a" * 200_000

    written = read_exercise(one, {name: words})

    assert written.problems == ((name, "too-long"),)
    assert all_words(written.value) == [words]


@pytest.mark.parametrize(("one", "name"), BOXES)
def test_a_full_box_is_not_too_long(one: Any, name: str) -> None:
    written = read_exercise(one, {name: "🫖" * LONGEST_WORDS})

    assert (written.problems, all_words(written.value)) == ((), ["🫖" * LONGEST_WORDS])


@pytest.mark.parametrize(("one", "name"), BOXES)
def test_one_character_more_is(one: Any, name: str) -> None:
    assert read_exercise(one, {name: "a" * (LONGEST_WORDS + 1)}).problems == ((name, "too-long"),)


def test_spaces_round_a_full_box_do_not_make_it_too_long() -> None:
    assert read_exercise(REFLECT, {"text": " " * 100 + "a" * LONGEST_WORDS + "\r\n"}).problems == ()


@pytest.mark.parametrize(("one", "name"), BOXES)
@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x1b", "\x0b", "\x7f"])
def test_a_character_that_cannot_be_kept_is_taken_out_and_told(one: Any, name: str, hidden: str) -> None:
    written = read_exercise(one, {name: f"before{hidden}after"})

    assert written.problems == ((name, "unprintable"),)
    assert all_words(written.value) == ["beforeafter"]


def test_everything_wrong_with_a_form_is_told_at_once() -> None:
    written = read_exercise(POOL, {"know": "\x00" + "a" * 30_000, "unknown": "b\x00"})

    assert written.problems == (("know", "unprintable"), ("know", "too-long"), ("unknown", "unprintable"))


DATES = (
    ("", ()),
    ("2026-11-22", ()),
    ("2024-02-29", ()),
    ("22/11/2026", (("date", "not-a-date"),)),
    ("2026-11", (("date", "not-a-date"),)),
    ("soon", (("date", "not-a-date"),)),
    ("2026-13-40", (("date", "not-a-date"),)),
    ("2026-02-29", (("date", "not-a-date"),)),
    ("0000-00-00", (("date", "not-a-date"),)),
    ("٢٠٢٦-١١-٢٢", (("date", "not-a-date"),)),
)


@pytest.mark.parametrize(("date", "problems"), DATES)
def test_what_counts_as_a_date(date: str, problems: tuple[tuple[str, str], ...]) -> None:
    assert read_exercise(DIARY, {"text": "x", "date": date}) == Written({"text": "x", "date": date}, problems)


NOT_OFFERED = (
    (CHOICES, {"cell-r1/1": "run away"}),
    (CHOICES, {"cell-r1/1": "LEAD"}),
    (SCALE, {"mark-k": "11"}),
    (SCALE, {"mark-k": "-1"}),
    (SCALE, {"mark-k": "5.0"}),
    (SCALE, {"mark-k": "٥"}),
    (BARE_SCALE, {"mark-k": "0"}),
    (RANK, {"place-x": "4"}),
    (RANK, {"place-x": "0"}),
    (RANK, {"place-x": "first"}),
    (ROLES, {"card": "the queen"}),
)


@pytest.mark.parametrize(("one", "form"), NOT_OFFERED)
def test_what_an_exercise_does_not_offer_cannot_be_chosen(one: Any, form: dict[str, str]) -> None:
    with pytest.raises(NotOnOffer):
        read_exercise(one, form)


@pytest.mark.parametrize("one", EVERY_KIND)
def test_fields_that_an_exercise_does_not_have_are_left_alone(one: Any) -> None:
    junk = {"mark-gone": "3", "place-gone": "1", "cell-gone/1": "x", "line-99": "x", "note-gone": "x", "version": "9"}

    assert read_exercise(one, junk).is_blank


# --- questions --------------------------------------------------------------------------------------------------------

SINGLE = question("single", right="b")
MULTIPLE = question("multiple", QuestionMode.MULTIPLE, right="ac")
ORDERING = question("ordering", QuestionMode.ORDERING)
MATCHING = question("matching", QuestionMode.MATCHING)

GIVEN = (
    (SINGLE, {"answer": ["b"]}, "b"),
    (SINGLE, {"answer": ["c", "a"]}, "c"),
    (SINGLE, {}, None),
    (MULTIPLE, {"answer": ["c", "a"]}, ["a", "c"]),
    (MULTIPLE, {"answer": ["c", "c"]}, ["c"]),
    (MULTIPLE, {"answer": ["a", "b", "c"]}, ["a", "b", "c"]),
    (MULTIPLE, {}, None),
    (ORDERING, {"place-a": "2", "place-b": "1", "place-c": "3"}, ["b", "a", "c"]),
    (ORDERING, {"place-a": "1", "place-b": "2"}, None),
    (ORDERING, {"place-a": "1", "place-b": "1", "place-c": "2"}, None),
    (ORDERING, {"place-a": "1", "place-b": "2", "place-c": ""}, None),
    (ORDERING, {}, None),
    (MATCHING, {"match-a": "A", "match-b": "C", "match-c": "B"}, {"a": "A", "b": "C", "c": "B"}),
    (MATCHING, {"match-a": "A", "match-b": "A", "match-c": "A"}, {"a": "A", "b": "A", "c": "A"}),
    (MATCHING, {"match-a": "A", "match-b": "B"}, None),
    (MATCHING, {"match-a": "A", "match-b": "B", "match-c": ""}, None),
    (MATCHING, {}, None),
)  # fmt: skip


def send(one: Question, fields: dict[str, Any]) -> Any:
    form = MultiDict(fields)
    return read_given(one, form, form.getlist("answer"))


@pytest.mark.parametrize(("one", "form", "given"), GIVEN)
def test_what_was_answered(one: Question, form: dict[str, Any], given: Any) -> None:
    assert send(one, form) == given


@pytest.mark.parametrize(
    ("one", "form"),
    [
        (SINGLE, {"answer": ["z"]}),
        (SINGLE, {"answer": [""]}),
        (MULTIPLE, {"answer": ["a", "z"]}),
        (ORDERING, {"place-a": "9"}),
        (ORDERING, {"place-a": "one"}),
        (MATCHING, {"match-a": "Z"}),
        (MATCHING, {"match-a": "a"}),
    ],
)
def test_an_answer_that_a_question_does_not_have_is_refused(one: Question, form: dict[str, Any]) -> None:
    with pytest.raises(NotOnOffer):
        send(one, form)


TWO_RIGHT = question("two-right", right="ab")
NONE_RIGHT = question("none-right", QuestionMode.MULTIPLE, right="")
ONE_STEP = question("one-step", QuestionMode.ORDERING, answers=(Answer(key="a", text=text()),))

RIGHT = (
    (SINGLE, "b", True),
    (SINGLE, "a", False),
    (SINGLE, "gone", False),
    (TWO_RIGHT, "a", True),
    (TWO_RIGHT, "b", True),
    (TWO_RIGHT, "c", False),
    (MULTIPLE, ["a", "c"], True),
    (MULTIPLE, ["a"], False),
    (MULTIPLE, ["a", "b", "c"], False),
    (MULTIPLE, ["b"], False),
    (NONE_RIGHT, ["a"], False),
    (ORDERING, ["a", "b", "c"], True),
    (ORDERING, ["a", "c", "b"], False),
    (ORDERING, ["a", "b"], False),
    (ORDERING, ["a", "b", "c", "gone"], False),
    (ONE_STEP, ["a"], True),
    (MATCHING, {"a": "A", "b": "B", "c": "C"}, True),
    (MATCHING, {"c": "C", "b": "B", "a": "A"}, True),
    (MATCHING, {"a": "A", "b": "C", "c": "B"}, False),
    (MATCHING, {"a": "A", "b": "B"}, False),
)


@pytest.mark.parametrize(("one", "given", "right"), RIGHT)
def test_an_answer_is_wholly_right_or_not_right(one: Question, given: Any, right: bool) -> None:
    assert is_right(one, given) is right
