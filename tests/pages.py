"""A browser for tests that reads every page it is given, as a careful person would, and says what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

CONTROLS = "input:not([type=hidden]):not([type=submit]), select, textarea"
OFFLINE_STYLE = "a <style> element"
NEEDS_HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")


class CheckedClient(FlaskClient):
    """The Flask test client, checking every HTML page, with a way to send a page's own form."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        reply = super().open(*args, **kwargs)
        if not reply.request.path.startswith("/host"):
            for header in NEEDS_HEADERS:
                assert header in reply.headers, f"{reply.request.path} has no {header}"
        if reply.mimetype == "text/html" and reply.status_code not in (301, 302, 303, 304, 308):
            problems = problems_of_page(reply.text)
            if reply.headers.get("Content-Disposition", "").startswith("attachment"):
                problems = [one for one in problems if one != OFFLINE_STYLE]  # read where our style sheets are not
            assert not problems, f"{reply.request.path}:\n" + "\n".join(problems)
        return reply

    def send_form(self, page: str, fields: dict[str, Any], action: str = "", **kwargs: Any) -> TestResponse:
        """Fetch a page, fill in its form that goes to `action` (or its only such form) and press the button."""
        form = form_on(self.get(page, follow_redirects=True), action or page.split("#")[0])
        data = {**form.hidden, **fields}
        return self.post(form.action, data=data, **kwargs)


class Form:
    """A form on a page: where it goes, and what it sends by itself."""

    def __init__(self, node: LexborNode, path: str):
        self.action = node.attributes.get("action") or path
        self.hidden = {
            one.attributes["name"]: one.attributes.get("value") or "" for one in node.css("input[type=hidden]")
        }
        self.buttons = [
            (one.attributes.get("name"), one.attributes.get("value"), one.text(strip=True))
            for one in node.css("button")
        ]
        self.node = node


def form_on(reply: TestResponse, action: str) -> Form:
    """The first form on a page that is sent to `action`, a path."""
    forms = [Form(node, reply.request.path) for node in LexborHTMLParser(reply.text).css("form")]
    found = [form for form in forms if urlsplit(form.action).path == urlsplit(action).path]
    assert found, (
        f"{reply.request.path} ({reply.status_code}) has no form to {action}, only {[form.action for form in forms]}"
    )
    return found[0]


def problems_of_page(html: str) -> list[str]:
    """What is wrong with a page, in words; empty for a page that keeps every rule."""
    page = LexborHTMLParser(html)
    return [problem for rule in RULES for problem in rule(page, html)]


def _is_whole(page: LexborHTMLParser, html: str) -> list[str]:
    problems = []
    if not html.lstrip().lower().startswith("<!doctype html>"):
        problems.append("it does not start with <!doctype html>")
    if not (page.css_first("html") and page.css_first("html").attributes.get("lang")):
        problems.append("<html> has no lang")
    if len(page.css("h1")) != 1:
        problems.append(f"it has {len(page.css('h1'))} h1 headings")
    title = page.css_first("title")
    if not title or not title.text(strip=True):
        problems.append("it has no title")
    elif bool(page.css_first(".error-summary")) != title.text().startswith(("Error: ", "Gwall: ")):
        problems.append(f'the title "{title.text()}" and the error summary do not agree')
    return problems


def _has_unique_ids(page: LexborHTMLParser, html: str) -> list[str]:
    counts = Counter(node.attributes["id"] for node in page.css("[id]"))
    return [f'the id "{one}" is used {count} times' for one, count in counts.items() if count > 1]


def _headings_do_not_skip(page: LexborHTMLParser, html: str) -> list[str]:
    levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
    return [f"a heading jumps from h{a} to h{b}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]


def _controls_have_names(page: LexborHTMLParser, html: str) -> list[str]:
    labelled = {node.attributes.get("for") for node in page.css("label[for]")}
    problems = []
    for control in page.css(CONTROLS):
        own = control.attributes
        named = own.get("aria-label") or own.get("aria-labelledby") or own.get("id") in labelled
        if not named and not _has_ancestor(control, "label"):
            problems.append(f"a control has no label: {control.html[:120] if control.html else ''}")
        if own.get("type") in ("radio", "checkbox") and not _has_ancestor(control, "fieldset"):
            if own.get("type") == "radio" or not named and not _has_ancestor(control, "label"):
                problems.append(f"a choice stands outside a fieldset: {own.get('name')}")
    problems += ["a fieldset has no legend" for node in page.css("fieldset") if not node.css_first("legend")]
    return problems


def _has_ancestor(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == tag:
            return True
        parent = parent.parent
    return False


def _references_lead_somewhere(page: LexborHTMLParser, html: str) -> list[str]:
    ids = {node.attributes["id"] for node in page.css("[id]")}
    problems = []
    for attribute in ("aria-describedby", "aria-labelledby", "for"):
        for node in page.css(f"[{attribute}]"):
            for one in (node.attributes[attribute] or "").split():
                if one not in ids:
                    problems.append(f'{attribute}="{one}" leads nowhere')
    for link in page.css("a[href^='#']"):
        if (link.attributes["href"] or "")[1:] not in ids:
            problems.append(f"the link {link.attributes['href']} leads nowhere")
    return problems


def _links_and_pictures_have_words(page: LexborHTMLParser, html: str) -> list[str]:
    problems = [
        f"a link says nothing: {node.html}"
        for node in page.css("a[href]")
        if not node.text(strip=True)
        and not node.css("img[alt]:not([alt=''])")
        and not node.attributes.get("aria-label")
    ]
    return problems + [
        f"a picture has no alt: {node.html}"
        for node in page.css("img")
        if node.attributes.get("alt") is None and "alt" not in node.attributes
    ]


def _obeys_the_policy(page: LexborHTMLParser, html: str) -> list[str]:
    problems = [f"style= on <{node.tag}>" for node in page.css("[style]")]
    problems += [OFFLINE_STYLE for _ in page.css("style")]
    problems += ["a script in the page" for node in page.css("script") if not node.attributes.get("src")]
    for node in page.css("*"):
        problems += [f"{name}= on <{node.tag}>" for name in node.attributes if name.startswith("on")]
    for node in page.css("script[src], link[href], img[src], audio[src], video[src], source[src], track[src]"):
        address = node.attributes.get("src") or node.attributes.get("href") or ""
        if re.match(r"(?i)https?:|//|data:", address):
            problems.append(f"something from elsewhere: {address}")
    return problems


def _posts_are_ours(page: LexborHTMLParser, html: str) -> list[str]:
    return [
        f"the form to {form.attributes.get('action')} has no csrf_token"
        for form in page.css("form[method=post]")
        if not form.css_first("input[name=csrf_token]")
    ]


def _errors_stand_with_their_fields(page: LexborHTMLParser, html: str) -> list[str]:
    described = " ".join(node.attributes["aria-describedby"] or "" for node in page.css("[aria-describedby]")).split()
    return [
        f'the error "{node.attributes["id"]}" belongs to no field'
        for node in page.css("p.error[id]")
        if node.attributes["id"] not in described
    ]


RULES = (
    _is_whole,
    _has_unique_ids,
    _headings_do_not_skip,
    _controls_have_names,
    _references_lead_somewhere,
    _links_and_pictures_have_words,
    _obeys_the_policy,
    _posts_are_ours,
    _errors_stand_with_their_fields,
)
