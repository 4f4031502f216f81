"""A certificate as PDF: a tagged copy (PDF/UA-1, PDF/A-2a) of the page that is the certificate. Typst lives here only.

One compiler is kept per process: a certificate then costs milliseconds instead of a tenth of a second. Fonts are
those inside Typst, so that every machine makes the same file: Latin, Greek, Cyrillic, Hebrew and Arabic letters. Typst
refuses a letter that no font can show, so no certificate ever has a box or a question mark in a name.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("certificate.typ")
OUR_LOGO = Path(__file__).parent.parent / "static" / "logo.svg"
LARGEST_LOGO = 500_000
"""Bytes."""
STANDARDS = ["a-2a", "ua-1"]

_lock = threading.Lock()


class NoPdf(Exception):
    """There is no PDF of this certificate. `why` is not-installed, letters (no font shows them) or failed."""

    def __init__(self, why: str, detail: str = ""):
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Every word on the sheet, already in the reader's language. The names are those in certificate.typ."""

    lang: str
    title: str
    issuer: str
    kind: str
    says_that: str
    name: str
    finished: str
    course: str
    when: str
    done_title: str
    done: tuple[str, ...]
    about_title: str
    about: tuple[str, ...]
    made: str
    """How the course was made, in a sentence or two; may be empty."""
    made_words: str
    made_url: str
    check_at: str
    check_words: str
    check_url: str
    number_is: str
    number: str
    qr: str
    """SVG."""
    qr_alt: str
    logo: str | list[int] | None
    """SVG as text, or the bytes of a PNG."""
    logo_kind: str
    logo_alt: str


def pdf_of(sheet: Sheet, made_at: datetime) -> bytes:
    """The PDF; the same sheet always gives the same bytes. Raises NoPdf."""
    compiler = kept_compiler()
    try:
        return _compiled(compiler, sheet, made_at)
    except NoPdf as error:
        if error.why != "failed" or sheet.logo is None:
            raise
    # A logo of the organisation's own that Typst cannot read is no reason to withhold a certificate.
    return _compiled(compiler, Sheet(**{**asdict(sheet), "logo": None}), made_at)


def _compiled(compiler: Any, sheet: Sheet, made_at: datetime) -> bytes:
    import typst

    data = json.dumps(asdict(sheet), ensure_ascii=False)
    try:
        with _lock:
            made = compiler.compile(
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards=STANDARDS,
                timestamp=int(made_at.timestamp()),
            )
    except typst.TypstError as error:
        letters = "could not be displayed" in error.message
        raise NoPdf("letters" if letters else "failed", error.message) from error
    return bytes(made)


def logo_of(path: str) -> tuple[str | list[int] | None, str]:
    """(the logo, svg or png): the organisation's own, or ours. None for a file that is missing or too big."""
    own = Path(path) if path else OUR_LOGO
    try:
        if own.stat().st_size > LARGEST_LOGO:
            return None, ""
        data = own.read_bytes()
    except OSError:
        return None, ""
    if data.startswith(b"\x89PNG"):
        return list(data), "png"
    return data.decode(errors="replace"), "svg"


@cache
def kept_compiler() -> Any:
    try:
        import typst
    except ImportError as error:
        raise NoPdf("not-installed") from error
    return typst.Compiler(str(SOURCE), root=str(SOURCE.parent), ignore_system_fonts=True)
