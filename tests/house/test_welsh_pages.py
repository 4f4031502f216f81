"""On a Welsh page every word is in the language the page says it is in: ours in Welsh, the course's own marked as English.

The sample course has one module with a Welsh version that lacks some activities, and one that has none at all.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from babel.messages.pofile import read_po
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from course import language

from ..conftest import STREET_PARTY
from ..pages import CheckedClient, Form

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
"""Which words a page says does not hang on the database."""

NAMES = {"Equal Footing", "Amina Yusuf", "Gwen Hughes", "The test team", "Cymraeg"}
NAMES |= {"amina@example.org", "gwen@example.org", "Gwen Hughes, gwen@example.org"}
"""The same in every language, or a name of Welsh in itself."""
COURSE_IN_WELSH = {
    re.sub(r"^(#+ (\w+: )?|- \[.\] |  > )", "", line)
    for line in (STREET_PARTY / "modules" / "asking.cy.md").read_text("utf-8").split("---")[2].splitlines()
}
NOT_MARKED = ".own-words, .print-copy"
"""What people wrote themselves."""
EDGES = " “”():·,.?–"
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s")


def sentences(text: str) -> list[str]:
    """A text in pieces, each without what stands at its edges: a page may put one sentence behind another."""
    return [part.strip(EDGES) for part in re.split(r"(?<=[.:?])\s+|\s·\s", text) if part.strip(EDGES)]


def has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", re.sub(r"\d+:\d\d(yb|yp)|\d+ \w+ 20\d\d", "", text)))


def runs(text: str) -> set[tuple[str, ...]]:
    """The parts of a sentence between its placeholders, and every run of them: a value that is HTML stands by itself."""
    parts = PLACEHOLDER.split(text)
    slices = [parts[a:b] for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]
    trimmed = [
        (one[0].lstrip(EDGES), *one[1:-1], one[-1].rstrip(EDGES)) if one[1:] else (one[0].strip(EDGES),)
        for one in slices
    ]
    return {one for one in trimmed if has_words("".join(one))}


OURS = {
    run
    for one in read_po((language.FOLDER / "cy.po").read_text("utf-8").splitlines(keepends=True))
    if one.id
    for sentence in sentences(str(one.string))
    for run in runs(sentence)
}
WELSH = {run[0] for run in OURS if len(run) == 1}
KNOWN = WELSH | NAMES | COURSE_IN_WELSH
FILLED = [re.compile("(.+)".join(re.escape(part) for part in run)) for run in OURS if len(run) > 1]


@cache
def is_ours(text: str) -> bool:
    """Whether this is Welsh of the interface, with nothing filled in but numbers, times, names and more of the same."""
    return all(
        not has_words(part) or part in KNOWN or any(_holds_ours(pattern, part) for pattern in FILLED)
        for part in sentences(text)
    )


def _holds_ours(pattern: re.Pattern[str], text: str) -> bool:
    found = pattern.fullmatch(text)
    return bool(found) and all(not has_words(value) or is_ours(value) for value in found.groups())


def pieces(html: str) -> list[tuple[str, str]]:
    """Every piece of text in the body, with the language that its nearest element says."""
    found: list[tuple[str, str]] = []

    def walk(node: LexborNode, lang: str) -> None:
        lang = node.attributes.get("lang") or lang
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                found.append((lang, " ".join(child.text().split())))
            else:
                walk(child, lang)

    page = LexborHTMLParser(html)
    for away in page.css(f"script, textarea, {NOT_MARKED}"):
        away.decompose()
    walk(page.css_first("body"), page.css_first("html").attributes["lang"] or "")
    return [(lang, text) for lang, text in found if has_words(text)]


def wrongly_marked(html: str) -> list[str]:
    """Words that are not Welsh where the page says Welsh, and our Welsh where it says English."""
    return [
        f"{lang}: {text}"
        for lang, text in pieces(html)
        if text not in NAMES and (text in COURSE_IN_WELSH or is_ours(text)) != (lang == "cy")
    ]


# --- pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def welsh(as_amina: CheckedClient) -> CheckedClient:
    """Amina's browser, in Welsh."""
    assert as_amina.get("/language/cy?next=/learning").location == "/learning"
    return as_amina


def read(reply: TestResponse, status: int = 200) -> TestResponse:
    """A page whose every word is in the language it says."""
    assert (reply.status_code, wrongly_marked(reply.text)) == (status, [])
    assert '<html lang="cy"' in reply.text
    return reply


def forms_to(reply: TestResponse, start: str) -> list[Form]:
    forms = [Form(node, reply.request.path) for node in LexborHTMLParser(reply.text).css("form[method=post]")]
    return [form for form in forms if form.action.startswith(start) and form.action != "/sign-out"]


def filled(form: Form, words: str = "7") -> dict[str, str]:
    """The form with something in every control: the first choice, a different place for each line, or a number."""
    data = dict(form.hidden)
    for box in form.node.css("textarea, input[type=text]"):
        data[box.attributes["name"] or ""] = words
    for choice in reversed(form.node.css("input[type=radio], input[type=checkbox]")):
        data[choice.attributes["name"] or ""] = choice.attributes["value"] or ""
    for place, control in enumerate(form.node.css("select")):
        options = [one.attributes["value"] or "" for one in control.css("option") if one.attributes["value"]]
        data[control.attributes["name"] or ""] = options[place % len(options)]
    return data


PAGES = (
    "/",
    "/about",
    "/help",
    "/privacy",
    "/accessibility",
    "/look",
    "/account",
    "/verify",
    "/glossary",
    "/credits",
    "/nowhere",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_about_the_site_are_in_welsh(welsh: CheckedClient, path: str) -> None:
    read(welsh.get(path), 404 if path == "/nowhere" else 200)


@pytest.mark.parametrize(
    "path",
    [
        "/learning",
        "/modules/the-day",
        "/modules/the-day/reading",
        "/scenarios/two-doors",
        "/read/history",
        "/whole-course",
    ],
)
def test_a_course_that_is_in_english_says_so(welsh: CheckedClient, path: str) -> None:
    read(welsh.get(path))


@pytest.mark.parametrize("path", ["/modules/asking", "/modules/asking/reading"])
def test_a_welsh_module_marks_the_activities_it_lacks(welsh: CheckedClient, path: str) -> None:
    page = read(welsh.get(path))
    assert ("en", "Three people to ask") in pieces(page.text)
    assert ("cy", "Parti rydych yn ei gofio") in pieces(page.text)


def test_one_line_says_when_there_is_no_welsh_version(welsh: CheckedClient) -> None:
    none = "Nid oes fersiwn Gymraeg o’r %s hwn eto. Mae yn Saesneg."
    assert ("cy", none % "modiwl") in pieces(welsh.get("/modules/the-day").text)
    assert "Nid oes fersiwn" not in welsh.get("/modules/asking").text
    assert ("cy", none.replace("hwn", "hon") % "stori") in pieces(welsh.get("/scenarios/two-doors").text)


def test_an_english_page_marks_no_language_besides_its_own(as_amina: CheckedClient) -> None:
    page = as_amina.get("/modules/the-day").text
    assert {lang for lang, text in pieces(page) if text != "Cymraeg"} == {"en"}
    assert "English version" not in page


def test_a_question_is_answered_in_welsh(welsh: CheckedClient) -> None:
    questions = [form for form in forms_to(welsh.get("/modules/the-day"), "/modules/the-day/") if "once" in form.hidden]
    assert len(questions) == 3
    for form in questions:
        read(welsh.post(form.action, data=form.hidden), 422)
        assert welsh.post(form.action, data=filled(form)).status_code == 303
    page = read(welsh.get("/modules/the-day"))
    assert page.text.count("Eich dewis:") == 1
    assert read(welsh.get("/modules/the-day?again=good-list")).text.count("Eich dewis:") == 0


def test_every_exercise_is_kept_in_welsh(welsh: CheckedClient) -> None:
    exercises = [form for form in forms_to(welsh.get("/modules/asking"), "/modules/asking/") if "base" in form.hidden]
    for form in exercises:
        assert welsh.post(form.action, data={**filled(form), "act": "keep"}).status_code == 303
        if filled(form, "8") != filled(form):
            read(welsh.post(form.action, data={**filled(form, "8"), "act": "keep"}), 409)
        read(welsh.get(f"{form.action}/versions"))
    assert len(exercises) == 10
    read(welsh.get("/modules/asking"))


def test_a_story_is_played_in_welsh(welsh: CheckedClient) -> None:
    page = read(welsh.get("/scenarios/two-doors"))
    (start,) = forms_to(page, "/scenarios/two-doors")
    page = welsh.post(start.action, data={**start.hidden, "act": "start"}, follow_redirects=True)
    scenes = 0
    while forms := forms_to(page, "/scenarios/two-doors/"):
        read(page)
        if filled(forms[0]) != forms[0].hidden:
            read(welsh.post(forms[0].action, data=forms[0].hidden), 422)
        page = welsh.post(forms[0].action, data=filled(forms[0]), follow_redirects=True)
        scenes += 1
    assert scenes == 3
    read(page)
    read(welsh.get("/scenarios/two-doors/-/paths"))
