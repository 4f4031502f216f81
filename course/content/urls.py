"""Which addresses may stand in a page, and how links between course files are kept until a page is drawn.

Authors link the way their editor does: `../quizzes/the-bus.md`, `media/hall.svg`, `#who-decides`. Those paths mean
nothing on a site that can be mounted anywhere, so a stored page holds a private form instead, such as
`course:scenario/the-bus`, and `render.markup` swaps it for the real address each time. Everything is by allow-list: an
address has one of the shapes below or it is not a link. bleach's own check is not enough; it lets `javascript:`
followed only by digits through.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote


@dataclass(frozen=True, kw_only=True)
class Target:
    """Something in this course that a text links to or shows."""

    kind: str
    """module, scenario or media."""
    name: str
    """A file's name without its endings (`arriving`; `index` is the course itself); for media the path below
    modules/media with its ending (`hall.svg`), or after `quizzes/` the path below quizzes/media."""
    fragment: str = ""
    """The heading linked to, without its #; empty for none."""

    @property
    def media_path(self) -> str:
        """For media: where the file lies in the course folder, such as modules/media/hall.svg."""
        folder, _, rest = self.name.partition("/")
        return f"quizzes/media/{rest}" if folder == "quizzes" else f"modules/media/{self.name}"

    def __str__(self) -> str:
        address = f"course:{self.kind}/{quote(self.name, safe='/')}"
        return f"{address}#{quote(self.fragment)}" if self.fragment else address


_PRIVATE = re.compile(r"course:(module|scenario|media)/([^?#]+)(?:#(.+))?")
_WEB = re.compile(r"https?://([\w.-]+\w)(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[\w.+'-]+@[\w-]+(?:\.[\w-]+)+(?:\?[\w.%=&;+-]*)?", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9().-]{3,30}", re.IGNORECASE)
_FRAGMENT = re.compile(r"#[\w%.-]+")
_NAME = re.compile(r"[\w][\w .,'()+-]*")
_WRITTEN_WITH_A_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def decoded(written: str) -> str:
    """The address a browser reads out of an attribute: character references turned into characters."""
    return html.unescape(written)


def _has_hidden_characters(address: str) -> bool:
    """True for blanks, controls, and anything that is not drawn: browsers drop some of these while reading a scheme."""
    return any(not char.isprintable() or char in ' \\<>"`' or unicodedata.category(char) == "Cf" for char in address)


def target(address: str) -> Target | None:
    """The part of this course that a private address names; None when it is not one."""
    found = _PRIVATE.fullmatch(address)
    if found is None:
        return None
    kind, name, fragment = found.group(1), unquote(found.group(2)), unquote(found.group(3) or "")
    parts = name.split("/")
    if not all(_NAME.fullmatch(part) for part in parts) or (kind != "media" and len(parts) > 1):
        return None
    if fragment and not re.fullmatch(r"[\w.-]+", fragment):
        return None
    return Target(kind=kind, name=name, fragment=fragment)


def is_link(address: str) -> bool:
    """True when a page may link here: this course, this page, http(s), e-mail or telephone. Nothing else.

    `address` is as the browser reads it, character references already decoded.
    """
    if _has_hidden_characters(address):
        return False
    web = _WEB.fullmatch(address)
    if web is not None:
        # A host that changes under NFKC is dressed up as another one.
        return unicodedata.normalize("NFKC", web.group(1)) == web.group(1)
    if _MAIL.fullmatch(address) or _PHONE.fullmatch(address) or _FRAGMENT.fullmatch(address):
        return True
    return target(address) is not None


def is_picture(address: str) -> bool:
    """True when a page may show this: pictures come from the course's own media and nowhere else."""
    found = None if _has_hidden_characters(address) else target(address)
    return found is not None and found.kind == "media" and not found.fragment


def is_elsewhere(address: str) -> bool:
    """True for a link that leaves the site by the web."""
    return _WEB.fullmatch(address) is not None


def to_private(written: str, folder: str) -> str:
    """What an author's address becomes in the stored page; empty when it may not be a link at all.

    `folder` is where the author's file lies, modules or quizzes, because its links are relative to that.
    """
    address = decoded(written).strip()
    if address[:4].lower() == "tel:":
        address = address.replace(" ", "")
    address = address.replace(" ", "%20")
    if _WRITTEN_WITH_A_SCHEME.match(address) or address.startswith("#"):
        return address if is_link(address) else ""
    path, _, fragment = address.partition("#")
    found = _file_target(unquote(path.partition("?")[0]), unquote(fragment), folder)
    private = str(found) if found is not None else ""
    return private if private and target(private) == found else ""


def _file_target(path: str, fragment: str, folder: str) -> Target | None:
    """The course file at a path written relative to `folder`; None when it points out of the course."""
    if path.startswith("/"):
        return None
    parts = [folder]
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    match parts:
        case ["modules", "media", *rest] if rest and rest[0] != "quizzes":
            return Target(kind="media", name="/".join(rest))
        case ["quizzes", "media", *rest] if rest:
            return Target(kind="media", name="/".join(["quizzes", *rest]))
        case ["modules" | "quizzes" as where, name] if name.endswith(".md"):
            kind = "module" if where == "modules" else "scenario"
            return Target(kind=kind, name=_document_name(name), fragment=fragment)
    return None


def _document_name(file: str) -> str:
    """A file's name without its endings: which language and version is shown is the reader's choice, not the link's."""
    return re.sub(r"(?<=.)\.[a-z]{2,3}$", "", file.removesuffix(".md").removesuffix(".easy"), flags=re.IGNORECASE)
