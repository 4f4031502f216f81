"""Nothing anybody writes ever runs: every hostile text, in every place a person or a trainer can put one, on every page
that shows it, in a real browser with our content security policy taken away.

The policy is the last wall; here the pages must hold without it. Trainers' words go through the real renderer, their
other words (titles, names, lengths) straight into the course, past the checker that would refuse some of them.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select, update
from werkzeug.serving import make_server

from course.accounts import actions as accounts
from course.app import create_app
from course.config import Settings
from course.content import model
from course.content.course_json import course_to_json
from course.content.render import render_course
from course.content.walk import replace_texts
from course.store import certificates, people
from course.store.tables import release
from course.store.vault import new_master_key

from ..conftest import NOW, PASSWORD, STREET_PARTY
from ..street_party import EXERCISES, exercise, fill
from .conftest import Site

MARK = "[0123456789abcdef01234567:"
RUN = "<img src=x onerror=ran()>"
HOSTILE = (
    RUN,
    f"</textarea>{RUN}",
    f"</title></style></script>{RUN}",
    f"</option></select></legend></summary>{RUN}",
    f"-->{RUN}",
    f"]]>{RUN}",
    f'">{RUN}',
    f"'>{RUN}",
    '" onfocus=ran() autofocus tabindex=0 x="',
    "' onfocus=ran() autofocus tabindex=0 x='",
    "<script>ran()</script>",
    "<svg onload=ran()>",
    "<details open ontoggle=ran()>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<a href=javascript:ran() autofocus onfocus=ran()>a</a>",
    "<form action=https://evil.example><input name=csrf_token></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='99;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "javascript:ran()",
    "&lt;img src=x onerror=ran()&gt;",
    "&#60;img src=x onerror=ran()&#62;",
    "&amp;lt;img src=x onerror=ran()&amp;gt;",
    "\uff1cimg src=x onerror=ran()\uff1e",
    "{{ ran() }}{% raw %}${ran()}%(name)s%s",
    'class="error-summary"',
    f"{MARK}csrf]",
    "\u202eran()",
)
ALL = "\n".join(HOSTILE)
IN_A_LINE = " ".join(HOSTILE)

WATCH = """
window.happened = [];
window.ran = () => window.happened.push("ran");
for (const name of ["alert", "confirm", "prompt"]) window[name] = window.ran;
"""
LOOK = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const elsewhere = (address) => new URL(address || "", location).host !== location.host;
  const runs = (own) => /^on/i.test(own.name)
    || /^(href|src|action|formaction)$/i.test(own.name) && /^(javascript|vbscript|data):/i.test(own.value.trim());
  return [
    ...window.happened,
    ...all("*").filter((one) => [...one.attributes].some(runs)),
    ...all("iframe, base, object, embed, meta[http-equiv], style, [srcdoc], svg script"),
    ...all("script").filter((one) => !new URL(one.src, location).pathname.startsWith("/files/")),
    ...all("form").filter((one) => elsewhere(one.getAttribute("action"))),
    ...all("link[href], img, source, track").filter((one) => elsewhere(one.href || one.src)),
  ].map((one) => one.outerHTML || one);
}"""
"""What has run, and whatever in the page could: handlers, frames, foreign forms and styles, scripts that are not ours."""

SEND = """([action, boxes, token]) => {
  const form = document.createElement("form"), ours = document.querySelector("input[name=csrf_token]");
  form.method = "post";
  form.action = action;
  if (token && ours) boxes.csrf_token = ours.value;
  for (const [name, value] of Object.entries(boxes)) {
    const box = document.createElement("textarea");
    box.name = name;
    box.value = value;
    form.append(box);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""

OUR_MARK = re.compile(r"\[[0-9a-f]{24}:")
"""What a gap looks like that was never filled (course/gaps.py)."""


# --- a course whose every word is hostile -----------------------------------------------------------------------------

WORDS = ("title", "length", "stage", "low_words", "high_words", "licence", "last_checked", "review_due")
LISTS = ("choices", "authors", "stages")
NAMED = (model.Item, model.Principle, model.Feature)
FILES = ("signed", "captions", "transcript_file")


def hostile(part: Any) -> Any:
    """The same part of a course, with hostile words in every field that a page shows."""
    if isinstance(part, tuple):
        return tuple(hostile(one) for one in part)
    if not is_dataclass(part) or isinstance(part, model.Text | type):
        return part
    changed: dict[str, Any] = {}
    for one in fields(part):
        value = getattr(part, one.name)
        if one.name in WORDS or (one.name == "name" and isinstance(part, NAMED)):
            changed[one.name] = f"{value} {IN_A_LINE}"
        elif one.name in LISTS and isinstance(part, model.Course | model.Document | model.Exercise):
            changed[one.name] = (*value, *HOSTILE) if value else value
        elif one.name in FILES and isinstance(part, model.Media):
            changed[one.name] = '../javascript:ran()" onerror=ran() x="'
        else:
            changed[one.name] = hostile(value)
    return replace(part, **changed)


def hostile_text(text: model.Text, document: model.Document | None, inline: bool) -> model.Text:
    more = f" {IN_A_LINE}" if inline else "\n\n" + "\n\n".join(HOSTILE)
    return model.Text(markdown=text.markdown + more, line=text.line)


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site whose course, settings, people and certificates are all hostile."""
    settings = Settings(
        data=str(tmp_path_factory.mktemp("hostile")),
        folder=str(STREET_PARTY),
        secret_key="0123456789abcdef-a-test-secret-0123456789",
        words_keys=new_master_key(),
        name=f"Us {RUN} & 'them'",
        help_name=IN_A_LINE,
        help_contact=f'{IN_A_LINE}@example.org?"',
    )
    app = create_app(settings)
    mount = app.extensions["course"]["course"]
    newest = mount.shelf.newest()
    assert newest is not None
    course = render_course(replace_texts(hostile(newest.course), hostile_text))
    with mount.store.transaction() as connection:
        connection.execute(update(release).values(compiled=course_to_json(course)))
        assert connection.execute(select(release.c.id)).scalars().all() == [newest.id]
    mount.shelf._kept.clear()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.server_port}", mount)
    server.shutdown()
    thread.join()
    server.server_close()
    mount.store.close()


def person(site: Site, name: str) -> people.Person:
    """Somebody with this name on their account and on a certificate."""
    email = f"a'onfocus=ran`1`x='{secrets.token_hex(4)}@example.org"
    found = accounts.add_account(site.mount, name=name, email=email, password=PASSWORD)
    with site.mount.store.transaction() as connection:
        certificates.add_certificate(
            connection,
            learner_id=found.id,
            name=name,
            course_id="street-party",
            course_title=IN_A_LINE[:300],
            release_id=1,
            hours=RUN,
            done=json.dumps(HOSTILE),
            issued_at=NOW,
        )
    return found


def names() -> list[str]:
    """All that is hostile, in names of at most 200 letters."""
    found = [""]
    for one in HOSTILE:
        if len(found[-1]) + len(one) > 199:
            found.append("")
        found[-1] += f" {one}"
    return found


class Visit:
    """A browser without our policy, that remembers what ran or could have run, page by page."""

    def __init__(self, chromium: Browser, site: Site):
        self.site = site
        self.context = chromium.new_context(base_url=site.address, bypass_csp=True, accept_downloads=False)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.found: list[str] = []
        self.pages = 0
        self.page.on("dialog", lambda one: (self.found.append(f"a dialog: {one.message}"), one.dismiss()))
        self.page.on("request", self._note_request)

    def _note_request(self, request: Any) -> None:
        if not request.url.startswith(self.site.address):
            self.found.append(f"{self.page.url} asked for {request.url}")

    def look(self) -> None:
        """Give what is on the page its chance, then write down what came of it."""
        self.page.evaluate("document.querySelectorAll('[tabindex], a, input, textarea').forEach((one) => one.focus())")
        self.found += [f"{self.page.url[:100]}: {one[:200]}" for one in self.page.evaluate(LOOK)]
        if OUR_MARK.search(self.page.content().replace(MARK, "")):
            self.found.append(f"{self.page.url}: a gap that was not filled")
        self.pages += 1

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def send(self, action: str, boxes: dict[str, str], *, token: bool = True) -> None:
        """Send a form the way a page of ours would, whatever is in it."""
        with self.page.expect_navigation():
            self.page.evaluate(SEND, [action, boxes, token])
        self.look()

    def sign_in(self, who: people.Person) -> None:
        self.page.goto("/sign-in")
        self.send("/sign-in", {"email": who.email or "", "password": PASSWORD})
        assert self.page.url.endswith("/learning"), self.page.url


@pytest.fixture
def visit(chromium: Browser, hostile_site: Site) -> Iterator[Visit]:
    visit = Visit(chromium, hostile_site)
    yield visit
    visit.context.close()


# --- the tests --------------------------------------------------------------------------------------------------------

HARMLESS = {one for one in HOSTILE if "<" not in one and "onfocus" not in one}
PLACES = ("<p>{}</p>", '<p title="{}">a</p>', "<p title='{}'>a</p>", "<textarea>{}</textarea>", "<!-- {} -->")


@pytest.mark.parametrize("text", [one for one in HOSTILE if one not in HARMLESS])
def test_what_we_try_would_be_seen_if_a_page_let_it_through(visit: Visit, text: str) -> None:
    visit.page.goto("/help")
    for place in PLACES:
        visit.page.set_content(place.format(text))
        visit.page.wait_for_timeout(10)
        visit.look()
    assert visit.found != []


def test_nothing_a_trainer_or_a_learner_writes_runs_on_a_learners_pages(visit: Visit, hostile_site: Site) -> None:
    newest = hostile_site.mount.shelf.newest()
    assert newest is not None
    course = newest.course
    for name in names():
        visit.context.clear_cookies()
        visit.sign_in(person(hostile_site, name))
        for path in (
            "/account",
            "/account/name",
            "/certificate",
            "/certificate/name",
            "/look",
            "/help",
            "/privacy",
            "/about",
        ):
            visit.go(path)
    words = {one: fill(exercise(course, one), ALL) for one in EXERCISES}
    for one, boxes in words.items():
        path, again = f"/modules/asking/{one}", fill(exercise(course, one), f"{ALL} again")
        visit.page.goto("/learning")
        visit.send(path, {**boxes, "act": "keep", "base": "0"})
        visit.send(path, {**again, "act": "keep", "base": "0"})
        shown = "changed in another window" in visit.page.inner_text("h1")
        assert shown or boxes == again, "both are shown when they differ"
        visit.send(path, {**fill(exercise(course, one), f"\1{ALL}"), "act": "keep", "base": "1"})
        visit.go(f"{path}/versions")
    visit.go("/my-words")
    assert visit.page.content().count("ran()") > 300
    question = next(course.modules[0].questions())
    visit.send(f"/modules/asking/{question.id}", {"answer": question.answers[0].key})
    visit.go(f"/modules/asking?again={question.id}")
    play(visit, course.scenarios[0])
    for language in ("en", "cy"):
        visit.go(f"/language/{language}?next=/learning")
        for module in course.modules:
            visit.go(f"/modules/{module.id}")
            assert visit.page.content().count("ran()") > 300
            visit.go(f"/modules/{module.id}/reading")
    assert visit.found == []
    assert visit.pages > 100


def play(visit: Visit, story: model.Scenario) -> None:
    """By the first choice each time, to the end and its debrief."""
    visit.go(f"/scenarios/{story.id}")
    visit.send(f"/scenarios/{story.id}", {"act": "again"})
    for position in range(1, 10):
        choice = visit.page.locator("input[name=choice]").first
        if not choice.count():
            break
        visit.send(urlsplit(visit.page.url).path, {"position": str(position)})
        visit.send(urlsplit(visit.page.url).path, {"choice": choice.input_value(), "position": str(position)})
    visit.go(f"/scenarios/{story.id}/-/paths")


def test_nothing_runs_on_the_pages_for_something_that_went_wrong(visit: Visit, hostile_site: Site) -> None:
    who = person(hostile_site, names()[0])
    visit.sign_in(who)
    boxes = {"text": ALL, "act": "keep", "base": "0", RUN: f"a {RUN}", '"><svg onload=ran()>': ALL}
    visit.send("/modules/asking/party-you-remember", boxes, token=False)  # open for too long: send it again
    visit.send(f"/modules/{quote(RUN, safe='')}/{quote(RUN, safe='')}", boxes)
    visit.send("/modules/asking/how-sure", {"mark-x": RUN, **boxes})
    visit.send("/scenarios/two-doors/first-door", {"choice": RUN, "position": RUN})
    for path in ("/account/name", "/account/email", "/account/password", "/look", "/certificate/name"):
        boxes = dict.fromkeys(("name", "email", "password", "new_password", "theme", "text_size", "next"), f"\1{ALL}")
        visit.page.goto("/help")
        visit.send(path, boxes)
    visit.context.clear_cookies()
    visit.page.goto("/sign-in")
    visit.send("/modules/asking/party-you-remember", {"text": ALL, RUN: ALL})  # signed out: what was written is kept
    token = visit.page.locator("input[name=kept]").input_value()
    visit.send(
        "/sign-in", {"email": ALL, "password": ALL, "kept": token, "kept_action": "/modules/asking/party-you-remember"}
    )
    visit.send(
        "/sign-in",
        {
            "email": who.email or "",
            "password": PASSWORD,
            "kept": token,
            "kept_action": "/modules/asking/party-you-remember",
        },
    )
    assert "Now save what you wrote" in visit.page.content()
    assert visit.found == []


def test_nothing_runs_on_a_strangers_pages(visit: Visit, hostile_site: Site) -> None:
    for path in (
        "/",
        "/about",
        "/help",
        "/privacy",
        "/accessibility",
        "/register",
        "/sign-in",
        "/forgotten",
        "/code",
        "/verify",
    ):
        visit.go(path)
    for text in HOSTILE:
        asked = quote(text, safe="")
        visit.go(f"/verify?number={asked}")
        visit.go(f"/{asked}")
        visit.go(f"/sign-in?next=/modules/{asked}")
        visit.go(f"/look?next=/modules/{asked}&a={asked}")
    for path in ("/register", "/sign-in", "/forgotten", "/code", "/look", "/modules/asking/done"):
        visit.page.goto("/sign-in")
        visit.send(
            path, dict.fromkeys(("name", "email", "password", "code", "theme", "text_size", "next", "kept"), ALL)
        )
    with hostile_site.mount.store.reading() as connection:
        numbers = connection.execute(select(certificates.certificate.c.number)).scalars().all()
    for number in numbers or [issued(hostile_site)]:
        for path in (f"/c/{number}", f"/verify?number={number}", f"/c/{number}/qr.svg"):
            visit.go(path)
    assert visit.found == []


def issued(site: Site) -> str:
    who = person(site, names()[0])
    with site.mount.store.reading() as connection:
        return certificates.certificates_of(connection, who.id)[0].number
