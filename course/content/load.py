"""Read a course folder, or a release archive that looks like one, without ever trusting it.

Everything that could make a later step slow is refused here, before anything is scanned: a page that is too big, a line that is
too long, text that is not text, a shortcut out of the folder. Nothing is raised for bad content: it becomes a `Problem`.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .catalogue import CATALOGUE
from .ids import read_side, read_versions, side_path
from .problems import Problem

PAGE_LIMIT = 100_000
"""Bytes of one page."""
LINE_LIMIT = 4_096
"""Characters of one line."""
SIDE_LIMIT = 1_000_000
MOST_FILES = 5_000
FOLDERS = ("modules", "quizzes")

Folder = Path | zipfile.Path


@dataclass(frozen=True)
class Source:
    """A course as files. Paths are from the course folder and use forward slashes, such as modules/arriving.md."""

    pages: dict[str, str] = field(default_factory=dict)
    """Path: text of each module and scenario, every language."""
    raw: dict[str, bytes] = field(default_factory=dict)
    """Path: the page as it stands on disk, for its digest and for a release."""
    media: frozenset[str] = frozenset()
    """Paths of pictures, recordings, captions and transcripts; never read here, apart from transcripts."""
    transcripts: dict[str, str] = field(default_factory=dict)
    """Path: words of each .md file in a media folder."""
    sides: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Path of a side file: its blocks."""
    side_text: dict[str, str] = field(default_factory=dict)
    """Path of a side file: as it stands on disk."""
    versions: dict[str, dict[str, dict[str, list[str]]]] = field(default_factory=dict)
    """Path of a base page: for each other version of it, the marks of wording when the two last said the same."""
    problems: tuple[Problem, ...] = ()
    """What kept a file from being read."""

    def digest(self, path: str) -> str:
        """SHA-256 of a page, hex."""
        return hashlib.sha256(self.raw.get(path, b"")).hexdigest()

    def with_page(self, path: str, text: str) -> Source:
        """The same course with one page replaced or added, for a preview of a draft."""
        raw = text.encode()
        problems = [problem for problem in self.problems if problem.path != path]
        pages, bytes_ = dict(self.pages), dict(self.raw)
        pages.pop(path, None)
        bytes_.pop(path, None)
        checked = read_page(path, raw, problems)
        if checked is not None:
            pages[path], bytes_[path] = checked, raw
        return replace(self, pages=pages, raw=bytes_, problems=tuple(problems))

    def with_side(self, path: str, text: str) -> Source:
        """The same course with the side file of a page replaced. The text has to be a sound one."""
        side = side_path(path)
        return replace(
            self,
            sides={**self.sides, side: read_side(text) or {}},
            side_text={**self.side_text, side: text},
            versions={**self.versions, path: read_versions(text)},
        )


def read_folder(root: Folder) -> Source:
    """Read modules/ and quizzes/ under `root`, which is a folder or the inside of a zip file. Never raises for bad content."""
    pages: dict[str, str] = {}
    raw: dict[str, bytes] = {}
    media: set[str] = set()
    transcripts: dict[str, str] = {}
    sides: dict[str, dict[str, Any]] = {}
    side_text: dict[str, str] = {}
    problems: list[Problem] = []
    home = root.resolve() if isinstance(root, Path) else None
    count = 0
    for folder in FOLDERS:
        top = root / folder
        if not top.is_dir():
            continue
        for path, file in _files(top, folder, home, problems):
            count += 1
            if count > MOST_FILES:
                break
            parts = path.split("/")
            if parts[1] == ".ids":
                if path.endswith(".json"):
                    _read_side(path, file, sides, side_text, problems)
            elif len(parts) == 2 and path.endswith(".md"):
                data = _read(file, PAGE_LIMIT)
                text = read_page(path, data, problems)
                if text is not None:
                    pages[path], raw[path] = text, data
            else:
                media.add(path)
                if path.endswith(".md"):
                    text = read_page(path, _read(file, PAGE_LIMIT), problems)
                    if text is not None:
                        transcripts[path] = text.removeprefix("\ufeff").replace("\r\n", "\n").strip()
    versions = {path: found for path in pages if (found := read_versions(side_text.get(side_path(path), "{}")))}
    return Source(pages, raw, frozenset(media), transcripts, sides, side_text, versions, tuple(problems))


def _files(folder: Folder, path: str, home: Path | None, problems: list[Problem]) -> Iterator[tuple[str, Folder]]:
    """Every file under a folder, in the order of names; shortcuts out of the course folder are reported and left out."""
    entries: list[Folder] = [*folder.iterdir()]
    for entry in sorted(entries, key=lambda one: one.name):
        inner = f"{path}/{entry.name}"
        if entry.name.startswith(".") and entry.name != ".ids":
            continue
        if isinstance(entry, Path) and home is not None and entry.is_symlink():
            try:
                inside = entry.resolve(strict=True).is_relative_to(home)
            except (OSError, RuntimeError):
                inside = False
            if not inside:
                problems.append(_problem("leaves-folder", inner))
                continue
            if entry.is_dir():
                continue  # Its files are read where they really are; following it could go round in a circle.
        if entry.is_dir():
            if inner.count("/") < 8:
                yield from _files(entry, inner, home, problems)
        elif entry.is_file():
            yield inner, entry


def _read(file: Folder, limit: int) -> bytes:
    """At most one byte more than the limit, so that a huge file costs nothing."""
    with file.open("rb") as opened:
        data = opened.read(limit + 1)
    return data if isinstance(data, bytes) else data.encode()


def read_page(path: str, data: bytes, problems: list[Problem]) -> str | None:
    """The text of a page within the limits, or None after noting why it cannot be read."""
    if len(data) > PAGE_LIMIT:
        size = f"more than {PAGE_LIMIT // 1000} KB"
        problems.append(_problem("file-too-big", path, size=size, limit=f"{PAGE_LIMIT // 1000} KB"))
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start]
        start = before.rfind(b"\n") + 1
        line_text = data[start:].split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
        column = len(data[start : wrong.start].decode("utf-8", "replace"))
        byte = wrong.start - start + 1
        problems.append(_problem("not-utf-8", path, before.count(b"\n") + 1, column + 1, line_text, byte=byte))
        return None
    found = False
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0"))
        excerpt = text.split("\n")[line]
        column = excerpt.index("\0") + 1
        problems.append(_problem("nul-byte", path, line + 1, column, excerpt.replace("\0", "␀")))
        found = True
    if len(text) > LINE_LIMIT:
        for at, line_ in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
            if len(line_) > LINE_LIMIT:
                problems.append(
                    _problem("line-too-long", path, at, LINE_LIMIT + 1, line_, length=len(line_), limit=LINE_LIMIT)
                )
                found = True
                break
    return None if found else text


def _read_side(
    path: str,
    file: Folder,
    sides: dict[str, dict[str, Any]],
    side_text: dict[str, str],
    problems: list[Problem],
) -> None:
    data = _read(file, SIDE_LIMIT)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    blocks = read_side(text) if len(data) <= SIDE_LIMIT else None
    if blocks is None:
        line, column = _json_place(text)
        excerpt = text.split("\n")[line - 1][:200] if text else ""
        problems.append(_problem("side-file-damaged", path, line, column, excerpt))
        return
    sides[path] = blocks
    side_text[path] = text


def _json_place(text: str) -> tuple[int, int]:
    try:
        json.loads(text)
    except json.JSONDecodeError as wrong:
        return min(wrong.lineno, text.count("\n") + 1), wrong.colno
    except (ValueError, RecursionError):
        pass
    return 1, 1


def _problem(code: str, path: str, line: int = 1, column: int = 1, excerpt: str = "", **facts: object) -> Problem:
    entry = CATALOGUE[code]
    return Problem(
        path, line, column, entry.severity, code, entry.message.format(**facts), entry.fix.format(**facts), excerpt
    )


__all__ = ["LINE_LIMIT", "PAGE_LIMIT", "Source", "read_folder", "read_page", "side_path"]
