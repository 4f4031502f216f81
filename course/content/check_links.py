"""Links and pictures: whether they are there, whether they are safe, and whether their words say where they go."""

from __future__ import annotations

import re

from .page import MODULES, QUIZZES, Page
from .paths import SAFE, relative, resolve, scheme
from .scan import slug
from .scan_inline import Link
from .words import plain

POOR = re.compile(
    r"(?:an? )?(?:image|picture|photo|photograph|img|graphic|diagram|screenshot|icon|logo)(?: of)?(?: \d+)?", re.I
)
FILE_NAME = re.compile(r"[\w-]+\.(?:png|jpe?g|gif|svg|webp|avif)", re.I)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")


def check_links(page: Page, pages: dict[str, Page], paths: frozenset[str]) -> list[str]:
    """Check every link of a page, and return the paths of the scenarios it leads to, in the order of the links."""
    scenarios: list[str] = []
    for link in page.links:
        if link.line in page.claimed_lines or (link.line, link.column) in page.claimed:
            continue
        if link.is_image:
            _picture(page, link, paths)
        else:
            path = _link(page, link, pages, paths)
            if path.startswith(QUIZZES + "/") and path.endswith(".md") and path not in scenarios:
                scenarios.append(path)
    return scenarios


def _picture(page: Page, link: Link, paths: frozenset[str]) -> None:
    words = link.words.strip()
    if not words:
        page.report("image-no-alt", link.line, link.column, link.width, target=link.target)
    elif POOR.fullmatch(words) or FILE_NAME.fullmatch(words):
        page.report("image-poor-alt", link.words_line, link.words_column, len(words), words=words, target=link.target)
    start = scheme(link.target)
    if start in SAFE:
        name = link.target.rstrip("/").rpartition("/")[2].partition("?")[0] or "picture.png"
        page.report(
            "image-elsewhere", link.target_line, link.target_column, len(link.target), words=words or "…", name=name
        )
        return
    if start:
        page.report("link-unsafe", link.target_line, link.target_column, len(link.target), start=f"{start}:")
        return
    path = resolve(page.path, link.target)
    if not link.target or path not in paths:
        guess = page.guess_file(path, (one for one in paths if one.lower().endswith(PICTURES)))
        repair = (
            f'Did you mean "{relative(page.path, guess)}"?'
            if guess
            else f"Check the name (capital letters matter) and that you added the file. I looked for {path or 'it in media/'}."
        )
        page.report(
            "image-not-found",
            link.target_line,
            link.target_column,
            max(1, len(link.target)),
            target=link.target,
            repair=repair,
        )


def _link(page: Page, link: Link, pages: dict[str, Page], paths: frozenset[str]) -> str:
    """Check one link; the path of the page it leads to, or an empty text."""
    words = link.words.strip()
    if not words or not link.target:
        lacks = "has no words" if link.target else "does not lead anywhere"
        page.report("link-empty", link.line, link.column, link.width, lacks=lacks)
        return ""
    if plain(words).strip(" .!>»→*_") in page.words.vague_links:
        page.report("link-words", link.words_line, link.words_column, len(words), words=words)
    start = scheme(link.target)
    if start:
        if start not in SAFE:
            page.report("link-unsafe", link.target_line, link.target_column, len(link.target), start=f"{start}:")
        return ""
    file, _, anchor = link.target.partition("#")
    if not file:
        _anchor(page, link, page, anchor)
        return ""
    path = resolve(page.path, link.target)
    if path in pages:
        if anchor:
            _anchor(page, link, pages[path], anchor)
        return path
    if path in paths and path:
        return path
    _missing(page, link, path, paths)
    return ""


def _anchor(page: Page, link: Link, other: Page, anchor: str) -> None:
    if anchor in other.slugs:
        return
    column = link.target_column + len(link.target) - len(anchor) - 1
    made = slug(anchor.replace("%20", " "))
    if made in other.slugs:
        page.report(
            "link-not-on-github", link.target_line, column, len(anchor) + 1, target=f"#{anchor}", guess=f"#{made}"
        )
        return
    guess = page.guess(anchor, other.slugs)
    where = "" if other is page else f" in {other.path}"
    page.report(
        "link-not-found",
        link.target_line,
        column,
        len(anchor) + 1,
        reason=f'There is no heading for the link "#{anchor}"{where}.',
        repair=f'Did you mean "#{guess}"?'
        if guess
        else "Use the words of the heading in small letters, with hyphens for spaces and no punctuation.",
    )


def _missing(page: Page, link: Link, path: str, paths: frozenset[str]) -> None:
    if not path:
        reason = f'The link "{link.target}" leads out of the course folder.'
        repair = "Link to a file in the course, or to a page that starts with https:// ."
    elif "." not in path.rpartition("/")[2] and re.match(r"(?:www\.)|[\w-]+\.(?:org|com|uk|net|ac|gov)\b", link.target):
        reason = f'I cannot find "{link.target}" in the course.'
        repair = f"If it is a website, start it with https:// :  https://{link.target}"
    else:
        reason = f'I cannot find the page or file "{link.target.partition("#")[0]}".'
        guess = page.guess_file(path, paths)
        if guess:
            repair = f'Did you mean "{relative(page.path, guess)}"?'
        elif link.target.startswith("www."):
            repair = f"If it is a website, start it with https:// :  https://{link.target}"
        else:
            folder = "quizzes" if path.startswith(QUIZZES) else MODULES
            repair = (
                f"Check the name (capital letters matter) and that the file is there. I looked for {path or folder}."
            )
    page.report("link-not-found", link.target_line, link.target_column, len(link.target), reason=reason, repair=repair)
