"""The sample course with a story seen through three pairs of eyes, and an earlier story that colours it."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.web import Mount
from tests.street_party import publish_changed, rewritten

HATS = """## Your hat

- **Ada Lovell.** You bring the biscuits. You want nobody left out.
- **Ben Okri.** You have the list. You want to be home by four.
- **Dr Ruth Cole.** You live at number nine.

## The first door"""

BEFORE = """---
id: the-day-before
---

# The day before

It is Friday.

## Rain
<!-- id: rain -->

It rains.

- [Wait](#ending-dry)
- [Walk](#ending-wet)

## Ending: Dry
<!-- id: ending-dry -->

You have tea.

## Ending: Wet
<!-- id: ending-wet -->

You drip.

## Debrief

Why the rain?
"""

CHANGES = (
    ("## The first door", HATS),
    (
        '"Is this about the noise?" he asks.\n',
        '"Is this about the noise?" he asks.\n\n> **If you are Ada:** You know his coat.\n\n'
        "> **If you are Ben or Dr Ruth Cole:** You look at your watch.\n\n"
        "> **If you ended at [Wet](the-day-before.md#ending-wet):** Your shoes still squeak.\n",
    ),
    (
        '    He thinks for a long time. "A chair in the shade," he says.\n',
        '    He thinks for a long time. "A chair in the shade," he says.\n\n'
        "    > **If you are Ada:** You write it on your hand.\n",
    ),
    ("The biscuits are very good.\n", "The biscuits are very good.\n\n    > **If you are Ben:** You eat six.\n"),
    ("The flags are up early.", "> **If you are Ben:** Four o'clock!\n\nThe flags are up early."),
)


def add_hats(folder: Path) -> None:
    """A change for `publish_changed`."""
    rewritten("quizzes/two-doors.md", *CHANGES)(folder)
    (folder / "quizzes/the-day-before.md").write_text(BEFORE)
    link = ("Now play [two doors]", "First play [the day before](../quizzes/the-day-before.md). Now play [two doors]")
    rewritten("modules/asking.md", link)(folder)


@pytest.fixture
def hatted(mount: Mount, tmp_path: Path) -> Mount:
    """The site with that course on it."""
    publish_changed(mount.store, tmp_path / "course", add_hats)
    return mount


def hat_key(mount: Mount, name: str) -> str:
    release = mount.shelf.newest()
    assert release is not None
    story = release.course.scenario("two-doors")
    assert story is not None
    return next(hat.key for hat in story.hats if hat.name.startswith(name))
