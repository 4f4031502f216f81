"""Make Markdown that reads well on GitHub read the same way to Python-Markdown.

Three habits of authors that Python-Markdown takes differently: a list straight after a line of text is not a list to
it, a list nested by two spaces is flat, and a table straight after text is not a table. So blank lines are added
before lists and tables, and every level of a list is re-indented to four spaces. Words are never touched, and nor is
anything inside a fence.
"""

from __future__ import annotations

import re

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}(?! )| +|$)(.*)")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_QUOTE = re.compile(r" {0,3}> ?")
_DELIMITER_ROW = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")


def bridge(markdown: str) -> str:
    """The same text, indented and spaced the way Python-Markdown expects."""
    lines = markdown.expandtabs(4).split("\n")
    out: list[str] = []
    levels: list[int] = []  # for each open list, the column where its current item's words start
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            out.append("")
            at += 1
            continue
        indent = len(line) - len(line.lstrip(" "))
        after_blank = not out or not out[-1].strip()
        item = None if _RULE.fullmatch(line) else _ITEM.fullmatch(line)
        fence, quote = _FENCE.match(line), _QUOTE.match(line)
        in_list = bool(levels)
        if after_blank or item or fence:
            levels = _still_open(levels, indent)
        pad = "    " * len(levels)
        if fence:
            end = _end_of_fence(lines, at, fence.group(1))
            if not after_blank:
                out.append("")
            out.extend(pad + _outdented(inner, indent) for inner in lines[at : end + 1])
            at = end + 1
        elif item and (in_list or after_blank or _interrupts(item)):
            if not in_list and not after_blank:
                out.append("")
            marker = item.group(2).replace(")", ".")
            out.append(f"{pad}{marker} {item.group(4)}".rstrip())
            levels = [*levels, indent + len(item.group(2)) + max(len(item.group(3)), 1)]
            at += 1
        elif quote and not levels:
            end = at
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
            inner = bridge("\n".join(_QUOTE.sub("", quoted, count=1) for quoted in lines[at:end]))
            out.extend(f"> {quoted}".rstrip() for quoted in inner.split("\n"))
            at = end
        else:
            if _starts_a_table(lines, at) and not after_blank:
                out.append("")
            out.append(pad + line.lstrip(" ") if levels else line)
            at += 1
    return "\n".join(out)


def _still_open(levels: list[int], indent: int) -> list[int]:
    """The lists that a line at this indent is still inside."""
    return [level for level in levels if level <= indent]


def _interrupts(item: re.Match[str]) -> bool:
    """In the middle of a paragraph only a bullet or a 1 starts a list: "in\n2024. Then" is not one."""
    return not item.group(2)[0].isdigit() or int(item.group(2)[:-1]) == 1


def _starts_a_table(lines: list[str], at: int) -> bool:
    return (
        "|" in lines[at]
        and at + 1 < len(lines)
        and "-" in lines[at + 1]
        and bool(_DELIMITER_ROW.fullmatch(lines[at + 1]))
    )


def _end_of_fence(lines: list[str], start: int, marks: str) -> int:
    """The line that closes a fence, or the last line when none does."""
    closing = re.compile(rf" *{re.escape(marks[0])}{{{len(marks)},}} *")
    for at in range(start + 1, len(lines)):
        if closing.fullmatch(lines[at]):
            return at
    return len(lines) - 1


def _outdented(line: str, by: int) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return line[min(by, blanks) :]
