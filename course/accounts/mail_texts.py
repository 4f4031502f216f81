"""What our mails say: plain text, short, and never more about a person than they know already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..language import translator


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes the letters of one site, each in the language of the person it goes to."""

    site: str
    """The site's name."""
    help: str
    """Whom to ask, such as "Siân Hughes, 029 2000 0000"."""
    minutes: int
    """How long a one-time link is good for."""
    link: Callable[..., str]
    """The whole address of a page, from its endpoint and values; empty when we cannot be sure of our own address."""

    def new_password(self, language: str, token: str) -> Letter:
        _ = translator(language)
        return self._letter(
            language,
            _("Choose a new password"),
            _("Somebody, we hope you, asked for a new password for %(site)s.", site=self.site),
            *self._way_in(language, _("Open this page and choose one:"), "new_password", token),
            _("If you did not ask for this, you can leave this message alone. Your password stays as it is."),
        )

    def confirm_email(self, language: str, token: str) -> Letter:
        _ = translator(language)
        return self._letter(
            language,
            _("Is this your new address?"),
            _("Somebody, we hope you, wants to use this address for an account at %(site)s.", site=self.site),
            *self._way_in(language, _("Open this page and press the button if that is right:"), "confirm_email", token),
            _("If it was not you, you can leave this message alone. Nothing changes."),
        )

    def password_changed(self, language: str) -> Letter:
        _ = translator(language)
        return self._letter(
            language,
            _("Your password was changed"),
            _("The password of your account at %(site)s was changed just now.", site=self.site),
            _(
                "If you did this, all is well. If you did not, ask for a new password on the sign-in page straight away."
            ),
            self.link("forgotten"),
        )

    def already_registered(self, language: str) -> Letter:
        _ = translator(language)
        return self._letter(
            language,
            _("You already have an account"),
            _("Somebody, we hope you, tried to register at %(site)s with this address.", site=self.site),
            _(
                "You have an account already, so you can sign in. If you have forgotten your password, ask for a new one."
            ),
            self.link("sign_in"),
            _("If it was not you, you can leave this message alone. Nothing was changed."),
        )

    def address_in_use(self, language: str) -> Letter:
        _ = translator(language)
        return self._letter(
            language,
            _("This address has an account already"),
            _("Somebody, we hope you, asked to use this address for another account at %(site)s.", site=self.site),
            _("It belongs to an account of its own already, so nothing was changed."),
        )

    def email_changed(self, language: str) -> Letter:
        _ = translator(language)
        return self._letter(
            language,
            _("Your e-mail address was changed"),
            _("Your account at %(site)s has a new e-mail address. Messages go there from now on.", site=self.site),
            _("If you did not do this, please tell us straight away."),
        )

    def _way_in(self, language: str, invitation: str, endpoint: str, token: str) -> tuple[str, ...]:
        """The one-time link, or the same as a code to type in where we cannot be sure of our own address."""
        _ = translator(language)
        once = _("It works once, for %(minutes)s minutes.", minutes=self.minutes)
        if link := self.link(endpoint, token=token):
            return invitation, link, once
        how = _(
            "Open the site the way you always do. Go to “Sign in”, then “Use a code from a message”, and paste this code:"
        )
        return how, token, once

    def _letter(self, language: str, subject: str, *paragraphs: str) -> Letter:
        _ = translator(language)
        signed = (_("Questions? Ask %(help)s.", help=self.help) if self.help else "", self.site)
        return Letter(f"{self.site}: {subject}", "\n\n".join(one for one in (*paragraphs, *signed) if one) + "\n")
