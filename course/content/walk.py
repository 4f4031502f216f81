"""Find every text in a course, and put the rendered one in its place.

Which fields hold texts is read off the dataclasses themselves, so a new kind of block is rendered from the day it is
written. A large course has a hundred thousand texts and this runs at every publish, so it looks types up instead of
asking, and builds objects by copying.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from functools import cache
from typing import Any

from course.content import model

Visit = Callable[[model.Text, model.Document | None, bool], model.Text]
"""Given a text, the file it is in (None for the course's own words, which are in the index), and whether a page draws it
inside a line, such as a heading, a label or a cell. Gives the text to put there."""

_INLINE = frozenset(
    {
        (model.Heading, "text"),
        (model.Item, "text"),
        (model.Row, "cells"),
        (model.Exercise, "heads"),
        (model.Answer, "text"),
        (model.Answer, "partner"),
        (model.Choice, "text"),
        (model.Gate, "words"),
        (model.Hat, "text"),
    }
)


def replace_texts(course: model.Course, visit: Visit) -> model.Course:
    """The same course with each text replaced by what `visit` makes of it, in the order of the fields.

    Whatever holds no changed text is the very same object as before.
    """
    changed: model.Course = _replaced(course, visit, None, False)
    return changed


def _replaced(value: Any, visit: Visit, document: model.Document | None, inline: bool) -> Any:
    kind: Any = type(value)
    if kind is model.Text:
        return visit(value, document, inline)
    if kind is tuple:
        items = [_replaced(item, visit, document, inline) for item in value]
        return tuple(items) if any(map(_is_other, items, value)) else value
    fields = _fields_with_texts(kind)
    if not fields:
        return value
    if issubclass(kind, model.Document):
        document = value
    contents, changes = value.__dict__, {}
    for name, is_inline in fields:
        old = contents[name]
        if old is not None and old != ():
            new = _replaced(old, visit, document, is_inline)
            if new is not old:
                changes[name] = new
    if not changes:
        return value
    copy: Any = object.__new__(kind)
    copy.__dict__.update(contents, **changes)
    return copy


def _is_other(new: object, old: object) -> bool:
    return new is not old


@cache
def _fields_with_texts(kind: Any) -> tuple[tuple[str, bool], ...]:
    """The fields of a class in which a text can stand, each with whether it is drawn inside a line."""
    if not hasattr(kind, "__dataclass_fields__"):
        return ()
    return tuple((name, (kind, name) in _INLINE) for name, hint in _hints(kind).items() if _can_hold_text(hint))


@cache
def _can_hold_text(hint: Any) -> bool:
    if hint is model.Text:
        return True
    inner = _hints(hint).values() if hasattr(hint, "__dataclass_fields__") else typing.get_args(hint)
    return any(_can_hold_text(one) for one in inner)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)
