"""The languages of the interface, and its sentences in each. The course's own languages are files beside each module.

Catalogues are gettext .po files in course/translations/, read once per process; nothing compiled is kept in the project.
Babel is touched here and in translating.py, which keeps the catalogues in step with the code, and nowhere else.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import escape

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
"""Interface languages, each named in itself."""

FOLDER = Path(__file__).parent / "translations"

HALVES = {"en": ("am", "pm"), "cy": ("yb", "yp")}
"""The two halves of the day. Babel's Welsh has "yh", in the evening, for all of the second, which reads oddly at two."""

Translate = Callable[..., str]


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = FOLDER / f"{language}.po"
    if not path.is_file():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def translator(language: str) -> Translate:
    """The function templates call `_`: a sentence in this language, or in English where there is none yet.

    Where a value is HTML already, such as a title that carries its own `lang`, the whole sentence becomes HTML and
    everything else in it is escaped.
    """
    catalogue = _catalogue(language)

    def translate(sentence: str, /, **values: object) -> str:
        translated = catalogue.gettext(sentence)
        if any(hasattr(value, "__html__") for value in values.values()):
            translated = escape(translated)
        return translated % values if values else translated

    return translate


def day(moment: datetime, language: str) -> str:
    """Such as "22 November 2026", the day it was in the United Kingdom."""
    return format_date(moment.astimezone(get_timezone("Europe/London")), "d MMMM y", locale=language)


def date_words(written: str, language: str) -> str:
    """A day as a form keeps it, 2026-11-22, in words; anything else as it is."""
    try:
        return format_date(date.fromisoformat(written), "d MMMM y", locale=language) if len(written) == 10 else written
    except ValueError:
        return written


def day_of(moment: datetime) -> date:
    """The day it was in the United Kingdom."""
    return moment.astimezone(get_timezone("Europe/London")).date()


def clock(moment: datetime, language: str) -> str:
    """Such as "2:02pm", or "2:02yp" in Welsh, in the United Kingdom's time."""
    there = moment.astimezone(get_timezone("Europe/London"))
    return f"{there.hour % 12 or 12}:{there.minute:02}{HALVES.get(language, HALVES['en'])[there.hour >= 12]}"
