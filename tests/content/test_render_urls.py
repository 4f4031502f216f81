"""Which addresses may stand in a page, and what becomes of those that authors write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from course.content.render import anchored
from course.content.urls import Target, is_link, is_picture, target, to_private
from tests.content.attack_corpus import script_addresses

GOOD = [
    "https://example.org",
    "HTTPS://Example.org:8443/a/b_c(d)?e=f&g[]=h#i",
    "http://gwefan.cymru/tŷ/â",
    "https://xn--bcher-kva.example/",
    "https://bücher.example/",
    "mailto:a.b+c@example.org",
    "mailto:a@example.org?subject=Hello%20there",
    "tel:+441234567890",
    "#who-decides",
    "#tŷ-â",
    "course:module/arriving",
    "course:module/arriving#first-steps",
    "course:scenario/first-cup-of-tea",
    "course:media/hall.svg",
    "course:media/quizzes/bus.svg",
]

BAD = [
    "",
    " ",
    "#",
    "arriving.md",
    "/admin",
    "//example.org",
    "https:",
    "https://",
    "https:///example.org",
    "https:example.org",
    "https://user@example.org",
    "https://user:pass@example.org",
    "https://exa mple.org",
    "https://example.org/a b",
    "https://example.org\\@evil.example",
    "https://\uff45xample.org",
    "https://example.org/\u202ea",
    "https://example.org/\x00",
    'https://example.org/"onclick=x',
    "ftp://example.org",
    "mailto:",
    "mailto:a",
    "mailto:a@example.org?subject=a&body=<b>",
    "tel:javascript:1",
    "course:module/",
    "course:module/../x",
    "course:module/a/b",
    "course:module/%2e%2e",
    "course:media/../index.md",
    "course:media/a/../b",
    "course:media//a",
    "course:media/.hidden",
    "course:media/a%00b",
    "course:media/a%5cb",
    "course:secret/x",
    "Course:module/x",
    "course:module/x#<b>",
    "course:module/x?y",
]


@pytest.mark.parametrize("address", GOOD)
def test_an_ordinary_address_is_a_link(address: str) -> None:
    assert is_link(address)


@pytest.mark.parametrize("address", BAD)
def test_anything_else_is_not_a_link(address: str) -> None:
    assert not is_link(address)


def test_only_the_courses_own_media_are_pictures() -> None:
    assert [address for address in [*GOOD, *BAD, "course:media/a.svg#x"] if is_picture(address)] == [
        "course:media/hall.svg",
        "course:media/quizzes/bus.svg",
    ]


WRITTEN = {
    "arriving.md": "course:module/arriving",
    "./arriving.md": "course:module/arriving",
    "../modules/arriving.md": "course:module/arriving",
    "arriving.md?x=1": "course:module/arriving",
    "arriving.cy.md#croeso": "course:module/arriving#croeso",
    "arriving.easy.md": "course:module/arriving",
    "index.md": "course:module/index",
    "../quizzes/first-cup.md": "course:scenario/first-cup",
    "media/the%20hall.svg": "course:media/the%20hall.svg",
    "../quizzes/media/bus.svg": "course:media/quizzes/bus.svg",
    "media/quizzes/bus.svg": "",
    "https://example.org/a b": "https://example.org/a%20b",
    "tel:01234 567 890": "tel:01234567890",
    "#here": "#here",
    "arriving": "",
    "arriving.txt": "",
    "deeper/arriving.md": "",
    "../arriving.md": "",
    "../../modules/arriving.md": "",
    "/arriving.md": "",
    "/modules/arriving.md": "",
    "modules/media/x.svg": "",
    ".ids/arriving.json": "",
    "javascript:alert(1)": "",
    "&#106;avascript:alert(1)": "",
}


@pytest.mark.parametrize(("written", "private"), WRITTEN.items())
def test_what_an_author_writes_in_a_module_becomes(written: str, private: str) -> None:
    assert to_private(written, "modules") == private


@pytest.mark.parametrize("folder", ["modules", "quizzes"])
def test_no_attack_comes_through_as_more_than_a_dead_link(folder: str) -> None:
    through = {address for trick in script_addresses() if (address := to_private(trick, folder))}
    assert [address for address in through if not is_link(address)] == []
    assert [address for address in through if not address.startswith(("#", "course:", "mailto:", "http"))] == []


NAMES = st.text(alphabet=st.sampled_from(list("abŷâ0 .,'()+-_%&#?/\\:<>\"")), min_size=1, max_size=12)


@given(
    st.builds(Target, kind=st.sampled_from(["module", "scenario", "media"]), name=NAMES, fragment=NAMES | st.just(""))
)
def test_a_target_that_may_be_written_is_read_back_the_same(wanted: Target) -> None:
    assert target(str(wanted)) in (wanted, None)


@given(st.text(max_size=30))
def test_whatever_is_made_private_may_stand_in_a_page(written: str) -> None:
    private = to_private(written, "modules")
    assert private == "" or is_link(private)


def test_two_files_on_one_page_keep_their_anchors_apart() -> None:
    shown = Markup(
        '<p><a class="term" href="#~term-a">a</a><sup id="user-content-fnref-1"><a href="#user-content-fn-1">1</a></sup>'
        ' <a href="#start">b</a> <a href="https://example.org/#x" rel="noopener">c</a> say href="#start"</p>'
    )

    assert anchored(shown, "power") == (
        '<p><a class="term" href="#term-a">a</a><sup id="power--user-content-fnref-1">'
        '<a href="#power--user-content-fn-1">1</a></sup>'
        ' <a href="#power--start">b</a> <a href="https://example.org/#x" rel="noopener">c</a> say href="#start"</p>'
    )
