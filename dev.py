#!/usr/bin/env python3
"""Set up and use this checkout with one command. Needs Python 3.11 or newer, and nothing else.

    python3 dev.py demo [--port N] [--host H] [--data DIR]   run the course with made-up people in it
    python3 dev.py test [what pytest takes]                  run the tests
    python3 dev.py course [what course takes]                run one of the site's own commands
    python3 dev.py check                                     look for mistakes without running anything
    python3 dev.py lock                                      choose newer packages and pin them

The first run makes .venv and fills it from the locks (requirements*.txt); later runs start at once. Nothing is
installed outside this folder and nothing needs activating. The work is done by uv: yours if you have it, otherwise the
one pinned in requirements-uv.txt. Not `python3 -m venv`, which fails on a plain Debian; not pipx, which ignores locks.
"""

# Old-fashioned syntax on purpose: this file must parse on an old Python, to be able to say that it is too old.
import sys

if sys.version_info < (3, 11):
    sys.exit("This needs Python 3.11 or newer, and this is Python %d.%d." % tuple(sys.version_info[:2]))

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess

ROOT = os.path.dirname(os.path.abspath(__file__))
ON_WINDOWS = os.name == "nt"
# What pip calls a setting of this machine, and what uv calls it: uv does not read pip's files.
PIP_SETTINGS = {"index-url": "UV_DEFAULT_INDEX", "proxy": "HTTPS_PROXY", "cert": "SSL_CERT_FILE"}
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"   # Debian's; it holds an office's own, which uv's do not


def path(*parts):
    return os.path.join(ROOT, *parts)


def read(*parts):
    """What a file of the checkout says, or nothing where there is none."""
    try:
        with open(path(*parts), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def write(text, *parts):
    with open(path(*parts), "w", encoding="utf-8") as file:
        file.write(text)


def fingerprint(*names):
    """A line that changes when one of these files does."""
    return " ".join(names) + " " + hashlib.sha256("".join(map(read, names)).encode()).hexdigest()


def run(*command, **options):
    """Run a command to its end; stop with its exit code if it fails. What it says is message enough."""
    code = subprocess.call(command, **options)
    if code:
        sys.exit(code)


def find_uv():
    """A uv that works: on the path, else in .tools, else nothing. (pyenv puts names on the path that do not work.)"""
    for found in (shutil.which("uv"), shutil.which("uv", path=path(".tools", "bin"))):
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found


def uv():
    """uv, installed into .tools first if this machine has none that works."""
    found, wanted = find_uv(), fingerprint("requirements-uv.txt")
    if found and (not found.startswith(path(".tools")) or read(".tools", "stamp") == wanted):
        return found
    if importlib.util.find_spec("pip") is None:
        sys.exit("This needs pip once, to fetch uv: install it ('apt-get install python3-pip' on Debian or Ubuntu, "
                 "'python3 -m ensurepip' elsewhere) and try again.")
    shutil.rmtree(path(".tools"), ignore_errors=True)
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--root-user-action=ignore",
        "--no-deps", "--only-binary=:all:", "--require-hashes", "--target", path(".tools"),
        "-r", path("requirements-uv.txt"))
    write(wanted, ".tools", "stamp")
    return find_uv()


def surroundings():
    """The environment for uv: this one, and the mirror, proxy and certificates that pip was told to use."""
    env = dict(os.environ)
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        name = PIP_SETTINGS.get(key.rpartition(".")[2])
        if name and name not in env and not (name == "UV_DEFAULT_INDEX" and "UV_INDEX_URL" in env):
            env[name] = value.strip("'\"")
    if os.path.exists(SYSTEM_CERTIFICATES):
        env.setdefault("SSL_CERT_FILE", SYSTEM_CERTIFICATES)
    return env


def environment(lock):
    """The Python of .venv, filled from the lock. Only a changed lock (or pyproject.toml) makes this do anything."""
    python = path(".venv", "Scripts", "python.exe") if ON_WINDOWS else path(".venv", "bin", "python")
    # The test lock holds all of the running one, so a demo is content with either.
    good = [fingerprint(name, "pyproject.toml") for name in (lock, "requirements-test.txt")]
    if os.path.exists(python) and read(".venv", "stamp") in good:
        return python
    sys.stderr.write("Setting up .venv: this takes a minute the first time.\n")
    # Not from this folder: [tool.uv] in pyproject.toml is about choosing versions. To fetch what a lock has chosen it
    # would only do harm, since most mirrors do not say when a file was uploaded.
    tool, options = uv(), {"env": surroundings(), "cwd": os.path.abspath(os.sep)}
    if not os.path.exists(python):
        shutil.rmtree(path(".venv"), ignore_errors=True)
        run(tool, "venv", "--quiet", "--python", sys.executable, path(".venv"), **options)
    write("unfinished", ".venv", "stamp")
    run(tool, "pip", "sync", "--quiet", "--python", python, "--require-hashes", "--compile-bytecode", path(lock),
        **options)
    # A real (editable) install and not PYTHONPATH, because plugins are found by the entry points that only an install
    # records. Its build tools are in the lock, so nothing is fetched here.
    run(tool, "pip", "install", "--quiet", "--python", python, "--offline", "--no-deps", "--no-build-isolation",
        "--editable", ROOT, **options)
    write(good[0], ".venv", "stamp")
    return python


def renew_locks():
    """Choose the newest packages that pyproject.toml allows, for every system, and pin each by its hash."""
    env = dict(surroundings(), UV_CUSTOM_COMPILE_COMMAND="python3 dev.py lock")
    project = ["pyproject.toml", "--all-extras"]
    for lock, source in (("requirements.txt", project + ["--group", "build"]),
                         ("requirements-test.txt", project + ["--group", "test", "-c", "requirements.txt"]),
                         ("requirements-uv.txt", ["--group", "uv"])):
        run(uv(), "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11", "--no-annotate",
            "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "-o", lock, *source, env=env, cwd=ROOT)


def become(*command):
    """Hand over to the last command, so that Ctrl-C and the exit code are its own."""
    if not ON_WINDOWS:
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)   # Windows cannot replace a process; Ctrl-C is for the command
    sys.exit(subprocess.call(command))


def main(command="", *rest):
    if command == "lock":
        renew_locks()
    elif command == "test":
        python = environment("requirements-test.txt")
        os.chdir(ROOT)
        become(python, "-m", "pytest", *rest)
    elif command == "check":
        python = environment("requirements-test.txt")
        checks = (["ruff", "check", "."], ["mypy"])
        sys.exit(max(abs(subprocess.call([python, "-m"] + check, cwd=ROOT)) for check in checks))
    elif command in ("demo", "course"):
        if command == "demo":
            told_where = any(word.split("=")[0] == "--data" for word in rest)
            rest = ("demo",) + (() if told_where else ("--data", path(".data"))) + rest
        # -P: the folder that people stand in is no place to import from.
        become(environment("requirements.txt"), "-P", "-m", "course", *rest)
    else:
        print(__doc__)
        sys.exit(0 if command in ("-h", "--help", "help") else 2)


if __name__ == "__main__":
    main(*sys.argv[1:])
