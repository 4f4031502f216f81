"""Checks a course of 1,000 modules with a mistake in each, and says which mistakes were not found where they are.

    python benchmarks/check_1000.py [--modules 1000] [--seed 1] [--clean 100]

Every module is made up; `--clean` of them get no mistake, and must get no message.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from courses import write_course
from mistakes import MISTAKES
from servers import ROOT

sys.path.insert(0, str(ROOT))

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 5h9"/></svg>\n'


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--modules", type=int, default=1_000)
    given.add_argument("--clean", type=int, default=100)
    given.add_argument("--seed", type=int, default=1)
    options = given.parse_args()
    from course.content.check import check_course
    from course.content.load import read_folder

    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="check-") as home:
        folder = Path(home, "folder")
        names = write_course(folder, modules=options.modules, scenarios=1, seed=options.seed)
        (folder / "modules" / "media").mkdir()
        (folder / "modules" / "media" / "tide.svg").write_text(PICTURE)
        planted = {}
        for number, name in enumerate(names[options.clean :]):
            code, plant = MISTAKES[number % len(MISTAKES)]
            path = folder / "modules" / f"{name}.md"
            lines = path.read_text().splitlines()
            planted[f"modules/{name}.md"] = (plant(lines, chance), code)
            path.write_text("\n".join(lines) + "\n")
        words = sum(len(path.read_text().split()) for path in (folder / "modules").glob("*.md"))
        began = time.perf_counter()
        source = read_folder(folder)
        read = time.perf_counter()
        found = check_course(source)
        ended = time.perf_counter()
    by_path: dict[str, set[tuple[int, str]]] = {}
    for one in found.problems:
        by_path.setdefault(one.path, set()).add((one.line, one.code))
    missed = {path: wanted for path, wanted in planted.items() if wanted not in by_path.get(path, set())}
    clean = [f"modules/{name}.md" for name in names[: options.clean]]
    false = {path: by_path[path] for path in clean if path in by_path}
    extra = sum(len(by_path.get(path, set()) - {wanted}) for path, wanted in planted.items())
    print(f"{len(names)} modules, {words:,} words: read in {read - began:.2f} s, checked in {ended - read:.2f} s")
    print(f"{(ended - began) / len(names) * 1000:.2f} ms a module")
    kinds = len({code for _, code in planted.values()})
    print(f"{len(planted) - len(missed)} of {len(planted)} planted mistakes ({kinds} kinds) found at their line")
    for path, (line, code) in sorted(missed.items())[:20]:
        near = sorted(one for one in by_path.get(path, set()) if one[1] == code or abs(one[0] - line) < 3)
        print(f"  missed: {path}:{line} {code}; said instead: {near or sorted(by_path.get(path, set()))[:3]}")
    if missed:
        print("  missed by kind:", dict(Counter(code for _, code in missed.values())))
    print(f"{extra} more messages about the same files ({extra / max(1, len(planted)):.2f} a mistake)")
    print(f"{len(false)} of {len(clean)} modules without a mistake got a message")
    for path, what in list(false.items())[:5]:
        print(f"  {path}: {sorted(what)}")
    return 1 if missed or false else 0


if __name__ == "__main__":
    sys.exit(main())
