"""The PDF: what it holds, who can read it, what it does with every kind of name."""

from __future__ import annotations

import re
import threading
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from course.certificates.pdf import LARGEST_LOGO, OUR_LOGO, NoPdf, Sheet, logo_of, pdf_of

MADE_AT = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4h-4z"/></svg>'
SHEET = Sheet(
    lang="en",
    title="Certificate of completion: Sharing",
    issuer="Equal Footing",
    kind="Certificate of completion",
    says_that="This is to say that",
    name="Amina Yusuf",
    finished="completed the activities listed here, in the course",
    course="Sharing",
    when="Finished on 22 November 2026.",
    done_title="The activities",
    done=("Marked 3 of 3 modules done", "Finished 3 scenarios"),
    about_title="What this does not say",
    about=("This is not a licence or a rating.",),
    made="First drafted from documents.",
    made_words="How this course was made",
    made_url="https://learn.example.org/about",
    check_at="Check it at",
    check_words="https://learn.example.org/verify",
    check_url="https://learn.example.org/verify?number=0000",
    number_is="Its number is",
    number="0000",
    qr=SQUARE,
    qr_alt="QR code for the check",
    logo=SQUARE,
    logo_kind="svg",
    logo_alt="Logo of Equal Footing",
)
NAMES = {
    "Welsh": "Siân Llŷr",
    "Yoruba": "Ọlábísí",
    "Vietnamese": "Nguyễn Thị Hồng",
    "Polish": "Łucja Żółć",
    "Greek": "Ελένη",
    "Ukrainian": "Наталія",
    "Arabic": "أمينة يوسف",
    "Hebrew": "תמר",
    "Latin with combining marks": "Ẹ̀bùn",
    "200 letters in two barrels": "Featherstonehaugh-" * 10 + "Cholmondeley-Smythe",
    "200 letters without a break": "W" * 200,
    "markup": "<b>Ann</b> & Co",
    "Typst source": '#image("/etc/passwd") *bold* $x$ \\ @ref',
}


def letters_in(made: bytes) -> set[str]:
    """Every letter that can be copied out of a PDF: those its fonts' ToUnicode maps name."""
    found: set[str] = set()
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        try:
            text = zlib.decompress(packed).decode("ascii")
        except (zlib.error, UnicodeDecodeError):
            continue
        if "begincmap" in text:
            for _, codes in re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", text):
                found |= set(bytes.fromhex(codes).decode("utf-16-be"))
    return found


# --- for everyone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_is_printed_letter_by_letter_as_plain_text(name):
    made = pdf_of(replace(SHEET, name=name), MADE_AT)
    assert set(name) - letters_in(made) == set()


@pytest.mark.parametrize("name", ["李小龙", "தமிழ்ச்செல்வி", "ਗੁਰਪ੍ਰੀਤ", "Ann 😀"])
def test_a_name_that_no_font_shows_is_refused_and_never_printed_with_gaps(name):
    with pytest.raises(NoPdf) as caught:
        pdf_of(replace(SHEET, name=name), MADE_AT)
    assert caught.value.why == "letters"


def test_it_says_its_language_its_title_and_its_structure():
    made = pdf_of(replace(SHEET, lang="cy"), MADE_AT)
    assert b"/Lang(cy)" in made
    assert b"/Marked true" in made
    assert b"/DisplayDocTitle true" in made
    assert b"Certificate of completion: Sharing</rdf:li>" in made
    assert [made.count(tag) for tag in (b"/S/H1", b"/S/H2", b"/S/LI", b"/S/Figure", b"/S/Link")] == [1, 2, 2, 2, 2]


def test_every_picture_says_what_it_is():
    made = pdf_of(SHEET, MADE_AT)
    assert b"/Alt(Logo of Equal Footing)" in made
    assert b"/Alt(QR code for the check)" in made


def test_it_claims_the_standards_for_access_and_for_keeping():
    made = pdf_of(SHEET, MADE_AT)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in made


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_it_keeps_the_standards_it_claims(name, standard):
    """PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2), by an independent checker."""
    page = pytest.importorskip("page", reason="page-validation is not installed")
    report = page.validate_pdf_bytes(pdf_of(replace(SHEET, name=name), MADE_AT), profile=standard)
    assert [(one.rule_id, one.message) for one in report.failures] == []


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_it_is_one_sheet(name):
    longest = replace(SHEET, name=name, course="A very long title of a course " * 9, done=("Did what was asked",) * 4)
    assert pdf_of(longest, MADE_AT).count(b"/Type/Page/") == 1


def test_the_same_certificate_is_the_same_file_every_time():
    first = pdf_of(SHEET, MADE_AT)
    assert pdf_of(replace(SHEET, name="Somebody Else"), MADE_AT) != first
    assert pdf_of(SHEET, MADE_AT) == first


def test_two_people_asking_at_once_each_get_their_own():
    names = ["Amina Yusuf", "Xavier Qureshi"] * 4
    made: dict[int, bytes] = {}

    def ask(place: int) -> None:
        made[place] = pdf_of(replace(SHEET, name=names[place]), MADE_AT)

    people = [threading.Thread(target=ask, args=[place]) for place in range(len(names))]
    for one in people:
        one.start()
    for one in people:
        one.join()
    alone = {name: pdf_of(replace(SHEET, name=name), MADE_AT) for name in names}
    assert made == {place: alone[name] for place, name in enumerate(names)}


# --- logos ------------------------------------------------------------------------------------------------------------


def png() -> bytes:
    """One white dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = (1).to_bytes(4) + (1).to_bytes(4) + bytes([8, 0, 0, 0, 0])
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_our_logo_stands_in_where_there_is_no_other():
    assert logo_of("") == (OUR_LOGO.read_text(encoding="utf-8"), "svg")


def test_an_organisation_may_use_a_png(tmp_path: Path):
    path = tmp_path / "logo.png"
    path.write_bytes(png())
    logo, kind = logo_of(str(path))
    assert kind == "png"
    assert b"/Alt(Logo of Equal Footing)" in pdf_of(replace(SHEET, logo=logo, logo_kind=kind), MADE_AT)


def test_a_logo_that_is_missing_or_too_big_is_left_out(tmp_path: Path):
    big = tmp_path / "big.svg"
    big.write_bytes(b" " * (LARGEST_LOGO + 1))
    assert [logo_of(str(path)) for path in (tmp_path / "none.svg", big, tmp_path)] == [(None, "")] * 3
    assert pdf_of(replace(SHEET, logo=None), MADE_AT).startswith(b"%PDF-")


def test_a_logo_that_cannot_be_read_does_not_cost_anyone_their_certificate():
    made = pdf_of(replace(SHEET, logo="this is no drawing"), MADE_AT)
    assert b"/Alt(Logo of Equal Footing)" not in made
    assert b"/Alt(QR code for the check)" in made
