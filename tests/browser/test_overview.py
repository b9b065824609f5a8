"""The overview in a browser: level by level, to what is behind each figure."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.room import is_too_wide

TITLES = {
    "en": ("Overview", "Silent today"),
    "es": ("Panorama", "En silencio hoy"),
    "ar": ("نظرة عامة", "صامتة اليوم"),
}


def way_into(page, name):
    return page.get_by_role("link", name=re.compile(f"^{name} ?,"))


def row(page, name):
    return page.get_by_role("listitem").filter(has=way_into(page, name))


def test_a_director_goes_down_to_a_team_and_up_again_by_keys(visit, server):
    diana = visit("/feed", name="diana")
    diana.get_by_role("link", name="Overview").click()
    expect(diana.get_by_role("heading", level=1)).to_have_text("Columbus")
    expect(diana.get_by_text(re.compile(r"^As of \d\d:\d\d$"))).to_be_visible()

    for place in ("North", "Akron"):
        way_into(diana, place).focus()
        diana.keyboard.press("Enter")
        expect(diana.get_by_role("heading", level=1)).to_have_text(place)
    way_into(diana, "Riverside").focus()
    diana.keyboard.press("Enter")

    team = f"/people/places/{server.unit('riverside')}"
    expect(diana).to_have_url(re.compile(f"{team}$"))
    diana.go_back()
    diana.get_by_role("link", name="Up to North").click()
    expect(diana.get_by_role("heading", level=1)).to_have_text("North")


def test_an_organizer_finds_it_from_people_on_a_phone(visit):
    olive = visit("/people", name="olive", size="phone")

    olive.get_by_role("link", name="Overview").click()

    expect(olive.get_by_role("heading", level=1)).to_have_text("Akron")
    expect(row(olive, "Riverside")).to_be_visible()
    # The bar has no room for one more: People is lit.
    tab = olive.get_by_role("navigation", name="Sections").get_by_role(
        "link", name="People"
    )
    expect(tab).to_have_attribute("aria-current", "page")


def test_a_phone_leads_back_to_where_it_was_opened_from(visit):
    olive = visit("/overview", name="olive", size="phone")
    expect(olive.get_by_role("heading", level=1)).to_have_text("Akron")

    olive.get_by_role("link", name="Back", exact=True).click()

    expect(olive.get_by_role("heading", name="People")).to_be_visible()


def test_a_report_makes_a_silent_team_active_when_somebody_looks_again(own_visit):
    olive = own_visit("/overview", name="olive")
    expect(row(olive, "Riverside")).to_contain_text("Silent")
    alice = own_visit("/rooms", name="alice")
    alice.get_by_role("link", name="Riverside").first.click()
    alice.get_by_role("textbox").fill("On our way")
    alice.keyboard.press("Enter")
    expect(alice.get_by_text("On our way")).to_be_visible()
    expect(alice.locator(".message-waiting")).to_have_count(0)

    olive.reload()

    expect(row(olive, "Riverside")).to_contain_text("Active today")
    olive.get_by_role("link", name=re.compile("^Teams")).click()
    expect(olive.get_by_role("heading", level=1)).to_have_text("Silent today")
    expect(olive.get_by_role("link", name=re.compile("^Hillside"))).to_be_visible()
    expect(olive.get_by_role("link", name=re.compile("^Riverside"))).to_have_count(0)


def test_a_newcomer_is_contacted_from_the_list_behind_the_figure(own_visit):
    olive = own_visit("/overview", name="olive")

    olive.get_by_role("link", name=re.compile("^Newcomers")).click()
    newcomer = olive.get_by_role("listitem").filter(has_text="Alice")
    newcomer.get_by_role("button", name="Contacted").click()
    expect(newcomer).to_have_count(0)
    olive.go_back()

    expect(olive.get_by_role("heading", level=1)).to_have_text("Akron")
    expect(row(olive, "Riverside")).not_to_contain_text("newcomer")


def test_figures_that_could_not_be_refreshed_say_so_and_stay(visit):
    olive = visit("/overview", name="olive")
    expect(row(olive, "Riverside")).to_be_visible()
    olive.clock.install()
    olive.reload()
    expect(row(olive, "Riverside")).to_be_visible()

    olive.route("**/api/v1/overview*", lambda route: route.abort())
    olive.clock.run_for(61_000)

    expect(olive.get_by_text(re.compile("^These figures are old"))).to_be_visible()
    expect(row(olive, "Riverside")).to_be_visible()


@pytest.mark.parametrize("name", ["bob", "charlie"])
def test_who_leads_no_office_is_not_led_there_and_is_told_nothing(visit, name):
    page = visit("/rooms", name=name)
    expect(page.locator('a[href="/feed"]').first).to_be_attached()
    expect(page.locator('a[href="/overview"]')).to_have_count(0)

    page.goto("/overview")

    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator(".tile, .overview-row")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_it_has_words_in_every_language_and_no_barriers(
    visit, server, language, scheme, size
):
    page = visit("/signin", name="diana", scheme=scheme, size=size)
    page.evaluate(f"localStorage.setItem('muster-language', '{language}')")
    region = server.unit("north")
    for path in ("/overview", f"/overview/{region}", f"/overview/{region}/silent"):
        page.goto(path)
        expect(page.locator(".overview-as-of")).to_be_visible()
        expect(page.locator(".rows, .empty").first).to_be_visible()

        if path == "/overview":
            expect(page).to_have_title(re.compile(TITLES[language][0]))
        if path.endswith("silent"):
            expect(page.get_by_role("heading", level=1)).to_have_text(
                TITLES[language][1]
            )
        text = page.inner_text("#app")
        assert "overview." not in text
        assert "{" not in text
        wide = is_too_wide(page)
        assert not wide
        assert violations(page) == []
