"""A certificate as PDF: a tagged copy of the page that is the certificate."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..typeset import NoPdf as NoPdf
from ..typeset import kept_compiler as kept_compiler
from ..typeset import typeset

SOURCE = Path(__file__).with_name("certificate.typ")
OUR_LOGO = Path(__file__).parent.parent / "static" / "logo.svg"
LARGEST_LOGO = 500_000
"""Bytes."""


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
    try:
        return typeset(SOURCE, asdict(sheet), made_at)
    except NoPdf as error:
        if error.why != "failed" or sheet.logo is None:
            raise
    # A logo of the organisation's own that Typst cannot read is no reason to withhold a certificate.
    return typeset(SOURCE, {**asdict(sheet), "logo": None}, made_at)


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
