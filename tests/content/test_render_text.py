"""What each thing a trainer can write becomes on the page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content import render
from course.content.around import Around
from course.content.bridge import bridge
from course.content.dialect import Dialect, is_only_words

NUMBERS = {"1": (1, 0), "2": (2, 1)}
"""The second note was pointed to once before the text."""


@pytest.fixture(scope="module")
def renderer() -> render.Renderer:
    return render.Renderer()


def rendered(renderer: render.Renderer, markdown: str, *, inline: bool = False, folder: str = "modules") -> str:
    cleaned, wrong = renderer.cleaned(
        [renderer.unclean(markdown, Around(folder=folder, inline=inline, numbers=NUMBERS))]
    )
    assert wrong is None
    return cleaned[0]


BLOCKS = {
    "two paragraphs": ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
    "words in quotes": ('"Yes," she said; it\'s fine.', '<p>"Yes," she said; it\'s fine.</p>'),
    "emphasis": ("*a* **b** ***c***", "<p><em>a</em> <strong>b</strong> <strong><em>c</em></strong></p>"),
    "an underscore inside a word": ("snake_case_name", "<p>snake_case_name</p>"),
    "a line break": ("One  \ntwo", "<p>One<br>\ntwo</p>"),
    "code": ("Type `a < b`.", "<p>Type <code>a &lt; b</code>.</p>"),
    "an ampersand": ("Fish & chips", "<p>Fish &amp; chips</p>"),
    "a character reference": ("Caf&eacute; &amp; bar", "<p>Caf&eacute; &amp; bar</p>"),
    "Welsh letters": ("Tŷ â drws", "<p>Tŷ â drws</p>"),
    "a list": ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "a list straight after text": ("Text\n- a\n- b", "<p>Text</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "a numbered list after text": ("Text\n1. a\n2. b", "<p>Text</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    "a list that starts at three": ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "numbers with brackets": ("1) a\n2) b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
    "a year at the start of a line": ("It began in\n2024. Then", "<p>It began in\n2024. Then</p>"),
    "a list nested by two": ("- a\n  - b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
    "a list nested by four": ("- a\n    - b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
    "a list nested by a tab": ("- a\n\t- b\n- c", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>"),
    "bullets in a numbered list": (
        "1. a\n   - b\n2. c",
        "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>",
    ),
    "a paragraph in a list": ("- a\n\n  b\n\nc", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>\n<p>c</p>"),
    "an item after a paragraph of the one before": (
        "1. a\n\n   para\n2. b",
        "<ol>\n<li>\n<p>a</p>\n<p>para</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>",
    ),
    "an outer item after a paragraph inside": (
        "- a\n  - b\n\n    para\n  - c\n- d",
        "<ul>\n<li>\n<p>a</p>\n<ul>\n<li>\n<p>b</p>\n<p>para</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>\n</li>\n"
        "<li>\n<p>d</p>\n</li>\n</ul>",
    ),
    "bullets by two in a numbered list": (
        "1. a\n  - b\n2. c",
        "<ol>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ol>",
    ),
    "numbers after bullets": ("- a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"),
    "a quote in a list": (
        "- a\n  > b\n- c",
        "<ul>\n<li>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</li>\n<li>\n<p>c</p>\n</li>\n</ul>",
    ),
    "an empty item": ("- \n- b", "<ul>\n<li></li>\n<li>b</li>\n</ul>"),
    "stars and plusses": ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "a quote": ("> a\n> b", "<blockquote>\n<p>a\nb</p>\n</blockquote>"),
    "a list in a quote": (
        "> a\n> - b\n>   - c",
        "<blockquote>\n<p>a</p>\n<ul>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</blockquote>",
    ),
    "a callout in a prompt": (
        "> [!TIP]\n> Ask *us*.",
        "<blockquote>\n<p><strong>Tip</strong><br>\nAsk <em>us</em>.</p>\n</blockquote>",
    ),
    "a rule": ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
    "a fence": ("```\n<b> *x*\n```", "<pre><code>&lt;b&gt; *x*</code></pre>"),
    "a fence in a list": (
        "- a\n  ```\n  x\n  ```",
        "<ul>\n<li>\n<p>a</p>\n<pre><code>x</code></pre>\n</li>\n</ul>",
    ),
    "four blanks are not code": ("    x", "<p>x</p>"),
    "a heading is a bold line": ("### Start *here*", "<p><strong>Start <em>here</em></strong></p>"),
    "HTML is shown as it was typed": ("<b>x</b> <!-- y -->", "<p>&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt;</p>"),
    "an unclosed tag swallows nothing": ("<div>\n\nx", "<p>&lt;div&gt;</p>\n<p>x</p>"),
    "an escaped star": (r"2 \* 3 \* 4", "<p>2 * 3 * 4</p>"),
    "nothing": ("", ""),
    "only blanks": (" \n\n ", ""),
    "Windows line ends": ("- a\r\n- b\r\n", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "characters that are not drawn": ("a\x00b\u202ec\x1b", "<p>abc</p>"),
    "a footnote": (
        "So.[^1]",
        '<p>So.<sup id="user-content-fnref-1"><a href="#user-content-fn-1">1</a></sup></p>',
    ),
    "a footnote pointed to before": (
        "So.[^2]",
        '<p>So.<sup id="user-content-fnref-2-2"><a href="#user-content-fn-2">2</a></sup></p>',
    ),
    "a footnote pointed to twice": (
        "a[^1] b[^1]",
        '<p>a<sup id="user-content-fnref-1"><a href="#user-content-fn-1">1</a></sup>'
        ' b<sup id="user-content-fnref-1-2"><a href="#user-content-fn-1">1</a></sup></p>',
    ),
    "a footnote in code": ("`[^1]`", "<p><code>[^1]</code></p>"),
    "a footnote that is not there": ("So.[^9]", "<p>So.[^9]</p>"),
}


@pytest.mark.parametrize(("markdown", "html"), BLOCKS.values(), ids=BLOCKS.keys())
def test_a_text_becomes(renderer: render.Renderer, markdown: str, html: str) -> None:
    assert rendered(renderer, markdown) == html


TABLE = "| | Lead | Help |\n|:--|:-:|--:|\n| Ask | *us* | you |"


@pytest.mark.parametrize("before", ["", "Text\n\n", "Text\n"])
def test_a_table_has_scopes_and_classes_also_straight_after_text(renderer: render.Renderer, before: str) -> None:
    assert rendered(renderer, before + TABLE) == (
        ("<p>Text</p>\n" if before else "")
        + '<table>\n<thead>\n<tr>\n<td class="align-left"></td>\n<th class="align-center" scope="col">Lead</th>\n'
        '<th class="align-right" scope="col">Help</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class="align-left">Ask</td>\n'
        '<td class="align-center"><em>us</em></td>\n<td class="align-right">you</td>\n</tr>\n</tbody>\n</table>'
    )


LINES = {
    "words": ("Plain words.", "Plain words."),
    "emphasis": ("*a* b", "<em>a</em> b"),
    "what looks like a list": ("1. Listen", "1. Listen"),
    "what looks like a bullet": ("- Listen", "- Listen"),
    "what looks like a heading": ("# 1 priority", "# 1 priority"),
    "what looks like a quote": ("> 5 people", "&gt; 5 people"),
    "what looks like a table": ("a | b\n-|-", "a | b\n-|-"),
    "two paragraphs": ("a\n\nb", "a<br>\nb"),
    "an indent": ("    a", "a"),
}


@pytest.mark.parametrize(("markdown", "html"), LINES.values(), ids=LINES.keys())
def test_words_inside_a_line_never_become_a_block(renderer: render.Renderer, markdown: str, html: str) -> None:
    assert rendered(renderer, markdown, inline=True) == html


LINKS = {
    "a module": ("[a](arriving.md)", '<p><a href="course:module/arriving">a</a></p>'),
    "a heading in a module": ("[a](arriving.md#first)", '<p><a href="course:module/arriving#first">a</a></p>'),
    "a Welsh module": ("[a](arriving.cy.md)", '<p><a href="course:module/arriving">a</a></p>'),
    "an easy read module": ("[a](arriving.cy.easy.md)", '<p><a href="course:module/arriving">a</a></p>'),
    "a name with a dot": ("[a](part.one-two.md)", '<p><a href="course:module/part.one-two">a</a></p>'),
    "a scenario": ("[a](../quizzes/the-bus.md)", '<p><a href="course:scenario/the-bus">a</a></p>'),
    "a recording": ("[a](media/a.mp4)", '<p><a href="course:media/a.mp4">a</a></p>'),
    "a heading on this page": ("[a](#who-decides)", '<p><a href="#who-decides">a</a></p>'),
    "a Welsh heading": ("[a](#tŷ-â)", '<p><a href="#tŷ-â">a</a></p>'),
    "another site": (
        "[a](https://example.org/a?b=1&c=2#d)",
        '<p><a href="https://example.org/a?b=1&amp;c=2#d" rel="noopener">a</a></p>',
    ),
    "a bare address": (
        "<https://example.org>",
        '<p><a href="https://example.org" rel="noopener">https://example.org</a></p>',
    ),
    "an e-mail address": ("[a](mailto:a@example.org)", '<p><a href="mailto:a@example.org">a</a></p>'),
    "a telephone": ("[a](tel:+441234567890)", '<p><a href="tel:+441234567890">a</a></p>'),
    "a title": ('[a](#b "c > d")', '<p><a href="#b" title="c &gt; d">a</a></p>'),
    "a script is only words": ("[a](javascript:alert(1))", "<p><a>a</a></p>"),
    "out of the course": ("[a](../../secret.md)", "<p><a>a</a></p>"),
    "the top of the site": ("[a](/admin)", "<p><a>a</a></p>"),
    "a picture": (
        "![Two people](media/hall.svg)",
        '<p><img alt="Two people" loading="lazy" src="course:media/hall.svg"></p>',
    ),
    "a picture with a blank in its name": (
        "![a](<media/the hall.svg>)",
        '<p><img alt="a" loading="lazy" src="course:media/the%20hall.svg"></p>',
    ),
    "a picture for decoration": (
        "![decorative](media/hall.svg)",
        '<p><img alt="" loading="lazy" src="course:media/hall.svg"></p>',
    ),
    "a picture from elsewhere is said": ("See ![a hall](https://example.org/a.png) here", "<p>See a hall here</p>"),
    "a picture of nothing of ours": ("![a](media/../a.png)b", "<p>ab</p>"),
}


@pytest.mark.parametrize(("markdown", "html"), LINKS.values(), ids=LINKS.keys())
def test_a_link_leads(renderer: render.Renderer, markdown: str, html: str) -> None:
    assert rendered(renderer, markdown) == html


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("[a](the-bus.md)", "course:scenario/the-bus"),
        ("[a](../modules/arriving.md)", "course:module/arriving"),
        ("[a](../modules/media/hall.svg)", "course:media/hall.svg"),
        ("[a](media/hall.svg)", "course:media/quizzes/hall.svg"),
    ],
)
def test_a_link_in_a_scenario_is_read_from_its_own_folder(
    renderer: render.Renderer, written: str, address: str
) -> None:
    assert rendered(renderer, written, folder="quizzes") == f'<p><a href="{address}">a</a></p>'


def test_a_callout_is_named_in_the_language_of_the_page(renderer: render.Renderer) -> None:
    cleaned, _ = renderer.cleaned([renderer.unclean("> [!NOTE]\n> Helo", Around(language="cy"))])
    assert cleaned == ["<blockquote>\n<p><strong>Nodyn</strong><br>\nHelo</p>\n</blockquote>"]


def test_texts_do_not_know_of_each_other(renderer: render.Renderer) -> None:
    assert rendered(renderer, "[a]: #x\n\n[a]") == '<p><a href="#x">a</a></p>'
    assert rendered(renderer, "[a]") == "<p>[a]</p>"


ORDINARY = st.text(alphabet=st.sampled_from(list("ab Zé9.,;:'\"-+=#!()~^%$/{}@?“(’\u00a0\u3000\t\n")), max_size=30)


@settings(max_examples=1_000, deadline=None)
@given(ORDINARY.map("a".__add__).filter(is_only_words), st.booleans())
def test_a_paragraph_of_only_words_is_the_same_when_markdown_reads_it(text: str, inline: bool) -> None:
    dialect = Dialect()
    short = dialect.html(text, Around(inline=inline))
    assert short == dialect.read(text, Around(inline=inline))


@pytest.mark.parametrize("markdown", [markdown for markdown, _ in BLOCKS.values()])
def test_bridging_twice_changes_nothing_more(markdown: str) -> None:
    once = bridge(markdown)
    assert bridge(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("ab -*+1.)>|`~\n\t#")), max_size=60))
def test_the_bridge_keeps_every_word(text: str) -> None:
    assert [char for char in bridge(text) if char in "ab#`~|"] == [char for char in text if char in "ab#`~|"]
