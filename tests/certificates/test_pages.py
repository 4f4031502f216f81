"""What people see: their own certificate, the one a number leads to, the check anyone can make."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import pytest
import segno
from selectolax.lexbor import LexborHTMLParser

from course.certificates import pdf
from course.certificates.actions import issue_if_earned, reissue, revoke
from course.certificates.rules import spaced
from course.content.model import CertificateRule, Text
from course.store.certificates import certificate_of
from tests.certificates.a_course import COURSE, NOW, do_everything, publish

UNKNOWN = "0" * 28


@pytest.fixture
def amina(add_finisher):
    return add_finisher("Amina Yusuf", "amina")


@pytest.fixture
def issued(store, amina):
    return issue_if_earned(store, COURSE, 1, amina, NOW)


def main_of(reply) -> str:
    """The words of the main part, with single spaces."""
    return " ".join(LexborHTMLParser(reply.text).css_first("main").text(separator=" ").split())


def links_of(reply) -> dict[str, str]:
    """What the links of the main part say, and where they lead."""
    found = LexborHTMLParser(reply.text).css("main a[href]")
    return {" ".join(one.text().split()): one.attributes["href"] or "" for one in found}


def now_held(store, person):
    with store.reading() as connection:
        return certificate_of(connection, person.id, COURSE.id)


# --- before there is one ----------------------------------------------------------------------------------------------


def test_the_page_is_for_someone_signed_in(visitor):
    assert visitor.get("/learn/certificate").status_code == 401


def test_a_newcomer_sees_all_that_is_to_do_with_links_to_it(visit_as, add_learner):
    add_learner()
    page = visit_as().get("/learn/certificate")
    assert page.status_code == 200
    assert main_of(page) == (
        "Your certificate Your certificate comes by itself when every step is done. 0 of 8 steps done "
        "What is still to do "
        "Arriving Keep 1 more exercise. On paper or in a conversation is fine. "
        "Pass the knowledge check: 0 of 1 questions right so far, and 1 are needed. You can try as often as you like. "
        "Mark this module done, with the button at its end. "
        "Power Keep 1 more exercise. On paper or in a conversation is fine. "
        "Pass the knowledge check: 0 of 1 questions right so far, and 1 are needed. You can try as often as you like. "
        "Mark this module done, with the button at its end. "
        "More scenarios Finish the scenario: Kitchen Finish 1 more scenario. You choose which. See the scenarios "
        "Back to my learning"
    )
    assert links_of(page) == {
        "Arriving": "/learn/module/arriving",
        "Power": "/learn/module/power",
        "Kitchen": "/learn/scenarios/kitchen",
        "See the scenarios": "/learn/course",
        "Back to my learning": "/learn/course",
    }


def test_one_step_short_says_which(visit_as, store, add_learner):
    do_everything(store, add_learner(), but_mark="power")
    page = visit_as().get("/learn/certificate")
    assert main_of(page) == (
        "Your certificate Your certificate comes by itself when every step is done. 7 of 8 steps done "
        "What is still to do Power Mark this module done, with the button at its end. Back to my learning"
    )


def test_somebody_who_had_done_it_all_before_the_course_asked_for_less_can_get_it(visit_as, store, amina):
    page = visit_as().get("/learn/certificate")
    assert "You have done everything the certificate asks for. It is ready for you." in main_of(page)
    reply = visit_as().send_form("/learn/certificate", {}, follow_redirects=True)
    assert "This is to say that Amina Yusuf completed the activities listed here" in main_of(reply)
    assert now_held(store, amina).state == "genuine"


def test_asking_for_it_before_it_is_earned_gives_nothing(visit_as, store, add_learner):
    client, person = visit_as(), add_learner()
    token = client.get("/learn/certificate").text  # starts a session; the page has no form to send
    assert "csrf_token" not in token
    assert client.post("/learn/certificate").status_code == 400
    assert now_held(store, person) is None


def test_a_course_without_a_certificate_says_so(visit_as, store, add_learner):
    add_learner()
    publish(store, replace(COURSE, title="No certificate", certificate=CertificateRule(mark_modules=False)))
    assert "This course does not give a certificate." in main_of(visit_as().get("/learn/certificate"))


# --- the certificate --------------------------------------------------------------------------------------------------

SAYS = (
    "Equal Footing Certificate of completion This is to say that Amina Yusuf "
    "completed the activities listed here, in the course Sharing the work "
    "The activities Marked 2 of 2 modules done Kept at least one exercise in each module "
    "Passed each knowledge check (retakes are free) Finished 2 scenarios "
    "The course Finished on 22 November 2026. The course takes about 2 and a half hours. "
    "Version 1, from 20 November 2026. "
    "Number {number} Check it at https://learn.example.org/learn/verify "
    "This is not a licence or a rating. It does not say that anyone is qualified. "
    "The principles of co-production are aims. No project meets all of them. "
    "This course was first drafted from documents. Public contributors have not yet rewritten it. "
    "How this course was made Get it as a PDF"
)


def test_whoever_has_the_number_sees_the_certificate_and_nothing_more(visitor, issued):
    page = visitor.get(f"/learn/c/{issued.number}")
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex")
    assert main_of(page) == SAYS.format(number=spaced(issued.number))
    assert links_of(page) == {
        "https://learn.example.org/learn/verify": f"https://learn.example.org/learn/verify?number={issued.number}",
        "How this course was made": "/learn/about",
        "Get it as a PDF": f"/learn/c/{issued.number}.pdf",
    }


def test_ones_own_certificate_can_be_shown_to_others_and_corrected(visit_as, issued):
    page = visit_as("amina").get("/learn/certificate")
    own = SAYS.format(number=spaced(issued.number)) + " Correct the name Show it to someone"
    assert main_of(page)[: len(own)] == own
    assert links_of(page)["Correct the name"] == "/learn/certificate/name"
    address = f"https://learn.example.org/learn/c/{issued.number}"
    assert links_of(page)[address] == address


def test_signing_in_as_someone_else_shows_ones_own_only(visit_as, add_learner, issued):
    add_learner("Joe Brannigan", "joe")
    page = visit_as("joe").get("/learn/certificate")
    assert "Amina" not in page.text
    assert issued.number not in page.text


def test_someone_elses_certificate_cannot_be_corrected_from_its_own_page(visit_as, add_learner, issued):
    add_learner("Joe Brannigan", "joe")
    assert "Correct the name" not in visit_as("joe").get(f"/learn/c/{issued.number}").text


def test_a_certificate_keeps_saying_what_was_true_when_it_was_issued(visitor, store, issued):
    rewritten = Text(markdown="Public contributors rewrote all of it.", html="<p>They rewrote it.</p>")
    publish(store, replace(COURSE, title="Sharing it all", made=rewritten))
    assert main_of(visitor.get(f"/learn/c/{issued.number}")) == SAYS.format(number=spaced(issued.number))


@pytest.mark.parametrize("made", [None, Text(markdown="Public contributors rewrote it.", html="<p>They did.</p>")])
def test_it_does_not_call_the_course_a_draft_when_the_course_does_not(visitor, store, amina, made):
    release = publish(store, replace(COURSE, made=made))
    issued = issue_if_earned(store, COURSE, release, amina, NOW)
    assert "drafted from documents" not in visitor.get(f"/learn/c/{issued.number}").text


@pytest.mark.parametrize(
    "name", ["Siân Llŷr", "Ọlábísí", "أمينة يوسف", "李小龙", "<b>Ann</b>", "{{ 7*7 }}", "Anna-Maria " * 18, "W" * 200]
)
def test_any_name_is_shown_as_it_was_written(visitor, store, add_finisher, name):
    name = name.strip()
    issued = issue_if_earned(store, COURSE, 1, add_finisher(name), NOW)
    page = visitor.get(f"/learn/c/{issued.number}")
    assert f"This is to say that {name} completed" in main_of(page)


def test_a_number_that_nobody_has_is_a_404_that_helps(visitor):
    page = visitor.get(f"/learn/c/{UNKNOWN}")
    assert page.status_code == 404
    assert "We do not know this number." in main_of(page)


def test_a_number_may_be_written_with_capitals_and_dashes_in_the_address(visitor, issued):
    dashed = spaced(issued.number).replace(" ", "-").upper()
    assert visitor.get(f"/learn/c/{dashed}").status_code == 200


def test_the_qr_code_is_a_drawing_that_the_policy_allows(visitor, issued):
    reply = visitor.get(f"/learn/c/{issued.number}/qr.svg")
    assert (reply.status_code, reply.mimetype) == (200, "image/svg+xml")
    assert reply.data.startswith(b"<svg ")
    assert b"style" not in reply.data and b"script" not in reply.data


def test_the_qr_code_leads_to_the_check_of_this_certificate(visitor, issued):
    address = f"https://learn.example.org/learn/verify?number={issued.number}"
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, svgclass=None, lineclass=None)
    lines = re.findall(rb' d="(M[^"]+)"', drawn.getvalue())
    assert lines[0] in visitor.get(f"/learn/c/{issued.number}/qr.svg").data


def test_without_a_set_address_the_one_of_the_visit_is_used(visitor, mount, issued):
    mount.settings = replace(mount.settings, address="")
    page = visitor.get(f"/learn/c/{issued.number}", base_url="https://here.example.org")
    assert "https://here.example.org/learn/verify" in links_of(page)


def test_an_address_that_holds_the_prefix_already_is_not_given_it_twice(visitor, mount, issued):
    mount.settings = replace(mount.settings, address="https://trust.example.org/learn/")
    assert "https://trust.example.org/learn/verify" in links_of(visitor.get(f"/learn/c/{issued.number}"))


# --- one that no longer counts ----------------------------------------------------------------------------------------


@pytest.fixture
def replaced(store, amina, issued):
    """(the old certificate, the new one)"""
    return issued, reissue(store, COURSE.id, amina, "Amina Y. Yusuf", NOW)


def test_a_replaced_certificate_names_nobody_and_does_not_lead_to_the_new_one(visitor, replaced):
    old, new = replaced
    for address in (f"/learn/c/{old.number}", f"/learn/verify?number={old.number}"):
        page = visitor.get(address)
        assert page.status_code == 200
        assert "replaced by a newer one" in main_of(page)
        assert "Amina" not in page.text
        assert new.number not in page.text and spaced(new.number) not in page.text


def test_a_withdrawn_certificate_names_nobody(visitor, store, issued):
    revoke(store, issued.number, NOW)
    for address in (f"/learn/c/{issued.number}", f"/learn/verify?number={issued.number}"):
        page = visitor.get(address)
        assert "withdrawn" in main_of(page)
        assert "Amina" not in page.text


def test_its_holder_is_told_that_it_was_withdrawn_and_whom_to_ask(visit_as, store, issued):
    revoke(store, issued.number, NOW)
    page = visit_as("amina").get("/learn/certificate")
    assert main_of(page).startswith("Your certificate was withdrawn The people who run this site have withdrawn it.")
    assert links_of(page) == {"Ask for help": "/learn/help"}


def test_one_that_no_longer_counts_has_no_pdf_and_no_qr_code(visitor, replaced):
    old, _ = replaced
    reply = visitor.get(f"/learn/c/{old.number}.pdf")
    assert (reply.status_code, reply.location) == (302, f"/learn/c/{old.number}")
    assert visitor.get(f"/learn/c/{old.number}/qr.svg").status_code == 404


# --- the check --------------------------------------------------------------------------------------------------------


def rows_of(reply) -> list[tuple[str, str]]:
    """The rows of the answer: what, and its value."""
    rows = LexborHTMLParser(reply.text).css("dl.certificate-check > div")
    return [(one.css_first("dt").text(), one.css_first("dd").text()) for one in rows]


def test_the_check_is_open_to_anyone_and_not_listed(visitor):
    page = visitor.get("/learn/verify")
    assert (page.status_code, page.headers["X-Robots-Tag"]) == (200, "noindex")
    assert '<meta name="robots" content="noindex">' in page.text
    assert rows_of(page) == []


def test_a_genuine_certificate_shows_name_course_version_and_day(visitor, issued):
    page = visitor.get("/learn/verify", query_string={"number": f" {spaced(issued.number).upper()} "})
    assert "This certificate is genuine." in main_of(page)
    assert rows_of(page) == [
        ("Number", spaced(issued.number)),
        ("Name", "Amina Yusuf"),
        ("Course", "Sharing the work"),
        ("Version", "1, from 20 November 2026"),
        ("Finished on", "22 November 2026"),
    ]


def test_every_other_answer_has_the_same_rows_with_nothing_in_them(visitor, store, amina, add_finisher, replaced):
    old, _ = replaced
    withdrawn = issue_if_earned(store, COURSE, 1, add_finisher("Siân", "sian"), NOW)
    revoke(store, withdrawn.number, NOW)
    shown = {
        number: rows_of(visitor.get("/learn/verify", query_string={"number": number}))
        for number in (old.number, withdrawn.number, UNKNOWN)
    }
    nothing = [("Name", "Not shown"), ("Course", "Not shown"), ("Version", "Not shown"), ("Finished on", "Not shown")]
    assert shown == {
        old.number: [("Number", spaced(old.number)), *nothing],
        withdrawn.number: [("Number", spaced(withdrawn.number)), *nothing],
        UNKNOWN: [("Number", "Not shown"), *nothing],
    }


@pytest.mark.parametrize(
    "typed",
    ["abc", "x" * 300, "x" * 9000, "\0", "a\0b", "😀🎓", "'; drop table course_certificate; --", "<script>", "%00"],
)
def test_nonsense_is_an_unknown_number_and_never_an_error(visitor, typed):
    page = visitor.get("/learn/verify", query_string={"number": typed})
    assert page.status_code == 200
    assert "We do not know this number." in main_of(page)


def test_a_pasted_address_is_read(visitor, issued):
    pasted = f"https://learn.example.org/learn/c/{issued.number}.pdf"
    assert "is genuine" in main_of(visitor.get("/learn/verify", query_string={"number": pasted}))


def test_an_empty_box_is_asked_for_again(visitor):
    page = visitor.get("/learn/verify?number=+")
    assert page.status_code == 200
    assert "Type the number of the certificate, or its address." in main_of(page)


# --- correcting the name ----------------------------------------------------------------------------------------------


def test_the_page_says_first_whom_a_correction_touches(visit_as, issued):
    page = visit_as("amina").get("/learn/certificate/name")
    words = main_of(page)
    assert "Your certificate says: Amina Yusuf" in words
    assert words.index("This cannot be undone.") < words.index("Make the new certificate")
    assert "They are not told either name." in words


def test_a_corrected_name_is_on_the_new_certificate(visit_as, store, amina, issued):
    reply = visit_as("amina").send_form(
        "/learn/certificate/name", {"name": "  Amina   Y. Yusuf "}, follow_redirects=True
    )
    assert "Your certificate has its new name and a new number." in main_of(reply)
    new = now_held(store, amina)
    assert (new.name, new.state, new.number == issued.number) == ("Amina Y. Yusuf", "genuine", False)


def test_pressing_twice_makes_one_new_certificate(visit_as, store, amina, issued):
    client = visit_as("amina")
    client.send_form("/learn/certificate/name", {"name": "Amina Y. Yusuf"})
    first = now_held(store, amina)
    reply = client.send_form("/learn/certificate/name", {"name": "Amina Y. Yusuf"}, follow_redirects=True)
    assert "That is the name on your certificate. Nothing was changed." in main_of(reply)
    assert now_held(store, amina) == first


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Type the name that should be on your certificate."),
        (" \u202e\0 ", "Type the name that should be on your certificate."),
        ("W" * 201, "That name has 201 letters. The certificate has room for 200. Please shorten it."),
    ],
)
def test_a_name_that_cannot_be_printed_is_asked_for_again(visit_as, store, amina, issued, typed, message):
    page = visit_as("amina").send_form("/learn/certificate/name", {"name": typed})
    assert page.status_code == 422
    assert LexborHTMLParser(page.text).css_first(".error-summary a").text() == message
    assert now_held(store, amina) == issued


def test_without_a_certificate_there_is_no_name_to_correct(visit_as, store, add_learner):
    add_learner()
    reply = visit_as().get("/learn/certificate/name")
    assert (reply.status_code, reply.location) == (303, "/learn/certificate")


# --- the PDF ----------------------------------------------------------------------------------------------------------


def test_the_pdf_is_a_copy_anyone_with_the_number_can_have(visitor, issued):
    reply = visitor.get(f"/learn/c/{issued.number}.pdf")
    assert (reply.status_code, reply.mimetype, reply.headers["X-Robots-Tag"]) == (200, "application/pdf", "noindex")
    assert reply.data.startswith(b"%PDF-")
    assert issued.number.encode() in reply.data, "the link to the check"


@pytest.mark.parametrize("name", ["李小龙", "தமிழ்ச்செல்வி", "Ann 😀"])
def test_a_name_the_pdf_cannot_show_leads_to_the_page_that_can(visitor, store, add_finisher, name):
    issued = issue_if_earned(store, COURSE, 1, add_finisher(name), NOW)
    page = visitor.get(f"/learn/c/{issued.number}.pdf")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert f"Your PDF cannot show this name yet {name} " in main_of(page)
    assert links_of(page) == {"Go to the certificate": f"/learn/c/{issued.number}"}


def test_a_site_without_a_pdf_maker_says_so(visitor, issued, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)  # what a missing package looks like
    pdf.kept_compiler.cache_clear()
    page = visitor.get(f"/learn/c/{issued.number}.pdf")
    pdf.kept_compiler.cache_clear()
    assert page.status_code == 200
    assert "This site has no PDF maker." in main_of(page)
    assert links_of(page) == {"Go to the certificate": f"/learn/c/{issued.number}"}


def test_an_unknown_number_has_no_pdf(visitor):
    assert visitor.get(f"/learn/c/{UNKNOWN}.pdf").status_code == 404
