"""Before anybody starts, the page about the course says in plain words what its certificate asks for."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from course.web import Mount
from tests.pages import CheckedClient
from tests.street_party import publish_changed, rewritten

SAMPLE_RULE = """- Mark every module done.
- Keep at least 1 exercise in every module.
- Pass every knowledge check.
- Finish every scenario.
"""
RULES = {
    SAMPLE_RULE: [
        "Mark every module done.",
        "Keep at least one exercise in every module.",
        "Pass the knowledge check in every module.",
        "Finish every story.",
    ],
    "- Keep at least 2 exercises in every module.\n- Keep [Your job](the-day.md#your-job).\n": [
        "Keep at least 2 exercises in every module.",
        "Do the exercise “Your job” in module “On the day”.",
    ],
    "- Finish at least 1 scenario.\n- Confirm your plan.\n": [
        "Finish one story. You choose which.",
        "Look over your plan, and press the button that says so.",
    ],
}


@pytest.mark.parametrize("rule", RULES)
def test_every_thing_it_asks_for_is_on_the_page_about_the_course(
    client: CheckedClient, mount: Mount, tmp_path: Path, rule: str
) -> None:
    if rule != SAMPLE_RULE:
        publish_changed(mount.store, tmp_path / "course", rewritten("modules/index.md", (SAMPLE_RULE, rule)))

    page = LexborHTMLParser(client.get("/about").text)

    heading = page.css_first("#certificate")
    assert heading is not None
    listed = page.css_first("#certificate ~ ul")
    assert listed is not None
    assert [" ".join(line.text().split()) for line in listed.css("li")] == RULES[rule]
