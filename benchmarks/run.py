"""Every figure README speaks of, measured here and now: ratios against something simple in the same run.

    python benchmarks/run.py                 everything, some minutes
    python benchmarks/run.py pages answers   some parts
    python benchmarks/run.py --pairs 3       fewer pairs of neighbouring runs (7 unless told)

Nothing leaves this machine: every server listens on 127.0.0.1 and ends with its part.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

import by_itself
import over_http
from results import Row, table

Part = Callable[[int, float], list[Row]]
PARTS: dict[str, Part] = {
    "pages": over_http.pages,
    "answers": over_http.answers,
    "publishing": by_itself.publishing,
    "check": by_itself.check,
    "certificate": by_itself.certificate,
    "start": by_itself.start,
    "sign-in": over_http.sign_in,
    "postgres": over_http.postgres,
    "size": by_itself.size,
}


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("parts", nargs="*", metavar="part", help=f"any of: {', '.join(PARTS)}")
    given.add_argument("--pairs", type=int, default=7, help="neighbouring pairs of runs; the median counts")
    given.add_argument("--seconds", type=float, default=2.0, help="of load in each run")
    options = given.parse_args()
    if unknown := [one for one in options.parts if one not in PARTS]:
        given.error(f"there is no part called {unknown[0]}; there are {', '.join(PARTS)}")
    rows: list[Row] = []
    print(
        f"{os.cpu_count()} cores; load before: {os.getloadavg()[0]:.1f} (over 1, other work makes these figures worse)"
    )
    for name in options.parts or PARTS:
        began = time.perf_counter()
        rows += PARTS[name](options.pairs, options.seconds)
        print(f"  {name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(f"\n{table(rows)}")
    short = [row for row in rows if row.verdict == "FALLS SHORT"]
    print(f"\n{len(short)} of {len(rows)} fall short." if short else "\nNothing falls short.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
