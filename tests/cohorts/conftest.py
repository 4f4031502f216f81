"""One organisation with a cohort, and browsers of its people."""

from __future__ import annotations

import pytest
from flask import Flask

from course.web import Mount
from tests.conftest import signed_in
from tests.organised import Group, build
from tests.pages import CheckedClient


@pytest.fixture
def garden(mount: Mount) -> Group:
    return build(mount, "Garden")


@pytest.fixture
def as_organiser(app: Flask, garden: Group) -> CheckedClient:
    return signed_in(app, garden.organiser)


@pytest.fixture
def as_learner(app: Flask, garden: Group) -> CheckedClient:
    return signed_in(app, garden.learner)
