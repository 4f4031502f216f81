"""What a learner can do in the sample course, for tests of pages: fill in any exercise, read what a form holds."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from course.content.model import Course, Exercise, ExerciseKind, Module
from course.errors import UnsoundCourse
from course.publishing import publish
from course.store.engine import Store
from course.study.rules import cells_to_fill

from .pages import CheckedClient, Form, form_on

EXERCISES = (
    "party-you-remember",
    "three-people",
    "your-street",
    "who-does-what",
    "what-i-need",
    "how-sure",
    "matters-most",
    "first-meeting",
    "how-it-went",
    "how-we-talk",
)
"""Every exercise of the module "asking": one or more of each kind."""


def asking(course: Course) -> Module:
    found = course.module("asking")
    assert found is not None
    return found


def exercise(course: Course, activity_id: str) -> Exercise:
    found = asking(course).activity(activity_id)
    assert isinstance(found, Exercise)
    return found


def fill(one: Exercise, words: str) -> dict[str, str]:
    """Every field of an exercise filled in: with these words where something can be written."""
    match one.kind:
        case ExerciseKind.REFLECT:
            return {"text": words}
        case ExerciseKind.DIARY:
            return {"date": "2026-11-22", "text": words}
        case ExerciseKind.LIST:
            return {f"line-{number}": f"{words} {number}" for number in range(1, one.count[1] + 1)}
        case ExerciseKind.RULES:
            return {f"line-{number}": f"{words} {number}" for number in range(1, 7)}
        case ExerciseKind.POOL:
            return {"know": f"{words} k", "unknown": f"{words} u"}
        case ExerciseKind.TABLE:
            return {f"cell-{place}": one.choices[-1] if one.choices else words for place in cells_to_fill(one)}
        case ExerciseKind.SCALE:
            assert one.scale is not None
            marks = {f"mark-{item.key}": str(one.scale.high) for item in one.items}
            return marks | ({f"note-{item.key}": words for item in one.items} if one.note else {})
        case ExerciseKind.RANK:
            return {f"place-{item.key}": str(place) for place, item in enumerate(reversed(one.items), 1)}
        case ExerciseKind.ROLES:
            return {"card": one.items[-1].key}


def send(
    browser: CheckedClient,
    activity_id: str,
    fields: dict[str, object],
    *,
    module: str = "asking",
    headers: dict[str, str] | None = None,
) -> TestResponse:
    """Open a module, fill in the form of one of its activities and press a button (`act`)."""
    return browser.send_form(
        f"/modules/{module}", fields, action=f"/modules/{module}/{activity_id}", headers=headers or {}
    )


def fields_of(reply: TestResponse, action: str) -> dict[str, str]:
    """What the form to `action` would send, as a browser reads it, but its hidden fields."""
    found = form_on(reply, action).node
    fields = {}
    for control in found.css("input, textarea, select"):
        own = control.attributes
        kind = own.get("type") if control.tag == "input" else control.tag
        name = own.get("name") or ""
        if kind in ("radio", "checkbox"):
            if "checked" in own:
                fields[name] = own.get("value") or ""
        elif kind == "select":
            chosen = control.css_first("option[selected]") or control.css_first("option")
            fields[name] = chosen.attributes.get("value") or "" if chosen else ""
        elif kind == "textarea":
            fields[name] = re.sub(r"\A\n", "", control.text())
        elif kind not in ("hidden", "submit"):
            fields[name] = own.get("value") or ""
    return fields


def form_of(reply: TestResponse, activity_id: str, module: str = "asking") -> Form:
    return form_on(reply, f"/modules/{module}/{activity_id}")


def section(reply: TestResponse, id: str) -> LexborNode:
    """The part of a page with this id."""
    found = LexborHTMLParser(reply.text).css_first(f'[id="{id}"]')
    assert found is not None, f"{reply.request.path} has nothing called {id}"
    return found


def words_of(reply: TestResponse, css: str = "main") -> str:
    """What a page says, in one line."""
    found = LexborHTMLParser(reply.text).css_first(css)
    assert found is not None, f"{reply.request.path} has no {css}"
    return " ".join(found.text(separator=" ").split())


def publish_changed(store: Store, folder: Path, change: Callable[[Path], None]) -> int:
    """Publish the sample course with some changes made to a copy of it in `folder`; returns the release's number."""
    if not folder.exists():
        shutil.copytree(Path(__file__).parent / "samples" / "street-party", folder)
    change(folder)
    try:
        made = publish(store, folder, author="the tests")
    except UnsoundCourse as error:
        raise AssertionError("\n".join(str(one) for one in error.problems)) from error
    assert made is not None, "nothing was changed"
    return made[0]


def rewritten(path: str, *changes: tuple[str, str]) -> Callable[[Path], None]:
    """A change for `publish_changed`: each first text in the file becomes the second."""

    def change(folder: Path) -> None:
        file = folder / path
        words = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in words, f"{path} does not say {old!r}"
            words = words.replace(old, new)
        file.write_text(words, encoding="utf-8")

    return change


def without_versions(folder: Path) -> None:
    """A change for `publish_changed`: the first module in one language only, so that it can be changed alone."""
    for name in ("asking.cy.md", "asking.easy.md"):
        (folder / "modules" / name).unlink(missing_ok=True)


def all_of(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for one in changes:
            one(folder)

    return change
