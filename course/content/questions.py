"""Knowledge check questions: the sentence before the answers says how to answer, and the answers show what is right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import setting_values as say
from .activity_head import Head, common
from .context import Context
from .ids import rev
from .model import Answer, Question, QuestionMode, Text
from .page import Page
from .scan_parts import ItemPart, ListPart, Part, QuotePart, TablePart, TextPart, tidy_nested
from .settings import Setting
from .words import Words, number, plain

BOX = re.compile(r"\[([ xX])\](?:\s+|$)")
NEARLY_BOX = re.compile(r"(\[[^\]\[^]{0,3}\](?!\())|(\([ xX]?\)(?=\s|$))")
MARKER = re.compile(r"\s*([^\W\d_]+)[ \t]*:[ \t]*(.*)$")
SENTENCE = re.compile(r"(?<=[.!?:])[\"'”’)*_]*\s+")
TICKS, NUMBERS, BULLETS, TABLE = "tick boxes", "a numbered list", "a list with no boxes", "a table"
EXPECTED = {
    QuestionMode.SINGLE: TICKS,
    QuestionMode.MULTIPLE: TICKS,
    QuestionMode.ORDERING: NUMBERS,
    QuestionMode.MATCHING: TABLE,
}
HOW = {
    TICKS: "Start each answer with  - [ ]  or, if it is right,  - [x] .",
    NUMBERS: "Write the steps as  1.  2.  3.  in the right order.",
    TABLE: "Write the pairs as a table with two columns:  | Word | Meaning |",
}
USUAL = {
    QuestionMode.SINGLE: "Choose one.",
    QuestionMode.MULTIPLE: "Choose all that apply.",
    QuestionMode.ORDERING: "Put these in order.",
    QuestionMode.MATCHING: "Match each one.",
}


@dataclass
class Draft:
    """One answer while it is being read."""

    line: int
    column: int
    words: str
    width: int
    box: str = ""
    """The tick box as written; empty when there is none."""
    ticked: bool = False
    feedback: list[str] = field(default_factory=list)
    feedback_line: int = 0
    partner: str = ""
    partner_column: int = 0


@dataclass
class Body:
    """What stands under a question, sorted."""

    prompt: list[Part] = field(default_factory=list)
    hint: list[Part] = field(default_factory=list)
    answers: list[Part] = field(default_factory=list)
    why: list[Part] = field(default_factory=list)
    stray: bool = False
    """There is text after the answers that was perhaps meant as the reason why."""


def read_question(ctx: Context, head: Head, body: list[Part], given: dict[str, Setting]) -> Question:
    """Read one question. What is missing is reported, and the best that can be made of it is returned."""
    page = ctx.page
    sorted_ = _sort(page, body)
    instruction, mode, wanted = _instruction(sorted_.prompt, page.words)
    shape = _shape(sorted_.answers)
    first = sorted_.answers[0].line if sorted_.answers else 0
    if not sorted_.answers:
        page.report("no-answers", head.part.line)
    elif mode is None:
        mode = _guess(shape, sorted_.answers)
        page.report("no-instruction", first, guess=USUAL[mode])
    elif EXPECTED[mode] != shape and not (EXPECTED[mode] == TICKS and shape == BULLETS):
        if mode is QuestionMode.SINGLE and shape == NUMBERS:
            repair = HOW[TICKS]
        else:
            repair = HOW[EXPECTED[mode]]
        usual = USUAL[_guess(shape, sorted_.answers)]
        if shape != BULLETS:
            repair += f' Or change the instruction to "{usual}"'
        page.report("instruction-mismatch", first, instruction=instruction, shape=shape, repair=repair)
        mode = _guess(shape, sorted_.answers) if shape != BULLETS else mode
    mode = mode or QuestionMode.SINGLE
    if mode is QuestionMode.MATCHING:
        drafts = _pairs(page, sorted_.answers)
    else:
        drafts = _drafts(page, sorted_.answers)
        if mode in (QuestionMode.SINGLE, QuestionMode.MULTIPLE) and drafts:
            _check_ticks(page, drafts, mode, wanted, instruction)
        _check_same(page, drafts)
    if len(drafts) == 1:
        page.report("one-answer", drafts[0].line)
    if drafts and not (sorted_.why or sorted_.stray) and not any(draft.feedback for draft in drafts):
        page.report("no-feedback", head.part.line)
    answers = _answers(ctx, head, mode, drafts)
    prompt = ctx.joined(sorted_.prompt)
    hint = ctx.joined(sorted_.hint) if sorted_.hint else None
    why = ctx.joined(sorted_.why) if sorted_.why else None
    ticks = mode in (QuestionMode.SINGLE, QuestionMode.MULTIPLE)
    return Question(
        **common(ctx, head, given),  # type: ignore[arg-type]  # names and types are those of Activity
        prompt=prompt,
        mode=mode,
        answers=answers,
        wanted=wanted if mode is QuestionMode.MULTIPLE else 0,
        hint=hint,
        why=why,
        optional=say.yes(ctx, given.get("optional")),
        bank=say.bank(ctx, given.get("bank")),
        wording_rev=rev(
            head.title,
            prompt.markdown,
            hint.markdown if hint else "",
            why.markdown if why else "",
            [
                (
                    answer.text.markdown,
                    answer.feedback.markdown if answer.feedback else "",
                    answer.partner.markdown if answer.partner else "",
                )
                for answer in answers
            ],
        ),
        meaning_rev=rev(
            mode,
            wanted,
            sorted((answer.key, answer.right) for answer in answers)
            if ticks
            else [(answer.key, answer.partner_key) for answer in answers],
        ),
    )


# What is where -------------------------------------------------------------------------------------------------------


def _split_markers(body: list[Part], words: Words) -> list[tuple[str, Part]]:
    """Each part with the marker it starts with ("hint", "why" or none); a paragraph is cut where a marker line starts."""
    out: list[tuple[str, Part]] = []
    for part in body:
        if not isinstance(part, TextPart):
            out.append(("", part))
            continue
        start, marker = 0, ""
        lines = part.lines
        for offset, line in enumerate(part.lines):
            found = MARKER.match(line) if ":" in line else None
            meant = words.markers.get(plain(found[1])) if found else None
            if found and meant in ("hint", "why"):
                if offset > start or marker:
                    out.append((marker, TextPart(part.line + start, part.line + offset, lines[start:offset])))
                lines = [*lines[:offset], found[2], *lines[offset + 1 :]]
                start, marker = offset, meant
        out.append((marker, TextPart(part.line + start, part.end, lines[start:])))
    return out


def _sort(page: Page, body: list[Part]) -> Body:
    marked = _split_markers(body, page.words)
    start = _answers_start(marked, page.words)
    sorted_ = Body()
    after: list[Part] = []
    in_answers = False
    for place, (marker, part) in enumerate(marked):
        if start is None or place < start:
            if marker == "hint":
                sorted_.hint.append(part)
            elif marker == "why":
                sorted_.why.append(part)
            else:
                sorted_.prompt.append(part)
            continue
        if place == start:
            in_answers = True
        if marker == "why":
            in_answers = False
            sorted_.why.append(part)
            after = sorted_.why
        elif marker == "hint":
            in_answers = False
            sorted_.hint.append(part)
            after = sorted_.hint
        elif in_answers and isinstance(part, ListPart | QuotePart) and isinstance(marked[start][1], ListPart):
            sorted_.answers.append(part)
        elif in_answers and place == start:
            sorted_.answers.append(part)
        elif after:
            after.append(part)
        else:
            in_answers = False
            page.report(
                "text-after-answers",
                part.line,
                thing="answers",
                repair="If it explains the answer, start it with  Why: . "
                "If it is the next part of the module, put a line with only --- above it.",
            )
            after = [part]
            sorted_.stray = True
    return sorted_


def _answers_start(marked: list[tuple[str, Part]], words: Words) -> int | None:
    """Which part the answers start at: the first tick boxes, or else the first list or table after an instruction."""
    candidates = [place for place, (_, part) in enumerate(marked) if isinstance(part, ListPart | TablePart)]
    for place in candidates:
        part = marked[place][1]
        if isinstance(part, ListPart) and any(_box(item) for item in part.items):
            return place
    for place in candidates:
        _, mode, _ = _instruction([part for marker, part in marked[:place] if not marker], words)
        if mode is not None:
            return place
    return candidates[-1] if candidates else None


def _instruction(prompt: list[Part], words: Words) -> tuple[str, QuestionMode | None, int]:
    """The instruction in the last paragraph before the answers, the mode it asks for, and how many answers it names."""
    if not prompt or not isinstance(last := prompt[-1], TextPart):
        return "", None, 0
    sentences = SENTENCE.split(" ".join(line.strip() for line in last.lines).strip())
    for sentence in reversed(sentences):
        bare = plain(sentence.strip(' *_"“”')).rstrip(' .!?:*_"”')
        for pattern, mode in words.instructions:
            found = pattern.fullmatch(bare)
            if not found:
                continue
            if "count" not in (found.groupdict() or {}):
                return sentence.strip(), mode, 0
            wanted = number(found["count"], words)
            if wanted == 1:
                return sentence.strip(), QuestionMode.SINGLE, 0
            if wanted and wanted > 1:
                return sentence.strip(), mode, wanted
    return "", None, 0


def _box(item: ItemPart) -> re.Match[str] | None:
    return BOX.match(item.lines[0]) or NEARLY_BOX.match(item.lines[0])


def _shape(answers: list[Part]) -> str:
    if any(isinstance(part, TablePart) for part in answers):
        return TABLE
    lists = [part for part in answers if isinstance(part, ListPart)]
    if any(_box(item) for part in lists for item in part.items):
        return TICKS
    return NUMBERS if lists and lists[0].ordered else BULLETS


def _guess(shape: str, answers: list[Part]) -> QuestionMode:
    """The kind of question that answers of this shape usually belong to."""
    if shape == TABLE:
        return QuestionMode.MATCHING
    if shape == NUMBERS:
        return QuestionMode.ORDERING
    ticked = sum(
        1
        for part in answers
        if isinstance(part, ListPart)
        for item in part.items
        if (box := _box(item)) and "x" in box[0].lower()
    )
    return QuestionMode.MULTIPLE if ticked > 1 else QuestionMode.SINGLE


# The answers ---------------------------------------------------------------------------------------------------------


def _drafts(page: Page, parts: list[Part]) -> list[Draft]:
    drafts: list[Draft] = []
    for part in parts:
        if isinstance(part, QuotePart):
            if drafts:
                drafts[-1].feedback_line = drafts[-1].feedback_line or part.line
                drafts[-1].feedback += part.lines
        elif isinstance(part, ListPart):
            drafts += [_draft(page, item) for item in part.items]
    return [draft for draft in drafts if draft.words]


def _draft(page: Page, item: ItemPart) -> Draft:
    lines = item.lines
    quote = next((at for at in range(1, len(lines)) if lines[at].lstrip().startswith(">")), len(lines))
    words = lines[0]
    box = _box(item)
    draft = Draft(item.line, item.column, "", 1)
    if box:
        draft.box = box[0].rstrip()
        draft.ticked = "x" in draft.box.lower() or "✓" in draft.box or "✔" in draft.box
        words = words[box.end() :].lstrip()
        if not BOX.match(lines[0]):
            page.report("bad-tick-box", item.line, item.column, len(draft.box), box=draft.box)
    under = [line for line in lines[1:quote]]
    if any(line.lstrip()[:1] in ("-", "*", "+") for line in under):
        under = tidy_nested(under)
    draft.words = "\n".join([words, *under]).strip()
    draft.width = max(1, len(words.strip()))
    for offset in range(quote, len(lines)):
        line = lines[offset].lstrip()
        line = line[1:] if line.startswith(">") else line
        draft.feedback.append(line[1:] if line.startswith(" ") else line)
    if draft.feedback:
        draft.feedback_line = item.starts[quote]
    if not draft.words:
        page.report("empty-answer", item.line, thing="answer")
    return draft


def _check_ticks(page: Page, drafts: list[Draft], mode: QuestionMode, wanted: int, instruction: str) -> None:
    boxless = [draft for draft in drafts if not draft.box]
    for draft in boxless[:1] if len(boxless) == len(drafts) else boxless:
        page.report(
            "no-tick-box", draft.line, len(page.lines[draft.line - 1]) - len(page.lines[draft.line - 1].lstrip()) + 1
        )
    ticked = [draft for draft in drafts if draft.ticked]
    if len(boxless) == len(drafts):
        return
    if not ticked:
        page.report("no-right-answer", drafts[0].line)
    elif mode is QuestionMode.SINGLE and len(ticked) > 1:
        second = ticked[1]
        page.report("two-right-answers", second.line, second.column, len(second.box), count=len(ticked))
    elif mode is QuestionMode.MULTIPLE and wanted and len(ticked) != wanted:
        count = "1 answer is" if len(ticked) == 1 else f"{len(ticked)} answers are"
        page.report("wrong-count", drafts[0].line, instruction=instruction, count=count)


def _check_same(page: Page, drafts: list[Draft]) -> None:
    seen: dict[str, int] = {}
    for draft in drafts:
        said = plain(draft.words)
        if first := seen.get(said):
            column = page.column_of(draft.line, draft.words.partition("\n")[0])
            page.report("same-answer", draft.line, column, draft.width, first=first)
        else:
            seen[said] = draft.line


def _pairs(page: Page, parts: list[Part]) -> list[Draft]:
    drafts: list[Draft] = []
    lefts: dict[str, int] = {}
    rights: dict[str, int] = {}
    for table in parts:
        if not isinstance(table, TablePart):
            continue
        columns = len(table.row(0))
        if columns != 2:
            page.report("match-columns", table.line, count=columns)
        for offset in range(2, len(table.lines)):
            line = table.line + offset
            cells = table.row(offset)[:2]
            if len(cells) < 2 or not cells[0].text or not cells[1].text:
                empty = next((cell.column for cell in cells if not cell.text), 1)
                page.report("match-gap", line, empty if columns == 2 else 1)
                continue
            left, right = cells
            for side, cell, seen in (("left-hand", left, lefts), ("right-hand", right, rights)):
                said = plain(cell.text)
                if said in seen:
                    page.report("match-same", line, cell.column, len(cell.text), side=side, first=seen[said])
                    break
            else:
                drafts.append(
                    Draft(line, left.column, left.text, len(left.text), partner=right.text, partner_column=right.column)
                )
            lefts.setdefault(plain(left.text), line)
            rights.setdefault(plain(right.text), line)
    return drafts


def _answers(ctx: Context, head: Head, mode: QuestionMode, drafts: list[Draft]) -> tuple[Answer, ...]:
    paired = mode is QuestionMode.MATCHING
    keys = ctx.keys.of(head.id, [f"{draft.words} = {draft.partner}" if paired else draft.words for draft in drafts])
    partners = ctx.keys.partners(head.id, keys) if paired else ("",) * len(keys)
    ticks = mode in (QuestionMode.SINGLE, QuestionMode.MULTIPLE)
    made: list[Answer] = []
    for key, partner_key, draft in zip(keys, partners, drafts, strict=True):
        feedback: Text | None = None
        if any(line.strip() for line in draft.feedback):
            feedback = ctx.text("\n".join(draft.feedback).strip(), draft.feedback_line)
        made.append(
            Answer(
                key=key,
                text=ctx.text(draft.words, draft.line),
                right=ticks and draft.ticked,
                feedback=feedback,
                partner=ctx.text(draft.partner, draft.line) if paired else None,
                partner_key=partner_key,
            )
        )
    return tuple(made)
