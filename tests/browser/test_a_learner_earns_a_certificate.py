"""From the front page to a certificate that a stranger can check, on a phone, with scripts and without."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from . import learner
from .conftest import Site


def test_a_learner_takes_the_course_and_a_stranger_checks_the_certificate(
    page: Page, site: Site, chromium: Browser
) -> None:
    newest = site.mount.shelf.newest()
    assert newest is not None
    course = newest.course
    learner.register(page, "Siân Llŷr-Brannigan", f"sian-{id(page)}@example.org")
    page.goto("/learning")
    expect(page.get_by_role("heading", level=1)).to_have_text(course.title)
    expect(page.locator(".progress-words").first).to_contain_text("0 of")

    for module in course.modules:
        named = [one for one in module.exercises() if (module.id, one.id) in course.certificate.exercises]
        for exercise in named or [next(module.exercises())]:
            learner.keep(page, module, exercise)
        for bank in module.counted_checks():
            learner.answer_bank(page, module, bank)
        for scenario_id in module.scenarios:
            assert learner.play(page, scenario_id) >= 4
        page.goto("/learning")
        expect(page.get_by_text("Every step is done.")).to_have_count(0)
        if module is course.modules[-1] and course.certificate.confirm_plan:
            page.goto("/plan")
            learner.press(page, page.get_by_role("button", name="I have looked it over"))
        learner.mark_done(page, module)

    expect(page.get_by_text("You have earned your certificate.")).to_be_visible()
    page.get_by_role("link", name="See your certificate").first.click()
    expect(page.get_by_text("Siân Llŷr-Brannigan").last).to_be_visible()

    certificate = site.mount.store
    with certificate.reading() as connection:
        from course.store import certificates, people

        person = people.person_by_email(connection, f"sian-{id(page)}@example.org")
        assert person is not None
        issued = certificates.certificate_of(connection, person.id, course.id)
    assert issued is not None

    stranger = chromium.new_context(base_url=site.address).new_page()
    stranger.goto(f"/verify?number={issued.number}")
    expect(stranger.get_by_role("main")).to_contain_text("genuine")
    expect(stranger.get_by_role("main")).to_contain_text("Siân Llŷr-Brannigan")
    stranger.context.close()
