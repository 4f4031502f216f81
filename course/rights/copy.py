"""The copy of everything held about one person: what the rows say, with the names and prompts they were written under.

It is put together row by row, so that somebody with 20,000 versions costs no more memory than somebody with fifty. The
JSON and the readable copy are made from the same entries. docs/your-data.md is the shape of the JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ..config import Settings
from ..content.model import Course, Exercise, Module, Question, Text
from ..content.render import markup
from ..errors import NotFound, StoreNotReady
from ..language import Translate, clock, day
from ..plan.rules import HOME, sections_of
from ..plan.sheet import lines_of
from ..shelf import Shelf
from ..store import held
from ..store.engine import Store
from ..store.people import Person
from ..store.vault import Vault
from ..study.variants import reading_of
from .rules import FORMAT, VERSION
from .said import Held, left_out, what_is_held

Record = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that is held."""

    record: Record
    """As the JSON has it."""
    title: str = ""
    language: str = ""
    """Of the title and the prompt; empty when they are in the language of the page."""
    prompt: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    """(label, value) in the reader's language."""
    own: tuple[str, ...] = ()
    """What the person wrote or chose, line by line."""


def bare(text: Text | None) -> str:
    """A trainer's text as bare words."""
    return markup(text, lambda target: "#").striptags()


def utc(moment: datetime | None) -> str | None:
    """Such as 2026-11-22T14:02:00+00:00."""
    return moment.astimezone(UTC).isoformat() if moment else None


@dataclass
class Copy:
    """Everything held about one person, to be read once."""

    store: Store
    vault: Vault
    shelf: Shelf
    settings: Settings
    person: Person
    words: Translate
    language: str
    _courses: dict[int, Course | None] = field(default_factory=dict)
    """The course of the release last asked for: rows come in order of time, so it is nearly always the one."""
    _modules: dict[tuple[int, str], Module | None] = field(default_factory=dict)

    def parts(self) -> Iterator[tuple[Held, Iterator[Entry]]]:
        ways = {
            "account": self._account,
            "words": self._words,
            "check_answers": self._check_answers,
            "stories": self._stories,
            "modules": self._modules_opened,
            "plan_confirmations": self._plan_confirmations,
            "certificates": self._certificates,
            "roles": self._roles,
            "enrolments": self._enrolments,
            "cohorts_led": self._cohorts_led,
            "cohorts_begun": self._cohorts_begun,
            "record": self._record,
            "messages": self._messages,
            "one_time_links": self._links,
            "ended_sessions": self._ended_sessions,
        }
        for one in what_is_held(self.words, self.settings):
            yield one, ways[one.name]()

    # --- what things were called ---------------------------------------------------------------------------------------

    def _course(self, release_id: int) -> Course | None:
        if release_id not in self._courses:
            self._courses.clear()
            self._modules.clear()
            try:
                self._courses[release_id] = self.shelf.release(release_id).course
            except (NotFound, StoreNotReady):  # what was written is given all the same, without its prompt
                self._courses[release_id] = None
        return self._courses[release_id]

    def _module(self, release_id: int, module_id: str) -> Module | None:
        """A module as it was in that release, in the version this person reads."""
        course = self._course(release_id)
        if (release_id, module_id) not in self._modules:
            base = course.module(module_id) if course else None
            read = (
                reading_of(course, base, self.person.language, self.person.easy_read).module
                if course and base
                else None
            )
            self._modules[release_id, module_id] = read
        return self._modules[release_id, module_id]

    def _when(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        return self.words("%(day)s, %(time)s", day=day(moment, self.language), time=clock(moment, self.language))

    # --- the parts -----------------------------------------------------------------------------------------------------

    def _account(self) -> Iterator[Entry]:
        _ = self.words
        for row in _one_row(self.person):
            facts = [
                (_("Name"), row["name"]),
                (_("E-mail address"), row["email"] or ""),
                (_("Known to the site you sign in with as"), row["host_identity"] or ""),
                (_("Here since"), self._when(row["created_at"])),
                (_("Number of your account"), row["public_id"]),
                (_("Language"), row["language"]),
                (_("Easy read"), _("Yes") if row["easy_read"] else _("No")),
                (_("Text size"), row["text_size"]),
                (_("Colours"), row["theme"]),
            ]
            yield Entry(record=_plain(row), facts=tuple(one for one in facts if one[1]))

    def _words(self) -> Iterator[Entry]:
        _ = self.words
        for row in held.words_held(self.store, self.vault, self.person):
            value = json.loads(row["words"]) if row["words"] else None
            title, prompt, language, own = self._written(row, value)
            states = {
                "draft": _("draft"),
                "kept": _("kept"),
                "not_now": _("put off"),
                "on_paper": _("done on paper"),
                "in_talk": _("talked through"),
                "removed": _("taken away"),
            }
            shared = _("only you") if row["shared_as"] == "nobody" else row["shared_as"]
            yield Entry(
                record={**_plain(row), "title": title, "prompt": prompt, "prompt_language": language, "words": value},
                title=title or row["activity_id"],
                language=language,
                prompt=prompt,
                facts=(
                    (_("Version"), f"{row['version']} ({states.get(row['state'], row['state'])})"),
                    (_("Saved"), self._when(row["saved_at"])),
                    (_("Who could read it"), shared),
                ),
                own=own,
            )

    def _written(self, row: Record, value: Any) -> tuple[str, str, str, tuple[str, ...]]:
        """(title, prompt, their language, what was written line by line)."""
        if row["module_id"] == HOME:
            course = self._course(row["release_id"])
            section = (
                next((one for one in sections_of(course) if one.id == row["activity_id"]), None) if course else None
            )
            own = [str(value["text"])] if value and value.get("text") else []
            stands = {"agree": self.words("Still to agree"), "out": self.words("Left out of print and downloads")}
            own += [stands[value["stands"]]] if value and value.get("stands") in stands else []
            moved = [str(one) for one in value.get("moved", ())] if value else []
            own += [self.words("Moved into the plan: %(places)s", places=", ".join(moved))] if moved else []
            return (section.name, bare(section.text), "en", tuple(own)) if section else ("", "", "", tuple(own))
        module = self._module(row["release_id"], row["module_id"])
        exercise = module.activity(row["activity_id"]) if module else None
        if module is None or not isinstance(exercise, Exercise):
            return "", "", "", tuple(_strings(value))
        lines = lines_of(exercise, value, self.words, self.language, bare) if value else ()
        title = f"{module.title}: {exercise.title}"
        return title, bare(exercise.prompt), module.language, tuple(line.words for line in lines)

    def _check_answers(self) -> Iterator[Entry]:
        _ = self.words
        for row in held.rows_held(self.store, held.CHECKS, self.person):
            given = json.loads(row["answer"])
            module = self._module(row["release_id"], row["module_id"])
            question = module.activity(row["question_id"]) if module else None
            asked = module is not None and isinstance(question, Question)
            title = f"{module.title}: {question.title}" if asked else ""  # type: ignore[union-attr]
            prompt = bare(question.prompt) if asked else ""  # type: ignore[union-attr]
            language = module.language if asked else ""  # type: ignore[union-attr]
            said = answer_words(question, given) if isinstance(question, Question) else tuple(_strings(given))
            yield Entry(
                record={
                    **_plain(row),
                    "title": title,
                    "prompt": prompt,
                    "prompt_language": language,
                    "answer": given,
                    "answer_words": list(said),
                },
                title=title or row["question_id"],
                language=language,
                prompt=prompt,
                facts=(
                    (_("Try"), str(row["position"])),
                    (_("Right"), _("Yes") if row["is_right"] else _("No")),
                    (_("Answered"), self._when(row["answered_at"])),
                ),
                own=said,
            )

    def _stories(self) -> Iterator[Entry]:
        _ = self.words
        outcomes = {
            "open": _("not finished"),
            "ended": _("played to an ending"),
            "superseded": _("closed because the story changed"),
            "restarted": _("left, to start again"),
        }
        for row in held.stories_held(self.store, self.person):
            course = self._course(row["release_id"])
            scenario = course.scenario(row["scenario_id"]) if course else None
            scenes = {one.id: one for one in scenario.scenes} if scenario else {}
            options = {one.key: bare(one.text) for scene in scenes.values() for one in scene.choices}
            hat = next((one.name for one in scenario.hats if one.key == row["hat"]), "") if scenario else ""
            ending = scenes[row["ending_id"]].title if row["ending_id"] in scenes else ""
            choices, own = [], []
            for one in row["choices"]:
                scene = scenes[one["scene_id"]].title if one["scene_id"] in scenes else ""
                text = options.get(one["choice_key"], "")
                choices.append({**_plain(one), "scene_title": scene, "choice_words": text})
                own.append(
                    f"{scene or one['scene_id']}: {text or one['choice_key']} ({self._when(one['answered_at'])})"
                )
            title = scenario.title if scenario else ""
            facts = (
                (_("Started"), self._when(row["started_at"])),
                (_("Closed"), self._when(row["closed_at"])),
                (_("What became of it"), outcomes.get(row["outcome"], row["outcome"])),
                (_("Seen through the eyes of"), hat or row["hat"] or ""),
                (_("Ending"), ending or row["ending_id"] or ""),
            )
            yield Entry(
                record={
                    **_plain(row),
                    "title": title,
                    "hat_name": hat,
                    "ending_title": ending,
                    "choices": choices,
                },
                title=title or row["scenario_id"],
                language=scenario.language if scenario else "",
                facts=tuple(one for one in facts if one[1]),
                own=tuple(own),
            )

    def _modules_opened(self) -> Iterator[Entry]:
        _ = self.words
        for row in held.rows_held(self.store, held.MODULES, self.person):
            module = self._module(row["opened_release_id"], row["module_id"])
            facts = ((_("Opened"), self._when(row["opened_at"])), (_("Marked done"), self._when(row["done_at"])))
            yield Entry(
                record={**_plain(row), "title": module.title if module else ""},
                title=module.title if module else row["module_id"],
                language=module.language if module else "",
                facts=tuple(one for one in facts if one[1]),
            )

    def _plan_confirmations(self) -> Iterator[Entry]:
        for row in held.rows_held(self.store, held.PLAN, self.person):
            yield Entry(record=_plain(row), facts=((self.words("Looked over"), self._when(row["confirmed_at"])),))

    def _certificates(self) -> Iterator[Entry]:
        _ = self.words
        states = {"genuine": _("genuine"), "replaced": _("replaced"), "revoked": _("withdrawn")}
        for row in held.rows_held(self.store, held.CERTIFICATES, self.person):
            done = json.loads(row["done"])
            facts = (
                (_("Number"), row["number"]),
                (_("State"), states.get(row["state"], row["state"])),
                (_("Name"), row["name"]),
                (_("Finished"), self._when(row["issued_at"])),
                (_("Replaced by"), row["replaced_by"] or ""),
                (_("Closed"), self._when(row["closed_at"])),
            )
            yield Entry(
                record={**_plain(row), "done": done},
                title=row["course_title"],
                language="en",
                facts=tuple(one for one in facts if one[1]),
                own=tuple(str(one) for one in done),
            )

    def _roles(self) -> Iterator[Entry]:
        for row in held.rows_held(self.store, held.ROLES, self.person):
            facts = ((self.words("Role"), row["role"]), (self.words("Since"), self._when(row["since"])))
            yield Entry(record=_plain(row), title=row["organisation"], facts=facts)

    def _enrolments(self) -> Iterator[Entry]:
        _ = self.words
        ways = {"link": _("with a link"), "code": _("with a code")}
        for row in held.rows_held(self.store, held.ENROLMENTS, self.person):
            facts = (
                (_("Joined"), self._when(row["joined_at"])),
                (_("How"), ways.get(row["how"], row["how"])),
                (_("Left"), self._when(row["left_at"])),
            )
            yield Entry(record=_plain(row), title=row["cohort"], facts=tuple(one for one in facts if one[1]))

    def _cohorts_led(self) -> Iterator[Entry]:
        for row in held.rows_held(self.store, held.LED, self.person):
            yield Entry(record=_plain(row), title=row["cohort"])

    def _cohorts_begun(self) -> Iterator[Entry]:
        for row in held.rows_held(self.store, held.BEGUN, self.person):
            facts = (
                (self.words("Organisation"), row["organisation"]),
                (self.words("Started"), self._when(row["created_at"])),
            )
            yield Entry(record=_plain(row), title=row["name"], facts=facts)

    def _record(self) -> Iterator[Entry]:
        _ = self.words
        for row in held.rows_held(self.store, held.ACTS, self.person):
            facts = ((_("When"), self._when(row["at"])), (_("What"), row["what"]), (_("Of"), row["detail"]))
            yield Entry(record=_plain(row), title=row["organisation"], facts=tuple(one for one in facts if one[1]))

    def _messages(self) -> Iterator[Entry]:
        _ = self.words
        for row in held.rows_held(self.store, held.MESSAGES, self.person) if self.person.email else ():
            facts = (
                (_("To"), row["to_address"]),
                (_("Written"), self._when(row["created_at"])),
                (_("Gone"), self._when(row["sent_at"]) or _("not yet")),
                (_("Tries"), str(row["tries"])),
                (_("What went wrong last"), row["last_problem"]),
            )
            body = (row["body"],) if row["body"] else ()
            yield Entry(record=_plain(row), title=row["subject"], facts=tuple(one for one in facts if one[1]), own=body)

    def _links(self) -> Iterator[Entry]:
        _ = self.words
        purposes = {"new-password": _("To choose a new password"), "new-email": _("To use a new e-mail address")}
        for row in held.rows_held(self.store, held.LINKS, self.person):
            facts = (
                (_("Sent to"), row["detail"]),
                (_("Good until"), self._when(row["expires_at"])),
                (_("Used"), self._when(row["used_at"])),
            )
            yield Entry(
                record=_plain(row),
                title=purposes.get(row["purpose"], row["purpose"]),
                facts=tuple(one for one in facts if one[1]),
            )

    def _ended_sessions(self) -> Iterator[Entry]:
        for row in held.rows_held(self.store, held.SESSIONS, self.person):
            yield Entry(record=_plain(row), facts=((self.words("Signed out"), self._when(row["ended_at"])),))


def _one_row(person: Person) -> Iterator[Record]:
    yield {name: getattr(person, name) for name in held.ACCOUNT.shown}


def _plain(row: Record) -> Record:
    """A row as JSON has it: times in UTC, and the names of columns as they are."""
    return {name: utc(value) if isinstance(value, datetime) else value for name, value in row.items()}


def _strings(value: Any) -> Iterator[str]:
    """Every piece of text in a kept value, whatever its shape."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif value not in (None, ""):
        yield str(value)


def answer_words(question: Question, given: Any) -> tuple[str, ...]:
    """What was answered, in the words of the question; a key that has left it stays a key."""
    said = {one.key: bare(one.text) for one in question.answers}
    partners = {one.partner_key: bare(one.partner) for one in question.answers if one.partner is not None}
    if isinstance(given, dict):
        return tuple(f"{said.get(key, key)}: {partners.get(str(value), str(value))}" for key, value in given.items())
    keys = given if isinstance(given, list) else [given]
    return tuple(said.get(str(key), str(key)) for key in keys)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def as_json(copy: Copy, now: datetime) -> Iterator[str]:
    """The copy as one JSON object, piece by piece. `end` is true and comes last: without it the file is not whole."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": utc(now),
        "site": {"name": copy.settings.name, "address": copy.settings.address},
        "left_out": [{"what": what, "why": why} for what, why in left_out(copy.words)],
    }
    yield json.dumps(head, ensure_ascii=False)[:-1]
    for one, entries in copy.parts():
        about = {"why": one.why, "how_long": one.how_long}
        yield f',\n{json.dumps(one.name)}: {json.dumps(about, ensure_ascii=False)[:-1]}, "held": ['
        between = "\n"
        for entry in entries:
            yield between + json.dumps(entry.record, ensure_ascii=False)
            between = ",\n"
        yield "]}"
    yield ',\n"end": true}\n'
