"""The style sheet carries nothing idle: every class in it is on some page."""

from __future__ import annotations

import re
from pathlib import Path

from course.content.dialect import __file__ as dialect
from course.resources import folder

ROOT = Path(__file__).parents[2]
STYLE = (ROOT / "course" / "static" / "course.css").read_text(encoding="utf-8")
SCRIPT = (ROOT / "course" / "static" / "course.js").read_text(encoding="utf-8")


def test_every_class_in_the_style_sheet_is_used() -> None:
    rules = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL))
    pages = [one.read_text(encoding="utf-8") for one in folder("templates").rglob("*.html")]
    content = [one.read_text(encoding="utf-8") for one in Path(dialect).parent.glob("*.py")]
    somewhere = "".join([*pages, *content, SCRIPT])
    styled = set(re.findall(r"\.([a-z][\w-]*)", rules))
    assert sorted(one for one in styled if not re.search(rf"(?<![\w-]){one}(?![\w-])", somewhere)) == []
