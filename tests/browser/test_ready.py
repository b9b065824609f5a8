"""'Ready for the day?' in a browser: every row has words, and its test works."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide

LANGUAGES = {
    "en": ("Ready for the day?", "Run the test"),
    "es": ("¿Listo para el día?", "Hacer la prueba"),
    "ar": ("هل كل شيء جاهز لليوم؟", "ابدأ الاختبار"),
}


def test_the_director_finds_it_under_me_and_tests_the_load(visit):
    page = visit("/me", name="diana", size="phone")

    page.get_by_role("link", name="Ready for the day?").click()
    row = page.get_by_role("listitem").filter(has_text="Load")
    expect(row).to_contain_text("Not tried yet")
    row.get_by_role("button", name="Run the test").click()

    expect(row).to_contain_text("acknowledged in")


def test_volunteers_are_not_led_there_and_are_told_nothing(visit):
    page = visit("/me", name="charlie")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/ready-for-the-day")

    expect(page.get_by_role("listitem").filter(has_text="Redis")).to_have_count(0)
    expect(page.locator(".empty")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_row_has_words_in_every_language(visit, language, scheme, size):
    title, run = LANGUAGES[language]
    page = visit("/signin", name="diana", scheme=scheme, size=size)
    page.evaluate(f"localStorage.setItem('muster-language', '{language}')")
    page.goto("/ready-for-the-day")

    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("button", name=run)).to_be_visible()
    assert "keeping." not in page.inner_text("#app")
    assert "{" not in page.inner_text("#app")
    wide = is_too_wide(page)
    assert not wide
    assert violations(page) == []
