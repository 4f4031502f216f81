"""How long the checker takes over a big course, and whether it finds every planted mistake at its line.

python benchmarks/check_1000.py [--modules 1000] [--planted 300]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from courses import write_course

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MISTAKES = (
    ("- [x] ", "- [x ] ", "bad-tick-box"),
    ("### Reflect: ", "### Relfect: ", "activity-spelling"),
    ("Shared with: nobody", "Shared wiht: nobody", "unknown-setting"),
    ("## Your turn", "#### Your turn", "heading-skip"),
    ("## Part 2 of the way", '<iframe src="https://example.org"></iframe>\n\n## Part 2 of the way', "unsafe-html"),
    ("## Part 3 of the way", "![](media/none.svg)\n\n## Part 3 of the way", "image-no-alt"),
    ("## Part 1 of the way", "## Part 1 of the way[^x]", "footnote-missing"),
    ("What comes next? Choose one.", "What comes next?", "no-instruction"),
    ("> [!TIP]", "> [!TPI]", "callout-kind"),
    ("time: 20 minutes", "time: soon", "bad-time"),
)
"""(what stands in a sound module, what is put there instead, the code the checker must give at that line)."""

BELOW = {"no-instruction": 2}
"""Mistakes that are told of some lines below where they were planted: here at the first answer."""


def plant(folder: Path, names: list[str], how_many: int, seed: int) -> dict[tuple[str, int], str]:
    """Put one mistake each into some modules; where each stands, as {(path, line): code}."""
    chosen = random.Random(seed).sample(names, how_many)
    planted = {}
    for at, name in enumerate(chosen):
        path = folder / "modules" / f"{name}.md"
        old, new, code = MISTAKES[at % len(MISTAKES)]
        text = path.read_text()
        assert old in text, (name, old)
        line = text[: text.index(old)].count("\n") + 1 + BELOW.get(code, 0)
        path.write_text(text.replace(old, new, 1))
        planted[f"modules/{name}.md", line] = code
    return planted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--modules", type=int, default=1_000)
    parser.add_argument("--planted", type=int, default=300)
    asked = parser.parse_args()

    from course.content.check import check_course
    from course.content.load import read_folder

    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        names = write_course(folder, modules=asked.modules, scenarios=3)
        began = time.perf_counter()
        sound = check_course(read_folder(folder))
        seconds = time.perf_counter() - began
        print(
            f"{asked.modules} sound modules: {seconds:.1f} s, {1000 * seconds / asked.modules:.1f} ms a module, "
            f"{len(sound.problems)} false alarms"
        )
        planted = plant(folder, names, asked.planted, seed=7)
        found = {(one.path, one.line, one.code) for one in check_course(read_folder(folder)).problems}
    missed = {place: code for place, code in planted.items() if (*place, code) not in found}
    print(f"{len(planted)} planted mistakes of {len(MISTAKES)} kinds: {len(planted) - len(missed)} found at their line")
    for (path, line), code in sorted(missed.items())[:20]:
        print(f"    missed: {path}:{line} {code}")
    return 1 if missed or sound.problems else 0


if __name__ == "__main__":
    sys.exit(main())
