"""What a learner sends, and what it means: exercises have no right answer, questions have one. Pure.

Words are kept as JSON in a shape of the exercise's kind:
reflect and diary {"text"} (diary also {"date"}), list {"lines"}, pool {"know", "unknown"}, grid {"cells": {"row/col": …}},
scale {"marks", "notes"}, rank {"order"}, roles {"card"}, rules {"lines"}.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..content.model import Exercise, ExerciseKind, Question, QuestionMode
from ..errors import NotOnOffer

LONGEST_WORDS = 20_000
"""Characters in one box: about 3,500 words, far more than any exercise asks for."""

RULES_BOXES = 12
"""How many ground rules one person can write down."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Value = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """What was written in an exercise's form, with what is wrong with it."""

    value: Value
    problems: tuple[tuple[str, str], ...] = ()
    """(field name, problem), where problem is too-long, unprintable or not-a-date."""

    @property
    def is_blank(self) -> bool:
        return is_blank(self.value)


def read_words(form: Mapping[str, str]) -> Written:
    """A form with one box, "text", and whatever else its sender adds."""
    reader = _Reader(form)
    value = {"text": reader.text("text")}
    return Written(value, tuple(reader.problems))


def is_blank(value: Value) -> bool:
    """Whether nothing has been written, ticked or chosen. A date alone is nothing yet."""
    for name, part in value.items():
        parts = part.values() if isinstance(part, dict) else part if isinstance(part, list) else [part]
        if name != "date" and any(str(one).strip() for one in parts):
            return False
    return True


@dataclass
class _Reader:
    form: Mapping[str, str]
    problems: list[tuple[str, str]] = field(default_factory=list)

    def text(self, name: str) -> str:
        """One box. What cannot be kept is reported, and everything that can is still there."""
        words = self.form.get(name, "").replace("\r\n", "\n").strip()
        if _UNPRINTABLE.search(words):
            words = _UNPRINTABLE.sub("", words)
            self.problems.append((name, "unprintable"))
        if len(words) > LONGEST_WORDS:
            self.problems.append((name, "too-long"))
        return words

    def date(self, name: str) -> str:
        """A box for a day. What is no day is reported, and still there."""
        words = self.text(name)
        if words and not is_date(words):
            self.problems.append((name, "not-a-date"))
        return words

    def one_of(self, name: str, offered: Mapping[str, Any] | tuple[str, ...]) -> str:
        chosen = self.form.get(name, "")
        if chosen and chosen not in offered:
            raise NotOnOffer(chosen)
        return chosen


def read_exercise(exercise: Exercise, form: Mapping[str, str]) -> Written:
    """The value of a sent form. Raises NotOnOffer for a choice the exercise does not have."""
    reader = _Reader(form)
    value = _READERS[exercise.kind](exercise, reader)
    return Written(value, tuple(reader.problems))


def _read_text(exercise: Exercise, reader: _Reader) -> Value:
    return {"text": reader.text("text")}


def _read_diary(exercise: Exercise, reader: _Reader) -> Value:
    return {"text": reader.text("text"), "date": reader.date("date")}


def is_date(words: str) -> bool:
    """Whether this is a day there is, as a browser's calendar writes it: 2026-11-22."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
        return False
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _read_list(exercise: Exercise, reader: _Reader) -> Value:
    return {"lines": [reader.text(f"line-{number}") for number in range(1, exercise.count[1] + 1)]}


def _read_rules(exercise: Exercise, reader: _Reader) -> Value:
    return {"lines": [line for number in range(1, RULES_BOXES + 1) if (line := reader.text(f"line-{number}"))]}


def _read_pool(exercise: Exercise, reader: _Reader) -> Value:
    return {"know": reader.text("know"), "unknown": reader.text("unknown")}


def _read_table(exercise: Exercise, reader: _Reader) -> Value:
    cells = {}
    for place in cells_to_fill(exercise):
        name = f"cell-{place}"
        if takes_date(exercise, place):
            words = reader.date(name)
        else:
            words = reader.one_of(name, exercise.choices) if exercise.choices else reader.text(name)
        if words:
            cells[place] = words
    return {"cells": cells}


def cells_to_fill(exercise: Exercise) -> list[str]:
    """The places in a table that the learner fills: row key and column number, as "ab12/1"."""
    return [f"{row.key}/{column}" for row in exercise.rows for column, cell in enumerate(row.cells) if cell is None]


def takes_date(exercise: Exercise, place: str) -> bool:
    """Whether what is written in this cell of a table is a date."""
    return exercise.date_column is not None and place.rpartition("/")[2] == str(exercise.date_column)


def _read_scale(exercise: Exercise, reader: _Reader) -> Value:
    assert exercise.scale is not None
    offered = tuple(str(mark) for mark in range(exercise.scale.low, exercise.scale.high + 1))
    marks = {item.key: mark for item in exercise.items if (mark := reader.one_of(f"mark-{item.key}", offered))}
    notes = {item.key: note for item in exercise.items if exercise.note and (note := reader.text(f"note-{item.key}"))}
    return {"marks": marks, "notes": notes}


def _read_rank(exercise: Exercise, reader: _Reader) -> Value:
    return {"order": _in_order(reader, [item.key for item in exercise.items])}


def _in_order(reader: _Reader, keys: list[str]) -> list[str]:
    """Keys by the places given to them (`place-<key>`, 1 for first). Those with no place are left out."""
    offered = tuple(str(place) for place in range(1, len(keys) + 1))
    places = {key: int(place) for key in keys if (place := reader.one_of(f"place-{key}", offered))}
    return sorted(places, key=lambda key: places[key])


def _read_roles(exercise: Exercise, reader: _Reader) -> Value:
    return {"card": reader.one_of("card", {item.key: item for item in exercise.items})}


_READERS = {
    ExerciseKind.REFLECT: _read_text,
    ExerciseKind.DIARY: _read_diary,
    ExerciseKind.LIST: _read_list,
    ExerciseKind.RULES: _read_rules,
    ExerciseKind.POOL: _read_pool,
    ExerciseKind.TABLE: _read_table,
    ExerciseKind.SCALE: _read_scale,
    ExerciseKind.RANK: _read_rank,
    ExerciseKind.ROLES: _read_roles,
}


# --- knowledge checks -------------------------------------------------------------------------------------------------

Given = str | list[str] | dict[str, str]
"""An answer as stored: a key; a sorted list of keys; keys in order; left key to right key."""


def read_given(question: Question, form: Mapping[str, str], ticked: list[str]) -> Given | None:
    """The answer in a sent form; None when it is not finished. `ticked` are all values of the field "answer".

    Raises NotOnOffer for an answer the question does not have.
    """
    reader = _Reader(form)
    keys = [answer.key for answer in question.answers]
    if any(one not in keys for one in ticked):
        raise NotOnOffer(question.id)
    match question.mode:
        case QuestionMode.SINGLE:
            return ticked[0] if ticked else None
        case QuestionMode.MULTIPLE:
            return sorted(set(ticked)) or None
        case QuestionMode.ORDERING:
            order = _in_order(reader, keys)
            places = [reader.form.get(f"place-{key}") for key in keys]
            return order if len(order) == len(keys) == len(set(places)) else None
        case QuestionMode.MATCHING:
            partners = {answer.partner_key: answer for answer in question.answers}
            pairs = {key: right for key in keys if (right := reader.one_of(f"match-{key}", partners))}
            return pairs if len(pairs) == len(keys) else None


def is_right(question: Question, given: Given) -> bool:
    """Whether an answer is wholly right. There are no part marks: the explanations do the teaching."""
    match question.mode:
        case QuestionMode.SINGLE:
            return any(answer.right and answer.key == given for answer in question.answers)
        case QuestionMode.MULTIPLE:
            return given == sorted(answer.key for answer in question.answers if answer.right)
        case QuestionMode.ORDERING:
            return given == [answer.key for answer in question.answers]
        case QuestionMode.MATCHING:
            return given == {answer.key: answer.partner_key for answer in question.answers}
