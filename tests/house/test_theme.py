"""Every colour can be read, in every theme, and an organisation cannot change that by mistake."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.theme import BRANDABLE, EDGES, PAIRS, WORDS, check_theme, contrast, theme_css, themes_in

STATIC = Path(__file__).parents[2] / "course" / "static"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
STYLE = (STATIC / "course.css").read_text(encoding="utf-8")
THEMES = themes_in(TOKENS)
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def too_faint(theme: dict[str, str], words: float = WORDS) -> list[tuple[str, str]]:
    """The pairs of this theme that miss what they need."""
    needed = {WORDS: words, EDGES: EDGES}
    return [
        (pair.front, pair.ground)
        for pair in PAIRS
        if contrast(theme[pair.front], theme[pair.ground]) < needed[pair.needs]
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", "21.00"),
        ("#ffffff", "#000000", "21.00"),
        ("#123456", "#123456", "1.00"),
        ("#767676", "#ffffff", "4.54"),
        ("#777777", "#FFFFFF", "4.48"),
        ("#ff0000", "#ffffff", "4.00"),
    ],
)
def test_contrast_is_the_ratio_wcag_defines(one: str, other: str, expected: str) -> None:
    assert f"{contrast(one, other):.2f}" == expected


@pytest.mark.parametrize(
    "not_a_colour", ["", "red", "#fff", "#12345g", "#1234567", " #123456", "#123456\n", "#１２３４５６"]
)
def test_contrast_refuses_what_is_not_a_colour(not_a_colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour. Write # and six digits, such as #0b5351."):
        contrast(not_a_colour, "#ffffff")


@pytest.mark.parametrize("theme", ["light", "dark", "dark by system"])
def test_every_pair_of_colours_can_be_read(theme: str) -> None:
    assert too_faint(THEMES[theme]) == []


def test_high_contrast_gives_words_seven_to_one() -> None:
    assert too_faint(THEMES["contrast"], words=7.0) == []


def test_dark_is_the_same_whether_the_system_or_the_person_asks() -> None:
    assert THEMES["dark"] == THEMES["dark by system"]


def test_every_theme_names_every_colour() -> None:
    names = {theme: sorted(colours) for theme, colours in THEMES.items()}
    assert names == dict.fromkeys(THEMES, sorted(THEMES["light"]))


def test_every_colour_of_words_and_edges_is_in_a_checked_pair() -> None:
    fronts = set(re.findall(r"(?<![-a-z])(?:color|fill|stroke):\s*var\(--([a-z-]+)\)", STYLE))
    assert sorted(fronts - {name for pair in PAIRS for name in (pair.front, pair.ground)}) == []


def test_the_style_sheet_uses_only_colours_that_have_a_name() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", STYLE))
    assert sorted(used - set(re.findall(r"--([a-z-]+):", TOKENS + STYLE))) == []


@pytest.mark.parametrize("name", ["tokens.css", "course.css", "logo.svg", "empty.svg", "favicon.svg", "course.js"])
def test_nothing_is_fetched_from_anywhere_else(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    found = re.findall(r"https?:|@import|data:|//[a-z]|url\(|<script|<style|style=", text)
    assert found == []


def test_no_rule_sides_with_left_or_right() -> None:
    rules = re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL)
    declarations = re.findall(r"[^{};]+:[^{};]+(?=[;}])", rules)
    assert [words for words in declarations if re.search(r"\b(?:left|right)\b", words)] == []


def test_our_own_colours_pass_their_own_check() -> None:
    assert check_theme({}) == ()
    assert check_theme({name: THEMES["light"][name] for name in BRANDABLE}) == ()


def test_a_pair_that_is_hard_to_read_is_named_with_both_ratios() -> None:
    assert check_theme({"edge": "#c0c0c0"}) == (
        "“edge” (#c0c0c0) on “paper” (#fbf7f0) has a contrast of 1.7 to 1. "
        "Edges and marks need 3 to 1. Make one of them darker or lighter.",
        "“edge” (#c0c0c0) on “card” (#fffefb) has a contrast of 1.8 to 1. "
        "Edges and marks need 3 to 1. Make one of them darker or lighter.",
    )


def test_a_ratio_just_short_is_never_told_as_enough() -> None:
    (fault,) = (sentence for sentence in check_theme({"brand": "#777777"}) if "“on-brand”" in sentence)
    assert fault == (
        "“on-brand” (#ffffff) on “brand” (#777777) has a contrast of 4.4 to 1. "
        "Words need 4.5 to 1. Make one of them darker or lighter."
    )


def test_a_misspelt_name_and_a_colour_in_words_are_both_told() -> None:
    assert check_theme({"papper": "#ffffff", "ink": "black"}) == (
        "There is no colour called “papper”. You can change: paper, card, ink, link, brand, edge.",
        "The colour for “ink” is written “black”. Write # and six digits, such as #0b5351.",
    )


def test_our_own_colours_need_no_style_sheet_of_their_own() -> None:
    assert theme_css({}).count("--") == 0


def test_a_theme_changes_light_and_dark_but_never_high_contrast() -> None:
    assert theme_css({"brand": "#5b2a86"}) == (
        ":root { --brand: #5b2a86; --header: #5b2a86; }\n"
        "@media (prefers-color-scheme: dark) { :root:not([data-theme]) { --brand: #ad94c2; --header: #401d5e; } }\n"
        ':root[data-theme="dark"] { --brand: #ad94c2; --header: #401d5e; }\n'
    )


@pytest.mark.parametrize(
    "attack", ["#fff;} body{display:none", "red", "url(x)", "#0b5351\n", "expression(1)", "#0b53511"]
)
def test_a_theme_is_never_written_with_anything_but_a_colour(attack: str) -> None:
    with pytest.raises(ValueError, match="Write # and six digits"):
        theme_css({"brand": attack})


def test_a_theme_that_is_hard_to_read_is_never_written() -> None:
    with pytest.raises(ValueError, match="Words need 4.5 to 1"):
        theme_css({"link": "#ffee00"})


@given(brand=COLOURS, link=COLOURS)
def test_whatever_passes_in_light_can_be_read_in_the_dark_too(brand: str, link: str) -> None:
    colours = {"brand": brand, "link": link}
    colours = {name: colour for name, colour in colours.items() if check_theme({name: colour}) == ()}
    dark = {**THEMES["dark"], **themes_in(theme_css(colours))["dark"]}
    assert too_faint(dark) == []
