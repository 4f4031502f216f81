"""Read and check a whole course at once: the one function behind the command, the editor, publishing and the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import document
from .catalogue import CATALOGUE
from .check_earlier import settle_endings
from .check_links import check_links
from .check_pointers import exercise_at, with_earlier
from .check_variants import base_keys, check_module_variant, check_scenario_variant, check_stale, find_base
from .context import DEFAULT_STAGES, Context, number_notes
from .front_matter import read_details
from .headings import check_headings
from .ids import GOOD_ID, SideKeys, free, id_from, side_path
from .index import Index, read_index
from .load import Source
from .model import CertificateRule, Course, Module, Scenario, Text
from .module import read_module
from .page import MODULES, QUIZZES, Page
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
        leads = self.check_links()
        by_path = {scenario.path: scenario.id for scenario in scenarios}
        modules = [self.with_scenarios(module, leads, by_path) for module in modules]
        module_variants = [self.with_scenarios(module, leads, by_path) for module in module_variants]
        for path, page in self.pages.items():
            check_reading(page, document.reading_age(page))
            self.check_name(path, page)
        self.check_plan(modules)
        course = self.course(modules, scenarios, module_variants, scenario_variants)
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

    def split(self, folder: str) -> tuple[list[str], list[str]]:
        """Paths of a folder's base pages and of its other versions."""
        inside = [path for path in self.pages if path.startswith(folder + "/") and self.pages[path].name != "index"]
        return (
            [path for path in inside if not self.pages[path].is_variant],
            [path for path in inside if self.pages[path].is_variant],
        )

    def read_modules(self) -> tuple[list[Module], list[Module]]:
        bases, variants = self.split(MODULES)
        by_path: dict[str, Module] = {}
        for path in bases:
            by_path[path] = read_module(self.context(path), self.titles[path])
        self.check_document_ids([by_path[path] for path in bases])
        order = [path for path, _ in self.index.modules if path in by_path] if self.index else []
        listed = set(order)
        for path in sorted(by_path):
            if path not in listed:
                order.append(path)
                if self.index and self.index.modules:
                    module = by_path[path]
                    self.pages[path].report("module-not-listed", 1, title=module.title, name=module.name)
        ordered = [by_path[path] for path in order]
        by_path = {path: with_earlier(one, self.pages[path], ordered) for path, one in by_path.items()}
        made: list[Module] = []
        for path in variants:
            base = find_base(self.pages[path], by_path)
            ctx = self.context(path)
            if base is not None:
                ctx.keys = base_keys(base)
                ctx.document = base.id
            module = read_module(ctx, self.titles[path])
            if base is not None:
                module = check_module_variant(self.pages[path], module, base)
                check_stale(self.pages[path], module, base, self.source.versions.get(base.path, {}))
            made.append(module)
        return [by_path[path] for path in order], made

    def read_scenarios(self) -> tuple[list[Scenario], list[Scenario]]:
        bases, variants = self.split(QUIZZES)
        by_path: dict[str, Scenario] = {}
        for path in sorted(bases):
            by_path[path] = read_scenario(self.context(path), self.titles[path])
        self.check_document_ids(list(by_path.values()))
        made: list[Scenario] = []
        for path in variants:
            base = find_base(self.pages[path], by_path)
            ctx = self.context(path)
            if base is not None:
                ctx.keys = base_keys(base)
                ctx.document = base.id
            scenario = read_scenario(ctx, self.titles[path])
            if base is not None:
                scenario = check_scenario_variant(self.pages[path], scenario, base)
                check_stale(self.pages[path], scenario, base, self.source.versions.get(base.path, {}))
            made.append(scenario)
        every = by_path | {scenario.path: scenario for scenario in made}
        settled = {path: settle_endings(self.pages[path], one, self.pages, every) for path, one in every.items()}
        return [settled[path] for path in by_path], [settled[one.path] for one in made]

    def check_document_ids(self, documents: Sequence[Module] | Sequence[Scenario]) -> None:
        seen: dict[str, str] = {}
        everything: list[Module | Scenario] = [*documents]
        for one in sorted(everything, key=lambda each: (each.id != each.name, each.path)):
            if one.id in seen:
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
        index = self.index
        if index is None:
            if modules:
                self.problems.append(_plain_problem("no-index", INDEX))
            return Course(
                id="course",
                title="Course",
                summary=Text(markdown=""),
                stages=self.stages,
                modules=tuple(modules),
                scenarios=tuple(scenarios),
                module_variants=tuple(module_variants),
                scenario_variants=tuple(scenario_variants),
            )
        return Course(
            id=index.id,
            title=index.title,
            summary=index.texts.get("summary", Text(markdown="")),
            promise=index.texts.get("promise"),
            modules_text=index.texts.get("modules"),
            certificate=self.rule(index, modules, scenarios),
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

    def check_plan(self, modules: list[Module]) -> None:
        """A certificate can only ask for a plan that something goes to."""
        if self.index is None or not self.index.confirm_line or self.index.plan:
            return
        if not any(exercise.plan for module in modules for exercise in module.exercises()):
            self.pages[INDEX].report("certificate-no-plan", self.index.confirm_line)

    def rule(self, index: Index, modules: list[Module], scenarios: list[Scenario]) -> CertificateRule:
        ids = {scenario.path: scenario.id for scenario in scenarios}
        named = [ids[path] for path, _ in index.named if path in ids]
        if index.every_scenario:
            named = [scenario.id for scenario in scenarios]
        most = len(scenarios) - len(set(named))
        if index.rule.scenario_count > most and not index.every_scenario:
            count = index.rule.scenario_count
            are = "is only 1" if most == 1 else f"are only {most}" if most else "are no others"
            self.pages[INDEX].report("certificate-count", index.count_line, asked=count, are=are, most=most)
        by_path = {module.path: module for module in modules}
        kept = [exercise_at(self.pages[INDEX], pointer, by_path) for pointer in index.kept]
        return replace(
            index.rule,
            scenarios=tuple(dict.fromkeys(named)),
            exercises=tuple(dict.fromkeys((found[0].id, found[1].id) for found in kept if found)),
        )


def _plain_problem(code: str, path: str) -> Problem:
    entry = CATALOGUE[code]
    return Problem(path, 1, 1, entry.severity, code, entry.message, entry.fix)
