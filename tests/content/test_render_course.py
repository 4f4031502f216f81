"""Every text of a course is rendered, once, and only when it has not been rendered before."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from course.content import model
from course.content.render import known_html, markup, render_course
from course.content.urls import Target
from course.content.walk import replace_texts
from course.errors import ContentError, TooMuch


def text(markdown: str, line: int = 1) -> model.Text:
    return model.Text(markdown=markdown, line=line)


def activity(name: str) -> dict[str, object]:
    return {"id": name, "title": name, "slug": name, "prompt": text(f"*{name}* prompt")}


def module(**changes: object) -> model.Module:
    """A module with every kind of text there is."""
    blocks: tuple[model.Block, ...] = (
        model.Heading(level=2, text=text("1. *Heading*"), slug="h"),
        model.Prose(text=text("*Prose*.[^1]")),
        model.Callout(kind="tip", text=text("*Callout*")),
        model.Exercise(
            **activity("table"),  # type: ignore[arg-type]
            kind=model.ExerciseKind.TABLE,
            heads=(text("*Head*"),),
            items=(model.Item(key="i", text=text("- *Item*")),),
            rows=(model.Row(key="r", cells=(text("*Cell*"), None)),),
        ),
        model.Question(
            **activity("question"),  # type: ignore[arg-type]
            mode=model.QuestionMode.MATCHING,
            hint=text("*Hint*"),
            why=text("*Why*"),
            answers=(
                model.Answer(key="a", text=text("*Left*"), partner=text("*Right*"), feedback=text("*Feedback*[^1]")),
            ),
        ),
        model.Media(**activity("media"), kind="audio", file="media/a.mp3", transcript=text("*Transcript*")),  # type: ignore[arg-type]
    )
    facts: dict[str, object] = {
        "id": "a",
        "name": "a",
        "path": "modules/a.md",
        "title": "A",
        "blocks": blocks,
        "summary": text("*Summary*"),
        "footnotes": (model.Footnote(number=1, text=text("*Note*")),),
    }
    return model.Module(**facts | changes)  # type: ignore[arg-type]


def scenario() -> model.Scenario:
    scene = model.Scene(
        id="s",
        title="S",
        slug="s",
        body=(model.Prose(text=text("*Body*")),),
        choices=(model.Choice(key="c", text=text("*Choice*"), to="s", consequence=text("*Consequence*")),),
        gates=(model.Gate(tally="", at_least=0, words=text("*Gate*"), to="s"),),
    )
    return model.Scenario(
        id="b",
        name="b",
        path="quizzes/b.md",
        title="B",
        intro=(model.Prose(text=text("[*Intro*](../modules/a.md)")),),
        scenes=(scene,),
        debrief=(model.Prose(text=text("*Debrief*")),),
        references=(model.Prose(text=text("*References*")),),
    )


def course(**changes: object) -> model.Course:
    facts: dict[str, object] = {
        "id": "c",
        "title": "C",
        "summary": text("*Course*"),
        "principles": (model.Principle(id="p", name="P", text=text("*Principle*")),),
        "features": (model.Feature(id="f", name="F", text=text("*Feature*")),),
        "modules": (module(),),
        "scenarios": (scenario(),),
        "module_variants": (module(path="modules/a.cy.md", language="cy"),),
    }
    return model.Course(**facts | changes)  # type: ignore[arg-type]


def texts_of(whole: model.Course) -> list[model.Text]:
    found: list[model.Text] = []

    def collect(one: model.Text, document: model.Document | None, inline: bool) -> model.Text:
        found.append(one)
        return one

    assert replace_texts(whole, collect) is whole
    return found


def without_html(whole: model.Course) -> model.Course:
    return replace_texts(whole, lambda one, document, inline: replace(one, html=""))


def test_every_text_of_a_course_is_rendered_and_nothing_else_changes() -> None:
    whole = course()
    rendered = render_course(whole)
    assert [one.markdown for one in texts_of(rendered) if "<em>" not in one.html] == []
    assert without_html(rendered) == whole
    assert len(texts_of(rendered)) == 3 + 2 * 17 + 7


def test_words_that_stand_inside_a_line_have_no_blocks() -> None:
    blocks = render_course(course()).modules[0].blocks
    heading, table, question = blocks[0], blocks[3], blocks[4]
    assert isinstance(heading, model.Heading)
    assert isinstance(table, model.Exercise)
    assert isinstance(question, model.Question)
    assert heading.text.html == "1. <em>Heading</em>"
    assert table.items[0].text.html == "- <em>Item</em>"
    assert table.rows[0].cells[0] is not None
    assert table.rows[0].cells[0].html == "<em>Cell</em>"
    assert question.answers[0].text.html == "<em>Left</em>"
    assert question.prompt.html == "<p><em>question</em> prompt</p>"


def test_a_second_mark_for_a_note_has_its_own_id_and_versions_start_again() -> None:
    rendered = render_course(course())
    for version in (rendered.modules[0], rendered.module_variants[0]):
        prose, question = version.blocks[1], version.blocks[4]
        assert isinstance(prose, model.Prose)
        assert isinstance(question, model.Question)
        assert question.answers[0].feedback is not None
        assert 'id="user-content-fnref-1"' in prose.text.html
        assert 'id="user-content-fnref-1-2"' in question.answers[0].feedback.html


def test_the_summary_keeps_its_ids_when_it_is_also_a_block() -> None:
    same = text("*Short*.[^1]", line=9)
    one = module(summary=same, blocks=(model.Prose(text=same), model.Prose(text=text("Again.[^1]", 12))))
    rendered = render_course(course(modules=(one,))).modules[0]
    assert rendered.summary == rendered.blocks[0].text  # type: ignore[union-attr]
    assert 'id="user-content-fnref-1-2"' in rendered.blocks[1].text.html  # type: ignore[union-attr]


def test_what_an_earlier_release_holds_is_not_rendered_again() -> None:
    rendered = render_course(course())
    known = {key: html.replace("em>", "strong>") for key, html in known_html(rendered).items()}
    again = render_course(course(), known=known)
    assert [one.html for one in texts_of(again)] == [one.html.replace("em>", "strong>") for one in texts_of(rendered)]


def test_only_a_changed_text_is_rendered() -> None:
    known = {key: f"known {html}" for key, html in known_html(render_course(course())).items()}
    changed = module(summary=text("A *new* summary"))
    rendered = render_course(course(modules=(changed,)), known=known)
    assert [one.html for one in texts_of(rendered) if not one.html.startswith("known ")] == [
        "<p>A <em>new</em> summary</p>"
    ]


def test_known_html_is_not_used_where_the_same_words_mean_another_link() -> None:
    known = known_html(render_course(course(summary=text("[a](b.md)"))))
    intro = replace(scenario(), intro=(model.Prose(text=text("[a](b.md)")),))
    rendered = render_course(course(scenarios=(intro,)), known=known).scenarios[0]
    assert rendered.intro[0].text.html == '<p><a href="course:scenario/b">a</a></p>'  # type: ignore[union-attr]


def test_a_large_course_comes_back_in_order_from_several_workers() -> None:
    many = tuple(
        module(id=f"m{n}", path=f"modules/m{n}.md", summary=text(f"Module *{n}*"), blocks=()) for n in range(40)
    )
    rendered = render_course(course(modules=many), workers=3)
    assert [one.summary.html for one in rendered.modules if one.summary] == [
        f"<p>Module <em>{n}</em></p>" for n in range(40)
    ]


def test_rendering_works_from_many_threads_at_once() -> None:
    results: dict[int, str] = {}

    def work(n: int) -> None:
        results[n] = render_course(model.Course(id="c", title="C", summary=text(f"*{n}*"))).summary.html

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {n: f"<p><em>{n}</em></p>" for n in range(6)}


def test_the_worker_is_given_no_settings(tmp_path: Path) -> None:
    program = (
        "from course.content import model, render\n"
        "done = render.render_course(model.Course(id='c', title='C', summary=model.Text(markdown='*a*')))\n"
        "import os, sys; print(done.summary.html, 'markdown' in sys.modules, 'bleach' in sys.modules)"
    )
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    environment = {**os.environ, "PYTHONPATH": root, "COURSE_MASTER_KEY": "secret"}
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    # Neither library is loaded where the web process runs.
    assert answer.stdout == "<p><em>a</em></p> False False\n"


def test_a_worker_that_cannot_start_is_not_blamed_on_the_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python-broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(ContentError, match=r"stopped by itself \(code 3\)"):
        render_course(course(), workers=1)


def test_a_refused_text_is_named_by_its_own_file_and_line() -> None:
    bad = replace(scenario(), debrief=(model.Prose(text=text("Fine.\n" + "[" * 30, line=40)),))
    with pytest.raises(TooMuch) as refused:
        render_course(course(scenarios=(bad,)))
    assert (refused.value.path, refused.value.line) == ("quizzes/b.md", 41)


# On a page


def address(target: Target) -> str:
    return f'/learn/{target.kind}/{target.name}?"<' + (f"#{target.fragment}" if target.fragment else "")


def rendered_text(markdown: str) -> model.Text:
    return render_course(model.Course(id="c", title="C", summary=text(markdown))).summary


def test_links_between_parts_of_the_course_lead_to_where_it_is_mounted() -> None:
    page = markup(rendered_text("[a](x.md#y) ![b](media/c.svg) [d](#e) [f](https://example.org)"), address)
    assert page == (
        '<p><a href="/learn/module/x?&#34;&lt;#y">a</a> '
        '<img alt="b" loading="lazy" src="/learn/media/c.svg?&#34;&lt;"> '
        '<a href="#e">d</a> <a href="https://example.org" rel="noopener">f</a></p>'
    )
    assert isinstance(page, Markup)


def test_words_that_look_like_a_private_link_stay_words() -> None:
    written = '`<a href="course:module/x">` and <a href="course:module/x"> and [t](#u "<a href=\'course:module/x\'>")'
    rendered = rendered_text(written)
    assert markup(rendered, address) == rendered.html


def test_a_name_with_letters_of_its_own_comes_back_whole() -> None:
    asked: list[Target] = []

    def remember(target: Target) -> str:
        asked.append(target)
        return "/x"

    markup(rendered_text("[a](../quizzes/tŷ%20bach.md#pwy-â) [b](<media/the hall.svg>)"), remember)
    assert asked == [
        Target(kind="scenario", name="tŷ bach", fragment="pwy-â"),
        Target(kind="media", name="the hall.svg"),
    ]
    assert asked[1].media_path == "modules/media/the hall.svg"


def test_markdown_that_was_never_rendered_is_not_shown_as_html() -> None:
    assert markup(text("<script>alert(1)</script>"), address) == ""
    assert markup(None, address) == ""
