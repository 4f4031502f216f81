"""Our own style sheets and scripts are sent packed to whoever can unpack them, and as they are to everybody else."""

from __future__ import annotations

import gzip
import re

import pytest

from ..pages import CheckedClient


def style_sheet(client: CheckedClient) -> str:
    found = re.search(r'href="(/files/[0-9a-f]+/course\.css)"', client.get("/").text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "*"])
def test_a_browser_that_can_unpack_gets_a_quarter_of_the_bytes(client: CheckedClient, accepted: str) -> None:
    address = style_sheet(client)
    plain = client.get(address)

    packed = client.get(address, headers={"Accept-Encoding": accepted})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 3
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    assert packed.headers["Cache-Control"] == plain.headers["Cache-Control"]


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip;q=0, *;q=0.5"])
def test_one_that_cannot_gets_the_file_as_it_is(client: CheckedClient, accepted: str) -> None:
    reply = client.get(style_sheet(client), headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in reply.headers
    assert reply.text.startswith("/*")


def test_a_proxy_is_told_that_the_two_differ(client: CheckedClient) -> None:
    for accepted in ("gzip", "identity"):
        reply = client.get(style_sheet(client), headers={"Accept-Encoding": accepted})
        assert "Accept-Encoding" in reply.headers["Vary"]


def test_a_page_is_never_packed_as_its_length_could_tell_a_secret(as_amina: CheckedClient) -> None:
    reply = as_amina.get("/learning", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in reply.headers
