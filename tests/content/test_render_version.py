"""HTML that was stored is used until the sanitiser's version changes, so whatever changes the HTML must change the version."""

from __future__ import annotations

import hashlib
import json

from course.content import render
from course.content.around import Around
from tests.content.attack_corpus import PLACES
from tests.content.test_render_text import BLOCKS, LINES, LINKS, NUMBERS, TABLE

MADE_BY = {"1": "b9a0189297e9ae0b6893c80b5891ca482c4cc68c8ecefc055e5615d9ae578e9a"}
"""Version: SHA-256 of everything below as that version rendered it."""


def test_a_change_to_the_html_comes_with_a_new_version() -> None:
    renderer = render.Renderer()
    texts = [markdown for markdown, _ in [*BLOCKS.values(), *LINKS.values(), *LINES.values()]]
    texts += [TABLE, *(place.replace("{}", "a *b* [c](d.md)") for place in PLACES)]
    html = [
        renderer.cleaned([renderer.unclean(text, Around(inline=inline, numbers=NUMBERS))])
        for text in texts
        for inline in (False, True)
    ]
    made = hashlib.sha256(json.dumps(html).encode()).hexdigest()
    assert MADE_BY.get(render.SANITISER_VERSION) == made, (
        "The same Markdown gives other HTML than before. Raise SANITISER_VERSION, and write the new digest here."
    )
