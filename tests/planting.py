"""A learner whose private words are everywhere words can be written, so that a test can look for them elsewhere."""

from __future__ import annotations

from course.content.model import Exercise
from course.plan.rules import sections_of
from course.web import Mount

from .pages import CheckedClient, form_on
from .street_party import fill

PHRASE = "zqx-plumbago-lantern"
"""Words nobody else would write. No character in it changes in HTML, JSON or an address."""


def plant(browser: CheckedClient, mount: Mount) -> list[str]:
    """Fill in every exercise of the course, and every part of the plan, twice: first kept and then as a draft.

    Returns the addresses of their forms.
    """
    course = mount.shelf.newest().course  # type: ignore[union-attr]
    addresses = []
    for module in course.modules:
        for one in module.blocks:
            if isinstance(one, Exercise):
                page, address = f"/modules/{module.id}", f"/modules/{module.id}/{one.id}"
                kept = browser.send_form(page, {**fill(one, PHRASE), "act": "keep"}, action=address)
                assert kept.status_code == 303, kept.text
                form = form_on(browser.get(page), address)
                again = {**form.hidden, **fill(one, f"{PHRASE} again")}
                draft = browser.post(address, data=again, headers={"X-Autosave": "1"})
                assert draft.json is not None and draft.json["state"] == "saved"
                addresses.append(address)
    for section in sections_of(course):
        address = f"/plan/{section.id}"
        kept = browser.send_form("/plan", {"text": PHRASE, "act": "keep"}, action=address)
        assert kept.status_code == 303, kept.text
        form = form_on(browser.get("/plan"), address)
        draft = browser.post(address, data={**form.hidden, "text": f"{PHRASE} again"}, headers={"X-Autosave": "1"})
        assert draft.json is not None and draft.json["state"] == "saved"
        addresses.append(address)
    return addresses
