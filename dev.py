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


def fingerprint(*names):
    """One digest of these files of the checkout."""
    digest = hashlib.sha256()
    for name in names:
        with open(path(name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def read(file_path):
    """What a small file says, or nothing where there is none."""
    try:
        with open(file_path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def run(command, **options):
    """Run a command to its end; stop with its exit code if it fails. What it says is message enough."""
    code = subprocess.call([str(part) for part in command], **options)
    if code:
        sys.exit(code)


def find_uv():
    """Where uv is: on the path, else in .tools, else nothing."""
    return shutil.which("uv") or shutil.which("uv", path=path(".tools", "bin"))


def uv():
    """uv, installed into .tools first if this machine has none."""
    stamp = path(".tools", "stamp")
    if shutil.which("uv") or (find_uv() and read(stamp) == fingerprint("requirements-uv.txt")):
        return find_uv()
    if importlib.util.find_spec("pip") is None:
        sys.exit("This needs pip once, to fetch uv: install it ('apt-get install python3-pip' on Debian or Ubuntu, "
                 "'python3 -m ensurepip' elsewhere) and try again.")
    shutil.rmtree(path(".tools"), ignore_errors=True)
    run([sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--root-user-action=ignore",
         "--no-deps", "--only-binary=:all:", "--require-hashes", "--target", path(".tools"),
         "-r", path("requirements-uv.txt")])
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(fingerprint("requirements-uv.txt"))
    return find_uv()


def surroundings():
    """The environment for uv: this one, and the mirror, proxy and certificates that pip was told to use."""
    env = dict(os.environ)
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True).stdout
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        name = PIP_SETTINGS.get(key.partition(".")[2].lstrip("."))
        if name and name not in env and not (name == "UV_DEFAULT_INDEX" and "UV_INDEX_URL" in env):
            env[name] = value.strip("'\"")
    if os.path.exists(SYSTEM_CERTIFICATES):
        env.setdefault("SSL_CERT_FILE", SYSTEM_CERTIFICATES)
    return env


def environment(lock):
    """The Python of .venv, filled from the lock. Only a changed lock (or pyproject.toml) makes this do anything."""
    python = path(".venv", "Scripts", "python.exe") if ON_WINDOWS else path(".venv", "bin", "python")
    stamp = path(".venv", "stamp")
    # The test lock holds all of the running one, so a demo is content with either.
    good = ["%s %s" % (name, fingerprint(name, "pyproject.toml")) for name in {lock, "requirements-test.txt"}]
    if os.path.exists(python) and read(stamp) in good:
        return python
    sys.stderr.write("Setting up .venv: this takes a minute the first time.\n")
    tool, env = uv(), surroundings()
    # Not from this folder: [tool.uv] in pyproject.toml is about choosing versions. To fetch what a lock has chosen it
    # would only do harm, since most mirrors do not say when a file was uploaded.
    elsewhere = os.path.abspath(os.sep)
    if not os.path.exists(python):
        shutil.rmtree(path(".venv"), ignore_errors=True)
        run([tool, "venv", "--quiet", "--python", sys.executable, path(".venv")], env=env, cwd=elsewhere)
    if os.path.exists(stamp):
        os.remove(stamp)
    run([tool, "pip", "sync", "--quiet", "--python", python, "--require-hashes", "--compile-bytecode", path(lock)],
        env=env, cwd=elsewhere)
    # A real (editable) install and not PYTHONPATH, because plugins are found by the entry points that only an install
    # records. Its build tools are in the lock, so nothing is fetched here.
    run([tool, "pip", "install", "--quiet", "--python", python, "--offline", "--no-deps", "--no-build-isolation",
         "--editable", ROOT], env=env, cwd=elsewhere)
    with open(stamp, "w", encoding="utf-8") as file:
        file.write("%s %s" % (lock, fingerprint(lock, "pyproject.toml")))
    return python


def renew_locks():
    """Choose the newest packages that pyproject.toml allows, for every system, and pin each by its hash."""
    tool, env = uv(), dict(surroundings(), UV_CUSTOM_COMPILE_COMMAND="python3 dev.py lock")
    choose = [tool, "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "3.11",
              "--generate-hashes", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    everything = ["pyproject.toml", "--all-extras", "--group"]
    run(choose + everything + ["build", "-o", "requirements.txt"], env=env, cwd=ROOT)
    run(choose + everything + ["test", "-c", "requirements.txt", "-o", "requirements-test.txt"], env=env, cwd=ROOT)
    subprocess.run(choose + ["-", "-o", "requirements-uv.txt"], input=b"uv\n", env=env, cwd=ROOT, check=True)


def become(command, folder="."):
    """Hand over to the last command, so that Ctrl-C and the exit code are its own."""
    os.chdir(folder)
    if not ON_WINDOWS:
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)   # Windows cannot replace a process; Ctrl-C is for the command
    sys.exit(subprocess.call(command))


def main(words):
    command, rest = (words or [""])[0], words[1:]
    if command == "lock":
        renew_locks()
    elif command == "test":
        become([environment("requirements-test.txt"), "-m", "pytest"] + rest, ROOT)
    elif command == "check":
        python = environment("requirements-test.txt")
        checks = [["ruff", "check", "."], ["mypy"]]
        sys.exit(max(abs(subprocess.call([python, "-m"] + check, cwd=ROOT)) for check in checks))
    elif command in ("demo", "course"):
        if command == "demo":
            told_where = any(word == "--data" or word.startswith("--data=") for word in rest)
            rest = ["demo"] + ([] if told_where else ["--data", path(".data")]) + rest
        become([environment("requirements.txt"), "-m", "course"] + rest)
    else:
        print(__doc__)
        sys.exit(0 if command in ("-h", "--help", "help") else 2)


if __name__ == "__main__":
    main(sys.argv[1:])
