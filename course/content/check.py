"""Read and check a whole course at once: the one function behind the command, the editor, publishing and the tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from . import document
from .abbreviations import check_abbreviations
from .article import read_article
from .catalogue import CATALOGUE
from .certificate_lines import certificate_rule
from .check_links import check_links
from .check_pointers import with_earlier, with_endings
from .check_variants import (
    Doc,
    base_keys,
    check_module_variant,
    check_reading_variant,
    check_scenario_variant,
    check_stale,
    find_base,
)
from .context import DEFAULT_STAGES, Context, number_notes
from .front_matter import read_details
from .glossary import read_glossary
from .headings import check_headings
from .ids import GOOD_ID, SideKeys, free, id_from, side_path
from .index import Index, read_index
from .load import Source
from .model import Article, CertificateRule, Course, Document, Glossary, Module, Scenario, Text
from .module import read_module
from .page import GLOSSARY, MODULES, QUIZZES, Page
from .problems import Problem, in_reading_order
from .reading import check_reading
from .scan import scan
from .scan_depth import check_depth
from .scan_inline import scan_inline
from .scenario import read_scenario

INDEX = "modules/index.md"


@dataclass(frozen=True)
class Checked:
    """A course as well as it could be read, and everything there is to say about it."""

    course: Course
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """No errors, so it can go live."""
        return not any(problem.severity == "error" for problem in self.problems)

    def about(self, path: str) -> tuple[Problem, ...]:
        """What there is to say about one file."""
        return tuple(problem for problem in self.problems if problem.path == path)


def check_course(source: Source) -> Checked:
    """Read every page, and report every problem. Never raises for anything a trainer wrote."""
    return CourseReader(source).run()


def open_page(path: str, text: str, digest: str = "") -> tuple[Page, str]:
    """A page with its parts, links and headings found, and its title."""
    page = Page(path, text, digest)
    read_details(page)
    masked = scan(page)
    masked += check_depth(page, masked)
    page.masked = frozenset(masked)
    scan_inline(page, masked)
    return page, check_headings(page)


class CourseReader:
    """Reads all pages of a course. `course stamp` uses it too, because it needs to know more than the result."""

    def __init__(self, source: Source):
        self.source = source
        unread = {problem.path for problem in source.problems if problem.path.endswith(".md")}
        self.unread = frozenset(unread - set(source.pages))
        """Pages that are there but were refused: nothing else says that they are missing."""
        self.paths = frozenset(source.pages) | source.media | self.unread
        self.pages: dict[str, Page] = {}
        self.titles: dict[str, str] = {}
        self.index: Index | None = None
        self.stages: tuple[str, ...] = DEFAULT_STAGES
        self.serves: frozenset[str] | None = None
        self.plan: tuple[str, ...] | None = None
        self.problems: list[Problem] = list(source.problems)
        self.books: dict[str, SideKeys] = {}
        """Who gave out the keys of each page."""

    def run(self) -> Checked:
        for path, text in self.source.pages.items():
            self.pages[path], self.titles[path] = open_page(path, text, self.source.digest(path))
        self.read_index()
        modules, module_variants = self.read_modules()
        scenarios, scenario_variants = self.read_scenarios()
        articles, article_variants = self.read_articles(modules)
        glossary, glossary_variants = self.read_glossaries()
        leads = self.check_links()
        by_path = {scenario.path: scenario.id for scenario in scenarios}
        modules = [self.with_scenarios(module, leads, by_path) for module in modules]
        module_variants = [self.with_scenarios(module, leads, by_path) for module in module_variants]
        for path, page in self.pages.items():
            check_reading(page, document.reading_age(page))
            self.check_name(path, page)
        if glossary:
            check_abbreviations(self.pages.values(), (glossary, *glossary_variants))
        course = replace(
            self.course(modules, scenarios, module_variants, scenario_variants),
            pages=tuple(articles),
            page_variants=tuple(article_variants),
            glossary=glossary,
            glossary_variants=tuple(glossary_variants),
        )
        for page in self.pages.values():
            self.problems += page.problems
        if not modules and not self.unread:
            self.problems.append(_plain_problem("no-pages", MODULES + "/"))
        return Checked(course, in_reading_order(self.problems))

    # The parts of a course -----------------------------------------------------------------------------------------

    def context(self, path: str) -> Context:
        page = self.pages[path]
        identity = document.page_id(page)
        self.books[path] = SideKeys(identity, self.source.sides.get(side_path(path), {}))
        return Context(
            page,
            self.books[path],
            identity,
            self.stages,
            self.serves,
            self.plan,
            self.paths,
            self.source.transcripts,
            number_notes(page),
        )

    def read_index(self) -> None:
        if INDEX not in self.pages:
            return
        ctx = self.context(INDEX)
        modules = frozenset(path for path in self.pages if path.startswith(MODULES + "/") and path != INDEX)
        scenarios = frozenset(path for path in self.pages if path.startswith(QUIZZES + "/"))
        self.index = read_index(ctx, self.titles[INDEX], modules | scenarios)
        self.stages = self.index.stages
        self.serves = frozenset([one.id for one in self.index.principles] + [one.id for one in self.index.features])
        if self.index.plan:
            self.plan = tuple(section.name for section in self.index.plan)

    def split(self, belongs: Callable[[Page], bool]) -> tuple[list[str], list[str]]:
        """Paths of base pages and of their other versions, in order of path."""
        inside = sorted(path for path, page in self.pages.items() if page.name != "index" and belongs(page))
        return (
            [path for path in inside if not self.pages[path].is_variant],
            [path for path in inside if self.pages[path].is_variant],
        )

    def read_versions(
        self,
        paths: Sequence[str],
        bases: Mapping[str, Doc],
        read: Callable[[Context, str], Doc],
        compare: Callable[[Page, Doc, Doc], Doc],
    ) -> list[Doc]:
        """Other languages and easy read: each with the id and the keys of its base, and compared with it."""
        made: list[Doc] = []
        for path in paths:
            page, ctx = self.pages[path], self.context(path)
            base = find_base(page, bases)
            if base is None:
                made.append(read(ctx, self.titles[path]))
                continue
            ctx.keys, ctx.document = base_keys(base), base.id
            one = compare(page, read(ctx, self.titles[path]), base)
            check_stale(page, one, base, self.source.versions.get(base.path, {}))
            made.append(one)
        return made

    def page_names(self) -> frozenset[str]:
        """Names of the pages to read. What is listed as a module too stays a module."""
        modules = {path for path, _ in self.index.modules} if self.index else set()
        listed = [path for path, _, _ in self.index.pages if path not in modules] if self.index else []
        return frozenset(self.pages[path].name for path in listed if path in self.pages)

    def read_modules(self) -> tuple[list[Module], list[Module]]:
        apart = self.page_names() | {GLOSSARY}
        bases, variants = self.split(lambda page: page.folder == MODULES and page.name not in apart)
        by_path = {path: read_module(self.context(path), self.titles[path]) for path in bases}
        self.check_document_ids(list(by_path.values()))
        order = [path for path, _ in self.index.modules if path in by_path] if self.index else []
        listed = set(order)
        for path in bases:
            if path not in listed:
                order.append(path)
                if self.index and self.index.modules:
                    module = by_path[path]
                    self.pages[path].report("module-not-listed", 1, title=module.title, name=module.name)
        ordered = [by_path[path] for path in order]
        by_path = {path: with_earlier(one, self.pages[path], ordered) for path, one in by_path.items()}
        others = self.read_versions(variants, by_path, read_module, check_module_variant)
        return [by_path[path] for path in order], others

    def read_scenarios(self) -> tuple[list[Scenario], list[Scenario]]:
        bases, variants = self.split(lambda page: page.folder == QUIZZES)
        by_path = {path: read_scenario(self.context(path), self.titles[path]) for path in bases}
        self.check_document_ids(list(by_path.values()))
        made = self.read_versions(variants, by_path, read_scenario, check_scenario_variant)
        every = by_path | {scenario.path: scenario for scenario in made}
        known = {path: with_endings(self.pages[path], one, self.pages, every) for path, one in every.items()}
        return [known[path] for path in by_path], [known[one.path] for one in made]

    def read_articles(self, modules: Sequence[Module]) -> tuple[list[Article], list[Article]]:
        """The pages to read, in the order of the index."""
        if self.index is None:
            return [], []
        lines = dict(self.index.modules)
        for path, line, column in self.index.pages:
            if path in lines:
                self.pages[INDEX].report("page-and-module", line, column, first=lines[path])
        names = self.page_names() - {GLOSSARY}
        bases, variants = self.split(lambda page: page.folder == MODULES and page.name in names)
        by_path = {path: read_article(self.context(path), self.titles[path]) for path in bases}
        self.check_document_ids([*modules, *by_path.values()], of=by_path)
        others = self.read_versions(variants, by_path, read_article, check_reading_variant)
        return [by_path[path] for path, _, _ in self.index.pages if path in by_path], others

    def read_glossaries(self) -> tuple[Glossary | None, list[Glossary]]:
        bases, variants = self.split(lambda page: page.folder == MODULES and page.name == GLOSSARY)
        by_path = {path: read_glossary(self.context(path), self.titles[path]) for path in bases}
        others = self.read_versions(variants, by_path, read_glossary, check_reading_variant)
        return next(iter(by_path.values()), None), others

    def check_document_ids(self, documents: Sequence[Document], *, of: Mapping[str, object] | None = None) -> None:
        """Report ids that two documents share. `of` are the paths to speak of, when others were told already."""
        seen: dict[str, str] = {}
        for one in sorted(
            documents, key=lambda each: (of is not None and each.path in of, each.id != each.name, each.path)
        ):
            if one.id in seen and (of is None or one.path in of):
                page = self.pages[one.path]
                detail = page.details.get("id")
                taken = {each.id for each in documents}
                guess = one.name if one.name not in taken and GOOD_ID.fullmatch(one.name) else free(one.id, taken)
                line, column = (detail.line, detail.column) if detail else (1, 1)
                page.report(
                    "duplicate-module-id", line, column, len(one.id), id=one.id, other=seen[one.id], guess=guess
                )
            seen.setdefault(one.id, one.path)

    def check_links(self) -> dict[str, list[str]]:
        return {path: check_links(page, self.pages, self.paths) for path, page in self.pages.items()}

    def check_name(self, path: str, page: Page) -> None:
        if not GOOD_ID.fullmatch(page.name):
            page.report("file-name", 1, name=path.rpartition("/")[2], guess=id_from(page.name, "page") + ".md")

    def with_scenarios(self, module: Module, leads: dict[str, list[str]], ids: dict[str, str]) -> Module:
        found: list[str] = []
        for path in leads[module.path]:
            name = self.pages[path].name if path in self.pages else ""
            scenario = ids.get(path) or ids.get(f"{QUIZZES}/{name}.md")
            if scenario and scenario not in found:
                found.append(scenario)
        return replace(module, scenarios=tuple(found)) if found else module

    def course(
        self,
        modules: list[Module],
        scenarios: list[Scenario],
        module_variants: list[Module],
        scenario_variants: list[Scenario],
    ) -> Course:
        index = self.index or Index(id="course", title="Course", stages=self.stages)
        if self.index is None and modules:
            self.problems.append(_plain_problem("no-index", INDEX))
        return Course(
            id=index.id,
            title=index.title,
            summary=index.texts.get("summary", Text(markdown="")),
            promise=index.texts.get("promise"),
            welcome=index.texts.get("welcome"),
            more=index.texts.get("more"),
            modules_text=index.texts.get("modules"),
            certificate=self.certificate(index, modules, scenarios),
            certificate_text=index.texts.get("certificate"),
            made=index.texts.get("made"),
            references=index.texts.get("references"),
            stages=index.stages,
            principles=index.principles,
            features=index.features,
            plan=index.plan,
            modules=tuple(modules),
            scenarios=tuple(scenarios),
            module_variants=tuple(module_variants),
            scenario_variants=tuple(scenario_variants),
            **index.fields,  # type: ignore[arg-type]  # authors, licence and two dates
        )

    def certificate(self, index: Index, modules: list[Module], scenarios: list[Scenario]) -> CertificateRule:
        """What earns the certificate. A course that does not say asks for every module to be marked done."""
        if index.certificate is None:
            return CertificateRule()
        return certificate_rule(
            self.pages[INDEX],
            index.certificate,
            {module.path: module for module in modules},
            {scenario.path: scenario for scenario in scenarios},
            has_plan=bool(index.plan),
        )


def _plain_problem(code: str, path: str) -> Problem:
    entry = CATALOGUE[code]
    return Problem(path, 1, 1, entry.severity, code, entry.message, entry.fix)
