"""Made-up courses of any size: the same seed always gives the same files, and the checker has nothing to say about them."""

from __future__ import annotations

import random
from pathlib import Path

PEOPLE = ("Amina", "Joe", "Sam", "Priya", "Tomasz", "Keisha", "Helen", "Martin")
PLACES = (
    "the library",
    "the market",
    "the old hall",
    "the clinic",
    "the bus stop",
    "the park",
    "the school",
    "the café",
)
THINGS = ("the plan", "the list", "the notes", "the money", "the room", "the date", "the first draft", "the letter")
ACTS = ("brings", "reads", "changes", "draws", "shares", "checks", "opens", "keeps")
REASONS = (
    "so that nobody is left out",
    "and the others say what they think",
    "because the day is near",
    "while the kettle boils",
    "and it takes less time than we feared",
    "so the next step is clear",
)


class Writer:
    """Writes plain sentences and whole pages from a seed."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def sentence(self) -> str:
        one = self.random.choice
        return f"{one(PEOPLE)} {one(ACTS)} {one(THINGS)} at {one(PLACES)} {one(REASONS)}."

    def paragraph(self, sentences: int = 4) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def module(self, name: str, *, sections: int = 4, questions: int = 3, exercises: int = 2, story: str = "") -> str:
        """One module as Markdown. `story` is the name of a scenario it leads to."""
        parts = [
            f"---\nid: {name}\ntime: 20 minutes\npass mark: {max(1, questions - 1)} of {questions}\n---",
            f"# {self.title(name)}",
            f"## In plain English\n\n{self.paragraph(3)}",
        ]
        for number in range(sections):
            parts.append(f"## Part {number + 1} of the way\n\n{self.paragraph()}")
            parts.append("\n".join(f"- {self.sentence()}" for _ in range(4)))
            parts.append(f"{self.paragraph(3)[:-1]}, *and that is **fine***.")
            if number % 3 == 1:
                parts.append(f"> [!TIP]\n> {self.sentence()}")
        if story:
            parts.append(f"## The story\n\n[Play the story called {story}](../quizzes/{story}.md)")
        parts.append("## Your turn")
        parts += [self.reflect(f"{name}-words-{number}") for number in range(exercises)]
        parts.append("## Check")
        parts += [self.question(f"{name}-check-{number}") for number in range(questions)]
        return "\n\n".join(parts) + "\n"

    def reflect(self, name: str) -> str:
        return f"### Reflect: {self.title(name)}\n<!-- id: {name} -->\n\nShared with: nobody\n\n{self.paragraph(2)}"

    def question(self, name: str) -> str:
        answers = "\n".join(
            f"- [{'x' if number == 1 else ' '}] Answer {number}: {self.random.choice(THINGS)} comes from "
            f"{self.random.choice(PLACES)}\n  > {self.sentence()}"
            for number in range(4)
        )
        return f"### Question: {self.title(name)}\n<!-- id: {name} -->\n\nWhat comes next? Choose one.\n\n{answers}"

    def scenario(self, name: str, *, scenes: int = 12) -> str:
        """A story of scenes one after the other, two choices at each, then one ending."""
        parts = [f"---\nid: {name}\ntime: 10 minutes\n---", f"# {self.title(name)}", self.paragraph(2)]
        for number in range(1, scenes + 1):
            to = f"scene-{number + 1}" if number < scenes else "ending-home"
            parts.append(f"## Scene {number}\n<!-- id: {name}-scene-{number} -->\n\n{self.paragraph(2)}")
            parts.append(
                f"- [Say yes to {self.random.choice(PEOPLE)}](#{to})\n\n    {self.sentence()}\n\n"
                f"- [Ask for a day to think](#{to})\n\n    {self.sentence()}"
            )
        parts.append(f"## Ending: Home\n<!-- id: {name}-home -->\n\n{self.paragraph(2)}")
        parts.append(f"## Debrief\n\n{self.sentence()} What would you do?")
        return "\n\n".join(parts) + "\n"

    @staticmethod
    def title(name: str) -> str:
        return f"The matter of {name.replace('-', ' ')}"


def index(modules: list[str]) -> str:
    """The page about the course itself."""
    listed = "\n".join(f"{at}. [{Writer.title(name)}]({name}.md)" for at, name in enumerate(modules, 1))
    return (
        "---\nid: made-up\n---\n\n# A made-up course\n\n## In plain English\n\nThis course is here to be measured.\n\n"
        f"## Modules\n\n{listed}\n\n## Certificate\n\nTo earn the certificate:\n\n- Mark every module done.\n"
    )


def write_course(folder: Path, *, modules: int = 3, scenarios: int = 1, seed: int = 1, **shape: int) -> list[str]:
    """A whole course folder, stamped with ids and keys. Returns the modules' names. `shape` is for Writer.module."""
    from course.content.stamp import stamp

    writer = Writer(seed)
    (folder / "modules").mkdir(parents=True)
    (folder / "quizzes").mkdir()
    names = [f"m{number:04}" for number in range(1, modules + 1)]
    stories = [f"s{number:02}" for number in range(1, scenarios + 1)]
    for at, name in enumerate(names):
        story = stories[at] if at < len(stories) else ""
        (folder / "modules" / f"{name}.md").write_text(writer.module(name, story=story, **shape))
    for name in stories:
        (folder / "quizzes" / f"{name}.md").write_text(writer.scenario(name))
    (folder / "modules" / "index.md").write_text(index(names))
    asked = stamp(folder).questions
    if asked:
        raise SystemExit(f"the made-up course is not clear to the stamper: {asked[0].as_text()}")
    return names
