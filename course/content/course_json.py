"""A course as JSON and back, without loss.

Each object is written under its class's name, fields that have their default value are left out, and enums are their
values. Reading is strict: a field or class this version does not know is refused, because leaving it out would change
the course.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any

from course.content import collector, model
from course.content.render import SANITISER_VERSION
from course.errors import ContentError

TAG = ""
"""The key that holds an object's class; no field can have this name."""

_START = f'{{"sanitiser":"{SANITISER_VERSION}","course":'

_NEWER = "A newer version of this software saved this course ({what}). Update this one, or publish the course again."


def course_to_json(course: model.Course) -> str:
    """The course as one line of JSON; the same course always gives the same line."""
    with collector.waiting():
        return _START + json.dumps(_plain(course), ensure_ascii=False, separators=(",", ":")) + "}"


def is_current(text: str) -> bool:
    """True when the HTML in a saved course was made by the sanitiser as it is now; otherwise it must be made again."""
    return text.startswith(_START)


def course_from_json(text: str) -> model.Course:
    """The course that `course_to_json` wrote. Raises ContentError when it was written by a version that knows more
    than this one."""
    try:
        with collector.waiting():
            course = _object(json.loads(text)["course"])
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise ContentError(f"This is not a saved course, or it is damaged: {problem}") from problem
    if not isinstance(course, model.Course):
        raise ContentError("This is not a saved course.")
    return course


def _plain(value: Any) -> Any:
    kind: Any = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is tuple:
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    found = {TAG: kind.__name__}
    contents = value.__dict__
    for name, default in _defaults_to_leave_out(kind).items():
        inner = contents[name]
        if inner != default:
            found[name] = _plain(inner)
    return found


@cache
def _defaults_to_leave_out(kind: type) -> dict[str, Any]:
    """Each field with its default; MISSING, which equals nothing, for those that are always written."""
    return {one.name: one.default for one in fields(kind)}


@cache
def _classes() -> dict[str, type]:
    return {name: kind for name, kind in vars(model).items() if isinstance(kind, type) and is_dataclass(kind)}


def _object(written: dict[str, Any]) -> Any:
    name = written[TAG]
    kind = _classes().get(name)
    if kind is None:
        raise ContentError(_NEWER.format(what=name))
    readers, complete, required = _plan(kind)
    contents = complete()
    for key, value in written.items():
        if key in readers:
            read = readers[key]
            contents[key] = value if read is None else read(value)
        elif key != TAG:
            raise ContentError(_NEWER.format(what=f"{name}: {key}"))
    for key in required:
        if key not in contents:
            raise ContentError(f"This saved course is damaged: {name} has no {key}.")
    # A frozen dataclass takes no shortcut when built by its constructor, and a large course has a hundred
    # thousand objects.
    made: Any = object.__new__(kind)
    made.__dict__.update(contents)
    return made


Reader = Callable[[Any], Any]


@cache
def _plan(kind: type) -> tuple[dict[str, Reader | None], Callable[[], dict[str, Any]], tuple[str, ...]]:
    """How to read each field, the values of those left out, and the names of those that may not be."""
    hints = typing.get_type_hints(kind)
    readers = {one.name: _reader(hints[one.name]) for one in fields(kind)}
    simple = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    made = {one.name: one.default_factory for one in fields(kind) if one.default_factory is not MISSING}
    required = tuple(name for name in readers if name not in simple and name not in made)

    def complete() -> dict[str, Any]:
        return simple | {name: make() for name, make in made.items()}

    return readers, complete if made else simple.copy, required


def _reader(hint: Any) -> Reader | None:
    """What turns plain JSON into a value of this type; None when it already is one."""
    if typing.get_origin(hint) is tuple:
        items = typing.get_args(hint)
        if len(items) == 2 and items[1] is Ellipsis:
            inner = _reader(items[0])
            return tuple if inner is None else lambda value: tuple([inner(item) for item in value])
        each = [_reader(item) for item in items]
        return lambda value: tuple(
            [item if read is None else read(item) for read, item in zip(each, value, strict=True)]
        )
    if typing.get_origin(hint) in (typing.Union, UnionType):
        chosen = [reader for item in typing.get_args(hint) if item is not type(None) and (reader := _reader(item))]
        if not chosen:
            return None
        return lambda value: None if value is None else chosen[0](value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and is_dataclass(hint):
        return _object
    return None
