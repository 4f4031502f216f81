"""Pages to read, the glossary, the credits and the course on one page, as people meet them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import event

from course.web import Mount

from ..pages import CheckedClient
from ..planting import PHRASE, plant


def links(page: str, selector: str = "main a") -> list[tuple[str, str]]:
    return [(one.text().strip(), one.attributes["href"] or "") for one in LexborHTMLParser(page).css(selector)]


def test_anybody_can_look_up_a_word(client: CheckedClient) -> None:
    page = client.get("/glossary").text
    tree = LexborHTMLParser(page)

    assert [one.text() for one in tree.css("dl.glossary dt")] == ["Bunting", "Éclair", "Neighbour", "RSVP", "街坊"]
    assert [one.attributes["id"] for one in tree.css("dl.glossary dt")][:2] == ["term-bunting", "term-éclair"]
    jumps = links(page, "nav.letters a")
    assert [letter for letter, _ in jumps] == ["B", "E", "N", "R", "街"]
    assert [one for _, one in jumps if tree.css_first(f'[id="{one[1:]}"]') is None] == []
    assert "Also: answer card." in page
    assert ("how it began", "/read/history#the-first-flags") in links(page)


def test_the_first_use_of_a_word_in_a_module_leads_there(as_amina: CheckedClient) -> None:
    page = as_amina.get("/modules/asking").text

    assert links(page, "a.term") == [("neighbours", "/glossary#term-neighbour")]


def test_a_page_to_read_is_open_to_anybody(client: CheckedClient) -> None:
    page = client.get("/read/history").text
    tree = LexborHTMLParser(page)

    assert tree.css_first("h1").text() == "How street parties began"  # type: ignore[union-attr]
    assert [one.attributes.get("id") for one in tree.css("main h2")] == [
        "in-plain-english",
        "the-first-flags",
        "the-first-biscuits",
        "notes-title",
    ]
    assert links(page, "a.term") == [("bunting", "/glossary#term-bunting"), ("neighbour", "/glossary#term-neighbour")]
    assert ("the first module", "/modules/asking") in links(page)
    assert "Written by: Gwen Hughes (neighbour), The test team." in page
    assert client.get("/read/asking").status_code == 404
    assert client.get("/read/glossary").status_code == 404


def test_front_page_about_and_my_learning_lead_to_what_there_is_to_read(
    client: CheckedClient, as_amina: CheckedClient
) -> None:
    assert ("How street parties began", "/read/history") in links(client.get("/").text)
    assert ("How street parties began", "/read/history") in links(client.get("/about").text)
    beside = links(as_amina.get("/learning").text, "aside a")
    assert [address for _, address in beside][-3:] == ["/read/history", "/glossary", "/whole-course"]
    assert ("/glossary", "/credits") <= tuple(address for _, address in links(client.get("/help").text, "footer a"))


def test_the_welcome_is_on_the_front_page_and_in_my_learning_until_a_module_is_opened(
    client: CheckedClient, as_amina: CheckedClient
) -> None:
    assert "The kettle is on" in client.get("/").text
    assert "The kettle is on" in as_amina.get("/learning").text
    as_amina.get("/modules/asking")
    assert "The kettle is on" not in as_amina.get("/learning").text


def test_each_reader_gets_the_glossary_of_their_language_but_a_link_leads_to_that_of_its_text(
    as_amina: CheckedClient, mount: Mount
) -> None:
    newest = mount.shelf.newest()
    assert newest is not None and newest.course.glossary is not None
    welsh = replace(newest.course.glossary, language="cy", terms=newest.course.glossary.terms[:1])
    mount.shelf._kept[newest.id] = replace(newest, course=replace(newest.course, glossary_variants=(welsh,)))
    as_amina.get("/language/cy")

    def terms(address: str) -> int:
        return len(LexborHTMLParser(as_amina.get(address).text).css("dl.glossary dt"))

    assert (terms("/glossary"), terms("/glossary?version=en"), terms("/glossary?version=nonsense")) == (1, 5, 1)
    assert links(as_amina.get("/read/history").text, "a.term")[0][1] == "/glossary?version=en#term-bunting"


def test_credits_say_who_made_each_part(client: CheckedClient) -> None:
    tree = LexborHTMLParser(client.get("/credits").text)

    assert [" ".join(one.text().split()) for one in tree.css(".people li")] == [
        "The test team",
        "Gwen Hughes (neighbour)",
    ]
    said = [" ".join(one.text().split()) for one in tree.css(".credits li")]
    assert (
        said[0] == "How to run a street party Written by: The test team. Licence: CC BY 4.0. Last checked: 22 November 2026."
    )
    assert said[-1] == "Glossary Written by: Gwen Hughes (neighbour). Licence: CC BY 4.0. Last checked: 22 November 2026."
    assert [one.text() for one in tree.css("main h2")] == [
        "Everyone who is named",
        "The course",
        "The modules",
        "The stories",
        "More to read",
        "Glossary",
    ]


# The course on one page


def test_the_whole_course_is_for_learners(client: CheckedClient) -> None:
    assert client.get("/whole-course").headers["Location"] == "/sign-in?next=/whole-course"


def test_the_whole_course_has_everything_in_order(as_amina: CheckedClient) -> None:
    page = as_amina.get("/whole-course").text
    tree = LexborHTMLParser(page)

    assert [one.text() for one in tree.css("main h2")] == [
        "What is on this page",
        "Welcome",
        "What the course is about",
        "Our promise",
        "Asking the street",
        "On the day",
        "How street parties began",
        "Glossary",
        "Credits",
    ]
    contents = [address for _, address in links(page, "nav.contents a")]
    assert contents[3:5] == ["#module-asking", "#module-the-day"]
    levels = [int(one.tag[1]) for one in tree.css("main h1, main h2, main h3, main h4, main h5")]  # type: ignore[index]
    assert [(before, after) for before, after in zip(levels, levels[1:], strict=False) if after > before + 1] == []


def test_every_anchor_of_the_whole_course_is_there_once_and_every_link_in_it_leads_somewhere(
    as_amina: CheckedClient,
) -> None:
    tree = LexborHTMLParser(as_amina.get("/whole-course").text)
    ids = Counter(one.attributes["id"] for one in tree.css("[id]"))
    inside = {(one.attributes["href"] or "")[1:] for one in tree.css('main a[href^="#"]')}

    assert [one for one, count in ids.items() if count > 1] == []
    assert inside - set(ids) == set()
    assert {"module-asking--user-content-fn-1", "page-history--user-content-fn-1", "term-neighbour"} <= inside


def test_answers_stand_after_all_the_questions_of_a_module_and_nowhere_before(as_amina: CheckedClient) -> None:
    tree = LexborHTMLParser(as_amina.get("/whole-course").text)
    part = tree.css_first('section[aria-labelledby="module-the-day"]')
    assert part is not None
    before, _, after = (part.html or "").partition("module-the-day--answers")

    assert "Flags before a day would be brave." not in before
    assert "Flags before a day would be brave." in after
    assert "on-paper" not in after
    assert [one.text() for one in part.css(".answers ol li")] == [
        "Ask the street",
        "Choose a day",
        "Hang the flags",
        "Clear up",
    ]


def test_there_is_room_to_write_and_nothing_of_the_learners_own(as_amina: CheckedClient, mount: Mount) -> None:
    plant(as_amina, mount)
    page = as_amina.get("/whole-course").text
    tree = LexborHTMLParser(page)

    assert PHRASE not in page
    assert tree.css("main form, main input, main textarea, main select") == []
    assert len(tree.css(".paper-box")) > 10


def test_the_whole_course_is_drawn_once_and_asked_of_the_database_once(as_amina: CheckedClient, mount: Mount) -> None:
    first = as_amina.get("/whole-course")
    asked: list[str] = []
    event.listen(mount.store.engine, "before_cursor_execute", lambda *values: asked.append(values[2]))
    second = as_amina.get("/whole-course")

    assert len([one for one in asked if one.lstrip().upper().startswith("SELECT")]) <= 3
    without = re.compile(r'name="csrf_token" value="[^"]*"')
    assert without.sub("", second.text) == without.sub("", first.text)
    again = as_amina.get("/whole-course", headers={"If-None-Match": second.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_two_people_who_share_the_drawn_page_see_their_own_names(
    as_amina: CheckedClient, as_joe: CheckedClient
) -> None:
    as_amina.get("/whole-course")
    page = as_joe.get("/whole-course").text

    assert "Joe Brannigan" in page
    assert "Amina Yusuf" not in page


def test_a_course_without_any_of_this_says_so(client: CheckedClient, mount: Mount) -> None:
    newest = mount.shelf.newest()
    assert newest is not None
    bare = replace(newest.course, glossary=None, pages=(), more=None, welcome=None)
    mount.shelf._kept[newest.id] = replace(newest, course=bare)

    assert "This course has no glossary yet." in client.get("/glossary").text
    assert client.get("/read/history").status_code == 404
    assert "More to read" not in client.get("/").text
    assert client.get("/credits").status_code == 200


def test_the_letters_of_the_glossary_lead_nowhere_on_paper_and_are_left_out(client: CheckedClient) -> None:
    tree = LexborHTMLParser(client.get("/glossary").text)
    assert [one.attributes["class"] for one in tree.css("nav.letters")] == ["letters no-print"]
