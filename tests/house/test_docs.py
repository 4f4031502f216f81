"""The README is true: every setting and every command has its line there, and nothing is named that is not there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from course import config
from course.cli import course

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDES = ("docs/authoring.md", "docs/organisers.md", "docs/translating.md", "docs/your-data.md")
PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", *GUIDES)


def commands(group: click.Command = course, name: str = "course") -> Iterator[tuple[str, click.Command]]:
    if isinstance(group, click.Group):
        for one in group.commands.values():
            yield from commands(one, f"{name} {one.name}")
    else:
        yield name, group


COMMANDS = dict(commands())
SETTINGS = [name for name, _, _ in config.rows()]


@pytest.mark.parametrize("row", config.rows(), ids=SETTINGS)
def test_a_setting_has_its_line_in_the_readme_word_for_word(row: tuple[str, str, str]) -> None:
    name, default, help = row

    assert f"| `{name}` | {f'`{default}`' if default else ''} | {help} |" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_line_in_the_readme(name: str) -> None:
    named = " ".join(name.split()[:2])

    assert re.search(rf"`{named}\b", README), f"README.md does not say what `{named}` does"


def test_every_setting_that_is_named_is_there() -> None:
    named = {one for page in PAGES for one in re.findall(r"\bCOURSE_[A-Z_]+[A-Z]\b", (ROOT / page).read_text("utf-8"))}

    assert sorted(named - set(SETTINGS) - {"FAIL_ON_SKIP"}) == []


def test_every_command_that_is_named_is_there() -> None:
    named = {
        one for page in PAGES for one in re.findall(r"`(?:flask )?course ([a-z-]+)", (ROOT / page).read_text("utf-8"))
    }

    assert sorted(named - set(course.commands)) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name: str) -> None:
    command = COMMANDS[name]

    assert command.help
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, f"{name} {option.name} has no help"


@pytest.mark.parametrize("row", config.rows(), ids=SETTINGS)
def test_a_setting_says_what_it_is_for(row: tuple[str, str, str]) -> None:
    assert row[2].endswith("."), row


def test_the_readme_names_the_python_that_is_asked_for() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]

    assert f"Python {asked.removeprefix('>=')} or newer" in README


def words_of(page: str) -> str:
    """A page without its examples."""
    words = (ROOT / page).read_text(encoding="utf-8")
    return re.sub(r"```.*?```|`[^`]*`|^    .*?$", "", words, flags=re.DOTALL | re.MULTILINE)


EXAMPLES = ("../quizzes/name.md", "module.md")
"""What a trainer could write, shown in the guide."""


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_another_file_leads_somewhere(page: str) -> None:
    links = [
        one for one in re.findall(r"\]\(([^)#\s]+)[^)]*\)", words_of(page)) if ":" not in one and one not in EXAMPLES
    ]

    assert [one for one in links if not (ROOT / page).parent.joinpath(one).exists()] == []


def test_every_page_of_the_docs_is_read_here() -> None:
    assert sorted(f"docs/{one.name}" for one in (ROOT / "docs").glob("*.md")) == sorted(
        one for one in PAGES if one.startswith("docs/")
    )
