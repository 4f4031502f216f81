"""Make Markdown that reads well on GitHub read the same way to Python-Markdown.

Three habits of authors that Python-Markdown takes differently: a list straight after a line of text is not a list to
it, a list nested by two spaces is flat, and a table straight after text is not a table. So blank lines are added
before lists and tables, and every level of a list is re-indented to four spaces. Words are never touched, and nor is
anything inside a fence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}(?! )| +|$)(.*)")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_QUOTE = re.compile(r" *> ?")
_DELIMITER_ROW = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")


@dataclass(frozen=True)
class _Level:
    """One of the lists that a line is inside."""

    inside_from: int
    """The indent from which a line belongs to its current item. Two more than the mark's own, also after "10. "."""
    is_numbered: bool


def bridge(markdown: str) -> str:
    """The same text, indented and spaced the way Python-Markdown expects."""
    lines = markdown.expandtabs(4).split("\n")
    out: list[str] = []
    levels: list[_Level] = []
    has_blocks = False  # there is a blank line in the list so far
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            out.append("")
            has_blocks = True
            at += 1
            continue
        indent = len(line) - len(line.lstrip(" "))
        after_blank = not out or not out[-1].strip()
        item = None if _RULE.fullmatch(line) else _ITEM.fullmatch(line)
        fence, quote = _FENCE.match(line), _QUOTE.match(line)
        outer = levels
        if after_blank or item or fence or quote:
            levels = [level for level in levels if level.inside_from <= indent]
        pad = "    " * len(levels)
        end = at + 1
        if fence:
            end = _end_of_fence(lines, at, fence.group(1))
            _separate(out)
            out.extend(pad + _outdented(inner, indent) for inner in lines[at:end])
            has_blocks = True
        elif item and (outer or after_blank or _interrupts(item)):
            is_numbered = item.group(2)[0].isdigit()
            sibling = outer[len(levels)] if len(outer) > len(levels) else None
            if not outer or (has_blocks and sibling) or (sibling and sibling.is_numbered != is_numbered):
                _separate(out)
            out.append(f"{pad}{item.group(2).replace(')', '.')} {item.group(4)}")
            levels = [*levels, _Level(indent + 2, is_numbered)]
            has_blocks = has_blocks and bool(outer)
        elif quote:
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
            if levels:
                _separate(out)
            inner = bridge("\n".join(_QUOTE.sub("", quoted, count=1) for quoted in lines[at:end]))
            out.extend(f"{pad}> {quoted}".rstrip() for quoted in inner.split("\n"))
            has_blocks = True
        else:
            if _starts_a_table(lines, at):
                _separate(out)
            out.append(pad + line.lstrip(" ") if levels else line)
        at = end
    return "\n".join(out)


def _separate(out: list[str]) -> None:
    """Let what comes next start a block of its own."""
    if out and out[-1].strip():
        out.append("")


def _interrupts(item: re.Match[str]) -> bool:
    """In the middle of a paragraph only a bullet or a 1 starts a list: "in\\n2024. Then" is not one."""
    return not item.group(2)[0].isdigit() or int(item.group(2)[:-1]) == 1


def _starts_a_table(lines: list[str], at: int) -> bool:
    return (
        "|" in lines[at]
        and at + 1 < len(lines)
        and "-" in lines[at + 1]
        and bool(_DELIMITER_ROW.fullmatch(lines[at + 1]))
    )


def _end_of_fence(lines: list[str], start: int, marks: str) -> int:
    """The line after the one that closes a fence; the end of the text when none does."""
    closing = re.compile(rf" *{re.escape(marks[0])}{{{len(marks)},}} *")
    for at in range(start + 1, len(lines)):
        if closing.fullmatch(lines[at]):
            return at + 1
    return len(lines)


def _outdented(line: str, by: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(by, blanks) :]
