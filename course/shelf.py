"""Keeps compiled releases at hand, so that a request never parses one. Releases never change, so nothing goes stale."""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from .content.archive import course_from_json
from .content.model import Course
from .errors import ContentError, NotFound, StoreNotReady
from .store import releases
from .store.engine import Store

KEPT = 8
"""Releases kept in memory by each process: the newest, and those that attempts under way are pinned to."""


@dataclass(frozen=True)
class Release:
    """One release, ready to show."""

    id: int
    digest: str
    course: Course
    store: Store = field(repr=False)

    @cached_property
    def _archive(self) -> ZipFile:
        with self.store.reading() as connection:
            return ZipFile(BytesIO(releases.archive_of(connection, self.id) or b""))

    def media(self, path: str) -> bytes:
        """A file of this release's media folders, such as modules/media/door.svg. Raises NotFound."""
        try:
            return self._archive.read(path)
        except KeyError as error:
            raise NotFound(path) from error
        except (BadZipFile, zlib.error) as error:
            raise _damaged(self.id) from error


def _damaged(release_id: int) -> StoreNotReady:
    return StoreNotReady(
        f"Release {release_id} is damaged in the database. Publish the course again: `course publish`."
    )


class Shelf:
    def __init__(self, store: Store):
        self._store = store
        self._kept: OrderedDict[int, Release] = OrderedDict()
        self._lock = threading.Lock()

    def release(self, release_id: int) -> Release:
        """Raises NotFound when there is no such release, StoreNotReady when what is kept of it is damaged."""
        with self._lock:
            if release_id in self._kept:
                self._kept.move_to_end(release_id)
                return self._kept[release_id]
        with self._store.reading() as connection:
            found = releases.compiled_of(connection, release_id)
        if found is None:
            raise NotFound(str(release_id))
        try:
            release = Release(release_id, found[0], course_from_json(found[1]), self._store)
        except (ContentError, RecursionError) as error:
            raise _damaged(release_id) from error
        with self._lock:
            self._kept[release_id] = release
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return release

    def newest(self) -> Release | None:
        """What learners see now; None before anything is published."""
        with self._store.reading() as connection:
            newest = releases.newest_release_id(connection)
        return self.release(newest) if newest is not None else None
