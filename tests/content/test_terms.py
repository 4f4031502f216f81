"""The first use of each term of the glossary becomes a link to it, once in each file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from course.content import model
from course.content.only_words import only_words
from course.content.render import known_html, render_course
from course.content.term_finder import Finder
from tests.content.planted import GLOSSARY, HISTORY, INDEX, MODULE, MORE, SCENARIO, STORY_OF_BREAD, WORDS
from tests.content.small_course import FILES, checked

LINK = re.compile(r'<a class="term" href="([^"]*)">([^<]*)</a>')


def found(words: str, *entries: tuple[str, ...]) -> list[tuple[str, str]]:
    """(address, words) of each term; an entry is its forms, and its address is the first of them."""
    finder = Finder([(forms[0], forms) for forms in entries])
    return [(one.address, words[one.start : one.end]) for one in finder.find(words)]


@pytest.mark.parametrize(
    ("words", "term", "linked"),
    [
        ("A Bias, or two biases.", "bias", ["Bias", "biases"]),
        ("Biased? No: unbias.", "bias", []),
        ("PPI and PPIs, but no ppi.", "PPI", ["PPI", "PPIs"]),
        ("R&D, or r&d.", "R&D", ["R&D"]),
        ("A rule for a group.", "a", ["A", "a"]),
        ("A rule for a group, A4 and a4.", "A", ["A"]),
        ("Plan B and plan b", "plan B", ["Plan B", "plan b"]),
        ("Tŷ Dŵr, tŷ dŵr", "tŷ dŵr", ["Tŷ Dŵr", "tŷ dŵr"]),
        ("Straßen, CAFÉ", "Straßen", ["Straßen"]),
        ("straßen, Café", "Straßen", ["straßen"]),
        ("a café and a Café", "Café", ["café", "Café"]),
        ("a.b, not axb", "a.b", ["a.b"]),
        ("(x) [y] C++ a{2} $ ^ |", "a{2}", ["a{2}"]),
        ("Co-production, co‑production; not non-co-production.", "co-production", ["Co-production", "co‑production"]),
        ("co-production and production-led", "production", []),
        ("a lay\nmember, lay  members", "lay member", ["lay\nmember", "lay  members"]),
        ("The team’s rules", "team's rules", ["team’s rules"]),
        ("see https://example.org/bias/ or bias@example.org", "bias", []),
        ("我们共同制作研究。", "共同制作", ["共同制作"]),
        ("البحث المشترك مفيد", "البحث المشترك", ["البحث المشترك"]),
        ("हिन्दी में", "हिन्दी", ["हिन्दी"]),
        ("हिन्दीा", "हिन्दी", []),
        ("Über allem steht die Würde.", "würde", ["Würde"]),
    ],
)
def test_whole_words_are_found(words: str, term: str, linked: list[str]) -> None:
    assert [said for _, said in found(words, (term,))] == linked


def test_the_longest_term_wins() -> None:
    assert found("A public contributor and a contributor.", ("contributor",), ("public contributor",)) == [
        ("public contributor", "public contributor"),
        ("contributor", "contributor"),
    ]


def test_what_is_no_running_text_is_blanked_out() -> None:
    lines = (
        "# Bias",
        "> [!TIP]",
        "> `bias`[^bias] [bias](x.md) ![bias](y.png) <https://bias.org>",
        "",
        "| Bias |",
        "|---|",
        "| Words |",
        "~~~",
        "bias",
        "~~~",
        "``bias ` bias`` and `bias, never closed",
    )
    left = [line.split() for line in only_words("\n".join(lines)).split("\n")]
    assert left == [
        [],
        [],
        [],
        [],
        [],
        ["|---|"],
        ["|", "Words", "|"],
        [],
        [],
        [],
        ["and", "`bias,", "never", "closed"],
    ]


def test_a_line_of_blanks_around_a_hyphen_does_not_stall() -> None:
    """It once took minutes: a possible head of a table, and thousands of ways to share out its blanks."""
    blanks = " " * 1_990
    for line in (f"{blanks}-{blanks}x|", f"> {blanks}|-{blanks}|{blanks[:10]}x"):
        assert only_words(f"bias\n{line}") == f"bias\n{line.replace('>', ' ')}"


def test_a_glossary_of_thousands_of_terms_that_start_alike_is_read_form_by_form() -> None:
    """It once took half a minute, because each term was looked for in each other one."""
    terms = "".join(f"## Public word{place}\n\nA word.\n\n" for place in range(2_000))
    words = f"---\nid: glossary\n---\n\n# Glossary\n\n## Word1999\n\nAn end.\n\n{terms}"
    course = course_with(**{WORDS: words}, **module_with("A public word1999, and word1999. A public word7."))

    module = render_course(course, workers=1).modules[0]

    assert [said for _, said in linked(module)] == ["public word1999", "word1999", "public word7"]


def course_with(**pages: str) -> model.Course:
    result = checked({WORDS: GLOSSARY, STORY_OF_BREAD: HISTORY, INDEX: MORE, **pages})
    assert [one for one in result.problems if one.severity == "error"] == []
    return result.course


def linked(document: model.Document | None) -> list[tuple[str, str]]:
    """Every link to the glossary in a file, as (address, words), in the order of its fields."""
    assert document is not None
    return LINK.findall(repr(document))


def module_with(words: str) -> dict[str, str]:
    return {MODULE: FILES[MODULE].replace("Now for a list.\n", words + "\n")}


def test_the_first_use_in_a_module_is_a_link_and_no_later_one() -> None:
    course = course_with(**module_with("A *public contributor* bakes. Public contributors eat. So does a lay member."))

    module = render_course(course, workers=1).modules[0]

    assert linked(module) == [("course:module/glossary#public-contributor", "public contributor")]


def test_the_order_of_reading_decides_which_text_has_the_link() -> None:
    text = FILES[MODULE].replace("Think of a meal that you liked.", "Think of a lay member.")
    text = text.replace("Now for a list.\n", "A public contributor bakes.\n")

    module = render_course(course_with(**{MODULE: text}), workers=1).modules[0]

    assert linked(module) == [("course:module/glossary#public-contributor", "lay member")]


def test_links_code_headings_and_heads_of_tables_stay_as_they_are() -> None:
    words = (
        "## A public contributor\n\n`public contributor`, [a public contributor](#the-oven)\n\n"
        "| Public contributor |\n|---|\n| R&D |\n\n```\npublic contributor\n```"
    )

    module = render_course(course_with(**module_with(words)), workers=1).modules[0]

    assert linked(module) == [("course:module/glossary#rd", "R&amp;D")]


def test_questions_have_no_links() -> None:
    text = FILES[MODULE].replace("- [ ] Eat", "- [ ] Ask a public contributor to eat")
    text = text.replace("Hint: Think of your hands.", "Hint: A public contributor.")
    assert text.count("ublic contributor") == 2

    assert linked(render_course(course_with(**{MODULE: text}), workers=1).modules[0]) == []


def test_a_term_inside_a_longer_one_waits_for_its_own_first_use() -> None:
    words = GLOSSARY.replace("## R&D", "## Contributor\n\nAnybody.\n\n## R&D")
    course = course_with(
        **{WORDS: words}, **module_with("A public contributor, a public contributor. Then a contributor.")
    )

    module = render_course(course, workers=1).modules[0]

    assert linked(module) == [
        ("course:module/glossary#public-contributor", "public contributor"),
        ("course:module/glossary#contributor", "contributor"),
    ]


def test_a_story_links_outside_its_scenes_only() -> None:
    text = (
        FILES[SCENARIO]
        .replace("It is early.", "R&D is early.")
        .replace('"What is in it?" she asks.', '"What is a public contributor?" she asks.')
    )
    text = text.replace("What did she want to know?", "What does a public contributor want to know?")

    story = render_course(course_with(**{SCENARIO: text}), workers=1).scenarios[0]

    assert [one for scene in story.scenes for one in LINK.findall(repr(scene))] == []
    assert [words for _, words in linked(story)] == ["R&amp;D", "public contributor"]


def test_pages_to_read_have_links_and_the_glossary_has_none() -> None:
    course = course_with(**{STORY_OF_BREAD: HISTORY.replace("Somebody left", "A public contributor left")})

    rendered = render_course(course, workers=1)

    assert [words for _, words in linked(rendered.pages[0])] == ["public contributor"]
    assert linked(rendered.glossary) == []


def test_each_language_leads_to_its_own_glossary() -> None:
    welsh = GLOSSARY.replace("## Public contributor", "## Cyfrannwr cyhoeddus").replace("Also: lay", "Hefyd: aelod")
    history = HISTORY.replace("Somebody left", "Cyfrannwr cyhoeddus left")
    course = course_with(**{"modules/glossary.cy.md": welsh, "modules/history.cy.md": history})

    rendered = render_course(course, workers=1)

    assert linked(rendered.page_variants[0]) == [
        ("course:module/glossary.cy#cyfrannwr-cyhoeddus", "Cyfrannwr cyhoeddus")
    ]


def test_a_new_meaning_renders_nothing_else_again_and_a_new_form_only_what_has_it() -> None:
    course = course_with(**module_with("A public contributor bakes."))
    rendered = render_course(course, workers=1)
    known = known_html(rendered)
    assert known_html(course_with(**module_with("A public contributor bakes."))).keys() <= known.keys()

    again = render_course(course, known=known, workers=1)

    assert again == rendered
    assert course.glossary is not None
    reworded = replace(course, glossary=replace(course.glossary, terms=course.glossary.terms[1:]))
    assert linked(render_course(reworded, known=known, workers=1).modules[0]) == []
