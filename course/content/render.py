"""From a trainer's Markdown to HTML that a page may trust, made once, when a release is made, never for a page view.

Each text passes limits, Markdown, bleach with one list, and a second reading by another parser, all in a process that
is ended when it takes too long. This is the only file that calls bleach, and the only one that builds `Markup`.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from course.content import collector, model, walk
from course.content.allowed import PROTOCOLS, TAGS, is_allowed
from course.content.around import Around
from course.content.footnotes import Numbering
from course.content.limits import TOO_DEEP, past_a_limit
from course.content.render_pool import Job, Piece, render_jobs
from course.content.second_reading import Disagreement, read_again
from course.content.term_finder import Entry
from course.content.terms import first_uses
from course.content.urls import Target, target

SANITISER_VERSION = "3"
"""Raise it whenever the same Markdown may give other HTML, or the list changes: old HTML is then made again."""

INDEX = "modules/index.md"

_BETWEEN = "\ufdd0"
"""Stands between texts while they are cleaned together. Not a character, and the dialect drops it from what authors
write."""


class Refused(Exception):
    """A text past a limit: on which of its lines (0 is the first), and why in plain words."""

    def __init__(self, line: int, why: str):
        super().__init__(why)
        self.line, self.why = line, why


# In pages


Link = Callable[[Target], str]
"""The address, on the site being drawn, of something in this course."""

_PRIVATE_ADDRESS = re.compile(r"""(<(?:a|img) (?:[a-z]+="[^"]*" )*?(?:href|src)=")(course:[^"]*)(?=")""")


def markup(text: model.Text | None, link: Link) -> Markup:
    """A rendered text, ready for a template, with its links to other parts of the course leading to where they are now.

    Empty for None, and for a text that was never rendered: Markdown is never shown as if it were HTML.
    """
    if text is None:
        return Markup("")
    if "course:" not in text.html:
        return Markup(text.html)

    def address(found: re.Match[str]) -> str:
        wanted = target(html.unescape(found.group(2)))
        return found.group(1) + (str(escape(link(wanted))) if wanted is not None else "#")

    return Markup(_PRIVATE_ADDRESS.sub(address, text.html))


def line_markup(text: model.Text | None, link: Link) -> Markup:
    """The same for use inside a line of ours, such as a label: without the paragraph, when the text is just one."""
    whole = markup(text, link)
    inside = whole.removeprefix("<p>").removesuffix("</p>").strip()
    one_paragraph = whole.startswith("<p>") and whole.endswith("</p>") and "<p>" not in inside
    return Markup(inside) if one_paragraph else whole


_ANCHOR = re.compile(r"""(<(?:a|sup) (?:[a-z]+="[^"]*" )*?(?:id="|href="#))([^"]*)(?=")""")


def anchored(shown: Markup, place: str) -> Markup:
    """The same text on a page with other files: its own anchors, and links to them, start with `place` and two hyphens.

    A link that starts with ~ after its # leads to an anchor of that page itself, and loses the mark.
    """

    def own(found: re.Match[str]) -> str:
        anchor = found.group(2)
        return found.group(1) + (anchor[1:] if anchor.startswith("~") else f"{place}--{anchor}")

    return Markup(_ANCHOR.sub(own, shown))


def in_its_language(words: str, language: str) -> Markup:
    """A title inside a sentence of another language, marked so that it is read aloud as it should be."""
    return Markup('<span lang="{}">{}</span>').format(language, words)


def boxed_tables(shown: Markup, label: str) -> Markup:
    """A text with each of its tables in a labelled box that scrolls by itself, so that on a phone the page never does."""
    if "<table>" not in shown:
        return shown
    opening = Markup('<div class="table-region" role="group" tabindex="0" aria-label="{}"><table>').format(label)
    return Markup(shown.replace("<table>", opening).replace("</table>", Markup("</table></div>")))


# When a release is made


def render_course(
    course: model.Course, *, known: Mapping[str, str] | None = None, workers: int | None = None
) -> model.Course:
    """The same course with every text's HTML filled in.

    `known` is `known_html` of an earlier release: texts in it are not rendered again. `workers` is how many processes
    may work at once; the default is one for each processor, and fewer for little work.

    Raises TooMuch when a text is past a limit or takes too long, and ContentError when the two readings of its HTML
    differ; both name the file and the line.
    """
    with collector.waiting():
        return _rendered(course, known or {}, workers)


def _rendered(course: model.Course, known: Mapping[str, str], workers: int | None) -> model.Course:
    numbering, uses = Numbering(), first_uses(course)
    waiting: dict[tuple[int, str, bool], str] = {}
    jobs: dict[str, dict[str, Piece]] = {}
    wanted: set[str] = set()

    def collect(text: model.Text, document: model.Document | None, inline: bool) -> model.Text:
        path = document.path if document else INDEX
        around = _around(text, document, inline, numbering, uses)
        key = _key(text.markdown, around)
        html = known.get(key)
        if html is not None:
            return _with_html(text, html)
        waiting[id(text), path, inline] = key
        if key not in wanted:
            wanted.add(key)
            jobs.setdefault(path, {})[key] = Piece(
                path=path,
                line=text.line,
                markdown=text.markdown,
                around=around,
            )
        return text

    collected = walk.replace_texts(course, collect)
    if not waiting:
        return collected
    work = [Job(path=path, pieces=tuple(pieces.values())) for path, pieces in jobs.items()]
    made: dict[str, str] = {}
    for job, rendered in zip(work, render_jobs(work, workers), strict=True):
        made.update(zip(jobs[job.path], rendered, strict=True))

    def fill(text: model.Text, document: model.Document | None, inline: bool) -> model.Text:
        key = waiting.get((id(text), document.path if document else INDEX, inline))
        return _with_html(text, made[key]) if key is not None else text

    return walk.replace_texts(collected, fill)


def render_text(markdown: str, name: str) -> model.Text:
    """One text that stands outside every course, such as an organisation's welcome. `name` is for messages.

    Links and pictures are as in a file in modules/. Raises TooMuch and ContentError as `render_course` does.
    """
    piece = Piece(path=name, line=1, markdown=markdown, around=Around())
    return model.Text(markdown=markdown, line=1, html=render_jobs([Job(path=name, pieces=(piece,))], 1)[0][0])


def known_html(course: model.Course) -> dict[str, str]:
    """What a rendered course holds, for `render_course(known=...)`. Only good while SANITISER_VERSION is the same."""
    found: dict[str, str] = {}
    numbering, uses = Numbering(), first_uses(course)

    def collect(text: model.Text, document: model.Document | None, inline: bool) -> model.Text:
        around = _around(text, document, inline, numbering, uses)
        if text.html or not text.markdown.strip():
            found[_key(text.markdown, around)] = text.html
        return text

    walk.replace_texts(course, collect)
    return found


def _with_html(text: model.Text, html: str) -> model.Text:
    return model.Text(markdown=text.markdown, line=text.line, html=html)


def _around(
    text: model.Text,
    document: model.Document | None,
    inline: bool,
    numbering: Numbering,
    uses: Mapping[int, tuple[Entry, ...]],
) -> Around:
    if document is None:
        return Around(inline=inline)
    return Around(
        folder=document.path.partition("/")[0],
        language=document.language,
        inline=inline,
        numbers=numbering.numbers(text, document),
        terms=uses.get(id(text), ()),
    )


def _key(markdown: str, around: Around) -> str:
    """The same for texts that render the same, in any file and any release. Nothing may follow the author's own words."""
    numbers = sorted(around.numbers.items()) if around.numbers else ""
    terms = repr(around.terms) if around.terms else ""
    facts = f"{SANITISER_VERSION}\n{around.folder}\n{around.language}\n{around.inline}\n{numbers}\n{terms}\n{markdown}"
    return hashlib.sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()


# In the worker


class Renderer:
    """Does the work for one text after another. For one thread: neither Markdown nor bleach may be shared."""

    def __init__(self) -> None:
        # Only the worker loads Markdown: a web process never needs it, and would start later.
        from course.content.dialect import Dialect

        self._dialect = Dialect()
        self._cleaner = _cleaner()

    def unclean(self, markdown: str, around: Around) -> str:
        """One text as HTML that must still be cleaned. Raises Refused."""
        past = past_a_limit(markdown)
        if past is not None:
            raise Refused(*past)
        try:
            return self._dialect.html(markdown, around)
        except (RecursionError, MemoryError):
            raise Refused(0, TOO_DEEP) from None

    def cleaned(self, pieces: list[str]) -> tuple[list[str], tuple[int, str] | None]:
        """All the pieces of a file, cleaned and read again; or the first that two readers disagree about, and how.

        They are cleaned in one go, which is much faster. A piece that spills into the next would show in the second
        reading, so whenever anything looks wrong each is cleaned alone.
        """
        together = str(self._cleaner.clean(_BETWEEN.join(pieces))).split(_BETWEEN)
        if len(together) == len(pieces):
            try:
                read_again(together)
                return together, None
            except Disagreement:
                pass
        alone = [str(self._cleaner.clean(piece)) for piece in pieces]
        for at, piece in enumerate(alone):
            try:
                read_again([piece])
            except Disagreement as wrong:
                return [], (at, str(wrong))
        return alone, None


def clean(unclean: str) -> str:
    """HTML from anywhere, made safe by bleach alone: unlisted tags become words, unlisted attributes go."""
    return str(_cleaner().clean(unclean))


def _cleaner() -> Any:
    import bleach  # a tenth of a second, and only the worker needs it

    return bleach.Cleaner(
        tags=TAGS,
        attributes=lambda tag, name, value: is_allowed(tag, name, html.unescape(value)),
        protocols=PROTOCOLS,
        strip=False,
        strip_comments=True,
        css_sanitizer=None,
    )
