"""Have texts rendered in other processes, and end a process whose text takes too long.

A stalled regular expression cannot be stopped from inside Python, so the work is done elsewhere: a few fresh
interpreters (started, not forked, so that any server with threads may do this), each fed one file at a time over a
pipe.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from course.content.around import Around
from course.content.limits import SECONDS_PER_FILE, TOO_SLOW
from course.errors import ContentError, TooMuch

_PATIENCE = 30 * SECONDS_PER_FILE
"""Seconds on the wall before a worker is ended, for systems that cannot count its processor time and for one that
hangs."""
_ENDED_FOR_TAKING_LONG = {-getattr(signal, name) for name in ("SIGPROF", "SIGKILL") if hasattr(signal, name)}
"""By the worker's own clock, or by a system that ran out of memory."""
_FILES_PER_WORKER = 8
"""A worker takes about as long to start as this many files take to render."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One text to render, and all that its HTML depends on."""

    path: str
    line: int
    """Counted from 1, in that file."""
    markdown: str
    around: Around


@dataclass(frozen=True, kw_only=True)
class Job:
    """The texts of one file."""

    path: str
    pieces: tuple[Piece, ...]


def render_jobs(jobs: Sequence[Job], workers: int | None = None) -> list[list[str]]:
    """The clean HTML of every piece of every job, in the same order.

    Raises TooMuch or ContentError, naming file and line, for the first job that is refused.
    """
    if not jobs:
        return []
    most = workers or min(_processors(), 1 + len(jobs) // _FILES_PER_WORKER)
    waiting, guard = iter(enumerate(jobs)), threading.Lock()
    results: list[list[str]] = [[] for _ in jobs]
    stop = threading.Event()

    def take_turns() -> None:
        with _Worker() as worker:
            while not stop.is_set():
                with guard:
                    at, job = next(waiting, (None, None))
                if at is None or job is None:
                    return
                results[at] = worker.render(job)

    def run() -> None:
        try:
            take_turns()
        except BaseException:
            stop.set()
            raise

    if most == 1:
        run()
        return results
    with ThreadPoolExecutor(most, thread_name_prefix="render") as pool:
        for finished in [pool.submit(run) for _ in range(most)]:
            finished.result()
    return results


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """One render_worker process, from its start to its end."""

    _lost_patience = False

    def __enter__(self) -> _Worker:
        path = [os.path.abspath(entry) for entry in sys.path if entry]
        self._process = subprocess.Popen(
            [_python(), "-P", "-m", "course.content.render_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Only what Python needs to start: the settings hold secrets, and this process reads strangers' words.
            env={
                "PYTHONPATH": os.pathsep.join(path),
                "PATH": os.defpath,
                "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
            },
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def render(self, job: Job) -> list[str]:
        current = 0
        for answer in self._ask(job):
            if "on" in answer:
                current = int(answer["on"])
            elif "html" in answer:
                rendered: list[str] = answer["html"]
                return rendered
            else:
                raise _refusal(job.pieces[answer["at"]], answer["line"], answer["why"], answer["limit"])
        if self._process.wait() in _ENDED_FOR_TAKING_LONG or self._lost_patience:
            raise _refusal(job.pieces[current], 0, TOO_SLOW, True)
        raise ContentError(
            f"{job.path}: The part of this software that turns texts into pages stopped by itself "
            f"(code {self._process.returncode}). Try again. If it stops again, tell whoever looks after this site."
        )

    def _ask(self, job: Job) -> Iterator[dict[str, Any]]:
        """The worker's answers to a job; they end early when it was ended."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        texts = [{"markdown": piece.markdown, "around": vars(piece.around)} for piece in job.pieces]
        alarm = threading.Timer(_PATIENCE, self._lose_patience)
        alarm.daemon = True
        alarm.start()
        try:
            stdin.write(json.dumps(texts).encode() + b"\n")
            stdin.flush()
            for line in stdout:
                yield json.loads(line)
        except BrokenPipeError:
            return
        finally:
            alarm.cancel()

    def _lose_patience(self) -> None:
        self._lost_patience = True
        self._process.kill()


def _python() -> str:
    """The interpreter to start. In a server that holds Python inside itself, sys.executable is that server."""
    if "python" in os.path.basename(sys.executable or ""):
        return sys.executable
    return os.path.join(sys.prefix, "Scripts", "python.exe") if os.name == "nt" else f"{sys.prefix}/bin/python3"


def _refusal(piece: Piece, line: int, why: str, is_limit: bool) -> ContentError:
    if is_limit:
        return TooMuch(piece.path, piece.line + line, why)
    return ContentError(
        f"{piece.path}:{piece.line}: This text cannot be shown safely: {why}. Use plain words and simple Markdown here."
    )
