"""What somebody wrote after their session had ended: carried through the sign-in form, so that nothing is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote_plus

from flask import request

from .. import posted
from ..addresses import came_from, own_address, own_path

MOST_BYTES = 400_000
"""As a form sends it. What is longer is shown to be copied, as it might not fit through the form a second time."""


@dataclass(frozen=True)
class Kept:
    """A form that could not be taken, and where it was going."""

    action: str = ""
    """The path it was sent to, without the app's root; empty when there was no such form."""
    fields: tuple[tuple[str, str], ...] = ()
    back: str = ""
    """The page it was on, when known."""

    def as_text(self) -> str:
        return json.dumps(self.fields, ensure_ascii=False) if self.fields else ""

    @property
    def fits(self) -> bool:
        return len(quote_plus(self.as_text())) <= MOST_BYTES


def kept_now() -> Kept:
    """The form of this very request. Only a form that was on a page of ours is kept."""
    if request.method != "POST" or not posted.is_from_here():
        return Kept(back=came_from() or "")
    return Kept(own_address(own_path(), method="POST") or "", tuple(posted.kept_fields()), came_from() or "")


def kept_before() -> Kept:
    """The form that an earlier page carried here in its hidden boxes."""
    if request.method != "POST":
        return Kept()
    action = own_address(request.form.get("kept_action"), method="POST")
    try:
        found = json.loads(request.form.get("kept", "") or "[]")
        fields = tuple((_text(name), _text(value)) for name, value in found)
    except (ValueError, TypeError, RecursionError):
        fields = ()
    return Kept(action or "", fields)


def _text(found: object) -> str:
    """JSON can spell half of a character, which no page can show."""
    return str(found).encode(errors="replace").decode()
