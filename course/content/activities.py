"""Exercises and recordings: an activity's heading and what stands under it, as one object."""

from __future__ import annotations

import re

from . import setting_values as say
from .activity_head import Head, common
from .context import Context
from .ids import rev
from .model import Exercise, ExerciseKind, Item, Media, Question, Row, Sharing, Text
from .page import Pointer
from .paths import relative, resolve, scheme
from .questions import read_question
from .scan_parts import ItemPart, ListPart, Part, TablePart, TextPart
from .settings import Setting, take_settings
from .words import QUESTION, VIDEO, plain

BOLD_NAME = re.compile(r"(\*\*|__)(.+?)\1\s*")
MARKER = re.compile(r"\s*([^\W\d_]+)[ \t]*:[ \t]*(.*)$")
LISTED = {
    ExerciseKind.SCALE: (1, "I can ask a stranger for consent"),
    ExerciseKind.RANK: (2, "Feeling safe after dark"),
    ExerciseKind.ROLES: (2, "**Chair.** You want everyone to speak."),
    ExerciseKind.RULES: (1, "We let people finish what they are saying"),
}


def read_activity(ctx: Context, head: Head, body: list[Part]) -> Exercise | Question | Media:
    """Read one activity. What is missing is reported, and the best that can be made of it is returned."""
    given = take_settings(ctx.page, body, head.kind, head.word)
    if head.kind == QUESTION:
        return read_question(ctx, head, body, given)
    if head.kind in ("video", "audio"):
        return _media(ctx, head, body, given)
    return _exercise(ctx, head, body, given)


def _exercise(ctx: Context, head: Head, body: list[Part], given: dict[str, Setting]) -> Exercise:
    kind = ExerciseKind(head.kind)
    page = ctx.page
    line = head.part.line
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    heads: tuple[Text, ...] = ()
    before, after = body, []
    if kind in LISTED:
        at = next((place for place, part in enumerate(body) if isinstance(part, ListPart)), None)
        if at is None:
            least, example = LISTED[kind]
            page.report("no-items", line, width=3, more="", least=least, example=example)
        else:
            before, after = body[:at], body[at + 1 :]
            listed = body[at]
            assert isinstance(listed, ListPart)
            items = _items(ctx, head, kind, listed)
    elif kind is ExerciseKind.TABLE:
        at = next((place for place, part in enumerate(body) if isinstance(part, TablePart)), None)
        if at is None:
            page.report("grid-no-table", line, width=3)
        else:
            before, after = body[:at], body[at + 1 :]
            table = body[at]
            assert isinstance(table, TablePart)
            heads, rows = _grid(ctx, head, table)
    if after:
        thing = "table" if kind is ExerciseKind.TABLE else "list"
        repair = (
            f"If it tells the learner what to do, move it above the {thing}. "
            "If it is the next part of the module, put a line with only --- above it."
        )
        page.report("text-after-answers", after[0].line, thing=thing, repair=repair)
    if not before:
        page.report("no-prompt", line, width=head.part.level)
    otherwise = Sharing.COHORT if kind is ExerciseKind.RULES else Sharing.NOBODY
    choices = tuple(piece for piece, _ in say.listed(given.get("choices")))
    count = say.count(ctx, given.get("count")) if kind is ExerciseKind.LIST else (1, 1)
    scale = say.scale(ctx, given.get("scale"), line) if kind is ExerciseKind.SCALE else None
    stage = say.stage(ctx, given.get("stage"), line) if kind is ExerciseKind.DIARY else ""
    length = given.get("length")
    note = say.yes(ctx, given.get("note"))
    fillable = [any(row.cells[at] is None for row in rows) for at in range(len(heads))]
    dates = say.date_column(ctx, given.get("dates"), [head.markdown for head in heads], fillable)
    if "earlier" in given:
        target, column = say.file_target(given["earlier"])
        page.earlier[head.id] = Pointer(target, given["earlier"].line, column or given["earlier"].column)
    prompt = ctx.joined(before)
    return Exercise(
        **common(ctx, head, given),  # type: ignore[arg-type]  # names and types are those of Activity
        prompt=prompt,
        kind=kind,
        shared=say.sharing(ctx, given.get("shared"), otherwise),
        optional=say.yes(ctx, given.get("optional")),
        length=length.value if length else "",
        count=count,
        scale=scale,
        note=note,
        stage=stage,
        choices=choices,
        heads=heads,
        items=items,
        rows=rows,
        date_column=dates,
        look_again=say.wait(ctx, given.get("look_again")),
        wording_rev=rev(
            head.title,
            prompt.markdown,
            [(item.name, item.text.markdown) for item in items],
            [text.markdown for text in heads],
            [[cell and cell.markdown for cell in row.cells] for row in rows],
            [scale.low_words, scale.high_words] if scale else [],
            choices,
        ),
        meaning_rev=rev(
            kind,
            count,
            [scale.low, scale.high] if scale else [],
            note,
            stage,
            sorted(item.key for item in items),
            [[row.key, [cell is None for cell in row.cells]] for row in rows],
            len(choices),
            *([["dates", dates]] if dates is not None else []),
        ),
    )


def _items(ctx: Context, head: Head, kind: ExerciseKind, listed: ListPart) -> tuple[Item, ...]:
    page = ctx.page
    found: list[tuple[ItemPart, str, str]] = []
    """Each with its name and its words."""
    seen: dict[str, int] = {}
    for place, part in enumerate(listed.items):
        words = item_words(part)
        name = ""
        if not words:
            page.report("empty-answer", part.line, thing="line")
            continue
        if kind is ExerciseKind.ROLES:
            name, words = bold_name(words)
            if not name:
                page.report("role-no-name", part.line, part.column, max(1, len(part.lines[0])), words=part.lines[0])
                name = f"{place + 1}"
        said = plain(name + words)
        if said in seen:
            page.report("same-item", part.line, part.column, max(1, len(part.lines[0])), first=seen[said])
            continue
        seen[said] = part.line
        found.append((part, name, words))
    least, example = LISTED[kind]
    if len(found) < least:
        page.report("no-items", listed.line, more=" that is long enough", least=least, example=example)
    keys = ctx.keys.of(head.id, [f"{name} {words}".strip() for _, name, words in found])
    return tuple(
        Item(key=key, text=ctx.text(words, part.line), name=name)
        for key, (part, name, words) in zip(keys, found, strict=True)
    )


def item_words(part: ItemPart) -> str:
    """What a list line says, together with what stands under it, without the marks of the list."""
    return part.tidy(False, 1)[2:].replace("\n    ", "\n").strip()


def bold_name(words: str) -> tuple[str, str]:
    """The bold name that a role card or a hat starts with, and what follows it; no name when nothing is bold there."""
    bold = BOLD_NAME.match(words)
    if bold is None:
        return "", words
    return bold[2].strip().rstrip(".:"), words[bold.end() :].lstrip(".:—– ")


def _grid(ctx: Context, head: Head, table: TablePart) -> tuple[tuple[Text, ...], tuple[Row, ...]]:
    page = ctx.page
    heads = [ctx.text(cell.text, table.line) for cell in table.row(0)]
    rows: list[tuple[list[Text | None], str]] = []
    for offset in range(2, len(table.lines)):
        line = table.line + offset
        cells = table.row(offset)
        if len(cells) > len(heads):
            extra = cells[len(heads)]
            page.report("grid-row-long", line, extra.column, cells=len(cells), heads=len(heads))
            cells = cells[: len(heads)]
        filled: list[Text | None] = [ctx.text(cell.text, line) if cell.text else None for cell in cells]
        filled += [None] * (len(heads) - len(cells))
        rows.append((filled, next((cell.text for cell in cells if cell.text), "")))
    if rows and all(cell is not None for cells_, _ in rows for cell in cells_) or not rows:
        page.report("grid-nothing-to-fill", table.line)
    keys = ctx.keys.of(head.id, [words for _, words in rows])
    return tuple(heads), tuple(Row(key=key, cells=tuple(filled)) for key, (filled, _) in zip(keys, rows, strict=True))


def _media(ctx: Context, head: Head, body: list[Part], given: dict[str, Setting]) -> Media:
    page = ctx.page
    line = head.part.line
    before: list[Part] = []
    spoken: list[Part] = []
    transcript_line = 0
    transcript_file = ""
    for part in body:
        if transcript_line:
            spoken.append(part)
            continue
        if isinstance(part, TextPart):
            for offset, words in enumerate(part.lines):
                marker = MARKER.match(words)
                if marker and page.words.markers.get(plain(marker[1])) == "transcript":
                    transcript_line = part.line + offset
                    if offset:
                        before.append(TextPart(part.line, transcript_line, part.lines[:offset]))
                    rest = [marker[2], *part.lines[offset + 1 :]] if marker[2] else part.lines[offset + 1 :]
                    if rest:
                        spoken.append(TextPart(transcript_line + (not marker[2]), part.end, rest))
                    break
            else:
                before.append(part)
        else:
            before.append(part)
    transcript: Text | None = None
    if transcript_line and spoken:
        transcript = ctx.joined(spoken)
        page.spoken.append((transcript_line, spoken[-1].end))
        if link := say.LINK.fullmatch(transcript.markdown.strip().rstrip(".")):
            transcript_file = link[1]
            page.claimed_lines.add(spoken[0].line)
            column = page.column_of(spoken[0].line, transcript_file)
            path = find_file(ctx, transcript_file, spoken[0].line, column)
            transcript = ctx.text(ctx.transcripts[path], spoken[0].line) if path in ctx.transcripts else None
    else:
        page.report("no-transcript", line, thing=head.kind)
    file, column = say.file_target(given.get("file"))
    found = ""
    if not file:
        guess = f"{head.id}.{'mp4' if head.kind == VIDEO else 'mp3'}"
        page.report("media-no-file", line, thing=head.kind, guess=guess)
    else:
        found = find_file(ctx, file, given["file"].line, column)
    captions, column = say.file_target(given.get("captions"))
    if captions:
        if find_file(ctx, captions, given["captions"].line, column) and not captions.lower().endswith(".vtt"):
            page.report("captions-kind", given["captions"].line, column, len(captions), target=captions)
    elif head.kind == VIDEO and found:
        page.report("no-captions", line, guess=f"{head.id}.vtt")
    signed, column = say.file_target(given.get("signed"))
    if signed and not scheme(signed):
        find_file(ctx, signed, given["signed"].line, column)
    length = given.get("length")
    prompt = ctx.joined(before)
    return Media(
        **common(ctx, head, given),  # type: ignore[arg-type]  # names and types are those of Activity
        prompt=prompt,
        kind=head.kind,
        file=file,
        captions=captions,
        signed=signed,
        length=length.value if length else "",
        transcript=transcript,
        transcript_file=transcript_file,
        wording_rev=rev(head.title, prompt.markdown, transcript.markdown if transcript else transcript_file),
        meaning_rev=rev(head.kind, file),
    )


def find_file(ctx: Context, target: str, line: int, column: int) -> str:
    """The path of a file a page names, or an empty text after saying that it is not there."""
    path = resolve(ctx.page.path, target)
    if path in ctx.paths:
        return path
    guess = ctx.page.guess_file(path, ctx.paths)
    ctx.page.report(
        "file-not-found",
        line,
        column,
        max(1, len(target)),
        target=target,
        looked=path or "it outside the course folder, which is not allowed",
        maybe=f' Did you mean "{relative(ctx.page.path, guess)}"?' if guess else "",
    )
    return ""
