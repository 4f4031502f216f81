"""Which version is read, the glossary by letters, whose work it is."""

from __future__ import annotations

from course.content.model import Article, Term, Text
from course.reading.rules import Author, author, by_letter, closest, credits_of, everybody, stories_in_order
from tests.makers import course, module, scenario


def term(name: str) -> Term:
    return Term(name=name, slug=name.casefold(), text=Text(markdown="It is."))


def article(name: str, *authors: str, language: str = "en", easy_read: bool = False) -> Article:
    return Article(
        id=name, name=name, path=f"modules/{name}.md", title=name, blocks=(), authors=authors, language=language,
        easy_read=easy_read,
    )  # fmt: skip


def test_terms_stand_in_the_order_of_the_alphabet_whatever_their_accents_and_capitals() -> None:
    letters = by_letter([term("Zest"), term("Éclair"), term("easy read"), term("R&D"), term("3D"), term("街坊")])

    assert [(one.letter, one.anchor, [each.name for each in one.terms]) for one in letters] == [
        ("#", "letter-1", ["3D"]),
        ("E", "letter-2", ["easy read", "Éclair"]),
        ("R", "letter-3", ["R&D"]),
        ("Z", "letter-4", ["Zest"]),
        ("街", "letter-5", ["街坊"]),
    ]


def test_the_closest_version_is_read() -> None:
    base = article("history")
    welsh, easy = article("history", language="cy"), article("history", easy_read=True)
    others = [article("other", language="cy"), welsh, easy]

    assert closest(base, others, "cy", True) is welsh
    assert closest(base, others, "en", True) is easy
    assert closest(base, others, "en", False) is base


def test_a_role_in_brackets_belongs_to_a_name() -> None:
    assert author("Amina Yusuf (public contributor)") == Author("Amina Yusuf", "public contributor")
    assert author("The (new) team") == Author("The (new) team")
    assert author("王芳 (翻译)") == Author("王芳", "翻译")


def test_everybody_is_named_once() -> None:
    pages = (article("a", "Amina Yusuf (public contributor)", "Joe"), article("b", "Joe"))
    found = everybody(course(pages=pages, authors=("The team",)))

    assert found == (Author("The team"), Author("Amina Yusuf", "public contributor"), Author("Joe"))


def test_stories_stand_in_the_order_in_which_modules_lead_to_them() -> None:
    modules = (module("one", scenarios=("cake", "bread")), module("two", scenarios=("cake",)))
    made = course(*modules, scenarios=[scenario(name) for name in ("apple", "bread", "cake")])

    assert [one.id for one in stories_in_order(made)] == ["cake", "bread", "apple"]


def test_other_versions_are_credited_when_others_wrote_them() -> None:
    base, welsh = article("a", "Amina"), article("a", "Siân", language="cy")

    (credit,) = credits_of([base], [welsh, article("a", "Amina", easy_read=True), article("b", "Joe", language="cy")])

    assert (credit.document, credit.authors, credit.versions) == (
        base,
        (Author("Amina"),),
        ((welsh, (Author("Siân"),)),),
    )
