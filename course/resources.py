"""Finds the folders that travel with us (the course itself, templates, migrations), wherever we are installed.

They lie at the top of the checkout, where authors and designers look for them, and inside the package
(`course/_bundled/`) in a wheel. Only places worked out from this very file are tried. An editable install leaves a
stale copy of the folders in site-packages, and asking the import system for them (importlib.resources) could find that
copy: an author would edit a module, reload the page and see yesterday's words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from .errors import CourseError

Name = Literal["modules", "quizzes", "templates", "migrations"]

PACKAGE = Path(__file__).resolve().parent


class FolderMissing(CourseError):
    """A folder that ships with us is nowhere it could be, so the installation is broken. Its words name the fix."""

    def __init__(self, name: str, looked_in: tuple[Path, ...]):
        places = " or ".join(str(place) for place in looked_in)
        super().__init__(f'The folder "{name}" is missing. It should be at {places}. Install Equal Footing again.')
        self.name, self.looked_in = name, looked_in


def folder(name: Name) -> Path:
    """Where one of our own top-level folders is, as a real directory.

    In an installed wheel it is beside this file in `_bundled`; in a checkout it is beside the package.
    Raises FolderMissing if it is in neither place.
    """
    places = (PACKAGE / "_bundled" / name, PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FolderMissing(name, places)


def course_folder() -> Path:
    """The folder that holds modules/ and quizzes/: what the rest of the code calls a course folder."""
    return folder("modules").parent
