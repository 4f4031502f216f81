"""Imports go down: each file stands on one floor and builds only on lower ones, or on its own room beside it.

A new file fails until it has a place here. What a floor is for stands beside it; do not move a file up just to go green.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "course"

FLOORS = (
    ("what everybody may say", "errors.py: facts, no HTTP", "errors.py"),
    ("what everybody may ask", "config.py: the settings, as rows", "config.py"),
    ("", "resources.py: where our own folders are", "resources.py"),
    ("", "events.py: facts that have happened", "events.py"),
    ("", "language.py: sentences of the interface; no request", "language.py"),
    ("", "theme.py: arithmetic with colours", "theme.py"),
    ("", "gaps.py: text with places to fill; knows nobody", "gaps.py"),
    ("", "__init__.py: the front door, which opens on first use", "__init__.py"),
    ("content", "content/: trainers' files to a compiled course; never the database, never the web", "content/*"),
    ("who and how far", "access.py: the one answer to who may do what", "access.py"),
    ("", "progress/rules.py: how far somebody is, which certificates and pages build on", "progress/rules.py"),
    ("", "progress/__init__.py: what the room is for", "progress/__init__.py"),
    ("rules", "the other rules: plain values in, plain values out", "*/rules.py"),
    ("", "study/variants.py: pure: which version is read", "study/variants.py"),
    ("", "study/lesson.py: pure: a module and what somebody did in it", "study/lesson.py"),
    ("", "scenarios/paper.py: pure: a story as a booklet", "scenarios/paper.py"),
    ("", "study/written.py: pure: a learner's words kept out of what is kept", "study/written.py"),
    ("", "accounts/passwords.py: hashing, no database", "accounts/passwords.py"),
    ("", "accounts/mail_texts.py: what messages say", "accounts/mail_texts.py"),
    ("", "what a room is for, said in its __init__.py", "*/__init__.py"),
    ("store", "store/: all SQL, and nothing but SQL", "store/*"),
    ("", "typeset.py: words and a template to a PDF; knows nobody", "typeset.py"),
    ("beside the store", "shelf.py: compiled releases at hand", "shelf.py"),
    ("", "publishing.py: from a folder to a release", "publishing.py"),
    ("", "keys.py: the two secrets; it asks the vault for a fresh one", "keys.py"),
    ("", "mail.py: sends what waits in the outbox", "mail.py"),
    ("actions", "what people do, in one transaction each", "*/actions.py"),
    ("", "organisations/names.py: what to say of a name that cannot be kept", "organisations/names.py"),
    ("", "rights/said.py: what is held, why and how long, in words", "rights/said.py"),
    ("", "certificates/pdf.py: a certificate as a file; knows no request", "certificates/pdf.py"),
    ("", "plan/sheet.py: a plan as plain words, for its files", "plan/sheet.py"),
    ("", "plan/pdf.py: a plan as a PDF", "plan/pdf.py"),
    ("", "plan/calendar.py: the dates of a plan for a calendar", "plan/calendar.py"),
    ("web", "web.py: the mount and this request; the first to know Flask", "web.py"),
    ("", "statuses.py: errors as HTTP says them", "statuses.py"),
    ("", "notices.py: what the next page has to say", "notices.py"),
    ("", "cookies.py: reads the signed session cookie", "cookies.py"),
    ("requests and replies", "posted.py: what a form brought, and whether it is ours", "posted.py"),
    ("", "addresses.py: which addresses are ours", "addresses.py"),
    ("", "headers.py: what a reply carries besides its page", "headers.py"),
    ("doors", "room.py: the routes of a room, and who may enter them", "room.py"),
    ("pages", "pages.py: draws pages", "pages.py"),
    ("", "drawn_once.py: keeps pages that are the same for many", "drawn_once.py"),
    ("forms", "what people send", "*/forms.py"),
    ("", "accounts/: who is asking, and what pages of accounts share", "accounts/[!v]*"),
    ("", "rights/copy.py: everything held about somebody; the plan says what was written", "rights/copy.py"),
    ("", "certificates/moment.py: the certificate is given by whichever page finished the course", "certificates/moment.py"),
    ("", "progress/outline.py: the way through the course, beside every page", "progress/outline.py"),
    ("views", "one room's pages: check, ask, act, draw", "*/views*.py"),
    ("", "scenarios/eyes.py: what of a story somebody is shown", "scenarios/eyes.py"),
    ("", "cohorts/here.py: the cohort of a request, and how somebody stands to it", "cohorts/here.py"),
    ("", "cohorts/run.py: the page of those who run a cohort", "cohorts/run.py"),
    ("", "study/sheets.py: a module's page, drawn once and filled for each learner", "study/sheets.py"),
    ("", "reading/whole.py: the whole course on one page", "reading/whole.py"),
    ("the whole", "cli.py: the command", "cli.py"),
    ("", "translating.py: a tool for translators, started by hand", "translating.py"),
    ("mounting", "extension.py: puts the rooms together", "extension.py"),
    ("the app", "app.py: the smallest host", "app.py"),
    ("running", "demo.py: an app that runs", "demo.py"),
    ("", "__main__.py: python -m course", "__main__.py"),
)  # fmt: skip
"""(floor, empty for the one above; the reason; files). The first row that fits a file says where it stands."""


@dataclass(frozen=True)
class Import:
    """One import: in which file and line, of what; a file of ours as its path, anything else by its first name."""

    file: str
    line: int
    wanted: str
    is_ours: bool
    in_function: bool
    for_types: bool


def floor_of(file: str) -> int:
    floor = -1
    for name, _, pattern in FLOORS:
        floor += bool(name)
        if fnmatchcase(file, pattern):
            return floor
    raise AssertionError(f"course/{file} stands on no floor yet: give it a row in FLOORS, with its reason")


def files() -> list[str]:
    found = (path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
    return sorted(one for one in found if not one.startswith("_bundled/"))


def room_of(file: str) -> str:
    return file.rpartition("/")[0]


@cache
def file_of(module: str) -> str | None:
    """The file a module of ours is in, such as content/model.py for course.content.model."""
    path = PACKAGE.parent / Path(*module.split("."))
    for one in (path.with_suffix(".py"), path / "__init__.py"):
        if one.is_file():
            return one.relative_to(PACKAGE).as_posix()
    return None


def imports_of(file: str, source: str | None = None) -> Iterator[Import]:
    tree = ast.parse(source if source is not None else (PACKAGE / file).read_text(encoding="utf-8"))
    package = ("course." + room_of(file).replace("/", ".")).rstrip(".")
    inside, typing = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inside.update(id(one) for one in ast.walk(node))
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            typing.update(id(one) for one in ast.walk(node))
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*up, *([node.module] if node.module else [])])
            names = [f"{base}.{one.name}" if file_of(f"{base}.{one.name}") else base for one in node.names]
        for name in dict.fromkeys(names):
            ours = name == "course" or name.startswith("course.")
            wanted = file_of(name) if ours else name.split(".")[0]
            assert wanted, f"{file}:{node.lineno} imports {name}, which is not there"  # type: ignore[attr-defined]
            yield Import(file, node.lineno, wanted, ours, id(node) in inside, id(node) in typing)  # type: ignore[attr-defined]


@cache
def all_imports() -> list[Import]:
    return [one for file in files() for one in imports_of(file)]


# --- floors -----------------------------------------------------------------------------------------------------------


def test_every_file_has_a_floor() -> None:
    """floor_of() says which file has none."""
    assert all(floor_of(file) >= 0 for file in files())


def test_every_row_of_the_table_is_for_something() -> None:
    assert [row for row in FLOORS if not any(fnmatchcase(file, row[2]) for file in files())] == []


def may_import(file: str, wanted: str) -> bool:
    here, there = floor_of(file), floor_of(wanted)
    return there < here or (there == here and room_of(wanted) == room_of(file) != "")


def test_imports_go_down_or_stay_in_their_room() -> None:
    up = [
        f"course/{one.file}:{one.line} imports {one.wanted}, which is not below it"
        for one in all_imports()
        if one.is_ours and not one.for_types and not one.in_function and not may_import(one.file, one.wanted)
    ]

    assert up == []


@pytest.mark.parametrize(
    ("file", "source", "goes_down"),
    [
        ("study/rules.py", "from ..content.model import Text", True),
        ("study/rules.py", "from ..store.words import Words", False),
        ("study/rules.py", "from .. import store", False),
        ("study/views.py", "from . import actions", True),
        ("study/actions.py", "from ..scenarios.actions import start", False),
        ("store/words.py", "from .vault import Vault", True),
        ("errors.py", "import course.config", False),
        ("web.py", "from . import __version__", True),
        ("web.py", "from .room import Room", False),
        ("room.py", "from . import posted", True),
        ("posted.py", "from .headers import put_headers", False),
        ("headers.py", "from .pages import page", False),
        ("content/model.py", "from ..room import Room", False),
    ],
)
def test_the_rule_itself(file: str, source: str, goes_down: bool) -> None:
    (one,) = imports_of(file, source)

    assert may_import(file, one.wanted) is goes_down


# --- libraries that stay in their place -------------------------------------------------------------------------------

ONLY_IN = {
    "sqlalchemy": ("store/*",),
    "alembic": ("store/migrate.py",),
    "pysqlite3": ("store/engine.py",),
    "sqlite3": ("store/engine.py",),
    "cryptography": ("store/vault.py",),
    "argon2": ("accounts/passwords.py",),
    "flask_login": ("accounts/session.py",),
    "flask_wtf": ("posted.py",),
    "wtforms": ("posted.py", "*/forms.py"),
    "markdown": ("content/dialect.py", "content/footnote_rule.py"),
    "pymdownx": ("content/dialect.py",),
    "bleach": ("content/render.py",),
    "selectolax": ("content/second_reading.py",),
    "babel": ("language.py", "translating.py"),
    "typst": ("typeset.py",),
    "icalendar": ("plan/calendar.py",),
    "segno": ("certificates/views.py",),
    "click": ("cli.py",),
    "granian": ("demo.py",),
    "smtplib": ("mail.py",),
}
"""A library that only these files may know, so that it can be replaced in one place."""


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_known_only_where_it_belongs(library: str) -> None:
    users = {one.file for one in all_imports() if one.wanted == library}

    assert [file for file in sorted(users) if not any(fnmatchcase(file, one) for one in ONLY_IN[library])] == []
    assert users, f"nobody uses {library}: take it out of this table"


@pytest.mark.parametrize("library", ["flask", "werkzeug", "itsdangerous"])
def test_flask_begins_where_the_web_begins(library: str) -> None:
    low = [one.file for one in all_imports() if one.wanted == library and floor_of(one.file) < floor_of("web.py")]

    assert low == []


def test_only_the_renderer_builds_html_that_a_page_trusts() -> None:
    """Markup says "this is clean". Whoever else said it would open a door that the attack corpus does not watch."""
    builders = {
        file
        for file in files()
        for node in ast.walk(ast.parse((PACKAGE / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and "Markup" in ast.dump(node.func) and "striptags" not in ast.dump(node.func)
    }

    assert builders == {"content/render.py"}


def test_no_template_trusts_anything_by_itself() -> None:
    trusting = re.compile(r"\|\s*safe\b|\bMarkup\b|\{%-?\s*autoescape|\bSafe\b")
    found = [path.name for path in (ROOT / "templates").rglob("*.html") if trusting.search(path.read_text("utf-8"))]

    assert found == []


# --- imports inside functions -----------------------------------------------------------------------------------------

STARTS_FASTER = "it is slow to load, and most visits or commands never need it"
MAY_BE_MISSING = "an extra that may not be installed, or that this system does not have"
OPENS_LATER = "the front door opens on first use"
GOES_UP = "it starts what stands above it"
REASONS = (STARTS_FASTER, MAY_BE_MISSING, OPENS_LATER, GOES_UP)

IN_FUNCTIONS = {
    ("__init__.py", "importlib"): OPENS_LATER,
    ("cli.py", "demo.py"): GOES_UP,
    ("cli.py", "*"): STARTS_FASTER,
    ("content/archive.py", "content/check.py"): STARTS_FASTER,
    ("content/archive.py", "content/load.py"): STARTS_FASTER,
    ("content/ids.py", "unicodedata"): STARTS_FASTER,
    ("content/render.py", "bleach"): STARTS_FASTER,
    ("content/render.py", "content/dialect.py"): STARTS_FASTER,
    ("content/render_worker.py", "resource"): MAY_BE_MISSING,
    ("content/routes.py", "content/scan_parts.py"): STARTS_FASTER,
    ("content/second_reading.py", "selectolax"): STARTS_FASTER,
    ("demo.py", "accounts/actions.py"): STARTS_FASTER,
    ("demo.py", "granian"): STARTS_FASTER,
    ("plan/calendar.py", "icalendar"): STARTS_FASTER,
    ("store/engine.py", "pysqlite3"): MAY_BE_MISSING,
    ("store/migrate.py", "alembic"): STARTS_FASTER,
    ("typeset.py", "typst"): MAY_BE_MISSING,
}
"""Every import inside a function: the file, what it wants (* for anything below it), and the reason, one of REASONS."""


def reason_for(one: Import) -> str | None:
    if reason := IN_FUNCTIONS.get((one.file, one.wanted)):
        return reason
    anything = IN_FUNCTIONS.get((one.file, "*"))
    return anything if anything and (not one.is_ours or may_import(one.file, one.wanted)) else None


def test_an_import_inside_a_function_has_a_reason() -> None:
    without = [
        f"course/{one.file}:{one.line} imports {one.wanted} inside a function"
        for one in all_imports()
        if one.in_function and not reason_for(one)
    ]

    assert without == []
    assert set(IN_FUNCTIONS.values()) == set(REASONS)


def test_a_reason_is_not_kept_when_its_import_has_gone() -> None:
    there = {(one.file, one.wanted) for one in all_imports() if one.in_function}

    assert [one for one in IN_FUNCTIONS if one not in there and one[1] != "*"] == []


def test_only_the_command_reaches_up_and_only_to_the_demo() -> None:
    up = {
        (one.file, one.wanted)
        for one in all_imports()
        if one.is_ours and one.in_function and not may_import(one.file, one.wanted)
    }

    assert up == {("cli.py", "demo.py")}
