"""The two rooms whose views are in this folder."""

from __future__ import annotations

from ..room import Room

doors = Room("doors")
"""Registering, signing in, passwords, addresses: mounted where people sign in with accounts of ours."""
settings = Room("settings")
"""The account page, the look and language of pages: always mounted."""
