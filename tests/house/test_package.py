"""What people install is whole: the wheel opens pages on a machine that has never seen the checkout."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from course import resources

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("migrations", "modules", "quizzes", "templates")

OPEN_FRONT_PAGE = """
import json, sys
import flask
import course
from course import create_app
from course.resources import course_folder, folder

pages = []
app = create_app(data=sys.argv[1], demo=True)
flask.template_rendered.connect(lambda sender, template, **context: pages.append(template.filename), app, weak=False)
answer = app.test_client().get("/", follow_redirects=True)
folders = [str(folder(name)) for name in ("migrations", "modules", "quizzes", "templates")]
print(json.dumps({"package": course.__file__, "status": answer.status_code, "page": pages[-1], "folders": folders,
                  "course": str(course_folder())}))
"""


def run(*command: str | Path, folder: Path) -> str:
    """What a command printed. One that fails fails the test with all that it said."""
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def files_of(checkout: Path) -> set[str]:
    """The files of our top-level folders, named from the checkout; not what Python itself writes there."""
    return {
        path.relative_to(checkout).as_posix()
        for name in FOLDERS
        for path in (checkout / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An sdist of the checkout, and the wheel made from that sdist alone."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", folder, folder=ROOT)
    sdist = next(folder.glob("*.tar.gz"))
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / sdist.name.removesuffix(".tar.gz")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, folder=unpacked)
    return sdist, next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment holding the wheel. What we build on is lent by the environment of the tests.

    A .pth file lends it: Python does not follow the .pth files that lie in a folder it learned of through another .pth
    file, so our own editable install, which is such a file, stays out of sight.
    """
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None and spec.loader is not None
    dev = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dev)
    uv = dev.find_uv()
    assert uv is not None, "There is no uv here. Run the tests with: python3 dev.py test"
    folder = tmp_path_factory.mktemp("installed")
    run(uv, "venv", "--offline", "--python", sys.executable, folder / "venv", folder=folder)
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(uv, "pip", "install", "--offline", "--no-deps", "--python", python, built[1], folder=folder)
    site_packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site_packages, "lent.pth").write_text("\n".join(sorted(lent)) + "\n", encoding="utf-8")
    return python


def test_wheel_holds_every_file_of_the_course_and_nothing_of_the_workshop(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as wheel:
        names = set(wheel.namelist())
    bundled = {name.removeprefix("course/_bundled/") for name in names if name.startswith("course/_bundled/")}
    assert bundled == files_of(ROOT)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"course", "equal_footing"}


def test_sdist_holds_what_is_needed_to_work_on_the_course(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert files_of(ROOT) - names == set()
    needed = {"dev.py", "pyproject.toml", "requirements-test.txt", "LICENSE", "README.md", ".ci/run"}
    assert needed - names == set()


def test_front_page_opens_from_the_installed_wheel(installed: Path, tmp_path: Path) -> None:
    seen = json.loads(run(installed, "-c", OPEN_FRONT_PAGE, tmp_path / "data", folder=tmp_path).splitlines()[-1])
    package = Path(seen["package"]).parent
    assert package.is_relative_to(installed.parents[1])
    assert seen["status"] == 200
    assert seen["folders"] == [str(package.resolve() / "_bundled" / name) for name in FOLDERS]
    assert seen["course"] == str(package.resolve() / "_bundled")
    assert Path(seen["page"]).is_relative_to(package.resolve() / "_bundled" / "templates")


def test_installed_command_answers(installed: Path, tmp_path: Path) -> None:
    command = installed.parent / ("course.exe" if os.name == "nt" else "course")
    assert "check" in run(command, "--help", folder=tmp_path)


def test_checkout_uses_its_own_folders_and_not_a_stale_copy() -> None:
    assert [resources.folder(name) for name in ("modules", "templates")] == [ROOT / "modules", ROOT / "templates"]
    assert resources.course_folder() == ROOT


def test_folder_that_is_nowhere_is_named_with_the_places_it_should_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "course")
    with pytest.raises(resources.FolderMissing) as missing:
        resources.folder("quizzes")
    assert str(missing.value) == (
        f'The folder "quizzes" is missing. It should be at {tmp_path / "course" / "_bundled" / "quizzes"} '
        f"or {tmp_path / 'quizzes'}. Install Equal Footing again."
    )
