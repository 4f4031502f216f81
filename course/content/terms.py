"""Which words of a course become links to its glossary: the first use of each term in each file.

The renderer makes the links. It works on one text at a time, perhaps not at all when the text is as it was; so here it is
decided, in the order of reading, which text holds the first use of which term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category

from course.content import model
from course.content.scan_inline import FOOTREF, LINK
from course.content.urls import Target

Entry = tuple[str, tuple[str, ...]]
"""Where a link leads (empty: these words are left alone), and every way to write the term."""

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@[^\s@]+\.[^\s@]+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Writing that puts no space between words, or joins small words to the ones before them."""


# Finding terms in words


@dataclass(frozen=True)
class Found:
    start: int
    end: int
    address: str


class Finder:
    """Finds terms in plain words: whole words, the longest term first, capitals only where a term is an abbreviation."""

    def __init__(self, entries: Iterable[Entry]):
        self._by_word: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        self._anywhere: list[tuple[re.Pattern[str], str]] = []
        forms = [(form, address) for address, forms in entries for form in forms if _WORD.match(form)]
        for form, address in sorted(forms, key=lambda one: -len(one[0])):
            pattern = _pattern(form)
            if _UNSPACED.search(form):
                self._anywhere.append((pattern, address))
            else:
                first = _WORD.match(form)
                assert first is not None
                self._by_word.setdefault(first[0].casefold(), []).append((pattern, address))

    def find(self, words: str) -> Iterator[Found]:
        """Every term in a piece of plain words, from left to right. They never overlap."""
        end = 0
        for one in sorted(self.every(words), key=lambda each: (each.start, -each.end)):
            if one.start >= end:
                end = one.end
                yield one

    def every(self, words: str) -> Iterator[Found]:
        """Every term in a piece of plain words, those inside longer ones too, in no order."""
        words = _ADDRESS.sub(_blank, words)
        for pattern, address in self._anywhere:
            yield from (Found(*match.span(), address) for match in pattern.finditer(words))
        for word in _WORD.finditer(words):
            if not _starts(words, word.start()):
                continue
            for pattern, address in self._candidates(word[0].casefold()):
                match = pattern.match(words, word.start())
                if match and (match.end() == len(words) or category(words[match.end()])[0] != "M"):
                    yield Found(*match.span(), address)

    def _candidates(self, word: str) -> list[tuple[re.Pattern[str], str]]:
        """Terms that may start with this word, or with the word that it is the plural of."""
        known = self._by_word
        return [*known.get(word, ()), *known.get(word.removesuffix("s"), ()) * word.endswith("s")] + [
            *known.get(word.removesuffix("es"), ()) * word.endswith("es")
        ]


def _starts(words: str, at: int) -> bool:
    """Whether a word starts here, and not the second half of one: neither a mark nor a hyphen joins it to one before."""
    if at == 0:
        return True
    before = words[at - 1]
    return category(before)[0] != "M" and not (before in "-‐‑" and at > 1 and words[at - 2].isalnum())


def _pattern(form: str) -> re.Pattern[str]:
    parts = form.split()
    words = r"\s+".join(_word_pattern(word, alone=len(parts) == 1) for word in parts)
    if _UNSPACED.search(form):
        return re.compile(words)
    return re.compile(words + r"(?:e?s)?(?![^\W_]|[-‐‑][^\W_])")


def _word_pattern(word: str, *, alone: bool) -> str:
    """One word of a term. Capitals count where it has two or more (PPI), or is a capital and nothing else (A, but a plan B)."""
    letters = "".join("['’]" if one in "'’" else "[-‐‑]" if one in "-‐‑" else re.escape(one) for one in word)
    capitals = sum(letter.isupper() for letter in word)
    return letters if capitals > 1 or alone and word.isupper() else f"(?i:{letters})"


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


# Deciding which text holds the first use


def first_uses(course: model.Course) -> dict[int, tuple[Entry, ...]]:
    """For each text (by `id`) in which a term is used for the first time in its file: what to link there.

    Terms of which another one is part come along with an empty address, so that only the longest is linked.
    """
    if course.glossary is None:
        return {}
    uses: dict[int, tuple[Entry, ...]] = {}
    glossaries = (course.glossary, *course.glossary_variants)
    lists = {glossary.path: _Terms(glossary, alone=len(glossaries) == 1) for glossary in glossaries}
    for document in (
        *course.modules,
        *course.module_variants,
        *course.pages,
        *course.page_variants,
        *course.scenarios,
        *course.scenario_variants,
    ):
        chosen = lists[glossary_for(course, document.language, document.easy_read).path]
        uses.update(chosen.first_in(read_in_order(document)))
    return uses


def glossary_for(course: model.Course, language: str, easy_read: bool) -> model.Glossary:
    """The closest version: same language and ease, then same language, then the base. The course has to have one."""
    assert course.glossary is not None

    def closeness(one: model.Glossary) -> tuple[bool, bool]:
        return (one.language == language, one.easy_read == easy_read)

    closest = max((course.glossary, *course.glossary_variants), key=closeness)
    return closest if closest.language == language else course.glossary


def version_of(glossary: model.Glossary) -> str:
    """What tells this version of the glossary from others: en, cy, en.easy or cy.easy."""
    return glossary.language + (".easy" if glossary.easy_read else "")


def read_in_order(document: model.Document) -> Iterator[model.Text]:
    """The texts of a file in which terms become links, in the order of reading.

    No headings, no references, no questions (a learner may be asked one of several), nothing that people say in a
    recording, and no scene: a story is not left in the middle.
    """
    if isinstance(document, model.Module | model.Article):
        blocks: Sequence[object] = document.blocks
    elif isinstance(document, model.Scenario):
        blocks = (*document.intro, *document.debrief, *document.about)
    else:
        blocks = ()
    in_references = False
    for block in blocks:
        if isinstance(block, model.Heading) and block.level <= 2:
            in_references = block.role == "references"
        if in_references:
            continue
        if isinstance(block, model.Prose | model.Callout):
            yield block.text
        elif isinstance(block, model.Exercise | model.Media):
            yield block.prompt


class _Terms:
    """A glossary's terms, ready to be looked for."""

    def __init__(self, glossary: model.Glossary, *, alone: bool):
        name = "glossary" if alone else f"glossary.{version_of(glossary)}"
        self._entries = [
            (str(Target(kind="module", name=name, fragment=term.slug)), term.forms) for term in glossary.terms
        ]
        self._finder = Finder(self._entries)
        self._forms = dict(self._entries)
        self._longer = self._longer_than_each()

    def first_in(self, texts: Iterable[model.Text]) -> dict[int, tuple[Entry, ...]]:
        left = set(self._forms)
        uses: dict[int, tuple[Entry, ...]] = {}
        for text in texts:
            here: dict[str, None] = {}
            for found in self._finder.find(only_words(text.markdown)):
                if found.address in left:
                    left.remove(found.address)
                    here[found.address] = None
            if here:
                longer = {entry for address in here for entry in self._longer.get(address, ()) if entry[0] not in here}
                wanted = [(address, self._forms[address]) for address in here]
                uses[id(text)] = (*wanted, *(("", forms) for _, forms in sorted(longer)))
        return uses

    def _longer_than_each(self) -> dict[str, set[Entry]]:
        """For each term (by its address) that stands inside others: those others.

        Each form is read once, whatever the number of terms: a glossary may hold thousands, and this runs at every publish.
        """
        longer: dict[str, set[Entry]] = {}
        for entry in self._entries:
            for inner in {found.address for form in entry[1] for found in self._finder.every(form)} - {entry[0]}:
                longer.setdefault(inner, set()).add(entry)
        return longer


# What of a text is plain words

_FENCE = re.compile(r"\s*(?:> ?)*(`{3,}|~{3,})")
_TICKS = re.compile(r"`+")
_IN_ANGLES = re.compile(r"<[^<>\s]{1,2000}>")
_LINE_START = re.compile(r"[ \t>]*(?:#{1,6} .*|\[!\w+\][ \t]*)?")
_DELIMITER_ROW = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
"""It never goes back over blanks: a line of blanks around one hyphen would take minutes."""


def only_words(markdown: str) -> str:
    """A text with blanks for what is never part of a term's first use: code, links, headings and so on."""
    lines = markdown.split("\n")
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence:
            lines[at] = ""
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            fence, lines[at] = mark[1], ""
        else:
            if at and "|" in line and "-" in line and _DELIMITER_ROW.fullmatch(line):
                lines[at - 1] = ""
            lines[at] = _LINE_START.sub(_blank, line, count=1)
    words = _without_code("\n".join(lines))
    for pattern in (LINK, FOOTREF, _IN_ANGLES) if "[" in words or "<" in words else ():
        words = pattern.sub(_blank, words)
    return words


def _without_code(words: str) -> str:
    """Blanks for `code`. Every run of backticks is looked at once, so that no text is slow."""
    if "`" not in words:
        return words
    runs = [match.span() for match in _TICKS.finditer(words)]
    later: dict[int, list[int]] = {}
    for place in range(len(runs) - 1, -1, -1):
        later.setdefault(runs[place][1] - runs[place][0], []).append(place)
    out, at, place = [], 0, 0
    while place < len(runs):
        start, end = runs[place]
        same = later[end - start]
        while same and same[-1] <= place:
            same.pop()
        if same:
            close = runs[same[-1]][1]
            out += [words[at:start], " " * (close - start)]
            at, place = close, same[-1]
        place += 1
    return "".join((*out, words[at:]))
