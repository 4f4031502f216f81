"""Python-Markdown, set up for exactly what our format can say.

HTML typed by an author comes out as the words they typed. Headings come out as bold lines, because templates draw the
real ones. Links between course files are made private (`urls.Target`) here, before bleach, so that nothing is changed
after it.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from pymdownx.highlight import HighlightExtension
from pymdownx.superfences import SuperFencesCodeExtension

from course.content.around import Around
from course.content.bridge import bridge
from course.content.footnote_rule import FootnoteMarks
from course.content.term_links import TERM, link_terms
from course.content.urls import is_elsewhere, is_picture, to_private

_NOT_DRAWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufdd0-\ufdef\ufffe\uffff]")
"""Controls, direction overrides and characters that are none: never needed, and readers differ about them."""
_WORDS_ONLY_LINE = r"""["'‘“(]*[^\W\d_](?:[^\\`*_\[\]<>&|\t\n]*[^\\`*_\[\]<>&|\s])?"""
_ONLY_WORDS = re.compile(rf"{_WORDS_ONLY_LINE}(?:\n{_WORDS_ONLY_LINE})*")
_DECORATIVE = frozenset({"decorative", "addurniadol"})
_CALLOUT = re.compile(r"\s*\[!(note|tip|important|warning|caution)\]\s*", re.IGNORECASE)
_CALLOUT_NAMES = {
    "en": {"note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Take care"},
    "cy": {"note": "Nodyn", "tip": "Awgrym", "important": "Pwysig", "warning": "Rhybudd", "caution": "Gofal"},
}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Dialect:
    """Turns one text after another into HTML that still has to be cleaned. Not for use by two threads at once."""

    def __init__(self) -> None:
        self._blocks, self._lines = _Reader(inline=False), _Reader(inline=True)

    def html(self, markdown: str, around: Around) -> str:
        """One text as unsafe HTML."""
        written = _NOT_DRAWN.sub("", markdown.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
        if not around.terms and is_only_words(written):
            words = html.escape(written, quote=False)
            return words if around.inline else f"<p>{words}</p>"
        return self.read(written, around)

    def read(self, written: str, around: Around) -> str:
        """What Python-Markdown makes of a text."""
        if not around.inline:
            return self._blocks.html(bridge(written), around)
        lines = self._lines.html(written, around)
        return lines.replace("</p>\n<p>", "<br>\n").removeprefix("<p>").removesuffix("</p>")


def is_only_words(written: str) -> bool:
    """True for a paragraph in which nothing means anything to Markdown: half of all texts, and Markdown is half the work."""
    return _ONLY_WORDS.fullmatch(written) is not None


class _Reader:
    def __init__(self, *, inline: bool) -> None:
        fences = [HighlightExtension(use_pygments=False), SuperFencesCodeExtension(disable_indented_code_blocks=True)]
        blocks = [] if inline else [TableExtension(use_align_attribute=True), SaneListExtension(), *fences]
        self.markdown = Markdown(extensions=blocks, output_format="html")
        self.markdown.preprocessors.deregister("html_block")
        self.markdown.inlinePatterns.deregister("html")
        if inline:
            for name in ("indent", "code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "reference"):
                self.markdown.parser.blockprocessors.deregister(name)
        self.marks = FootnoteMarks(self.markdown)
        self.markdown.inlinePatterns.register(self.marks, "footnote mark", 175)
        self.finish = _Finish(self.markdown)
        self.markdown.treeprocessors.register(self.finish, "finish", -10)

    def html(self, markdown: str, around: Around) -> str:
        self.markdown.reset()
        self.marks.start(around.numbers)
        self.finish.around = around
        return self.markdown.convert(markdown)


class _Finish(Treeprocessor):
    """The last changes to the tree: links, pictures, tables, headings."""

    around = Around()

    def run(self, root: etree.Element) -> None:
        if self.around.terms:
            link_terms(root, self.around.terms)
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            match element.tag:
                case "a" if element.get("class") != TERM:
                    self._link(element)
                case "img":
                    self._picture(element, parents[element])
                case "th" | "td":
                    _cell(element)
                case "blockquote":
                    self._callout(element)
                case heading if heading in _HEADINGS:
                    _bold_line(element)

    def _link(self, link: etree.Element) -> None:
        address = to_private(_written(link.get("href", "")), self.around.folder)
        link.attrib.pop("href", None)
        if address:
            link.set("href", address)
            if is_elsewhere(address):
                link.set("rel", "noopener")

    def _callout(self, quote: etree.Element) -> None:
        """A callout inside other text. (One that stands alone is a block of its own, and a template names it.)"""
        first = quote.find("p")
        found = _CALLOUT.match(first.text or "") if first is not None else None
        if first is None or found is None:
            return
        name = etree.Element("strong")
        name.text = _CALLOUT_NAMES.get(self.around.language, _CALLOUT_NAMES["en"])[found.group(1).lower()]
        line_end = etree.Element("br")
        line_end.tail = "\n" + (first.text or "")[found.end() :]
        first.text = None
        first.insert(0, name)
        first.insert(1, line_end)

    def _picture(self, picture: etree.Element, parent: etree.Element) -> None:
        address = to_private(_written(picture.get("src", "")), self.around.folder)
        words = picture.get("alt", "").strip()
        if not is_picture(address):
            # A picture from somewhere else is not shown; what it shows is said instead.
            _replace_by_words(picture, parent, words)
            return
        title = picture.get("title")
        picture.attrib.clear()
        picture.set("src", address)
        picture.set("alt", "" if words.casefold() in _DECORATIVE else words)
        if title:
            picture.set("title", title)
        picture.set("loading", "lazy")


def _written(address: str) -> str:
    """The address as the author wrote it; Python-Markdown hides the & of an e-mail address behind a mark of its own."""
    return address.replace("\x02amp\x03", "&")


def _replace_by_words(picture: etree.Element, parent: etree.Element, words: str) -> None:
    words += picture.tail or ""
    at = list(parent).index(picture)
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(picture)


def _cell(cell: etree.Element) -> None:
    """Alignment as a class, since style is not for us; what a head is for; no heads without words."""
    alignment = cell.attrib.pop("align", "")
    if alignment:
        cell.set("class", f"align-{alignment}")
    if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
        cell.tag = "td"
    if cell.tag == "th":
        cell.set("scope", "col")


def _bold_line(heading: etree.Element) -> None:
    strong = etree.Element("strong")
    strong.text, heading.text = heading.text, None
    for child in list(heading):
        heading.remove(child)
        strong.append(child)
    heading.tag = "p"
    heading.append(strong)
