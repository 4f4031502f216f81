"""dev.py: one command that sets up a checkout on a machine with nothing but Python. uv and pip are played by small
programs that write down what they were asked; the real ones run whenever these tests were started by dev.py itself."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

DEV = Path(__file__).resolve().parents[2] / "dev.py"

UV = f"""#!{sys.executable}
import json, os, sys
if sys.argv[1:] == ["--version"]:
    sys.exit(int(os.environ.get("UV_IS_BROKEN", "0")))
with open(os.environ["ASKED"], "a") as file:
    print(json.dumps([sys.argv[1:], os.getcwd(), os.environ.get("UV_DEFAULT_INDEX")]), file=file)
if sys.argv[1] == "venv":
    os.makedirs(sys.argv[-1] + "/bin")
    open(sys.argv[-1] + "/bin/python", "w").close()
if sys.argv[1:3] == ["pip", "sync"] and os.environ.get("NO_NETWORK"):
    sys.exit(3)
"""
PIP = "print(\"global.find-links='/wheels'\"); print(\"global.index-url='file:///mirror/simple'\")"


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py as the tool of an empty checkout in tmp_path/checkout, where there is a uv, and a pip with a mirror."""
    if os.name == "nt":
        pytest.skip("the stand-in for uv is a script with a #! line, which Windows does not run")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "uv").write_text(UV, encoding="utf-8")
    (tmp_path / "bin" / "uv").chmod(0o755)
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip" / "__main__.py").write_text(PIP, encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "NO_NETWORK", "UV_IS_BROKEN"):
        monkeypatch.delenv(name, raising=False)
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("requirements.txt", "requirements-test.txt", "pyproject.toml"):
        (checkout / name).write_text(name, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("dev", DEV)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", str(checkout))
    return module


def asked(tmp_path: Path) -> list[str]:
    """What uv was asked since the last time, by its first words."""
    log = tmp_path / "asked"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [" ".join(word for word in json.loads(line)[0][:2] if not word.startswith("-")) for line in lines]


def test_environment_is_made_once_and_filled_again_only_when_something_changed(dev: ModuleType, tmp_path: Path) -> None:
    python = dev.environment("requirements.txt")
    assert python == str(tmp_path / "checkout" / ".venv" / "bin" / "python")
    assert asked(tmp_path) == ["venv", "pip sync", "pip install"]
    assert dev.environment("requirements.txt") == python
    assert asked(tmp_path) == []
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / "checkout" / name).write_text("changed", encoding="utf-8")
        dev.environment("requirements.txt")
        assert asked(tmp_path) == ["pip sync", "pip install"]


def test_demo_is_content_with_the_environment_of_the_tests(dev: ModuleType, tmp_path: Path) -> None:
    dev.environment("requirements-test.txt")
    asked(tmp_path)
    dev.environment("requirements.txt")
    assert asked(tmp_path) == []


def test_tests_are_not_content_with_the_environment_of_a_demo(dev: ModuleType, tmp_path: Path) -> None:
    dev.environment("requirements.txt")
    asked(tmp_path)
    dev.environment("requirements-test.txt")
    assert asked(tmp_path) == ["pip sync", "pip install"]


def test_environment_that_was_not_finished_is_filled_the_next_time(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_NETWORK", "1")
    with pytest.raises(SystemExit) as stopped:
        dev.environment("requirements.txt")
    assert (stopped.value.code, asked(tmp_path)) == (3, ["venv", "pip sync"])
    monkeypatch.delenv("NO_NETWORK")
    dev.environment("requirements.txt")
    assert asked(tmp_path) == ["pip sync", "pip install"]


def test_uv_is_told_the_mirror_that_pip_was_told_unless_it_has_its_own(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.environment("requirements.txt")
    lines = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)[1:] for line in lines] == [["/", "file:///mirror/simple"]] * 3
    monkeypatch.setenv("UV_DEFAULT_INDEX", "file:///own/simple")
    assert dev.surroundings()["UV_DEFAULT_INDEX"] == "file:///own/simple"


def test_a_uv_that_does_not_work_is_passed_over(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dev.find_uv() == dev.shutil.which("uv")
    monkeypatch.setenv("UV_IS_BROKEN", "1")
    assert dev.find_uv() is None


def run_alone(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A Python with its standard library and nothing else (so without pip), and an empty path (so without uv)."""
    return subprocess.run(
        [sys.executable, "-S", *arguments], capture_output=True, text=True, cwd=folder, env={**os.environ, "PATH": ""}
    )


def test_machine_without_uv_and_pip_is_told_how_to_get_pip(tmp_path: Path) -> None:
    (tmp_path / "dev.py").write_bytes(DEV.read_bytes())
    for command in ("test", "demo", "lock"):
        ended = run_alone("dev.py", command, folder=tmp_path)
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr.splitlines()[-1] == (
            "This needs pip once, to fetch uv: install it ('apt-get install python3-pip' on Debian or Ubuntu, "
            "'python3 -m ensurepip' elsewhere) and try again."
        )


def test_old_python_is_refused_in_one_plain_sentence(tmp_path: Path) -> None:
    story = f"import sys; sys.version_info = (3, 10, 13, 'final', 0); exec(open({str(DEV)!r}, encoding='utf-8').read())"
    ended = run_alone("-c", story, folder=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr == "This needs Python 3.11 or newer, and this is Python 3.10.\n"


def test_dev_uses_the_standard_library_only_and_words_that_old_pythons_know() -> None:
    tree = list(ast.walk(ast.parse(DEV.read_text(encoding="utf-8"))))
    imported = {name.name.split(".")[0] for node in tree if isinstance(node, ast.Import) for name in node.names}
    assert imported - set(sys.stdlib_module_names) == set()
    newer = (ast.ImportFrom, ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Nonlocal)
    assert [node for node in tree if isinstance(node, newer)] == []
    functions = [node for node in tree if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if f.returns or f.args.kwonlyargs or any(a.annotation for a in f.args.args)] == []


def test_unknown_command_gets_the_list_of_commands(tmp_path: Path) -> None:
    ended = run_alone(str(DEV), "tset", folder=tmp_path)
    assert (ended.returncode, ended.stderr) == (2, "")
    assert "python3 dev.py test [what pytest takes]" in ended.stdout
    assert run_alone(str(DEV), "--help", folder=tmp_path).returncode == 0
