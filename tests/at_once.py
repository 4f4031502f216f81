"""Things that happen at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread of its own, all starting together; what each returned, or the exception it raised."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = act()  # type: ignore[call-overload]
        except Exception as error:
            results[number] = error  # type: ignore[call-overload]

    threads = [Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
