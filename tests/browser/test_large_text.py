"""No fact is cut off: long names, names in the other direction, large text."""

import pytest
from playwright.sync_api import expect

from tests.browser.room import is_too_wide, messages, write

TWICE = "document.documentElement.style.fontSize = '200%'"
NAMES = """
import django; django.setup()
from teams.models import Unit, User
Unit.objects.filter(name="Riverside").update(
    name="Upper Cuyahoga Valley canvassing volunteers, evenings"
)
Unit.objects.filter(name="Hillside").update(
    name="فريق حي الزيتون للتوعية بالتصويت المبكر والمساعدة"
)
User.objects.filter(name="Alice").update(
    name="فاطمة الزهراء بنت عبد الرحمن الدمشقي"
)
User.objects.filter(name="Bob").update(
    name="Bartholomew Featherstonehaugh-Cholmondeley"
)
"""
# What hides a part of its words, by whom it hides them.
CUT = """() => [...document.querySelectorAll("body *")].filter(one => {
  const look = getComputedStyle(one);
  const hides = ["hidden", "clip"];
  if (!one.checkVisibility() || one.closest(".visually-hidden, textarea")) return false;
  const wide = one.scrollWidth > one.clientWidth + 1 && hides.includes(look.overflowX);
  const high = one.scrollHeight > one.clientHeight + 2
    && hides.includes(look.overflowY);
  return one.clientWidth > 0 && (wide || high);
}).map(one => `${one.className}: ${one.textContent}`)"""


@pytest.fixture
def long_names(own_server):
    own_server.run("-c", NAMES)


@pytest.mark.parametrize("size", ["100%", "200%"])
@pytest.mark.parametrize("locale", ["en-US", "ar"])
def test_no_name_is_cut_on_a_phone(own_visit, own_server, long_names, size, locale):
    olive = own_visit("/me", name="olive", size="phone", locale=locale)
    team, tree = own_server.unit("riverside"), "/people"
    for path, whole in (
        (tree, olive.get_by_role("treeitem").last),
        (f"/people/places/{team}", olive.get_by_role("list").locator("li").last),
        ("/overview", olive.get_by_role("article").last),
        ("/rooms?list", olive.get_by_role("main").get_by_role("listitem").last),
        (f"/rooms/{own_server.room('riverside')}", olive.get_by_role("heading").first),
    ):
        olive.goto(path)
        expect(whole).to_be_visible()
        olive.evaluate(TWICE.replace("200%", size))

        assert olive.evaluate(CUT) == [], path
        assert not is_too_wide(olive)


def test_who_wrote_is_read_whole_beside_the_role(own_visit, own_server, long_names):
    room = f"/rooms/{own_server.room('riverside')}"
    bob = own_visit(room, name="bob", size="phone")
    write(bob, "Here we are")
    olive = own_visit(room, name="olive", size="phone")
    olive.evaluate(TWICE)
    expect(messages(olive).get_by_text("Here we are")).to_be_visible()

    head = messages(olive).get_by_text("Bartholomew Featherstonehaugh-Cholmondeley")

    expect(head).to_be_visible()
    expect(messages(olive).get_by_text("leader")).to_be_visible()
    assert olive.evaluate(CUT) == []
    assert not is_too_wide(olive)


def test_the_count_on_a_tab_is_whole(own_visit, own_server):
    room = f"/rooms/{own_server.room('riverside')}"
    alice = own_visit("/me", name="alice", size="phone")
    expect(alice.get_by_role("navigation", name="Sections")).to_be_visible()
    alice.evaluate(TWICE)

    write(own_visit(room, name="bob"), "One for you")

    badge = alice.locator(".bar .badge")
    expect(badge).to_contain_text("1")
    digit = badge.locator("[aria-hidden]")
    inside, outside = digit.bounding_box(), badge.bounding_box()
    assert inside["height"] <= outside["height"] + 0.5
    assert inside["width"] <= outside["width"]
