"""The administration in a browser: no page breaks the policy, or shuts anybody out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide

LANGUAGES = {
    "en": ("Administration", "People and places", "ltr"),
    "es": ("Administración", "Personas y lugares", "ltr"),
    "ar": ("الإدارة", "الأشخاص والأماكن", "rtl"),
}
SPEAKS = """
import django; django.setup()
from teams.models import User
User.objects.filter(name="Diana").update(locale="{}")
"""
PAGES = [
    "/admin/",
    "/admin/teams/unit/",
    "/admin/teams/user/?q=a",
    "/admin/desk/question/",
    "/admin/teams/unit/{riverside}/change/",
    "/admin/teams/user/{alice}/change/",
]


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("en", "phone", "light"), ("es", "desktop", "dark"), ("ar", "phone", "dark")],
)
def test_an_owner_walks_through_it(own_visit, own_server, language, size, scheme):
    title, people, direction = LANGUAGES[language]
    own_server.run("-c", SPEAKS.format(language))
    ids = {"riverside": own_server.unit("riverside")}
    ids["alice"] = own_server.seeded["people"]["alice"]
    wrong = []
    page = own_visit(
        "/administration", name="diana", proven=True, size=size, scheme=scheme
    )
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))

    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    expect(page.get_by_role("link", name=title)).to_be_visible()
    expect(page.get_by_text(people).first).to_be_visible()
    assert page.locator("html").get_attribute("dir") == direction

    for path in PAGES:
        page.goto(path.format(**ids))
        wide = is_too_wide(page)
        assert not wide, path
    assert wrong == []

    # axe itself writes styles, which the policy refuses aloud.
    for path in PAGES:
        page.goto(path.format(**ids))
        assert violations(page) == [], path


def test_it_is_found_under_me_and_leads_back(own_visit, own_server):
    page = own_visit("/me", name="diana", proven=True)
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("button", name="Open the administration").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_label("The beginning of a first or last name").fill("ali")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Alice").click()

    page.get_by_role("link", name="Open its screen").click()

    expect(page).to_have_url(re.compile("/people/person/"))
    expect(page.get_by_text("Alice").first).to_be_visible()


def test_who_has_not_proven_it_is_asked_at_the_door(own_visit):
    page = own_visit("/admin/", name="diana")

    expect(page).to_have_url(re.compile("/administration$"))
    page.get_by_role("button", name="Open the administration").click()

    expect(page.get_by_role("dialog")).to_be_visible()


def test_for_others_there_is_nothing(visit):
    page = visit("/admin/", name="bob")

    expect(page.get_by_text("People and places")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
