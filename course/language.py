"""The languages of the interface, and its sentences in each. The course's own languages are files beside each module.

Catalogues are gettext .po files in course/translations/, read once per process; nothing compiled is kept in the project.
Babel is touched here and nowhere else.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_time, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
"""Interface languages, each named in itself."""

FOLDER = Path(__file__).parent / "translations"

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
    """The function templates call `_`: a sentence in this language, or in English where there is none yet."""
    catalogue = _catalogue(language)

    def translate(sentence: str, /, **values: object) -> str:
        translated = catalogue.gettext(sentence)
        return translated % values if values else translated

    return translate


def day(moment: datetime, language: str) -> str:
    """Such as "22 November 2026"."""
    return format_date(moment.astimezone(get_timezone("Europe/London")), "d MMMM y", locale=language)


def clock(moment: datetime, language: str) -> str:
    """Such as "2:02pm", in the United Kingdom's time."""
    zone = get_timezone("Europe/London")
    text = format_time(moment, "h:mma", tzinfo=zone, locale=language)
    return text.replace(" ", "").replace("\u202f", "").lower()
