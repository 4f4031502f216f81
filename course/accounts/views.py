"""The pages of this room, in two parts: `doors` where people sign in with accounts of ours, `settings` always.

They are in four files, one for each thing people come to do; importing them declares their routes.
"""

from __future__ import annotations

from . import views_account, views_coming_in, views_forgotten, views_look
from .rooms import doors, settings

__all__ = ["doors", "settings", "views_account", "views_coming_in", "views_forgotten", "views_look"]
