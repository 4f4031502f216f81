"""What a trainer and whoever runs a site type, and what they are told."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ..conftest import STREET_PARTY


def course(*arguments: str, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the `course` command as a person would, from a folder of theirs."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COURSE_")}
    env = {**clean, "COURSE_DATA": str(cwd / "data"), "PYTHONPATH": str(Path(__file__).parents[2]), **settings}
    return subprocess.run(
        [sys.executable, "-m", "course", *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=120
    )


def test_a_new_course_is_sound_and_can_be_published(tmp_path: Path) -> None:
    made = course("new", "Garden days", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    folder = next(path for path in tmp_path.iterdir() if (path / "modules").is_dir())
    assert course("check", str(folder), cwd=tmp_path).returncode == 0
    published = course("publish", str(folder), "--author", "Gwen", cwd=tmp_path)
    assert published.stdout.startswith("Published release 1 of ")
    again = course("publish", str(folder), "--author", "Gwen", cwd=tmp_path)
    assert again.stdout == "Nothing has changed since the newest release.\n"
    listed = course("releases", cwd=tmp_path).stdout
    assert listed.count("\n") == 1 and "Gwen" in listed


def test_check_says_where_each_mistake_is_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "modules").mkdir()
    page = (STREET_PARTY / "modules/the-day.md").read_text().replace("- [ ] It never changes", "- [x ] It never changes")
    (tmp_path / "modules/the-day.md").write_text(page)
    found = course("check", cwd=tmp_path)
    line = page.splitlines().index("- [x ] It never changes") + 1
    assert found.returncode == 1
    assert f'modules/the-day.md:{line}:3: error: "[x ]" is not a tick box. [bad-tick-box]' in found.stdout
    listed = json.loads(course("check", "--format", "json", cwd=tmp_path).stdout)
    assert any(one["code"] == "bad-tick-box" and one["line"] == line for one in listed)
    assert f"::error file=modules/the-day.md,line={line},col=3" in course("check", "--format", "github", cwd=tmp_path).stdout


def test_an_unsound_course_is_not_published_and_the_last_good_release_stays(tmp_path: Path) -> None:
    course("new", "garden", cwd=tmp_path)
    folder = next(path for path in tmp_path.iterdir() if (path / "modules").is_dir())
    course("publish", str(folder), cwd=tmp_path)
    module = next(path for path in (folder / "modules").glob("*.md") if path.name != "index.md")
    module.write_text(module.read_text() + "\n<script>alert(1)</script>\n")
    refused = course("publish", str(folder), cwd=tmp_path)
    assert refused.returncode == 1
    assert "unsafe-html" in refused.stderr and "Learners still see the last good release." in refused.stderr
    assert course("releases", cwd=tmp_path).stdout.count("\n") == 1


@pytest.mark.parametrize("command", ["check", "stamp", "publish", "new", "releases", "migrate", "settings", "demo"])
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    said = course(command, "--help", cwd=tmp_path)
    assert said.returncode == 0
    assert "Usage: " in said.stdout and len(said.stdout.splitlines()) > 5


def test_a_port_in_use_is_said_with_one_that_is_free(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = course("demo", "--port", str(port), cwd=tmp_path)
    assert told.returncode == 1
    assert told.stderr.startswith(f"Port {port} is already in use, perhaps by another copy of this demo.")
    assert "Traceback" not in told.stderr


def test_a_data_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("not a folder")
    told = course("releases", cwd=tmp_path, COURSE_DATA=str(tmp_path / "a-file" / "data"))
    assert told.returncode == 1
    assert "cannot be written to" in told.stderr and "COURSE_DATA" in told.stderr and "Traceback" not in told.stderr


def test_a_setting_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    told = course("releases", cwd=tmp_path, COURSE_NAMME="Typo")
    assert told.returncode == 1
    assert told.stderr == "COURSE_NAMME is not a setting. `course settings` lists the settings there are.\n"


def test_settings_never_shows_a_secret(tmp_path: Path) -> None:
    said = course("settings", cwd=tmp_path, COURSE_SECRET_KEY="s3cr3t-s3cr3t-s3cr3t-s3cr3t-s3cr3t", COURSE_NAME="Our site")
    assert "'Our site'" in said.stdout
    assert "s3cr3t" not in said.stdout


def test_withdrawing_a_certificate_we_never_gave_is_said_in_words(tmp_path: Path) -> None:
    told = course("certificates", "revoke", "no-such-number", cwd=tmp_path)
    assert told.returncode == 1
    assert told.stderr == "Error: We never gave out a certificate with the number no-such-number.\n"
