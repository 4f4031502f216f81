"""Reads what an administrator writes about an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..accounts.rules import BIDI_CONTROLS, LONGEST_NAME, clean_name, composed, name_problem, without_hidden
from ..language import Translate
from .names import name_words
from .rules import LONGEST_WELCOME

LINES = ("help_name", "help_contact", "access_contact")


@dataclass(frozen=True)
class Words:
    """What was typed, as it would be kept."""

    values: dict[str, str]
    problems: list[tuple[str, str]]
    """(id of the field, what to do)."""


def read_words(form: Mapping[str, str], _: Translate) -> Words:
    values = {name: clean_name(form.get(name, "")) for name in ("name", *LINES)}
    values["welcome"] = _lines(form.get("welcome", ""))
    problems: list[tuple[str, str]] = []
    if problem := name_problem(values["name"]):
        problems.append(("name", name_words(_, problem, len(values["name"]))))
    for name in LINES:
        if len(values[name]) > LONGEST_NAME:
            problems.append((name, _("This is too long. Use %(most)s letters at most.", most=LONGEST_NAME)))
    if len(values["welcome"]) > LONGEST_WELCOME:
        problems.append(("welcome", _("This is too long. Use %(most)s letters at most.", most=LONGEST_WELCOME)))
    return Words({name: _seen(value) for name, value in values.items()}, problems)


def _lines(typed: str) -> str:
    """Several lines: line ends made one kind, no marks that turn the text after them round."""
    lines = typed.translate(BIDI_CONTROLS).replace("\r\n", "\n").replace("\r", "\n").strip()
    return composed("NFC", lines, LONGEST_WELCOME)


def _seen(text: str) -> str:
    return "\n".join(without_hidden(line) for line in text.split("\n"))
