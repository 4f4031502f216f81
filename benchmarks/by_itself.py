"""What costs time outside pages: publishing, checking, certificates, starting; and how large an installation is."""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from courses import write_course
from load import middle
from results import Row
from servers import BARE, HOST, PASSWORD, ROOT, SITE, Server, prepare, site_settings

sys.path.insert(0, str(ROOT))

MODULES = 1_000


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def plain_markdown() -> Callable[[str], str]:
    """Python-Markdown as most people set it up for pages like ours."""
    from markdown import Markdown

    reader = Markdown(extensions=["tables", "sane_lists", "footnotes", "pymdownx.superfences"])
    return lambda text: str(reader.reset().convert(text))


def serial_loop(folder: Path) -> None:
    """What publishing costs where somebody writes the loop by hand: each file through Markdown, then bleach."""
    import bleach

    convert, tags = (
        plain_markdown(),
        {*bleach.ALLOWED_TAGS, "p", "h1", "h2", "h3", "table", "thead", "tbody", "tr", "td"},
    )
    for path in sorted((folder / "modules").glob("*.md")):
        bleach.clean(convert(path.read_text()), tags=tags)


def publishing(pairs: int, seconds: float) -> list[Row]:
    """P9."""
    from course.publishing import publish
    from course.store.engine import Store
    from course.store.migrate import migrate

    with tempfile.TemporaryDirectory(prefix="publish-") as home:
        folder = Path(home, "folder")
        names = write_course(folder, modules=MODULES, sections=3)
        store = Store("", Path(home, "data"))
        migrate(store)
        loop = timed(lambda: serial_loop(folder))
        full = timed(lambda: publish(store, folder, author="the benchmarks"))
        once = []
        for name in names[:3]:
            page = folder / "modules" / f"{name}.md"
            page.write_text(page.read_text().replace("Part 1 of the way", "Part one of the way"))
            once.append(timed(lambda: publish(store, folder, author="the benchmarks")))
        store.close()
    note = f"the loop took {loop:.1f} s, a full publish {full:.1f} s (checked, rendered, read twice, packed, stored), "
    note += f"1 changed module {middle(once):.2f} s; one run"
    return [
        Row(
            "P9",
            f"publishing {MODULES:,} changed modules against a Markdown + bleach loop",
            0.60,
            0.50,
            full / loop,
            False,
        ),
        Row(
            "P9", f"1 of {MODULES:,} changed against a full publish", 0.02, 0.005, middle(once) / full, False, note=note
        ),
    ]


def check(pairs: int, seconds: float) -> list[Row]:
    """P10."""
    from course.content.check import check_course
    from course.content.load import read_folder

    with tempfile.TemporaryDirectory(prefix="check-") as home:
        folder = Path(home, "folder")
        write_course(folder, modules=1, scenarios=0, sections=33, questions=8, exercises=6)
        text = (folder / "modules" / "m0001.md").read_text()
        convert, ratios = plain_markdown(), []
        for _ in range(pairs):
            ours = timed(lambda: check_course(read_folder(folder)))
            ratios.append(ours / timed(lambda: convert(text)))
    note = f"{text.count(chr(10))} lines, {len(text.split())} words; {ours * 1000:.1f} ms"
    return [
        Row("P10", "check of a 500-line module against Python-Markdown", 0.5, 0.25, middle(ratios), False, note=note)
    ]


def certificate(pairs: int, seconds: float) -> list[Row]:
    """P11."""
    what = "certificate as PDF against one kept typst compiler"
    try:
        import typst  # noqa: F401
    except ImportError:
        return [Row("P11", what, 3, 1.5, None, False, note="typst is not installed")]
    from flask import url_for
    from servers import csrf_in

    from course.app import create_app
    from course.certificates import pdf
    from course.config import settings_from
    from course.store import certificates

    with tempfile.TemporaryDirectory(prefix="certificate-") as home:
        write_course(Path(home, "folder"), modules=2)
        settings = site_settings(Path(home, "data"), Path(home, "folder"))
        people_here = prepare(settings, 2 * pairs + 1)
        app = create_app(settings_from(settings))
        store = app.extensions["course"]["course"].store
        sheets: list[tuple[pdf.Sheet, datetime]] = []
        make, ours, alone = pdf.pdf_of, [], []

        def note_and_make(sheet: pdf.Sheet, at: datetime) -> bytes:
            sheets.append((sheet, at))
            return make(sheet, at)

        pdf.pdf_of = note_and_make
        for person in people_here:
            browser = app.test_client()
            token = csrf_in(browser.get("/sign-in").text)
            browser.post("/sign-in", data={"csrf_token": token, "email": person.email, "password": PASSWORD})
            for name in ("m0001", "m0002"):
                token = csrf_in(browser.get(f"/modules/{name}").text)
                browser.post(f"/modules/{name}/done", data={"csrf_token": token})
            with store.reading() as connection:
                number = certificates.certificates_of(connection, person.id)[0].number
            with app.test_request_context("/"):
                address = url_for("course.certificate_pdf", number=number)
            ours.append(timed(lambda browser=browser, address=address: browser.get(address)))  # type: ignore[misc]
            sheet, at = sheets[-1]
            another = replace(sheet, name=f"Somebody {person.id}", number=sheet.number[::-1])
            alone.append(timed(lambda another=another, at=at: make(another, at)))  # type: ignore[misc]
        pdf.pdf_of = make
        store.close()
    ratio = middle([a / b for a, b in zip(ours[1:], alone[1:], strict=True)])
    spent = f"{middle(ours) * 1000:.1f} ms against {middle(alone) * 1000:.1f} ms"
    note = f"each certificate has a name and number of its own; {spent}"
    return [Row("P11", what, 3, 1.5, ratio, False, note=note)]


def start(pairs: int, seconds: float) -> list[Row]:
    """P12."""
    with tempfile.TemporaryDirectory(prefix="start-") as home:
        write_course(Path(home, "folder"), modules=6, scenarios=2, sections=7)
        settings = site_settings(Path(home, "data"), Path(home, "folder"))
        prepare(settings, 1)
        times, memories = [], []
        for _ in range(min(pairs, 5)):
            found = []
            for app, given in ((BARE, {}), (SITE, settings)):
                server = Server(app, given)
                taken = server.start()
                for _ in range(20):
                    server.answers("/")
                found.append((taken, server.memory()))
                server.stop()
            times.append(found[1][0] / found[0][0])
            memories.append(found[1][1] / found[0][1])
    (bare, small), (ours, large) = found
    note = f"last: {ours:.2f} s and {large >> 20} MiB against {bare:.2f} s and {small >> 20} MiB on {HOST}"
    return [
        Row("P12", "cold start to the first 200 against bare Flask", 3.5, 2.6, middle(times), False, note=note),
        Row("P12", "memory of a worker with its master against bare", 2.5, 1.9, middle(memories), False),
    ]


def size(pairs: int, seconds: float) -> list[Row]:
    """P15: the files of this distribution's course/ and of everything it needs, without extras."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    waiting, seen, missing, total = list(project["dependencies"]), set(), [], 0
    while waiting:
        needed = waiting.pop()
        marker = needed.partition(";")[2]
        if "extra" in marker or not applies(marker):
            continue
        name = re.match(r"[A-Za-z0-9._-]+", needed.strip()).group(0).lower().replace("_", "-")  # type: ignore[union-attr]
        if name in seen:
            continue
        seen.add(name)
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
            continue
        waiting += found.requires or []
        files = [Path(str(found.locate_file(one))) for one in found.files or [] if not str(one).endswith(".pyc")]
        total += sum(one.stat().st_size for one in files if one.is_file())
    folders = ("course", "modules", "quizzes", "templates", "migrations")
    total += sum(
        one.stat().st_size
        for folder in folders
        for one in (ROOT / folder).rglob("*")
        if one.is_file() and "__pycache__" not in one.parts
    )
    note = f"{len(seen)} packages, without byte code" + (
        f"; not here and not counted: {', '.join(missing)}" if missing else ""
    )
    return [Row("P15", "installed size without typst, MiB", 90, 60, total / 2**20, False, note=note)]


def applies(marker: str) -> bool:
    """Whether a requirement's condition holds here."""
    if not marker.strip():
        return True
    try:
        from packaging.markers import Marker
    except ImportError:
        return True
    return bool(Marker(marker).evaluate({"extra": ""}))
