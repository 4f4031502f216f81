"""What stamping writes, what it tells the trainer, and what it asks before it writes anything."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from course.content.check import check_course
from course.content.load import read_folder
from course.content.stamp import StampReport, stamp
from tests.content.small_course import FILES, MEDIA, TRANSCRIPTS, WELSH, seen

BREAD = "modules/bread.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small course on disk, stamped once."""
    for path, text in {**FILES, **dict.fromkeys(MEDIA, "x"), **TRANSCRIPTS}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    stamp(tmp_path)
    return tmp_path


def edit(folder: Path, *changes: tuple[str, str], path: str = BREAD) -> None:
    file = folder / path
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def block(folder: Path, identity: str, page: str = "modules/bread") -> Any:
    side = folder / page.replace("/", "/.ids/")
    return json.loads(side.with_suffix(".json").read_text(encoding="utf-8"))["blocks"][identity]


def kinds(report: StampReport) -> list[tuple[str, int]]:
    return [(note.kind, note.line) for note in (*report.notes, *report.questions)]


def line_of(words: str, page: str = BREAD) -> int:
    """The line of the small course that starts with these words."""
    return next(at for at, line in enumerate(FILES[page].split("\n"), 1) if line.startswith(words))


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_second_stamping_changes_nothing(folder: Path) -> None:
    before = snapshot(folder)
    report = stamp(folder)
    assert (report.notes, report.questions, report.written) == ((), (), ())
    assert report.as_text() == "Everything has its id already.\n"
    assert snapshot(folder) == before


def test_stamping_leaves_a_sound_course_sound(folder: Path) -> None:
    assert seen(check_course(read_folder(folder))) == []


def test_the_side_file_keeps_kind_words_and_who_may_read(folder: Path) -> None:
    matters = block(folder, "matters-most")
    assert (matters["kind"], list(matters["items"].values()), matters["retired"], matters["shared"]) == (
        "rank",
        ["The smell", "The taste", "The price"],
        {},
        "private",
    )
    assert block(folder, "what-you-ate")["shared"] == "cohort"
    assert list(block(folder, "first-customer", "quizzes/market-day")["items"].values()) == [
        "Say good morning",
        "Go on counting coins",
        "Close the stall",
    ]


def test_a_missing_id_is_added_under_its_heading_and_nothing_else_moves(folder: Path) -> None:
    whole = (folder / BREAD).read_text(encoding="utf-8")
    edit(folder, ("<!-- id: three-loaves -->\n", ""))

    report = stamp(folder)

    assert kinds(report) == [("id-added", line_of("### List:"))]
    assert (folder / BREAD).read_text(encoding="utf-8") == whole


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_stay_as_they_were(folder: Path, end: str, mark: str) -> None:
    page = folder / BREAD
    whole = (mark + FILES[BREAD].replace("\n", end)).encode()
    page.write_bytes(whole.replace(f"<!-- id: yeast -->{end}".encode(), b""))
    stamp(folder)
    assert page.read_bytes() == whole


def test_a_heading_on_the_last_line_gets_its_id_too(folder: Path) -> None:
    page = folder / BREAD
    page.write_text(FILES[BREAD].rstrip("\n") + "\n\n### Reflect: The end", encoding="utf-8")
    stamp(folder)
    assert page.read_text(encoding="utf-8").endswith("\n### Reflect: The end\n<!-- id: the-end -->\n")


def test_an_answer_given_before_the_first_stamp_keeps_its_key(folder: Path) -> None:
    (folder / "modules" / ".ids" / "bread.json").unlink()
    before = check_course(read_folder(folder)).course.modules[0].activity("matters-most")
    stamp(folder)
    after = check_course(read_folder(folder)).course.modules[0].activity("matters-most")
    assert before == after


def test_reworded_answers_keep_their_keys_and_the_trainer_is_told(folder: Path) -> None:
    keys = list(block(folder, "what-comes-first")["items"])
    edit(folder, ("- [x] Wash your hands", "- [x] Wash both your hands"))

    report = stamp(folder)

    assert kinds(report) == [("reworded", line_of("### Question: What comes first?"))]
    assert block(folder, "what-comes-first")["items"] == {keys[0]: "Eat", keys[1]: "Wash both your hands"}


def test_a_small_word_that_turns_an_answer_round_is_pointed_out(folder: Path) -> None:
    edit(folder, ("- [x] Wash your hands", "- [x] Never wash your hands"))
    report = stamp(folder)
    assert kinds(report) == [("check-meaning", line_of("### Question: What comes first?"))]
    assert report.notes[0].as_text() == (
        f'modules/bread.md:{line_of("### Question: What comes")}: "Wash your hands" is now "Never wash your hands". '
        "Is it still the same answer? Its key was kept. [check-meaning]"
    )


def test_a_rewritten_answer_is_asked_about_and_nothing_is_written(folder: Path) -> None:
    edit(folder, ("- The price", "- Whether it keeps"), ("<!-- id: yeast -->\n", ""))
    before = snapshot(folder)

    report = stamp(folder)

    assert [(note.kind, note.line) for note in report.questions] == [("ask", line_of("### Rank:") - 1)]
    assert report.written == ()
    assert snapshot(folder) == before


def test_keep_gives_the_rewritten_answer_its_old_key(folder: Path) -> None:
    keys = list(block(folder, "matters-most")["items"])
    edit(folder, ("- The price", "- Whether it keeps"))
    stamp(folder, "keep")
    assert block(folder, "matters-most")["items"] == {
        keys[0]: "The smell",
        keys[1]: "The taste",
        keys[2]: "Whether it keeps",
    }


def test_fresh_gives_it_a_new_key_and_rests_the_old_one(folder: Path) -> None:
    keys = list(block(folder, "matters-most")["items"])
    edit(folder, ("- The price", "- Whether it keeps"))
    stamp(folder, "fresh")
    matters = block(folder, "matters-most")
    assert list(matters["items"])[:2] == keys[:2] and list(matters["items"])[2] != keys[2]
    assert matters["retired"] == {keys[2]: "The price"}


def test_a_deleted_answer_rests_and_comes_back_with_its_key(folder: Path) -> None:
    items = block(folder, "matters-most")["items"]
    edit(folder, ("- The taste\n", ""))
    stamp(folder)
    assert list(block(folder, "matters-most")["retired"].values()) == ["The taste"]
    edit(folder, ("- The smell\n", "- The smell\n- The taste\n"))
    stamp(folder)
    assert block(folder, "matters-most")["items"] == items
    assert block(folder, "matters-most")["retired"] == {}


def test_moving_an_activity_is_no_event(folder: Path) -> None:
    text = FILES[BREAD]
    start, end = text.index("### Rank:"), text.index("### Role cards:")
    moved = text[:start] + text[end:].replace("## The oven", text[start:end] + "## The oven")
    (folder / BREAD).write_text(moved, encoding="utf-8")
    assert stamp(folder).notes == ()


def test_another_tick_is_a_change_of_meaning(folder: Path) -> None:
    edit(folder, ("- [ ] Eat", "- [x] Eat"), ("- [x] Wash", "- [ ] Wash"))
    assert kinds(stamp(folder)) == [("meaning-changed", line_of("### Question: What comes first?"))]


def test_another_route_is_a_change_of_meaning(folder: Path) -> None:
    edit(
        folder,
        ("[Close the stall](#ending-home-early)", "[Close the stall](#she-answers)"),
        path="quizzes/market-day.md",
    )
    assert kinds(stamp(folder)) == [("meaning-changed", 13)]


def test_sharing_with_more_people_is_pointed_out(folder: Path) -> None:
    edit(folder, ("Number of answers", "Shared with: my cohort\nNumber of answers"))
    assert kinds(stamp(folder)) == [("sharing-widened", line_of("### List:"))]


def test_sharing_with_fewer_people_is_no_event(folder: Path) -> None:
    edit(folder, ("Shared with: my cohort", "Shared with: nobody"))
    assert stamp(folder).notes == ()
    assert block(folder, "what-you-ate")["shared"] == "private"


def test_an_activity_that_is_gone_is_remembered(folder: Path) -> None:
    items = block(folder, "matters-most")["items"]
    text = FILES[BREAD]
    start, end = text.index("### Rank:"), text.index("### Role cards:")
    (folder / BREAD).write_text(text[:start] + text[end:], encoding="utf-8")
    assert kinds(stamp(folder)) == [("block-gone", 1)]
    (folder / BREAD).write_text(text, encoding="utf-8")
    assert kinds(stamp(folder)) == []
    assert block(folder, "matters-most")["items"] == items


def test_a_changed_id_is_asked_about(folder: Path) -> None:
    edit(folder, ("<!-- id: matters-most -->", "<!-- id: what-matters -->"))
    before = snapshot(folder)
    report = stamp(folder)
    assert [(note.kind, note.line) for note in report.questions] == [("id-changed", line_of("### Rank:"))]
    assert snapshot(folder) == before


def test_keep_puts_a_changed_id_back(folder: Path) -> None:
    before = snapshot(folder)
    edit(folder, ("<!-- id: matters-most -->", "<!-- id: what-matters -->"))
    stamp(folder, "keep")
    assert snapshot(folder) == before


def test_fresh_takes_a_changed_id_for_a_new_activity(folder: Path) -> None:
    edit(folder, ("<!-- id: matters-most -->", "<!-- id: what-matters -->"))
    stamp(folder, "fresh")
    assert block(folder, "matters-most")["gone"] is True
    assert list(block(folder, "what-matters")["items"].values()) == ["The smell", "The taste", "The price"]


def test_partner_keys_are_drawn_and_then_stay(folder: Path) -> None:
    match = block(folder, "match-the-words")
    assert set(match["partners"]) == set(match["items"])
    assert all(re.fullmatch(r"[2-9b-df-hj-np-tv-xz]{4}", key) for key in match["partners"].values())
    edit(folder, ("| Prove | Leave to rise |", "| Prove | Leave to rise |\n| Score | Cut the top |"))
    stamp(folder)
    after = block(folder, "match-the-words")["partners"]
    assert {key: after[key] for key in match["partners"]} == match["partners"]
    assert len(after) == 3


def test_a_welsh_page_gets_the_ids_of_its_base(folder: Path) -> None:
    bare = re.sub(r"<!-- id: [\w-]+ -->\n", "", WELSH)
    (folder / "modules" / "bread.cy.md").write_text(bare, encoding="utf-8")
    assert {code for _, _, _, code in seen(check_course(read_folder(folder)))} == {"missing-id"}
    stamp(folder)
    assert (folder / "modules" / "bread.cy.md").read_text(encoding="utf-8") == WELSH
    assert seen(check_course(read_folder(folder))) == []


def test_a_translation_is_stale_until_it_changes_or_is_kept(folder: Path) -> None:
    welsh = folder / "modules" / "bread.cy.md"
    welsh.write_text(WELSH, encoding="utf-8")
    stamp(folder)
    edit(folder, ("Write down what you know about yeast.", "Write down what you know about yeast and salt."))
    stamp(folder)
    stale = ("modules/bread.cy.md", 28, 1, "variant-stale")
    assert seen(check_course(read_folder(folder))) == [stale]
    stamp(folder)
    assert seen(check_course(read_folder(folder))) == [stale]

    edit(folder, ("Ysgrifennwch.", "Ysgrifennwch am halen."), path="modules/bread.cy.md")

    assert seen(check_course(read_folder(folder))) == []


def test_keep_says_that_a_stale_translation_is_right(folder: Path) -> None:
    (folder / "modules" / "bread.cy.md").write_text(WELSH, encoding="utf-8")
    stamp(folder)
    edit(folder, ("Write down what you know about yeast.", "Write what you know about yeast."))
    stamp(folder, "keep")
    assert seen(check_course(read_folder(folder))) == []


def test_no_half_written_file_is_left_behind(folder: Path) -> None:
    edit(folder, ("<!-- id: yeast -->\n", ""))
    stamp(folder)
    assert [file for file in folder.rglob("*.new")] == []


def test_a_file_keeps_its_permissions(folder: Path) -> None:
    (folder / BREAD).chmod(0o640)
    edit(folder, ("<!-- id: yeast -->\n", ""))
    stamp(folder)
    assert (folder / BREAD).stat().st_mode & 0o777 == 0o640
