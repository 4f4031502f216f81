"""The locks (requirements*.txt) hold what pyproject.toml asks for, all of it and nothing else, by hash and from nowhere
in particular. When one of these fails, `python3 dev.py lock` puts it right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-uv.txt")


@dataclass(frozen=True)
class Pin:
    """One package of a lock: its name in the usual spelling, its one version, for which systems, and its hashes."""

    name: str
    version: Version
    marker: Marker | None
    hashes: tuple[str, ...]


def read_lock(text: str) -> tuple[Pin, ...]:
    """Every pin of a lock. Raises ValueError on any other line, such as one naming a place to download from."""
    pins = []
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        wanted, *hashes = line.split(" --hash=")
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==(\S+?)(?:\s*;\s*(.+))?", wanted.strip())
        if match is None:
            raise ValueError(f"not a pin: {line[:80]}")
        marker = Marker(match[3]) if match[3] else None
        pins.append(Pin(canonicalize_name(match[1]), Version(match[2]), marker, tuple(item.strip() for item in hashes)))
    return tuple(pins)


def wanted_by(*groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: the core, every extra, and these dependency groups."""
    project = PYPROJECT["project"]
    lines = sum(project["optional-dependencies"].values(), list(project["dependencies"]))
    waiting = list(groups)
    while waiting:
        for item in PYPROJECT["dependency-groups"][waiting.pop()]:
            if isinstance(item, dict):
                waiting.append(item["include-group"])
            else:
                lines.append(item)
    return [Requirement(line) for line in lines]


def out_of_step(wanted: Iterable[Requirement], lock: str) -> list[str]:
    """What the lock lacks or has in a version that is not allowed, in words."""
    pins = read_lock(lock)
    problems = []
    for requirement in wanted:
        versions = [pin.version for pin in pins if pin.name == canonicalize_name(requirement.name)]
        if not versions:
            problems.append(f"{requirement.name} is not in the lock")
        problems += [
            f"{requirement.name} {version} is not {requirement.specifier}"
            for version in versions
            if not requirement.specifier.contains(version)
        ]
    return problems


def needed_here(wanted: Iterable[Requirement]) -> set[str]:
    """These requirements and all that they bring on this system, as the installed packages themselves say it."""
    needed: set[str] = set()
    waiting = [(requirement, "") for requirement in wanted]
    done = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        needed.add(name)
        for of_extra in ("", *requirement.extras):
            if (name, of_extra) not in done:
                done.add((name, of_extra))
                waiting += [(Requirement(line), of_extra) for line in distribution(name).requires or ()]
    return needed


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.txt", ("build",)), ("requirements-test.txt", ("build", "test"))]
)
def test_lock_holds_what_pyproject_asks_for(lock: str, groups: tuple[str, ...]) -> None:
    assert out_of_step(wanted_by(*groups), (ROOT / lock).read_text(encoding="utf-8")) == []


def test_lock_holds_nothing_that_is_no_longer_asked_for() -> None:
    needed = needed_here(wanted_by("build", "test"))
    pins = read_lock((ROOT / "requirements-test.txt").read_text(encoding="utf-8"))
    assert {pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()} == needed


def test_test_lock_is_the_running_lock_and_more() -> None:
    """So tests try what people run, and one .venv serves both."""
    running = read_lock((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    testing = read_lock((ROOT / "requirements-test.txt").read_text(encoding="utf-8"))
    assert set(running) - set(testing) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_names_no_address_and_pins_every_package_by_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"http|://|--(?:extra-)?index-url|--find-links| @ ", text) == []
    assert [pin.name for pin in read_lock(text) if not pin.hashes] == []
    assert {item.partition(":")[0] for pin in read_lock(text) for item in pin.hashes} == {"sha256"}


def test_uv_itself_is_pinned_alone() -> None:
    assert [pin.name for pin in read_lock((ROOT / "requirements-uv.txt").read_text(encoding="utf-8"))] == ["uv"]


def test_a_lock_out_of_step_is_told_apart() -> None:
    lock = "# made by a machine\nflask==3.0.1 \\\n    --hash=sha256:aa\nbleach==6.4.0 \\\n    --hash=sha256:bb\n"
    wanted = [Requirement("Flask>=3.1"), Requirement("bleach==6.4.0"), Requirement("segno")]
    assert out_of_step(wanted, lock) == ["Flask 3.0.1 is not >=3.1", "segno is not in the lock"]


@pytest.mark.parametrize(
    "line", ["--index-url https://packages.example/simple", "flask>=3", "flask @ file:///flask.whl"]
)
def test_a_line_that_is_not_a_pin_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="^not a pin: "):
        read_lock(line)
