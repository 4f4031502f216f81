"""The index, modules/index.md: the course itself, its order, certificate, stages, principles, features and plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import document, settings
from .context import DEFAULT_STAGES, Context
from .headings import claim_id, find_ids
from .model import CertificateRule, Feature, PlanSection, Principle, Text
from .page import GLOSSARY, MODULES, QUIZZES, Page, Pointer
from .paths import relative, resolve
from .scan_parts import HeadingPart, IdPart, ItemPart, ListPart, NotePart, Part, RulePart, TextPart
from .words import nearest, number, plain

LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)<>\s]*)>?\s*\)")
SECTIONS = {
    "in plain english": "summary",
    "welcome": "welcome",
    "our promise": "promise",
    "modules": "modules",
    "more to read": "more",
    "certificate": "certificate",
    "research stages": "stages",
    "principles": "principles",
    "features": "features",
    "my co-production plan": "plan",
    "how this course was made": "made",
    "references": "references",
}
SENTENCES = (
    "Mark every module done.",
    "Keep at least 1 exercise in every module.",
    "Keep [Name](module.md#exercise).",
    "Pass every knowledge check.",
    "Finish every scenario.",
    "Finish at least 3 scenarios.",
    "Finish [Name](../quizzes/name.md).",
    "Finish at least 3 other scenarios.",
    "Confirm your plan.",
)
MARK = re.compile(r"mark (?:every|each|all) (?:of the )?modules? (?:as )?done")
KEEP = re.compile(r"keep (?:at least )?(\w+) exercises? in (?:every|each) module")
KEEP_NAMED = re.compile(r"keep (?:the exercise )?\[[^\]]*\]\([^)]*\)")
PASS = re.compile(r"pass (?:every|each|all) (?:of the )?knowledge checks?")
EVERY = re.compile(r"finish (?:every|each|all) (?:of the )?scenarios?")
SOME = re.compile(r"finish (?:at least )?(\w+) (?:of the )?(other )?scenarios?")
CONFIRM = re.compile(r"confirm (?:your|my|the) plan")
NAMED = re.compile(r"finish (?:the scenario )?\[[^\]]*\]\([^)]*\)")


@dataclass
class Index:
    """What the index says, before the modules and scenarios it names have been read."""

    title: str = ""
    id: str = ""
    fields: dict[str, object] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    modules: list[tuple[str, int]] = field(default_factory=list)
    """Path of each module in order, with the line that lists it."""
    pages: list[tuple[str, int, int]] = field(default_factory=list)
    """Path of each page to read, with the line and column of its link."""
    stages: tuple[str, ...] = DEFAULT_STAGES
    principles: tuple[Principle, ...] = ()
    features: tuple[Feature, ...] = ()
    plan: tuple[PlanSection, ...] = ()
    rule: CertificateRule = field(default_factory=CertificateRule)
    named: list[tuple[str, int]] = field(default_factory=list)
    """Path of each scenario the certificate names, with its line."""
    kept: list[Pointer] = field(default_factory=list)
    """Each exercise the certificate names."""
    every_scenario: bool = False
    count_line: int = 0
    confirm_line: int = 0


@dataclass
class _Section:
    head: HeadingPart
    role: str
    parts: list[Part] = field(default_factory=list)


def read_index(ctx: Context, title: str, paths: frozenset[str]) -> Index:
    """Read the index. `ctx.stages` and `ctx.serves` do not matter here: this is where they come from."""
    page = ctx.page
    find_ids(page)
    index = Index(title=title, id=ctx.document)
    index.fields = {
        "authors": document.names(page.details.get("authors")),
        "licence": document.text_of(page.details.get("licence")),
        "last_checked": document.day(page, "last checked"),
        "review_due": document.day(page, "review due"),
    }
    document.footnotes(ctx)
    sections = _sections(page)
    for role in ("summary", "welcome", "promise", "made", "references"):
        if role in sections:
            parts = [part for part in sections[role].parts if not isinstance(part, IdPart)]
            index.texts[role] = ctx.joined(parts) if parts else Text(markdown="", line=sections[role].head.line)
    if "summary" not in sections:
        page.report("no-summary", max(1, page.details_end))
    if "stages" in sections:
        lists = [part for part in sections["stages"].parts if isinstance(part, ListPart)]
        listed = [item.lines[0].strip(" .") for part in lists for item in part.items]
        index.stages = tuple(dict.fromkeys(name for name in listed if name)) or DEFAULT_STAGES
    _modules(ctx, index, sections.get("modules"), paths)
    if "more" in sections:
        _pages(ctx, index, sections["more"], paths)
    _certificate(ctx, index, sections.get("certificate"), paths)
    if "principles" in sections:
        index.principles = tuple(
            Principle(id=one, name=name, text=text)
            for one, name, text, _ in _entries(ctx, sections["principles"], "principle")
        )
    if "features" in sections:
        known = frozenset(principle.id for principle in index.principles)
        ctx.serves = known
        index.features = tuple(
            Feature(id=one, name=name, text=text, principles=serves)
            for one, name, text, serves in _entries(ctx, sections["features"], "feature")
        )
    if "plan" in sections:
        ctx.serves = frozenset([one.id for one in index.principles] + [one.id for one in index.features])
        index.plan = tuple(
            PlanSection(id=one, name=name, text=text, serves=serves)
            for one, name, text, serves in _entries(ctx, sections["plan"], "plan section")
        )
        _check_plan(page, sections["plan"], index.plan)
    return index


def _sections(page: Page) -> dict[str, _Section]:
    found: dict[str, _Section] = {}
    current: _Section | None = None
    for part in page.parts:
        if isinstance(part, HeadingPart) and part.level <= 2:
            current = None
            if part.level == 1 or not part.text:
                continue
            said = plain(part.text).strip(" .:")
            role = SECTIONS.get(said, "")
            if not role:
                guess = nearest(said, SECTIONS)
                page.report(
                    "index-section",
                    part.line,
                    part.column,
                    max(1, len(part.text)),
                    title=part.text,
                    maybe=f'Did you mean "{guess.capitalize()}"? ' if guess else "",
                    sections=", ".join(name.capitalize() for name in SECTIONS),
                )
                role = SECTIONS.get(guess, "")
            if role and role not in found:
                current = found[role] = _Section(part, role)
        elif current is not None and not isinstance(part, NotePart):
            current.parts.append(part)
    return found


def _modules(ctx: Context, index: Index, section: _Section | None, paths: frozenset[str]) -> None:
    page = ctx.page
    items = [item for part in section.parts if isinstance(part, ListPart) for item in part.items] if section else []
    if not items:
        page.report("no-module-list", section.head.line if section else max(1, page.details_end))
        return
    seen: dict[str, int] = {}
    for item in items:
        link = LINK.search(item.lines[0])
        if link is None:
            page.report("module-list-line", item.line, item.column, max(1, len(item.lines[0])), words=item.lines[0])
            continue
        path = resolve(page.path, link[2])
        if path in paths and (not _is_base(path) or path == f"{MODULES}/{GLOSSARY}.md"):
            page.report("module-list-line", item.line, item.column, len(item.lines[0]), words=link[1])
            continue
        if path in seen:
            page.report("module-listed-twice", item.line, item.column, len(link[0]), first=seen[path])
            continue
        seen[path] = item.line
        if path in paths:  # A link to a file that is not there is reported with all other links.
            index.modules.append((path, item.line))
    assert section is not None
    rest = [part for part in section.parts if not isinstance(part, ListPart | IdPart | RulePart)]
    if rest:
        index.texts["modules"] = ctx.joined(rest)


def _pages(ctx: Context, index: Index, section: _Section, paths: frozenset[str]) -> None:
    """More to read: a list of links to pages that have text and nothing to answer."""
    page = ctx.page
    items = [item for part in section.parts if isinstance(part, ListPart) for item in part.items]
    if not items:
        page.report("page-list-line", section.head.line, section.head.column, max(1, len(section.head.text)))
    seen: dict[str, int] = {}
    for item in items:
        link = LINK.search(item.lines[0])
        path = resolve(page.path, link[2]) if link else ""
        column = item.column + (link.start() if link else 0)
        width = len(link[0]) if link else max(1, len(item.lines[0]))
        if link is None or not _is_base(path):
            page.report("page-list-line", item.line, column, width)
        elif path in seen:
            page.report("page-listed-twice", item.line, column, width, first=seen[path])
        else:
            seen[path] = item.line
            if path in paths:  # A link to a file that is not there is reported with all other links.
                index.pages.append((path, item.line, column))
    parts = [part for part in section.parts if not isinstance(part, IdPart | RulePart)]
    if parts:
        index.texts["more"] = ctx.joined(parts)


def _is_base(path: str) -> bool:
    """Whether a path is that of a module or a page to read: not the index, and no version in another language."""
    in_modules = path.startswith(MODULES + "/") and path.count("/") == 1 and path.endswith(".md")
    return in_modules and path != f"{MODULES}/index.md" and not Page(path, "").is_variant


def _entries(ctx: Context, section: _Section, thing: str) -> list[tuple[str, str, Text, tuple[str, ...]]]:
    """Each `###` of a section: id, name, text and what it serves."""
    page = ctx.page
    groups: list[tuple[HeadingPart, list[Part]]] = []
    for part in section.parts:
        if isinstance(part, HeadingPart):
            groups.append((part, []))
        elif groups:
            groups[-1][1].append(part)
    found: list[tuple[str, str, Text, tuple[str, ...]]] = []
    for head, parts in groups:
        id_part = parts[0] if parts and isinstance(parts[0], IdPart) else None
        body = [part for part in parts if not isinstance(part, IdPart | RulePart)]
        for extra in parts[1:]:
            if isinstance(extra, IdPart):
                page.report(
                    "id-without-heading", extra.line, extra.column, max(1, len(extra.id)), id=extra.id, thing=thing
                )
        identity = claim_id(page, id_part, head, head.text, thing, "links to it")
        serves: tuple[str, ...] = ()
        if body and isinstance(top := body[0], TextPart):
            line = settings.LINE.match(top.lines[0])
            if line and page.words.settings.get(plain(line[1])) == "serves":
                setting = settings.Setting("serves", line[1], line[2] or "", top.line, line.start(2) + 1, 1)
                serves = settings.serves(ctx, [(name, top.line, column) for name, column in settings.listed(setting)])
                body[0:1] = [TextPart(top.line + 1, top.end, top.lines[1:])] if len(top.lines) > 1 else []
        found.append((identity, head.text, ctx.joined(body), serves))
    return found


def _check_plan(page: Page, section: _Section, plan: tuple[PlanSection, ...]) -> None:
    """A plan has sections, and no two with the same name: an answer names the one it goes to."""
    if not plan:
        page.report("plan-empty", section.head.line, width=2)
    first: dict[str, int] = {}
    for head in (part for part in section.parts if isinstance(part, HeadingPart)):
        said = plain(head.text).rstrip(".")
        if said in first:
            page.report("same-plan-section", head.line, head.column, max(1, len(head.text)), first=first[said])
        first.setdefault(said, head.line)


# The certificate -------------------------------------------------------------------------------------------------------


def _certificate(ctx: Context, index: Index, section: _Section | None, paths: frozenset[str]) -> None:
    page = ctx.page
    lists = [part for part in section.parts if isinstance(part, ListPart)] if section else []
    if section is None or not lists:
        page.report("no-certificate-rule", section.head.line if section else max(1, page.details_end))
        return
    mark, kept, checks, some, named = False, 0, False, 0, index.named
    confirm = False
    for item in lists[0].items:
        words = " ".join(line.strip() for line in item.lines)
        said = plain(words).rstrip(" .")
        if MARK.fullmatch(said):
            mark = True
        elif PASS.fullmatch(said):
            checks = True
        elif CONFIRM.fullmatch(said):
            confirm, index.confirm_line = True, item.line
        elif EVERY.fullmatch(said):
            index.every_scenario = True
        elif (found := KEEP.fullmatch(said)) and (amount := number(found[1], page.words)) is not None and amount > 0:
            kept = amount
        elif (found := SOME.fullmatch(said)) and (amount := number(found[1], page.words)) is not None and amount > 0:
            some, index.count_line = amount, item.line
        elif KEEP_NAMED.fullmatch(said):
            target = LINK.search(words)
            index.kept.append(
                Pointer(target[2], item.line, page.column_of(item.line, target[2]))
                if target
                else Pointer("", item.line, 1)
            )
            page.claimed_lines.add(item.line)
        elif NAMED.fullmatch(said):
            _named(ctx, item, words, named, paths)
        else:
            guess = nearest(said, [plain(sentence) for sentence in SENTENCES], reach=0.3)
            right = next((sentence for sentence in SENTENCES if plain(sentence) == guess), "")
            page.report(
                "certificate-line",
                item.line,
                item.column,
                max(1, len(item.lines[0])),
                maybe=f'Did you mean "{right}"? ' if right else "",
                sentences=" ".join(f'"{sentence}"' for sentence in SENTENCES),
            )
    index.rule = CertificateRule(
        mark_modules=mark, kept_exercises=kept, pass_checks=checks, scenario_count=some, confirm_plan=confirm
    )
    at = section.parts.index(lists[0])
    rest = [part for part in section.parts[at + 1 :] if not isinstance(part, IdPart | RulePart | HeadingPart)]
    if rest:
        index.texts["certificate"] = ctx.joined(rest)


def _named(ctx: Context, item: ItemPart, words: str, named: list[tuple[str, int]], paths: frozenset[str]) -> None:
    link = LINK.search(words)
    assert link is not None
    path = resolve(ctx.page.path, link[2])
    if path in paths and path.startswith(QUIZZES + "/"):
        named.append((path, item.line))
        return
    column = ctx.page.column_of(item.line, link[2]) if link[2] else item.column
    guess = ctx.page.guess_file(path, (one for one in paths if one.startswith(QUIZZES + "/") and one.endswith(".md")))
    ctx.page.claimed_lines.add(item.line)
    ctx.page.report(
        "link-not-found",
        item.line,
        column,
        max(1, len(link[2])),
        reason=f'I cannot find the scenario "{link[2]}".',
        repair=f'Did you mean "{relative(ctx.page.path, guess)}"?' if guess else "Link to a file in quizzes/ .",
    )
