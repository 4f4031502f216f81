"""Hostile strings of our own making: what an attacker would try, in every place of a text where they could try it.

Made by rule rather than by hand, so that one new trick is tried everywhere at once. `alert(1)` stands for anything that runs.
"""

from __future__ import annotations

import html
from itertools import product

RUNS = "alert(1)"


def script_addresses() -> list[str]:
    """Addresses that run a script or smuggle a page, in the disguises browsers look through, and some they do not."""
    found = []
    for scheme, rest in (("javascript", RUNS), ("vbscript", RUNS), ("data", f"text/html,<script>{RUNS}</script>")):
        plain = f"{scheme}:{rest}"
        found += [
            plain,
            plain.upper(),
            f"{scheme.title()}:{rest}",
            f" \t\n{plain}",
            f"\x00{plain}",
            f"\x01\x1f{plain}",
            f"\u00a0{plain}",
            f"\u200b{plain}",
            f"\ufeff{plain}",
            f"\u202e{plain}",
            f"{scheme[:4]}\t{scheme[4:]}:{rest}",
            f"{scheme[:4]}\n{scheme[4:]}:{rest}",
            f"{scheme[:4]}\r{scheme[4:]}:{rest}",
            f"{scheme[:2]}\x00{scheme[2:]}:{rest}",
            f"{scheme[:2]}\u00ad{scheme[2:]}:{rest}",
            f"{scheme}\uff1a{rest}",
            f"{scheme}\u2236{rest}",
            f"{scheme} :{rest}",
            f"{scheme}\\:{rest}",
            f"\\{plain}",
            f"{scheme}&colon;{rest}",
            f"{scheme[:4]}&Tab;{scheme[4:]}:{rest}",
            f"{scheme[:4]}&NewLine;{scheme[4:]}:{rest}",
            f"{scheme}%3A{rest}",
            f"&#{ord(scheme[0])};{scheme[1:]}:{rest}",
            f"&#{ord(scheme[0])}{scheme[1:]}:{rest}",
            f"&#{ord(scheme[0]):07};{scheme[1:]}:{rest}",
            f"&#x{ord(scheme[0]):x};{scheme[1:]}:{rest}",
            f"&#X{ord(scheme[0]):06X};{scheme[1:]}:{rest}",
            f"&amp;#{ord(scheme[0])};{scheme[1:]}:{rest}",
            "".join(f"&#{ord(char)};" for char in plain),
            "".join(f"&#x{ord(char):x};" for char in plain),
            html.escape(plain),
            f"//{plain}",
            f"http:{plain}",
            f"https://example.org@{plain}",
            f"course:{plain}",
            f"course:module/{plain}",
            f"course:module/x#{plain}",
            f"#{plain}",
            f"mailto:{plain}",
            f"tel:{plain}",
            f"feed:{plain}",
            f"view-source:{plain}",
            f"jar:{plain}!/",
        ]
    # A port, or so bleach thinks.
    found += ["javascript:123", "javascript:`123`", "javascript:`\u60a8 1`", "javascript: 1 2", "JaVaScRiPt:0"]
    found += ["//evil.example", "\\\\evil.example", "/\\evil.example", "https:evil.example", "https:/\\evil.example"]
    found += ["blob:https://example.org/1", "file:///etc/passwd", "filesystem:https://example.org/1", "about:blank"]
    found += [
        "../../../etc/passwd",
        "../modules/../../x.md",
        "..\\x.md",
        "media/../../x",
        "course:media/../x",
        "course:media//x",
    ]
    return found


EVENTS = (
    "onload",
    "onerror",
    "onclick",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onanimationstart",
    "onbegin",
    "ONERROR",
)
ELEMENTS = (
    "script img svg math iframe object embed form input button select textarea option style link meta base template "
    "noscript title xmp plaintext video audio source track body html head frameset frame marquee details dialog portal "
    "a p div span table td th sup li ol ul blockquote pre code em strong isindex keygen applet bgsound blink animate "
    "foreignobject desc mtext mi mglyph malignmark annotation-xml listing noembed noframes slot image font center x-y"
).split()
RAW_TEXT = (
    "style",
    "title",
    "textarea",
    "noscript",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "script",
    "template",
)
OTHER_RULES = (
    "svg",
    "math",
    "math><mtext",
    "svg><foreignobject",
    "svg><desc",
    "math><annotation-xml",
    "select",
    "table",
    "p",
)


def hostile_html() -> list[str]:
    """Pieces of HTML that would run something, or be read differently by two parsers."""
    found = [f"<{tag} {event}={RUNS}>" for tag, event in product(ELEMENTS, EVENTS[:2])]
    found += [f"<img src=x {event}='{RUNS}'>" for event in EVENTS]
    found += [f"<{tag}>{RUNS}</{tag}>" for tag in ELEMENTS]
    found += [
        f"<{tag} style='x:expression({RUNS});background:url(javascript:{RUNS})' id=x name=y>" for tag in ELEMENTS[:20]
    ]
    found += [f'<a href="{address}">a</a>' for address in script_addresses()]
    found += [f"<a href='{address}'>a</a>" for address in script_addresses()[:40]]
    found += [f"<img src='{address}'>" for address in script_addresses()[:40]]
    run = f"<img src=x onerror={RUNS}>"
    for outer, raw in product(OTHER_RULES, RAW_TEXT):
        found += [
            f'<{outer}><{raw}><a title="</{raw}>{run}">',
            f"<{outer}><{raw}><!--</{raw}>{run}-->",
            f"<{outer}></p><{raw}><a id='</{raw}>{run}'>",
            f"<{outer}><{raw}>{html.escape(run)}</{raw}>",
        ]
    found += [
        f"<!--{run}-->",
        f"<!-->{run}-->",
        f"<!--->{run}-->",
        f"<!-- --!>{run}-->",
        f"<![CDATA[{run}]]>",
        f"<svg><![CDATA[</svg>{run}]]>",
        f"<?xml {run}?>",
        f"<!DOCTYPE {run}>",
        f"</{run}",
        f"<<{run}>>",
        f"<img src='x' title='`' alt='`{run}",
        f'<img title="{run}',
        f"<a title='{run}' href='#x'>a</a>",
        f"<img/src=x/onerror={RUNS}>",
        f"<img\x0bsrc=x\x0conerror={RUNS}>",
        f"<img\x00 src=x onerror={RUNS}>",
        f"<\x00img src=x onerror={RUNS}>",
        f"<im\x00g src=x onerror={RUNS}>",
        f"\uff1cimg src=x onerror={RUNS}\uff1e",
        f"&lt;img src=x onerror={RUNS}&gt;",
        f"&amp;lt;img src=x onerror={RUNS}&amp;gt;",
        f"&#60;img src=x onerror={RUNS}&#62;",
        f"&ltimg src=x onerror={RUNS}&gt",
        f"\x02amp\x03lt;img src=x onerror={RUNS}>",
        f"\x02klzzwxh:0000\x03{run}",
        f"\ufdd0{run}\ufdd0",
        f"{'<b>' * 30}{run}",
        f"<table><tr><td><table><tr>{run}",
        f"<form><math><mtext></form><form><mglyph><style></math>{run}",
        f"<a href=#x><table><a href=#y>{run}</table>",
        f"<p><a><p><a><strong><p>{run}",
        f"<ol start='1' start='{RUNS}'><li>{run}",
        f"<sup id='user-content-fnref-1' id='x'>{run}</sup><sup id='location'>x</sup>",
        f"<th scope='col' class='align-left evil'>{run}</th>",
    ]
    return found


PLACES = (
    "{}",
    "Before {} after",
    "*{}*",
    "**{}**",
    "# {}",
    "{}\n===",
    "- {}\n  - {}",
    "1. {}",
    "> {}",
    "> - {}\n> {}",
    "| a | {} |\n|---|:--:|\n| {} | b |",
    "[{}](#x)",
    "[a]({})",
    "[a](<{}>)",
    '[a](#x "{}")',
    "[a](#x '{}')",
    "![{}](media/a.svg)",
    "![a]({})",
    '![a](media/a.svg "{}")',
    "[a]: {}\n\n[a]",
    '[a]: #x "{}"\n\n[a]',
    "[{}]: #x\n\n[{}]",
    "[a][{}]\n\n[{}]: #x",
    "<{}>",
    "`{}`",
    "`` ` {} ` ``",
    "```\n{}\n```",
    "```{}\nx\n```",
    '``` {{ .x #{} title="{}" onclick=alert(1) }}\nx\n```',
    "- a\n  ```{}\n  {}",
    "[^{}]",
    "a[^1]{}",
    "[^1]: {}",
    "\\{}",
    "<!-- {} -->",
    "<div {}>",
    "[[[{}](#x)](#y)](#z)",
    "![[{}]({})]({})",
    "a  \n{}",
    "{{: {} }}",
    "{}{{: onclick=alert(1) }}",
    "[a](media/{}.svg)",
    "[a]({}.md#{})",
    "[a](../quizzes/{}.md)",
    "<https://example.org/{}>",
    "<mailto:{}@example.org>",
    "    {}",
    "***{}* {}**",
)


def hostile_markdown() -> list[str]:
    """Every hostile string in every place."""
    return [place.format(*([trick] * 3)) for trick, place in product(tricks(), PLACES)]


def tricks() -> list[str]:
    return script_addresses() + hostile_html()
