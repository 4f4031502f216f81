"""The routes of a room, and who may enter each.

Every route is declared with `Room.route(rule, enter=…)`. The guard, which also reads the form and checks that it is ours
(CSRF), is put round every view here, so no view can forget it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any

from flask import Blueprint, request

from . import errors, posted, web


class Enter(Enum):
    """Who may enter a route."""

    ANYONE = "anyone"
    LEARNER = "learner"
    """Someone signed in, acting on what is theirs."""


@dataclass(frozen=True)
class Route:
    rule: str
    endpoint: str
    enter: Enter
    methods: tuple[str, ...]
    view: Callable[..., Any]


class Room:
    """The routes of one room. `attach` puts them on the blueprint of a mount."""

    def __init__(self, name: str):
        self.name = name
        self.routes: list[Route] = []
        self.answers: list[tuple[type[errors.CourseError], Callable[[Any], Any]]] = []

    def route(
        self, rule: str, *, enter: Enter, methods: Iterable[str] = ("GET",)
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a route. The view's name is the endpoint; every URL is made with `url_for('.name')`."""

        def declare(view: Callable[..., Any]) -> Callable[..., Any]:
            self.routes.append(Route(rule, view.__name__, enter, tuple(methods), view))
            return view

        return declare

    def answer(self, error: type[errors.CourseError]) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
        """Declare that this room has the page for an error, wherever in the mount it is raised."""

        def declare(view: Callable[[Any], Any]) -> Callable[[Any], Any]:
            self.answers.append((error, view))
            return view

        return declare

    def attach(self, blueprint: Blueprint) -> None:
        for error, view in self.answers:
            blueprint.register_error_handler(error, view)
        for route in self.routes:
            blueprint.add_url_rule(route.rule, route.endpoint, _guarded(route), methods=list(route.methods))


def _guarded(route: Route) -> Callable[..., Any]:
    @wraps(route.view)
    def guarded(**values: Any) -> Any:
        if not request.query_string.isascii() or any("\0" in str(value) for value in values.values()):
            raise errors.NotFound(route.endpoint)  # no browser asks like this, and no database can be asked
        is_form = request.method not in ("GET", "HEAD", "OPTIONS")
        if is_form:
            posted.read_form()
        if route.enter is Enter.LEARNER and web.person() is None:
            raise errors.MustSignIn
        if is_form:
            posted.check_csrf()
        return route.view(**values)

    guarded.enter = route.enter  # type: ignore[attr-defined]
    return guarded
