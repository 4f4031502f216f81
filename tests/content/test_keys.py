"""A key stays with its answer when words change, and is never given to another answer."""

from __future__ import annotations

import pytest

from course.content.ids import ALPHABET, Matched, SideKeys, fallback_key, free, id_from, match, read_side

OLD = {
    "k001": "Count the visitors every day",
    "k002": "Ask the people who live near the park",
    "k003": "Ask the council what it wants to hear",
    "k004": "Read what others have written",
}
WORDS = list(OLD.values())


def test_the_same_words_keep_their_keys_in_any_order() -> None:
    assert match(OLD, {}, WORDS[::-1]) == Matched(("k004", "k003", "k002", "k001"))


def test_capitals_and_spaces_are_not_a_change() -> None:
    assert match(OLD, {}, ["READ what  others have written"]).keys == ("k004",)


def test_a_mended_letter_keeps_the_key() -> None:
    found = match(OLD, {}, ["Count the vistors every day", *WORDS[1:]])
    assert found.keys == ("k001", "k002", "k003", "k004")
    assert found.reworded == (("k001", WORDS[0], "Count the vistors every day"),)


def test_reworded_and_moved_answers_keep_their_keys() -> None:
    new = ["Ask what the council wants to hear", "Count visitors each day", "Ask people who live by the park", WORDS[3]]
    assert match(OLD, {}, new).keys == ("k003", "k001", "k002", "k004")


def test_a_new_answer_gets_no_old_key() -> None:
    found = match(OLD, {}, [*WORDS, "Plant a tree"])
    assert found.keys == (*OLD, None)
    assert found.gone == ()


def test_a_rewritten_answer_is_not_taken_for_the_old_one() -> None:
    found = match(OLD, {}, ["Plant a tree", *WORDS[1:]])
    assert found.keys == (None, "k002", "k003", "k004")
    assert found.gone == ("k001",)


def test_a_removed_answer_that_comes_back_gets_its_key_back() -> None:
    found = match({"k001": WORDS[0]}, {"k004": WORDS[3]}, [WORDS[0], WORDS[3]])
    assert (found.keys, found.returned) == (("k001", "k004"), ("k004",))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"five": "5 people", "many": "50 people"}, ["5 persons", "50 persons"]),
        ({"a": "Ask her first", "b": "Ask him first"}, ["Ask them first", "Ask nobody first"]),
        ({"a": "Always", "b": "Always not"}, ["Alway", "Always nought"]),
    ],
)
def test_near_twins_never_swap_keys(old: dict[str, str], new: list[str]) -> None:
    keys = match(old, {}, new).keys
    right = dict(zip(old, new, strict=True))
    assert all(key is None or right[key] == words for key, words in zip(keys, new, strict=True))


def test_a_line_without_a_key_always_gets_the_same_one() -> None:
    first = SideKeys("bread").of("matters-most", WORDS)
    assert first == SideKeys("bread").of("matters-most", WORDS)
    assert len(set(first)) == 4
    assert all(len(key) == 4 and set(key) <= set(ALPHABET) for key in first)
    assert first != SideKeys("bread").of("other-block", WORDS)


def test_two_lines_with_the_same_words_have_two_keys() -> None:
    assert len(set(SideKeys("bread").of("matters-most", ["Same", "Same", "Same"]))) == 3


def test_a_fallback_never_takes_a_key_that_is_in_use_or_retired() -> None:
    wanted = fallback_key("bread", "matters-most", "New")
    for part in ("items", "retired"):
        blocks = {"matters-most": {"items": {}, "retired": {}, part: {wanted: "Something quite different"}}}
        assert wanted not in SideKeys("bread", blocks).of("matters-most", ["New"])


def test_partner_keys_are_not_the_keys_they_belong_to() -> None:
    keys = SideKeys("bread").of("words", WORDS)
    partners = SideKeys("bread").partners("words", keys)
    assert len({*keys, *partners}) == 8


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("What made you curious?", "what-made-you-curious"),
        ("Don't know", "dont-know"),
        ("Beth sy'n gwneud tŷ?", "beth-syn-gwneud-ty"),
        ("???", "block"),
        ("One two three four five six seven", "one-two-three-four-five-six"),
    ],
)
def test_an_id_is_made_from_a_heading(words: str, made: str) -> None:
    assert id_from(words) == made


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert (free("a", set()), free("a", {"a"}), free("a", {"a", "a-2"})) == ("a", "a-2", "a-3")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"blocks": []}', '{"blocks": {"a": 1}}', '{"blocks": {"a": {"items": {"k": 1}}}}', "[" * 5000],
)
def test_a_side_file_of_another_shape_is_refused(text: str) -> None:
    assert read_side(text) is None
