"""A course folder as one release: checked, rendered, and packed so that it can be kept, compared and opened again.

The same files always give the same digest and, byte for byte, the same archive: times, owners and the order in a
folder leave no trace.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course.content import collector, model
from course.content.course_json import course_from_json as course_from_json
from course.content.course_json import course_to_json as course_to_json
from course.content.course_json import is_current as is_current
from course.content.problems import Problem
from course.content.render import known_html, render_course
from course.errors import ContentError, UnsoundCourse

FOLDERS = ("modules", "quizzes")

MOST_FILES = 20_000
MOST_BYTES = 500 * 2**20
"""Unpacked, all files together."""
MOST_TIMES_SMALLER = 200
"""How much smaller packing may have made an archive of more than a few megabytes; real courses reach 20."""

_KEPT_HIDDEN = ".ids"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold; every file gets it."""

Root = Path | zipfile.Path


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """Everything a release keeps."""

    course: model.Course
    """Rendered."""
    digest: str
    """SHA-256 of the names and contents of the course's files, hex."""
    archive: bytes
    """The files themselves, as a zip file that `open_archive` opens."""
    compiled: str
    """The rendered course, for `course_from_json`."""
    problems: tuple[Problem, ...]
    """What the checker warned about or advised."""


def compile_release(root: Root, *, known: Mapping[str, str] | None = None) -> Compiled:
    """Make a release of the course folder at `root`, a folder on disk or an opened archive alike.

    `known` is `known_texts` of the release before: what has not changed is not rendered again.

    Raises UnsoundCourse with the checker's problems when there are errors, TooMuch when a text cannot be rendered in
    time, and ContentError when the folder cannot be read.
    """
    # Only publishing needs the checker: a web process that opens a release starts faster without it.
    from course.content.check import check_course
    from course.content.load import read_folder

    with collector.waiting():
        files = dict(course_files(root))
        checked = check_course(read_folder(root))
        if not checked.sound:
            raise UnsoundCourse(checked.problems)
        course = render_course(checked.course, known=known)
        return Compiled(
            course=course,
            digest=digest_of(files),
            archive=packed(files),
            compiled=course_to_json(course),
            problems=checked.problems,
        )


def known_texts(compiled: str) -> dict[str, str]:
    """What a kept release holds that the next need not render again; nothing when the sanitiser has changed since."""
    return known_html(course_from_json(compiled)) if is_current(compiled) else {}


def course_files(root: Root) -> Iterator[tuple[str, bytes]]:
    """Each file of a course folder with its path inside it, in order of path. Hidden files but `.ids` are left out.

    Raises ContentError for a link to somewhere else, and when the folder is too large.
    """
    total = count = 0
    for path, file in sorted(_found(root), key=lambda one: one[0]):
        try:
            # Before it is read, and once more after: a file may be too large for the machine, and may grow meanwhile.
            size = file.stat().st_size if isinstance(file, Path) else 0
            content = b"" if total + size > MOST_BYTES else file.read_bytes()
        except OSError as error:
            raise ContentError(f"{path} cannot be read: {error.strerror}.") from error
        total, count = total + max(size, len(content)), count + 1
        if total > MOST_BYTES or count > MOST_FILES:
            raise ContentError(
                f"The course folder is too large: more than {MOST_FILES:,} files or {MOST_BYTES >> 20} megabytes."
            )
        yield path, content


def _found(root: Root) -> Iterator[tuple[str, Root]]:
    folders: list[tuple[str, Root]] = [(name, root / name) for name in FOLDERS]
    while folders:
        path, folder = folders.pop()
        if not folder.is_dir():
            continue
        for entry in folder.iterdir():
            if (entry.name.startswith(".") and entry.name != _KEPT_HIDDEN) or entry.name.endswith("~"):
                continue
            inside = f"{path}/{entry.name}"
            if isinstance(entry, Path) and entry.is_symlink():
                raise ContentError(f"{inside} is a link to another place. Put the file itself here.")
            if entry.is_dir():
                folders.append((inside, entry))
            elif not entry.is_file():
                raise ContentError(f"{inside} is not an ordinary file. Move it out of the course folder.")
            elif not entry.name.isprintable():
                raise ContentError(f"{ascii(inside)} has a name we cannot use. Give the file another name.")
            else:
                yield inside, entry


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over every path and its contents, hex. Two course folders with the same files have the same one."""
    total = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path]):
            # The length goes first, so that no two sets of files can run together into the same bytes.
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip file; the same files always give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, date_time=_FIRST_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path], compresslevel=6)
    return buffer.getvalue()


def open_archive(archive: bytes) -> zipfile.Path:
    """The course folder inside a zip file, to read like a folder on disk. A single folder around it is stepped into.

    Raises ContentError, saying what is wrong with it, for anything but a plain zip file of reasonable size with plain
    names.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(archive))
        _refuse_unsafe(opened.infolist(), len(archive))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as problem:
        raise ContentError("This is not a zip file, or it is damaged. Make it again and try once more.") from problem
    root = zipfile.Path(opened)
    if (root / FOLDERS[0]).is_dir():
        return root
    inner = [entry for entry in root.iterdir() if entry.is_dir() and (entry / FOLDERS[0]).is_dir()]
    if len(inner) != 1:
        raise ContentError('There is no folder called "modules" in this zip file.')
    return inner[0]


def _refuse_unsafe(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_FILES:
        raise ContentError(f"This zip file holds more than {MOST_FILES:,} files.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES or unpacked > 4 * 2**20 + MOST_TIMES_SMALLER * size:
        raise ContentError("This zip file is too large once it is unpacked.")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if not _is_plain_name(entry):
            raise ContentError(f"The zip file holds a file with a name we cannot use: {name!r}.")
        if (entry.external_attr >> 16) & 0o170000 not in (0, 0o100000, 0o040000):
            raise ContentError(f"{name} in the zip file is a link to another place. Put the file itself in.")
        if entry.flag_bits & 1:
            raise ContentError("The zip file has a password. Make one without.")
        if name.casefold() in seen:
            raise ContentError(f"The zip file holds {name} twice.")
        seen.add(name.casefold())


def _is_plain_name(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.removesuffix("/")
    return (
        name == entry.orig_filename.removesuffix("/")
        and name.isprintable()
        and not any(char in name for char in '\\:*?"<>|')
        and all(part not in ("", ".", "..") for part in name.split("/"))
    )
