"""Nothing a hostile author writes becomes part of a page that runs, frames, submits, styles or leads somewhere it should not.

The judge here shares no code with the sanitiser: its own list of what is dangerous, and Lexbor's reading of the HTML.
`EVERY_ATTACK=1` tries all 50,000 instead of one in eleven.
"""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from course.content import render
from course.content.around import Around
from tests.content.attack_corpus import PLACES, hostile_html, hostile_markdown, script_addresses, tricks

EVERY = 1 if os.environ.get("EVERY_ATTACK") else 11

HARMLESS_TAGS = set(
    "a blockquote br code em hr img li ol p pre strong sup table tbody td th thead tr ul html head body".split()
)
HARMLESS_ATTRIBUTES = {"href", "src", "alt", "title", "id", "class", "rel", "loading", "scope", "start"}
SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
OUR_ID = re.compile(r"user-content-[a-z0-9-]+")


def dangers(page: str) -> list[str]:
    """What a browser-grade parser finds in the page that should never be there."""
    found = []
    for node in LexborHTMLParser(page).css("*"):
        if node.tag not in HARMLESS_TAGS:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name not in HARMLESS_ATTRIBUTES:
                found.append(f"{name}={value}")
            elif name in ("href", "src"):
                found.extend(f"{name}={value}" for _ in range(_leads_astray(name, value or "")))
            elif name == "id" and not OUR_ID.fullmatch(value or ""):
                found.append(f"id={value}")
    if "<!--" in page:
        found.append("a comment")
    return found


def _leads_astray(name: str, address: str) -> bool:
    address = re.sub("[\t\n\r]", "", address)
    scheme = SCHEME.match(address)
    if scheme is None:
        return not address.startswith("#")
    allowed = {"course"} if name == "src" else {"course", "http", "https", "mailto", "tel"}
    return scheme.group(1).lower() not in allowed


@pytest.fixture(scope="module")
def renderer() -> render.Renderer:
    return render.Renderer()


def rendered(renderer: render.Renderer, markdown: str, *, inline: bool = False) -> str:
    """The stored HTML; empty when the text is refused, which is as good."""
    try:
        unclean = renderer.unclean(markdown, Around(inline=inline, numbers={"1": (1, 0)}))
    except render.Refused:
        return ""
    cleaned, wrong = renderer.cleaned([unclean])
    return "" if wrong else cleaned[0]


def test_the_judge_sees_every_kind_of_danger() -> None:
    assert dangers("<p>a</p><script>x</script>") == ["<script>"]
    assert dangers("<img src='course:media/a.svg' onerror=x>") == ["onerror=x"]
    assert dangers("<a href='java\tscript:123'>a</a>") == ["href=java\tscript:123"]
    assert dangers("<a href='//evil.example'>a</a>") == ["href=//evil.example"]
    assert dangers("<img src='https://evil.example/x.png'>") == ["src=https://evil.example/x.png"]
    assert dangers("<p id=location>a</p>") == ["id=location"]
    assert dangers("<p>a<!-- b --></p>") == ["a comment"]


def test_bleach_alone_makes_hostile_html_harmless() -> None:
    still = {trick: found for trick in hostile_html() if (found := dangers(render.clean(trick)))}
    assert still == {}


def test_bleach_alone_makes_hostile_html_harmless_inside_every_tag_it_allows() -> None:
    wrappers = (
        "<ul><li>{}",
        "<table><tr><td>{}</td></tr></table>",
        "<pre><code>{}",
        "<a href='#x'>{}</a>",
        "<p>{}</p>",
    )
    still = [
        trick for wrapper in wrappers for trick in hostile_html()[::3] if dangers(render.clean(wrapper.format(trick)))
    ]
    assert still == []


def test_cleaning_what_was_cleaned_wakes_nothing_up() -> None:
    still = [trick for trick in hostile_html() if dangers(render.clean(render.clean(trick)))]
    assert still == []


def test_hostile_markdown_is_harmless_in_every_place(renderer: render.Renderer) -> None:
    still = [text for text in hostile_markdown()[::EVERY] if dangers(rendered(renderer, text))]
    assert still == []


def test_hostile_markdown_is_harmless_inside_a_line(renderer: render.Renderer) -> None:
    still = [text for text in hostile_markdown()[:: EVERY * 3] if dangers(rendered(renderer, text, inline=True))]
    assert still == []


def test_hostile_texts_of_one_file_do_not_help_each_other(renderer: render.Renderer) -> None:
    texts = hostile_markdown()[:: EVERY * 7]
    for start in range(0, len(texts), 50):
        unclean = []
        for text in texts[start : start + 50]:
            try:
                unclean.append(renderer.unclean(text, Around(folder="quizzes")))
            except render.Refused:
                pass
        cleaned, wrong = renderer.cleaned(unclean)
        assert wrong is not None or [dangers(piece) for piece in cleaned] == [[]] * len(unclean)


def test_no_script_address_becomes_a_link(renderer: render.Renderer) -> None:
    linked = {}
    for address in script_addresses():
        for place in ("[a]({})", "[a](<{}>)", "[a]: {}\n\n[a]", "<{}>", "![a]({})"):
            for node in LexborHTMLParser(rendered(renderer, place.format(address))).css("[href],[src]"):
                leads_to = node.attributes.get("href") or node.attributes.get("src") or ""
                if not leads_to.startswith(
                    ("#", "mailto:", "course:module/", "course:scenario/", "course:media/", "tel:")
                ):
                    linked[address] = leads_to
    # An ordinary web address that was spelled out in full is still a web address.
    assert linked == {}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*tricks(), *"\n\n|<>[]()`*_#&\\!^:\"'= -", "a ", "\n- ", "\n> ", "\n\n"]), max_size=12
    ).map("".join)
)
def test_mixtures_of_hostile_strings_are_harmless(text: str) -> None:
    assert dangers(rendered(render.Renderer(), text)) == []


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.sampled_from(PLACES))
def test_any_text_at_all_is_harmless(text: str, place: str) -> None:
    assert dangers(rendered(render.Renderer(), place.replace("{}", text))) == []
