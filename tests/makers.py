"""Small courses for tests of rules and of the store: plain defaults, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from course.content.model import (
    Answer,
    CertificateRule,
    Choice,
    Course,
    Exercise,
    ExerciseKind,
    Gate,
    Item,
    Media,
    Module,
    PassMark,
    Question,
    QuestionMode,
    Row,
    Scenario,
    Scene,
    Text,
)

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


def text(words: str = "") -> Text:
    return Text(markdown=words)


def activity(name: str) -> dict[str, Any]:
    return {"id": name, "title": name, "slug": name, "prompt": text(name)}


def exercise(name: str, kind: ExerciseKind = ExerciseKind.REFLECT, **more: Any) -> Exercise:
    return Exercise(**activity(name), kind=kind, **more)


def items(*keys: str) -> tuple[Item, ...]:
    return tuple(Item(key=key, text=text(key)) for key in keys)


def rows(**cells: str) -> tuple[Row, ...]:
    """Table rows by key, such as rows(r1="Music, , "): a blank is a cell that the learner fills in."""
    return tuple(
        Row(key=key, cells=tuple(text(word.strip()) if word.strip() else None for word in line.split(",")))
        for key, line in cells.items()
    )


def question(name: str, mode: QuestionMode = QuestionMode.SINGLE, *, right: str = "a", **more: Any) -> Question:
    """Answers a, b and c; in a matching question their partners are A, B and C."""
    marked = mode in (QuestionMode.SINGLE, QuestionMode.MULTIPLE)
    answers = tuple(
        Answer(
            key=key,
            text=text(key),
            right=marked and key in right,
            partner=text(key.upper()) if mode is QuestionMode.MATCHING else None,
            partner_key=key.upper() if mode is QuestionMode.MATCHING else "",
        )
        for key in "abc"
    )
    return Question(**activity(name), mode=mode, **{"answers": answers, **more})


def media(name: str) -> Media:
    return Media(**activity(name), kind="audio", file="media/sound.wav")


def module(name: str, *blocks: Any, pass_mark: int | None = None, **more: Any) -> Module:
    return Module(
        id=name,
        name=name,
        path=f"modules/{name}.md",
        title=name,
        blocks=blocks,
        pass_mark=None if pass_mark is None else PassMark(need=pass_mark),
        **more,
    )


def choice(key: str, to: str, **effects: int) -> Choice:
    return Choice(key=key, text=text(key), to=to, effects=tuple(effects.items()))


def scene(name: str, *choices: Choice, gates: Iterable[Gate] = ()) -> Scene:
    """A scene without choices and gates is an ending."""
    gates = tuple(gates)
    return Scene(id=name, title=name.title(), slug=name, choices=choices, gates=gates, is_ending=not (choices or gates))


def gate(to: str, tally: str = "", at_least: int = 0) -> Gate:
    return Gate(tally=tally, at_least=at_least, words=text(), to=to)


def scenario(name: str, *scenes: Scene, **more: Any) -> Scenario:
    return Scenario(id=name, name=name, path=f"quizzes/{name}.md", title=name, intro=(), scenes=scenes, **more)


def course(*modules: Module, scenarios: Iterable[Scenario] = (), **more: Any) -> Course:
    """`more` may hold `certificate`, a CertificateRule; without it the certificate asks only for every module's mark."""
    rule = more.pop("certificate", CertificateRule())
    return Course(
        id="a-course",
        title="A course",
        summary=text(),
        certificate=rule,
        modules=modules,
        scenarios=tuple(scenarios),
        **more,
    )


@dataclass(frozen=True, kw_only=True)
class SomeFacts:
    """What a learner has done; nothing unless said."""

    exercises: dict[tuple[str, str], str] = field(default_factory=dict)
    ever_kept: frozenset[tuple[str, str]] = frozenset()
    questions: dict[tuple[str, str], bool] = field(default_factory=dict)
    scenarios: dict[str, str] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    marked: dict[str, datetime] = field(default_factory=dict)
    has_confirmed_plan: bool = False


def facts(
    *,
    kept: Iterable[str] = (),
    right: Iterable[str] = (),
    wrong: Iterable[str] = (),
    ended: Iterable[str] = (),
    opened: Iterable[str] = (),
    marked: Iterable[str] = (),
) -> SomeFacts:
    """Facts in short: kept=["kitchen/tea"] is the exercise tea of the module kitchen, kept and still as it was kept."""

    def places(short: Iterable[str]) -> list[tuple[str, str]]:
        return [(place, part) for place, _, part in (one.partition("/") for one in short)]

    return SomeFacts(
        exercises=dict.fromkeys(places(kept), "kept"),
        ever_kept=frozenset(places(kept)),
        questions={**dict.fromkeys(places(wrong), False), **dict.fromkeys(places(right), True)},
        scenarios=dict.fromkeys(ended, "ended"),
        opened=frozenset(opened),
        marked=dict.fromkeys(marked, NOW),
    )
