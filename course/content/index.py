"""The index, modules/index.md: the course itself, its order, certificate, stages, principles, features and plan."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import document
from . import setting_values as say
from .certificate_lines import LINK, Asked, read_certificate
from .context import DEFAULT_STAGES, Context
from .headings import claim_id, find_ids
from .model import Feature, PlanSection, Principle, Text
from .page import GLOSSARY, MODULES, Page
from .paths import resolve
from .scan_parts import HeadingPart, IdPart, ListPart, NotePart, Part, RulePart, TextPart
from .settings import LINE, Setting
from .words import nearest, plain

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
    certificate: Asked | None = None
    """None when the index does not say what earns it."""


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
            line = LINE.match(top.lines[0])
            if line and page.words.settings.get(plain(line[1])) == "serves":
                setting = Setting("serves", line[1], line[2] or "", top.line, line.start(2) + 1, 1)
                serves = say.serves(ctx, [(name, top.line, column) for name, column in say.listed(setting)])
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


def _certificate(ctx: Context, index: Index, section: _Section | None, paths: frozenset[str]) -> None:
    lists = [part for part in section.parts if isinstance(part, ListPart)] if section else []
    if section is None or not lists:
        ctx.page.report("no-certificate-rule", section.head.line if section else max(1, ctx.page.details_end))
        return
    index.certificate = read_certificate(ctx, lists[0].items, paths)
    at = section.parts.index(lists[0])
    rest = [part for part in section.parts[at + 1 :] if not isinstance(part, IdPart | RulePart | HeadingPart)]
    if rest:
        index.texts["certificate"] = ctx.joined(rest)
