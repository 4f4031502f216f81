"""The course says nothing in the words of the texts it was drafted from, but for names."""

from __future__ import annotations

from pathlib import Path

import pytest

from .own_words import as_kept, hashed, runs, theirs
from .the_course import source

PAGES = sorted(source().pages)


@pytest.mark.parametrize("path", PAGES)
def test_no_eight_words_in_a_row_are_those_of_a_source(path: str) -> None:
    their = theirs()
    assert [run for run in runs(source().pages[path]) if hashed(run) in their] == []


def test_the_words_of_a_source_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "source.txt").write_text("A made-up source that says: one Friday the gulls ate all of our chips, again.")
    their = theirs(as_kept(tmp_path))

    copied = "You know how one *Friday* the gulls ate all of our [chips](chips.md)."
    assert [run for run in runs(copied) if hashed(run) in their] == [
        "one friday the gulls ate all of our",
        "friday the gulls ate all of our chips",
    ]


def test_the_five_sources_are_all_in_it() -> None:
    """They have about 8,000 words between them, and some of their runs are the same."""
    assert 6_500 < len(theirs()) < 8_000


def test_names_links_and_hyphens_do_not_hide_a_copy() -> None:
    assert list(runs("One *two* three [four](x.md) fi-ve six’s seven eight")) == ["one two three four five sixs seven eight"]
    assert list(runs("one two three four five sharing of power six seven eight nine ten")) == []
