"""A course as JSON: exact in both directions, and refused when it holds what this version does not know."""

from __future__ import annotations

import json
import typing
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content import model
from course.content.course_json import course_from_json, course_to_json, is_current
from course.content.render import SANITISER_VERSION
from course.errors import ContentError

CLASSES = [kind for kind in vars(model).values() if isinstance(kind, type) and is_dataclass(kind)]


@cache
def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type, with no more than two things in any list: a whole course of longer ones is too much to draw."""
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        if inner[-1] is Ellipsis:
            return st.lists(anything(inner[0]), max_size=2).map(tuple)
        return st.tuples(*map(anything, inner))
    if typing.get_origin(hint) in (typing.Union, UnionType):
        return st.one_of(*map(anything, inner))
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return st.builds(hint, **{one.name: anything(hints[one.name]) for one in fields(hint)})
    return st.from_type(hint)


@settings(max_examples=60, deadline=None)
@given(anything(model.Course))
def test_any_course_comes_back_the_same(course: model.Course) -> None:
    written = course_to_json(course)
    assert course_from_json(written) == course
    assert course_to_json(course_from_json(written)) == written


def test_every_class_of_the_model_comes_back_as_itself() -> None:
    text = model.Text(markdown="*a*", line=3, html="<p>a</p>")
    exercise = model.Exercise(
        id="e",
        title="E",
        slug="e",
        prompt=text,
        kind=model.ExerciseKind.TABLE,
        shared=model.Sharing.ACCESS,
        count=(2, 4),
        scale=model.ScaleRange(low=1, high=5),
        rows=(model.Row(key="r", cells=(text, None)),),
    )
    module = model.Module(
        id="m", name="m", path="modules/m.md", title="M", blocks=(exercise,), pass_mark=model.PassMark(need=1, of=2)
    )
    course = model.Course(id="c", title="C", summary=text, modules=(module,))
    back = course_from_json(course_to_json(course))
    assert back == course
    (same,) = back.modules[0].blocks
    assert isinstance(same, model.Exercise)
    assert (type(same.kind), type(same.shared), type(same.count), type(same.rows[0].cells)) == (
        model.ExerciseKind,
        model.Sharing,
        tuple,
        tuple,
    )
    assert hash(back) == hash(course)


def test_no_field_has_the_name_that_marks_a_class() -> None:
    assert [kind for kind in CLASSES if "" in {one.name for one in fields(kind)}] == []


def course_with(**changes: object) -> str:
    course = {"": "Course", "id": "c", "title": "C", "summary": {"": "Text", "markdown": "a"}} | changes
    return json.dumps({"sanitiser": SANITISER_VERSION, "course": course})


def test_a_field_left_out_has_its_default() -> None:
    assert course_from_json(course_with()) == model.Course(id="c", title="C", summary=model.Text(markdown="a"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"mood": "sunny"}, "Course: mood"),
        ({"summary": {"": "Text", "markdown": "a", "colour": "red"}}, "Text: colour"),
        ({"summary": {"": "Song"}}, "Song"),
    ],
)
def test_what_a_newer_version_wrote_is_refused_and_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(ContentError, match="newer version") as refused:
        course_from_json(course_with(**changes))
    assert f"({named})" in str(refused.value)


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "{",
        "null",
        "[]",
        "{}",
        '{"course": null}',
        '{"course": {"": "Text", "markdown": "a"}}',
        '{"course": {"": "Course"}}',
        '{"course": {"": ["Course"]}}',
        course_with(summary={"": "Text"}),
        course_with(modules=3),
        course_with(modules=[None]),
        course_with(certificate={"": "CertificateRule", "scenarios": 1}),
    ],
)
def test_what_is_no_course_is_refused(damaged: str) -> None:
    with pytest.raises(ContentError):
        course_from_json(damaged)


def test_html_of_another_sanitiser_is_not_current() -> None:
    written = course_to_json(model.Course(id="c", title="C", summary=model.Text(markdown="a")))
    assert is_current(written)
    assert not is_current(written.replace(f'"{SANITISER_VERSION}"', '"0"', 1))
