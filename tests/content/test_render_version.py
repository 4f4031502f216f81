"""HTML that was stored is used until the sanitiser's version changes, so whatever changes the HTML must change the version."""

from __future__ import annotations

import hashlib
import json

from course.content import render
from course.content.around import Around
from tests.content.attack_corpus import PLACES
from tests.content.test_render_text import BLOCKS, LINES, LINKS, NUMBERS, TABLE

MADE_BY = {"3": "93e22f9b4e5e1efaf7303e7d51f555c53eb2c8bc88b8b9b9bb6b0609e1ab4d74"}
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
        "The same Markdown gives other HTML than before: raise SANITISER_VERSION. (Only added a case? Write its digest.)"
    )
