"""Find every text in a course, and put the rendered one in its place.

Which fields hold texts is read off the dataclasses themselves, so a new kind of block is rendered from the day it is
written.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable
from functools import cache
from typing import Any

from course.content import model


@dataclasses.dataclass(frozen=True, kw_only=True)
class Place:
    """Where a text stands."""

    document: model.Document | None
    """The file it is in; None for the course's own words, which are in the index."""
    inline: bool
    """True when a page draws it inside a line, such as a heading, a label or a cell."""


Visit = Callable[[model.Text, Place], model.Text]

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
    }
)


def replace_texts(course: model.Course, visit: Visit) -> model.Course:
    """The same course with each text replaced by what `visit` makes of it, in the order of the fields."""
    changed: model.Course = _replaced(course, visit, None, False)
    return changed


def _replaced(value: Any, visit: Visit, document: model.Document | None, inline: bool) -> Any:
    """A copy of a field's value with its texts replaced; the very same object when nothing in it changed."""
    if isinstance(value, model.Text):
        return visit(value, Place(document=document, inline=inline))
    if isinstance(value, tuple):
        items = tuple([_replaced(item, visit, document, inline) for item in value])
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if value is None or not dataclasses.is_dataclass(value):
        return value
    if isinstance(value, model.Document):
        document = value
    changes = {}
    for name, is_inline in _fields_with_texts(type(value)):
        old = getattr(value, name)
        new = _replaced(old, visit, document, is_inline)
        if new is not old:
            changes[name] = new
    return dataclasses.replace(value, **changes) if changes else value  # type: ignore[type-var]


@cache
def _fields_with_texts(kind: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass in which a text can stand, each with whether it is drawn inside a line."""
    return tuple((name, (kind, name) in _INLINE) for name, hint in _hints(kind).items() if _can_hold_text(hint))


@cache
def _can_hold_text(hint: Any) -> bool:
    if hint is model.Text:
        return True
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return any(_can_hold_text(inner) for inner in _hints(hint).values())
    return any(_can_hold_text(inner) for inner in typing.get_args(hint))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
