"""Whatever anybody sends, in any box, header or address, the answer is a page in plain words: never a failure of ours.

Every page is also read by the page check of the client (tests/pages.py). Nothing that was refused leaves a trace.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask, url_for
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import Connection, func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse, create_environ, encode_multipart, run_wsgi_app

from course import Course, Member, posted
from course.accounts import passwords
from course.config import Settings
from course.publishing import publish
from course.store.engine import Store
from course.store.tables import metadata, release, sign_in_try
from course.web import Mount

from ..conftest import STREET_PARTY, signed_in
from ..organised import build, link
from ..pages import CheckedClient, Form, form_on, problems_of_page

STRANGE: dict[str, str | bytes] = {
    "nothing": "",
    "a null": "a\0b",
    "only a null": "\0",
    "half a character": "\ud800".encode("utf-8", "surrogatepass"),
    "not UTF-8": b"\xff\xfe",
    "long": "x" * 300,
    "very long": "two words " * 3_000,
    "foxes": "🦊" * 300,
    "text turned round": "\u202eab \u2066c",
    "a wall of accents": "e" + "\u0316\u0301" * 5_000,
    "a huge number": "9" * 5_000,
    "a number": "7",
    "a negative number": "-1",
    "a broken number": "1.5",
    "no number": "NaN",
    "digits that are not ours": "٣",
    "a power": "²",
    "a script": "<script>alert(1)</script>",
    "a broken attribute": "\"'><img src=x onerror=alert(1)>",
    "a template": "{{ 7 * 7 }} ${7*7} %(name)s %s",
    "a header": "a\r\nSet-Cookie: course_session=x",
    "a letter's header": "a@b.org\r\nBcc: everyone@example.org",
    "a path": "../../../etc/passwd",
    "another host": "//evil.example/modules/asking",
    "SQL": "'; DROP TABLE course_learner; --",
    "a list": "[]",
    "a list too deep": "[" * 5_000,
    "half a character in JSON": '[["text", "\\ud800 \\udfff"], ["\\ud800", "a b"]]',
    "a month there is not": "2026-13-45",
    "a year there is not": "0000-00-00",
}
"""What to put in a box that was made for something else."""

UNSEEN = ("next", "kept", "once", "base", "position", "act")
"""Names we listen to that are in some forms, unseen."""

OPEN = ("/register", "/sign-in?next=/learning", "/forgotten", "/code", "/look", "/verify")
FOR_LEARNERS = (
    "/modules/asking",
    "/modules/the-day",
    "/scenarios/two-doors",
    "/my-words",
    "/plan",
    "/account/name",
    "/account/email",
    "/account/password",
    "/join",
    "/look",
)


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """How strong a hash is makes no difference here, and hundreds are made."""
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def rows(store: Store) -> dict[str, int]:
    """How much is stored, in every table."""
    with store.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def forms_of(browser: CheckedClient, page: str) -> list[Form]:
    reply = browser.get(page, follow_redirects=True)
    return [Form(node, reply.request.path) for node in LexborHTMLParser(reply.text).css("main form")]


TYPED_IN = "textarea, input[type=text], input[type=email], input[type=password], input[type=date]"
CHOSEN = "select, input[type=radio], input[type=checkbox]"


def names_of(form: Form, boxes: str) -> list[str]:
    return [str(one.attributes["name"]) for one in form.node.css(boxes) if one.attributes.get("name")]


def send(browser: CheckedClient, form: Form, data: Any) -> TestResponse:
    if form.node.attributes.get("method") == "post":
        return browser.post(form.action, data=data)
    return browser.get(form.action, query_string=data)


def is_plain(reply: TestResponse) -> bool:
    return reply.status_code < 500 and "Traceback" not in reply.text


def strange_ways_to_fill_in(form: Form) -> dict[str, Any]:
    """By name: each strange text in every box to type in, in every choice, in every box nobody sees, and in all."""
    typed, chosen = names_of(form, TYPED_IN), names_of(form, CHOSEN)
    sound = form.hidden | dict.fromkeys(typed, "two words")
    ways: dict[str, Any] = {"nothing at all": {}, "only what is hidden": form.hidden}
    for what, text in STRANGE.items():
        ways[f"boxes: {what}"] = sound | dict.fromkeys(typed, text)
        ways[f"choices: {what}"] = sound | dict.fromkeys(chosen, text)
        ways[f"unseen: {what}"] = sound | dict.fromkeys(UNSEEN, text) | {"kept_action": "/modules/asking/done"}
        ways[f"unseen, all: {what}"] = dict.fromkeys((*sound, *UNSEEN, "kept_action"), text)
    ways["everything twice"] = MultiDict([*sound.items(), *((name, "b c") for name in (*sound, *chosen, *chosen))])
    return ways


def failures(store: Store, browser: CheckedClient, page: str) -> list[str]:
    """Where, on a page, what was filled in is not answered with a plain page."""
    found = []
    for form in forms_of(browser, page):
        for what, data in strange_ways_to_fill_in(form).items():
            if not is_plain(send(browser, form, data)):
                found.append(f"{form.action} {what}")
        with store.transaction() as connection:
            connection.execute(sign_in_try.delete())
    return found


@pytest.mark.parametrize("page", OPEN)
def test_a_stranger_can_type_anything_anywhere(store: Store, client: CheckedClient, page: str) -> None:
    assert failures(store, client, page) == []


@pytest.mark.parametrize("page", FOR_LEARNERS)
def test_a_learner_can_type_anything_anywhere(store: Store, as_amina: CheckedClient, page: str) -> None:
    assert failures(store, as_amina, page) == []


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_those_who_run_cohorts_can_type_anything_anywhere(app: Flask, mount: Mount) -> None:
    group = build(mount, "Garden")
    home, cohort = f"/organisations/{group.organisation.public_id}", f"/cohorts/{group.cohort.public_id}"
    browser = signed_in(app, group.administrator)
    person = f"{home}/people/{group.administrator.public_id}"

    for page in (f"{home}/words", f"{home}/start-cohort", person, cohort, link(group.cohort)):
        assert failures(mount.store, browser, page) == []


# --- forms of the wrong kind or size ----------------------------------------------------------------------------------

POSTS = (
    "/modules/asking/done",
    "/modules/asking/party-you-remember",
    "/modules/asking/who-should-be-asked",
    "/scenarios/two-doors",
    "/scenarios/two-doors/first-door",
    "/certificate",
    "/certificate/name",
    "/account/name",
    "/account/password",
    "/account/email",
    "/look",
    "/language/cy",
    "/register",
    "/sign-in",
    "/sign-out",
    "/stay",
    "/forgotten",
    "/code",
    "/new-password/a-token",
    "/new-email/a-token",
    "/join",
    "/join/a-link",
    "/cohorts/a-cohort/leave",
    "/cohorts/a-cohort/ways-in",
    "/organisations/an-organisation/words",
)


def in_parts(**boxes: Any) -> dict[str, Any]:
    """A form the way browsers send files, ready made."""
    boundary, data = encode_multipart(boxes)
    return {"data": data, "content_type": f"multipart/form-data; boundary={boundary}"}


TOO_BIG = {
    "three million letters": {"data": "text=" + "x" * 3_000_000, "content_type": "application/x-www-form-urlencoded"},
    "a million boxes": {"data": "a&" * 990_000, "content_type": "application/x-www-form-urlencoded"},
    "a box of two million": in_parts(text="x" * 1_900_000),
    "two thousand parts": in_parts(**{f"box-{number}": "x" for number in range(2_000)}),
}


@pytest.mark.parametrize("size", TOO_BIG)
def test_a_form_that_is_too_big_is_refused_as_that_and_leaves_nothing(
    store: Store, client: CheckedClient, as_amina: CheckedClient, size: str
) -> None:
    before = rows(store)
    for browser in (client, as_amina):
        assert {path: browser.post(path, **TOO_BIG[size]).status_code for path in POSTS} == dict.fromkeys(POSTS, 413)
    assert rows(store) == before


def test_a_host_app_without_a_limit_has_ours_in_the_course(settings: Settings) -> None:
    host = Flask("host")
    host.secret_key = "the host's own secret, long enough 0123456789"
    host.test_client_class = CheckedClient
    mount = Course(host, url_prefix="/learn", identify=lambda request: Member("7", "Ada"), settings=settings)
    reply = host.test_client().post("/learn/modules/asking/done", **TOO_BIG["three million letters"])
    assert reply.status_code == 413
    host.extensions["course"][mount.name].store.close()


NOT_FORMS = {
    "JSON": {"json": {"text": "a b", "csrf_token": "x"}},
    "plain text": {"data": "text=a", "content_type": "text/plain"},
    "half a multipart": {"data": b"--x\r\nnonsense", "content_type": "multipart/form-data; boundary=x"},
    "a multipart of nothing": {"data": b"nonsense", "content_type": "multipart/form-data"},
    "files": in_parts(text=(BytesIO(b"<script>"), "../../a.html")),
    "a thousand boxes": {"data": {f"box-{number}": "two words" for number in range(1_000)}},
}


@pytest.mark.parametrize("kind", NOT_FORMS)
def test_what_is_no_form_of_ours_is_not_taken_and_leaves_nothing(
    store: Store, as_amina: CheckedClient, kind: str
) -> None:
    before = rows(store)
    statuses = {path: as_amina.post(path, **NOT_FORMS[kind]).status_code for path in POSTS}
    # Signing in when one is signed in, and a mailed link, lead to a page where one can go on.
    led_on = dict.fromkeys(("/sign-in", "/register", "/new-password/a-token", "/new-email/a-token"), 303)
    assert statuses == dict.fromkeys(POSTS, 400) | led_on
    assert rows(store) == before


def test_saving_on_and_on_makes_no_page_that_is_too_big(as_amina: CheckedClient) -> None:
    """The page of what was saved before shows as much as fits, and leads on to the rest."""
    path = "/modules/asking/party-you-remember"
    form = form_on(as_amina.get("/modules/asking"), path).hidden | {"act": "keep"}
    for version in range(30):
        assert (
            as_amina.post(path, data=form | {"base": str(version), "text": f"{'<' * 19_990} {version}"}).status_code
            == 303
        )
    shown, address = [], f"{path}/versions"
    while address:
        page = as_amina.get(address)
        assert len(page.data) < 2_500_000
        tree = LexborHTMLParser(page.text)
        shown += [one.text().split()[-1] for one in tree.css("p.own-words")]
        older = [one for one in tree.css("main a.button") if "before these" in one.text()]
        address = (older[0].attributes["href"] or "") if older else ""
    assert shown == [str(version) for version in reversed(range(30))]
    for strange in ("x", "-1", "9" * 5_000, "0", "1"):
        assert as_amina.get(f"{path}/versions?before={strange}").status_code == 200


# --- addresses and headers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        f"/media/{'9' * 20}/flags.svg",
        f"/media/{'9' * 5_000}/flags.svg",
        "/media/-1/flags.svg",
        "/media/1/%00",
        "/media/1/..%2f..%2fmodules%2findex.md",
        "/files/x/..%2fapp.py",
        "/files/x/%00",
        "/modules/%00",
        "/modules/%ff%fe",
        "/modules/%ed%a0%80/reading",
        "/modules/asking%0d%0aSet-Cookie:%20a=b/",
        "/scenarios/%00",
        "/scenarios/%00/-/paths",
        "/new-password/%00",
        "/language/%00",
        "/c/%00.pdf",
        "/%e2%80%ae/",
    ],
    ids=lambda path: path[:30],
)
def test_an_address_nobody_made_is_not_found(client: CheckedClient, as_amina: CheckedClient, path: str) -> None:
    assert as_amina.get(path).status_code == 404
    assert client.get(path).status_code in (303, 404)


@pytest.mark.parametrize("path", ["/", "/learning", "/sign-in", "/nowhere", "/modules/asking"])
def test_a_question_in_no_known_alphabet_is_not_found(as_amina: CheckedClient, path: str) -> None:
    assert as_amina.get(path, environ_overrides={"QUERY_STRING": "next=\xff\xfe"}).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_wrong_method_is_refused_with_the_right_ones(as_amina: CheckedClient, method: str) -> None:
    reply = as_amina.open("/about", method=method)
    assert reply.status_code == 405
    assert {one.strip() for one in reply.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
    assert "My learning" in reply.text


@pytest.mark.parametrize("host", ["..", "a..b", "x" * 300])
def test_a_host_there_cannot_be_gets_a_page_all_the_same(app: Flask, host: str) -> None:
    # Straight to the application: the test client cannot say these names itself.
    body, status, _headers = run_wsgi_app(app, create_environ("/") | {"HTTP_HOST": host}, buffered=True)
    assert status == "400 BAD REQUEST"
    assert problems_of_page(b"".join(body).decode()) == []


HEADERS = {
    "Range": ["bytes=abc", "bytes=5-1", "bytes=99999999-", "bytes=0-1,3-4", "x" * 5_000],
    "If-None-Match": ['"' * 5_000, "\xff", "*"],
    "If-Modified-Since": ["x", "Mon, 99 Foo 99999999 00:00:00 GMT"],
    "Accept-Language": ["en;q=1e400", "*", "en;q=nan", "x" * 9_000, "cy;q=-1,\xff"],
    "Cookie": ["course_session=x; course_known=x", "course_session=" + "A" * 9_000, "\xff=\xfe;;;==;"],
    "Origin": ["null", "http://[", "\xff"],
    "Referer": ["http://[", "http://[x]:99999/", "\xff", "javascript:alert(1)"],
    "Sec-Fetch-Site": ["\xff", ""],
    "Host": ["[", "a b", "<script>", "localhost:99999", ""],
    "X-Forwarded-For": ["'\"<>", "::1"],
    "X-Forwarded-Host": ["evil.example"],
    "Content-Type": ["\xff", "application/x-www-form-urlencoded; charset=utf-7"],
    "Content-Length": ["-1", "abc"],
    "X-Autosave": ["1"],
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_may_say_anything(app: Flask, as_amina: CheckedClient, name: str) -> None:
    pages = ("/", "/learning", "/modules/asking", "/media/1/flags.svg", "/language/cy", "/nowhere")
    statuses = set()
    for value in HEADERS[name]:
        for path in pages:
            statuses.add(as_amina.get(path, headers={name: value}).status_code)
        for path in POSTS:
            statuses.add(as_amina.post(path, headers={name: value}).status_code)
            statuses.add(app.test_client().post(path, headers={name: value}).status_code)
    assert statuses <= {200, 206, 303, 304, 400, 401, 404, 409, 416}


# --- forms that are not ours ------------------------------------------------------------------------------------------

FORGED = {"text": "planted words", "name": "planted name", "email": "planted@example.org", "act": "keep", "choice": "x"}


def everything(store: Store) -> dict[str, list[Any]]:
    """Every row there is but those that only count tries."""
    with store.reading() as connection:
        tables = [table for table in metadata.sorted_tables if table is not sign_in_try]
        return {table.name: list(connection.execute(select(table))) for table in tables}


def token_of(browser: CheckedClient) -> str:
    return form_on(browser.get("/look"), "/look").hidden["csrf_token"]


@pytest.mark.parametrize("path", POSTS)
def test_a_form_without_its_owners_token_changes_nothing_and_is_not_offered_again(
    as_amina: CheckedClient, as_joe: CheckedClient, client: CheckedClient, store: Store, path: str
) -> None:
    """Nor may the page that carries words over a sign-in carry those that another site has planted."""
    before = everything(store)
    elsewhere: tuple[dict[str, str], ...] = (
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://other.localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    )
    of_a_stranger = token_of(client)
    tokens: tuple[dict[str, str], ...] = (
        {},
        *({"csrf_token": one} for one in (token_of(as_joe), of_a_stranger, "x.y.z")),
    )
    for token in tokens:
        for headers in elsewhere:
            for browser in (as_amina, client):
                if browser is client and token.get("csrf_token") == of_a_stranger:
                    continue  # that one is theirs
                reply = browser.post(path, data=FORGED | token, headers=headers)
                assert reply.status_code in (303, 400, 401, 404)
                assert "planted" not in reply.text
    assert everything(store) == before
    assert as_amina.get("/learning").status_code == 200


def test_a_token_too_old_changes_nothing_but_the_words_can_be_sent_again(
    as_amina: CheckedClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = {"csrf_token": token_of(as_amina), "text": "what I wrote", "act": "keep", "base": "0"}
    monkeypatch.setattr(posted, "FORM_LIFE_SECONDS", -1)
    old = as_amina.post("/modules/asking/party-you-remember", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert (old.status_code, "what I wrote" in old.text) == (400, True)
    monkeypatch.undo()
    again = form_on(old, "/modules/asking/party-you-remember")
    assert as_amina.post(again.action, data=again.hidden).status_code == 303
    assert "what I wrote" in as_amina.get("/modules/asking").text


def test_looking_at_a_page_changes_nothing(app: Flask, as_amina: CheckedClient, store: Store) -> None:
    """But that a module was opened, and the language by its own link."""
    for module in ("asking", "the-day"):
        as_amina.get(f"/modules/{module}")
    as_amina.send_form("/scenarios/two-doors", {"act": "start"})
    values = {
        "module_id": "asking",
        "activity_id": "party-you-remember",
        "scenario_id": "two-doors",
        "scene_id": "first-door",
        "section_id": "who-does-what",
        "number": "0" * 28,
        "token": "a-token",
        "code": "en",
        "release_id": "1",
        "page_name": "history",
        "path": "flags.svg",
        "digest": "x",
        "name": "course.css",
        "anything": "nowhere",
        "organisation_id": "an-organisation",
        "cohort_id": "a-cohort",
        "person_id": "a-person",
        "link": "a-link",
    }
    before = everything(store)
    with app.test_request_context():
        rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
        paths = {url_for(rule.endpoint, **{name: values[name] for name in rule.arguments}) for rule in rules}
    for path in sorted(paths):
        as_amina.get(path, buffered=True, headers={"Sec-Fetch-Site": "cross-site"})
        if path != "/language/en":
            as_amina.get(f"{path}?act=keep&text=planted&name=planted&again=x&number=1", buffered=True)
    assert everything(store) == before


# --- what is kept has been damaged ------------------------------------------------------------------------------------


def only_release(connection: Connection) -> dict[str, Any]:
    """Everything that is kept of it but its number."""
    row = connection.execute(select(*(column for column in release.c if column.name != "id"))).one()
    return dict(row._mapping)


@pytest.mark.parametrize("compiled", ["", "{", "[]", "null", '{"course": {"modules": 7}}', "[" * 100_000])
def test_a_damaged_course_is_said_in_words_and_help_can_be_found(
    client: CheckedClient, as_amina: CheckedClient, store: Store, compiled: str
) -> None:
    with store.transaction() as connection:
        connection.execute(release.insert().values({**only_release(connection), "compiled": compiled}))
    for browser in (client, as_amina):
        page = browser.get("/about")
        assert (page.status_code, "We will be back soon" in page.text) == (503, True)
        assert browser.get("/help").status_code == 200
    assert as_amina.get("/modules/asking").status_code == 503
    publish(store, STREET_PARTY, author="Gwen")
    assert as_amina.get("/modules/asking").status_code == 200


def test_media_in_a_damaged_archive_are_said_to_be_away(client: CheckedClient, store: Store) -> None:
    with store.transaction() as connection:
        old = only_release(connection)
        numbers = [
            connection.execute(
                release.insert().values({**old, "archive": archive}).returning(release.c.id)
            ).scalar_one()
            for archive in (old["archive"], b"", b"PK\3\4 nonsense", old["archive"][:-30])
        ]
    assert [client.get(f"/media/{number}/flags.svg").status_code for number in numbers] == [200, 503, 503, 503]
