"""Makes releases: from a course folder to what learners see. An unsound course is refused and the last good one stays."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from . import resources
from .config import Settings
from .content.archive import Compiled, compile_release, course_files, digest_of, is_current, known_texts
from .errors import ContentError, StoreNotReady, UnsoundCourse
from .store import releases
from .store.engine import Store

log = logging.getLogger("course.publishing")


def course_folder(settings: Settings) -> Path:
    """The folder the course is written in: the setting's, or the bundled one."""
    return Path(settings.folder).expanduser().resolve() if settings.folder else resources.folder("modules").parent


def publish(store: Store, folder: Path, *, author: str, note: str = "") -> tuple[int, Compiled] | None:
    """Make a release of a folder. Returns its number and what was compiled; None when the newest is the same.

    Raises UnsoundCourse, TooMuch or ContentError; nothing is stored then.
    """
    with store.reading() as connection:
        newest = releases.newest_release(connection)
        before = releases.compiled_of(connection, newest.id) if newest else None
    if newest and before and newest.digest == digest_of(dict(course_files(folder))) and is_current(before[1]):
        return None
    compiled = compile_release(folder, known=_known(before[1]) if before else None)
    with store.transaction() as connection:
        number = releases.add_release(
            connection,
            digest=compiled.digest,
            title=compiled.course.title,
            archive=compiled.archive,
            compiled=compiled.compiled,
            author=author,
            note=note,
            now=datetime.now(UTC),
        )
    return number, compiled


def _known(compiled: str) -> dict[str, str]:
    """What need not be rendered again; nothing when the release before is damaged, so that a new one can take its place."""
    try:
        return known_texts(compiled)
    except (ContentError, RecursionError):
        return {}


class FolderWatch:
    """Publishes the course folder again soon after a file in it changes: for a trainer who edits and reloads the page.

    Only for one process on one machine. The folder is looked at when somebody asks for a page, at most once a second,
    and only at the times and sizes of its files.
    """

    def __init__(self, store: Store, settings: Settings):
        self._store, self._settings = store, settings
        self._lock = threading.Lock()
        self._looked_at = 0.0
        self._seen = self._picture()

    def look(self) -> None:
        if time.monotonic() - self._looked_at < 1 or not self._lock.acquire(blocking=False):
            return
        try:
            self._looked_at = time.monotonic()
            picture = self._picture()
            if picture != self._seen:
                self._seen = picture
                publish_changed_folder(self._store, self._settings)
        except StoreNotReady:
            self._seen = frozenset()  # look again next time; whoever asked for a page gets the course there is
        finally:
            self._lock.release()

    def _picture(self) -> frozenset[tuple[str, int, int]]:
        root = course_folder(self._settings)
        files = (path for name in ("modules", "quizzes") for path in (root / name).rglob("*") if path.is_file())
        try:
            return frozenset((str(path), (stat := path.stat()).st_mtime_ns, stat.st_size) for path in files)
        except OSError:  # a file went while we looked: whoever took it away is not done yet
            return frozenset()


def publish_changed_folder(store: Store, settings: Settings) -> None:
    """What the embedded default does at start. Errors are told in the log; learners keep the last good release."""
    try:
        made = publish(store, course_folder(settings), author="the course folder", note="Published at start")
    except UnsoundCourse as error:
        log.error("The course folder was not published: %s. `course check` says where.", error)
    except (ContentError, OSError) as error:  # a file may be gone, or be closed to us, between two looks at the folder
        log.error("The course folder was not published: %s", error)
    else:
        if made:
            log.info("Published release %s from the course folder.", made[0])
