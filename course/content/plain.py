"""A module as plain text: to print, to send by e-mail, or to read with anything at all.

Made from the Markdown, not from the HTML. It holds everything a learner is shown before they answer, and nothing more:
no ticks, no feedback, and options in alphabetical order where their real order is the answer.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Iterable, Iterator

from course.content import model
from course.content.urls import is_link, target
from course.content.words import TABLES

WIDTH = 78
"""Columns."""

_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,200}\]){0,900})\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+[\"'][^)]*)?\)"
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>")
_STRONG = re.compile(r"(?<![\w*\\])(\*{1,3}|_{1,3})(?=\S)(.{1,400}?)(?<=[^\s\\])\1(?![\w*])", re.DOTALL)
_CODE = re.compile(r"(`{1,9})(.{1,900}?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!|~-])")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_DELIMITER_ROW = re.compile(r"\s*+\|?\s*+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+\|?\s*+")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])\s+(.*)")
_CALLOUT = re.compile(r"\s*>\s*\[!(note|tip|important|warning|caution)\]\s*", re.IGNORECASE)
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")

_WORDS = {
    "en": {
        "minutes": "About {0} minutes",
        "exercise": "Exercise",
        "question": "Question",
        "hint": "Hint",
        "picture": "Picture",
        "notes": "Notes",
        "match": "To match with",
        "choices": "Choose from",
        "shared": "Shared with",
        "transcript": "What is said",
        "decorative": "decorative",
        "plan": "Goes to your plan",
        "if_moved": "Goes to your plan if you move it there",
        "date": "date",
        "look_again": "Look again in",
        "days": "{0} days",
        "weeks": "{0} weeks",
        "months": "{0} months",
        "1 days": "1 day",
        "1 weeks": "1 week",
        "1 months": "1 month",
        "note": "Note",
        "tip": "Tip",
        "important": "Important",
        "warning": "Warning",
        "caution": "Take care",
    },
    "cy": {
        "minutes": "Tua {0} munud",
        "exercise": "Ymarfer",
        "question": "Cwestiwn",
        "hint": "Awgrym",
        "picture": "Llun",
        "notes": "Nodiadau",
        "match": "I'w paru â",
        "choices": "Dewiswch o",
        "shared": "Rhannu gyda",
        "transcript": "Yr hyn a ddywedir",
        "decorative": "addurniadol",
        "plan": "Yn mynd i'ch cynllun",
        "if_moved": "Yn mynd i'ch cynllun os symudwch chi ef",
        "date": "dyddiad",
        "look_again": "Edrych eto ymhen",
        "days": "{0} diwrnod",
        "weeks": "{0} wythnos",
        "months": "{0} mis",
        "note": "Nodyn",
        "tip": "Awgrym",
        "important": "Pwysig",
        "warning": "Rhybudd",
        "caution": "Gofal",
    },
}


def plain_text(module: model.Module) -> str:
    """The whole module as plain text, at most 78 columns wide where words allow, ending in a line feed."""
    return _Writer(module.language if module.language in _WORDS else "en").module(module)


class _Writer:
    def __init__(self, language: str) -> None:
        self._words = _WORDS[language]
        self._sharing = {meaning: written for written, meaning in TABLES[language].sharing.items()}

    def module(self, module: model.Module) -> str:
        facts = [self._words["minutes"].format(module.minutes)] if module.minutes else []
        parts = [f"{module.title}\n{'=' * min(len(module.title), WIDTH)}", *facts, module.stage]
        for block in module.blocks:
            parts.extend(self._block(block))
        if module.footnotes:
            parts.append(_underlined(self._words["notes"]))
            parts.extend(_hung(f"[{note.number}] ", self._inline(note.text)) for note in module.footnotes)
        return "\n\n".join(part for part in parts if part.strip()) + "\n"

    def _block(self, block: model.Block) -> Iterator[str]:
        match block:
            case model.Heading():
                words = self._inline(block.text)
                yield _underlined(words) if block.level == 2 else words
            case model.Prose():
                yield self._text(block.text)
            case model.Callout():
                words = self._text(block.text, WIDTH - 4)
                yield textwrap.indent(f"{self._words.get(block.kind, block.kind)}:\n{words}", "    ")
            case model.Exercise():
                yield _underlined(f"{self._words['exercise']}: {block.title}")
                yield self._text(block.prompt)
                yield from self._exercise(block)
            case model.Question():
                yield _underlined(f"{self._words['question']}: {block.title}")
                yield self._text(block.prompt)
                yield from self._question(block)
            case model.Media():
                yield _underlined(block.title)
                yield self._text(block.prompt)
                yield " ".join(part for part in (block.file, f"({block.length})" if block.length else "") if part)
                if block.transcript is not None:
                    yield f"{self._words['transcript']}:"
                    yield self._text(block.transcript)

    def _exercise(self, exercise: model.Exercise) -> Iterator[str]:
        yield _bullets(_named(item.name, self._inline(item.text)) for item in exercise.items)
        if exercise.scale is not None:
            scale = exercise.scale
            yield f"{scale.low} ({scale.low_words}) - {scale.high} ({scale.high_words})".replace(" ()", "")
        heads = [self._inline(head) for head in exercise.heads]
        yield _bullets(
            _row(heads, [self._cell(exercise, at, cell) for at, cell in enumerate(row.cells)]) for row in exercise.rows
        )
        if exercise.choices:
            yield _hung(f"{self._words['choices']}: ", ", ".join(exercise.choices))
        if exercise.kind is not model.ExerciseKind.ROLES:
            yield f"{self._words['shared']}: {self._sharing[exercise.shared]}"
        if exercise.plan:
            yield f"{self._words['if_moved' if exercise.plan_if_moved else 'plan']}: {exercise.plan}"
        if (wait := exercise.look_again) is not None:
            one = self._words.get(f"{wait.count} {wait.unit}", "")  # Welsh counts in the singular anyway.
            yield f"{self._words['look_again']}: {one or self._words[wait.unit].format(wait.count)}"

    def _cell(self, exercise: model.Exercise, at: int, cell: model.Text | None) -> str:
        if cell is not None:
            return self._inline(cell)
        return f"____ ({self._words['date']})" if at == exercise.date_column else "____"

    def _question(self, question: model.Question) -> Iterator[str]:
        if question.hint is not None:
            yield _hung(f"{self._words['hint']}: ", self._inline(question.hint))
        options = [self._inline(answer.text) for answer in question.answers]
        box = {model.QuestionMode.SINGLE: "( ) ", model.QuestionMode.MULTIPLE: "[ ] "}.get(question.mode, "__ ")
        if question.mode is model.QuestionMode.ORDERING:
            options.sort(key=str.casefold)
        yield _bullets(options, box)
        partners = [self._inline(answer.partner) for answer in question.answers if answer.partner is not None]
        if partners:
            yield f"{self._words['match']}:"
            yield _bullets(sorted(partners, key=str.casefold))

    def _text(self, text: model.Text, width: int = WIDTH) -> str:
        """A text of any length: paragraphs wrapped, lists and code kept, tables as one line for each row."""
        out: list[str] = []
        paragraph: list[str] = []
        lead = ""
        in_code = False

        def finish() -> None:
            nonlocal lead
            if paragraph:
                out.append(_hung(lead, self._words_of("\n".join(paragraph)), width))
                paragraph.clear()
            lead = ""

        lines = text.markdown.expandtabs(4).split("\n")
        at = 0
        while at < len(lines):
            line = lines[at]
            item = _ITEM.fullmatch(line)
            if _FENCE.match(line):
                finish()
                in_code = not in_code
            elif in_code:
                out.append(f"    {line}")
            elif not line.strip():
                finish()
                if out and out[-1]:
                    out.append("")
            elif "|" in line and at + 1 < len(lines) and _DELIMITER_ROW.fullmatch(lines[at + 1]):
                finish()
                end = at + 2
                while end < len(lines) and "|" in lines[end]:
                    end += 1
                rows = [[self._words_of(cell) for cell in _cells(row)] for row in [line, *lines[at + 2 : end]]]
                out.append(_bullets(_row(rows[0], row) for row in rows[1:]))
                at = end - 1
            elif item:
                finish()
                lead = f"{' ' * len(item.group(1))}{item.group(2)} "
                paragraph.append(item.group(3))
            elif callout := _CALLOUT.fullmatch(line):
                finish()
                out.append(f"{self._words[callout.group(1).lower()]}:")
            elif line.strip().startswith(">"):
                paragraph.append(line.strip().removeprefix(">").strip())
            else:
                paragraph.append(line.strip().lstrip("#").strip())
            at += 1
        finish()
        return "\n".join(out).strip("\n")

    def _inline(self, text: model.Text) -> str:
        return self._words_of(text.markdown)

    def _words_of(self, markdown: str) -> str:
        """The words a reader would see, on one line; a link is followed by its address when that leads somewhere."""
        words = _LINK.sub(self._link, markdown)
        words = _AUTOLINK.sub(r"\1", words)
        words = _CODE.sub(r"\2", words)
        for _ in range(3):  # bold inside slanted inside bold is as deep as it goes
            words = _STRONG.sub(r"\2", words)
        words = _FOOTNOTE.sub(r"[\1]", words)
        return " ".join(html.unescape(_ESCAPED.sub(r"\1", words)).split())

    def _link(self, found: re.Match[str]) -> str:
        picture, words, address = found.groups()
        if picture:
            is_decorative = words.strip().casefold() == self._words["decorative"]
            return "" if is_decorative else f"({self._words['picture']}: {words})"
        leads_out = is_link(address) and not address.startswith("#") and target(address) is None
        return f"{words} ({address.removeprefix('mailto:')})" if leads_out else words


def _named(name: str, words: str) -> str:
    return f"{name.rstrip('.:')}: {words}" if name else words


def _underlined(words: str) -> str:
    return f"{words}\n{'-' * min(len(words), WIDTH)}"


def _hung(lead: str, words: str, width: int = WIDTH) -> str:
    """Words wrapped to the width, with every line after the first set in as far as the lead is long."""
    return textwrap.fill(
        words,
        width,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _bullets(lines: Iterable[str], mark: str = "- ") -> str:
    return "\n".join(_hung(mark, line) for line in lines)


def _row(heads: list[str], cells: list[str]) -> str:
    """A table row as words: "Who: our team; When: May"."""
    named = [*heads, *[""] * len(cells)]
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in zip(named, cells, strict=False) if cell)


def _cells(row: str) -> list[str]:
    return [
        cell.strip().replace("\\|", "|")
        for cell in re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
    ]
