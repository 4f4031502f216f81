"""Reads the form that corrects a name."""

from __future__ import annotations

from collections.abc import Callable

from .rules import LONGEST_NAME, name_for_certificate


def read_name(typed: str, translate: Callable[..., str]) -> tuple[str, str]:
    """(the name as it would be printed, what is wrong with it in plain words or nothing)."""
    name = name_for_certificate(typed)
    if not name:
        return name, translate("Type the name that should be on your certificate.")
    if len(name) > LONGEST_NAME:
        return name, translate(
            "That name has %(length)s letters. The certificate has room for %(most)s. Please shorten it.",
            length=len(name),
            most=LONGEST_NAME,
        )
    return name, ""
