"""The forms of this room, and the words for what can be wrong in them. CSRF is looked after by room.Room.

Labels and hints are in the templates, beside each other; here is only what is checked.
"""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, Form, PasswordField, StringField
from wtforms.validators import StopValidation

from ..language import Translate
from ..rights.rules import means_it
from .rules import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    Problem,
    clean_email,
    clean_name,
    clean_password,
    email_problem,
    name_problem,
    password_problem,
    without_hidden,
)

TEXT_SIZES = ("normal", "large", "larger")
KEEP_OR_GO = ("keep", "go")
"""What happens to the certificate of somebody who has everything about them erased."""
THEMES = ("system", "light", "dark", "contrast")


class CourseForm(Form):
    """A form whose complaints are ours, in the person's language."""

    class Meta:
        csrf = False

    def __init__(self, formdata: Any = None, *, words: Translate, **given: Any):
        super().__init__(formdata, **given)
        self.words = words

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, what to do), in the order of the page; what base.html calls `errors`."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]

    def refuse(self, field_name: str, message: str) -> None:
        """Something was wrong that only showed when the form was used."""
        self[field_name].errors = [message]


def _cleaned(clean: Any) -> Any:
    return lambda typed: clean(typed or "")


class _Named(CourseForm):
    name = StringField(filters=[_cleaned(clean_name)])

    def validate_name(self, field: StringField) -> None:
        _, problem = self.words, name_problem(field.data)
        if problem is None:
            return
        length = len(field.data)
        field.data = without_hidden(field.data)
        said = {
            Problem.MISSING: _("Type your name, the way you want it on your certificate."),
            Problem.TOO_LONG: _(
                "Your name is %(length)s letters long, and we can keep %(most)s. Make it shorter.",
                length=length,
                most=LONGEST_NAME,
            ),
            Problem.UNPRINTABLE: _(
                "There was a hidden character in your name that we cannot keep. We took it out. "
                "Look at the name, then press the button again."
            ),
        }
        raise StopValidation(said[problem])


class _Mailed(CourseForm):
    email = EmailField(filters=[_cleaned(clean_email)])

    def validate_email(self, field: EmailField) -> None:
        _, problem = self.words, email_problem(field.data)
        if problem is None:
            return
        field.data = without_hidden(field.data)
        said = {
            Problem.MISSING: _("Type your e-mail address."),
            Problem.NOT_AN_ADDRESS: _("This is not a whole e-mail address. Write it like name@example.org."),
            Problem.SPACE_INSIDE: _("There is a space in the e-mail address. Take it out."),
            Problem.TOO_LONG: _("An e-mail address can have %(most)s letters at most. Check it.", most=LONGEST_EMAIL),
            Problem.UNPRINTABLE: _(
                "There was a hidden character in the e-mail address. We took it out. "
                "Look at the address, then press the button again."
            ),
        }
        raise StopValidation(said[problem])


def new_password_words(_: Translate, problem: Problem) -> str:
    """What is wrong with a new password, and what to do."""
    return {
        Problem.MISSING: _("Choose a password."),
        Problem.TOO_SHORT: _(
            "This password is too short. Use %(least)s letters or more. Three or four words are good and easy to type.",
            least=SHORTEST_PASSWORD,
        ),
        Problem.TOO_LONG: _("This password is too long. Use %(most)s letters at most.", most=LONGEST_PASSWORD),
        Problem.ABOUT_YOU: _(
            "Your name, your e-mail address or the name of this site is too easy to guess. Choose another password."
        ),
        Problem.RUN: _(
            "The same thing over and over, or keys in a row, is too easy to guess. Choose another password."
        ),
        Problem.COMMON: _("Many people use a password like this, so it is guessed first. Choose another password."),
    }[problem]


class _Present(CourseForm):
    """Asks for the password one has."""

    password = PasswordField(filters=[_cleaned(str)])

    def validate_password(self, field: PasswordField) -> None:
        if not field.data:
            raise StopValidation(self.words("Type your password."))


class RegisterForm(_Named, _Mailed):
    password = PasswordField(filters=[_cleaned(clean_password)])

    def __init__(self, formdata: Any = None, *, site: str, **given: Any):
        super().__init__(formdata, **given)
        self.site = site

    def validate_password(self, field: PasswordField) -> None:
        problem = password_problem(field.data, name=self.name.data or "", email=self.email.data or "", site=self.site)
        if problem:
            raise StopValidation(new_password_words(self.words, problem))


class SignInForm(_Mailed, _Present):
    """Says nothing about what an account or a password may look like: only whether something was typed."""


class ForgottenForm(_Mailed):
    pass


class NewPasswordForm(CourseForm):
    new_password = PasswordField(filters=[_cleaned(clean_password)])

    def __init__(self, formdata: Any = None, *, name: str, email: str, site: str, **given: Any):
        super().__init__(formdata, **given)
        self.about = {"name": name, "email": email, "site": site}

    def validate_new_password(self, field: PasswordField) -> None:
        if problem := password_problem(field.data, **self.about):
            raise StopValidation(new_password_words(self.words, problem))


class ChangePasswordForm(_Present, NewPasswordForm):
    pass


class ChangeEmailForm(_Mailed, _Present):
    pass


class ChangeNameForm(_Named):
    pass


class ConfirmForm(_Present):
    """Somebody signed in shows again who they are."""


class EraseForm(CourseForm):
    """Asks for the password, or for a word where a host signs people in; and about a certificate, when there is one."""

    password = PasswordField(filters=[_cleaned(str)])
    word = StringField(filters=[_cleaned(str)])
    certificate = StringField()

    def __init__(
        self, formdata: Any = None, *, asks_password: bool, wanted_word: str, has_certificate: bool, **given: Any
    ):
        super().__init__(formdata, **given)
        self.asks_password, self.wanted_word, self.has_certificate = asks_password, wanted_word, has_certificate

    def validate_password(self, field: PasswordField) -> None:
        if self.asks_password and not field.data:
            raise StopValidation(self.words("Type your password."))

    def validate_word(self, field: StringField) -> None:
        if not self.asks_password and not means_it(field.data, self.wanted_word):
            raise StopValidation(self.words("Type the word “%(word)s” if you are sure.", word=self.wanted_word))

    def validate_certificate(self, field: StringField) -> None:
        if self.has_certificate and field.data not in KEEP_OR_GO:
            raise StopValidation(self.words("Choose what happens to your certificate."))


class CodeForm(CourseForm):
    code = StringField(filters=[_cleaned(lambda typed: "".join(typed.split()))])

    def validate_code(self, field: StringField) -> None:
        if not field.data:
            raise StopValidation(self.words("Paste the code from the message."))


class LookForm(CourseForm):
    """The template draws the choices; anything that is not one of them is refused."""

    text_size = StringField()
    theme = StringField()
    easy_read = BooleanField()

    def validate_text_size(self, field: StringField) -> None:
        if field.data not in TEXT_SIZES:
            raise StopValidation(self.words("Choose one of the three text sizes."))

    def validate_theme(self, field: StringField) -> None:
        if field.data not in THEMES:
            raise StopValidation(self.words("Choose one of the four sets of colours."))
