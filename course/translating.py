"""`python -m course.translating`: brings every catalogue in course/translations/ up to date with the sentences in the code.

A new sentence is added with an empty translation, one that has gone is removed, and all others stay as they are.
docs/translating.md says how to translate. Jinja and Babel parse; the way a sentence is asked for is ours.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import escape, read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from . import language
from .certificates.rules import HOW_MADE, SENTENCES
from .resources import folder

CODE = Path(__file__).parent
ASKS = ("_", "words", "translate")
"""What the function that translates is called: `_("…")`, `self.words("…")`, `pages.words()("…")`, `translate("…")`."""


def sentences() -> dict[str, set[str]]:
    """Every sentence of the interface, in English, with the files that say it."""
    found: dict[str, set[str]] = {}
    for place, sentence in (*_in_code(), *_in_templates()):
        found.setdefault(sentence, set()).add(place)
    return found


def _in_code() -> Iterator[tuple[str, str]]:
    for path in sorted(CODE.rglob("*.py")):
        place = path.relative_to(CODE.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in ASKS:
                said = node.args[0]
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield place, said.value
    for sentence in (*SENTENCES, *HOW_MADE):  # kept in English with a certificate, translated when it is shown
        yield "course/certificates/rules.py", sentence


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Call):
        return _name(function.func)
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _in_templates() -> Iterator[tuple[str, str]]:
    templates = folder("templates")
    for path in sorted(templates.rglob("*.html")):
        parsed = Environment().parse(path.read_text("utf-8"))
        for _line, _function, said in extract_from_ast(parsed, ("_",), babel_style=False):
            if isinstance(said, tuple) and isinstance(said[0], str):
                yield f"templates/{path.relative_to(templates).as_posix()}", said[0]


def updated(catalogue: str) -> str:
    """The text of a catalogue with exactly the sentences of the code, in the order of the alphabet."""
    head, _blank, _rest = catalogue.partition("\n\n")
    known = {message.id: message.string for message in read_po(catalogue.splitlines(keepends=True)) if message.id}
    entries = [head.strip()]
    for sentence, places in sorted(sentences().items()):
        where = "".join(f"#: {place}\n" for place in sorted(places))
        entries.append(f"{where}msgid {escape(sentence)}\nmsgstr {escape(str(known.get(sentence, '')))}")
    return "\n\n".join(entries) + "\n"


if __name__ == "__main__":
    for path in sorted(language.FOLDER.glob("*.po")):
        path.write_text(updated(path.read_text("utf-8")), "utf-8")
        waiting = path.read_text("utf-8").count('msgstr ""') - 1  # the first is the head of the file
        print(f"{path.name}: sentences that wait for a translation: {waiting}")
