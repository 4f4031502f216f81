"""Text with gaps: what fills a gap is never taken for one."""

from course.gaps import Drawn, gap


def test_a_gap_is_filled_and_what_fills_it_is_left_alone() -> None:
    drawn = Drawn(f"<p>{gap('name')}, {gap('name')} and {gap('other')}</p>")

    assert drawn.names == {"name", "other"}
    assert drawn.filled({"name": str(gap("other")), "other": "Joe"}) == f"<p>{gap('other')}, {gap('other')} and Joe</p>"


def test_a_text_without_gaps_stays_as_it_is() -> None:
    assert Drawn("[name] [:x]").filled({}) == "[name] [:x]"
