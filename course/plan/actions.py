"""What a learner does in their plan: add words to a section, say how it stands, say that they have looked it over."""

from __future__ import annotations

import json
from datetime import datetime

from ..content.model import Sharing
from ..shelf import Release
from ..store import people, plans, words
from ..store.engine import Store
from ..store.people import Person
from ..store.vault import Vault
from .rules import HOME, Everything, OwnWords


def everything_kept(store: Store, vault: Vault, person: Person) -> tuple[Everything, datetime | None]:
    """(all that a plan is put together from, when the plan was last confirmed)."""
    with store.reading() as connection:
        kept = words.kept_words_everywhere(connection, vault, person.id, person.words_key)
        return kept, plans.plan_confirmed_at(connection, person.id)


def keep_section(
    store: Store,
    vault: Vault,
    person: Person,
    section_id: str,
    release: Release,
    *,
    own: OwnWords,
    state: str,
    base: int,
    now: datetime,
) -> int:
    """Save what a learner added to a section on top of version `base`; returns the version that holds it.

    `state` is kept or draft; with nothing in it, it is kept as removed. Saving the very same again is harmless.
    Raises ChangedElsewhere when a newer version, with something else in it, was saved in the meantime.
    """
    value = own.value
    assert person.words_key is not None, "a person whose key was destroyed cannot sign in"
    with store.transaction() as connection:
        people.hold(connection, person.id)
        if not value and not words.newest_words(connection, vault, person.id, person.words_key, HOME, section_id):
            return 0  # an empty box that was saved: there is nothing to keep, and nothing to take away
        version, is_new = words.keep_on_top(
            connection,
            vault,
            learner_id=person.id,
            words_key=person.words_key,
            module_id=HOME,
            activity_id=section_id,
            base=base,
            state=state if value or state == "draft" else "removed",
            words=json.dumps(value, ensure_ascii=False) if value else "",
            shared_as=Sharing.NOBODY.value,
            release_id=release.id,
            now=now,
        )
        if is_new:
            people.page_changed(connection, person.id)
    return version


def confirm_plan(store: Store, person: Person, release: Release, changed_at: datetime | None, now: datetime) -> bool:
    """The learner has looked their plan over. Says whether this is news: a second press changes nothing.

    `changed_at` is when the plan last changed. Confirmed since then, it stays as it was.
    """
    with store.transaction() as connection:
        people.hold(connection, person.id)
        before = plans.plan_confirmed_at(connection, person.id)
        if before is not None and (changed_at is None or changed_at <= before):
            return False
        plans.confirm_plan(connection, learner_id=person.id, release_id=release.id, now=now)
        people.page_changed(connection, person.id)
    return True
