"""Give ids to whatever has none, and keep keys with the answers they belong to when their words change.

Ids go into the page as hidden lines, and are never changed again. Keys go into the side file next to it. Before anything is
written the trainer hears what became of each answer; when only they can know, they are asked and nothing is written yet.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from .check import CourseReader
from .check_variants import version_of, wording
from .hats import HATS, hats_revs
from .ids import ALPHABET, KEY_LENGTH, SideKeys, alike, match, side_path
from .load import Source, read_folder
from .model import Exercise, Media, Module, Question, Scenario, Sharing
from .page import Page
from .words import plain

Answers = Literal["keep", "fresh"] | None

MARKS = "1"
"""Which way of making the marks of wording and meaning was used: a new way must not look like a change of meaning."""
ABOUT = 'Written by "course stamp". Commit it. Do not edit it by hand.'
REACH = {Sharing.NOBODY: 0, Sharing.ACCESS: 1, Sharing.TRAINER: 1, Sharing.COHORT: 2}
"""How many people can read: more than before is worth saying."""
STORED_AS = {Sharing.NOBODY: "private"}
MEANING = re.compile(
    r"\b(?:not|no|never|none|nobody|always|only|before|after|keep|delete|all|any|must|may|can|cannot|[a-z]+n't|\d+|"
    r"ddim|byth|cyn|ar ôl|cadw|dileu)\b"
)
"""Small words that turn an answer round."""
LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
"""Lines with their ends, as the scanner counts them."""


@dataclass(frozen=True)
class Note:
    """One thing the trainer should know. `kind` is reworded, check-meaning, ask, meaning-changed, id-changed, block-gone,
    sharing-widened or id-added."""

    kind: str
    path: str
    line: int
    words: str

    def as_text(self) -> str:
        return f"{self.path}:{self.line}: {self.words} [{self.kind}]"


@dataclass(frozen=True)
class StampReport:
    """What stamping did, or what it needs to know first. With `questions`, nothing was written."""

    notes: tuple[Note, ...] = ()
    questions: tuple[Note, ...] = ()
    written: tuple[str, ...] = ()
    """Paths of the files that were changed or made."""

    def as_text(self) -> str:
        """Every note and question on a line of its own, then one line that sums up."""
        lines = [note.as_text() for note in (*self.notes, *self.questions)]
        if self.questions:
            count = "One question needs" if len(self.questions) == 1 else f"{len(self.questions)} questions need"
            lines.append(
                f"{count} an answer, so nothing was written. Run it again with --keep (it is still the same) "
                "or --fresh (start anew)."
            )
        elif self.written:
            added = sum(1 for note in self.notes if note.kind == "id-added")
            ids = "1 new id" if added == 1 else f"{added} new ids"
            lines.append(f"Done: {ids}, {len(self.written)} files written.")
        else:
            lines.append("Everything has its id already.")
        return "\n".join(lines) + "\n"


def stamp(root: Path, answers: Answers = None) -> StampReport:
    """Stamp every page under `root`. `answers` settles all questions at once: keep the old answers' keys, or start afresh."""
    source = read_folder(root)
    stamping = _Stamping(source, answers)
    stamping.add_ids()
    stamping.match_keys()
    if stamping.questions:
        return StampReport(
            tuple(map(stamping.on_disk, stamping.notes)), tuple(map(stamping.on_disk, stamping.questions))
        )
    stamping.note_meanings()
    changed = stamping.changed()
    for path, data in changed.items():
        _write(root / path, data)
    return StampReport(tuple(stamping.notes), (), tuple(changed))


@dataclass
class _Stamping:
    source: Source
    answers: Answers
    notes: list[Note] = field(default_factory=list)
    questions: list[Note] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)
    """Pages that got ids."""
    added: dict[str, list[int]] = field(default_factory=dict)
    """Path of a page: the lines of the headings that got an id, as they are on disk."""
    sides: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Path of each base page: its side file as it will be."""

    # Ids in the pages ------------------------------------------------------------------------------------------------

    def add_ids(self) -> None:
        reader = CourseReader(self.source)
        reader.run()
        for path in sorted(reader.pages, key=lambda one: reader.pages[one].is_variant):
            page = reader.pages[path]
            if page.unstamped:
                wanted = self._base_ids(page, reader) if page.is_variant else dict(page.unstamped)
                if wanted:
                    self._insert(path, wanted)

    def _base_ids(self, page: Page, reader: CourseReader) -> dict[int, str]:
        """In another version, an activity without an id gets that of the base's activity in the same place."""
        base = reader.pages.get(f"{page.folder}/{page.name}.md")
        if base is None:
            return dict(page.unstamped)
        mine = sorted({*(line for line in page.ids.values()), *(line for line, _ in page.unstamped)})
        theirs = [identity for identity, _ in sorted(base.ids.items(), key=lambda pair: pair[1])]
        if len(set(page.ids)) != len(theirs):
            return {}
        by_line = dict(zip(mine, theirs, strict=False)) if len(mine) == len(theirs) else {}
        return {line: by_line[line] for line, _ in page.unstamped if line in by_line}

    def _insert(self, path: str, wanted: Mapping[int, str]) -> None:
        """Put a hidden line under each heading, in the file's own line ends; a byte order mark stays where it is."""
        lines = LINES.findall(self.source.raw[path].decode("utf-8"))
        for line in sorted(wanted, reverse=True):
            heading = lines[line - 1]
            end = heading[len(heading.rstrip("\r\n")) :]
            if not end:
                end = "\r\n" if len(lines) > 1 and lines[0].endswith("\r\n") else "\n"
                lines[line - 1] = heading + end
            lines.insert(line, f"<!-- id: {wanted[line]} -->{end}")
        for line in sorted(wanted):
            self.notes.append(Note("id-added", path, line, f'The id "{wanted[line]}" was added.'))
        text = "".join(lines)
        self.added[path] = sorted(wanted)
        self.raw[path] = text.encode("utf-8")
        self.source = self.source.with_page(path, text)

    def on_disk(self, note: Note) -> Note:
        """The same note with the line it has in the file as it is, for when nothing is written."""
        if note.kind == "id-added":
            return note
        above = sum(1 for place, heading in enumerate(self.added.get(note.path, ())) if heading + place + 1 < note.line)
        return replace(note, line=note.line - above)

    # Keys in the side files --------------------------------------------------------------------------------------------

    def match_keys(self) -> None:
        reader = CourseReader(self.source)
        course = reader.run().course
        documents: list[Module | Scenario] = [*course.modules, *course.scenarios]
        for one in documents:
            self._match_document(one, reader.books[one.path], reader.pages[one.path])

    def _match_document(self, one: Module | Scenario, book: SideKeys, page: Page) -> None:
        old = book.blocks
        facts = _facts(one)
        new: dict[str, Any] = {}
        lost = {identity: block for identity, block in old.items() if identity not in facts}
        for identity, (kind, line, rev, _, shared) in facts.items():
            before = old.get(identity)
            if before is None and (was := _renamed(lost, kind, rev, book.asked.get(identity, ()))):
                words = (
                    f'"{was}" looks like "{identity}" now. If it is the same {_thing(kind)}, put the id "{was}" back.'
                )
                if self.answers is None:
                    self.questions.append(Note("id-changed", one.path, line, words))
                    del lost[was]
                elif self.answers == "keep":
                    self._put_back(one.path, page, identity, was)
                    before, identity = lost.pop(was), was
            new[identity] = self._match_block(one.path, identity, kind, line, shared, before, book)
        for identity, block in lost.items():
            if not block.get("gone"):
                words = f'"{identity}" is no longer there. Answers to it are kept, and it gets them back if it returns.'
                self.notes.append(Note("block-gone", one.path, 1, words))
            new[identity] = {**block, "gone": True}
        self.sides[one.path] = new

    def _match_block(
        self, path: str, identity: str, kind: str, line: int, shared: Sharing | None, before: Any, book: SideKeys
    ) -> dict[str, Any]:
        texts = book.asked.get(identity, ())
        if not texts and identity not in book.asked:
            # The id was put back just now, so the lines are known under the other name.
            texts = tuple((before or {}).get("items", {}).values())
        before = before or {}
        items: dict[str, str] = dict(before.get("items") or {})
        retired: dict[str, str] = dict(before.get("retired") or {})
        found = match(items, retired, texts)
        keys = list(found.keys)
        gone = list(found.gone)
        ask = list(found.ask)
        open_places = [at for at, key in enumerate(keys) if key is None and texts[at] not in {new for _, _, new in ask}]
        unasked = [key for key in gone if key not in {key for key, _, _ in ask}]
        if len(open_places) == 1 and len(unasked) == 1:
            ask.append((unasked[0], items[unasked[0]], texts[open_places[0]]))
        for _, was, now in found.reworded:
            if sorted(MEANING.findall(plain(was))) != sorted(MEANING.findall(plain(now))):
                words = f'"{was}" is now "{now}". Is it still the same answer? Its key was kept.'
                self.notes.append(Note("check-meaning", path, line, words))
            else:
                self.notes.append(Note("reworded", path, line, f'"{was}" is now "{now}". Its key was kept.'))
        for key, was, now in ask:
            if self.answers is None:
                words = f'Is "{now}" still "{was}" in other words, or a new answer?'
                self.questions.append(Note("ask", path, line, words))
            elif self.answers == "keep" and key in gone:
                place = next(at for at, text in enumerate(texts) if text == now and keys[at] is None)
                keys[place] = key
                gone.remove(key)
        taken = {*items, *retired}
        fallback = SideKeys(book.document, {identity: {"items": {}, "retired": dict.fromkeys(taken, "")}})
        made = fallback.of(identity, texts)
        # A line that was never stamped keeps the key its preview had, so an answer given before today stays in place.
        final = [key or made[at] for at, key in enumerate(keys)]
        block: dict[str, Any] = {
            "kind": kind,
            "items": dict(zip(final, texts, strict=True)),
            "retired": {
                **{key: words for key, words in retired.items() if key not in final},
                **{key: items[key] for key in gone},
            },
        }
        if identity in book.paired:
            block["partners"] = _partners(final, before.get("partners") or {})
        if shared is not None:
            block["shared"] = STORED_AS.get(shared, str(shared))
            was_shared = {words: one for one, words in STORED_AS.items()}.get(before.get("shared", ""))
            if was_shared is None and before.get("shared") in {str(one) for one in Sharing}:
                was_shared = Sharing(before["shared"])
            if was_shared is not None and REACH[shared] > REACH[was_shared]:
                words = (
                    f"More people can read this now ({shared}). Answers already given stay as they were shared then."
                )
                self.notes.append(Note("sharing-widened", path, line, words))
        return block

    def _put_back(self, path: str, page: Page, identity: str, was: str) -> None:
        line = page.ids[identity]
        lines = LINES.findall(self.source.raw[path].decode("utf-8"))
        lines[line - 1] = lines[line - 1].replace(identity, was, 1)
        text = "".join(lines)
        self.raw[path] = text.encode("utf-8")
        self.source = self.source.with_page(path, text)

    # Marks of wording and meaning ----------------------------------------------------------------------------------------

    def note_meanings(self) -> None:
        """Read the course once more with its new ids and keys, and keep the marks that the next stamping will compare."""
        source = self.source
        for path, blocks in self.sides.items():
            source = source.with_side(path, _side_text(blocks, self.source.versions.get(path, {})))
        reader = CourseReader(source)
        course = reader.run().course
        bases: list[Module | Scenario] = [*course.modules, *course.scenarios]
        others: list[Module | Scenario] = [*course.module_variants, *course.scenario_variants]
        for one in bases:
            old = self.source.sides.get(side_path(one.path), {})
            comparable = f'"marks": "{MARKS}"' in self.source.side_text.get(side_path(one.path), "")
            for identity, (_, line, rev, meaning, _) in _facts(one).items():
                block = self.sides[one.path].get(identity)
                if block is None:
                    continue
                before = old.get(identity, {}).get("meaning")
                if comparable and before and before != meaning:
                    words = f'What "{identity}" asks, or what counts as right, has changed. Earlier answers are marked as such.'
                    self.notes.append(Note("meaning-changed", one.path, line, words))
                block["rev"], block["meaning"] = rev, meaning
        for one in bases:
            versions = {
                version_of(reader.pages[other.path]): self._agreed(one, other, version_of(reader.pages[other.path]))
                for other in others
                if other.name == one.name and other.path.partition("/")[0] == one.path.partition("/")[0]
            }
            text = _side_text(self.sides[one.path], versions)
            if text != self.source.side_text.get(side_path(one.path)):
                self.raw[side_path(one.path)] = text.encode("utf-8")

    def _agreed(self, base: Module | Scenario, other: Module | Scenario, version: str) -> dict[str, list[str]]:
        """The marks of both where they are taken to say the same; one that is out of date keeps its old mark."""
        before = self.source.versions.get(base.path, {}).get(version, {})
        now = wording(base)
        agreed: dict[str, list[str]] = {}
        for identity, (rev, _) in wording(other).items():
            if identity not in now:
                continue
            pair = before.get(identity)
            stale = pair is not None and pair[0] != now[identity][0] and pair[1] == rev
            agreed[identity] = pair if stale and pair and self.answers != "keep" else [now[identity][0], rev]
        return agreed

    def changed(self) -> dict[str, bytes]:
        return dict(sorted(self.raw.items()))


def _facts(one: Module | Scenario) -> dict[str, tuple[str, int, str, str, Sharing | None]]:
    """For each activity or scene: kind, line, mark of wording, mark of meaning, and who may read answers."""
    facts: dict[str, tuple[str, int, str, str, Sharing | None]] = {}
    if isinstance(one, Scenario):
        for scene in one.scenes:
            facts[scene.id] = ("scene", scene.line, scene.wording_rev, scene.meaning_rev, None)
        if one.hats:
            facts[HATS] = ("hats", one.hats[0].text.line, *hats_revs(one), None)
        return facts
    for block in one.blocks:
        if isinstance(block, Exercise):
            facts[block.id] = (str(block.kind), block.line, block.wording_rev, block.meaning_rev, block.shared)
        elif isinstance(block, Question):
            facts[block.id] = ("question", block.line, block.wording_rev, block.meaning_rev, None)
        elif isinstance(block, Media):
            facts[block.id] = (block.kind, block.line, block.wording_rev, block.meaning_rev, None)
    return facts


def _renamed(lost: Mapping[str, Any], kind: str, rev: str, texts: Iterable[str]) -> str:
    """The block that is gone and that a new one looks like: the same words, or nearly the same lines."""
    texts = list(texts)
    for identity, block in lost.items():
        if block.get("kind") != kind or block.get("gone"):
            continue
        if block.get("rev") == rev:
            return identity
        old = list((block.get("items") or {}).values())
        if old and texts and alike(" ".join(old), " ".join(texts)) > 0.8:
            return identity
    return ""


def _thing(kind: str) -> str:
    return "scene" if kind == "scene" else "activity"


def _partners(keys: Iterable[str], stored: Mapping[str, str]) -> dict[str, str]:
    """A key for each right-hand side, drawn at random: nobody could work out from it which left side it belongs to."""
    taken = {*stored.values()}
    partners: dict[str, str] = {}
    for key in keys:
        partner = stored.get(key, "")
        while not partner or (partner in taken and key not in stored):
            partner = "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))
        taken.add(partner)
        partners[key] = partner
    return partners


def _side_text(blocks: Mapping[str, Any], versions: Mapping[str, Any]) -> str:
    whole: dict[str, Any] = {"about": ABOUT, "marks": MARKS, "blocks": blocks}
    if versions:
        whole["versions"] = versions
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, data: bytes) -> None:
    """Replace a file in one step, so that a reader sees the old one or the new one and never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o7777 if path.exists() else 0o644
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
