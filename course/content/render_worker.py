"""The process in which texts are rendered: started, fed and, when a text takes too long, lost by render_pool.

It reads one job (the texts of one file) per line on its standard input and writes answers as lines of JSON:
`{"on": 3}` before it starts on a long text, then `{"html": [...]}` or `{"at": 3, "line": 0, "why": "...", "limit":
true}`. It is given no settings and no secrets, and no more than its share of time and memory.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from contextlib import suppress
from typing import Any

from course.content import limits
from course.content.around import Around
from course.content.render import Refused, Renderer

_LONG_TEXT = 500
"""Characters; a shorter text cannot use up the time on its own, so it is not announced."""
_MEMORY = 1 << 30
"""Bytes. A large course needs a tenth of this."""


def main() -> None:
    """Answer jobs until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)  # a library that prints must not break the conversation
    _limit_memory()
    renderer = Renderer()
    gc.freeze()
    gc.set_threshold(50_000)  # each text leaves a few small circles; looking for them all the time takes a tenth of it
    for line in sys.stdin.buffer:
        _start_clock()
        print(json.dumps(_answer(renderer, json.loads(line), answers)), file=answers, flush=True)


def _answer(renderer: Renderer, texts: list[dict[str, Any]], answers: Any) -> dict[str, Any]:
    started, unclean = time.process_time(), []
    for at, text in enumerate(texts):
        if len(text["markdown"]) > _LONG_TEXT:
            print(json.dumps({"on": at}), file=answers, flush=True)
        try:
            unclean.append(renderer.unclean(text["markdown"], Around(**text["around"])))
        except Refused as refusal:
            return {"at": at, "line": refusal.line, "why": refusal.why, "limit": True}
        if time.process_time() - started > limits.SECONDS_PER_FILE:
            return {"at": at, "line": 0, "why": limits.TOO_SLOW, "limit": True}
    cleaned, wrong = renderer.cleaned(unclean)
    if wrong is not None:
        return {"at": wrong[0], "line": 0, "why": wrong[1], "limit": False}
    return {"html": cleaned}


def _start_clock() -> None:
    """Let the system end this process when a job uses more processor time than a file may; even inside one long
    search."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, limits.SECONDS_PER_FILE)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the clock still holds
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):  # macOS knows the limit and will not have it set
        resource.setrlimit(
            resource.RLIMIT_AS, (_MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most), most)
        )


if __name__ == "__main__":
    main()
