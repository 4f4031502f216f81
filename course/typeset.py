"""Words and a Typst template to a PDF that screen readers can read (PDF/UA-1, PDF/A-2a). Typst lives here only.

One compiler is kept per process and template: a sheet then costs milliseconds instead of a tenth of a second. Fonts are
those inside Typst, so that every machine makes the same file: Latin, Greek, Cyrillic, Hebrew and Arabic letters. Typst
refuses a letter that no font can show, so no sheet ever has a box or a question mark where a letter should be.
"""

from __future__ import annotations

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

STANDARDS = ["a-2a", "ua-1"]

class NoPdf(Exception):
    """There is no PDF. `why` is not-installed, letters (no font shows them), too-long or failed.

    The rest may hold words of the sheet: not for a log when they are private.
    """

    def __init__(self, why: str, detail: str = ""):
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why


def typeset(template: Path, sheet: dict[str, Any], made_at: datetime) -> bytes:
    """The PDF of a template that reads its words from `data` (JSON); the same sheet gives the same bytes. Raises NoPdf."""
    compiler = kept_compiler(template)
    import typst

    data = json.dumps(sheet, ensure_ascii=False)
    try:
        with _lock_of(template):
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


@cache
def _lock_of(template: Path) -> threading.Lock:
    """A compiler does one sheet at a time; those of another template need not wait for it."""
    return threading.Lock()


@cache
def kept_compiler(template: Path) -> Any:
    try:
        import typst
    except ImportError as error:
        raise NoPdf("not-installed") from error
    return typst.Compiler(str(template), root=str(template.parent), ignore_system_fonts=True)
