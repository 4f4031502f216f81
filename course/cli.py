"""The `course` command: for trainers (check, stamp, new, publish, releases) and for whoever runs a site."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import __version__, config
from .errors import CourseError, NotFound, SettingError, UnsoundCourse

if TYPE_CHECKING:
    from datetime import datetime

    from .store.engine import Store
    from .store.people import Person

FOLDER = click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="Equal Footing %(version)s")
def course() -> None:
    """Equal Footing: write, check, publish and run a course.

    A course is a folder with modules/ and quizzes/ in it. Where a command takes a FOLDER and you give none, it looks
    at the folder you are in, or else at the course that came with the program.
    """


def main() -> None:
    """The door for `course` and `python -m course`. Our own errors end in one plain sentence, never a traceback."""
    try:
        course()
    except CourseError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"{error.filename} cannot be used: {error.strerror}.", err=True)
        sys.exit(1)


def _folder(given: Path | None) -> Path:
    if given is not None:
        if not given.is_dir():
            raise click.ClickException(f'There is no folder "{given}".')
        return given
    here = Path.cwd()
    if (here / "modules").is_dir():
        return here
    from .publishing import course_folder

    return course_folder(_settings())


def _settings() -> config.Settings:
    """The environment's; under `flask course …`, those of the course mounted in that app."""
    context = click.get_current_context(silent=True)
    if context is not None and context.parent is not None and context.find_root().obj is not None:
        mounts = context.find_root().obj.load_app().extensions["course"]  # flask's ScriptInfo
        return mounts[next(iter(mounts))].settings  # type: ignore[no-any-return]
    return config.settings_from(os.environ)


@contextmanager
def _store() -> Iterator[Store]:
    from .store.engine import Store

    settings = _settings()
    store = Store(settings.database_url, settings.data_folder)
    try:
        yield store
    finally:
        store.close()


@course.command()
@FOLDER
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="How to print what was found.",
)
@click.option(
    "--coverage", is_flag=True, help="Also show which module, check and exercise serves which principle and feature."
)
def check(folder: Path | None, shape: str, coverage: bool) -> None:
    """Look for mistakes in a course and say how to mend them.

    Errors stop a course from being published. Warnings and advice do not. Nothing is changed.
    """
    from .content.check import check_course
    from .content.load import read_folder
    from .content.report import report

    checked = check_course(read_folder(_folder(folder)))
    click.echo(report(checked.problems, shape), nl=False)
    if coverage:
        from .content.coverage import coverage_text

        click.echo(coverage_text(checked.course), nl=False)
    sys.exit(0 if checked.sound else 1)


@course.command()
@FOLDER
@click.option("--keep", is_flag=True, help="Where an answer was rewritten: it is still the same answer.")
@click.option("--fresh", is_flag=True, help="Where an answer was rewritten: it is a new answer.")
def stamp(folder: Path | None, keep: bool, fresh: bool) -> None:
    """Give every activity, scene and answer its id.

    Ids keep learners' answers in place when you rename or move things. Ids that are there are never changed.
    """
    from .content.stamp import stamp as stamp_folder

    if keep and fresh:
        raise click.ClickException("Choose --keep or --fresh, not both.")
    report = stamp_folder(_folder(folder), answers="keep" if keep else "fresh" if fresh else None)
    click.echo(report.as_text(), nl=False)
    sys.exit(1 if report.questions else 0)


@course.command()
@click.argument("name")
@click.option(
    "--in", "parent", type=click.Path(path_type=Path, file_okay=False), default=".", help="Where to put the new folder."
)
def new(name: str, parent: Path) -> None:
    """Start a course: a folder called NAME with one small module and one scenario, ready to change."""
    from .content.new import new_course

    folder = new_course(parent, name)
    click.echo(f"Made {folder}. Open it in your editor, then run: course check {folder}")


@course.command()
@FOLDER
@click.option("--note", default="", help="One line about what changed, for the list of releases.")
@click.option("--author", default="", help="Who is publishing. Your sign-in name on this machine if left out.")
def publish(folder: Path | None, note: str, author: str) -> None:
    """Make what is in a folder the course that learners see.

    The course is checked first. With errors nothing is published, and the last good release stays.
    """
    import getpass

    from .publishing import publish as publish_folder

    path = _folder(folder)
    with _store() as store:
        _migrated(store)
        try:
            made = publish_folder(store, path, author=author or getpass.getuser(), note=note)
        except UnsoundCourse as error:
            click.echo("".join(f"{problem.as_text()}\n" for problem in error.problems), err=True)
            raise click.ClickException(f"Not published: {error}. Learners still see the last good release.") from error
    if made is None:
        click.echo("Nothing has changed since the newest release.")
    else:
        click.echo(f"Published release {made[0]} of {made[1].course.title}.")


@course.command()
def releases() -> None:
    """List the releases, newest first. Learners see the newest."""
    from .store.releases import all_releases

    with _store() as store:
        _migrated(store)
        with store.reading() as connection:
            rows = all_releases(connection)
    if not rows:
        click.echo("Nothing has been published yet. Run: course publish FOLDER")
    for row in rows:
        note = f"  {row.note}" if row.note else ""
        click.echo(
            f"{row.id:>4}  {row.published_at:%Y-%m-%d %H:%M} UTC  {row.digest[:12]}  {row.author}  {row.title}{note}"
        )


@course.group()
def certificates() -> None:
    """Look after certificates that should not stand."""


@certificates.command()
@click.argument("number")
def revoke(number: str) -> None:
    """Withdraw the certificate with this NUMBER. Whoever checks it is told so. This cannot be undone."""
    from datetime import UTC, datetime

    from .certificates.actions import revoke as revoke_certificate

    with _store() as store:
        _migrated(store)
        try:
            revoke_certificate(store, number, datetime.now(UTC))
        except NotFound as error:
            raise click.ClickException(f"We never gave out a certificate with the number {number}.") from error
    click.echo("Withdrawn. Anyone who checks it is told that it no longer counts.")


@course.group()
def organisation() -> None:
    """Look after the organisations that run cohorts here."""


@organisation.command("add")
@click.argument("name")
@click.option("--administrator", "email", required=True, help="The e-mail address of its first administrator.")
def add_organisation(name: str, email: str) -> None:
    """Add an organisation called NAME, with its first administrator.

    Without an account for the address, one is made, and a link is printed with which its owner chooses a password.
    """
    from datetime import UTC, datetime

    from .accounts.rules import clean_email, clean_name, email_problem, name_problem
    from .organisations import actions
    from .store import people

    name, email = clean_name(name), clean_email(email)
    if name_problem(name):
        raise click.ClickException("Give the organisation a name of 200 letters or fewer.")
    if email_problem(email):
        raise click.ClickException(f"{email} is not a whole e-mail address. Write it like name@example.org.")
    now, link = datetime.now(UTC), ""
    with _store() as store:
        _migrated(store)
        with store.reading() as connection:
            person = people.person_by_email(connection, email)
        if person is None:
            person, link = _account_for(store, email, now)
        actions.add_organisation(store, name, person, now)
    click.echo(f"Added {name}. {email} is its administrator.")
    if link:
        click.echo(f"There was no account with that address, so we made one. Send its owner this link:\n{link}")
        click.echo("It works once, for half an hour. Later, they can ask for a new password on the sign-in page.")


def _account_for(store: Store, email: str, now: datetime) -> tuple[Person, str]:
    """An account nobody has a password for yet, and the link to choose one."""
    from .keys import keys_for
    from .store import links, people
    from .store.vault import Vault

    settings = _settings()
    key = Vault(keys_for(settings, None)[1]).new_person_key()
    with store.transaction() as connection:
        person = people.add_person(connection, name=email.partition("@")[0], email=email, words_key=key, now=now)
        token = links.make_link(connection, person.id, "new-password", now)
    return person, f"{settings.address.rstrip('/')}/new-password/{token}"


@organisation.command("list")
def list_organisations() -> None:
    """List the organisations, with how many administrators and cohorts each has."""
    from .store import cohorts
    from .store import organisations as kept

    with _store() as store:
        _migrated(store)
        with store.reading() as connection:
            rows = [
                (
                    one,
                    kept.how_many(connection, one.id, "administrator"),
                    len(cohorts.cohorts_of_organisation(connection, one.id)),
                )
                for one in kept.all_organisations(connection)
            ]
    if not rows:
        click.echo("There is no organisation yet. Run: course organisation add NAME --administrator ADDRESS")
    for one, administrators, groups in rows:
        click.echo(f"{one.name}  administrators: {administrators}  cohorts: {groups}")


@course.command("remove-person")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option("--keep-certificate", is_flag=True, help="Their certificate still verifies, tied to nobody.")
def remove_person(email: str, yes: bool, keep_certificate: bool) -> None:
    """Remove the account with this EMAIL address: everything they wrote, their answers, their certificates.

    The same as "Erase everything" on their account page. This cannot be undone. Their certificates can no longer be
    checked, unless you keep them. Backups made before still hold what was there.
    """
    from .rights.actions import erase
    from .store import people

    with _store() as store:
        _migrated(store)
        with store.reading() as connection:
            person = people.person_by_email(connection, email)
        if person is None:
            raise click.ClickException(f"There is no account with the address {email}.")
        if not yes:
            click.confirm(f"Remove {person.name} and all they wrote? This cannot be undone.", abort=True)
        erase(store, _settings(), person.id, keep_certificate=keep_certificate)
    click.echo("Removed.")


@course.command()
@click.option("--delete", "for_good", is_flag=True, help="Clear it away. Without this it is only counted.")
def retention(for_good: bool) -> None:
    """Count what is past its time, and clear it away.

    Used and expired one-time links, tries to sign in, ended sessions, marks of sent forms, old mail. Accounts that
    nobody has used for long are counted and never removed by this. Nobody is named.
    """
    from datetime import UTC, datetime

    from .rights.actions import clear_away, past_its_time

    settings, now = _settings(), datetime.now(UTC)
    with _store() as store:
        _migrated(store)
        old = (clear_away if for_good else past_its_time)(store, settings, now)
    words = {
        "course_one_time_link": "one-time links, expired for 30 days",
        "course_sign_in_try": "tries to sign in, older than 15 minutes",
        "course_ended_session": "marks of ended sessions, older than 8 days",
        "course_form_once": "marks of sent forms, older than 2 days",
        "course_outbox": f"messages sent or given up, older than {settings.keep_mail_days} days",
    }
    for table, count in old.rows.items():
        click.echo(f"{count:>7}  {words[table]}")
    click.echo(f"{old.mail_files:>7}  messages written to files, older than {settings.keep_mail_days} days")
    click.echo("Cleared away." if for_good else "Nothing was changed. To clear it away: course retention --delete")
    click.echo(
        f"{old.unused_accounts:>7}  accounts with nothing new for {settings.unused_months} months. They stay: "
        "ask their owners first, then use course remove-person."
    )


@course.command()
@click.option(
    "--to",
    default="head",
    help="A migration to stop at, or base for none at all. Going back loses what newer tables hold.",
)
def migrate(to: str) -> None:
    """Bring the database to the shape this version needs."""
    from .store.migrate import migrate as migrate_store

    with _store() as store:
        migrate_store(store, to)
    click.echo("The database is ready.")


@course.command()
@click.option("--new-key", is_flag=True, help="Make a key for COURSE_WORDS_KEYS.")
@click.option("--new-secret", is_flag=True, help="Make a secret for COURSE_SECRET_KEY.")
def settings(new_key: bool, new_secret: bool) -> None:
    """List every setting, what it is for and what it is now. Secrets are never shown."""
    import secrets

    from .store.vault import new_master_key

    if new_key or new_secret:
        click.echo(new_master_key() if new_key else secrets.token_hex(32))
        return
    for name, default, help in config.rows():
        given = os.environ.get(name)
        hidden = given and any(word in name for word in ("KEY", "PASSWORD", "DATABASE_URL"))
        now = "set, not shown" if hidden else repr(given) if given is not None else f"{default!r} (not set)"
        click.echo(f"{name}\n    {help}\n    Now: {now}")


@course.command()
@click.option("--host", default="127.0.0.1", help="The address to serve on.")
@click.option("--port", default=8000, type=click.IntRange(1, 65535), help="The port to serve on.")
@click.option("--data", default=".data", help="The folder to keep everything in.")
def demo(host: str, port: int, data: str) -> None:
    """Run the whole site on this machine, with demo people to sign in as."""
    from .demo import run

    sys.exit(run(host=host, port=port, data=data))


def _migrated(store: Store) -> None:
    from .store.migrate import check_version
    from .store.migrate import migrate as migrate_store

    if store.is_sqlite:
        migrate_store(store)
    elif not check_version(store):
        raise SettingError("The database needs a step first: run `course migrate`.")
