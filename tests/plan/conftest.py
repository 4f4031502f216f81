"""The sample course with a plan: sections in its index, exercises that go to them, dates and a reminder."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.web import Mount
from tests.street_party import all_of, publish_changed, rewritten

SECTIONS = """## My co-production plan

### Who to ask
<!-- id: who-to-ask -->

Serves: fair-shares, shared-list

Who lives in the street?

### Who does what
<!-- id: who-does-what -->

Every job has a name.

### Access
<!-- id: access -->

What helps people to come.

### What we are not sure we can do
<!-- id: not-sure -->

Be honest.

"""
BY_WHEN = """### Table: By when
<!-- id: by-when -->

Goes to plan: Who does what
Dates: By when

Choose a day for each job.

| Job | Who | By when |
|-----|-----|---------|
| Music | | |
| Food | | |

"""

PLANNED = all_of(
    rewritten("modules/index.md", ("## How this course", SECTIONS + "## How this course")),
    rewritten(
        "modules/asking.md",
        (
            "Number of answers: 2 to 3\n",
            "Number of answers: 2 to 3\nGoes to plan: Who to ask\nLook again in: 3 months\n",
        ),
        (
            "Shared with: my access contact\n",
            "Shared with: my access contact\nGoes to plan: Access, only if I move it\n",
        ),
    ),
    rewritten(
        "modules/the-day.md",
        ("### Reflect: Your job", BY_WHEN + "### Reflect: Your job"),
        ("<!-- id: your-job -->\n", "<!-- id: your-job -->\n\nLook again in: 2 weeks\n"),
    ),
)
"""A change for `publish_changed`."""

ASKED_FOR = rewritten(
    "modules/index.md", ("- Finish every scenario.", "- Finish every scenario.\n- Confirm your plan.")
)
"""The certificate asks for the plan too."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "course"


@pytest.fixture
def planned(mount: Mount, folder: Path) -> Mount:
    """The site, whose course now has a plan."""
    publish_changed(mount.store, folder, PLANNED)
    return mount
