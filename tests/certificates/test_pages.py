"""What people see: their own certificate, the one a number leads to, the check anyone can make."""

from __future__ import annotations

import pytest

from course.certificates.actions import issue_if_earned
from tests.certificates.a_course import COURSE, NOW


@pytest.fixture
def issued(store, add_finisher):
    return issue_if_earned(store, COURSE, 1, add_finisher(), NOW)


def test_a_genuine_certificate_is_on_its_own_page(visitor, issued):
    page = visitor.get(f"/learn/c/{issued.number}")
    assert page.status_code == 200, page.text
    pdf = visitor.get(f"/learn/c/{issued.number}.pdf")
    assert pdf.data[:4] == b"%PDF"
    qr = visitor.get(f"/learn/c/{issued.number}/qr.svg")
    assert b"style=" not in qr.data
