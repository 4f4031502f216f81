"""What to say of a name that cannot be kept: of an organisation, or of a cohort."""

from __future__ import annotations

from ..accounts.rules import LONGEST_NAME, Problem
from ..language import Translate


def name_words(_: Translate, problem: Problem, length: int) -> str:
    """What to do about it, for the page. `length` is that of the name, in letters."""
    return {
        Problem.MISSING: _("Type a name."),
        Problem.TOO_LONG: _(
            "The name is %(length)s letters long, and we can keep %(most)s. Make it shorter.",
            length=length,
            most=LONGEST_NAME,
        ),
        Problem.UNPRINTABLE: _(
            "There was a hidden character in the name. We took it out. Look at it, then press the button again."
        ),
    }[problem]
