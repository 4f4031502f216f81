"""Python's garbage collector, told to wait."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def waiting() -> Iterator[None]:
    """Build many long-lived objects without a break.

    While a course of a hundred thousand objects is made, the collector looks at all of them again and again and finds
    nothing, because they hold no circles: that is half of the time it takes to load or publish one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
