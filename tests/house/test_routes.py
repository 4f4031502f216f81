"""Every address of the site, who may enter it, and that nobody sees what is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from course.room import Enter
from course.store.people import Person
from course.store.tables import check_answer, private_words, scene_answer
from course.web import Mount
from tests.pages import CheckedClient, form_on
from tests.planting import PHRASE, plant
from tests.street_party import EXERCISES

ANYONE, LEARNER = Enter.ANYONE, Enter.LEARNER

ROUTES = (
    ("/", "GET", ANYONE),
    ("/<path:anything>", "GET", ANYONE),
    ("/about", "GET", ANYONE),
    ("/accessibility", "GET", ANYONE),
    ("/account", "GET", LEARNER),
    ("/account/copy", "GET POST", LEARNER),
    ("/account/copy.html", "GET", LEARNER),
    ("/account/copy.json", "GET", LEARNER),
    ("/account/email", "GET POST", LEARNER),
    ("/account/erase", "GET POST", LEARNER),
    ("/account/name", "GET POST", LEARNER),
    ("/account/password", "GET POST", LEARNER),
    ("/account/record", "GET", LEARNER),
    ("/begin-again", "POST", ANYONE),
    ("/c/<number>", "GET", ANYONE),
    ("/c/<number>.pdf", "GET", ANYONE),
    ("/c/<number>/qr.svg", "GET", ANYONE),
    ("/carry-on", "GET", LEARNER),
    ("/certificate", "GET", LEARNER),
    ("/certificate", "POST", LEARNER),
    ("/certificate/name", "GET POST", LEARNER),
    ("/code", "GET POST", ANYONE),
    ("/cohorts", "GET", LEARNER),
    ("/cohorts/<cohort_id>", "GET", LEARNER),
    ("/cohorts/<cohort_id>/facilitators", "POST", LEARNER),
    ("/cohorts/<cohort_id>/leave", "GET POST", LEARNER),
    ("/cohorts/<cohort_id>/people/<person_id>/remove", "GET POST", LEARNER),
    ("/cohorts/<cohort_id>/ways-in", "POST", LEARNER),
    ("/credits", "GET", ANYONE),
    ("/files/<digest>/<name>", "GET", ANYONE),
    ("/forgotten", "GET POST", ANYONE),
    ("/forgotten/sent", "GET", ANYONE),
    ("/glossary", "GET", ANYONE),
    ("/goodbye", "GET", ANYONE),
    ("/help", "GET", ANYONE),
    ("/join", "GET POST", LEARNER),
    ("/join/<link>", "GET POST", ANYONE),
    ("/language/<code>", "GET POST", ANYONE),
    ("/learning", "GET", LEARNER),
    ("/logo", "GET", ANYONE),
    ("/look", "GET POST", ANYONE),
    ("/media/<release_id>/<path:path>", "GET", ANYONE),
    ("/modules/<module_id>", "GET", LEARNER),
    ("/modules/<module_id>.txt", "GET", LEARNER),
    ("/modules/<module_id>/<activity_id>", "GET", LEARNER),
    ("/modules/<module_id>/<activity_id>", "POST", LEARNER),
    ("/modules/<module_id>/<activity_id>/versions", "GET", LEARNER),
    ("/modules/<module_id>/done", "POST", LEARNER),
    ("/modules/<module_id>/reading", "GET", LEARNER),
    ("/my-words", "GET", LEARNER),
    ("/new-email/<token>", "GET POST", ANYONE),
    ("/new-password/<token>", "GET POST", ANYONE),
    ("/organisations", "GET", LEARNER),
    ("/organisations/<organisation_id>", "GET", LEARNER),
    ("/organisations/<organisation_id>/people/<person_id>", "GET POST", LEARNER),
    ("/organisations/<organisation_id>/start-cohort", "GET POST", LEARNER),
    ("/organisations/<organisation_id>/words", "GET POST", LEARNER),
    ("/plan", "GET", LEARNER),
    ("/plan", "POST", LEARNER),
    ("/plan.ics", "GET", LEARNER),
    ("/plan.pdf", "GET", LEARNER),
    ("/plan.txt", "GET", LEARNER),
    ("/plan/<section_id>", "GET", LEARNER),
    ("/plan/<section_id>", "POST", LEARNER),
    ("/plan/<section_id>/versions", "GET", LEARNER),
    ("/privacy", "GET", ANYONE),
    ("/read/<page_name>", "GET", ANYONE),
    ("/register", "GET POST", ANYONE),
    ("/scenarios/<scenario_id>", "GET", LEARNER),
    ("/scenarios/<scenario_id>", "POST", LEARNER),
    ("/scenarios/<scenario_id>/-/paper", "GET", LEARNER),
    ("/scenarios/<scenario_id>/-/paths", "GET", LEARNER),
    ("/scenarios/<scenario_id>/<scene_id>", "GET", LEARNER),
    ("/scenarios/<scenario_id>/<scene_id>", "POST", LEARNER),
    ("/sign-in", "GET POST", ANYONE),
    ("/sign-out", "POST", ANYONE),
    ("/stay", "POST", LEARNER),
    ("/theme.css", "GET", ANYONE),
    ("/verify", "GET", ANYONE),
    ("/whole-course", "GET", LEARNER),
)
"""(address, methods, who may enter). A new route has no place in the site until it has one here."""

THERE = {
    "activity_id": "party-you-remember",
    "anything": "nowhere",
    "code": "cy",
    "cohort_id": "none",
    "digest": "x",
    "link": "none",
    "module_id": "asking",
    "name": "course.css",
    "number": "none",
    "organisation_id": "none",
    "page_name": "history",
    "path": "flags.svg",
    "person_id": "none",
    "release_id": "1",
    "scenario_id": "two-doors",
    "scene_id": "first-door",
    "section_id": "who-does-what",
    "token": "none",
}
"""For each part of an address, something that is there."""

STRANGE = (
    "0",
    "-1",
    "9" * 40,
    "a" * 600,
    "\x00",
    "é\u202e",
    "..",
    "../../etc/passwd",
    "%2e%2e",
    "' or 1=1",
    "{{7*7}}",
    "٣",
)


def address(rule: str, **parts: str) -> str:
    for name, value in {**THERE, **parts}.items():
        for kind in (f"<{name}>", f"<path:{name}>", f"<int:{name}>"):
            rule = rule.replace(kind, quote(value, safe="/" if "path:" in kind else ""))
    assert "<" not in rule, f"give {rule} a part that is there, in THERE"
    return rule


def strange_addresses(rule: str) -> Iterator[str]:
    """The address with each part made strange, one at a time."""
    for name in THERE:
        if f"<{name}>" in rule or f":{name}>" in rule:
            yield from (address(rule, **{name: value}) for value in STRANGE)


def walk() -> Iterator[tuple[str, str, Enter]]:
    """Each address with each of its methods; signing out comes last."""
    for rule, methods, enter in sorted(ROUTES, key=lambda row: row[0] == "/sign-out"):
        for method in methods.split():
            yield rule, method, enter


def token(browser: CheckedClient) -> dict[str, str]:
    """What makes a form of this browser's one of ours."""
    return {"csrf_token": form_on(browser.get("/look"), "/look").hidden["csrf_token"]}


def visit(browser: CheckedClient, method: str, where: str, **data: str) -> TestResponse:
    if method == "POST":
        return browser.post(where, data={**token(browser), **data})
    return browser.open(where, method=method, buffered=True)


# --- the table --------------------------------------------------------------------------------------------------------


def test_every_route_is_in_the_table(app: Flask) -> None:
    there = sorted(
        (
            rule.rule,
            " ".join(sorted(rule.methods - {"HEAD", "OPTIONS"})),  # type: ignore[operator]
            app.view_functions[rule.endpoint].enter.name,  # type: ignore[attr-defined]
        )
        for rule in app.url_map.iter_rules()
    )

    assert there == sorted((rule, methods, enter.name) for rule, methods, enter in ROUTES)


def test_every_view_is_behind_the_guard(app: Flask) -> None:
    assert [name for name, view in app.view_functions.items() if not hasattr(view, "enter")] == []


# --- nobody -----------------------------------------------------------------------------------------------------------


def test_somebody_not_signed_in_is_asked_to_sign_in_wherever_that_is_needed(client: CheckedClient) -> None:
    for rule, method, enter in walk():
        if enter is not LEARNER:
            continue
        where = address(rule)
        reply = visit(client, method, where)
        if method == "GET":
            assert (reply.status_code, reply.location.split("?")[0]) == (303, "/sign-in"), where
        else:
            assert reply.status_code == 401, where


def test_every_other_page_opens_for_anybody(client: CheckedClient) -> None:
    refused = {}
    for rule, method, enter in walk():
        if enter is ANYONE and method == "GET":
            status = visit(client, "GET", address(rule)).status_code
            if status not in (200, 302, 303):
                refused[rule] = status

    assert refused == {
        "/<path:anything>": 404,
        "/c/<number>": 404,
        "/c/<number>.pdf": 404,
        "/c/<number>/qr.svg": 404,
        "/join/<link>": 404,
        "/logo": 404,
        "/new-email/<token>": 410,
        "/new-password/<token>": 410,
    }


def test_a_form_that_is_not_ours_changes_nothing(client: CheckedClient, as_amina: CheckedClient) -> None:
    """Without the token that pages carry, as if another site had sent it."""
    for rule, method, enter in walk():
        if method == "POST":
            browser, where = as_amina if enter is LEARNER else client, address(rule)
            reply = browser.post(where, data={"act": "keep"}, headers={"Origin": "https://elsewhere.example"})
            refused = (303, where) if rule.endswith("<token>") else (303, "/") if rule == "/sign-out" else (400, None)
            assert (reply.status_code, reply.location) == refused, rule

    assert as_amina.get("/learning").status_code == 200


def test_a_method_that_an_address_does_not_have_is_refused_politely(as_amina: CheckedClient) -> None:
    for rule in {row[0] for row in ROUTES}:
        for method in ("PUT", "DELETE", "PATCH"):
            assert as_amina.open(address(rule), method=method).status_code == 405, (method, rule)


# --- whatever is asked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", sorted({row[0] for row in ROUTES if "<" in row[0]}))
def test_no_address_however_strange_is_too_much(rule: str, as_amina: CheckedClient) -> None:
    methods = {method for one, methods, _ in ROUTES if one == rule for method in methods.split()}
    sent = token(as_amina)

    for where in strange_addresses(rule):
        for method in methods:
            reply = as_amina.open(where, method=method, data=sent if method == "POST" else None, buffered=True)
            assert reply.status_code < 500, f"{method} {where}"


@pytest.mark.parametrize("query", ["next", "again", "number"])
def test_no_query_however_strange_is_too_much(query: str, as_amina: CheckedClient) -> None:
    for rule, method, _ in walk():
        if method == "GET":
            for value in ("https://elsewhere.example/", "//elsewhere.example", "'\"<\x00"):
                reply = as_amina.get(f"{address(rule)}?{query}={quote(value)}", buffered=True)
                assert reply.status_code < 500, f"{rule}?{query}={value!r}"
                assert "elsewhere.example" not in (reply.location or "")


# --- somebody else ----------------------------------------------------------------------------------------------------


def everything_of(mount: Mount, person: Person) -> list[object]:
    with mount.store.reading() as connection:
        words = connection.execute(private_words.select().where(private_words.c.learner_id == person.id)).all()
        checks = connection.execute(check_answer.select().where(check_answer.c.learner_id == person.id)).all()
        return [*words, *checks, *connection.execute(scene_answer.select()).all()]


def test_nobody_sees_or_changes_what_is_anothers(
    client: CheckedClient, as_amina: CheckedClient, as_joe: CheckedClient, amina: Person, joe: Person, mount: Mount
) -> None:
    """Amina's words are planted in every exercise; Joe, and somebody not signed in, go everywhere with her ids."""
    planted = plant(as_amina, mount)
    as_amina.send_form("/scenarios/two-doors", {"act": "start"})
    key = form_on(as_amina.get("/scenarios/two-doors/first-door"), "/scenarios/two-doors/first-door").node
    as_amina.send_form(
        "/scenarios/two-doors/first-door", {"choice": key.css_first("input[name=choice]").attributes["value"]}
    )
    hers = everything_of(mount, amina)
    assert PHRASE in as_amina.get("/modules/asking").text
    assert len(planted) == len(EXERCISES) + 1 + 1  # the other module's exercise, and the one part of the plan

    for browser in (as_joe, client):
        for rule, method, _ in walk():
            if rule == "/sign-out":
                continue
            for part in EXERCISES if "<activity_id>" in rule else EXERCISES[:1]:
                for scene in ("first-door", "second-door"):
                    where = address(rule, activity_id=part, scene_id=scene, token=amina.public_id)
                    reply = visit(browser, method, where, act="later", choice="onward", position="2")
                    assert reply.status_code < 500, where
                    assert PHRASE.encode() not in reply.data, f"{method} {where}"
                    if "<scene_id>" not in rule:
                        break

    assert everything_of(mount, amina) == hers


def test_what_is_anothers_looks_like_what_is_not_there(as_amina: CheckedClient, as_joe: CheckedClient) -> None:
    as_amina.send_form("/scenarios/two-doors", {"act": "start"})

    there, nowhere = (as_joe.get(f"/scenarios/{name}/-/paths") for name in ("two-doors", "nowhere"))

    assert (there.status_code, nowhere.status_code) == (404, 404)
