"""Text size, colours and language are chosen by ordinary forms and links, with or without an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ..pages import CheckedClient, form_on

Browser = Callable[[], CheckedClient]


def test_somebody_without_an_account_chooses_for_this_browser(client: CheckedClient, new_browser: Browser) -> None:
    reply = client.send_form("/look?next=/about", {"text_size": "larger", "theme": "dark"}, "/look")
    assert (reply.status_code, reply.location) == (303, "/look?next=/about")
    page = client.get(reply.location).text
    assert 'data-theme="dark" data-text="larger"' in page
    assert '<a href="/about">Back to the page you were on</a>' in page
    assert "data-theme" not in new_browser().get("/look").text


def test_somebody_with_an_account_chooses_for_every_device(as_amina: CheckedClient, new_browser: Browser) -> None:
    as_amina.send_form("/look", {"text_size": "large", "theme": "contrast", "easy_read": "y"})
    tablet = new_browser()
    tablet.send_form("/sign-in", {"email": "amina@example.org", "password": "a long walk by the river"})
    page = tablet.get("/look").text
    assert 'data-theme="contrast" data-text="large"' in page
    assert 'name="easy_read" value="y" checked' in page
    tablet.send_form("/look", {"text_size": "normal", "theme": "system"})
    assert "checked" not in tablet.get("/look").text.split("easy_read")[1]


@pytest.mark.parametrize("wrong", [{"text_size": "huge", "theme": "dark"}, {"text_size": "large", "theme": "<b>"}])
def test_a_look_that_is_not_on_offer_is_refused(client: CheckedClient, wrong: dict[str, str]) -> None:
    reply = client.send_form("/look", wrong)
    assert reply.status_code == 422
    assert "data-theme" not in client.get("/look").text


def test_the_language_link_keeps_the_page(client: CheckedClient) -> None:
    assert 'href="/language/cy?next=/help' in client.get("/help").text
    reply = client.get("/language/cy?next=/help")
    assert (reply.status_code, reply.location) == (303, "/help")
    assert '<html lang="cy"' in client.get("/help").text


def test_the_language_of_an_account_goes_with_it(as_amina: CheckedClient, new_browser: Browser) -> None:
    assert as_amina.get("/language/cy?next=/learning").location == "/learning"
    tablet = new_browser()
    tablet.send_form("/sign-in", {"email": "amina@example.org", "password": "a long walk by the river"})
    assert '<html lang="cy"' in tablet.get("/account").text


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}])
def test_a_link_from_elsewhere_asks_before_it_changes_the_language(
    as_amina: CheckedClient, headers: dict[str, str]
) -> None:
    page = as_amina.get("/language/cy?next=/help", headers=headers)
    assert page.status_code == 200
    assert '<html lang="en"' in as_amina.get("/help").text
    form = form_on(page, "/language/cy")
    assert as_amina.post(form.action, data=form.hidden).location == "/help"
    assert '<html lang="cy"' in as_amina.get("/help").text


def test_the_language_link_never_leads_out_of_the_site(client: CheckedClient) -> None:
    assert client.get("/language/cy?next=//evil.example").location == "/"


def test_a_language_we_do_not_have_is_no_page(client: CheckedClient) -> None:
    assert client.get("/language/xx").status_code == 404
