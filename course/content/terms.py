"""Which words of a course become links to its glossary: the first use of each term in each file.

The renderer makes the links. It works on one text at a time, perhaps not at all when the text is as it was; so here it is
decided, in the order of reading, which text holds the first use of which term.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from course.content import model
from course.content.only_words import only_words
from course.content.term_finder import Entry, Finder
from course.content.urls import Target


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
