"""Equal Footing: a training course on co-producing health and social care research.

from course import create_app          the whole site
from course import Course, Member      the course inside your own Flask app
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .accounts.hosted import Member
    from .app import create_app
    from .extension import Course

__all__ = ["Course", "Member", "__version__", "create_app"]

_DOORS = {"Course": "course.extension", "Member": "course.accounts.hosted", "create_app": "course.app"}


def __getattr__(name: str) -> Any:
    """The front door opens on first use, so that `course check` need not load a web framework."""
    if name not in _DOORS:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(_DOORS[name]), name)
