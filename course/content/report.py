"""What the checker found, printed for a person, for GitHub, or as JSON for another program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from .problems import Problem


def report(problems: Sequence[Problem], shape: str) -> str:
    """All of it as one text that ends with a line break (JSON: one list). `shape` is text, github or json."""
    if shape == "json":
        return json.dumps([problem.as_json() for problem in problems], ensure_ascii=False, indent=1) + "\n"
    if shape == "github":
        return "".join(problem.as_github() + "\n" for problem in problems)
    return "".join(problem.as_text() + "\n" for problem in problems) + summary(problems) + "\n"


def summary(problems: Sequence[Problem]) -> str:
    """Such as "2 errors, 1 warning." or what to do when there is nothing."""
    if not problems:
        return "No mistakes found."
    counts = Counter(problem.severity for problem in problems)
    said = [
        f"{counts[kind]} {kind if counts[kind] == 1 or kind == 'advice' else kind + 's'}"
        for kind in ("error", "warning", "advice")
        if counts[kind]
    ]
    end = "Errors must be mended before this can be published." if counts["error"] else "It can be published."
    return f"{', '.join(said)}. {end}"
