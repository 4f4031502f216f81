"""Colours an organisation may call its own, and whether people can read them.

An organisation re-brands the site by naming up to six colours (BRANDABLE). Every pair of colours that meets on a page is
listed in PAIRS with the contrast it needs: 4.5 to 1 for words and 3 to 1 for the edges of controls (WCAG 2.2, 1.4.3 and
1.4.11). A theme that misses one is refused with a sentence for each pair, so a site cannot be made hard to read by mistake.

Dark is derived, not asked for. Paper, card, ink and edges stay ours; the organisation's link and brand colours are mixed
with white until they can be read there, and its header is its brand colour, darkened. High contrast is never branded: a
person chose it because they need it. The alternative, six more colours to pick, was refused: few would pick them well.

Nothing here knows about pages, people or Flask.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

BRANDABLE = ("paper", "card", "ink", "link", "brand", "edge")
"""What may be changed: the page, things lying on it, words, links, main buttons with the header, edges of controls."""

WORDS, EDGES = 4.5, 3.0
"""The contrast that words need, and the contrast that edges and marks need, each "to 1"."""

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_STEP = 0.05  # how much white is added at a time; 21 tries reach pure white


class Pair(NamedTuple):
    """Two tokens that meet on a page, and the contrast they need."""

    front: str
    ground: str
    needs: float


def _meet(needs: float, fronts: str, grounds: str) -> tuple[Pair, ...]:
    return tuple(Pair(front, ground, needs) for front in fronts.split() for ground in grounds.split())


PAIRS = (
    *_meet(WORDS, "ink soft link", "paper card sun-tint sage sky clay-tint"),
    *_meet(WORDS, "ink", "sun-tag"),
    *_meet(WORDS, "sage-ink", "sage"),
    *_meet(WORDS, "clay", "paper card clay-tint"),
    *_meet(WORDS, "brand", "paper card"),
    *_meet(WORDS, "on-brand", "brand"),
    *_meet(WORDS, "on-header", "header"),
    *_meet(EDGES, "edge", "paper card"),
    *_meet(EDGES, "brand", "sage"),
    *_meet(EDGES, "bar", "card"),
    *_meet(EDGES, "sun", "header"),
)
"""Every pair the style sheet uses. A rule that makes two other tokens meet adds its pair here."""


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, from 1 (the same) to 21 (black and white), as WCAG 2.2 defines contrast ratio.

    The order does not matter. Raises ValueError when either is not written as # and six digits, such as "#0b5351".
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_theme(tokens: Mapping[str, str]) -> tuple[str, ...]:
    """What is wrong with these colours, one plain sentence or two for each fault; nothing when all is well.

    `tokens` holds any of BRANDABLE; those left out keep our own colour. Only faults that these colours cause are told.
    """
    faults = [
        f"There is no colour called “{name}”. You can change: {', '.join(BRANDABLE)}."
        for name in tokens
        if name not in BRANDABLE
    ]
    faults += [
        f"The colour for “{name}” is written “{colour}”. Write # and six digits, such as #0b5351."
        for name, colour in tokens.items()
        if name in BRANDABLE and not _is_colour(colour)
    ]
    if faults:
        return tuple(faults)
    return tuple(
        f"“{pair.front}” ({light[pair.front]}) on “{pair.ground}” ({light[pair.ground]}) has a contrast of "
        f"{_told(found)} to 1. {'Words need' if pair.needs == WORDS else 'Edges and marks need'} {pair.needs:g} to 1. "
        "Make one of them darker or lighter."
        for light in (_light(tokens),)
        for pair in PAIRS
        if (found := contrast(light[pair.front], light[pair.ground])) < pair.needs
    )


def theme_css(tokens: Mapping[str, str]) -> str:
    """A small style sheet with an organisation's colours, to be loaded straight after tokens.css.

    Holds nothing but custom properties with colours of # and six digits. Raises ValueError, with the sentences of
    check_theme, for colours that cannot be used.
    """
    faults = check_theme(tokens)
    if faults:
        raise ValueError(" ".join(faults))
    light, dark = _changed(_light(tokens), "light"), _changed(_dark(tokens), "dark")
    return (
        f":root {{ {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme]) {{ {dark} }} }}\n"
        f':root[data-theme="dark"] {{ {dark} }}\n'
    )


def themes_in(css: str) -> dict[str, dict[str, str]]:
    """The colours of each theme in the text of tokens.css: "light", "dark", "dark by system" and "contrast"."""
    selectors = {
        "light": r":root \{",
        "dark": r':root\[data-theme="dark"\] \{',
        "dark by system": r":root:not\(\[data-theme\]\) \{\s*color-scheme: dark;",
        "contrast": r':root\[data-theme="contrast"\] \{',
    }
    found = {name: re.search(rf"{selector}([^}}]*)\}}", css) for name, selector in selectors.items()}
    return {
        name: dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", match.group(1))) if match else {}
        for name, match in found.items()
    }


@lru_cache(maxsize=1)
def _ours() -> dict[str, dict[str, str]]:
    return themes_in((Path(__file__).parent / "static" / "tokens.css").read_text(encoding="utf-8"))


def _light(tokens: Mapping[str, str]) -> dict[str, str]:
    colours = {**_ours()["light"], **{name: colour.lower() for name, colour in tokens.items()}}
    return {**colours, "header": colours["brand"]}


def _dark(tokens: Mapping[str, str]) -> dict[str, str]:
    """The dark theme that goes with these colours. Our own colours, where unchanged, stay exactly as shipped."""
    dark, light = dict(_ours()["dark"]), _light(tokens)
    for name in ("link", "brand"):
        if light[name] != _ours()["light"][name]:
            grounds = [pair.ground for pair in PAIRS if pair.front == name]
            dark[name] = _lightened(light[name], [dark[ground] for ground in grounds] + [dark["on-brand"]])
    if light["brand"] != _ours()["light"]["brand"]:
        dark["header"] = _mixed(light["brand"], "#000000", 0.3)
    return dark


def _lightened(colour: str, grounds: list[str]) -> str:
    for step in range(round(1 / _STEP) + 1):
        lighter = _mixed(colour, "#ffffff", step * _STEP)
        if all(contrast(lighter, ground) >= WORDS for ground in grounds):
            return lighter
    return "#ffffff"


def _mixed(colour: str, other: str, share: float) -> str:
    """`colour` with this share (0 to 1) of `other` stirred in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(mine + (theirs - mine) * share):02x}" for mine, theirs in pairs)


def _changed(theme: Mapping[str, str], name: str) -> str:
    ours = _ours()[name]
    return " ".join(f"--{token}: {colour};" for token, colour in theme.items() if colour != ours[token])


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, with the threshold 0.04045 of its corrected definition)."""
    linear = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    )
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _channels(colour: str) -> tuple[int, int, int]:
    if not _is_colour(colour):
        raise ValueError(f"“{colour}” is not a colour. Write # and six digits, such as #0b5351.")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_colour(text: object) -> bool:
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def _told(ratio: float) -> str:
    """Rounded down, so that a pair just short of 4.5 is never told to be 4.5."""
    return f"{int(ratio * 10) / 10:g}"
