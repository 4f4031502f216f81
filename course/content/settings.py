"""Setting lines: what stands under an activity's heading like the top of a letter, such as "Shared with: my cohort"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import ExerciseKind as K
from .page import Page
from .scan_parts import Part, TextPart
from .words import AUDIO, QUESTION, VIDEO, Words, nearest, plain

LINE = re.compile(r"\s*([^\W\d_][^:.!?\[\]]{0,39}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*$")

ANY = frozenset({"plan", "serves", "facts", "minutes"})
"""What every activity may say."""
WRITTEN = ANY | {"shared", "optional", "look_again", "earlier"}
"""What an exercise may say in which learners put down something of their own."""
USED_BY: dict[str, frozenset[str]] = {
    K.REFLECT: WRITTEN | {"length"},
    K.LIST: WRITTEN | {"length", "count"},
    K.POOL: WRITTEN | {"length"},
    K.TABLE: WRITTEN | {"choices", "dates"},
    K.SCALE: WRITTEN | {"scale", "note"},
    K.RANK: WRITTEN,
    K.ROLES: ANY | {"optional"},
    K.DIARY: WRITTEN | {"stage", "length"},
    K.RULES: WRITTEN,
    QUESTION: ANY | {"optional", "bank"},
    VIDEO: ANY | {"file", "captions", "signed", "length"},
    AUDIO: ANY | {"file", "signed", "length"},
}
"""The settings that do something in each kind of activity, by their names in code (words.py has what trainers write)."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting line: `name` in code, `key` as the trainer wrote it."""

    name: str
    key: str
    value: str
    line: int
    column: int
    """Where the value starts."""
    key_column: int


def take_settings(page: Page, body: list[Part], kind: str, word: str) -> dict[str, Setting]:
    """Take the setting lines off the top of an activity; `body` keeps the rest."""
    words = page.words
    found: dict[str, Setting] = {}
    while body and isinstance(top := body[0], TextPart):
        taken = 0
        for offset, line in enumerate(top.lines):
            setting = _setting(page, words, line, top.line + offset, bool(found), kind, word)
            if setting is None:
                break
            taken += 1
            page.claimed_lines.add(setting.line)
            if not setting.name:
                continue
            if first := found.get(setting.name):
                page.report(
                    "setting-twice",
                    setting.line,
                    setting.key_column,
                    len(setting.key),
                    key=setting.key,
                    first=first.line,
                )
            else:
                found[setting.name] = setting
        if not taken:
            break
        if taken == len(top.lines):
            body.pop(0)
        else:
            body[0] = TextPart(top.line + taken, top.end, top.lines[taken:])
            break
    return {name: setting for name, setting in found.items() if name in USED_BY[kind]}


def _setting(
    page: Page, words: Words, line: str, number_: int, after_setting: bool, kind: str, word: str
) -> Setting | None:
    """A line as a setting, or None when it is ordinary text. `name` is empty for one that was reported and is left out."""
    split = LINE.match(line)
    if split is None:
        bare = plain(line).rstrip(".")
        if words.settings.get(bare) == "optional" and "optional" in USED_BY[kind]:
            return Setting("optional", line.strip(), "", number_, 1, 1)
        return None
    key, value = split[1], split[2] or ""
    said = plain(key)
    if said in words.markers:
        return None
    column = split.start(2) + 1 if split[2] else split.end(1) + 1
    name = words.settings.get(said, "")
    repair = ""
    if not name:
        guess = nearest(said, words.settings, reach=0.3)
        if guess and (len(said) > 4 or after_setting) and guess not in words.activities:
            repair = f'Did you mean "{guess.capitalize()}:"?'
            name = words.settings[guess]
        elif not after_setting or len(said.split()) > 4 or not key[0].isupper():
            return None
        usable = [text.capitalize() for text, code in words.settings.items() if code in USED_BY[kind]]
        page.report(
            "unknown-setting",
            number_,
            split.start(1) + 1,
            len(key),
            reason=f'I do not know a setting called "{key}", so learners would see this line as text.',
            repair=repair or f"Leave an empty line above it if it is text. The settings here are: {', '.join(usable)}.",
        )
    elif name not in USED_BY[kind]:
        page.report(
            "unknown-setting",
            number_,
            split.start(1) + 1,
            len(key),
            reason=f'"{key}" does nothing in a "{word}" activity.',
            repair="Delete this line.",
        )
        name = ""
    return Setting(name, key, value, number_, column, split.start(1) + 1)
